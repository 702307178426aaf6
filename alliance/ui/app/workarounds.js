// What the app changes in the page of one version of Streamlit: see workarounds.py.
import { announce } from "./announce.js";
import "./connection.js";
import "./paper.js";

const PANEL = "[data-testid=stPopoverBody]";
const OPEN_BUTTON = "[data-testid=stPopoverButton][aria-expanded=true]";
const TIP = ".stTooltipContent";
const TABLE = "[data-testid=stDataFrame]";
const OPENS_ROWS = /^st-key-(.*-rows)-\d+$/;
const FIELDS = "a[href], button, input, select, textarea, summary, canvas, [tabindex]";
const PHONE = matchMedia("(max-width: 768px)");
const SOON_MS = 4000;

let goesBack = false;
document.addEventListener("keydown", (event) => {
  goesBack = event.key === "Tab" && event.shiftKey;
  if (event.altKey || event.ctrlKey || event.metaKey) return;
  if (event.key === "Tab") alongPanel(event);
  else if (event.key === "Enter" && !event.shiftKey) openRow(event);
  else if (event.key === "Escape") closeTip(event);
}, true);
document.addEventListener("pointerdown", () => { goesBack = false; }, true);

// A panel stands at the end of the page. For the keyboard it comes after its button: into it from
// there, out of it to what stands behind the button, and back the same way.
function alongPanel(event) {
  const at = document.activeElement;
  const panel = at?.closest(PANEL);
  if (!panel) {
    if (event.shiftKey || !at?.matches(OPEN_BUTTON)) return;
    const stops = stopsIn(lastPanel());
    const first = stops.find((one) => !one.closest(HELP)) ?? stops[0];
    if (!first) return;
    first.focus();
    event.preventDefault();
    return;
  }
  const stops = stopsIn(panel);
  const end = event.shiftKey ? stops[0] : stops.at(-1);
  if (at !== panel && !isSameStop(at, end)) return;
  // What has the focus, a table or a row of buttons, would do with this key as it likes.
  event.stopImmediatePropagation();
  const button = [...document.querySelectorAll(OPEN_BUTTON)].at(-1);
  // The browser goes on from the button, by itself.
  button?.focus();
  goesBack = false;
  if (event.shiftKey) event.preventDefault();
}

// Who comes back to the button from behind it comes to the end of the panel first.
document.addEventListener("focusin", ({ target, relatedTarget }) => {
  if (!goesBack || !target.matches(OPEN_BUTTON) || relatedTarget?.closest(PANEL)) return;
  goesBack = false;
  stopsIn(lastPanel()).at(-1)?.focus();
});

const lastPanel = () => [...document.querySelectorAll(PANEL)].at(-1);

// Where the keyboard stops inside a place, in turn: of one group of buttons only once. A panel that
// has not the focus takes its fields out of the keyboard's way, and notes what they were.
function stopsIn(place) {
  const fields = [...(place?.querySelectorAll(FIELDS) ?? [])].filter((one) =>
    Number(one.dataset.tabindex ?? one.tabIndex) >= 0
    && !one.disabled && one.checkVisibility({ visibilityProperty: true }));
  return fields.filter((one) => one === (chosenIn(groupOf(one), fields) ?? one));
}

const groupOf = (field) => field?.closest("[role=radiogroup], [role=toolbar]");
const isSameStop = (one, other) =>
  one === other || (groupOf(one) && groupOf(one) === groupOf(other));

function chosenIn(group, fields) {
  const own = group ? fields.filter((one) => group.contains(one)) : [];
  return own.find((one) => one.checked || one.ariaChecked === "true" || one.ariaPressed === "true")
    ?? own[0];
}

