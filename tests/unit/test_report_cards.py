"""The list of report cards, as it is published."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from alliance.sources.ofsted.management_columns import is_known
from alliance.sources.ofsted.management_information import REPORT_CARDS_2026, report_cards_2026
from alliance.sources.ofsted.report_cards import CARD_GRADES, NO_AREA, SAFEGUARDING
from alliance.sources.tables.inbox import Inbox

PUBLISHED = Path(__file__).parent.parent / "published"
SPELT = {
    "personal_development_and_wellbeing": "personal_development",
    "post-16_provision": "post_16",
    "safeguarding_standards": "safeguarding",
}
"""Columns of the list that are called otherwise than the fields they are read into."""


def test_every_word_of_every_area_is_read_as_it_stands() -> None:
    given = pd.read_csv(PUBLISHED / REPORT_CARDS_2026, dtype="str").set_index("urn")
    assert [column for column in given if not is_known(column)] == []
    worded = given.loc[:, given.isin([*CARD_GRADES, *SAFEGUARDING]).any()]
    assert "early_years" in worded
    cards = report_cards_2026(Inbox(PUBLISHED))
    cards = cards.set_index(cards["urn"].astype("str")).sort_index()
    expected = worded.rename(columns=SPELT).replace(NO_AREA, "").fillna("").sort_index()
    read = cards[list(expected.columns)].fillna("").astype("str")
    assert read.to_numpy().tolist() == expected.to_numpy().tolist()
