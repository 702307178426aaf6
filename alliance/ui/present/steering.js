// Keeps the right to steer a meeting in the presenter's own window, so that a reload does not lose
// it: it goes to nobody else, and is gone with the window.
const PLACE = "meeting steered";

export default function ({ data, setTriggerValue }) {
  try {
    if (data.code) {
      sessionStorage.setItem(PLACE, JSON.stringify({ code: data.code, key: data.key }));
    } else if (data.over) {
      sessionStorage.removeItem(PLACE);
    } else {
      const kept = JSON.parse(sessionStorage.getItem(PLACE));
      if (kept?.code && kept?.key) setTriggerValue("kept", kept);
    }
  } catch {
    // A window that may keep nothing loses the right with a reload, as it would without this.
  }
}
