"""What a period counts, and that pages say so: from one day to another, both; after a day, not."""

import datetime as dt
import re

from alliance.analysis.figures.changes import changes
from alliance.analysis.filters import Filter
from alliance.analysis.flows.transfers import transfers

START, END = dt.date(2017, 10, 1), dt.date(2018, 10, 1)
SAID = "1 October 2017 to 1 October 2018, both days counted"


def words(page):
    said = [*page.header, *page.markdown, *page.caption]
    return "\n".join(one.value for one in said)


def test_explore_tells_the_moves_drawn_from_those_in_the_table_only(visit, history):
    page = visit(region="", show=["Transfers"], since=START.isoformat(), until=END.isoformat())
    moves = transfers(history, START, END)
    drawn = int((moves["kind"] == "transfer").sum())
    told = words(page)
    assert f"Drawn: {drawn} academies that moved from one trust to another" in told
    assert f"{SAID}. {len(moves) - drawn} moves of other kinds" in told
    heading = next(m.value for m in page.markdown if m.value.endswith(SAID))
    assert f"{drawn} transfers, drawn on the map" in heading
    numbers = [int(n) for n in re.findall(r"(\d+) [a-z]", heading.removesuffix(SAID))]
    assert sum(numbers) == len(moves) > drawn


def test_what_changed_begins_after_the_day_that_is_compared_with_and_says_so(visit, history):
    page = visit(region="", day=END.isoformat(), changed=START.isoformat())
    page = page.switch_page("../../../pages/overview.py").run()
    told = words(page)
    assert "Changes from 2 October 2017 to 1 October 2018" in told
    found = changes(history, Filter(END), START, END).transfers
    since = transfers(history, START + dt.timedelta(days=1), END)
    assert len(found) == len(since) < len(transfers(history, START, END))
