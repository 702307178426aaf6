"""An invented register, to show how the real one works: marked so in every row."""

from __future__ import annotations

import datetime as dt
import random
from typing import TYPE_CHECKING

from alliance.history import ALLIANCE_REGIONS, as_at
from alliance.register.register_vocabulary import Funding, Origin, Status, SupporterKind, Theme
from alliance.register.support import Support

if TYPE_CHECKING:
    from alliance.history import History

INVENTED = "Invented, to show how the register works."
ROLES = ["Executive principal", "Head of school", "Director of maths", "Chief finance officer"]
LONGEST = dt.timedelta(days=700)
ENDED = (Status.COMPLETED, Status.STOPPED)


def illustrative_supports(
    history: History, day: dt.date, seed: int, many: int = 60
) -> list[Support]:
    """Invent supports of eligible schools in the alliance region, up to ``day``.

    Supporters are the founding trusts and other large ones. The same seed gives the same supports.
    """
    chance = random.Random(seed)  # noqa: S311 - no secret, only an example
    now, then = as_at(history, day), as_at(history, day - LONGEST)
    weak = now[
        (now["grade"] >= 3).fillna(value=False)
        & now["region"].isin(ALLIANCE_REGIONS)
        & now["urn"].isin(then["urn"])
    ].sample(many, random_state=seed)
    held = then["trust_uid"].value_counts()
    givers = sorted({*history.alliance["trust_uid"], *held.index[held >= 20][:15]})
    own = weak["trust_uid"].fillna(0).astype("int64")
    return [
        _invented(chance, chance.choice([uid for uid in givers if uid != trust]), urn, day)
        for urn, trust in zip(weak["urn"].tolist(), own.tolist(), strict=True)
    ]


def _invented(chance: random.Random, giver: int, urn: int, day: dt.date) -> Support:
    starts = day - dt.timedelta(days=chance.randrange(30, LONGEST.days))
    status = chance.choice([Status.ACTIVE, Status.ACTIVE, Status.AGREED, *ENDED])
    planned_end = starts + dt.timedelta(days=chance.choice([120, 240, 365]))
    ended = min(planned_end, day) if status in ENDED else None
    planned = float(chance.randrange(4, 60))
    return Support(
        supporter_kind=SupporterKind.TRUST,
        supporter_id=str(int(giver)),
        recipient_urn=urn,
        theme=chance.choice(list(Theme)),
        starts_on=starts,
        purpose=INVENTED,
        status=status,
        proposed_on=starts - dt.timedelta(days=chance.randrange(20, 90)),
        agreed_on=starts - dt.timedelta(days=chance.randrange(1, 19)),
        planned_end_on=planned_end,
        ended_on=ended,
        days_planned=planned,
        days_delivered=planned * chance.choice([0.25, 0.5, 1.0]),
        cost_pounds=planned * 400,
        funding=chance.choice(list(Funding)),
        supporter_lead=chance.choice(ROLES),
        recipient_lead="Headteacher",
        conflict_answer="Declared (invented).",
        origin=Origin.ILLUSTRATIVE,
        illustrative=True,
    )
