// The live map: MapLibre draws what a style of this app says, and dots.js its schools; this script
// rings those selected, writes names, says what lies under the pointer and reports a click.
import { Schools } from "./dots.js";

const REACH_PX = 4;
const UNWANTED_MS = 20000;
const FAR = { minZoom: 4, maxZoom: 16, renderWorldCopies: false, dragRotate: false };
const held = new WeakMap();
let opened;

export default function ({ data, parentElement, setTriggerValue }) {
  let map = held.get(parentElement);
  if (!map) held.set(parentElement, (map = taken(data, parentElement) ?? new LiveMap(parentElement)));
  map.pick = (what) => setTriggerValue("picked", what);
  map.show(data);
  return () => { held.delete(parentElement); map.remove(); };
}

// Draws the map that a visit opens on while the page around it is still being made: out of sight,
// as wide as it will be, until the page has its place and takes it there.
export function open(data) {
  if (!document.body) {
    document.addEventListener("DOMContentLoaded", () => open(data), { once: true });
    return;
  }
  const beside = innerWidth > 768 ? 347 : 29;  // the sidebar and the margins
  const shelf = document.body.appendChild(element("div", "live-map-shelf"));
  shelf.inert = true;
  shelf.style.cssText = `position:fixed;left:-9999px;top:0;width:${innerWidth - beside}px`;
  opened = { map: new LiveMap(shelf), shelf, style: data.style };
  opened.map.pick = () => {};
  opened.map.show(data);
  setTimeout(() => taken({}, null), UNWANTED_MS);
}

// Out of sight a map fetches, builds and uploads, but does not draw: it would draw itself anew with
// every piece that comes in, for nobody.
function spare(map, unseen) {
  const card = map.getCanvas().getContext("webgl2");
  for (const draw of ["drawElements", "drawArrays"]) {
    if (unseen) card[draw] = () => {};
    else delete card[draw];
  }
}

// The map drawn beforehand, moved to its place; none if there is none or another is wanted.
function taken(data, parent) {
  if (!opened) return null;
  const { map, shelf, style } = opened;
  opened = null;
  const wanted = style === data.style;
  if (wanted) {
    parent.appendChild(map.frame);
    if (map.map) {
      spare(map.map, false);
      if (!map.fit()) map.map.triggerRepaint();
    }
  } else {
    map.remove();
  }
  shelf.remove();
  return wanted ? map : null;
}

class LiveMap {
  constructor(parent) {
    this.frame = parent.appendChild(element("div", "live-map"));
    this.canvas = this.frame.appendChild(element("div", "live-map-canvas"));
    this.names = this.frame.appendChild(element("div", "live-map-names"));
    this.names.setAttribute("aria-hidden", "true");
    this.tip = this.frame.appendChild(element("div", "live-map-tip"));
    this.tip.hidden = true;
    this.said = new Map();
    this.schools = new Schools("schools");
  }

  remove() {
    this.gone = true;
    this.watch?.disconnect();
    this.map?.remove();
    this.frame.remove();
  }

  // Shows what was asked for last; while a style is on its way, what came before it is dropped.
  async show(data) {
    this.data = data;
    this.frame.style.height = `${data.height}px`;
    try {
      const [style] = await Promise.all([this.styleAt(data.style), library(data.library)]);
      if (this.gone || this.data !== data) return;
      this.draw(style, data);
    } catch (fault) {
      this.say(`The map cannot be drawn here (${fault.message}). The table says the same.`);
    }
  }

  // A style is asked for once at each address; a small one comes with the data.
  async styleAt(address) {
    if (typeof address !== "string") return address;
    if (this.address !== address) {
      this.address = address;
      this.style = fetched(address);
      this.style.catch(() => { this.address = null; });
    }
    return this.style;
  }

  draw(style, data) {
    const { asked, tables, above } = composed(style, data);
    this.frame.style.background = style.metadata.sea;
    this.frame.classList.toggle("dark", style.name.endsWith("dark"));
    this.above = above;
    this.schools.show(tables, data.kinds, fetched).then(() => this.tellDrawn(), (fault) => {
      if (this.gone) return;
      this.say("Schools cannot be drawn here", `${fault.message}. The table lists them.`);
    });
    // A change of the filter often leaves all but the schools as it is.
    const text = JSON.stringify(asked);
    if (!this.map) {
      this.map = this.made(asked, data);
    } else {
      if (this.styled !== text) this.restyle(asked);
      this.move(data);
    }
    this.styled = text;
    this.map.getCanvas().setAttribute("aria-label", data.alt);
    this.words = style.metadata;
    this.write(style.metadata, data.names);
    for (const address of data.ahead) fetch(address, { priority: "low" }).catch(() => {});
  }

