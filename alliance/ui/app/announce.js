// Tells those who do not see the page what has changed on it: WCAG 2.2, 4.1.3. One place for the
// whole page, which no drawing takes away; the same words twice are told twice.
let place;

export function announce(words) {
  place ??= Object.assign(document.createElement("div"), { className: "announced" });
  place.setAttribute("role", "status");
  if (!place.isConnected) document.body.append(place);
  place.textContent = "";
  setTimeout(() => { place.textContent = words; }, 50);
}
