// The live map: MapLibre draws what a style of this app says, and dots.js its schools; this script
// rings those selected, writes names, says what lies under the pointer and reports a press, which
// map_card.js answers on the map.
import { Schools } from "./dots.js";
import { here } from "./here.js";
import { Names } from "./map_names.js";

const REACH_PX = matchMedia("(pointer: coarse)").matches ? 12 : 4;
const RING_PX = 13;  // how far the ring around the selected school reaches
const AIMED_PX = 24;  // around the middle of the map, for who aims with arrow keys
const MOST_TOLD = 5;
const EDGE_PX = 12;  // around what a map is about
const BY_KEY = { right: 38, bottom: 62 };  // for names at the edge, and what lies in the corner
const MOST_FOR_KEY = 0.45;  // of a map's width, that its key has to itself
const SAME = "the tables on this page show the same";
const UNWANTED_MS = 20000;
const FAR = { minZoom: 4, maxZoom: 16, renderWorldCopies: false, dragRotate: false };
const held = new WeakMap();
let opened;

export default function ({ data, parentElement, setTriggerValue }) {
  let map = held.get(parentElement);
  if (!map) held.set(parentElement, (map = taken(data, parentElement) ?? new LiveMap(parentElement)));
  map.tell = (what) => setTriggerValue("picked", what);
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
  // As far as the key of its page reaches, which is not there yet.
  opened.map.frame.style.scrollPaddingLeft = innerWidth > 640 ? "17.6rem" : "0";
  opened.map.tell = () => {};
  opened.map.show(data);
  setTimeout(() => taken({}, null), UNWANTED_MS);
}

