"use strict";
// What Leaflet lacks: a shape a grade, so that grades differ by more than colour; all cover about
// the same area.
const SHAPES = {
  square: (pen, x, y, r) => pen.rect(x - 0.86 * r, y - 0.86 * r, 1.72 * r, 1.72 * r),
  circle: (pen, x, y, r) => pen.arc(x, y, r, 0, 2 * Math.PI),
  triangle: (pen, x, y, r) => polygon(pen, x, y, r, [[0, -1.3], [1.2, 0.85], [-1.2, 0.85]]),
  diamond: (pen, x, y, r) => polygon(pen, x, y, r, [[0, -1.35], [1.35, 0], [0, 1.35], [-1.35, 0]]),
};

function polygon(pen, x, y, r, corners) {
  for (const [across, down] of corners) pen.lineTo(x + across * r, y + down * r);
  pen.closePath();
}

let schools = 0;

const School = L.CircleMarker.extend({
  options: { bubblingMouseEvents: false },
  onAdd(map) {
    schools += 1;
    L.CircleMarker.prototype.onAdd.call(this, map);
  },
  onRemove(map) {
    schools -= 1;
    L.CircleMarker.prototype.onRemove.call(this, map);
  },
  _project() {
    const smallest = schools > 5000 ? 1.5 : schools > 800 ? 2.3 : 3.6;
    this._radius = Math.min(smallest + 0.75 * Math.max(this._map.getZoom() - 6, 0), 8);
    L.CircleMarker.prototype._project.call(this);
  },
  _updatePath() {
    const renderer = this._renderer;
    if (!renderer._drawing || this._empty()) return;
    renderer._ctx.beginPath();
    SHAPES[this.options.shape](renderer._ctx, this._point.x, this._point.y, this._radius);
    renderer._fillStroke(renderer._ctx, this);
  },
});

// The facts of a school as lines; words that many schools share are told once, in WORDS.
function inWords({ properties }) {
  const [grade, since, phase, runs, authority, pupils, share, urn] = properties.detail;
  properties.detail = [
    grade, since, WORDS[phase], WORDS[runs], WORDS[authority],
    pupils === null ? "" : `${pupils.toLocaleString("en-GB")} pupils`,
    share === null ? "" : `${share.toFixed(1)}% disadvantaged`, `URN ${urn}`,
  ].filter(Boolean).join("<br>");
}

function inOrder(layers) {
  for (const layer of layers) if (layer._map) layer.bringToFront();
}

function element(name, ...children) {
  const made = document.createElement(name);
  made.append(...children);
  return made;
}

// Writes the places that a zoom has room for, the most telling first, none over another.
function writePlaces(map) {
  const written = (kind) => [...map.getContainer().querySelectorAll(`.${kind} span`)];
  const areas = written("area-name");
  const named = new Set(areas.map((name) => name.textContent));
  const taken = areas.map((name) => name.getBoundingClientRect());
  for (const name of written("place")) {
    const box = name.getBoundingClientRect();
    const wanted = Number(name.dataset.from) <= map.getZoom() && !named.has(name.textContent);
    const free = wanted && taken.every((other) => (
      box.left > other.right + 8 || box.right < other.left - 8
      || box.top > other.bottom + 4 || box.bottom < other.top - 4));
    name.style.visibility = free ? "visible" : "hidden";
    if (free) taken.push(box);
  }
}

const MOST_LISTED = 200;

// The schools in view as a list: what the dots say, for those who cannot point at them.
function list(map) {
  if (!document.getElementById("list").open) return;
  const bounds = map.getBounds();
  const seen = [];
  map.eachLayer((layer) => {
    if (layer instanceof School && bounds.contains(layer.getLatLng())) seen.push(layer);
  });
  const plain = new DOMParser();
  const text = (escaped) => plain
    .parseFromString(escaped.replaceAll("<br>", " · "), "text/html").body.textContent;
  seen.sort((one, other) => one.feature.properties.name
    .localeCompare(other.feature.properties.name, "en-GB"));
  const listed = seen.slice(0, MOST_LISTED);
  const total = seen.length.toLocaleString("en-GB");
  document.getElementById("list-count").textContent = listed.length < seen.length
    ? `The first ${MOST_LISTED} of ${total} by name. Zoom in to see fewer.`
    : `${total} ${seen.length === 1 ? "school" : "schools"}, by name.`;
  document.getElementById("list-rows").replaceChildren(...listed.map((school) => {
    const { name, detail } = school.feature.properties;
    const open = element("button", text(name));
    open.type = "button";
    open.addEventListener("click", () => school.fire("click", { latlng: school.getLatLng() }, true));
    return element("tr", element("td", open), element("td", text(detail)));
  }));
}

L.Map.addInitHook(function () {
  const listed = () => list(this);
  this.attributionControl.setPrefix("Leaflet");
  this.attributionControl.addAttribution(CREDIT);
  this.getContainer().setAttribute("role", "region");
  this.getContainer().setAttribute("aria-label", "Map");
  this.on("moveend overlayadd overlayremove", listed);
  this.on("zoomend overlayadd", () => writePlaces(this));
  this.whenReady(() => setTimeout(() => writePlaces(this)));
  document.getElementById("list").addEventListener("toggle", listed);
});

// The switches are the key: beside the map, where they cover nothing of it.
document.addEventListener("DOMContentLoaded", () => {
  document.querySelector("#key h2").after(document.querySelector(".leaflet-control-layers"));
});
