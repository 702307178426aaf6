// The names on a live map. They are text of the page: no font has to be fetched, and they look like
// the page's own.
const EDGE_PX = 3;
const APART_PX = 8;  // around names of the ground, so that they stay few
const MOST_TRIED = 300;
const CORNER_PX = 8;
// Where a name may stand beside its place, in the order in which it is tried.
const BESIDE = ["right", "left", "below", "above"];
const OVER = ["over", "above", "below", "right", "left"];
const INSIDE = ["over"];
// One that may be wider than its area gives way, as long as it lies over it with an end.
const UPON = ["over", "upper", "lower", "ends", "begins"];
const END_PX = 8;
// How much wider than the room in its area a name may be: more, and it would name the neighbours.
const WIDER = 2;
const WORLD_PX = 512;
// What tells where one is; the number of a road does not.
const TELLING = ["named", "area", "place", "authority"];

export class Names {
  constructor(frame) {
    this.frame = frame;
    this.box = frame.appendChild(document.createElement("div"));
    this.box.className = "live-map-names";
    this.box.setAttribute("aria-hidden", "true");
    this.lists = new Map();
    this.here = { kind: "here", name: "" };
  }

  // Takes the names of a kind, the most telling first; what comes first keeps its room. Those of
  // the ground have the ``zoom`` they are written from, those of areas the places ``within`` them
  // over which they may be written: beside its area, a name would stand in another.
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
      label.zoom <= zoom && anchors(label).some((at) => bounds.contains(at)))).slice(0, MOST_TRIED));
    this.measure(near);
    const shown = new Set();
    const written = new Set();
    for (const label of near) {
      // A town or an authority that gives an area its name is named by it.
      if (label.kind !== "road" && label.zoom && written.has(label.name)) continue;
      const box = this.spots(label, map).find(([left, top, right, bottom]) => (
        left >= EDGE_PX && top >= EDGE_PX && right <= wide - EDGE_PX && bottom <= high - EDGE_PX
        && taken.every((other) => (
          left > other[2] || right < other[0] || top > other[3] || bottom < other[1]))));
      if (!box) continue;
      shown.add(label);
      written.add(label.name);
      const room = label.zoom ? APART_PX : 0;
      taken.push([box[0] - room, box[1] - room, box[2] + room, box[3] + room]);
      put(label, box[0], (box[1] + box[3]) / 2);
    }
    if (![...shown].some(({ kind }) => TELLING.includes(kind))) this.tellWhere(map, shown);
    for (const label of this.shown ?? []) if (!shown.has(label)) label.text.hidden = true;
    for (const label of shown) label.text.hidden = false;
    this.shown = shown;
  }

  // So deep that no name is in view, the corner of the map tells where one is.
  tellWhere(map, shown) {
    const { here } = this;
    here.text?.remove();
    here.name = whereabouts(map, this.lists.get("place") ?? []);
    if (!here.name) return;
    here.text = null;
    this.measure([here]);
    put(here, CORNER_PX, CORNER_PX + here.high / 2);
    shown.add(here);
  }

  // Writes nothing, while there is no map to write on.
  clear() {
    for (const { text } of this.shown ?? []) text.hidden = true;
    this.shown = null;
  }

  // The names that stand on the map: the page's text, its left edge and its middle.
  written() { return [...this.shown ?? []]; }

  // Boxes a name may take around its place: those of the ground lie over it.
  spots(label, map) {
    const { zoom, wide, high, within } = label;
    const degree = WORLD_PX * 2 ** map.getZoom() / 360;
    return anchors(label).flatMap(([lon, lat, half]) => {
      if (half && wide > WIDER * 2 * half * degree) return [];
      const { x, y } = map.project([lon, lat]);
      const at = {
        right: [x + 8, y - high / 2], left: [x - 8 - wide, y - high / 2],
        below: [x - wide / 2, y + 7], above: [x - wide / 2, y - 7 - high],
        over: [x - wide / 2, y - high / 2],
        upper: [x - wide / 2, y - high + END_PX / 2], lower: [x - wide / 2, y - END_PX / 2],
        ends: [x - wide + END_PX, y - high / 2], begins: [x - END_PX, y - high / 2],
      };
      const inside = half ? INSIDE : UPON;
      return (within ? inside : zoom ? OVER : BESIDE).map((side) => at[side])
        .map(([left, top]) => [left, top, left + wide, top + high]);
    });
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

const anchors = ({ within, lon, lat }) => within ?? [[lon, lat]];

// On whole pixels letters are sharp.
function put(label, left, middle) {
  const [x, y] = [Math.round(left), Math.round(middle - label.high / 2)];
  [label.x, label.y] = [x, y + label.high / 2];
  label.text.style.transform = `translate(${x}px, ${y}px)`;
}

// The place nearest to the middle of a map and the authority around it, in words.
function whereabouts(map, places) {
  const { lng, lat } = map.getCenter();
  const across = Math.cos((lat * Math.PI) / 180);
  const far = (place) => Math.hypot((place.lon - lng) * across, place.lat - lat);
  const [nearest] = places.toSorted((one, other) => far(one) - far(other));
  const around = map.getSource("authorities") ? map.querySourceFeatures("authorities") : [];
  const authority = around.find(({ geometry }) => holds(geometry, [lng, lat]))?.properties.name;
  const names = [...new Set([nearest?.name, authority])].filter(Boolean);
  return names.length > 1 ? `Near ${names.join(", ")}` : names.join();
}

// Whether a polygon, or one of several, has a point inside.
function holds({ type, coordinates }, [x, y]) {
  const rings = type === "Polygon" ? coordinates : type === "MultiPolygon" ? coordinates.flat() : [];
  return rings.filter((ring) => ring.filter(([east, north], at) => {
    const [west, south] = ring.at(at - 1);
    return north > y !== south > y && x < west + ((east - west) * (y - south)) / (north - south);
  }).length % 2).length % 2 === 1;
}
