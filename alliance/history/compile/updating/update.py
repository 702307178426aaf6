"""Add a later day to a history: one more photograph, on the evidence the history is made of."""

from __future__ import annotations

import datetime as dt
import tempfile
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from alliance.errors import HistoryError, NotNeeded
from alliance.history.checks import newly_broken
from alliance.history.compile import evidence, make_history
from alliance.history.compile.trusts.name_letters import lost_names
from alliance.history.compile.updating.adding import added
from alliance.history.compile.updating.blanked_columns import see_nothing_blanked
from alliance.history.compile.updating.changed import Changed, changed
from alliance.history.compile.updating.handed_in import checksum_of, handed_in
from alliance.history.store import open_history
from alliance.history.succession import (
    beside,
    kept_before,
    previous_of,
    put_in_place,
    same_facts,
)
from alliance.sources.files.recognise import PUBLISHERS, Kind
from alliance.sources.tables import reading
from alliance.sources.tables.inbox import Inbox
from alliance.sources.tables.reading import FAULT_COLUMNS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from alliance.history.compile.inputs import Inputs
    from alliance.history.compile.updating.adding import Taken
    from alliance.history.store import History

LICENCE = "Open Government Licence v3.0"
NAMES_TOLD = 10
SAME_FACTS = (
    "No day shows anything else than before: what was read is noted as evidence, and pushes out no "
    "history that is kept to return to."
)
BY_HAND = "given to this app as downloaded"


@dataclass
class Update:
    """What an update does, or would do.

    ``already`` names the files whose content the history holds; ``reasons`` says why others were
    left aside, by name. ``faults`` lists every refused value: file, row, column, found,
    expected. ``changed`` is missing where nothing is new. ``kept`` is the history that could be
    returned to afterwards, in words; ``beyond`` says that a file of a later day leaves the last day
    as it was; ``lost_names`` of which trusts the names are whole in no file, and were so far.
    """

    taken: list[Taken] = field(default_factory=list)
    already: list[str] = field(default_factory=list)
    reasons: dict[str, str] = field(default_factory=dict)
    faults: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=FAULT_COLUMNS))
    changed: Changed | None = None
    same_facts: bool = False
    kept: str = ""
    beyond: str = ""
    lost_names: list[str] = field(default_factory=list)
    applied: bool = False

    @property
    def left_aside(self) -> list[str]:
        """Name what came along and was not needed."""
        return list(self.reasons)

    def told_aside(self) -> list[str]:
        """Say what was left aside, and why, a line each."""
        return [f"{name}: left aside, {why}." for name, why in self.reasons.items()]

    def see_that_something_was_needed(self) -> None:
        """Refuse files of which none adds anything, unless the history has their content."""
        if self.reasons and not self.already:
            raise NotNeeded(" ".join(self.told_aside()))

    @property
    def is_cut(self) -> bool:
        """Whether :meth:`lines` leaves names or refusals out that ``reported`` gives."""
        named = self.changed.named().values() if self.changed else ()
        return len(self.faults) > reading.FAULTS_TOLD or any(len(n) > NAMES_TOLD for n in named)

    def lines(self) -> list[str]:
        """Say in plain words what was read, what was refused and why, and what changes."""
        told = [f"{name}: the history holds it already." for name in self.already]
        told += self.told_aside()
        for one in self.taken:
            told.append(
                f"{one.file}: {one.content}, {one.day or 'no day'}; {one.rows_read:,} rows, "
                f"{one.rows_refused:,} refused{': ' if one.why_refused else ''}{one.why_refused}."
            )
            if one.note:
                told.append(f"  {one.note}")
            if one.unknown_columns:
                told.append(f"  Columns not known, left aside: {', '.join(one.unknown_columns)}.")
        told += [f"  {line}" for line in reading.told(self.faults).splitlines()]
        told += [f"Note: {note}" for note in self.lost_names]
        if self.changed is None:
            return [*told, "Nothing is new; the history stays as it is."]
        counts = self.changed.counts()
        others = {what: counts.pop(what) for what in self.changed.told_otherwise()}
        names = [
            f"  {what}: {'; '.join(held[:NAMES_TOLD])}"
            + (f"; and {len(held) - NAMES_TOLD:,} more" if len(held) > NAMES_TOLD else "")
            for what, held in self.changed.named().items()
        ]
        state = "is now" if self.applied else "would become"
        return [
            *told,
            f"New: {_counted(counts)}.",
            f"Told otherwise than before: {_counted(others)}.",
            *names,
            *([SAME_FACTS] if self.same_facts else []),
            f"The history {state} {self.changed.version}, to {self.changed.last_day:%-d %B %Y}; "
            f"overall grades to {self.changed.grades_to:%-d %B %Y}. "
            f"{self.beyond}{' ' if self.beyond else ''}To return to: {self.kept}.",
        ]


def _counted(counts: dict[str, int]) -> str:
    return ", ".join(f"{count:,} {what}" for what, count in counts.items() if count) or "nothing"


