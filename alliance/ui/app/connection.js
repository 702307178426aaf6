// Says in our words that the server does not answer, and what to do, in the place of Streamlit's
// dialog, which asks for a terminal. The page goes on by itself when the server is back.
const STATE = "data-test-connection-state";
const DIALOG = "[role=dialog]";
const MOMENT_MS = 1500;
const WORDS = "The connection to the server is lost. This page goes on by itself when it is back.";
let met = false;
let waiting;

function line() {
  const made = document.createElement("div");
  made.className = "connection-lost";
  made.setAttribute("role", "alert");
  made.append(Object.assign(document.createElement("p"), { textContent: WORDS }));
  const again = made.appendChild(Object.assign(document.createElement("button"),
    { textContent: "Reload the page", type: "button" }));
  again.onclick = () => location.reload();
  return made;
}

function look() {
  const state = document.querySelector(`[${STATE}]`)?.getAttribute(STATE);
  if (!state) return;
  const lost = met && state !== "CONNECTED";
  met ||= state === "CONNECTED";
  const there = document.querySelector(".connection-lost");
  if (!lost) {
    clearTimeout(waiting);
    waiting = undefined;
    there?.remove();
    return;
  }
  closeTheirs();
  // Who follows a presentation is told by that page itself; and a moment is not worth a word.
  if (there || document.querySelector(".follow-lost")) return;
  waiting ??= setTimeout(() => {
    waiting = undefined;
    if (document.querySelector(`[${STATE}]`)?.getAttribute(STATE) !== "CONNECTED") {
      document.body.append(line());
    }
  }, MOMENT_MS);
}

// Closed once, it does not come again.
function closeTheirs() {
  const theirs = [...document.querySelectorAll(DIALOG)]
    .find((one) => one.textContent.startsWith("Connection error"));
  theirs?.querySelector("button")?.click();
}

new MutationObserver(look).observe(document.documentElement,
  { subtree: true, childList: true, attributes: true, attributeFilter: [STATE] });
