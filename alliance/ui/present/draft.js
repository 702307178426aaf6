// Keeps what is typed in a form in this window, letter by letter, so that a reload does not lose
// it: it goes to nobody else, and is gone with the window or once it is saved.
const PLACE = "draft of ";
const given = new Set(); // forms that were drawn since the page was loaded
let now = null; // the form on the screen
let listening = false;

const boxOf = (form, name) =>
  "." + `st-key-${form} ${name}`.replace(/[^a-zA-Z0-9_-]/g, "-") + " :is(textarea, input)";
const isBlank = ({ words, id }) => id === null && !Object.values(words).some(Boolean);

function keep() {
  try {
    if (isBlank(now)) sessionStorage.removeItem(PLACE + now.form);
    else sessionStorage.setItem(PLACE + now.form, JSON.stringify(now));
  } catch {
    // A window that may keep nothing loses what was typed with a reload, as it would without this.
  }
}

function kept(form) {
  try {
    return JSON.parse(sessionStorage.getItem(PLACE + form));
  } catch {
    return null;
  }
}

function heard({ target }) {
  const name = now.typed.find((one) => target.matches(boxOf(now.form, one)));
  if (name === undefined) return;
  now.words[name] = target.value;
  keep();
}

export default function ({ data, setTriggerValue }) {
  const isNew = !given.has(data.form);
  given.add(data.form);
  now = { ...data, words: { ...data.words } };
  // What is being typed has not been told yet.
  const writing = data.typed.find((one) => document.activeElement?.matches(boxOf(data.form, one)));
  if (writing !== undefined) now.words[writing] = document.activeElement.value;
  if (!listening) document.addEventListener("input", heard);
  listening = true;
  const before = isNew && isBlank(now) ? kept(data.form) : null;
  if (before) setTriggerValue("kept", { words: before.words, id: before.id, version: before.version });
  else keep();
}
