// A chart of plotly's, changed in place. Streamlit's own element takes a chart with other figures
// for another chart, and builds it anew from nothing.
const shown = new WeakMap();

export default function ({ data, parentElement }) {
  const place = parentElement.querySelector(".chart")
    ?? parentElement.appendChild(Object.assign(document.createElement("div"), { className: "chart" }));
  place.style.minHeight = `${data.height}px`;
  tell(place, data.alt);
  draw(place, data);
  return () => {
    const chart = shown.get(place);
    chart?.watch?.disconnect();
    shown.delete(place);
    // Once it is drawn: Plotly draws in several steps, and fails where it is taken away between them.
    Promise.resolve(chart?.drawing).catch(() => {}).then(() => window.Plotly?.purge(place));
  };
}

// Says what a chart shows: the drawing is an image, and beside it stands a button, which an image
// may not hold.
function tell(place, alt) {
  const [first, ...rest] = place.querySelectorAll(".main-svg");
  const drawing = first ?? place;
  if (first) for (const name of ["role", "aria-label"]) place.removeAttribute(name);
  drawing.setAttribute("role", "img");
  drawing.setAttribute("aria-label", alt);
  for (const other of rest) other.setAttribute("aria-hidden", "true");
}

// While the library is on its way only the figure asked for last is kept.
async function draw(place, { figure, config, library, picture, alt }) {
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
  await (chart.drawing = Plotly.react(
    place, { ...JSON.parse(figure), config: picture ? pictured(place, config, picture) : config }));
  tell(place, alt);
  if (chart.watch || shown.get(place) !== chart) return;
  chart.wide = place.clientWidth;
  chart.watch = new ResizeObserver(() => {
    if (!place.clientWidth || chart.wide === place.clientWidth) return;
    chart.wide = place.clientWidth;
    chart.drawing = Plotly.Plots.resize(place);
  });
  chart.watch.observe(place);
}

// A chart as a PNG or an SVG, so many pixels wide and high, with `ratio` of them to one of the page.
export async function picture({ data, width, height, ratio, form }) {
  await loaded(data.library);
  const [wide, high] = [width / ratio, height / ratio];
  const { data: traces, layout } = JSON.parse(data.figure);
  const made = await Plotly.toImage(
    { data: traces, layout: { ...layout, width: wide, height: high }, config: data.config },
    { format: form, width: wide, height: high, scale: form === "png" ? ratio : 1 });
  const body = made.slice(made.indexOf(",") + 1);
  return form === "svg"
    ? new Blob([decodeURIComponent(body)], { type: "image/svg+xml" })
    : new Blob([Uint8Array.from(atob(body), (letter) => letter.charCodeAt(0))], { type: "image/png" });
}

// The settings with a button that saves the chart, with its title and source, on the page's ground.
function pictured(place, config, filename) {
  const click = () => Plotly.downloadImage({
    data: place.data,
    layout: { ...place.layout, width: place.clientWidth, height: place.clientHeight,
      paper_bgcolor: getComputedStyle(document.querySelector(".stApp")).backgroundColor },
  }, { format: "png", scale: 2, filename });
  const button = {
    name: "picture", title: "Download as a picture (PNG)", icon: Plotly.Icons.camera, click };
  return { ...config, displayModeBar: true, displaylogo: false, modeBarButtons: [[button]] };
}

let coming;
function loaded(address) {
  if (window.Plotly) return Promise.resolve();
  return coming ??= new Promise((done, fail) => {
    const script = document.createElement("script");
    Object.assign(script, { src: address, onload: done, onerror: () => {
      coming = undefined;
      script.remove();
      fail(new Error("its script does not load"));
    } });
    document.head.append(script);
  });
}
