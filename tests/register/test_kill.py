"""A server killed amid its writes: what was confirmed is there, and nothing is half written."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import sqlalchemy as sa

from alliance.register import Register, register_tables
from alliance.register.database import open_database
from alliance.settings import ROOT

if TYPE_CHECKING:
    from alliance.history import History

# Ten threads write supports of ten schools each, and confirm each on standard output.
WRITER = """
import datetime as dt, sys, threading
from alliance.history import open_history
from alliance.register import Person, Register, Support
from alliance.register.database import open_database
from alliance.register.register_vocabulary import SupporterKind, Theme
from alliance.settings import ROOT

history = open_history(ROOT / "data" / "history")
register = Register(open_database(sys.argv[1]), history)
day = dt.date(2018, 1, 8)
schools = history.schools
open_then = schools[(schools["opened"] < "2018-01-01") & schools["closed"].isna()]["urn"][:100]
amy = Person("Amy", known=True, identity="https://id.example#amy")
said = threading.Lock()

def write(urns):
    for urn in urns:
        added = register.add(
            Support(
                supporter_kind=SupporterKind.OTHER, supporter_id="A charity",
                recipient_urn=int(urn), theme=Theme.CURRICULUM, starts_on=day,
            ),
            amy,
        )
        with said:
            print(added.id, flush=True)

threads = [threading.Thread(target=write, args=(open_then[i::10],)) for i in range(10)]
for thread in threads: thread.start()
for thread in threads: thread.join()
"""
CONFIRMED_BEFORE_KILL = 30


def test_what_was_confirmed_before_a_kill_is_kept_and_nothing_is_half_written(
    url: sa.URL, history: History
) -> None:
    open_database(url).dispose()
    shown = url.render_as_string(hide_password=False)
    with subprocess.Popen(
        [sys.executable, "-c", WRITER, shown], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as writer:
        assert writer.stdout is not None
        confirmed = [int(writer.stdout.readline()) for _ in range(CONFIRMED_BEFORE_KILL)]
        writer.kill()
        confirmed += [int(line) for line in writer.stdout.read().splitlines() if line.strip()]
    engine = open_database(url)
    register = Register(engine, history)
    held = {support.id for support in register.supports()}
    assert set(confirmed) <= held
    assert len(held) < 100, "the writer ended before it was killed"
    told = {change.support_id for change in register.audit()}
    assert told == held
    with engine.connect() as connection:
        counted = connection.execute(
            sa.select(sa.func.count()).select_from(register_tables.supports)
        )
        assert counted.scalar_one() == len(held)
    engine.dispose()
