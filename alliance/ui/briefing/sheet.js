// A chart as a drawing that scales with the sheet, its words as words.
import { picture } from "./chart.js";

const WIDTH = 760;
const drawn = new WeakMap();

export default function ({ parentElement, data }) {
  if (drawn.get(parentElement) === data.figure) return;
  drawn.set(parentElement, data.figure);
  const place = parentElement.querySelector(".briefing-chart")
    ?? parentElement.appendChild(Object.assign(document.createElement("div"), { className: "briefing-chart" }));
  place.setAttribute("role", "img");
  place.setAttribute("aria-label", data.alt);
  draw(place, data).catch(() => {
    place.textContent = data.alt;
  });
}

async function draw(place, data) {
  const made = await picture({ data, width: WIDTH, height: data.height, ratio: 1, form: "svg" });
  const { documentElement: drawing } = new DOMParser().parseFromString(await made.text(), "image/svg+xml");
  drawing.setAttribute("viewBox", `0 0 ${WIDTH} ${data.height}`);
  drawing.removeAttribute("width");
  drawing.removeAttribute("height");
  place.replaceChildren(drawing);
}
