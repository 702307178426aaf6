// The order of scenes as a list to drag, by mouse, finger or pen; the keyboard moves the one in focus
// with Alt and the arrows. What was moved is told once, when it is let go.
export default function ({ data, parentElement, setTriggerValue }) {
  const list = parentElement.querySelector("ol")
    ?? parentElement.appendChild(Object.assign(document.createElement("ol"), { className: "reorder" }));
  const moved = (from, to) => { if (from !== to) setTriggerValue("moved", [from, to]); };
  const focused = [...list.children].indexOf(document.activeElement);
  list.replaceChildren(...data.titles.map((title, place) => {
    const row = document.createElement("li");
    row.tabIndex = 0;
    row.append(Object.assign(document.createElement("span"), { textContent: title }));
    row.setAttribute("aria-label", `${place + 1}: ${title}`);
    row.setAttribute("aria-keyshortcuts", "Alt+ArrowUp Alt+ArrowDown");
    row.onkeydown = (event) => {
      const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
      const to = place + by;
      if (!event.altKey || !by || to < 0 || to >= data.titles.length) return;
      event.preventDefault();
      list.dataset.focus = to;
      moved(place, to);
    };
    row.onpointerdown = (event) => {
      if (event.button) return;
      row.classList.add("dragged");
      // A row that moves in the list loses the pointer; the page does not.
      addEventListener("pointermove", dragged);
      addEventListener("pointerup", dropped);
      addEventListener("pointercancel", dropped);
    };
    const dragged = (event) => {
      event.preventDefault();
      const over = [...list.children].find((other) => {
        const { top, bottom } = other.getBoundingClientRect();
        return other !== row && event.clientY >= top && event.clientY <= bottom;
      });
      if (!over) return;
      const { top, height } = over.getBoundingClientRect();
      if (event.clientY > top + height / 2) over.after(row);
      else over.before(row);
    };
    const dropped = () => {
      removeEventListener("pointermove", dragged);
      removeEventListener("pointerup", dropped);
      removeEventListener("pointercancel", dropped);
      row.classList.remove("dragged");
      moved(place, [...list.children].indexOf(row));
    };
    return row;
  }));
  const wanted = list.dataset.focus ?? (focused >= 0 ? focused : undefined);
  if (wanted !== undefined) list.children[wanted]?.focus();
  delete list.dataset.focus;
}
