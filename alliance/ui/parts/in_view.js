// Stands where something costly will be drawn, and tells the page when the reader comes to it.

// Streamlit sends what is told within one turn of the browser's loop together, and then draws one
// place alone: two places that come into view at once are told one after the other.
let told = Promise.resolve();
const turn = () => new Promise((next) => setTimeout(next));
const inTurn = (tell) => { told = told.then(turn).then(tell).then(turn); };

// A click goes first: what is told right after it stops the run that the click began, perhaps
// before that has taken the click, which is then lost.
const PAUSE_MS = 300;
let clicked = -Infinity;
document.addEventListener("click", () => { clicked = performance.now(); }, true);
const afterClicks = async () => {
  for (let left; (left = clicked + PAUSE_MS - performance.now()) > 0;) {
    await new Promise((next) => setTimeout(next, left));
  }
};

// What is told while the server has just begun to answer another may be lost: it is told again.
const AGAIN_MS = 1500;

export default function ({ data, parentElement, setTriggerValue }) {
  const place = parentElement.querySelector(".in-view")
    ?? parentElement.appendChild(Object.assign(document.createElement("div"), { className: "in-view" }));
  place.style.minHeight = `${data.height}px`;
  const button = Object.assign(document.createElement("button"), { textContent: data.label });
  const seen = () => setTriggerValue("seen", true);
  button.onclick = () => inTurn(seen);
  place.replaceChildren(button);
  // Drawn again, perhaps in a part of the page that now goes by another name: only the last tells.
  place.watch?.disconnect();
  const watch = place.watch = new IntersectionObserver((entries) => {
    if (!entries.some((entry) => entry.isIntersecting)) return;
    watch.disconnect();
    inTurn(async () => {
      await afterClicks();
      if (!waits()) return;
      seen();
      setTimeout(tellAgain, AGAIN_MS);
    });
  });
  const waits = () => place.watch === watch && place.isConnected;
  const tellAgain = () => {
    if (!waits()) return;
    const running = document.querySelector("[data-test-script-state=running]");
    if (running) setTimeout(tellAgain, AGAIN_MS);
    else watch.observe(place);
  };
  watch.observe(place);
  return () => place.watch.disconnect();
}
