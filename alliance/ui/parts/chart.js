// A chart of plotly's, changed in place. Streamlit's own element takes a chart with other figures
// for another chart, and builds it anew from nothing. What is pressed in it is told where the page
// takes note of that.
import { here } from "./here.js";
import { KEEP, hand, headed, toolButton } from "./keep_picture.js";

const CONFIG = { displayModeBar: false, responsive: true };
const PLAIN = "Arial, Helvetica, sans-serif";
const SHARP = 2;  // pixels of a kept picture to one of the page
const shown = new WeakMap();

export default function ({ data, parentElement, setTriggerValue }) {
  const place = parentElement.querySelector(".chart") ?? laid(parentElement);
  place.style.minHeight = `${data.height}px`;
  place.tell = (what) => { if (data.picks && what) setTriggerValue("picked", what); };
  place.keep = () => keep(place, data.file, place, {
    width: place.clientWidth, height: place.clientHeight, ...colours() });
  place.setAttribute("aria-label", data.alt);
  draw(place, data);
  return () => {
    const chart = shown.get(place);
    chart?.watch?.disconnect();
    shown.delete(place);
    // Once it is drawn: Plotly draws in several steps, and fails where it is taken away between them.
    Promise.resolve(chart?.drawing).catch(() => {}).then(() => window.Plotly?.purge(place));
  };
}

// A place for a chart, which is an image, and beside it the button that keeps it as a picture.
function laid(parent) {
  const frame = parent.appendChild(document.createElement("div"));
  frame.className = "chart-frame";
  const place = frame.appendChild(document.createElement("div"));
  place.className = "chart";
  place.setAttribute("role", "img");
  const button = frame.appendChild(keepButton(() => place.keep()));
  button.hidden = true;
  return place;
}

// While the library is on its way only the figure asked for last is kept.
async function draw(place, { figure, library, room }) {
  const chart = shown.get(place) ?? {};
  shown.set(place, chart);
  if (chart.figure === figure) return;
  chart.figure = figure;
  try {
    await loaded(library);
  } catch {
    place.textContent = "The chart cannot be drawn here. The table says the same.";
    return;
  }
  if (chart.figure !== figure || shown.get(place) !== chart) return;
  const asked = JSON.parse(figure);
  await (chart.drawing = Plotly.react(place, { ...room ? enlarged(asked) : asked, config: CONFIG }));
  if (chart.watch || shown.get(place) !== chart) return;
  place.nextSibling.hidden = false;
  place.on("plotly_click", ({ points }) => place.tell(points[0].customdata));
  chart.wide = place.clientWidth;
  chart.watch = new ResizeObserver(() => {
    if (!place.clientWidth || chart.wide === place.clientWidth) return;
    chart.wide = place.clientWidth;
    chart.drawing = Plotly.Plots.resize(place);
  });
  chart.watch.observe(place);
}

// A figure for a hall: the wider the screen, the larger its letters, its lines and its height.
const LEAST_LETTERS = 11, OF_WIDTH = 0.0095;
function enlarged({ data, layout }) {
  const by = Math.max(1, (innerWidth * OF_WIDTH) / LEAST_LETTERS);
  const grown = (part) => {
    if (Array.isArray(part)) return part.map(grown);
    if (!part || typeof part !== "object") return part;
    return Object.fromEntries(Object.entries(part).map(([name, value]) => (
      name === "font" && value ? [name, { ...value, ...value.size ? { size: value.size * by } : {} }]
        : [name, grown(value)])));
  };
  const { t = 0, b = 0, ...sides } = layout.margin ?? {};
  return { data, layout: { ...grown(layout), height: layout.height * Math.min(by, 1.35),
    margin: { ...sides, t: t * by, b: b * by } } };
}

// A chart as a PNG or an SVG, so many pixels wide and high, with `ratio` of them to one of the page.
export async function picture({ data, width, height, ratio, form }) {
  await loaded(data.library);
  // Plotly multiplies again, and a canvas cuts what comes to a hair less than a whole pixel.
  const [wide, high] = [width / ratio + 1e-6, height / ratio + 1e-6];
  const { data: traces, layout } = JSON.parse(data.figure);
  const made = await address({ data: traces, layout }, wide, high, ratio, form);
  const body = made.slice(made.indexOf(",") + 1);
  return form === "svg"
    ? new Blob([decodeURIComponent(body)], { type: "image/svg+xml" })
    : new Blob([Uint8Array.from(atob(body), (letter) => letter.charCodeAt(0))], { type: "image/png" });
}

// The button that every chart has.
export const keepButton = (does) =>
  Object.assign(toolButton("Download the chart as PNG", KEEP, does), { className: "chart-keep" });

// Hands a chart to the visitor as a picture, with what its page says of it.
export async function keep(place, name, chart, { width, height, ink, ground }) {
  const image = new Image();
  image.src = await address(chart, width, height, SHARP, "png");
  await image.decode();
  await hand(headed(image, SHARP, place, { ink, ground }).paper, name);
}

// Where a drawing becomes pixels the page's font is not at hand: its words are measured by the one
// that they get.
function address({ data, layout }, width, height, ratio, format) {
  const font = format === "png" ? { ...layout.font, family: PLAIN } : layout.font;
  return Plotly.toImage(
    { data, layout: { ...layout, font, width, height }, config: CONFIG },
    { format, width, height, scale: format === "png" ? ratio : 1 });
}

// The colours of the page.
function colours() {
  const { color: ink, backgroundColor: ground } = getComputedStyle(document.querySelector(".stApp"));
  return { ink, ground };
}

let coming;
function loaded(address) {
  if (window.Plotly) return Promise.resolve();
  return coming ??= new Promise((done, fail) => {
    const script = document.createElement("script");
    Object.assign(script, { src: here(address), onload: done, onerror: () => {
      coming = undefined;
      script.remove();
      fail(new Error("its script does not load"));
    } });
    document.head.append(script);
  });
}
