// Schools as dots on a live map: one layer, one call of the graphics card for each table of them.
// A filter sends the card nothing but the numbers of those it keeps; MapLibre's own circles would
// take a call for every kind of school in every tile, and to be cut into tiles beforehand.
const WORLD_PX = 512;  // how wide the world is at zoom 0
// Of the world's width: some three metres, which no zoom of a map of this app draws apart.
const ONE_SPOT = 1.2e-7;
const CORNERS = `#version 300 es
uniform mat4 view;
uniform float size;
in vec2 place;
in vec3 colour;
flat out vec3 inside;
void main() {
  gl_Position = view * vec4(place, 0.0, 1.0);
  gl_PointSize = size;
  inside = colour;
}`;
const PIXELS = `#version 300 es
precision highp float;
uniform float size, radius, stroke;
uniform vec3 ring;
flat in vec3 inside;
out vec4 painted;
void main() {
  float away = length(gl_PointCoord - 0.5) * size;
  float within = clamp(radius + 0.5 - away, 0.0, 1.0);
  vec3 here = stroke > 0.0 ? mix(ring, inside, within) : inside;
  painted = vec4(here, 1.0) * clamp(radius + stroke + 0.5 - away, 0.0, 1.0);
}`;

// A layer of MapLibre's that a script draws: https://maplibre.org/maplibre-gl-js/docs/API
export class Schools {
  constructor(id) {
    Object.assign(this, { id, type: "custom", renderingMode: "2d", held: new Map(), drawn: [] });
  }

  // Shows tables of schools, the lowest first, and of them the kinds kept (all without them). What
  // was shown before stays until the new have come; what was asked for before then is dropped.
  async show(wanted, kinds, fetched) {
    this.wanted = wanted;
    const tables = await Promise.all(wanted.map(({ address }) =>
      this.held.get(address) ?? fetched(address).then((table) => new Dots(table))));
    if (this.wanted !== wanted) return;
    for (const { dots } of this.drawn) if (!tables.includes(dots)) dots.drop();
    this.held = new Map(wanted.map(({ address }, place) => [address, tables[place]]));
    this.drawn = wanted.map(({ paint }, place) => ({ paint, dots: tables[place] }));
    for (const dots of tables) dots.keep(kinds);
    this.shown = wanted;
    if (this.map) this.repaint();
  }

  // Whether what was asked for last is there.
  get ready() { return this.shown === this.wanted; }

  // The URNs of the shown schools at the spot nearest to a point of the map, if a dot of them is
  // within reach of it; those of the highest table first. Several schools may share a spot.
  at(point, reach) {
    if (!this.map) return [];
    const { lng, lat } = this.map.unproject(point);
    const zoom = this.map.getZoom();
    const spot = this.drawn.map(({ dots, paint }) => dots.near(
      mercator(lng, lat), WORLD_PX * 2 ** zoom, radius(paint, zoom) + stroke(paint) + reach,
    )).findLast((found) => found !== null);
    return spot ? this.within(spot) : [];
  }

  // The URNs of the shown schools at a longitude and latitude.
  sharing([lon, lat]) { return this.within(mercator(lon, lat)); }

  within(spot) { return this.drawn.toReversed().flatMap(({ dots }) => dots.sharing(spot)); }

  // West, south, east and north of the shown schools; none without any.
  extent() {
    const found = [1, 1, 0, 0];
    for (const { dots } of this.drawn) dots.widen(found);
    const [west, north, east, south] = found;
    return east < west ? null : [...degrees(west, south), ...degrees(east, north)];
  }

  onAdd(map) {
    this.map = map;
  }

  onRemove() {
    for (const { dots } of this.drawn) dots.drop();
    if (this.gl) {
      this.gl.deleteProgram(this.program);
      this.gl.deleteTexture(this.ground);
      this.gl.deleteFramebuffer(this.frame);
    }
    this.forget();
  }

  forget() {
    this.gl = this.size = null;
    for (const { dots } of this.drawn) dots.gl = null;
  }

  // MapLibre calls this where the layer comes in its turn.
  render(gl, { defaultProjectionData }) {
    if (!this.gl) this.lay(gl);
    this.view = defaultProjectionData.mainMatrix;
    this.keepGround();
    this.draw();
  }

