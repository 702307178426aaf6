// The presenter's keys, clock and time elapsed. Keys are told; full screen and help stay here.
const MOVES = {
  ArrowRight: "next", PageDown: "next", " ": "next", Enter: "next",
  ArrowLeft: "previous", PageUp: "previous", Home: "first", End: "last",
  b: "blank", B: "blank", ".": "blank", n: "panel", N: "panel",
  q: "invite", Q: "invite", p: "play", P: "play",
};
const HELP = [
  ["→ or space", "next scene"], ["←", "previous scene"], ["Home, End", "first, last scene"],
  ["a number, then Enter", "that scene"], ["B", "blank the screen, or show it again"],
  ["N", "notes, clock and the next scene"], ["Q", "how to follow, on the room’s screen"],
  ["P", "play the scene, or stop"], ["F", "full screen"], ["Esc", "leave full screen"],
  ["?", "these keys"],
];
// Keys of a single character can be switched off, for those who speak to their machine or whose hand
// strays (WCAG 2.1.4); the browser keeps it. The buttons below the scene do the same.
const LETTERS = "presenter letters";
const lettersOff = () => localStorage.getItem(LETTERS) === "off";
const isCharacter = (key) => key.length === 1 && key !== " ";
// One pair of ears for the page, whichever drawing of this piece is the last.
let tell = () => {};
let typed = "";
let listening = false;
let unheard = [];
let last = 0;
const MOST_UNHEARD = 50;
// What is pressed while the server is away would all come at once when it is back.
const isLost = () => document.querySelector(".connection-lost") !== null;
const presenting = () => document.querySelector(".present-bar") !== null;
// A dialog that is put away stays on the page for a moment; only an open one takes the keys.
const HELP_OPEN = "dialog.present-help[open]";

const writing = (target) => target instanceof Element
  && (target.closest("input:not([type=checkbox]), textarea, select, [contenteditable=true], [role=dialog], [role=listbox]") !== null);
const pressing = (target) => target instanceof Element
  && target.closest("button, a, summary, [role=button], [role=tab]") !== null;
const mapOf = (target) => target instanceof Element && target.closest(".maplibregl-map");
const ON_A_MAP = /^(Arrow|Enter$)/;

// A scene's table that is wider than its place takes the keys that move it.
const scrolling = (target, key) => {
  const table = target instanceof Element && target.closest(".stage-table");
  return table && ((table.scrollWidth > table.clientWidth && /^(Arrow(Left|Right)|Home|End)$/.test(key))
    || (table.scrollHeight > table.clientHeight && /^(Arrow(Up|Down)|Page(Up|Down)|Home|End| )$/.test(key)));
};

function fullScreen() {
  if (document.fullscreenElement) document.exitFullscreen();
  else document.documentElement.requestFullscreen?.();
}

function help() {
  const open = document.querySelector(HELP_OPEN);
  if (open) { open.close(); return; }
  const dialog = document.createElement("dialog");
  dialog.className = "present-help";
  dialog.setAttribute("aria-label", "Keys");
  const list = dialog.appendChild(document.createElement("dl"));
  for (const [keys, does] of HELP) {
    list.appendChild(document.createElement("dt")).textContent = keys;
    list.appendChild(document.createElement("dd")).textContent = does;
  }
  const label = dialog.appendChild(document.createElement("label"));
  const letters = label.appendChild(document.createElement("input"));
  Object.assign(letters, { type: "checkbox", checked: !lettersOff() });
  letters.onchange = () => localStorage.setItem(LETTERS, letters.checked ? "on" : "off");
  label.append("Use keys of one letter, number or sign");
  const close = dialog.appendChild(document.createElement("button"));
  Object.assign(close, { textContent: "Close", autofocus: true });
  close.onclick = () => dialog.close();
  dialog.onclose = () => dialog.remove();
  document.body.appendChild(dialog).showModal();
}

