// How to follow, on a screen of the room: large and over all while the room waits or is asked to
// join. Q calls it up and puts it away on this screen alone, F fills the screen.
let shown;
let here = null;  // what was chosen on this screen, until the presenter says otherwise
let listening = false;

function fullScreen() {
  if (document.fullscreenElement) document.exitFullscreen();
  else document.documentElement.requestFullscreen?.();
}

function part(tag, name, words) {
  return Object.assign(document.createElement(tag), { className: name, textContent: words ?? "" });
}

// The map takes the height that its scene leaves on the screen: nobody scrolls a projector.
const STAGE = ".st-key-stage-followed";
function fit() {
  const stage = document.querySelector(STAGE), map = stage?.querySelector(".live-map");
  if (!map || innerWidth < 761) return;
  const { top, bottom } = map.getBoundingClientRect();
  const below = Math.max(0, stage.getBoundingClientRect().bottom - bottom);
  const foot = stage.querySelector(".stage-foot")?.getBoundingClientRect();
  const left = innerHeight - top - (foot ? Math.min(below, foot.height + 24) : 16) - 12;
  const high = Math.round(Math.max(240, left));
  if (Math.abs(high - (bottom - top)) > 2) document.documentElement.style.setProperty("--room-map", `${high}px`);
}
const sizes = new ResizeObserver(() => requestAnimationFrame(fit));
let measured;
function measure() {
  const stage = document.querySelector(STAGE);
  if (!stage || stage === measured) return;
  measured = stage;
  sizes.disconnect();
  sizes.observe(stage);
  sizes.observe(document.body);
}
addEventListener("map-placed", () => { measure(); fit(); });

function dress(box, data) {
  const open = here ?? data.open;
  box.classList.toggle("open", open);
  box.inert = !open;
}

export default function ({ data, parentElement }) {
  const box = parentElement.querySelector(".room-invite")
    ?? parentElement.appendChild(part("section", "room-invite"));
  if (shown && shown.data.open !== data.open) here = null;
  shown = { box, data };
  box.setAttribute("aria-label", "How to follow");
  const picture = Object.assign(new Image(), { className: "room-qr", src: data.picture, alt: data.alt });
  const words = part("div", "room-words");
  const full = part("button", "room-full", "Full screen");
  full.onclick = () => { full.blur(); fullScreen(); };
  words.append(
    part("h1", "", data.name),
    part("p", "room-how", "Follow on your own screen. Scan the code, or open"),
    part("p", "room-address", data.address),
    part("p", "room-how", "and enter"),
    part("p", "room-code", data.code),
    part("p", "room-keys", data.waiting
      ? "The presentation begins in a moment. F fills this screen; Q shows this page again."
      : "Q puts this away. F fills this screen."),
    full,
  );
  box.replaceChildren(words, picture);
  dress(box, data);
  measure();
  if (listening) return;
  listening = true;
  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !shown?.box.isConnected) return;
    const key = event.key.toLowerCase();
    if (key === "f") fullScreen();
    else if (key === "q") {
      here = !(here ?? shown.data.open);
      dress(shown.box, shown.data);
    } else return;
    event.preventDefault();
  });
}