  // Where only schools change, and nothing is drawn above them, the ground below need not be drawn
  // anew: without a graphics card it takes longer than they do.
  repaint() {
    if (!this.gl || !this.size || !this.map.loaded() || this.map.isMoving() || !this.isTop()) {
      this.map.triggerRepaint();
      return;
    }
    const { gl, size } = this;
    for (const test of [gl.SCISSOR_TEST, gl.STENCIL_TEST, gl.DEPTH_TEST, gl.CULL_FACE]) {
      gl.disable(test);
    }
    gl.colorMask(true, true, true, true);
    gl.viewport(0, 0, ...size);
    gl.bindFramebuffer(gl.FRAMEBUFFER, null);
    // A browser that was to clear the picture would do so at the next drawing, after the copy.
    gl.clear(gl.COLOR_BUFFER_BIT);
    gl.bindFramebuffer(gl.READ_FRAMEBUFFER, this.frame);
    gl.blitFramebuffer(0, 0, ...size, 0, 0, ...size, gl.COLOR_BUFFER_BIT, gl.NEAREST);
    gl.bindFramebuffer(gl.FRAMEBUFFER, null);
    gl.enable(gl.BLEND);
    gl.blendEquation(gl.FUNC_ADD);
    gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
    this.draw();
    // MapLibre remembers how it left the card.
    this.map.painter.context.setDirty();
  }

  isTop() { return this.map.getLayersOrder().at(-1) === this.id; }

  // Keeps what is drawn below, but while the map moves: then all is drawn anew anyway.
  keepGround() {
    const { gl } = this;
    const size = [gl.drawingBufferWidth, gl.drawingBufferHeight];
    gl.bindTexture(gl.TEXTURE_2D, this.ground);
    if (this.map.isMoving()) {
      this.size = null;
    } else if (this.size?.join() === size.join()) {
      gl.copyTexSubImage2D(gl.TEXTURE_2D, 0, 0, 0, 0, 0, ...size);
    } else {
      gl.copyTexImage2D(gl.TEXTURE_2D, 0, gl.RGBA, 0, 0, ...size, 0);
      this.size = size;
    }
  }

  draw() {
    const { gl, spots } = this;
    const ratio = this.map.getPixelRatio();
    gl.useProgram(this.program);
    for (const { dots, paint } of this.drawn) {
      const inside = radius(paint, this.map.getZoom()) * ratio;
      const around = stroke(paint) * ratio;
      gl.uniformMatrix4fv(spots.view, false, moved(this.view, dots.origin));
      gl.uniform1f(spots.size, 2 * (inside + around) + 1);
      gl.uniform1f(spots.radius, inside);
      gl.uniform1f(spots.stroke, around);
      gl.uniform3fv(spots.ring, parts(paint["circle-stroke-color"] ?? "#000000")
        .map((part) => part / 255));
      dots.draw(gl, this.program);
    }
    gl.bindVertexArray(null);
  }

  // What the card is given once.
  lay(gl) {
    const program = gl.createProgram();
    for (const [type, text] of [[gl.VERTEX_SHADER, CORNERS], [gl.FRAGMENT_SHADER, PIXELS]]) {
      const shader = gl.createShader(type);
      gl.shaderSource(shader, text);
      gl.compileShader(shader);
      gl.attachShader(program, shader);
      gl.deleteShader(shader);
    }
    gl.linkProgram(program);
    if (!gl.getProgramParameter(program, gl.LINK_STATUS)) {
      console.warn(`The map draws no schools: ${gl.getProgramInfoLog(program)}`);
    }
    const names = ["view", "size", "radius", "stroke", "ring"];
    const spots = Object.fromEntries(
      names.map((name) => [name, gl.getUniformLocation(program, name)]));
    const [ground, frame] = [gl.createTexture(), gl.createFramebuffer()];
    gl.bindTexture(gl.TEXTURE_2D, ground);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, gl.NEAREST);
    gl.bindFramebuffer(gl.READ_FRAMEBUFFER, frame);
    gl.framebufferTexture2D(gl.READ_FRAMEBUFFER, gl.COLOR_ATTACHMENT0, gl.TEXTURE_2D, ground, 0);
    gl.bindFramebuffer(gl.FRAMEBUFFER, null);
    Object.assign(this, { gl, program, spots, ground, frame });
  }
}

// A table of schools as alliance/maps/layers.py gives it, ready for the card.
class Dots {
  // Where no school may be told, they come without their URNs.
  constructor({ urn = null, lon, lat, kind, colour, colours }) {
    const rgb = colours.map(parts);
    const many = lon.length;
    this.places = new Float32Array(2 * many);
    this.inside = new Uint8Array(3 * many);
    // Counted from their middle, places keep their digits: a card knows seven of them.
    this.origin = many ? mercator(lon[many >> 1], lat[many >> 1]) : [0, 0];
    for (let row = 0; row < many; row += 1) {
      const [x, y] = mercator(lon[row], lat[row]);
      this.places[2 * row] = x - this.origin[0];
      this.places[2 * row + 1] = y - this.origin[1];
      this.inside.set(rgb[colour[row]], 3 * row);
    }
    Object.assign(this, { urn, kind });
  }

