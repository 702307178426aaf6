"""What scenes of the sources show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alliance.analysis.filters import Filter
from alliance.current.state import current_history, state_on
from alliance.text.words import count, counted, day_in_words
from alliance.views.caption_facts import facts_of
from alliance.views.content import Content
from alliance.views.data.provenance import FACTS, facts_reproduced
from alliance.views.table_rows import table_shown

if TYPE_CHECKING:
    from collections.abc import Callable

    from alliance.views.content import Showing
    from alliance.views.page_address import PageAddress


FACTS_SHOWN = ("what", "day", "in_print", "here", "verdict")


def data(address: PageAddress, showing: Showing) -> Callable[[], Content]:
    """Return the published figures beside those that the history gives."""
    address.filter()

    def content() -> Content:
        history, table = current_history(), facts_reproduced()
        tried = table["holds"].dropna()
        facts = {"reproduced": count(int(tried.sum())), "published": count(len(tried))}
        return Content(
            title="Where the figures come from",
            caption="",
            sentence=f"{counted(len(history.sources), 'published file', 'published files')} · "
            f"{day_in_words(history.first_day)} to {day_in_words(history.last_day)}",
            tables=(
                table_shown(
                    "Published figures reproduced",
                    table,
                    {name: FACTS[name] for name in FACTS_SHOWN},
                ),
            ),
            facts=facts_of(state_on(history.default_day), Filter(history.default_day)) | facts,
        )

    return content
