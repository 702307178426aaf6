// The filter: its fields in the sidebar, and the chips under the title that take its parts off.
// Both show at once what is chosen, keep the page's address, and tell the server. What a field
// offers is fetched when it is opened. A change that the server answers late does not undo a later
// one: each has a number, and an answer to an earlier one is passed over for a while.
import { here } from "./here.js";
import { announce } from "./announce.js";

const PATIENCE_MS = 5000;
const written = new Intl.NumberFormat("en-GB").format;
const places = new Map();
const offered = new Map();
let held = {};
let shownAs = {};
let form = {};
let changes = 0;
let passOverUntil = 0;
// The page whose address says what is held: what changes it from then on is a step.
let steady = "";
let spoken = "";

export default function ({ data, parentElement, setTriggerValue }) {
  if (!places.has(parentElement)) {
    places.set(parentElement, data.fields ? new Fields(parentElement, data) : new Chips(parentElement));
  }
  const place = places.get(parentElement);
  place.tell = (what) => setTriggerValue("changed", what);
  place.data = data;
  if (data.fields) form = data;
  hear(data, place);
  return () => {
    places.delete(parentElement);
    if (data.fields) form = {};
  };
}

function hear(data, place) {
  if (data.change < changes && performance.now() < passOverUntil) return;
  // The server has lost what it was told, perhaps by a new start.
  if (data.change < changes) return say(place, { held });
  held = data.held;
  shownAs = data.shown_as ?? {};
  changes = data.change;
  show();
  if (data.said === undefined) return;
  // Told aloud where the filter or the day made it another; not with the page it stands on.
  if (spoken && spoken !== data.said && place.spoke) announce(data.said);
  spoken = data.said;
  place.spoke = true;
}

function choose(place, key, values) {
  held = { ...held, [key]: values };
  say(place, { held });
  show();
}

function say(place, what) {
  changes += 1;
  passOverUntil = performance.now() + PATIENCE_MS;
  place.tell({ change: changes, ...what });
}

function show() {
  for (const place of places.values()) place.show();
  if (!form.fields) return;
  const step = steady === location.pathname;
  keepAddress(step);
  steady = location.pathname;
}

// What is as at first is left out; a part that holds nothing though at first it does is written
// empty. Streamlit takes out of the address what no widget of its own is bound to.
function keepAddress(step) {
  const address = new URL(location.href);
  if (!form.fields || !address.pathname.endsWith(`/${form.page}`)) return;
  const query = address.searchParams;
  for (const { key, kind } of form.fields) {
    const [now, first] = [held[key] ?? [], form.default[key] ?? []];
    const values = kind === "switch" ? now.map(() => "true") : now;
    const long = kind === "school" && now.join("").length > form.longest;
    const wanted = same(now, first) || long ? [] : now.length ? values : [""];
    if (same(query.getAll(key), wanted)) continue;
    query.delete(key);
    for (const value of wanted) query.append(key, value);
  }
  if (address.href === location.href) return;
  // What the reader chose is a step that the browser's Back takes back.
  if (step) history.pushState(history.state, "", address);
  else history.replaceState(history.state, "", address);
}

// Back and Forward, within the page, bring the filter of that step.
function takeAddress() {
  const address = new URL(location.href);
  const [place] = places.values();
  if (!place || !form.fields || !address.pathname.endsWith(`/${form.page}`)) return;
  const query = address.searchParams;
  const then = Object.fromEntries(form.fields.map(({ key, kind, label }) => {
    const values = query.getAll(key).filter(Boolean);
    if (kind === "school" && (held[key] ?? []).join("").length > form.longest) return [key, held[key]];
    if (!query.has(key)) return [key, form.default[key] ?? []];
    return [key, kind === "switch" ? values.map(() => label) : values];
  }));
  if (form.fields.every(({ key }) => same(then[key], held[key] ?? []))) return;
  held = then;
  steady = "";
  say(place, { held });
  for (const each of places.values()) each.show();
}

