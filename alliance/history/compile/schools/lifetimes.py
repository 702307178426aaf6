"""When each school was open: its first day and the first on which it was open no longer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from alliance.history.compile.memberships.sightings import shown_open
from alliance.history.compile.memberships.spells import DAY, REGISTER_LAG, in_trusts
from alliance.history.compile.schools.kinds import type_group
from alliance.sources.ofsted.listed_schools import NOT_LISTED

if TYPE_CHECKING:
    from alliance.history.compile.inputs import Inputs

LONG_AGO = pd.Timestamp(1900, 12, 31)
# Numbers from here on were given to schools in the order in which they opened.
NUMBERED_IN_ORDER = 130_000
NEIGHBOURS = 21
EARLY, MIDDLE = 0.1, 0.5
# The phase that Ofsted's list leaves out.
COLLEGES = "16 to 19"


def openings(known: pd.DataFrame, given: Inputs) -> pd.DataFrame:
    """Settle ``opened``, and ``opened_after`` where the day lies in an interval.

    Missing for the schools that were open before the records. The order: the stated opening; for
    an academy the first stated joining; for a school that neither the spine nor Ofsted's list of
    2020 names, the closing of the one it replaced, else the date of its link; else a day between
    the openings of the schools with the nearest URNs, for these are given in the order of opening.

    What a list shows outranks a stated opening: a school that replaced one still shown on a list
    opened after that list. Where it is stated to have opened before, the register was late with the
    new number, so the day lies between the stated one and the day after the list. One that Ofsted's
    list, which is complete, does not name yet opened after that.
    """
    seen = given.trust_rows
    first_join = seen.groupby("urn")["stated_join"].min()
    academy = type_group(known["type"]).isin(["Academy", "Free school"])
    opened = known["opened"].where(known["opened"] > LONG_AGO)
    opened = opened.fillna(first_join.reindex(known.index).where(academy))
    replaced = _replaced(known, given.links).reindex(known.index)
    undated = known["undated"] & (known.index >= NUMBERED_IN_ORDER)
    opened = opened.fillna(replaced.where(undated & ~(known["closed"] <= replaced)))
    middle, early = _by_number(opened, undated)
    guessed = opened.isna() & middle.notna() & ~(known["closed"] <= middle)
    opened, opened_after = opened.mask(guessed, middle), early.where(guessed)
    opened, opened_after = _not_before_ofsteds_list(known, opened, opened_after, given)
    shown = in_trusts(seen).groupby("urn")["seen"].agg(["min", "max"])
    links = given.links
    pairs = links[links["kind"] == "replaced"].assign(
        opened=lambda link: link["successor_urn"].map(opened),
        first_seen=lambda link: link["successor_urn"].map(shown["min"]),
        replaced_seen=lambda link: link["predecessor_urn"].map(shown["max"]),
    )
    late = pairs[
        (pairs["opened"] <= pairs["replaced_seen"] - REGISTER_LAG)
        & (pairs["first_seen"] > pairs["replaced_seen"])
    ].drop_duplicates("successor_urn")
    late = late.set_index("successor_urn").reindex(known.index)
    return known.assign(
        opened=(late["replaced_seen"] + DAY).fillna(opened),
        opened_after=(late["opened"] - DAY).fillna(opened_after),
    )


def _not_before_ofsteds_list(
    known: pd.DataFrame, opened: pd.Series, opened_after: pd.Series, given: Inputs
) -> tuple[pd.Series, pd.Series]:
    """Let what is first shown after Ofsted's list open after it: links state the planned day."""
    if given.listed_schools.empty:
        return opened, opened_after
    listed = given.listed_schools["seen"].max()
    first = shown_open(given).groupby("urn")["seen"].min().reindex(known.index)
    new = known["undated"] & (first > listed) & (known["phase"] != COLLEGES)
    early = new & ~(opened > listed)
    return opened.mask(early, first), opened_after.mask(new, None).mask(early, listed)


def oriented(links: pd.DataFrame, known: pd.DataFrame) -> pd.DataFrame:
    """Turn round the amalgamations of which the school named as the later one had closed by then.

    Either end may name the other as the result: what goes on is what did not close.
    """
    closed = links["successor_urn"].map(known["closed"])
    on = links["predecessor_urn"].map(known["closed"])
    wrong = (links["kind"] == "amalgamated") & closed.notna() & ~(on <= closed)
    wrong &= (closed - links["date"]).abs() <= REGISTER_LAG
    ends = {
        f"{one}_{what}": links[f"{one}_{what}"].mask(wrong, links[f"{other}_{what}"])
        for one, other in (("predecessor", "successor"), ("successor", "predecessor"))
        for what in ("urn", "name")
    }
    pairs = ["predecessor_urn", "successor_urn"]
    return links.assign(**ends).drop_duplicates(pairs).sort_values(pairs, ignore_index=True)


def _replaced(known: pd.DataFrame, links: pd.DataFrame) -> pd.Series:
    """Return when the last of the schools that each school replaced had closed, by urn."""
    replaced = links[links["kind"] != "split"]
    closed = replaced["predecessor_urn"].map(known["closed"]).fillna(_first_day(replaced["date"]))
    return closed.groupby(replaced["successor_urn"]).max().astype("datetime64[s]")


