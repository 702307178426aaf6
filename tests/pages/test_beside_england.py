import datetime as dt
import re

import pytest

from alliance.analysis.filters import ENGLAND_RULE, Filter, narrow
from alliance.history import as_at

DAY = dt.date(2018, 10, 1)
DONCASTER = {"region": "", "area": "Doncaster", "day": DAY.isoformat()}


def opened(visit, name, **query):
    page = visit(**DONCASTER, **query)
    return page if name == "explore" else page.switch_page(f"../../../pages/{name}.py").run()


def englands(page, label):
    """Give what stands for England under the figure of this name."""
    figures = next(h.proto.body for h in page.get("html") if 'class="figures' in h.proto.body)
    cell = re.search(rf"<dt>{label}</dt><dd>(.*?)</dd>", figures)[1]
    return re.search(r"England ([\d,.%]+)", cell)[1]


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        ({}, {}),
        ({"grade": "Inadequate"}, {"grades": (4,)}),
        ({"phase": "Secondary"}, {"phases": ("Secondary",)}),
        ({"type": "Community school"}, {"types": ("Community school",)}),
    ],
)
def test_england_is_the_same_beside_a_figure_of_every_page(visit, history, query, kept):
    schools = f"{len(narrow(as_at(history, DAY), Filter(DAY, **kept))):,}"
    for name in ("explore", "overview"):
        page = opened(visit, name, **query)
        assert englands(page, "Schools") == schools
        told = "\n".join(caption.value for caption in page.caption)
        assert told.count(ENGLAND_RULE) == (1 if query else 0)