// The day is Streamlit's own list. One that the reader chose is a step, though Streamlit writes over
// the address it had; what plays by itself is one step in all, though Streamlit makes one of each.
let before = location.href;
let acted = false;
for (const act of ["pointerdown", "keydown"]) addEventListener(act, () => (acted = true), true);
window.navigation?.addEventListener("navigate", (event) => {
  const { navigationType, destination } = event;
  if (navigationType !== "push" || !isOtherDay(location.href, destination.url)) return;
  if (!acted) {
    event.preventDefault();
    history.replaceState(history.state, "", destination.url);
  }
  acted = false;
});
window.navigation?.addEventListener("currententrychange", ({ navigationType }) => {
  if (navigationType === "traverse") takeAddress();
  else {
    if (navigationType === "replace" && acted && isOtherDay(before, location.href)) {
      const now = location.href;
      history.replaceState(history.state, "", before);
      history.pushState(history.state, "", now);
    }
    keepAddress(false);
  }
  before = location.href;
});

function isOtherDay(then, now) {
  const [one, other] = [then, now].map((address) => new URL(address));
  return steady === one.pathname && one.pathname === other.pathname
    && one.searchParams.get("day") !== other.searchParams.get("day");
}

// Streamlit takes a day that was typed when its calendar closes, as Escape has it: so does Enter.
document.addEventListener("keydown", ({ key, target }) => {
  if (key !== "Enter" || !target.closest?.("[data-testid=stDateInput] [role=spinbutton]")) return;
  target.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", code: "Escape", bubbles: true }));
}, true);

class Chips {
  constructor(parent) {
    this.root = parent.appendChild(made("div", "chips"));
  }

  show() {
    const chosen = Object.entries(this.data.labels ? held : {})
      .flatMap(([key, values]) => values.map((name) => [key, name]));
    const asked = JSON.stringify(chosen);
    if (this.shown === asked) return;
    this.shown = asked;
    const at = [...this.root.children].indexOf(document.activeElement);
    this.root.replaceChildren(...chosen.map(([key, name]) => {
      const label = form.fields?.find((field) => field.key === key)?.label ?? this.data.labels[key];
      return chip(name, () => choose(this, key, held[key].filter((one) => one !== name)));
    }));
    if (at >= 0) this.root.children[Math.min(at, chosen.length - 1)]?.focus();
  }
}

class Fields {
  constructor(parent, { fields, shown }) {
    this.root = parent.appendChild(made("div", "filter"));
    const more = made("details");
    more.append(made("summary", "", "More filters"));
    this.fields = fields.map((field, at) => {
      const Kind = { switch: Switch, school: Listed }[field.kind] ?? Field;
      return new Kind(this, at < shown ? this.root : more, field);
    });
    const reset = made("button", "reset", "Reset the filter");
    reset.type = "button";
    reset.onclick = () => {
      say(this, { reset: true });
    };
    this.root.append(more, reset);
    more.ontoggle = () => more.open && this.fields.forEach((field) => field.count?.());
    this.more = more;
    this.less = fields.slice(shown).map(({ key }) => key);
  }

  show() {
    if (this.less.some((key) => held[key]?.length)) this.more.open = true;
    this.fields.forEach((field) => field.show());
  }

  // Gives each option's name with the number of schools it would hold, and its former names.
  options(key) {
    const address = form.lists.replace("KEY", key);
    if (!offered.has(address)) {
      if (offered.size > 20) offered.clear();
      offered.set(address, fetch(here(address)).then((answer) => answer.ok ? answer.json() : []));
    }
    return offered.get(address).catch(() => (offered.delete(address), []));
  }
}

// A list of schools, which is pasted elsewhere: here it is only told and taken off.
class Listed {
  constructor(form, parent, { key, label }) {
    Object.assign(this, { form, key });
    this.root = parent.appendChild(made("div", "filter-field"));
    this.root.append(made("span", "", label), this.box = made("div", "filter-box"));
  }

  show() {
    const values = held[this.key] ?? [];
    this.root.hidden = !values.length;
    this.box.replaceChildren(...values.map((value) =>
      chip(value, () => choose(this.form, this.key, []))));
  }
}

