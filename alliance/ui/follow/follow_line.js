// A line on every page for whoever has wandered off from a presentation: one press leads back.
import { here } from "./here.js";
const FOLLOW = "/follow";

function line(code) {
  const made = (kind, words, more) => Object.assign(document.createElement(kind), { textContent: words, ...more });
  const bar = made("aside", "", { className: "follow-line", ariaLabel: "The presentation you follow" });
  const stop = made("button", "Stop following", { type: "button" });
  stop.onclick = () => {
    sessionStorage.removeItem("following");
    bar.remove();
  };
  bar.append(
    made("span", "You follow a presentation"),
    made("a", "Back to the presenter", { href: `${here(FOLLOW)}?code=${encodeURIComponent(code)}` }),
    stop,
  );
  return bar;
}

const code = sessionStorage.getItem("following");
if (code && !location.pathname.endsWith(FOLLOW)) document.body.append(line(code));