  restyle(asked) {
    this.map.setStyle(asked, { diff: true, validate: false });
    this.lay();
  }

  // Puts the schools where they belong among the layers of the style.
  lay() {
    if (!this.map.getStyle()) return;
    const { id, wanted } = this.schools;
    const there = this.map.getLayer(id);
    if (there && wanted.length) this.map.moveLayer(id, this.above);
    else if (there) this.map.removeLayer(id);
    else if (wanted.length) this.map.addLayer(this.schools, this.above);
  }

  // Tells that what was asked for last is there to be seen.
  tellDrawn() {
    if (this.map.loaded() && this.schools.ready) this.frame.dataset.drawn = this.address;
  }

  made(style, data) {
    const map = new maplibregl.Map({
      container: this.canvas, style, fadeDuration: 0, attributionControl: false, trackResize: false,
      pitchWithRotate: false, touchPitch: false, validateStyle: false,
      cooperativeGestures: matchMedia("(pointer: coarse)").matches, ...FAR, ...opening(data),
    });
    map.touchZoomRotate.disableRotation();
    map.keyboard.disableRotation();
    map.addControl(new maplibregl.NavigationControl({ showCompass: false }));
    map.on("move", () => this.place());
    map.on("resize", () => this.place());
    // MapLibre's own watch takes a new canvas whenever the map is moved on the page.
    this.size = `${this.canvas.clientWidth} ${this.canvas.clientHeight}`;
    this.watch = new ResizeObserver(() => this.fit());
    this.watch.observe(this.canvas);
    map.on("mousemove", (event) => this.hover(event));
    map.on("mouseout", () => this.hush());
    map.on("movestart", () => this.hush());
    map.on("click", (event) => this.click(event));
    if (opened?.map === this) spare(map, true);
    map.on("style.load", () => this.lay());
    map.on("idle", () => this.tellDrawn());
    map.on("error", ({ error }) => {
      // A reader who goes on while a layer is on its way has it called off; that is no fault.
      if (!/abort/i.test(error.message)) console.warn(`The map: ${error.message}`);
    });
    this.at = key(data);
    return map;
  }

  // Takes the size of its place, if it has another one; tells whether it had.
  fit() {
    const size = `${this.canvas.clientWidth} ${this.canvas.clientHeight}`;
    if (!this.map || this.size === size) return false;
    this.size = size;
    this.map.resize();
    return true;
  }

  // Moves only to where it was not told to be before: the visitor's own moves are kept.
  move(data) {
    if (this.at === key(data)) return;
    this.at = key(data);
    if (data.spot) this.map.jumpTo({ center: data.spot.slice(0, 2), zoom: data.spot[2] });
    else this.map.fitBounds(data.bounds, { padding: 12, animate: false });
  }

  // The school nearest to a point within reach, else the topmost feature that says what it is.
  under({ x, y }) {
    const urn = this.schools.near([x, y], REACH_PX);
    if (urn) return { urn };
    const here = this.words.tips.filter((name) => this.map.getLayer(name));
    const others = this.map.queryRenderedFeatures([x, y], { layers: here });
    const words = others.find((other) => other.properties.name)?.properties;
    return words ? { words, urn: words.urn, place: words.place } : {};
  }

  async hover({ point }) {
    const found = this.under(point);
    this.map.getCanvas().style.cursor = found.urn || found.place ? "pointer" : "";
    this.asked = found.urn;
    if (!found.urn && !found.words) return this.hush();
    const words = found.words ?? await this.about(found.urn);
    if (words && this.asked === found.urn) this.say(words.name, words.detail, point);
  }

  // What a school says of itself is asked for when the pointer first rests on it.
  about(urn) {
    const address = `${this.words.school}&urn=${urn}`;
    if (!this.said.has(address)) this.said.set(address, fetched(address).catch(() => null));
    return this.said.get(address);
  }

  click({ point }) {
    const { urn, place } = this.under(point);
    if (urn) this.pick({ urn });
    else if (place) this.pick({ place });
    else if (this.data.selected) this.pick({});
  }

  say(name, detail = "", { x, y } = { x: 8, y: 8 }) {
    this.tip.replaceChildren(element("b", "", name), element("span", "", detail));
    this.tip.hidden = false;
    const left = Math.min(x + 12, this.frame.clientWidth - this.tip.offsetWidth - 6);
    const top = y + 14 + this.tip.offsetHeight > this.frame.clientHeight
      ? y - this.tip.offsetHeight - 8 : y + 14;
    this.tip.style.transform = `translate(${Math.max(6, left)}px, ${Math.max(6, top)}px)`;
  }

  hush() {
    this.asked = undefined;
    this.tip.hidden = true;
  }

