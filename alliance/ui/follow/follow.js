import { here } from "./here.js";
import { announce } from "./announce.js";
import { goBeside, goWith } from "./room_map.js";

// Tells the page that the presenter has moved: the server says so, or is asked where a network lets
// no events through. One telling at a time; while nothing changes, nothing is told.
const ASK_MS = 2_000;
const PATIENCE_MS = 4_000;
const SILENCE_MS = 40_000;
const MOST_TRIES = 5;
const FOLLOWS = -1;  // the place of no scene: looking_back.py

let place, tell, tellAll, address, source, timer;
let shown;
let drawn = 0, told = 0, tries = 0, toldAt = 0, heardAt = 0, askedAt = 0, connectedAt = 0, live = false;

export default function ({ data, parentElement, setTriggerValue }) {
  if (data.all) {
    tellAll = setTriggerValue;
    return;
  }
  place = parentElement;
  tell = setTriggerValue;
  drawn = data.revision;
  goBeside(data.beside);
  offerWays(data.ways, data.beside);
  toldAt = tries = 0;
  // A new scene is told aloud; the one that stands when the page is opened is read like any page.
  if (shown !== undefined && shown !== data.said) announce(data.said);
  shown = data.said;
  if (data.closed) {
    stop();
    sessionStorage.removeItem("following");
    return;
  }
  sessionStorage.setItem("following", data.code);
  const wanted = `/meetings/${data.code}/%?follower=${data.follower}`;
  if (address !== wanted) {
    address = wanted;
    told = 0;
    connect();
  }
  timer ??= setInterval(look, 500);
  pass();
}

// The bar that leads to the scenes shown before, and back to the presenter's.
function offerWays({ earlier, later, presented }, beside) {
  const bar = place.querySelector("nav")
    ?? place.appendChild(Object.assign(document.createElement("nav"), { className: "follow-ways", ariaLabel: "Scenes shown so far" }));
  const way = (name, to) => {
    const button = Object.assign(document.createElement("button"), { type: "button", textContent: name, disabled: to === null });
    button.onclick = () => tell("look", to === presented ? FOLLOWS : to);
    return button;
  };
  const had = bar.contains(document.activeElement) ? document.activeElement.textContent : "";
  bar.replaceChildren();
  bar.hidden = presented === undefined;
  if (bar.hidden) return;
  bar.append(way("Earlier scene", earlier), way("Later scene", later));
  if (beside) {
    const back = way("Back to the presenter", presented);
    back.className = "primary";
    bar.append(back, Object.assign(document.createElement("span"), { textContent: "This scene was shown before. The presenter shows another one." }));
  }
  [...bar.children].find(one => had && one.textContent === had)?.focus();
}

function connect() {
  source?.close();
  connectedAt = Date.now();
  source = new EventSource(here(address.replace("%", "events")));
  source.onmessage = ({ data }) => {
    live = true;
    hear(JSON.parse(data));
  };
  source.onerror = () => { live = false; };
}

function hear({ revision, view }) {
  heardAt = Date.now();
  told = revision;
  goWith(view);
  pass();
}

// The page draws what is current when it is told, so what came meanwhile needs no telling. A server
// that has started anew, or has forgotten a phone that slept, no longer knows of a part of the page:
// the second time the whole page is asked for. One that is only slow is asked ever more seldom.
function pass() {
  if (told > drawn && Date.now() - toldAt > PATIENCE_MS * 2 ** Math.max(0, tries - 1)) {
    (tries && tellAll ? tellAll : tell)("told", told);
    toldAt = Date.now();
    tries = Math.min(tries + 1, MOST_TRIES);
  }
}

async function look() {
  if (!place?.isConnected) {
    stop();
    return;
  }
  const now = Date.now();
  pass();
  say(!navigator.onLine || (!live && now - Math.max(heardAt, connectedAt) > PATIENCE_MS));
  if (live && now - heardAt > SILENCE_MS) live = false;
  if (live) return;
  // An answer that is no stream closes the source for good, and a dead network is not noticed.
  if (navigator.onLine && now - connectedAt > (source.readyState === EventSource.CLOSED ? 10_000 : SILENCE_MS)) connect();
  if (now - Math.max(askedAt, connectedAt) > ASK_MS) {
    askedAt = now;
    await ask();
  }
}

async function ask() {
  try {
    const answer = await fetch(here(address.replace("%", "now")), { cache: "no-store" });
    if (answer.ok) hear(await answer.json());
    // The meeting is no longer known: the page says so.
    else if (answer.status === 404 && source) { stop(); tell("told", drawn + 1); }
  } catch { /* no network: asked again soon */ }
}

function say(lost) {
  const line = place.querySelector("[role=status]")
    ?? place.appendChild(Object.assign(document.createElement("p"), { className: "follow-lost" }));
  line.setAttribute("role", "status");
  const words = lost ? "The connection is lost. This page reconnects automatically." : "";
  if (line.textContent !== words) line.textContent = words;
}

function again() {
  if (!source || document.hidden) return;
  if (!live || source.readyState !== EventSource.OPEN || Date.now() - heardAt > SILENCE_MS / 2) connect();
}
addEventListener("offline", () => { live = false; });
addEventListener("online", again);
document.addEventListener("visibilitychange", again);

function stop() {
  source?.close();
  clearInterval(timer);
  source = timer = address = undefined;
  live = false;
}
