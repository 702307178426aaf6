// A chart as a drawing that scales with the sheet, its words as words.
import { keep, keepButton, picture } from "./chart.js";

const WIDTH = 760;
const PAPER = { ink: "#000000", ground: "#FFFFFF" };
const drawn = new WeakMap();

export default function ({ parentElement, data }) {
  if (drawn.get(parentElement) === data.figure) return;
  drawn.set(parentElement, data.figure);
  const frame = parentElement.querySelector(".chart-frame")
    ?? parentElement.appendChild(Object.assign(document.createElement("div"), { className: "chart-frame" }));
  const place = Object.assign(document.createElement("div"), { className: "briefing-chart" });
  place.setAttribute("role", "img");
  place.setAttribute("aria-label", data.alt);
  const chart = JSON.parse(data.figure);
  const save = () => keep(
    place, data.file, chart, { width: WIDTH, height: chart.layout.height, ...PAPER });
  frame.replaceChildren(place);
  draw(place, data, chart).then(
    () => frame.append(keepButton(save)), () => { place.textContent = data.alt; });
}

// On paper letters run wider than the screen measured them: a name of the key has room behind it,
// or the next mark would touch it and the last would be cut.
const ROOM = "\u2003\u2003";
const roomy = (trace) => (trace.name ? { ...trace, name: trace.name + ROOM } : trace);

// The sheet writes the title itself.
async function draw(place, { library, height }, { data, layout }) {
  const bare = { ...layout, title: undefined, margin: { ...layout.margin, t: 8 } };
  const figure = JSON.stringify({ data: data.map(roomy), layout: bare });
  const made = await picture({
    data: { figure, library }, width: WIDTH, height, ratio: 1, form: "svg" });
  const { documentElement: drawing } = new DOMParser().parseFromString(await made.text(), "image/svg+xml");
  drawing.setAttribute("viewBox", `0 0 ${WIDTH} ${height}`);
  drawing.removeAttribute("width");
  drawing.removeAttribute("height");
  place.replaceChildren(drawing);
}
