// A table as the browser's own: what the heading of a row opens is told by the row's place.
const drawn = new WeakMap();

export default function ({ data, parentElement, setTriggerValue }) {
  if (drawn.get(parentElement) !== data.html) {
    parentElement.innerHTML = data.html;
    drawn.set(parentElement, data.html);
  }
  parentElement.onclick = ({ target }) => {
    const button = target.closest("button[data-row]");
    if (button) setTriggerValue("opened", Number(button.dataset.row));
  };
}
