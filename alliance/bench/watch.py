"""Scripts that tell, inside the browser, when a page is ready and its map is shown.

A page is *ready* when its text is there and the browser has drawn the next frame. The map is
*shown* in the frame after the graphics card was told to draw at least ``MANY`` points in one call,
which only the layer of schools does: the dots are on the screen by then. Without a graphics card,
as here, the browser itself works out each dot before that frame (some 10 microseconds a school), so
the time of the call is given too, as *told*: with a card the two are one. After a change, the last
such call before the page falls quiet counts.
"""

MANY = 1000
QUIET_MS = 400
PATIENCE_MS = 30_000
# Notes the time of each call that draws many points at once, and of the frame that follows it.
WATCH = """
window.drawn = [];
window.shown = [];
for (const kind of [WebGL2RenderingContext, WebGLRenderingContext]) {
  for (const name of ['drawArraysInstanced', 'drawElementsInstanced']) {
    const draw = kind.prototype[name];
    if (!draw) continue;
    kind.prototype[name] = function (...words) {
      if (words[words.length - 1] >= MANY) {
        window.drawn.push(performance.now());
        requestAnimationFrame(() => window.shown.push(performance.now()));
      }
      return draw.apply(this, words);
    };
  }
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
  const after = (times, place) => times.filter(when => when > since).at(place);
  while (after(window.shown, 0) === undefined) await frame();
  if (there) return [window.drawn, window.shown].map(times => Math.max(read, after(times, 0)));
  while (performance.now() - Math.max(after(window.shown, -1), read) < QUIET) await frame();
  return [window.drawn, window.shown].map(times => Math.max(read, after(times, -1)));
}
""".replace("QUIET", str(QUIET_MS)).replace("PATIENCE", str(PATIENCE_MS))