// A map as a PNG, so many pixels wide and high: drawn out of sight as it stands on a page, names and
// all, with `ratio` pixels of the picture to one of the page. A mark is written over it.
export async function picture({ data, width, height, ratio, mark }) {
  const shelf = document.body.appendChild(element("div", "live-map-shelf"));
  shelf.inert = true;
  shelf.style.cssText = `position:fixed;left:-99999px;top:0;width:${width / ratio}px`;
  const map = new LiveMap(shelf);
  map.ratio = ratio;
  map.tell = () => {};
  try {
    await map.show({ ...data, height: height / ratio, ahead: [] });
    await map.whole();
    const { painted } = await import("./map_paper.js");
    return await new Promise((done, fail) => painted(map, { width, height, mark }).toBlob((blob) => {
      if (blob) done(blob);
      else fail(new Error("the picture is empty"));
    }));
  } finally {
    map.remove();
    shelf.remove();
  }
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
    map.frame.style.scrollPaddingLeft = "";
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
    this.frame.liveMap = this;  // for what shares a map with a room
    this.canvas = this.frame.appendChild(element("div", "live-map-canvas"));
    this.names = new Names(this.frame);
    this.tip = this.frame.appendChild(element("div", "live-map-tip"));
    this.tip.hidden = true;
    this.said = new Map();
    this.schools = new Schools("schools");
    addEventListener("beforeprint", this.forPaper = () => this.print());
    // What comes under the pointer goes without moving it, wherever the focus is.
    addEventListener("keydown", this.forEscape = ({ key }) => { if (key === "Escape") this.hush(); });
  }

  remove() {
    this.gone = true;
    removeEventListener("beforeprint", this.forPaper);
    removeEventListener("keydown", this.forEscape);
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
      this.words = style.metadata;
      this.draw(style, data);
    } catch (fault) {
      if (this.gone || this.data !== data) return;
      console.info(`The map: ${fault.message}`);
      this.notice(fault instanceof NoCard
        ? `The map needs WebGL 2, which this browser does not offer; ${SAME}.`
        : `The map could not be loaded, so reload this page to try again; ${SAME}.`);
    }
    if (this.words) this.answer(data);
  }

  // Says in one sentence why there is no map, until there is one.
  notice(sentence) {
    this.noticed = Boolean(sentence);
    this.tip.classList.toggle("live-map-notice", this.noticed);
    if (sentence) this.say(sentence);
    else this.tip.hidden = true;
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
    const { asked: bare, tables, above } = composed(style, data);
    this.bare = bare;
    const asked = this.ground?.under(bare) ?? bare;
    this.frame.style.background = style.metadata.sea;
    this.frame.classList.toggle("dark", style.name.endsWith("dark"));
    this.above = above;
    this.placed = this.schools.show(tables, data.kinds, fetched);
    this.placed.then(() => this.tellDrawn(), (fault) => {
      if (this.gone) return;
      console.info(`The map: ${fault.message}`);
      this.notice(`The schools could not be loaded, so reload this page to try again; ${SAME}.`);
    });
    // A change of the filter often leaves all but the schools as it is.
    const text = JSON.stringify(asked);
    if (!this.map) {
      this.map = this.made(asked, opening(data, this.frame));
      this.at = key(data);
      this.settle(data);
      if (this.noticed) this.notice("");
    } else {
      if (this.styled !== text) this.restyle(asked);
      this.move(data);
    }
    this.styled = text;
    this.map.getCanvas().setAttribute("aria-label", data.alt);
    this.named = this.write(style.metadata, data.names);
    for (const address of data.ahead) fetch(here(address), { priority: "low" }).catch(() => {});
  }

  restyle(asked) {
    this.map.setStyle(placed(asked), { diff: true, validate: false });
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
    if (!this.map?.loaded() || !this.schools.ready) return;
    this.frame.dataset.drawn = this.address;
    this.onDrawn?.();
    if (opened?.map !== this) this.ask();
  }

  // Waits until all that was asked for is drawn, names too; fails where the map cannot be drawn.
  async whole() {
    if (!this.map) throw new Error(this.tip.textContent);
    await new Promise((done) => {
      this.onDrawn = done;
      this.tellDrawn();
    });
    await this.named;
    await this.laid;
    // The ground, too, takes its time to be drawn.
    if (!this.map.loaded()) await new Promise((done) => { this.map.once("idle", done); });
  }

  // For the printer, a picture stands beside the canvas, which it does not see.
  print() {
    if (!this.map || !this.paint || !this.frame.checkVisibility()) return;
    this.paper ??= this.frame.appendChild(new Image());
    this.paper.className = "live-map-paper";
    this.paper.alt = this.data.alt;
    this.paper.src = this.paint(this).toDataURL();
  }

  // Asks for the ground, once what the map is for is drawn.
  ask() {
    if (!this.words.ground) return;
    const asked = JSON.stringify([this.words, Math.floor(this.map.getZoom() * 2)]);
    if (this.grounded === asked && this.tooled === this.map) return;
    this.grounded = asked;
    this.laid = this.fetchGround();
  }

  async fetchGround() {
    const [{ Ground, addTools }, { painted, save }] = await Promise.all(
      [import("./map_ground.js"), import("./map_paper.js")]);
    this.paint = painted;
    this.save = () => save(this);
    this.ground ??= new Ground({
      fetched,
      named: (kind, rows) => { this.names.take(kind, rows); this.place(); },
      changed: (ground) => this.lieOn(ground, addTools),
    });
    if (!this.gone && this.map) await this.ground.fetch(this.words, this.map.getZoom());
  }

  // Lays the map on what is there of its ground.
  lieOn({ credit, licence }, addTools) {
    if (this.gone || !this.map) return;
    if (this.tooled !== this.map) {
      this.tooled = this.map;
      Object.assign(this, { credited: credit, licence });
      addTools(this.map, { credit, showAll: () => this.showAll(), save: this.save });
    }
    const asked = this.ground.under(this.bare);
    const text = JSON.stringify(asked);
    if (this.styled !== text) this.restyle(asked);
    this.styled = text;
    this.place();
  }

  showAll() {
    const bounds = this.schools.extent() ?? this.data.bounds;
    this.map.fitBounds(bounds, { padding: beside(this.frame, bounds, 28), maxZoom: 14, animate: false });
    this.byHand("moved");
  }

  made(style, place) {
    let map;
    try {
      map = new maplibregl.Map({
        container: this.canvas, style: placed(style), fadeDuration: 0, attributionControl: false,
        trackResize: false, pitchWithRotate: false, touchPitch: false, validateStyle: false,
        cooperativeGestures: matchMedia("(pointer: coarse)").matches, ...FAR, ...place,
        canvasContextAttributes: { contextType: "webgl2" },
        ...(this.ratio ? { pixelRatio: this.ratio } : {}),
      });
    } catch (fault) {
      this.canvas.replaceChildren();
      throw new NoCard(fault.message);
    }
    map.touchZoomRotate.disableRotation();
    map.keyboard.disableRotation();
    map.addControl(new maplibregl.NavigationControl({ showCompass: false }));
    map.on("move", () => this.place());
    map.on("resize", () => this.place());
    map.on("moveend", (event) => {
      this.note();
      if (event.originalEvent) this.byHand("moved");
    });
    // MapLibre's own watch takes a new canvas whenever the map is moved on the page.
    this.size = `${this.canvas.clientWidth} ${this.canvas.clientHeight}`;
    this.watch = new ResizeObserver(() => this.fit());
    this.watch.observe(this.canvas);
    map.on("mousemove", (event) => this.hover(event));
    map.on("mouseout", () => this.hush());
    map.on("movestart", () => this.hush());
    map.on("click", (event) => this.click(event));
    map.getCanvas().addEventListener("keydown", (event) => this.press(event));
    map.on("webglcontextlost", () => this.lose(map));
    if (opened?.map === this) spare(map, true);
    map.on("style.load", () => this.lay());
    map.on("idle", () => this.tellDrawn());
    map.on("error", ({ error }) => {
      // A reader who goes on while a layer is on its way has it called off; that is no fault.
      if (!/abort/i.test(error.message)) console.warn(`The map: ${error.message}`);
    });
    return map;
  }

  // The browser took the graphics card away. When it gives one back, that is empty: the map is made
  // anew where it was.
  lose(map) {
    const canvas = map.getCanvas();
    const { lng, lat } = map.getCenter();
    const zoom = map.getZoom();
    this.map = this.styled = this.written = null;
    this.names.clear();
    this.watch.disconnect();
    this.schools = new Schools("schools");
    this.notice(`The graphics card was taken from the map, which waits for it; ${SAME}.`);
    canvas.addEventListener("webglcontextrestored", async () => {
      const { data } = this;
      if (this.gone || this.map) return;
      await this.show({ ...data, spot: [lng, lat, zoom] });
      this.at = key(this.data = data);
    }, { once: true });
    // Not within the map's own word that it has lost its card.
    setTimeout(() => map.remove());
  }

  // Tells who shares this map what was done on it by hand.
  byHand(what, detail = {}) {
    this.frame.dispatchEvent(new CustomEvent(`map-${what}`, { bubbles: true, detail }));
  }

  // Takes the size of its place, if it has another one; tells whether it had.
  fit() {
    const size = `${this.canvas.clientWidth} ${this.canvas.clientHeight}`;
    if (!this.map || this.size === size) return false;
    this.size = size;
    const asPut = this.data.scene && this.put === placeOf(this.map);
    this.map.resize();
    // On a stage, all of what the scene is fitted to stays in view, unless somebody moved the map.
    if (asPut) {
      this.at = null;
      this.move(this.data);
    }
    return true;
  }

  // Moves only to where it was not told to be before: the visitor's own moves are kept.
  move(data) {
    if (this.at === key(data)) return;
    this.at = key(data);
    if (data.spot) {
      this.map.jumpTo({ center: data.spot.slice(0, 2), zoom: data.spot[2] });
      if (data.selected) this.card?.uncover(this.map.project(data.selected));
    } else {
      const padding = beside(this.frame, data.bounds, EDGE_PX);
      this.map.fitBounds(data.bounds, { padding, animate: false });
    }
    this.settle(data);
  }

  // Keeps where the map was put, and by which name its page knows it.
  settle({ spot, room }) {
    this.frame.dataset.room = room;
    this.put = spot ? null : placeOf(this.map);
    this.note();
    this.byHand("placed");
  }

  // Says where the map is, for a link that is copied, unless it is where the page puts it anyway.
  note() {
    const place = placeOf(this.map);
    if (place === this.put) delete this.frame.dataset.place;
    else this.frame.dataset.place = place;
  }

  // What lies at a point: the schools of the nearest spot within reach, else all features that say
  // what they are, the topmost first.
  under({ x, y }, reach = REACH_PX) {
    let urns = this.schools.at([x, y], reach);
    const { card, selected } = this.data;
    const { x: left, y: top } = selected ? this.map.project(selected) : {};
    const ringed = selected && Math.hypot(left - x, top - y) <= RING_PX;
    if (!urns.length && ringed) urns = this.schools.at([left, top], 0);
    // The school that was looked for comes first, though the filter may hide it.
    if (ringed && card?.urn) urns = [card.urn, ...urns.filter((urn) => urn !== card.urn)];
    if (urns.length) return urns.map((urn) => ({ urn }));
    const here = this.words.tips.filter((name) => this.map.getLayer(name));
    const said = new Map();
    for (const { layer, properties } of this.map.queryRenderedFeatures([x, y], { layers: here })) {
      const { name, detail, urn, place } = properties;
      if (name) said.set([name, detail].join(), { words: { name, detail }, urn, place, layer });
    }
    return [...said.values()];
  }

  async hover({ point }) {
    const found = this.under(point);
    const picked = found.some(({ urn, place }) => urn || place);
    this.map.getCanvas().style.cursor = picked ? "pointer" : "";
    this.asked = found.length ? JSON.stringify(found.map(({ urn, words }) => urn ?? words)) : "";
    if (!found.length) return this.hush();
    const { asked } = this;
    const told = found.slice(0, MOST_TOLD);
    const words = await Promise.all(told.map((one) => one.words ?? this.about(one.urn)));
    if (this.asked !== asked || this.noticed) return;
    const known = words.filter(Boolean);
    const more = found.length > told.length ? [`and ${found.length - told.length} more`] : [];
    if (found[0].words || found.length === 1) {
      const [first, ...others] = known;
      if (first) this.say(first.name, first.detail, point, [...others.map(inOneLine), ...more]);
    } else {
      this.say(`${found.length} schools here`, "", point, [...known.map(({ name }) => name), ...more]);
    }
  }

  // What a school says of itself is asked for when the pointer first rests on it.
  about(urn) {
    const address = `${this.words.school}&urn=${urn}`;
    if (!this.said.has(address)) this.said.set(address, fetched(address).catch(() => null));
    return this.said.get(address);
  }

  // Of several things that lie alike all are offered: none lies hidden below another.
  click({ point }, reach) {
    const found = this.under(point, reach).filter(({ urn, place }) => urn || place);
    const [first] = found;
    const alike = found.filter(({ layer }) => layer?.id === first.layer?.id);
    const { card, picks, collecting, selected } = this.data;
    if (alike.length > 1 && (picks || card)) {
      this.over((over) => over.list(alike, point, ({ urn }) => (
        collecting ? collecting.includes(urn) : null)));
    } else if (first) {
      this.take(first, alike, point);
    } else {
      this.card?.close();
      if (picks && selected) this.leave();
    }
  }

  // Tells the page that nothing is selected any more.
  leave() {
    if (!this.data.picks) return;
    this.awaited = null;
    this.tell({});
  }

  // Tells the page what was chosen, and shows the card of a school.
  take({ urn, place }, beside, point) {
    const { card, picks, collecting } = this.data;
    if (picks && (urn || place)) this.tell(urn ? { urn } : { place });
    if (urn) this.byHand("pressed", { urn });
    if (collecting) return;
    if (!urn || !card) {
      this.card?.close();
      return;
    }
    this.awaited = picks ? urn : undefined;
    this.over((over) => over.school(urn, { beside, point }));
  }

  // Hands over the card of this map, which is fetched when it is first wanted.
  over(use) {
    this.hush();
    this.carded ??= import("./map_card.js").then(({ Card }) => {
      this.card = new Card(this.map, this.frame, {
        about: (urn) => this.about(urn),
        choose: (one, beside, point) => this.take(one, beside, point),
        leave: () => this.leave(),
        go: (where) => this.tell(where),
      });
    });
    this.carded.then(() => {
      if (this.gone) return;
      this.card.day = this.day;
      this.card.map = this.map;
      use(this.card);
    });
  }

  get day() { return new URL(this.words.school, location).searchParams.get("day"); }

  // Shows the card of the school that the page says is selected, where that changed.
  answer({ card, selected }) {
    const urn = card?.urn ?? null;
    if (this.awaited !== undefined && this.awaited !== urn) return;
    this.awaited = undefined;
    const asked = JSON.stringify([card, this.words.school]);
    if (this.answered === asked) return;
    this.answered = asked;
    if (!urn) {
      if (this.card?.shown?.urn) this.card.close();
      return;
    }
    if (this.card?.shown?.urn === urn && this.card.day === this.day && !card.note) return;
    const held = document.activeElement;
    Promise.resolve(this.placed).catch(() => {}).then(() => {
      if (this.answered !== asked) return;
      const point = this.map && selected ? this.map.project(selected) : undefined;
      const beside = selected ? this.schools.sharing(selected).map((other) => ({ urn: other })) : [];
      // Who chose a row of the table below is led to the map.
      const focus = Boolean(held?.closest?.('[data-testid="stDataFrame"]'));
      this.over((over) => over.school(urn, { beside, point, focus, ...card }));
    });
  }

  // Enter presses what lies in the middle of the map, which arrow keys move.
  press(event) {
    if (event.key !== "Enter" || this.noticed) return;
    // The key is used up here: it would press what gets the focus too.
    event.preventDefault();
    const point = { x: this.canvas.clientWidth / 2, y: this.canvas.clientHeight / 2 };
    this.click({ point }, AIMED_PX);
  }

  say(name, detail = "", { x, y } = { x: 8, y: 8 }, more = []) {
    this.tip.replaceChildren(element("b", "", name),
      ...[detail, ...more].filter(Boolean).map((line) => element("span", "", line)));
    this.tip.hidden = false;
    const left = Math.min(x + 12, this.frame.clientWidth - this.tip.offsetWidth - 6);
    const top = y + 14 + this.tip.offsetHeight > this.frame.clientHeight
      ? y - this.tip.offsetHeight - 8 : y + 14;
    this.tip.style.transform = `translate(${Math.max(6, left)}px, ${Math.max(6, top)}px)`;
  }

  hush() {
    this.asked = undefined;
    if (!this.noticed) this.tip.hidden = true;
  }

  // Writes the names of a style, after those of the places that the page names.
  async write(words, named) {
    const asked = JSON.stringify([words.names, words.ink, named]);
    if (this.written === asked) return;
    this.written = asked;
    const lists = await Promise.all(words.names.map((address) => fetched(address).catch(() => [])));
    if (this.written !== asked) return;
    this.names.dress(words.ink, words.halo);
    this.names.take("named", named);
    this.names.take("area", lists.flat());
    this.place();
  }

  place() { if (!this.gone) this.names.place(this.map); }
}

