// Writes the number of schools beside each option of the open list, and beside the switch.
// It stands in a style sheet, keyed by the option's place, so that names in lists and in the
// address stay as they are. Nobody sees it before a list is opened: it waits for a quiet moment.
const written = new Intl.NumberFormat("en-GB").format;
let waiting;

export default function ({ data }) {
  clearTimeout(waiting);
  waiting = setTimeout(() => write(data), 150);
}

function write(data) {
  const id = "option-counts";
  const sheet = document.getElementById(id) ?? document.head.appendChild(
    Object.assign(document.createElement("style"), { id }));
  const rules = [];
  for (const [label, counts] of Object.entries(data.lists)) {
    counts.forEach((count, place) => rules.push(
      `[role=listbox][aria-label="${CSS.escape(label)}"] [role=option][data-key="${place}"]::after`
      + `{content:"${written(count)}"/", ${written(count)} schools"}`));
  }
  for (const [key, count] of Object.entries(data.switches)) {
    rules.push(`.st-key-${key} label::after{content:"${written(count)}"/", ${written(count)} schools"}`);
  }
  sheet.textContent = rules.join("\n");
}
