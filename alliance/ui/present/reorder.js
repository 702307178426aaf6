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
    row.setAttribute("aria-label", `${place + 1}. ${title}. Alt and an arrow moves it.`);
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
      row.setPointerCapture(event.pointerId);
      row.classList.add("dragged");
    };
    row.onpointermove = (event) => {
      if (!row.classList.contains("dragged")) return;
      const over = [...list.children].find((other) => {
        const { top, bottom } = other.getBoundingClientRect();
        return other !== row && event.clientY >= top && event.clientY <= bottom;
      });
      if (!over) return;
      const { top, height } = over.getBoundingClientRect();
      if (event.clientY > top + height / 2) over.after(row);
      else over.before(row);
    };
    row.onpointerup = row.onpointercancel = () => {
      if (!row.classList.contains("dragged")) return;
      row.classList.remove("dragged");
      moved(place, [...list.children].indexOf(row));
    };
    return row;
  }));
  const wanted = list.dataset.focus ?? (focused >= 0 ? focused : undefined);
  if (wanted !== undefined) list.children[wanted]?.focus();
  delete list.dataset.focus;
}
