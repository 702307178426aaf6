// What the app changes in the page of one version of Streamlit: see workarounds.py.
import { announce } from "./announce.js";
import "./paper.js";

const PANEL = "[data-testid=stPopoverBody]";
const PANEL_BUTTON = "[data-testid=stPopoverButton]";
const TIP = ".stTooltipContent";
const TABLE = "[data-testid=stDataFrame]";
const OPENS_ROWS = /^st-key-(.*-rows)-\d+$/;
const FIELDS = "a[href], button, input, select, textarea, summary, canvas, [tabindex]";
const PHONE = matchMedia("(max-width: 768px)");
const SOON_MS = 4000;

document.addEventListener("keydown", (event) => {
  if (event.altKey || event.ctrlKey || event.metaKey) return;
  if (event.key === "Tab") alongPanel(event);
  else if (event.key === "Enter" && !event.shiftKey) openRow(event);
  else if (event.key === "Escape") closeTip(event);
}, true);

// A panel stands at the end of the page. For the keyboard it comes after its button: into it from
// there, and out of it to what stands behind the button.
function alongPanel(event) {
  const at = document.activeElement;
  const panel = at?.closest(PANEL);
  if (!panel) {
    if (event.shiftKey || !at?.matches(`${PANEL_BUTTON}[aria-expanded=true]`)) return;
    const first = reached([...document.querySelectorAll(PANEL)].at(-1))[0];
    if (!first) return;
    first.focus();
    event.preventDefault();
    return;
  }
  const own = reached(panel);
  if (at !== (event.shiftKey ? own[0] : own.at(-1)) && at !== panel) return;
  const button = [...document.querySelectorAll(`${PANEL_BUTTON}[aria-expanded=true]`)].at(-1);
  // The browser goes on from the button, by itself.
  button?.focus();
  if (event.shiftKey) event.preventDefault();
}

// What the keyboard reaches inside a place, in turn; of one group of radio buttons only one. A panel
// that has not the focus takes its fields out of the keyboard's way, and notes what they were.
function reached(place) {
  return [...(place?.querySelectorAll(FIELDS) ?? [])].filter((one) =>
    Number(one.dataset.tabindex ?? one.tabIndex) >= 0
    && !one.disabled && one.checkVisibility({ visibilityProperty: true })
    && !(one.type === "radio" && !one.checked
      && place.querySelector(`input[name="${CSS.escape(one.name)}"]:checked`)));
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
  else document.querySelector("[data-testid=stMain]")?.focus({ preventScroll: true });
  last = null;
}

const numberless = (name) => name.replace(/-\d+$/, "");
const alike = (place, target) => target.closest(TABLE)
  ? [...place.querySelectorAll("canvas[tabindex='0']")]
  : [...place.querySelectorAll(target.tagName)].filter((one) => one.type === target.type
    && one.dataset.testid === target.dataset.testid);

function placeOf(key) {
  return [...document.querySelectorAll(`[class*="st-key-${CSS.escape(key)}"]`)]
    .find((one) => [...one.classList].some((name) => numberless(name) === `st-key-${key}`));
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

// A word on what was just done, or why it was not, is drawn with its role at once, which few programs
// that read aloud notice.
let noted;
function tellNote() {
  const words = document.querySelector(":is(.st-key-note, .st-key-refused) [data-testid=stMarkdownContainer]")
    ?.innerText;
  if (words && words !== noted) announce(words);
  noted = words;
}

// What is wrong in a form names fields by links (form_faults.py): they lead there, and a field that a
// fault in red leads to says of itself that it is wrong.
const TO_FIELD = "a[href^='#st-key-']";
const fieldOf = (link) => document.querySelector(
  `.${CSS.escape(new URL(link.href).hash.slice(1))} :is(input, textarea, [role=spinbutton])`);

document.addEventListener("click", (event) => {
  const link = event.target.closest?.(TO_FIELD);
  if (!link) return;
  event.preventDefault();
  fieldOf(link)?.focus();
}, true);

const wrong = new Set();
function markWrong() {
  const found = [...document.querySelectorAll(`[data-testid=stAlertContentError] ${TO_FIELD}`)]
    .map(fieldOf).filter(Boolean);
  for (const field of wrong) if (!found.includes(field)) field.removeAttribute("aria-invalid");
  wrong.clear();
  for (const field of found) {
    wrong.add(field);
    if (field.ariaInvalid !== "true") field.ariaInvalid = "true";
  }
}

let asked = false;
new MutationObserver(() => {
  if (asked) return;
  asked = true;
  requestAnimationFrame(() => {
    asked = false;
    keepFocus();
    callMenu();
    tellNote();
    markWrong();
  });
}).observe(document.documentElement, { childList: true, subtree: true });
PHONE.addEventListener("change", callMenu);