function heard(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || writing(event.target)) return;
  const { key } = event;
  const told = document.querySelector(HELP_OPEN);
  if (told) {
    // Whatever is pressed next puts the keys away; Enter and Space press the button that has them.
    if (!["Escape", "Tab", "Shift", "Enter", " "].includes(key)
      && !(lettersOff() && isCharacter(key))) {
      told.close();
      event.preventDefault();
    }
    return;
  }
  const map = mapOf(event.target);
  if (map && key === "Escape") {
    // Whoever looked around on the map goes on presenting.
    event.target.blur();
    event.preventDefault();
    return;
  }
  // On a map the arrows move it; Space and Enter press a button that the keyboard has come to.
  if (map ? ON_A_MAP.test(key) : pressing(event.target) && (key === " " || key === "Enter")) return;
  if (scrolling(event.target, key) || (lettersOff() && isCharacter(key))) return;
  if (key === "?") help();
  else if (key === "f" || key === "F") fullScreen();
  else if (/^[0-9]$/.test(key)) typed = (typed + key).slice(-3);
  else if (key === "Enter" && typed) { tell(`scene ${Number(typed)}`); typed = ""; }
  else if (MOVES[key]) {
    typed = "";
    // A key that is held down is one press.
    if (!event.repeat && !isLost()) tell(MOVES[key]);
  }
  else return;
  event.preventDefault();
}

// A button that was clicked lets the keys go: Space would press it again.
function released({ target, detail }) {
  if (!detail || !(target instanceof Element)) return;
  const button = target.closest("button");
  if (button === document.activeElement && !button.ariaExpanded) button.blur();
}

const two = (number) => String(number).padStart(2, "0");
function elapsed(seconds) {
  const [h, m, s] = [seconds / 3600, (seconds / 60) % 60, seconds % 60].map(Math.floor);
  return h ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}

export default function ({ data, parentElement, setTriggerValue }) {
  // What was pressed and not heard yet is told again with the next press, for of two that come
  // while a scene is drawn the server would hear the last alone.
  unheard = unheard.filter(([number]) => number > data.heard);
  tell = (what) => {
    last = Math.max(last + 1, Date.now());
    unheard = [...unheard, [last, what]].slice(-MOST_UNHEARD);
    setTriggerValue("pressed", unheard);
  };
  // What was told while this piece was being drawn anew went nowhere.
  if (unheard.length) setTriggerValue("pressed", unheard);
  if (!listening) {
    listening = true;
    // Streamlit and the map listen to some keys too; a presenter's come first.
    window.addEventListener("keydown", (event) => { if (presenting()) heard(event); }, true);
    window.addEventListener("click", (event) => { if (presenting()) released(event); });
  }
  const bar = parentElement.querySelector(".present-bar")
    ?? parentElement.appendChild(Object.assign(document.createElement("div"), { className: "present-bar" }));
  // The list stays while it is drawn anew, for somebody may be choosing from it.
  const list = bar.querySelector("select") ?? bar.appendChild(document.createElement("select"));
  const titles = data.titles.join("\n");
  if (list.dataset.titles !== titles) {
    list.replaceChildren(...data.titles.map((title, place) => new Option(`${place + 1}. ${title}`, place + 1)));
    list.dataset.titles = titles;
  }
  list.ariaLabel = "Scene";
  list.value = data.at;
  list.onchange = () => tell(`scene ${list.value}`);
  while (bar.lastChild !== list) bar.lastChild.remove();
  const clock = bar.appendChild(Object.assign(document.createElement("span"), { className: "present-clock" }));
  for (const [label, does] of [["Full screen", fullScreen], ["Keys", help]]) {
    const button = bar.appendChild(document.createElement("button"));
    button.textContent = label;
    // Let go first: what a dialog is closed for gets the focus back.
    button.onclick = (event) => { released(event); does(); };
  }
  const tick = () => {
    const now = new Date();
    const passed = Math.max(0, Math.floor(now.getTime() / 1000 - data.begun));
    clock.textContent = `${two(now.getHours())}:${two(now.getMinutes())} · ${elapsed(passed)} elapsed`;
    clock.hidden = !data.clock;
  };
  tick();
  clearInterval(bar.ticking);
  bar.ticking = setInterval(() => (bar.isConnected ? tick() : clearInterval(bar.ticking)), 1000);
  return () => clearInterval(bar.ticking);
}