  keep(kinds) {
    const asked = kinds ? kinds.join() : "all";
    if (this.asked === asked) return;
    this.asked = asked;
    const wanted = new Uint8Array(256).fill(kinds ? 0 : 1);
    for (const kind of kinds ?? []) wanted[kind] = 1;
    const kept = new Uint32Array(this.kind.length);
    let many = 0;
    for (let row = 0; row < kept.length; row += 1) if (wanted[this.kind[row]]) kept[many++] = row;
    this.kept = kept.subarray(0, many);
    this.changed = true;
  }

  // Where the kept school lies that is nearest to a place of the Mercator square, if it is within
  // so many pixels of it.
  near([east, south], scale, least) {
    let found = null;
    for (const row of this.kept) {
      const far = scale * Math.hypot(this.places[2 * row] + this.origin[0] - east,
        this.places[2 * row + 1] + this.origin[1] - south);
      if (far <= least) [found, least] = [row, far];
    }
    return found === null ? null
      : [this.places[2 * found] + this.origin[0], this.places[2 * found + 1] + this.origin[1]];
  }

  // The URNs of the kept schools at a spot.
  sharing([east, south]) {
    const urns = [];
    if (!this.urn) return urns;
    for (const row of this.kept) {
      if (Math.hypot(this.places[2 * row] + this.origin[0] - east,
        this.places[2 * row + 1] + this.origin[1] - south) <= ONE_SPOT) urns.push(this.urn[row]);
    }
    return urns;
  }

  // Widens a box of the Mercator square (least x and y, greatest x and y) by the kept schools.
  widen(box) {
    for (const row of this.kept) {
      const x = this.places[2 * row] + this.origin[0];
      const y = this.places[2 * row + 1] + this.origin[1];
      if (x < box[0]) box[0] = x;
      if (y < box[1]) box[1] = y;
      if (x > box[2]) box[2] = x;
      if (y > box[3]) box[3] = y;
    }
  }

  draw(gl, program) {
    if (!this.kept.length) return;
    if (this.gl !== gl) this.lay(gl, program);
    gl.bindVertexArray(this.vertices);
    if (this.changed) {
      gl.bindBuffer(gl.ELEMENT_ARRAY_BUFFER, this.buffers[0]);
      gl.bufferData(gl.ELEMENT_ARRAY_BUFFER, this.kept, gl.DYNAMIC_DRAW);
      this.changed = false;
    }
    gl.drawElements(gl.POINTS, this.kept.length, gl.UNSIGNED_INT, 0);
  }

  lay(gl, program) {
    this.vertices = gl.createVertexArray();
    this.buffers = [gl.createBuffer()];
    gl.bindVertexArray(this.vertices);
    for (const [name, values, type] of [
      ["place", this.places, gl.FLOAT], ["colour", this.inside, gl.UNSIGNED_BYTE]]) {
      const buffer = gl.createBuffer();
      gl.bindBuffer(gl.ARRAY_BUFFER, buffer);
      gl.bufferData(gl.ARRAY_BUFFER, values, gl.STATIC_DRAW);
      const spot = gl.getAttribLocation(program, name);
      gl.enableVertexAttribArray(spot);
      gl.vertexAttribPointer(spot, name === "place" ? 2 : 3, type, type !== gl.FLOAT, 0, 0);
      this.buffers.push(buffer);
    }
    this.gl = gl;
    this.changed = true;
  }

  drop() {
    if (!this.gl) return;
    for (const buffer of this.buffers) this.gl.deleteBuffer(buffer);
    this.gl.deleteVertexArray(this.vertices);
    this.gl = null;
  }
}

const radius = (paint, zoom) => at(paint["circle-radius"], zoom);

const stroke = (paint) => paint["circle-stroke-width"] ?? 0;

// A place as parts of the Mercator square, downwards from the north.
const mercator = (lon, lat) => [
  (lon + 180) / 360, (1 - Math.asinh(Math.tan((lat * Math.PI) / 180)) / Math.PI) / 2];

const degrees = (x, y) => [
  x * 360 - 180, (Math.atan(Math.sinh(Math.PI * (1 - 2 * y))) * 180) / Math.PI];

const parts = (colour) => [1, 3, 5].map((from) => parseInt(colour.slice(from, from + 2), 16));

// A matrix after a move, worked out with all its digits before the card rounds them.
function moved(matrix, [x, y]) {
  const found = new Float32Array(matrix);
  for (let row = 0; row < 4; row += 1) {
    found[12 + row] = matrix[row] * x + matrix[4 + row] * y + matrix[12 + row];
  }
  return found;
}

// A number, or one that grows with the zoom: ["interpolate", ["linear"], ["zoom"], at, value, …].
function at(value, zoom) {
  if (typeof value === "number") return value;
  const stops = value.slice(3);
  if (zoom <= stops[0]) return stops[1];
  for (let next = 2; next < stops.length; next += 2) {
    const [from, low, to, high] = stops.slice(next - 2, next + 2);
    if (zoom <= to) return low + ((high - low) * (zoom - from)) / (to - from);
  }
  return stops.at(-1);
}