def update(
    files: Sequence[Path],
    target: Path,
    *,
    as_at: dt.date | None = None,
    dry_run: bool = False,
    progress: Callable[[str], object] = lambda _step: None,
) -> Update:
    """Add what ``files`` show to the history in ``target``.

    Each file is recognised by its columns; its day is ``as_at``, else the one its name or the lines
    above its header state, else that of its newest change. What it holds must not be later. The new
    history is built beside the old one, must keep every rule of ``check``, and takes its place in
    one step; the old one is kept (``roll_back``). What the history holds already changes nothing.
    Files may be added in any order.

    Raises
    ------
    SourceError
        A file is not known, damaged, no complete list, or of another day than the one stated.
    HistoryError
        The history or its evidence is damaged, or the new one breaks a rule.
    """
    with tempfile.TemporaryDirectory() as folder, beside(target, trial=dry_run) as fresh:
        # Read only now: until the history is held, another update may take its place.
        old = open_history(target)
        inbox = Inbox(Path(folder), progress)
        given, done = read_into(inbox, partial(evidence.read, target), files, old, as_at=as_at)
        if given is None or not done.taken:
            done.see_that_something_was_needed()
            return done
        evidence.save(given, fresh)
        del given  # a third of a gigabyte, which the making reads again
        make_history(fresh, _accounts(old, inbox, done), progress=progress)
        progress("checking its rules")
        new = open_history(fresh)
        _keeps_its_rules(old, new)
        see_nothing_blanked(old, new)
        done.changed, done.same_facts = changed(old, new), same_facts(old, new)
        done.beyond = _beyond(done.taken, new)
        before = lost_names(old.trusts)
        done.lost_names = [note for note in lost_names(new.trusts) if note not in before]
        done.kept = _history_to_return_to(old, target, same=done.same_facts)
        if not dry_run:
            put_in_place(fresh, target, keep=True, same_facts=done.same_facts)
            done.applied = True
    return done


def read_into(
    inbox: Inbox,
    evidence_of: Callable[[], Inputs],
    files: Sequence[Path],
    old: History,
    *,
    as_at: dt.date | None = None,
) -> tuple[Inputs | None, Update]:
    """Read ``files`` into the evidence of a history, without working out what they change.

    Parameters
    ----------
    inbox
        An empty folder into which the files are unpacked, with their accounts.
    evidence_of
        Reads the evidence of the history ``old``; only for a file that is known, for it takes as
        long as all else by which a file is refused.

    Raises
    ------
    SourceError
        As :func:`update` does.
    """
    done = Update()
    came = handed_in(files, inbox.folder, old, inbox.opened)
    done.already, done.reasons = came.already, came.left_aside
    given = None
    for file in came.files:
        given = evidence_of() if given is None else given
        try:
            given, taken = added(given, inbox, file, as_at, old)
        except NotNeeded as fault:
            came.leave_aside(file.name, fault)
            continue
        done.taken.append(taken)
        faults = inbox.readings[file.name].faults
        if len(faults):
            done.faults = pd.concat([done.faults, faults], ignore_index=True)
    return given, done


def _beyond(taken: Sequence[Taken], new: History) -> str:
    """Say that a file of a later day leaves the last day as it was; blank where it does not."""
    days = [one.day for one in taken if one.kind is Kind.INFORMATION and one.day]
    if not days or max(days) <= new.last_day:
        return ""
    return (
        f"Ofsted's file tells of days to {max(days):%-d %B %Y} and of nothing new on them, so the "
        f"history still ends on {new.last_day:%-d %B %Y}."
    )


def _history_to_return_to(old: History, target: Path, *, same: bool) -> str:
    """Name the history that could be returned to after the update."""
    if not same or not previous_of(target).exists():
        return old.in_words
    try:
        return kept_before(target).in_words
    except HistoryError:
        return "an earlier history, which is damaged"


def _keeps_its_rules(old: History, new: History) -> None:
    """Refuse a history that breaks a rule which the one before keeps."""
    if worse := [f"{result.rule}: {result.found}" for result in newly_broken(old, new)]:
        raise HistoryError(
            "With these files the history would break its rules, so it stays as it was. "
            f"{'; '.join(worse)}"
        )


def _accounts(old: History, inbox: Inbox, done: Update) -> dict[str, pd.DataFrame]:
    """Return the tables sources and refusals with the new files in them."""
    new = pd.DataFrame(
        {
            "file": [one.file for one in done.taken],
            "publisher": [PUBLISHERS[one.kind] for one in done.taken],
            "content": [one.content for one in done.taken],
            "as_at": [str(one.day or "not stated") for one in done.taken],
            "licence": LICENCE,
            "copy_found_in": BY_HAND,
            "sha256": [checksum_of(inbox.folder / one.file) for one in done.taken],
            "as_catalogued": True,
            "rows_read": [one.rows_read for one in done.taken],
            "rows_refused": [one.rows_refused for one in done.taken],
            "why_refused": [one.why_refused for one in done.taken],
        }
    )
    refusals = old.refusals.astype({"file": "str"})
    return {
        "sources": pd.concat([old.sources, new], ignore_index=True),
        "refusals": pd.concat([refusals, done.faults], ignore_index=True)
        if len(done.faults)
        else refusals,
    }
