"""The parts of the filter, what each offers, and how many schools each option would hold."""

from __future__ import annotations

import gzip
from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlencode

import orjson

from alliance.analysis.filters import named_regions
from alliance.analysis.option_counts import option_counts
from alliance.analysis.trust_search import former_names
from alliance.analysis.trusts import TIERS
from alliance.errors import UnknownName
from alliance.history import ALLIANCE_REGION, PHASES, SATISFACTORY
from alliance.maps.palette import GRADE_NAMES, grade_names
from alliance.web.current import current_history, kept, state_on
from alliance.web.layers import filter_asked

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from alliance.analysis.filters import Filter

DEFAULT_REGIONS = [ALLIANCE_REGION]
MEMBERS = "members"


class Part(NamedTuple):
    """A part of the filter: its key in the address, its label, its field, what it holds now."""

    key: str
    label: str
    field: str
    held: list[str] = []  # noqa: RUF012 -- never written to


PARTS = [
    Part("region", "Region", "regions"),
    Part("area", "Opportunity Area", "opportunity_areas"),
    Part("trust", "Trust", "trusts"),
    Part("phase", "Phase", "phases"),
    Part("grade", "Ofsted grade", "grades"),
]
LESS_USED = [
    Part("authority", "Local authority", "authorities"),
    Part("type", "Type of school", "types"),
    Part("tier", "Size of trust", "tiers"),
    # Offered only where a loaded extract of the register carries them.
    Part("commissioner", "Commissioner’s region", "commissioner_regions"),
]
MEMBERS_ONLY = Part(MEMBERS, "Alliance members only", "members")
EVERY_PART = [*PARTS, *LESS_USED, MEMBERS_ONLY]
_FIELDS = {part.key: part.field for part in EVERY_PART}
_COLUMNS = {
    "area": "opportunity_area",
    "authority": "la_name",
    "commissioner": "commissioner_region",
}
"""The column of schools that holds a part's names, where it has another name than the part."""


@kept(maxsize=1)
def every_trust() -> dict[str, int]:
    """Give every trust of the history by the name shown; with its UID where two share one."""
    trusts = current_history().trusts.sort_values(["name", "trust_uid"])
    often = Counter(trusts["name"])
    return {
        name if often[name] == 1 else f"{name} ({uid})": int(uid)
        for name, uid in zip(trusts["name"], trusts["trust_uid"], strict=True)
    }


@kept(maxsize=1)
def trust_options() -> dict[str, int]:
    """Give every trust that ever ran a school by the name shown."""
    ran_a_school = set(current_history().memberships["trust_uid"])
    return {name: uid for name, uid in every_trust().items() if uid in ran_a_school}


@kept(maxsize=1)
def multi_academy_options() -> dict[str, int]:
    """Give the multi-academy trusts among the options."""
    trusts = current_history().trusts
    wanted = set(trusts.loc[trusts["kind"] == "MAT", "trust_uid"])
    return {name: uid for name, uid in trust_options().items() if uid in wanted}


@kept(maxsize=1)
def former_trust_names() -> dict[int, list[str]]:
    """Give the names that trusts had before, by UID, the latest first; only where there are any."""
    return former_names(current_history())


@kept(maxsize=1)
def trust_choices() -> dict[str, int]:
    """Give every trust by the name shown, and once more by that with each name it had before."""
    former = former_trust_names()
    return {
        said: uid
        for name, uid in every_trust().items()
        for said in (name, *(f"{name}, formerly {before}" for before in former.get(uid, ())))
    }


@kept(maxsize=1)
def _also_called() -> dict[str, list[str]]:
    """Give the names shown of the trusts that share a name or had it before, by that name.

    A name that a trust has today is nobody's former one.
    """
    found: dict[str, list[str]] = {}
    names = current_history().trusts.set_index("trust_uid")["name"]
    taken = {*names, *every_trust()}
    for shown, uid in trust_options().items():
        former = [name for name in former_trust_names().get(uid, ()) if name not in taken]
        for name in former if shown == names[uid] else [names[uid], *former]:
            found.setdefault(name, []).append(shown)
    return found


@kept(maxsize=16)
def options(key: str) -> dict[str, Any]:
    """Give the options of a part by all their names, each with its value in the filter."""
    if key == "trust":
        return trust_options()
    if key == "grade":
        return {name: grade for grade, name in GRADE_NAMES.items()} | {SATISFACTORY: 3}
    if key == MEMBERS:
        founders = tuple(int(uid) for uid in current_history().alliance["trust_uid"])
        return {MEMBERS_ONLY.label: founders}
    return {name: name for name in _names(key)}


def offered(key: str, day: dt.date) -> dict[str, Any]:
    """Give the options of a part that stand in its list on a day; grade 3 by its name then."""
    if key == "grade":
        return {name: grade for grade, name in grade_names(day).items()}
    return options(key)


def called(key: str, names: Iterable[str], day: dt.date) -> list[str]:
    """Give the options of these names, each once, as they are called on a day.

    A name that several trusts share, or had before, stands for all of them.
    """
    known = options(key)
    if key == "trust":
        names = [one for name in names for one in _also_called().get(name, [name])]
    found = dict.fromkeys(name for name in names if name in known)
    if key != "grade":
        return list(found)
    return list(dict.fromkeys(grade_names(day)[known[name]] for name in found))


def called_today(given: str) -> list[str]:
    """Give how the trusts are called today that a name tells, of today or a former one."""
    if uid := trust_choices().get(given):
        return [name for name, known in every_trust().items() if known == uid]
    return called("trust", [given], current_history().default_day)


def lists_address(chosen: Filter) -> str:
    """Give where the options of a part are served, ``KEY`` standing for its key."""
    query = {
        "day": chosen.day.isoformat(),
        "region": named_regions(chosen.regions),
        "area": chosen.opportunity_areas,
        "authority": chosen.authorities,
        "trust": chosen.trusts,
        "tier": chosen.tiers,
        "type": chosen.types,
        "member": chosen.members,
        "commissioner": chosen.commissioner_regions,
        "phase": chosen.phases,
        "grade": chosen.grades,
    }
    return f"/filter/{current_history().version}/KEY.json?{urlencode(query, doseq=True)}"


@kept(maxsize=64)
def list_bytes(key: str, query: tuple[tuple[str, str], ...]) -> bytes:
    """Give the options of a part as gzip-compressed JSON, built once.

    Each is its name, the number of schools it would hold, the rest of the filter kept, and the
    names it had before.

    Raises
    ------
    UnknownName
        There is no such part, or the address takes no such key.
    QuestionError
        A value is missing, malformed or outside the history.

    """
    if key not in _FIELDS:
        raise UnknownName(f"The filter has no part {key!r}; it has {', '.join(_FIELDS)}.")
    chosen = filter_asked(query)
    named = offered(key, chosen.day)
    values = named[MEMBERS_ONLY.label] if key == MEMBERS else named.values()
    numbers = option_counts(state_on(chosen.day), chosen, _FIELDS[key], list(values))
    former = former_trust_names() if key == "trust" else {}
    rows = [
        (name, number, *former.get(value, ()))
        for (name, value), number in zip(named.items(), numbers, strict=True)
    ]
    return gzip.compress(orjson.dumps(rows), 5, mtime=0)


def _names(key: str) -> Iterable[str]:
    if key == "tier":
        return TIERS
    if key == "phase":
        return PHASES
    names = current_history().schools[_COLUMNS.get(key, key)].cat.categories
    return [ALLIANCE_REGION, *names] if key == "region" else names
