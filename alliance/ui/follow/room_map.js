// The maps of a room go with the presenter's: to what it shows, with the place that is pointed at and
// the name of the school that was pressed. Who has moved their own map stays where they are until the
// next scene.
const STAGE = ".st-key-follow .live-map";
const GLIDE_MS = matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 350;
let wanted = null;
let gone = "";
let beside = false;  // who looks back at another scene sees its map as it begins
const wandered = new WeakSet();

addEventListener("map-moved", ({ target }) => {
  const { liveMap } = target;
  if (liveMap && target.matches(STAGE)) wandered.add(liveMap);
});
// A scene has put its map where it begins: what the presenter did before is over.
addEventListener("map-placed", ({ target }) => {
  if (!target.matches(STAGE)) return;
  wandered.delete(target.liveMap);
  gone = "";
  apply();
});

export function goWith(view) {
  wanted = view ?? null;
  apply();
}

export function goBeside(on) {
  beside = on;
  apply();
}

function apply() {
  if (beside) return;
  const liveMap = document.querySelector(STAGE)?.liveMap;
  if (!liveMap?.map) return;
  point(liveMap, wanted?.pointer);
  name(liveMap, wanted);
  const bounds = JSON.stringify(wanted?.bounds ?? "");
  if (!wanted || bounds === gone || wandered.has(liveMap)) return;
  gone = bounds;
  const [west, south, east, north] = wanted.bounds;
  liveMap.map.fitBounds([[west, south], [east, north]], { duration: GLIDE_MS, essential: false });
}

function point(liveMap, at) {
  liveMap.pointed?.remove();
  liveMap.pointed = null;
  if (!at) return;
  const mark = Object.assign(document.createElement("div"), { className: "room-pointer" });
  liveMap.pointed = new maplibregl.Marker({ element: mark }).setLngLat(at).addTo(liveMap.map);
  mark.removeAttribute("role");
  mark.ariaHidden = "true";
}

async function name(liveMap, view) {
  const asked = view?.urn ?? null;
  if (liveMap.calledUp === asked) return;
  liveMap.calledUp = asked;
  liveMap.hush();
  if (!asked) return;
  const said = await liveMap.about(asked);
  if (!said || liveMap.calledUp !== asked) return;
  const at = view.pointer ? liveMap.map.project(view.pointer) : undefined;
  liveMap.say(said.name, said.detail, at);
}
