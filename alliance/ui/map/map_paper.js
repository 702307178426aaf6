// A live map on a canvas of its own, names and all: for files, for the printer, and as a picture
// that a visitor keeps. What the graphics card has drawn is there until the frame ends.
const EDGE = 16, LINE = 20, ROWS = 19;
const LETTERS = '"Source Sans", "Source Sans Pro", Arial, sans-serif';

export function painted(live, { width, height, mark } = {}) {
  live.map.redraw();
  const drawn = live.map.getCanvas();
  width ??= drawn.width;
  height ??= drawn.height;
  const paper = Object.assign(document.createElement("canvas"), { width, height });
  const pen = paper.getContext("2d");
  pen.fillStyle = live.frame.style.background;
  pen.fillRect(0, 0, width, height);
  pen.drawImage(drawn, 0, 0, width, height);
  pen.scale(width / drawn.clientWidth, height / drawn.clientHeight);
  for (const { text, x, y } of live.names.written()) letter(live, pen, text, x, y);
  if (live.tooled) credit(live, pen);
  if (mark) stamp(live, pen, mark);
  return paper;
}

// The map with the page's title and sentence over it, its key and its source, as a file.
export async function save(live) {
  const map = painted(live);
  const ratio = map.width / live.frame.clientWidth;
  const [title, sentence] = said();
  const head = 2 * EDGE + LINE * 2;
  const paper = Object.assign(document.createElement("canvas"),
    { width: map.width, height: map.height + Math.round((head + LINE + EDGE) * ratio) });
  const pen = paper.getContext("2d");
  const { ink, halo } = live.words;
  pen.fillStyle = halo;
  pen.fillRect(0, 0, paper.width, paper.height);
  pen.drawImage(map, 0, Math.round(head * ratio));
  pen.scale(ratio, ratio);
  Object.assign(pen, { fillStyle: ink, textBaseline: "top", font: `600 18px ${LETTERS}` });
  pen.fillText(title, EDGE, EDGE);
  pen.font = `14px ${LETTERS}`;
  pen.fillText(sentence, EDGE, EDGE + LINE + 6);
  const foot = paper.height / ratio - LINE - 4;
  pen.font = `11px ${LETTERS}`;
  pen.fillText(live.licence, EDGE, foot);
  explain(pen, keyOf(live.frame), foot - 10, { ink, halo });
  const link = document.createElement("a");
  link.download = `${slug(`${title} ${sentence}`)}.png`;
  link.href = URL.createObjectURL(await new Promise((done) => { paper.toBlob(done); }));
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
}

// What the page says that it shows.
function said() {
  const sentence = [...document.querySelectorAll("p strong")]
    .find(({ textContent }) => textContent.includes(" · "));
  return [document.querySelector("h1")?.textContent ?? "", sentence?.textContent ?? ""];
}

// The key that the page has beside a map: the nearest part of the page that holds one.
function keyOf(frame) {
  let place = frame;
  while (place && !place.querySelector(".map-key")) place = place.parentElement;
  return [...(place?.querySelectorAll(".map-key") ?? [])].flatMap((key) => [
    ...[...key.querySelectorAll("strong")].map((title) => ({ words: title.textContent })),
    ...[...key.querySelectorAll("li")].map((row) => ({
      swatch: row.querySelector("i"),
      words: [...row.childNodes].filter(({ nodeName }) => nodeName === "#text")
        .map(({ textContent }) => textContent).join(""),
      number: row.querySelector("b")?.textContent ?? "" })),
  ]);
}

// Writes a key upwards from a line.
function explain(pen, rows, bottom, { ink, halo }) {
  if (!rows.length) return;
  pen.font = `12px ${LETTERS}`;
  const wide = Math.max(...rows.map(({ words, number }) =>
    pen.measureText(`${words}  ${number ?? ""}`).width)) + 44;
  const top = bottom - EDGE - rows.length * ROWS - 12;
  pen.fillStyle = halo;
  pen.fillRect(EDGE / 2, top, wide, rows.length * ROWS + 12);
  pen.textBaseline = "middle";
  rows.forEach(({ swatch, words, number }, row) => {
    const y = top + 6 + (row + 0.5) * ROWS;
    if (swatch) colour(pen, swatch, EDGE + 5, y);
    Object.assign(pen, { fillStyle: ink, font: `${swatch ? "" : "600 "}12px ${LETTERS}` });
    pen.fillText(words, swatch ? EDGE + 18 : EDGE, y);
    if (!number) return;
    pen.textAlign = "right";
    pen.fillText(number, EDGE / 2 + wide - 8, y);
    pen.textAlign = "left";
  });
}

function colour(pen, swatch, x, y) {
  const { color } = getComputedStyle(swatch);
  Object.assign(pen, { fillStyle: color, strokeStyle: color, lineWidth: 2 });
  pen.setLineDash(swatch.classList.contains("dashed") ? [3, 2] : []);
  pen.beginPath();
  if (swatch.classList.contains("dot")) pen.arc(x, y, 5, 0, 7);
  else pen.rect(x - 5, y - 5, 10, 10);
  if (/area|dashed|line/.test(swatch.className)) pen.stroke();
  else pen.fill();
}

const slug = (words) => words.toLowerCase().replace(/(\d),(\d)/g, "$1$2")
  .replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "").slice(0, 120) || "map";

// Writes a name where the page has it, with its halo.
function letter(live, pen, text, x, y) {
  const { font, color, opacity, textTransform } = getComputedStyle(text);
  const name = textTransform === "uppercase" ? text.textContent.toUpperCase() : text.textContent;
  Object.assign(pen, { font, globalAlpha: opacity, textRendering: "geometricPrecision",
    textBaseline: "middle", lineJoin: "round", lineWidth: 3, strokeStyle: live.words.halo,
    fillStyle: color });
  pen.strokeText(name, x, y);
  pen.fillText(name, x, y);
  pen.globalAlpha = 1;
}

// Whose the ground is stands on every picture of it.
function credit(live, pen) {
  Object.assign(pen, { font: "9px sans-serif", textBaseline: "bottom", textAlign: "right",
    lineWidth: 2, strokeStyle: live.words.halo, fillStyle: live.words.ink });
  const at = [live.credited, live.frame.clientWidth - 6, live.frame.clientHeight - 4];
  pen.strokeText(...at);
  pen.fillText(...at);
  pen.textAlign = "left";
}

function stamp(live, pen, mark) {
  pen.font = "600 14px sans-serif";
  const wide = pen.measureText(mark).width + 16;
  const top = live.frame.clientHeight - 32;
  pen.fillStyle = live.words.halo;
  pen.fillRect(8, top, wide, 24);
  Object.assign(pen, { fillStyle: live.words.ink, textBaseline: "middle" });
  pen.fillText(mark, 16, top + 12);
}
