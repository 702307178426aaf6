"""When a page of the app may be read, pressed or looked over: nothing runs and nothing moves."""

import os

PATIENCE_S = int(os.environ.get("ALLIANCE_TESTS_PATIENCE_S", "20"))

# Says of each page whether it waits for a word from its server: what was pressed is asked for at
# once, but the run that it begins is known of only when the server tells.
_LISTEN = """
(() => {
  const send = WebSocket.prototype.send;
  WebSocket.prototype.send = function (...words) {
    window.unanswered = true;
    this.addEventListener('message', () => { window.unanswered = false; }, { once: true });
    this.addEventListener('close', () => { window.unanswered = false; }, { once: true });
    return send.apply(this, words);
  };
})();
"""
# What a run is about to change is pale until it ends, and colours of a pale text are not its own.
# A place in view asks for what will stand there. What moves with scrolling alone stands still here.
# A part that comes into being may do any of this a little later, so quiet has to last: frames are
# counted, not time, for a busy browser lets time go by without one. A part whose script is still on
# its way has a skeleton in its place, and one that comes changes how many elements there are.
_QUIET = """
async () => {
  const inView = (place) => {
    const box = place.getBoundingClientRect();
    return box.height > 0 && box.bottom > 0 && box.top < innerHeight;
  };
  const busy = () => window.unanswered
    || document.querySelector(
      '[data-test-script-state=running], [data-stale=true], [data-testid=stSkeleton]')
    || [...document.querySelectorAll('.in-view')].some(inView)
    || document.getAnimations().some((one) => one.playState === 'running'
      && one.timeline === document.timeline
      && one.effect.getComputedTiming().iterations !== Infinity);
  let many = 0;
  for (let quiet = 0; quiet < 8; quiet += 1) {
    await new Promise(requestAnimationFrame);
    const before = many;
    many = document.getElementsByTagName('*').length;
    if (busy() || many !== before) quiet = 0;
  }
  return true;
}
"""
# Comes to the first place where something is drawn only then; tells whether there is one.
_COME_TO = """
() => {
  const place = document.querySelector('.in-view');
  place?.scrollIntoView();
  return Boolean(place);
}
"""
# What is no page of the app is there at once.
_DRAWN = """
() => !document.querySelector('#root') || document.querySelector(
    '[data-test-script-state=notRunning] [data-testid=stMain] [data-testid=stElementContainer]')
"""


def listening(context):
    """Have the pages of a browser say what they wait for; give the browser."""
    context.add_init_script(_LISTEN)
    return context


def drawn(page):
    """Wait until a page that was just opened has been drawn to its end.

    An assertion that is not true yet is tried again only after up to a second; this at each frame.
    """
    page.wait_for_function(_DRAWN)


def settled(page):
    """Wait until no run of the page goes on, nothing of it is pale and nothing moves."""
    page.wait_for_function(_QUIET)


def all_come_to(page):
    """Have drawn, too, what is drawn once a reader comes to it."""
    settled(page)
    while page.evaluate(_COME_TO):
        settled(page)
