"""Scripts that tell, inside the browser, when a page is ready and its map is shown.

A page is *ready* when its text is there and the browser has drawn the next frame. The map is
*shown* when the graphics card, told in one frame to draw at least ``MANY`` dots, has done so: a
pixel is read back, which waits for all that was asked of the card before. Without a graphics card,
as here, the processor itself works out each dot in that time; so the time of the first of these
calls is given too, as *told*. After a change, what counts is the first frame with as many dots as
there are when the page has fallen quiet: MapLibre draws the same picture more than once.
"""

MANY = 1000
QUIET_MS = 400
PATIENCE_MS = 30_000
# Dots are told from areas and lines by the shader that draws them: only that of MapLibre's circles
# asks whether they grow with the map. Each is two triangles, six corners.
WATCH = """
window.frames_of_dots = [];
for (const kind of [WebGL2RenderingContext, WebGLRenderingContext]) {
  const card = kind.prototype;
  const { shaderSource, attachShader, useProgram, drawElements, readPixels } = card;
  const ofDots = new WeakSet();
  const frames = new WeakMap();
  let dots = false;
  card.shaderSource = function (shader, text) {
    if (text.includes('u_scale_with_map')) ofDots.add(shader);
    return shaderSource.call(this, shader, text);
  };
  card.attachShader = function (program, shader) {
    if (ofDots.has(shader)) ofDots.add(program);
    return attachShader.call(this, program, shader);
  };
  card.useProgram = function (program) {
    dots = ofDots.has(program);
    return useProgram.call(this, program);
  };
  card.drawElements = function (mode, corners, ...rest) {
    if (dots) {
      let frame = frames.get(this);
      if (!frame) {
        frames.set(this, frame = { at: performance.now(), dots: 0 });
        setTimeout(() => {
          frames.delete(this);
          if (frame.dots < MANY) return;
          readPixels.call(this, 0, 0, 1, 1, this.RGBA, this.UNSIGNED_BYTE, new Uint8Array(4));
          window.frames_of_dots.push({ ...frame, shown: performance.now() });
        });
      }
      frame.dots += corners / 6;
    }
    return drawElements.call(this, mode, corners, ...rest);
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