// A table takes Shift and Space to select a row, and Enter to show a cell's words in full. Where a
// row that is selected is opened, Enter opens it.
function openRow(event) {
  const table = event.target.closest?.(TABLE);
  if (!table || event.target.tagName === "BUTTON" || !keyOf(table, OPENS_ROWS)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  event.target.dispatchEvent(new KeyboardEvent("keydown", {
    key: " ", code: "Space", keyCode: 32, shiftKey: true, bubbles: true, cancelable: true }));
}

// The help of a box to tick stands within its label: who presses it asks, and ticks nothing.
const HELP = "[data-testid=stTooltipIcon]";
for (const kind of ["pointerdown", "mousedown", "pointerup", "click"]) {
  document.addEventListener(kind, (event) => {
    if (event.target.closest?.(`label ${HELP}`)) event.stopPropagation();
  }, true);
}

// A tooltip goes when Escape is pressed, and nothing else closes with it (WCAG 1.4.13).
function closeTip(event) {
  const tips = [...document.querySelectorAll(TIP)]
    .filter((tip) => tip.checkVisibility());
  if (!tips.length) return;
  for (const tip of tips) tip.style.setProperty("display", "none", "important");
  event.stopImmediatePropagation();
}

// What had the focus and is drawn anew has it again; where nothing takes its place, the page has it,
// so that the keyboard goes on from there and not from the top of the window.
let last = null;
document.addEventListener("focusin", ({ target }) => {
  const key = keyOf(target, /^st-key-(.+)$/);
  const place = key && placeOf(key);
  const like = place && alike(place, target);
  last = { target, key, at: like ? like.indexOf(target) : -1 };
});
document.addEventListener("focusout", ({ target, relatedTarget }) => {
  // Left of one's own accord; what is taken from the page is still named here, and no longer in it.
  requestAnimationFrame(() => {
    if (target.isConnected && !relatedTarget && document.activeElement === document.body) last = null;
  });
});

function keepFocus() {
  if (!last || last.target.isConnected || document.activeElement !== document.body) return;
  last.lost ??= performance.now();
  const place = last.key && placeOf(last.key);
  const like = place && alike(place, last.target)[last.at];
  const running = document.querySelector("[data-test-script-state=running]");
  if (like) like.focus({ preventScroll: true });
  else if (running && performance.now() - last.lost < SOON_MS) return void setTimeout(keepFocus, 100);
  else restOn(document.querySelector("[data-testid=stMain]"));
  last = null;
}

// A place that has the focus only until the keyboard goes on from there is not ringed.
function restOn(place) {
  if (!place) return;
  place.dataset.rests = "";
  place.focus({ preventScroll: true });
  place.addEventListener("blur", () => delete place.dataset.rests, { once: true });
}

const numberless = (name) => name.replace(/-\d+$/, "");
const alike = (place, target) => target.closest(TABLE)
  ? [...place.querySelectorAll("canvas[tabindex='0']")]
  : [...place.querySelectorAll(target.tagName)].filter((one) => one.type === target.type
    && one.dataset.testid === target.dataset.testid);

// A form that was saved is drawn blank under its next number, which may stand within the key.
const unnumbered = (name) => name.replace(/-\d+(?=-|$)/g, "");

function placeOf(key) {
  const named = (wanted, form) => [...document.querySelectorAll("[class*='st-key-']")]
    .filter((one) => [...one.classList].some((name) => form(name) === wanted));
  const like = named(`st-key-${key}`, numberless);
  if (like.length) return like[0];
  const renewed = named(unnumbered(`st-key-${key}`), unnumbered);
  return renewed.length === 1 ? renewed[0] : undefined;
}

function keyOf(element, pattern) {
  const place = element.closest?.("[class*='st-key-']");
  const name = place && [...place.classList].find((one) => pattern.test(one));
  return name && numberless(name).replace("st-key-", "");
}

// On a phone the navigation is behind the button that opens the sidebar.
function callMenu() {
  for (const [which, name] of [["stExpandSidebarButton", "Menu"],
    ["stSidebarCollapseButton", "Close the menu"]]) {
    const found = document.querySelector(`[data-testid=${which}]`);
    const button = found?.matches("button") ? found : found?.querySelector("button");
    if (!button) continue;
    button.dataset.own ??= button.ariaLabel;
    const wanted = PHONE.matches ? name : button.dataset.own;
    if (button.ariaLabel !== wanted) button.ariaLabel = wanted;
  }
}

// Words that are drawn with their role at once are noticed by few programs that read aloud. A note on
// what was done is told when it comes, and how things stand when that changes (note.py).
const TOLD = ["st-key-note", "st-key-status-"];
let told = new Map();
function tellNotes() {
  const now = new Map();
  for (const place of document.querySelectorAll(":is(.st-key-note, [class*='st-key-note-'], [class*='st-key-status-'])")) {
    const words = place.querySelector("[data-testid=stMarkdownContainer]")?.textContent;
    const name = [...place.classList].find((one) => TOLD.some((begin) => one.startsWith(begin)));
    if (!words) continue;
    now.set(name, words);
    if (told.has(name) ? told.get(name) !== words : name.startsWith(TOLD[0])) announce(words);
  }
  told = now;
}

// What is wrong in a form names fields by links (form_faults.py): they lead there. A field that a fault
// in red leads to says of itself that it is wrong, and why.
const TO_FIELD = "a[href^='#st-key-']";
const INPUTS = "input, textarea, [role=spinbutton]";
const reachedBy = (kind, place) => [...place?.querySelectorAll(kind) ?? []]
  .filter((one) => one.tabIndex >= 0 && one.checkVisibility());

function fieldOf(link) {
  const place = document.querySelector(`.${CSS.escape(new URL(link.href).hash.slice(1))}`);
  const [first] = reachedBy(INPUTS, place);
  return first ?? reachedBy("button", place).at(-1);
}

document.addEventListener("click", (event) => {
  const link = event.target.closest?.(TO_FIELD);
  if (!link) return;
  event.preventDefault();
  fieldOf(link)?.focus();
}, true);

// A day is given in three fields, and of several to choose from all are wrong together.
function partsOf(field) {
  if (field.type === "radio") return [field.closest("[role=radiogroup]") ?? field];
  if (field.role !== "spinbutton") return [field];
  return [...field.parentElement.querySelectorAll("[role=spinbutton]")];
}

let wrong = new Map();
function markWrong() {
  const found = new Map();
  for (const link of document.querySelectorAll(`[data-testid=stAlertContentError] ${TO_FIELD}`)) {
    const field = fieldOf(link);
    const said = link.closest("li");
    if (!field || !said) continue;
    said.id ||= `fault-${found.size}-${link.hash.slice(1)}`;
    for (const part of partsOf(field)) found.set(part, [...found.get(part) ?? [], said.id]);
  }
  for (const [part, ids] of wrong) if (!found.has(part)) describe(part, ids, []);
  for (const [part, ids] of found) describe(part, wrong.get(part) ?? [], ids);
  wrong = found;
}

// Says of a field which faults describe it, beside what describes it anyway.
function describe(part, before, ids) {
  const own = (part.getAttribute("aria-describedby") ?? "").split(" ").filter(Boolean)
    .filter((id) => !before.includes(id) && !ids.includes(id));
  setTo(part, "aria-describedby", [...ids, ...own].join(" "));
  if (part.tagName !== "BUTTON") setTo(part, "aria-invalid", ids.length ? "true" : "");
}

function setTo(element, name, value) {
  if ((element.getAttribute(name) ?? "") === value) return;
  if (value) element.setAttribute(name, value);
  else element.removeAttribute(name);
}

// The focus goes to what is wrong in a form that was sent and refused, once for each time.
let refused;
function toRefusal() {
  const place = document.querySelector("[class*='st-key-refused-']");
  const name = place && [...place.classList].find((one) => one.startsWith("st-key-refused-"));
  const said = place?.querySelector("[role=alert]");
  if (!said || name === refused) return;
  refused = name;
  said.tabIndex = -1;
  said.focus();
}

const REQUIRED = ["input", "textarea", "[role=spinbutton]", "[role=radiogroup]"]
  .map((kind) => `${kind}[aria-label$='(required)']`).join();
function markRequired() {
  for (const field of document.querySelectorAll(REQUIRED)) setTo(field, "aria-required", "true");
}

let asked = false;
new MutationObserver(() => {
  if (asked) return;
  asked = true;
  requestAnimationFrame(() => {
    asked = false;
    keepFocus();
    callMenu();
    tellNotes();
    markRequired();
    markWrong();
    toRefusal();
  });
}).observe(document.documentElement, { childList: true, characterData: true, subtree: true,
  attributeFilter: ["aria-describedby", "aria-invalid"] });
PHONE.addEventListener("change", callMenu);
