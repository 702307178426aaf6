// Draws the pictures that a file wants, one after another, with what draws the page's own maps and
// charts, and sends each to its address. A bar tells how far it is.
import { picture as chart } from "./chart.js";
import { picture as map } from "./live_map.js";

const PATIENCE_MS = 60000;
let atWork;

export default function ({ data, parentElement, setTriggerValue }) {
  const bar = parentElement.querySelector("progress") ?? laid(parentElement);
  if (atWork?.to !== data.to) {
    atWork = { to: data.to };
    work(atWork, data, bar).then(
      () => atWork.to === data.to && setTriggerValue("came", data.to),
      (fault) => atWork.to === data.to && setTriggerValue("failed", `${fault.message}`),
    );
  }
  return () => { atWork = undefined; };
}

async function work(own, { to, wanted, scenes }, bar) {
  for (const [at, one] of wanted.entries()) {
    tell(bar, at, wanted.length, `Drawing scene ${one.scene} of ${scenes}`);
    const body = await within(one.kind === "map" ? map(one) : chart(one));
    if (atWork !== own) return;
    const answer = await fetch(`${to}/${at}`, { method: "POST", body });
    if (!answer.ok) throw new Error(await answer.text());
  }
  tell(bar, wanted.length, wanted.length, "Putting the file together");
}

// A tab that is out of sight draws nothing until it is looked at again.
function within(drawing) {
  let timer;
  const late = new Promise((_, fail) => {
    const look = () => {
      if (document.hidden) timer = setTimeout(look, PATIENCE_MS);
      else fail(new Error("a picture took over a minute"));
    };
    timer = setTimeout(look, PATIENCE_MS);
  });
  return Promise.race([drawing, late]).finally(() => clearTimeout(timer));
}

function laid(parent) {
  const label = parent.appendChild(document.createElement("label"));
  label.className = "pictures-bar";
  label.append(document.createElement("span"), document.createElement("progress"));
  return label.lastChild;
}

function tell(bar, value, max, words) {
  Object.assign(bar, { value, max });
  bar.previousSibling.textContent = words;
}
