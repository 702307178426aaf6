"""Tables as text: what a cell says, and the table of the browser's own that it stands in."""

import datetime as dt

import pandas as pd
import pytest
from lxml import html

from alliance.ui.parts.plain_table import _html
from alliance.ui.parts.table import as_shown
from alliance.views.cells import cells
from alliance.views.columns import Column
from alliance.views.table_rows import table_shown

DAY = dt.date(2017, 11, 14)


@pytest.mark.parametrize(
    ("values", "kind", "told"),
    [
        ([1234.0, None], "count", ["1,234", "–"]),
        ([138248], "number", ["138248"]),
        ([86.24, None], "percent", ["86.2%", "–"]),
        ([12.44], "km", ["12.4 km"]),
        ([-0.126], "number2", ["-0.13"]),
        ([DAY, None], "day", ["14 November 2017", "–"]),
        (pd.to_datetime([DAY, None]), "day", ["14 November 2017", "–"]),
        ([True, False], "", ["Yes", "No"]),
        (["A & B", None], "", ["A & B", "–"]),
        (
            pd.Categorical(["Good", None], ["Outstanding", "Good"], ordered=True),
            "rank",
            ["Good", "–"],
        ),
    ],
)
def test_a_cell_is_written_as_people_write_it(values, kind, told):
    assert cells(pd.Series(values), Column("Any", kind=kind)) == told


def test_a_plain_table_has_every_row_headings_with_scope_and_days_in_words():
    rows = pd.DataFrame(
        {
            "name": ["<b>One</b>", "Two"],
            "day": [DAY, None],
            "at": ["https://www.example.org/a", "javascript:alert(1)"],
        }
    )
    columns = {
        "name": Column("School"),
        "day": Column("Opened", "The first day", "day"),
        "at": Column("Page", kind="link"),
    }
    table = html.fromstring(_html(rows, columns, "Schools", "-day", opens=True))
    assert table.xpath("//caption/text()") == ["Schools"]
    assert table.xpath("//th[@scope='col']/text()") == ["School", "Opened", "Page"]
    assert table.xpath("//th[@aria-sort]/@aria-sort") == ["descending"]
    assert table.xpath("//tbody//th[@scope='row']/button/text()") == ["<b>One</b>", "Two"]
    assert table.xpath("//tbody//td[1]/text()") == ["14 November 2017", "–"]
    assert table.xpath("//a/@href") == ["https://www.example.org/a"]
    assert not html.fromstring(_html(rows, columns, "Schools", "day", opens=False)).xpath(
        "//button"
    )


@pytest.mark.parametrize(("kind", "shown"), [("number1", "0.0"), ("number2", "0.00")])
def test_what_is_shown_as_none_has_no_sign_on_any_table(kind, shown):
    column, values = Column("Difference", kind=kind), pd.Series([-0.004, -1.26])
    assert cells(values, column)[0] == shown
    written = table_shown("A table", pd.DataFrame({"gap": values}), {"gap": column})
    assert str(written.rows.iloc[0, 0]) == shown
    drawn = as_shown(values, column)
    assert f"{drawn[0]:.2f}" == "0.00"
    assert drawn[1] == round(-1.26, len(shown) - 2)
