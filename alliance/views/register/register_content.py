"""What scenes of the register of support show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alliance.current.state import current_history
from alliance.register.register_vocabulary import ARRANGEMENTS
from alliance.text.words import count, counted
from alliance.views.content import Content
from alliance.views.register import supports
from alliance.views.register.supports import (
    columns_of,
    every_support,
    figures_of_supports,
    of_recipients,
)
from alliance.views.table_rows import table_shown

if TYPE_CHECKING:
    from collections.abc import Callable

    from alliance.analysis.filters import Filter
    from alliance.views.content import Showing
    from alliance.views.page_address import PageAddress


REGISTER_SHOWN = (
    "Illustrative",
    "Supporter's name",
    "Recipient",
    "Theme",
    "Status",
    "Start in words",
    "Recipient's local authority",
)


def register(address: PageAddress, showing: Showing) -> Callable[[], Content]:
    """Return what the register of support holds."""
    chosen = address.filter()
    return lambda: _supports(chosen, showing)


def _supports(chosen: Filter, showing: Showing) -> Content:
    table = of_recipients(every_support(), chosen)
    if showing.redacted:
        # What people wrote may name a school: only what the history names is shown.
        names = current_history().schools.set_index("urn")["name"]
        table = table.assign(
            Recipient=table["Recipient URN"].map(names),
            **{
                "Supporter's name": table["Supporter's name"].where(
                    table["Supporter kind"] == "Trust", table["Supporter kind"]
                )
            },
        )
    columns = columns_of(table)
    invented = int((table["Illustrative"] == "Yes").sum())
    return Content(
        title="Who supports whom, as recorded",
        caption="",
        sentence=supports.register_sentence(chosen),
        figures=tuple(figures_of_supports(table)),
        tables=()
        if table.empty
        else (
            table_shown(
                "Support",
                table,
                {name: columns[name] for name in REGISTER_SHOWN if name in columns},
                "-Start in words",
            ),
        ),
        facts={"supports": count(len(table)), "illustrative": count(invented)},
        warnings=(
            f"Example data: {counted(invented, *ARRANGEMENTS)} made up to show how the register "
            "works.",
        )
        if invented
        else (),
        sources="The register of support kept in this app",
    )
