"use strict";
// Text from data reaches the page as text nodes only, never as HTML.
const data = JSON.parse(document.getElementById("data").textContent);
const rows = data.schools;

function element(name, text, ...children) {
  const made = document.createElement(name);
  if (text !== null) made.textContent = text;
  made.append(...children);
  return made;
}

function dayInWords(daysSince1970) {
  const options = { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" };
  return new Date(daysSince1970 * 864e5).toLocaleDateString("en-GB", options);
}

function gradeInWords(i) {
  const grade = data.grades[rows.grade[i]];
  if (rows.inspected[i] === null) return grade;
  const whose = rows.inherited[i] ? "predecessor’s, " : "";
  return `${grade} (${whose}${dayInWords(rows.inspected[i])})`;
}

function schoolCard(i) {
  const facts = element("dl", null);
  const say = (label, value) => {
    if (value !== null && value !== "") facts.append(element("dt", label), element("dd", value));
  };
  const pupils = rows.pupils[i];
  const disadvantaged = rows.disadvantaged[i];
  say(data.grade, gradeInWords(i));
  say("Inspected since", rows.since[i]);
  say("Phase", data.phases[rows.phase[i]]);
  say(rows.in_trust[i] ? "Trust" : "Type", data.bodies[rows.body[i]]);
  say("Authority", data.authorities[rows.authority[i]]);
  say("Pupils", pupils === null ? null : pupils.toLocaleString("en-GB"));
  say(data.disadvantaged, disadvantaged === null ? null : `${disadvantaged.toFixed(1)}%`);
  say("URN", String(rows.urn[i]));
  return element("div", null, element("h3", rows.name[i]), facts);
}

function areaCard(properties) {
  return element("div", null, element("h3", properties.name), element("p", properties.detail));
}

// A shape a grade, so that grades differ by more than colour; all cover about the same area.
const SHAPES = {
  square: (pen, x, y, r) => pen.rect(x - 0.86 * r, y - 0.86 * r, 1.72 * r, 1.72 * r),
  circle: (pen, x, y, r) => pen.arc(x, y, r, 0, 2 * Math.PI),
  triangle: (pen, x, y, r) => {
    pen.moveTo(x, y - 1.3 * r);
    pen.lineTo(x + 1.2 * r, y + 0.85 * r);
    pen.lineTo(x - 1.2 * r, y + 0.85 * r);
    pen.closePath();
  },
  diamond: (pen, x, y, r) => {
    pen.moveTo(x, y - 1.35 * r);
    pen.lineTo(x + 1.35 * r, y);
    pen.lineTo(x, y + 1.35 * r);
    pen.lineTo(x - 1.35 * r, y);
    pen.closePath();
  },
};

function radius(zoom) {
  const smallest = rows.urn.length > 5000 ? 1.5 : rows.urn.length > 800 ? 2.3 : 3.6;
  return Math.min(smallest + 0.75 * Math.max(zoom - 6, 0), 8);
}

function buildTakeaway(map) {
  const School = L.CircleMarker.extend({
    _project() {
      this._radius = radius(map.getZoom());
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

  const place = (i) => [rows.lat[i], rows.lon[i]];
  const openCard = (i) => L.popup({ maxWidth: 290, minWidth: 200 })
    .setLatLng(place(i)).setContent(schoolCard(i)).openOn(map);
  const hint = L.tooltip({ direction: "top", offset: [0, -6] });

  function schools({ grade, colour, shape, hollow }) {
    const group = L.featureGroup();
    const look = {
      shape, fillColor: hollow ? "#FFFFFF" : colour, fillOpacity: 0.92,
      color: hollow ? colour : "#FFFFFF", weight: hollow ? 1.3 : 0.6, opacity: 1,
      bubblingMouseEvents: false,
    };
    rows.grade.forEach((found, i) => {
      if (found === grade) group.addLayer(new School(place(i), { ...look, row: i }));
    });
    group.on("click", (event) => openCard(event.propagatedFrom.options.row));
    group.on("mouseover", (event) => {
      const school = event.propagatedFrom;
      hint.setLatLng(school.getLatLng()).setContent(element("span", rows.name[school.options.row]));
      map.openTooltip(hint);
    });
    group.on("mouseout", () => map.closeTooltip(hint));
    return group;
  }

  function shapes({ key, labels }) {
    const drawn = L.geoJSON(data.shapes[key], {
      style: (feature) => feature.properties.look,
      interactive: key !== "land",
      pointToLayer: (feature, at) => L.circleMarker(at, feature.properties.look),
      onEachFeature: (feature, layer) => {
        if (key === "land") return;
        layer.bindPopup(() => areaCard(feature.properties));
        if (labels) {
          const { name, at } = feature.properties;
          const text = L.tooltip({ permanent: true, direction: "center", className: "area-name" })
            .setContent(element("span", name)).setLatLng(at);
          layer.on("add", () => map.addLayer(text)).on("remove", () => map.removeLayer(text));
        }
      },
    });
    return drawn;
  }

  // On one canvas what is added last lies on top, so the order is set again after each change.
  function switches(layers) {
    const boxes = [...document.querySelectorAll("input[data-layer]")];
    const arrange = () => Object.values(layers).forEach((layer) => {
      if (map.hasLayer(layer)) layer.bringToFront();
    });
    for (const box of boxes) {
      box.addEventListener("change", () => {
        const layer = layers[box.dataset.layer];
        if (box.checked) map.addLayer(layer); else map.removeLayer(layer);
        arrange();
        list();
      });
      // A browser may keep a box as it was when the page is opened again.
      if (box.checked !== map.hasLayer(layers[box.dataset.layer])) box.dispatchEvent(new Event("change"));
    }
    arrange();
    map.on("moveend", list);
    document.getElementById("list").addEventListener("toggle", list);
  }

  const MOST_LISTED = 200;
  function list() {
    if (!document.getElementById("list").open) return;
    const off = new Set([...document.querySelectorAll("input[data-grade]:not(:checked)")]
      .map((box) => Number(box.dataset.grade)));
    const bounds = map.getBounds();
    const seen = [];
    rows.urn.forEach((_, i) => {
      if (!off.has(rows.grade[i]) && bounds.contains(place(i))) seen.push(i);
    });
    seen.sort((one, other) => rows.name[one].localeCompare(rows.name[other], "en-GB"));
    const listed = seen.slice(0, MOST_LISTED);
    const total = seen.length.toLocaleString("en-GB");
    document.getElementById("list-count").textContent = listed.length < seen.length
      ? `The first ${MOST_LISTED} of ${total} by name. Zoom in to see fewer.`
      : `${total} ${seen.length === 1 ? "school" : "schools"}, by name.`;
    document.getElementById("list-rows").replaceChildren(...listed.map((i) => {
      const open = element("button", rows.name[i]);
      open.type = "button";
      open.addEventListener("click", () => openCard(i));
      return element("tr", null, element("td", null, open),
        element("td", data.grades[rows.grade[i]]), element("td", data.bodies[rows.body[i]]));
    }));
  }

  map.attributionControl.setPrefix("Leaflet");
  return { schools, shapes, switches };
}
