// Tells those who do not see the page what has changed on it: WCAG 2.2, 4.1.3. One place for the
// whole page, which no drawing takes away; what follows soon is told after it. It stands in a tree of
// its own, so that nothing that looks for words on the page finds them there a second time.
const MOST_KEPT = 3;
let log;

export function announce(words) {
  if (!log) {
    const place = Object.assign(document.createElement("div"), { className: "announced" });
    log = place.attachShadow({ mode: "closed" }).appendChild(document.createElement("div"));
    log.setAttribute("role", "log");
    document.body.append(place);
  }
  // What is there when the place comes into being is told by few.
  setTimeout(() => {
    log.append(Object.assign(document.createElement("p"), { textContent: words }));
    while (log.childElementCount > MOST_KEPT) log.firstChild.remove();
  }, 50);
}