class Switch {
  constructor(form, parent, { key, label, help }) {
    Object.assign(this, { form, key, label });
    const row = parent.appendChild(made("label", "filter-switch"));
    row.title = help;
    this.box = row.appendChild(made("input"));
    this.box.type = "checkbox";
    this.box.onchange = () => choose(form, key, this.box.checked ? [label] : []);
    row.append(made("span", "", label));
    this.number = row.appendChild(made("span", "count"));
  }

  show() {
    this.box.checked = Boolean(held[this.key]?.length);
    if (this.box.closest("details").open) this.count();
  }

  async count() {
    const [[, number]] = await this.form.options(this.key).then((found) => found.length ? found : [[]]);
    this.number.replaceChildren(...counted(number));
  }
}

// A combobox of several choices: the list shows what the text typed is found in.
class Field {
  constructor(form, parent, { key, label, help }) {
    Object.assign(this, { form, key, label });
    const id = `filter-${key}`;
    this.root = parent.appendChild(made("div", "filter-field"));
    const name = this.root.appendChild(made("label", "", label));
    name.htmlFor = id;
    this.box = this.root.appendChild(made("div", "filter-box"));
    this.input = this.box.appendChild(made("input"));
    this.list = this.root.appendChild(made("ul"));
    if (help) {
      const words = this.root.appendChild(made("small", "", help));
      words.id = `${id}-help`;
      this.input.setAttribute("aria-describedby", words.id);
    }
    Object.assign(this.input, { id, type: "text", autocomplete: "off", spellcheck: false });
    set(this.input, { role: "combobox", "aria-autocomplete": "list", "aria-expanded": false,
      "aria-controls": `${id}-list` });
    set(this.list, { id: `${id}-list`, role: "listbox", "aria-multiselectable": true,
      "aria-label": label, tabindex: -1 });
    this.list.hidden = true;
    this.input.oninput = () => (this.turn = this.open().then(() => this.find()));
    this.input.onkeydown = (event) => this.key_down(event);
    this.box.onclick = (event) => event.target.closest("button") || this.press();
    this.root.addEventListener("focusout", ({ relatedTarget }) =>
      this.root.contains(relatedTarget) || this.close());
    this.list.onpointerdown = (event) => event.preventDefault();
    this.list.onclick = ({ target }) => this.toggle(target.closest("[role=option]"));
  }

  get values() {
    return held[this.key] ?? [];
  }

  press() {
    this.input.focus();
    if (this.list.hidden) this.open();
    else this.close();
  }

  show() {
    if (!this.shown || !same(this.shown, this.values)) {
      this.shown = this.values;
      const chips = [...this.box.querySelectorAll("button")];
      const lost = chips.includes(document.activeElement);
      chips.forEach((one) => one.remove());
      this.input.before(...this.values.map((name) =>
        chip(name, () => this.take_off(name))));
      if (lost) this.input.focus();
      this.input.placeholder = this.values.length ? "" : "All";
    }
    if (!this.list.hidden) this.offer();
  }

  take_off(name) {
    choose(this.form, this.key, this.values.filter((one) => one !== name));
  }

  toggle(option) {
    if (!option?.dataset.name) return;
    const { name } = option.dataset;
    if (this.values.includes(name)) this.take_off(name);
    else choose(this.form, this.key, [...this.values, name]);
    if (this.input.value) {
      this.input.value = "";
      this.find();
    }
    this.point(option);
  }

  async open() {
    if (!this.list.hidden) return;
    this.list.hidden = false;
    set(this.input, { "aria-expanded": true });
    set(this.list, { "aria-busy": true });
    this.list.replaceChildren(said("Fetching the list"));
    this.offered = undefined;
    await this.offer();
  }

  close() {
    this.list.hidden = true;
    this.input.value = "";
    set(this.input, { "aria-expanded": false });
    this.point();
  }

  // Writes the options, or what has changed of them: which are chosen, and their counts.
  async offer() {
    const found = await this.form.options(this.key);
    if (this.list.hidden) return;
    const names = JSON.stringify(found.map(([name]) => name));
    if (this.offered !== names) {
      this.offered = names;
      this.list.replaceChildren(...found.map(([name, , ...former], at) =>
        option(`${this.list.id}-${at}`, name, former)));
      set(this.list, { "aria-busy": false });
      this.list.append(this.none = said(found.length
        ? "No option with this name" : "The list could not be loaded. Try again."));
      this.find();
    }
    found.forEach(([name, number], at) => {
      set(this.list.children[at], { "aria-selected": this.values.includes(name) });
      this.list.children[at].lastChild.replaceChildren(...counted(number));
    });
  }

