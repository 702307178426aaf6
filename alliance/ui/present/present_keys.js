// The presenter's keys, clock and time elapsed. Keys are told; full screen and help stay here.
const MOVES = {
  ArrowRight: "next", PageDown: "next", " ": "next", Enter: "next",
  ArrowLeft: "previous", PageUp: "previous", Home: "first", End: "last",
  b: "blank", B: "blank", ".": "blank", n: "panel", N: "panel",
};
const HELP = [
  ["→ or space", "next scene"], ["←", "previous scene"], ["Home, End", "first, last scene"],
  ["a number, then Enter", "that scene"], ["B", "blank the screen, or show it again"],
  ["N", "notes, clock and the next scene"], ["F", "full screen"], ["Esc", "leave full screen"],
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
// A dialog that is put away stays on the page for a moment; only an open one takes the keys.
const HELP_OPEN = "dialog.present-help[open]";

const writing = (target) => target instanceof Element
  && (target.closest("input:not([type=checkbox]), textarea, select, [contenteditable=true], [role=dialog], [role=listbox]") !== null);
const pressing = (target) => target instanceof Element
  && target.closest("button, a, summary, [role=button], [role=tab], canvas, .maplibregl-map") !== null;

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
  // Space and Enter press what has the focus; on a map the arrows move it.
  if (pressing(event.target) && (key === " " || key === "Enter" || key.startsWith("Arrow"))) return;
  if (scrolling(event.target, key) || (lettersOff() && isCharacter(key))) return;
  if (key === "?") help();
  else if (key === "f" || key === "F") fullScreen();
  else if (/^[0-9]$/.test(key)) typed = (typed + key).slice(-3);
  else if (key === "Enter" && typed) { tell(`scene ${Number(typed)}`); typed = ""; }
  else if (MOVES[key]) { typed = ""; tell(MOVES[key]); }
  else return;
  event.preventDefault();
}

const two = (number) => String(number).padStart(2, "0");
function elapsed(seconds) {
  const [h, m, s] = [seconds / 3600, (seconds / 60) % 60, seconds % 60].map(Math.floor);
  return h ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}

export default function ({ data, parentElement, setTriggerValue }) {
  let told = 0;
  tell = (what) => setTriggerValue("pressed", `${what} ${Date.now()} ${told += 1}`);
  if (!listening) {
    listening = true;
    // Streamlit and the map listen to some keys too; a presenter's come first.
    window.addEventListener("keydown", (event) => {
      if (document.querySelector(".present-clock, .present-bar")) heard(event);
    }, true);
  }
  const bar = parentElement.querySelector(".present-bar")
    ?? parentElement.appendChild(Object.assign(document.createElement("div"), { className: "present-bar" }));
  bar.replaceChildren();
  const clock = bar.appendChild(Object.assign(document.createElement("span"), { className: "present-clock" }));
  for (const [label, does] of [["Full screen", fullScreen], ["Keys", help]]) {
    const button = bar.appendChild(document.createElement("button"));
    button.textContent = label;
    button.onclick = does;
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
