"""How soon each page stands there, and answers the filter, beside a bare Streamlit page.

A page *stands* when its title and the sentence under it are there and the browser has begun the
frame after; it has *answered* when, after all of England loses a phase, its main part changes no
more and the browser has begun the frame after the last change. The bare page is held to the same.
"""

from __future__ import annotations

import statistics
import tempfile
from collections import defaultdict
from pathlib import Path
from typing import Any

from alliance.settings import ROOT
from tests.bench.measure import (
    BARE_PAGE,
    ENGLAND,
    PHASES,
    browser_page,
    playing,
    serving,
    take_off,
)
from tests.bench.watch import PATIENCE_MS, QUIET_MS

PAGES = ("", "overview", "opportunity_areas", "trusts", "schools", "data")
LIMITS = {"first paint": 2.0, "filter change": 1.6}
_BARE = "the bare page"

# Resolves with the time at which a text in the main part is there and the next frame has begun.
STANDS = """
async (where) => {
  const frame = () => new Promise(requestAnimationFrame);
  while (!document.querySelector(where)) await frame();
  await frame();
  return performance.now();
}
"""
# Notes the frame after each change of the main part. What stands inside a canvas is not seen: the
# words that a table keeps there for screen readers follow a fifth of a second after the table.
FOLLOW = """
() => {
  window.changed = 0;
  addEventListener('keydown', () => window.acted = performance.now(), true);
  const seen = ({ target }) => !(target.closest ?? (() => null)).call(target, 'canvas')
    && !target.parentElement?.closest('canvas');
  new MutationObserver((changes) => changes.some(seen)
    && requestAnimationFrame(() => window.changed = performance.now()))
    .observe(document.querySelector('[data-testid=stMain]'),
      { subtree: true, childList: true, characterData: true });
}
"""
# Resolves with the milliseconds from the last key to the frame after the last change.
ANSWERED = """
async () => {
  const started = performance.now();
  const frame = () => new Promise((done, fail) => requestAnimationFrame(() =>
    performance.now() - started < PATIENCE ? done() : fail(Error('nothing changed'))));
  while (window.changed < window.acted) await frame();
  // What shows at once what was asked for must not hide that the answer is still to come.
  let running = performance.now();
  while (performance.now() - Math.max(window.changed, running) < QUIET) {
    if (document.querySelector('[data-test-script-state=running]')) running = performance.now();
    await frame();
  }
  return window.changed - window.acted;
}
""".replace("QUIET", str(QUIET_MS)).replace("PATIENCE", str(PATIENCE_MS))


def measure_pages(repeats: int = 3) -> dict[str, Any]:
    """Visit each page and a bare one ``repeats`` times, in turn.

    Returns
    -------
    dict
        ``pages``: by page, medians in milliseconds and their ratios to the bare page's;
        ``limits``; ``holds``: by page and measure.

    Raises
    ------
    AllianceError
        Playwright or Chromium is missing, or a page does not come.
    """
    found: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    with tempfile.TemporaryDirectory() as folder, playing() as browser:
        script = Path(folder) / "bare.py"
        script.write_text(BARE_PAGE, "utf-8")
        with serving(ROOT / "app.py") as app, serving(script) as bare:
            for turn in range(repeats + 1):
                # The first turn warms both servers and is not counted.
                into = found if turn else defaultdict(lambda: defaultdict(list))
                _visit_bare(browser, bare, into[_BARE])
                for page in PAGES:
                    _visit(browser, f"{app}/{page}", into[page or "explore"])
    medians = {
        page: {name: round(statistics.median(times), 1) for name, times in held.items()}
        for page, held in found.items()
    }
    bare_times = medians.pop(_BARE)
    ratios = {
        page: {name: round(time / bare_times[name], 2) for name, time in times.items()}
        for page, times in medians.items()
    }
    return {
        "repeats": repeats,
        "bare": bare_times,
        "pages": medians,
        "ratios": ratios,
        "limits": LIMITS,
        "holds": {
            f"{page}, {name}": ratio <= LIMITS[name]
            for page, held in ratios.items()
            for name, ratio in held.items()
        },
    }


def pages_table(found: dict[str, Any]) -> str:
    """Lay the measurements out for reading."""
    lines = [f"{'median of ' + str(found['repeats']):<22}{'first paint':>24}{'filter change':>24}"]
    bare = found["bare"]
    lines.append(f"{'bare page':<22}" + "".join(f"{bare[name]:>21,.0f} ms" for name in LIMITS))
    for page, times in found["pages"].items():
        cells = [f"{times[name]:,.0f} ms {found['ratios'][page][name]:>7}" for name in LIMITS]
        lines.append(f"{page:<22}" + "".join(f"{cell:>24}" for cell in cells))
    missed = [name for name, held in found["holds"].items() if not held]
    lines.append(f"MISS  {'; '.join(missed)}" if missed else "ok    every page within its limits")
    return "\n".join(lines)


def _visit_bare(browser: Any, address: str, into: dict[str, list[float]]) -> None:
    with browser_page(browser) as page:
        page.goto(address)
        into["first paint"].append(page.evaluate(STANDS, "[data-testid=stMarkdown] p"))
        page.wait_for_timeout(QUIET_MS)
        page.evaluate(FOLLOW)
        for _ in PHASES:
            page.locator("[role=slider], input[type=range]").first.focus()
            page.keyboard.press("ArrowRight")
            into["filter change"].append(page.evaluate(ANSWERED))


def _visit(browser: Any, address: str, into: dict[str, list[float]]) -> None:
    with browser_page(browser) as page:
        page.goto(address)
        into["first paint"].append(page.evaluate(STANDS, "h1 ~ *, h1"))
    with browser_page(browser) as page:
        page.goto(address.rstrip("/") + ENGLAND)
        page.evaluate(STANDS, ".st-key-chips button")
        page.wait_for_timeout(3 * QUIET_MS)
        page.evaluate(FOLLOW)
        for phase in PHASES:
            take_off(page, phase)
            into["filter change"].append(page.evaluate(ANSWERED))
