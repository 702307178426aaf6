// Stands where something costly will be drawn, and tells the page when the reader comes to it.
export default function ({ data, parentElement, setTriggerValue }) {
  const place = parentElement.querySelector(".in-view")
    ?? parentElement.appendChild(Object.assign(document.createElement("div"), { className: "in-view" }));
  place.style.minHeight = `${data.height}px`;
  const button = Object.assign(document.createElement("button"), { textContent: data.label });
  button.onclick = () => setTriggerValue("seen", true);
  place.replaceChildren(button);
  const watch = new IntersectionObserver((entries) => {
    if (!entries.some((entry) => entry.isIntersecting)) return;
    watch.disconnect();
    setTriggerValue("seen", true);
  });
  watch.observe(place);
  return () => watch.disconnect();
}
