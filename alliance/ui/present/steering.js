// Keeps the right to steer a meeting in the presenter's own browser, so that neither a reload nor a
// window that was closed loses it: it goes to nobody else, and is gone once the meeting is over. A
// window keeps its own meeting; a new one takes up the last that was begun in this browser, or the
// one whose address was opened to steer it from here. Behind the # the key reaches no server.
const PLACE = "meeting steered";
const HANDED = /^#steer=([A-Z0-9]+)\.([A-Za-z0-9_-]+)$/;

function handed() {
  const [, code, key] = HANDED.exec(location.hash) ?? [];
  if (!code) return null;
  history.replaceState(history.state, "", location.pathname + location.search);
  return { code, key };
}

const kept = (storage) => JSON.parse(storage.getItem(PLACE));

export default function ({ data, setTriggerValue }) {
  try {
    const both = [sessionStorage, localStorage];
    if (data.code) {
      for (const one of both) one.setItem(PLACE, JSON.stringify({ code: data.code, key: data.key }));
    } else if (data.over) {
      for (const one of both) if (kept(one)?.code === data.over) one.removeItem(PLACE);
    } else {
      const found = handed() ?? kept(sessionStorage) ?? kept(localStorage);
      if (found?.code && found?.key) setTriggerValue("kept", found);
    }
  } catch {
    // A browser that may keep nothing loses the right with a reload, as it would without this.
  }
}
