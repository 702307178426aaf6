// Shares with the room where the presenter is on the map, and keeps what it shows for the scene.
// The key of the meeting goes with each word, and nobody else has it.
import { here } from "./here.js";

const STAGE = ".st-key-stage-presented .live-map";
const EVERY_MS = 250;
let room = null;
let view = {};
let sent = "";
let waits = false;

const mapShown = () => document.querySelector(STAGE)?.liveMap?.map;
const boundsOf = (map) => map.getBounds().toArray().flat().map((one) => Number(one.toFixed(5)));
const heard = new WeakSet();

function listen() {
  const map = mapShown();
  if (!map || heard.has(map)) return;
  heard.add(map);
  map.on("mousemove", ({ lngLat }) => {
    view.pointer = [lngLat.lng, lngLat.lat].map((one) => Number(one.toFixed(5)));
    share();
  });
  map.on("mouseout", () => { view.pointer = null; share(); });
}

addEventListener("map-placed", ({ target }) => { if (target.matches(STAGE)) { view = {}; sent = ""; listen(); } });
addEventListener("map-moved", ({ target }) => { if (target.matches(STAGE)) share(); });
addEventListener("map-pressed", ({ target, detail }) => {
  if (!target.matches(STAGE)) return;
  view.urn = detail.urn;
  share();
});

// One word at a time, a few a second: the room is told what holds when it is told.
function share() {
  if (waits || !room) return;
  waits = true;
  setTimeout(async () => {
    waits = false;
    const map = mapShown();
    if (!map || !room) return;
    const body = JSON.stringify({ bounds: boundsOf(map), ...view });
    if (body === sent) return;
    sent = body;
    const headers = { "X-Meeting-Key": room.key };
    await fetch(here(`/meetings/${room.code}/view`), { method: "POST", headers, body }).catch(() => {});
  }, EVERY_MS);
}

export default function ({ data, parentElement, setTriggerValue }) {
  room = data.code ? data : null;
  listen();
  const button = parentElement.querySelector("button")
    ?? parentElement.appendChild(Object.assign(document.createElement("button"), { className: "present-fit" }));
  button.textContent = "Fit the scene to what the map shows now";
  button.hidden = !data.fits;
  button.onclick = () => {
    button.blur();
    const map = mapShown();
    if (map) setTriggerValue("seen", boundsOf(map));
  };
}
