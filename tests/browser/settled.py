"""When a page of the app may be read, pressed or looked over: nothing runs and nothing moves."""

# A part that comes into being may start a run of its own, so quiet has to last: frames are
# counted, not time, for a busy browser lets time go by without one. What a run is about to change
# is pale until it ends, and colours of a pale text are not its own.
_QUIET = """
async () => {
  const busy = () => document.querySelector('[data-test-script-state=running], [data-stale=true]')
    || document.getAnimations().some((one) => one.playState === 'running'
      && one.effect.getComputedTiming().iterations !== Infinity);
  for (let quiet = 0; quiet < 20; quiet += 1) {
    await new Promise(requestAnimationFrame);
    if (busy()) quiet = 0;
  }
  return true;
}
"""


def settled(page):
    """Wait until no run of the page goes on, nothing of it is pale and nothing moves."""
    page.wait_for_function(_QUIET)
