// The ground of a live map, by which one finds one's way: built-up areas, roads, a finer coast, and
// their names. It is fetched once the schools are drawn, each part when a zoom first needs it.
import { here } from "./here.js";
import { KEEP, toolButton } from "./keep_picture.js";

export class Ground {
  // Calls ``changed`` when more of it is there, and ``named`` with the names of a kind.
  constructor({ fetched, changed, named }) {
    Object.assign(this, { fetched, changed, named, held: new Set(), written: {} });
  }

  // Fetches what a map needs of the ground at a zoom.
  async fetch({ ground, authorities }, zoom) {
    try {
      if (this.address !== ground) {
        this.told = await this.fetched(ground);
        this.address = ground;
      }
      const { sources, layers, finer, names, authorities_from: from, streets } = this.told;
      if (streets && !this.streets) this.streets = await drawing(streets, this.fetched);
      const due = [
        ...layers.filter(({ minzoom = 0 }) => minzoom <= zoom).map(({ source }) => sources[source].data),
        ...Object.values(finer).filter(([least]) => least <= zoom).map(([, address]) => address),
      ];
      const lists = Object.entries(names);
      if (zoom >= from) lists.push(["authority", authorities]);
      await Promise.all([
        ...[...new Set(due)].map((address) => this.hold(address)),
        ...lists.map(([kind, address]) => this.name(kind, address, from)),
      ]);
      this.changed(this.told);
    } catch (fault) {
      console.warn(`The ground of the map: ${fault.message}`);
    }
  }

  // The browser has then what MapLibre will ask for, and draws it without a gap.
  async hold(address) {
    if (this.held.has(address)) return;
    const answer = await fetch(here(address));
    if (!answer.ok) throw new Error(`${address} answers ${answer.status}`);
    await answer.arrayBuffer();
    this.held.add(address);
  }

  async name(kind, address, zoom) {
    if (this.written[kind] === address) return;
    this.written[kind] = address;
    const rows = await this.fetched(address);
    if (this.written[kind] === address) this.named(kind, rows.map((row) => ({ zoom, ...row })));
  }

  // A style with what is there of the ground, upon its land.
  under(style) {
    const top = style.layers.findIndex(({ id }) => id === "land looked at") + 1;
    if (!this.told || !top) return style;
    const { sources, layers, finer } = this.told;
    const drawn = layers.filter(({ source }) => this.held.has(sources[source].data));
    const all = { ...style.sources };
    for (const { source } of drawn) all[source] = sources[source];
    for (const [name, [, address]] of Object.entries(finer)) {
      if (all[name] && this.held.has(address)) all[name] = { ...all[name], data: address };
    }
    const { streets } = this;
    return { ...style, ...streets?.more, sources: { ...streets?.sources, ...all },
      layers: [...style.layers.slice(0, top), ...streets?.layers ?? [], ...drawn,
        ...style.layers.slice(top)] };
  }
}

// What draws the street map that the operator chose, under a veil that keeps it the ground.
async function drawing({ tiles, style, veil, veiled }, fetched) {
  const over = { id: "street veil", type: "background",
    paint: { "background-color": veil, "background-opacity": veiled } };
  if (tiles) {
    return { sources: { streets: { type: "raster", tiles: [tiles], tileSize: 256, maxzoom: 19 } },
      layers: [{ id: "streets", type: "raster", source: "streets" }, over] };
  }
  const { sources, layers, glyphs, sprite } = await fetched(style);
  const named = Object.entries(sources).map(([name, source]) => [`street ${name}`, source]);
  return { sources: Object.fromEntries(named), more: { glyphs, sprite },
    layers: [...layers.map((layer) => ({ ...layer, id: `street ${layer.id}`,
      ...(layer.source ? { source: `street ${layer.source}` } : {}) })), over] };
}

const ALL = '<svg viewBox="0 0 20 20" width="17" height="17" fill="none" stroke="currentColor" '
  + 'stroke-width="1.8" aria-hidden="true"><path d="M3 7V3h4M13 3h4v4M17 13v4h-4M7 17H3v-4"/>'
  + '<circle cx="10" cy="10" r="2.6" fill="currentColor" stroke="none"/></svg>';

// Gives a map its scale, its credit, and the buttons that show all that the filter leaves and keep
// the map as a picture.
export function addTools(map, { showAll, save, credit }) {
  const group = document.createElement("div");
  group.className = "maplibregl-ctrl maplibregl-ctrl-group";
  for (const [title, drawing, does] of [
    ["Show all of the filter", ALL, showAll], ["Download the map as PNG", KEEP, save]]) {
    group.appendChild(toolButton(title, drawing, does)).className = "live-map-tool";
  }
  map.addControl({ onAdd: () => group, onRemove: () => group.remove() }, "top-right");
  map.addControl(new maplibregl.AttributionControl({ customAttribution: credit }), "bottom-right");
  map.addControl(new maplibregl.ScaleControl({ maxWidth: 90 }), "bottom-right");
}