  find() {
    const typed = this.input.value.trim().toLowerCase();
    const options = [...this.list.querySelectorAll("[data-name]")];
    const answers = (name) => name.toLowerCase().includes(typed);
    for (const one of options) {
      const { name } = one.dataset;
      const former = answers(name) ? undefined : one.former.find(answers);
      one.hidden = !former && !answers(name);
      if (one.former.length) one.firstChild.textContent = former ? `${name}, formerly ${former}` : name;
    }
    if (this.none) this.none.hidden = options.some((one) => !one.hidden);
    this.point(typed ? options.find((one) => !one.hidden) : undefined);
    if (this.key === "trust" && /\d{3}/.test(typed)) this.find_number(typed, options);
  }

  // Trusts are found by UID and company number too; the server knows how people write them.
  async find_number(typed, options) {
    const address = `${form.lists.replace(/KEY.*/, "numbered.json")}?words=${encodeURIComponent(typed)}`;
    const names = await fetch(here(address)).then((answer) => answer.ok ? answer.json() : []).catch(() => []);
    if (!names.length || this.input.value.trim().toLowerCase() !== typed) return;
    for (const one of options) if (names.includes(one.dataset.name)) one.hidden = false;
    this.none.hidden = true;
    this.point(options.find((one) => !one.hidden));
  }

  point(option) {
    this.list.querySelector(".at")?.classList.remove("at");
    option?.classList.add("at");
    option?.scrollIntoView({ block: "nearest" });
    set(this.input, { "aria-activedescendant": option?.id ?? "" });
  }

  async move(by) {
    if (this.list.hidden) await this.open();
    const options = [...this.list.querySelectorAll("[data-name]:not([hidden])")];
    const at = options.findIndex((one) => one.classList.contains("at"));
    if (options.length) {
      this.point(options[at < 0 ? (by > 0 ? 0 : options.length - 1)
        : (at + by + options.length) % options.length]);
    }
  }

  key_down(event) {
    const keys = {
      ArrowDown: () => this.move(1),
      ArrowUp: () => this.move(-1),
      Enter: () => this.list.hidden ? this.open() : this.toggle(this.list.querySelector(".at")),
      Escape: () => this.close(),
      Backspace: () => this.take_off(this.values.at(-1)),
    };
    const idle = event.key === "Backspace" && (this.input.value || !this.values.length);
    if (!keys[event.key] || idle || (event.key === "Escape" && this.list.hidden)) return;
    event.preventDefault();
    event.stopPropagation();
    // In turn: the list may still be on its way.
    this.turn = Promise.resolve(this.turn).then(keys[event.key]);
  }
}

function option(id, name, former) {
  const one = made("li");
  Object.assign(one, { id, former });
  one.dataset.name = name;
  set(one, { role: "option" });
  one.append(made("span", "", name), made("span", "count"));
  return one;
}

// Words in place of options: a list box may hold nothing but options.
function said(words) {
  const one = made("li", "none", words);
  set(one, { role: "option", "aria-disabled": true });
  return one;
}

function chip(value, take_off) {
  const button = made("button", "chip");
  const name = shownAs[value] ?? value;
  Object.assign(button, { type: "button", ariaLabel: `Remove ${name}`, onclick: take_off });
  button.append(made("span", "", name));
  return button;
}

function counted(number) {
  if (number === undefined) return [];
  return [written(number), made("span", "unseen", number === 1 ? " school" : " schools")];
}

function made(tag, name = "", text = "") {
  const element = document.createElement(tag);
  if (name) element.className = name;
  element.textContent = text;
  return element;
}

const set = (element, words) => Object.entries(words).forEach(([name, value]) =>
  element.setAttribute(name, value));
const same = (one, other) => one.length === other.length && one.every((value, at) => value === other[at]);
