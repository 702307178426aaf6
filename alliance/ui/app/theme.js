// Has what is drawn in the colours of a theme drawn anew when the reader's system goes over to the
// other, at dusk or by hand: the page's own words change at once, maps and charts with the next run.
const dark = matchMedia("(prefers-color-scheme: dark)");

export default function ({ data, setTriggerValue }) {
  // Once Streamlit has changed, whose listener was here first.
  const tell = () => requestAnimationFrame(() => {
    if (dark.matches !== (data.drawn === "dark")) setTriggerValue("changed", dark.matches);
  });
  dark.addEventListener("change", tell);
  return () => dark.removeEventListener("change", tell);
}
