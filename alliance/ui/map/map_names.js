// The names on a live map. They are text of the page: no font has to be fetched, and they look like
// the page's own.
const EDGE_PX = 3;
const APART_PX = 8;  // around names of the ground, so that they stay few
const MOST_TRIED = 300;
// Where a name may stand beside its place, in the order in which it is tried.
const BESIDE = ["right", "left", "below", "above"];
const OVER = ["over", "above", "below"];

export class Names {
  constructor(frame) {
    this.frame = frame;
    this.box = frame.appendChild(document.createElement("div"));
    this.box.className = "live-map-names";
    this.box.setAttribute("aria-hidden", "true");
    this.lists = new Map();
  }

  // Takes the names of a kind, the most telling first; what comes first keeps its room. Those of
  // the ground have the ``zoom`` they are written from.
  take(kind, rows) {
    for (const label of this.lists.get(kind) ?? []) label.text?.remove();
    this.lists.set(kind, rows.map((row) => ({ kind, zoom: 0, ...row })));
  }

  dress(ink, halo) {
    this.box.style.color = ink;
    this.box.style.setProperty("--halo", halo);
  }

  // Writes those for which there is room: whole, and over no other and nothing that lies on the map.
  place(map) {
    if (!map) return;
    const [wide, high] = [this.frame.clientWidth, this.frame.clientHeight];
    const taken = this.covered();
    const zoom = map.getZoom();
    const bounds = map.getBounds();
    const near = [...this.lists.values()].flatMap((list) => list.filter((label) => (
      label.zoom <= zoom && bounds.contains([label.lon, label.lat]))).slice(0, MOST_TRIED));
    this.measure(near);
    const shown = new Set();
    const written = new Set();
    for (const label of near) {
      // A town that gives an area its name is named by it.
      if (label.kind === "place" && written.has(label.name)) continue;
      const { x, y } = map.project([label.lon, label.lat]);
      const box = this.spots(label, x, y).find(([left, top, right, bottom]) => (
        left >= EDGE_PX && top >= EDGE_PX && right <= wide - EDGE_PX && bottom <= high - EDGE_PX
        && taken.every((other) => (
          left > other[2] || right < other[0] || top > other[3] || bottom < other[1]))));
      if (!box) continue;
      shown.add(label);
      written.add(label.name);
      const room = label.zoom ? APART_PX : 0;
      taken.push([box[0] - room, box[1] - room, box[2] + room, box[3] + room]);
      [label.x, label.y] = [box[0], (box[1] + box[3]) / 2];
      label.text.style.transform = `translate(${box[0]}px, ${box[1]}px)`;
    }
    for (const label of this.shown ?? []) if (!shown.has(label)) label.text.hidden = true;
    for (const label of shown) label.text.hidden = false;
    this.shown = shown;
  }

  // The names that stand on the map: the page's text, its left edge and its middle.
  written() { return [...this.shown ?? []]; }

  // Boxes a name may take around its place: those of the ground lie over it.
  spots({ zoom, wide, high }, x, y) {
    const at = {
      right: [x + 8, y - high / 2], left: [x - 8 - wide, y - high / 2],
      below: [x - wide / 2, y + 7], above: [x - wide / 2, y - 7 - high],
      over: [x - wide / 2, y - high / 2],
    };
    return (zoom ? OVER : BESIDE).map((side) => at[side])
      .map(([left, top]) => [left, top, left + wide, top + high]);
  }

  // A name is put on the page, and measured, when it is first near.
  measure(near) {
    const fresh = near.filter(({ text }) => !text);
    for (const label of fresh) {
      label.text = document.createElement("span");
      label.text.className = label.kind;
      label.text.textContent = label.name;
      this.box.append(label.text);
    }
    for (const label of fresh) {
      [label.wide, label.high] = [label.text.offsetWidth, label.text.offsetHeight];
    }
    for (const { text } of fresh) text.hidden = true;
  }

  // The boxes of what lies on the map: its key and its buttons.
  covered() {
    const { left, top } = this.frame.getBoundingClientRect();
    const room = this.frame.closest('[class*="_map"]') ?? this.frame;
    return [...room.querySelectorAll(".map-key, .maplibregl-ctrl")]
      .map((lying) => lying.getBoundingClientRect())
      .map((box) => [box.left - left, box.top - top, box.right - left, box.bottom - top]);
  }
}