// Why there is no map: the browser offers no graphics card that can draw it.
class NoCard extends Error {}

const inOneLine = ({ name, detail }) => [name, detail].filter(Boolean).join(": ");

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

// MapLibre fetches as the page would, which may stand below a path of its host.
const placed = (style) => ({ ...style, sources: Object.fromEntries(
  Object.entries(style.sources).map(([name, source]) => [name,
    typeof source.data === "string" ? { ...source, data: here(source.data) } : source])) });

function placeOf(map) {
  const { lng, lat } = map.getCenter();
  return [lng.toFixed(5), lat.toFixed(5), map.getZoom().toFixed(2)].join();
}

const geojson = (geometry) => ({ type: "geojson", data: { type: "Feature", properties: {}, geometry } });
const key = (data) => JSON.stringify([data.bounds, data.spot, data.scene]);
const opening = (data, frame) => data.spot
  ? { center: data.spot.slice(0, 2), zoom: data.spot[2] }
  : { bounds: data.bounds, fitBoundsOptions: { padding: beside(frame, data.bounds, EDGE_PX) } };

// The room to leave around bounds: that of a key on the left, too, if it would cover some of them.
// The style sheet says how far a key reaches.
function beside(frame, [west, south, east, north], edge) {
  const key = parseFloat(getComputedStyle(frame).scrollPaddingLeft) || 0;
  const { clientWidth: wide, clientHeight: high } = frame;
  const up = (lat) => Math.asinh(Math.tan((lat * Math.PI) / 180));
  const shape = ((east - west) * Math.PI) / 180 / (up(north) - up(south));
  const drawn = Math.min(wide - 2 * edge, (high - 2 * edge) * shape);
  const covered = (wide - drawn) / 2 < key && key < MOST_FOR_KEY * wide;
  return covered ? { top: edge, ...BY_KEY, left: key + edge }
    : { top: edge, right: edge, bottom: edge, left: edge };
}

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
  const answer = await fetch(here(address));
  if (!answer.ok) throw new Error(`${address.split("?")[0]} answers ${answer.status}`);
  return answer.json();
}

// MapLibre's own script is in the page's head; where a browser has not run it yet, wait for it.
function library(address) {
  if (window.maplibregl) return Promise.resolve();
  const there = document.querySelector(`script[src$="${address}"]`);
  const script = there ?? document.head.appendChild(
    Object.assign(document.createElement("script"), { src: here(address) }));
  return new Promise((done, fail) => {
    script.addEventListener("load", done);
    script.addEventListener("error", () => fail(new Error("its script does not load")));
    if (window.maplibregl) done();
  });
}
