// What the app is, told on a first visit until it is closed, and afterwards when it is asked for.
import { here } from "./here.js";
const CLOSED = "about closed";

export default function ({ parentElement, data }) {
  const button = parentElement.querySelector(".open");
  const card = parentElement.querySelector(".card");
  card.replaceChildren(...contents(data, () => close(true)));
  card.ontoggle = ({ newState }) => button.setAttribute("aria-expanded", newState === "open");
  button.onclick = () => {
    if (card.matches(":popover-open")) return close(false);
    card.showPopover();
    card.querySelector("a").focus();
  };
  const escape = (event) => event.key === "Escape" && card.matches(":popover-open") && close(true);
  document.addEventListener("keydown", escape);
  if (!wasClosed() && !card.matches(":popover-open")) card.showPopover();
  return () => document.removeEventListener("keydown", escape);

  function close(refocus) {
    const within = refocus && card.contains(parentElement.activeElement ?? document.activeElement);
    card.hidePopover();
    if (within) button.focus();
    try {
      localStorage.setItem(CLOSED, "true");
    } catch {
      // A browser that keeps nothing is told again on its next visit.
    }
  }
}

function wasClosed() {
  try {
    return localStorage.getItem(CLOSED) !== null;
  } catch {
    return true;
  }
}

function contents({ title, words, steps, story, privacy }, close) {
  const head = made("h2", title);
  head.id = "about";
  const list = made("ol");
  list.append(...steps.map((step) => made("li", step)));
  const row = made("div");
  row.className = "row";
  const watch = made("a", "Watch the story");
  watch.href = here(story);
  const privately = made("a", "Privacy");
  privately.href = here(privacy);
  const done = made("button", "Close");
  Object.assign(done, { type: "button", onclick: close });
  row.append(watch, privately, done);
  return [head, ...words.map((said) => made("p", said)), list, row];
}

function made(tag, text = "") {
  const element = document.createElement(tag);
  element.textContent = text;
  return element;
}
