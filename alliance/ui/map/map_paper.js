// A live map on a canvas of its own, names and all: for files, for the printer, and as a picture
// that a visitor keeps. What the graphics card has drawn is there until the frame ends.
import { EDGE, LETTERS, LINE, broken, hand, headed } from "./keep_picture.js";

const ROWS = 19;
const NARROW = 640;  // pixels of a map's width, under which a key would hide too much of it

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
  for (const label of live.names.written()) letter(live, pen, label);
  if (live.tooled) {
    credit(live, pen);
    scale(live, pen);
  }
  if (mark) stamp(live, pen, mark);
  return paper;
}

// The map with the page's title and sentence over it, its key, below it where it is narrow, and its
// source, as a file.
export async function save(live) {
  const map = painted(live);
  const wide = live.frame.clientWidth;
  const ratio = map.width / wide;
  const { ink, halo } = live.words;
  const key = keyOf(live.frame);
  const tall = key.length ? key.length * ROWS + 12 : 0;
  const below = wide < NARROW ? tall : 0;
  const font = `11px ${LETTERS}`;
  const source = broken(map.getContext("2d"), live.licence, font, wide - 2 * EDGE);
  const foot = EDGE + source.length * LINE;
  const { paper, pen } = headed(map, ratio, live.frame, { ink, ground: halo }, below + foot);
  const end = paper.height / ratio - foot;
  pen.font = font;
  source.forEach(({ words }, row) => pen.fillText(words, EDGE, end + EDGE - 4 + row * LINE));
  if (key.length) explain(pen, key, below ? end - tall : end - tall - LINE, { ink, halo });
  await hand(paper, live.data.file);
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

// Writes a key downwards from a line.
function explain(pen, rows, top, { ink, halo }) {
  pen.font = `12px ${LETTERS}`;
  const wide = Math.max(...rows.map(({ words, number }) =>
    pen.measureText(`${words}  ${number ?? ""}`).width)) + 44;
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
  if (/dot|ring/.test(swatch.className)) pen.arc(x, y, 5, 0, 7);
  else pen.rect(x - 5, y - 5, 10, 10);
  if (/area|dashed|line|ring/.test(swatch.className)) pen.stroke();
  else pen.fill();
}

// Writes a name where the page has it, on its ground.
function letter(live, pen, { text, x, y, wide, high }) {
  const { font, color, letterSpacing, paddingLeft, textTransform } = getComputedStyle(text);
  const name = textTransform === "uppercase" ? text.textContent.toUpperCase() : text.textContent;
  Object.assign(pen, { globalAlpha: 0.8, fillStyle: live.words.halo });
  pen.fillRect(x, y - high / 2, wide, high);
  Object.assign(pen, { font, letterSpacing, globalAlpha: 1, textRendering: "geometricPrecision",
    textBaseline: "middle", fillStyle: color });
  pen.fillText(name, x + parseFloat(paddingLeft), y);
  pen.letterSpacing = "0px";
}

// Whose the ground is stands on every picture of it.
function credit(live, pen) {
  Object.assign(pen, { font: "9px sans-serif", textBaseline: "bottom", textAlign: "right",
    lineWidth: 2, strokeStyle: live.words.halo, fillStyle: live.words.ink });
  const lines = parted(pen, live.credited, live.frame.clientWidth - 12);
  lines.reverse().forEach((line, row) => {
    const at = [line, live.frame.clientWidth - 6, live.frame.clientHeight - 4 - row * 11];
    pen.strokeText(...at);
    pen.fillText(...at);
  });
  pen.textAlign = "left";
}

// How long so many kilometres are, where the page says it.
function scale(live, pen) {
  const bar = live.frame.querySelector(".maplibregl-ctrl-scale");
  if (!bar) return;
  const [box, frame] = [bar, live.frame].map((one) => one.getBoundingClientRect());
  const [left, right] = [box.left - frame.left, box.right - frame.left];
  const [top, bottom] = [box.top - frame.top, box.bottom - frame.top];
  const { ink, halo } = live.words;
  Object.assign(pen, { fillStyle: halo, strokeStyle: ink, lineWidth: 2, globalAlpha: 0.8 });
  pen.fillRect(left, top, right - left, bottom - top);
  pen.globalAlpha = 1;
  pen.beginPath();
  for (const [x, y] of [[left, top], [left, bottom], [right, bottom], [right, top]]) pen.lineTo(x, y);
  pen.stroke();
  Object.assign(pen, { fillStyle: ink, font: `10px ${LETTERS}`, textBaseline: "middle" });
  pen.fillText(bar.textContent, left + 5, (top + bottom) / 2);
}

// A credit in lines that are no wider than a picture, parted between those whom it names.
function parted(pen, words, wide) {
  const lines = [];
  for (const part of words.split(" · ")) {
    const longer = lines.length ? `${lines.at(-1)} · ${part}` : part;
    if (lines.length && pen.measureText(longer).width <= wide) lines[lines.length - 1] = longer;
    else lines.push(part);
  }
  return lines;
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
