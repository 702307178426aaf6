"""Two hundred who write to the register at once: ``python -m tests.bench.writing URL TURN``.

Each writes one support, and says its number once the register has confirmed it. Whoever started
this ends it amid that.
"""

from __future__ import annotations

import datetime as dt
import sys
import threading

from alliance.history import open_history
from alliance.register import Person, Register, Support
from alliance.register.database import open_database
from alliance.register.register_vocabulary import SupporterKind, Theme
from alliance.settings import ROOT

WRITERS = 200
READY = "ready"


def main(url: str, turn: str) -> None:
    """Write, all at the same moment."""
    history = open_history(ROOT / "data" / "history")
    register = Register(open_database(url), history)
    schools = history.schools
    is_open = (schools["opened"] < "2018-01-01") & schools["closed"].isna()
    amy = Person("Amy", known=True, identity="https://id.example#amy")
    together, said = threading.Barrier(WRITERS + 1), threading.Lock()

    def write(urn: int) -> None:
        support = Support(
            supporter_kind=SupporterKind.OTHER,
            supporter_id=f"Charity {turn}",
            recipient_urn=urn,
            theme=Theme.CURRICULUM,
            starts_on=dt.date(2018, 1, 8),
        )
        together.wait()
        added = register.add(support, amy)
        with said:
            sys.stdout.write(f"{added.id}\n")
            sys.stdout.flush()

    threads = [
        threading.Thread(target=write, args=(int(urn),))
        for urn in schools.loc[is_open, "urn"][:WRITERS]
    ]
    for thread in threads:
        thread.start()
    sys.stdout.write(f"{READY}\n")
    sys.stdout.flush()
    together.wait()
    for thread in threads:
        thread.join()


if __name__ == "__main__":
    main(*sys.argv[1:])
