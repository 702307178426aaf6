"""One documented case of support: what its source says, and who its ends were on the day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd

from alliance.analysis.trusts.trust_names import shown_names
from alliance.current.current_flows import documented_cases
from alliance.current.state import current_history, current_register, names_are_hidden
from alliance.register.documented_copy import draft_of
from alliance.views.flows.documented_words import NOT_TOLD, cited, period_in_words, start_known

if TYPE_CHECKING:
    from collections.abc import Collection

BESIDE = (
    "From published articles and reports, each named in its row. They are not records of the "
    "register of support, and no figure of the register counts them."
)
"""What is said wherever documented cases are shown."""


def case_of(number: int) -> Any:
    """Return a documented case by its number; None where there is none."""
    cases = documented_cases()
    found = cases[cases["number"] == number]
    return next(found.itertuples(index=False), None)


def end_in_words(case: Any, end: str) -> str:
    """Name an end of a case as the records do, with its number and, of a school, its trust then."""
    history = current_history()
    school, trust = getattr(case, f"{end}_school"), getattr(case, f"{end}_trust")
    said = getattr(case, f"{end}_name")
    if getattr(case, f"{end}_lost"):
        return f"{said} (not found: {getattr(case, f'{end}_lost')})"
    run_by = "" if pd.isna(trust) else shown_names(history).get(int(trust), str(trust))
    if pd.isna(school):
        return f"{run_by} (trust {trust}){_called(run_by, said)}"
    name = _school_name(int(school))
    how = getattr(case, f"{end}_how")
    then = f"; then in {run_by}" if run_by else "; in no trust then"
    found = f"; found as {how}" if how else ""
    return f"{name} (URN {school}{then}{found}){_called(name, said)}"


def _called(name: str, said: str) -> str:
    """Say how the source calls an end, where that is another name."""
    return "" if name.casefold() == said.casefold() else f", in the source {said}"


def _school_name(urn: int) -> str:
    schools = current_history().schools
    return str(schools.loc[schools["urn"] == urn, "name"].iloc[0])


def case_title(case: Any) -> str:
    """Say who helped whom, as the source names them."""
    return f"{case.supporter_name} supports {case.recipient_name}"


def facts_of_case(case: Any) -> dict[str, str]:
    """Return what is known of a case, in the order of the register's form."""
    start = period_in_words(case.written)
    return {
        "Supporting organisation": end_in_words(case, "supporter"),
        "Supported": end_in_words(case, "recipient"),
        "Theme": case.theme.capitalize(),
        "Start": f"{start}. {start_known(case)}.",
        "End": period_in_words(case.end_written) or NOT_TOLD,
        "When published": case.status_when_published.capitalize(),
        "Led to joining, by the source": "Yes" if case.led_to_joining else "Not told",
        "What it says, in our words": case.what,
        "Source": cited(case),
        "Link": case.link,
    }


def cases_not_found() -> pd.DataFrame:
    """Return the documented cases of which an end is not in the records: both names, and why."""
    cases = documented_cases()
    lost = cases[(cases["supporter_lost"] != "") | (cases["recipient_lost"] != "")]
    why = [
        "; ".join(filter(None, both))
        for both in zip(lost["supporter_lost"], lost["recipient_lost"], strict=True)
    ]
    return pd.DataFrame(
        {
            "Supporting organisation": lost["supporter_name"].tolist(),
            "Supported": lost["recipient_name"].tolist(),
            "Start": [period_in_words(written) for written in lost["written"]],
            "Why it is not found": why,
        },
        dtype="str",
    )


def draft_of_case(case: Any) -> dict[str, Any]:
    """Return the fields of a record that a case fills, its citation in the notes."""
    return draft_of(
        case,
        when=period_in_words(case.written),
        until=period_in_words(case.end_written),
        known=start_known(case),
        cited=cited(case),
    )


def copies_of(case: Any) -> list[int]:
    """Return the numbers of the records of the register that a case was copied into.

    A record counts that has both sides of the case and its theme.

    Raises
    ------
    RegisterError
        The register cannot be reached.
    """
    draft = draft_of_case(case)
    if draft["recipient_urn"] is None:
        return []
    held = current_register().supports(recipients=[draft["recipient_urn"]])
    same = ("supporter_kind", "supporter_id", "theme")
    return [
        one.id for one in held if one.id and all(getattr(one, name) == draft[name] for name in same)
    ]


class CaseLine(NamedTuple):
    """A documented case as a profile tells it: who helped whom and when, and by which source."""

    said: str
    known: str
    cited: str
    link: str


def cases_of_schools(urns: Collection[int]) -> pd.DataFrame:
    """Return the documented cases in which one of the schools was helped or helped.

    Returns
    -------
    DataFrame
        Documented cases in order of their start, with given (whether the school helped) and said
        (who helped whom, without when).

    """
    cases = documented_cases()
    return _sides(cases, *(cases[f"{end}_school"].isin(list(urns)) for end in _ENDS))


def cases_of_trust(uid: int) -> pd.DataFrame:
    """Return the documented cases in which a trust, or a school then in it, was helped or helped.

    As :func:`cases_of_schools` gives them.
    """
    cases = documented_cases()
    return _sides(cases, *(cases[f"{end}_trust"].eq(uid).fillna(value=False) for end in _ENDS))


_ENDS = ("supporter", "recipient")


def _sides(cases: pd.DataFrame, gave: pd.Series[bool], got: pd.Series[bool]) -> pd.DataFrame:
    """Put the cases given and those received together, each with who stood on the other side."""
    found = pd.concat([cases[gave].assign(given=True), cases[got & ~gave].assign(given=False)])
    said = [
        f"Supported {_named(case, 'recipient')}"
        if case.given
        else f"Supported by {_named(case, 'supporter')}"
        for case in found.itertuples(index=False)
    ]
    return found.assign(said=said).sort_values(["first", "number"], ignore_index=True)


def _named(case: Any, end: str) -> str:
    """Name an end as the records do; as the source does where it is not found."""
    school, trust = getattr(case, f"{end}_school"), getattr(case, f"{end}_trust")
    if getattr(case, f"{end}_lost"):
        hidden = names_are_hidden()
        return "one not in the records" if hidden else str(getattr(case, f"{end}_name"))
    if pd.isna(school):
        return shown_names(current_history()).get(int(trust), str(trust))
    return _school_name(int(school))


def lines_of_cases(cases: pd.DataFrame) -> list[CaseLine]:
    """Return a line for each case that :func:`cases_of_schools` gives."""
    rows: list[Any] = list(cases.itertuples(index=False))
    return [
        CaseLine(f"{case.said}, {_when(case)}", start_known(case), cited(case), case.link)
        for case in rows
    ]


def _when(case: Any) -> str:
    start, end = period_in_words(case.written), period_in_words(case.end_written)
    return f"{start} to {end}" if end and end != start else start
