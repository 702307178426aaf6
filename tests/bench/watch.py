"""Scripts that tell, inside the browser, when a page is ready and its map is shown.

A page is *ready* when its text is there and the browser has begun the frame after it. The map is
*shown* when the graphics card was told in one frame, in sight, to draw at least ``MANY`` dots, and
the browser has begun the frame after that; without a graphics card, as here, that waits for the
processor to work out the dots. The time of the first of these calls is given too, as *told*. After
a change, what counts is the first frame with as many dots as there are when the page has fallen
quiet: MapLibre draws the same picture more than once.
"""

MANY = 1000
QUIET_MS = 400
PATIENCE_MS = 30_000
# Schools are the only points that a map draws (see `alliance/ui/map/dots.js`); what is left of
# circles are rings around what is selected.
WATCH = """
window.socket_bytes = 0;
window.WebSocket = class extends WebSocket {
  constructor(...words) {
    super(...words);
    this.addEventListener('message', ({ data }) => count(data));
  }
  send(data) {
    count(data);
    super.send(data);
  }
};
const count = (data) => window.socket_bytes += data.byteLength ?? data.size ?? data.length;
window.frames_of_dots = [];
// What is drawn within a frame is in sight when the next begins; what is drawn between two frames
// is a part of the next, and in sight when the one after it begins.
const { requestAnimationFrame } = window;
let within = false;
window.requestAnimationFrame = (call) => requestAnimationFrame((time) => {
  within = true;
  try { call(time); } finally { within = false; }
});
const nextSeen = (call) => within ? requestAnimationFrame(call)
  : requestAnimationFrame(() => requestAnimationFrame(call));
const inSight = (canvas) => {
  const box = canvas.getBoundingClientRect();
  return canvas.checkVisibility() && box.right > 0 && box.left < innerWidth && box.bottom > 0
    && box.top < innerHeight;
};
for (const kind of [WebGL2RenderingContext, WebGLRenderingContext]) {
  const card = kind.prototype;
  const { drawElements } = card;
  const frames = new WeakMap();
  card.drawElements = function (mode, count, ...rest) {
    if (mode === this.POINTS) {
      let frame = frames.get(this);
      if (!frame) {
        frames.set(this, frame = { at: performance.now(), dots: 0 });
        nextSeen(() => {
          frames.delete(this);
          if (frame.dots < MANY || !inSight(this.canvas)) return;
          window.frames_of_dots.push({ ...frame, shown: performance.now() });
        });
      }
      frame.dots += count;
    }
    return drawElements.call(this, mode, count, ...rest);
  };
}
""".replace("MANY", str(MANY))
# Resolves with two times: `text` is (or is no longer) on the page and a frame was drawn, and if
# `map`, the schools were told to be drawn; the same, and they were shown.
SETTLED = """
async ([text, there, map, since]) => {
  const started = performance.now();
  const frame = () => new Promise((done, fail) => requestAnimationFrame(() =>
    performance.now() - started < PATIENCE ? done() : fail(Error(`waited in vain for ${text}`))));
  while (document.body.textContent.includes(text) !== there) await frame();
  await frame();
  const read = performance.now();
  if (!map) return [read, read];
  const after = () => window.frames_of_dots.filter(({ at }) => at > since);
  while (!after().length) await frame();
  if (!there) {
    while (performance.now() - Math.max(after().at(-1).shown, read) < QUIET) await frame();
  }
  const settled = there ? after()[0] : after().find(({ dots }) => dots === after().at(-1).dots);
  return [settled.at, settled.shown].map(when => Math.max(read, when));
}
""".replace("QUIET", str(QUIET_MS)).replace("PATIENCE", str(PATIENCE_MS))
# Gives how many bytes were fetched since a time, headers included.
FETCHED = """
(since) => performance.getEntries().filter(({ startTime }) => startTime >= since)
  .reduce((total, { transferSize }) => total + (transferSize ?? 0), 0)
"""