  // Names are text of the page: no font has to be fetched, and they look like the page's own.
  async write(words, named) {
    const asked = JSON.stringify([words.names, words.ink, named]);
    if (this.written === asked) return;
    this.written = asked;
    const lists = await Promise.all(words.names.map((address) => fetched(address).catch(() => [])));
    if (this.written !== asked) return;
    this.names.style.color = words.ink;
    this.names.style.setProperty("--halo", words.halo);
    this.names.replaceChildren();
    this.labels = [named, ...lists].flat().map(({ name, lon, lat }) => {
      const text = this.names.appendChild(element("span", "", name));
      return { at: [lon, lat], text, wide: text.offsetWidth, high: text.offsetHeight };
    });
    this.place();
  }

  // Of names that would overlap, the first is shown.
  place() {
    const [wide, high] = [this.frame.clientWidth, this.frame.clientHeight];
    const taken = [];
    for (const label of this.labels ?? []) {
      const { x, y } = this.map.project(label.at);
      const box = [x + 8, y - label.high / 2, x + 8 + label.wide, y + label.high / 2];
      const free = x > -label.wide && x < wide && y > 0 && y < high && taken.every((other) =>
        box[0] > other[2] || box[2] < other[0] || box[1] > other[3] || box[3] < other[1]);
      label.text.hidden = !free;
      if (!free) continue;
      taken.push(box);
      label.text.style.transform = `translate(${box[0]}px, ${box[1]}px)`;
    }
  }
}

// The style with rings around what is selected; and apart from it the tables of its schools, the
// lowest first, and the layer above them, if any.
function composed(style, data) {
  const { ink, halo, accent } = style.metadata;
  const layers = [...style.layers];
  const ring = (id, radius, width, colour, source = id) => ({ id, type: "circle", source, paint: {
    "circle-radius": radius, "circle-opacity": 0, "circle-color": colour,
    "circle-stroke-color": colour, "circle-stroke-width": width } });
  const sources = { ...style.sources };
  if (data.circle) {
    sources.circle = geojson({ type: "LineString", coordinates: around(data.circle) });
    layers.push({ id: "circle", type: "line", source: "circle",
      paint: { "line-color": ink, "line-width": 1.5 } });
  }
  if (data.collected.length) {
    sources.collected = geojson({ type: "MultiPoint", coordinates: data.collected });
    layers.push(ring("collected", 6, 2, accent));
  }
  if (data.selected) {
    sources.selected = geojson({ type: "Point", coordinates: data.selected });
    layers.push(ring("selected halo", 8.5, 6, halo, "selected"), ring("selected", 10, 3, accent));
  }
  const ringed = data.ring_all
    ? { "circle-stroke-color": accent, "circle-stroke-width": 1.5 } : {};
  const isDots = ({ type }) => type === "dots";
  const tables = layers.filter(isDots).map(({ source, paint }) => (
    { address: sources[source].data, paint: { ...paint, ...ringed } }));
  const above = layers[layers.findLastIndex(isDots) + 1]?.id;
  const plain = Object.entries(sources).filter(([, source]) => !isDots(source));
  return { tables, above, asked: { ...style, sources: Object.fromEntries(plain),
    layers: layers.filter((layer) => !isDots(layer)) } };
}

const geojson = (geometry) => ({ type: "geojson", data: { type: "Feature", properties: {}, geometry } });
const key = (data) => JSON.stringify([data.bounds, data.spot]);
const opening = (data) => data.spot
  ? { center: data.spot.slice(0, 2), zoom: data.spot[2] }
  : { bounds: data.bounds, fitBoundsOptions: { padding: 12 } };

// The points of a circle of so many kilometres around a place.
function around([lon, lat, km]) {
  const up = km / 111.2;
  const across = up / Math.cos((lat * Math.PI) / 180);
  return Array.from({ length: 73 }, (_, step) => {
    const turn = (step / 36) * Math.PI;
    return [lon + across * Math.sin(turn), lat + up * Math.cos(turn)];
  });
}

function element(tag, name, text = "") {
  const made = document.createElement(tag);
  if (name) made.className = name;
  made.textContent = text;
  return made;
}

async function fetched(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${address.split("?")[0]} answers ${answer.status}`);
  return answer.json();
}

// MapLibre's own script is in the page's head; where a browser has not run it yet, wait for it.
function library(address) {
  if (window.maplibregl) return Promise.resolve();
  const there = document.querySelector(`script[src$="${address}"]`);
  const script = there ?? document.head.appendChild(
    Object.assign(document.createElement("script"), { src: address }));
  return new Promise((done, fail) => {
    script.addEventListener("load", done);
    script.addEventListener("error", () => fail(new Error("its script does not load")));
    if (window.maplibregl) done();
  });
}
