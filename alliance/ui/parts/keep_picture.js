// Pictures that a visitor keeps, of a map or a chart: what the page says of it stands over it.
export const EDGE = 16, LINE = 20;
export const LETTERS = '"Source Sans", "Source Sans Pro", Arial, sans-serif';
const TITLE = `600 18px ${LETTERS}`, SENTENCE = `14px ${LETTERS}`;

// A drawing of the arrow that stands for keeping.
export const KEEP = '<svg viewBox="0 0 20 20" width="17" height="17" fill="none" stroke="currentColor" '
  + 'stroke-width="1.8" aria-hidden="true"><path d="M10 3v9M6 8.5l4 4 4-4M3.5 13v3.5h13V13"/></svg>';

// A button that says in words what it does, and shows a drawing.
export function toolButton(title, drawing, does) {
  const button = document.createElement("button");
  Object.assign(button, { type: "button", title, innerHTML: drawing, onclick: does });
  button.setAttribute("aria-label", title);
  return button;
}

// A paper with a drawing on it, under the title and sentence of the page or scene that `place` stands
// in, with so many pixels left free below; and a pen that measures in pixels of the page, of which
// `ratio` of the drawing's make one.
export function headed(drawing, ratio, place, { ink, ground }, below = 0) {
  const paper = document.createElement("canvas");
  const pen = paper.getContext("2d");
  const wide = drawing.width / ratio - 2 * EDGE;
  const lines = said(place).flatMap(([words, font]) => broken(pen, words, font, wide));
  const head = 2 * EDGE + LINE * lines.length;
  paper.width = drawing.width;
  paper.height = drawing.height + Math.round((head + below) * ratio);
  pen.fillStyle = ground;
  pen.fillRect(0, 0, paper.width, paper.height);
  pen.drawImage(drawing, 0, Math.round(head * ratio));
  pen.scale(ratio, ratio);
  Object.assign(pen, { fillStyle: ink, textBaseline: "top" });
  lines.forEach(({ words, font }, row) => {
    pen.font = font;
    pen.fillText(words, EDGE, EDGE + row * LINE);
  });
  return { paper, pen };
}

// Hands a paper to the visitor as a PNG under a name.
export async function hand(paper, name) {
  const link = document.createElement("a");
  link.download = name;
  link.href = URL.createObjectURL(await new Promise((done) => { paper.toBlob(done); }));
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
}

// The title and the sentence of the scene or page that a place stands in, each with its font.
function said(place) {
  let at = place;
  while (at && !at.querySelector(".stage-head, h1")) at = at.parentElement;
  const [head, sentence] = at.querySelector(".stage-head")
    ? at.querySelectorAll(".stage-head > :is(h1, h2), .stage-sentence")
    : afterTitle([...document.querySelectorAll("h1, p strong")]);
  return [[head?.textContent ?? "", TITLE], [sentence?.textContent ?? "", SENTENCE]];
}

const afterTitle = (all) => all.slice(all.findIndex(({ tagName }) => tagName === "H1"));

// Words in lines no wider than there is room.
export function broken(pen, text, font, wide) {
  pen.font = font;
  const lines = [];
  for (const word of text.split(" ").filter(Boolean)) {
    const longer = lines.length ? `${lines.at(-1)} ${word}` : word;
    if (lines.length && pen.measureText(longer).width <= wide) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines.map((words) => ({ words, font }));
}