def _by_number(opened: pd.Series, wanted: pd.Series) -> tuple[pd.Series, pd.Series]:
    """Return the middle and an early day of the openings of the schools with the nearest URNs."""
    stated = opened[opened.index >= NUMBERED_IN_ORDER].dropna().sort_index()
    missing = pd.Series(pd.NaT, opened.index, dtype="datetime64[s]")
    if len(stated) < NEIGHBOURS:
        return missing, missing
    seconds = stated.astype("datetime64[s]").astype("int64")
    around = seconds.rolling(NEIGHBOURS, center=True, min_periods=NEIGHBOURS // 2)
    place = np.minimum(stated.index.searchsorted(opened.index), len(stated) - 1)
    asked = wanted & (opened.index >= NUMBERED_IN_ORDER)
    days = [
        pd.Series(around.quantile(share).to_numpy()[place].astype("datetime64[s]"), opened.index)
        for share in (MIDDLE, EARLY)
    ]
    middle, early = (one.dt.normalize().where(asked) for one in days)
    return middle, early.where(early < middle, middle - DAY)


def closures(known: pd.DataFrame, given: Inputs) -> pd.DataFrame:
    """Settle ``closed``, the first day a school was no longer open, and ``closed_after``.

    The order: the opening of the school that replaced it, where that is within a week of the
    stated closing; the day after the last that the newest register states, else the spine; the
    opening of the school that replaced it; the date of its link to the school it became part of.
    A day on which a file still shows the school open does not count; but where the newest register
    states an earlier one, the school closed right after the last file that shows it. One that a
    complete list no longer shows closed between that list and the last file that does: the
    register's extracts and Ofsted's list are complete, Ofsted's for all but 16 to 19 academies.
    """
    stated = known["closed"]
    next_opened = _next_opened(known, given.links)
    touching = (stated - next_opened).abs() <= pd.Timedelta(days=7)
    shown = shown_open(given).groupby("urn")["seen"].max().reindex(known.index)
    listed = in_trusts(given.trust_rows).groupby("urn")["seen"].max().reindex(known.index)
    # Dated lists run late: a school on one may have closed within the month before it.
    proved = shown.where(~(shown <= listed), listed - REGISTER_LAG)
    floor = proved.fillna(known["opened"]).fillna(LONG_AGO)
    closed = pd.Series(pd.NaT, known.index, dtype="datetime64[s]")
    for candidate in (
        next_opened.where(touching),
        stated,
        next_opened,
        _linked_away(known, given.links).reindex(known.index),
    ):
        closed = closed.fillna(candidate.where(candidate > floor))
    gone_by = _first_complete_list_after(shown, known["type"], given)
    vanished = closed.isna() & gone_by.notna()
    contradicted = vanished & known["registered"] & (stated <= shown)
    return known.assign(
        closed=closed.mask(vanished, gone_by.where(~contradicted, shown + DAY)),
        closed_after=shown.where(vanished),
    )


def _first_complete_list_after(shown: pd.Series, types: pd.Series, given: Inputs) -> pd.Series:
    """Return the first complete list after the last day on which each school is shown."""
    registers = pd.concat([given.extracts["seen"], given.establishments["seen"]])
    kinds = types.str.lower()
    off_ofsteds = kinds.str.contains("|".join(NOT_LISTED)) | (kinds == "not recorded")
    always = _first_after(shown, registers)
    either = _first_after(shown, pd.concat([registers, given.listed_schools["seen"]]))
    return always.where(off_ofsteds, either)


def _first_after(shown: pd.Series, days: pd.Series) -> pd.Series:
    """Return the first of ``days`` after each day; missing where there is none."""
    order = pd.DatetimeIndex(sorted(days.unique())).as_unit("s")
    if order.empty:
        return pd.Series(pd.NaT, shown.index, dtype="datetime64[s]")
    after = order.searchsorted(shown.astype("datetime64[s]"), side="right")
    found = pd.Series(order[np.minimum(after, len(order) - 1)], shown.index)
    return found.where((after < len(order)) & shown.notna())


def _next_opened(known: pd.DataFrame, links: pd.DataFrame) -> pd.Series:
    """Return the opening of the school that replaced each school."""
    replaced = links[links["kind"] == "replaced"]
    opened = replaced["successor_urn"].map(known["opened"])
    return opened.groupby(replaced["predecessor_urn"]).max().reindex(known.index)


def _linked_away(known: pd.DataFrame, links: pd.DataFrame) -> pd.Series:
    """Return the first day after a school became part of another, by its link's date.

    Links state either the last day of the old school, at the end of a month, or the first of the
    new one. Some tell of heirs that no file shows yet: until one does, the old school goes on, for
    else the place would be without either.
    """
    ends = links[(links["kind"] != "split") & links["successor_urn"].isin(known.index)]
    ends = ends.dropna(subset="date")
    return _first_day(ends["date"]).groupby(ends["predecessor_urn"]).max()


def _first_day(stated: pd.Series) -> pd.Series:
    return stated.mask(stated.dt.is_month_end, stated + DAY)


def reconciled(known: pd.DataFrame, memberships: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Let no academy be in a trust before it opens or after it closes.

    An academy opened by its first joining; what a list shows in one trust more, for no day at all,
    is left out.
    """
    first_joined = memberships.groupby("urn")["joined"].min().reindex(known.index)
    early = known["opened"] > first_joined
    known = known.assign(
        opened=known["opened"].mask(early, first_joined),
        opened_after=known["opened_after"].mask(early),
    )
    closing = memberships["urn"].map(known["closed"])
    beyond = closing.notna() & ~(memberships["left"] <= closing)
    after = memberships["urn"].map(known["closed_after"])
    memberships = memberships.assign(
        left=memberships["left"].mask(beyond, closing),
        left_after=memberships["left_after"].mask(beyond, after),
    )
    return known, memberships[~(memberships["left"] <= memberships["joined"])]
