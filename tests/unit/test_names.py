"""Names in capitals, as people write them."""

from __future__ import annotations

import pandas as pd
import pytest

from alliance.history.compile.trusts.name_letters import display_names, lost_names, sound_names


@pytest.mark.parametrize(
    ("registered", "shown"),
    [
        ("OUTWOOD GRANGE ACADEMIES TRUST", "Outwood Grange Academies Trust"),
        ("WISE ACADEMIES", "WISE Academies"),
        ("THE DIOCESE OF LEEDS (CE) MAT", "The Diocese of Leeds (CE) MAT"),
        ("ST. HILDA'S CATHOLIC ACADEMY TRUST", "St. Hilda's Catholic Academy Trust"),
        ("MCAULEY-SMITH ACADEMY", "McAuley-Smith Academy"),
        ("Reach South Academy Trust", "Reach South Academy Trust"),
        ("L.E.A.D. ACADEMY TRUST", "L.E.A.D. Academy Trust"),
        ("T.E.A.M EDUCATION TRUST", "T.E.A.M Education Trust"),
        ("ST. JAMES' R.C. PRIMARY SCHOOL", "St. James' R.C. Primary School"),
        ("TVI LEARNING", "TVI Learning"),
        ("XP SCHOOL TRUST LIMITED", "XP School Trust Limited"),
        ("BBG ACADEMY TRUST LTD", "BBG Academy Trust Ltd"),
        ("AIM EDUCATION TRUST", "Aim Education Trust"),
        ("SHOUTED TRUST", "Shouted Trust"),
        ("FOUR CS MAT", "Four Cs MAT"),
        ("NSB TRUST LTD", "NSB Trust Ltd"),
        ("DR CHALLONER'S", "Dr Challoner's"),
    ],
)
def test_a_registered_name_is_shown_in_title_case(registered: str, shown: str) -> None:
    elsewhere = pd.Series(
        ["TVI Learning", "XP School", "Aim High School", "AIM Academies", "SHOUTED NAME Of a TRUST"]
    )
    assert display_names(pd.Series([registered]), elsewhere).item() == shown


@pytest.mark.parametrize(
    ("newest_first", "sound"),
    [
        (["FIERT\ufffd TRUST", "FIERTÉ TRUST", "Fierte Trust"], "FIERTÉ TRUST"),
        (["FIERT? TRUST", "Fierté Trust"], "Fierté Trust"),
        (["St Mary?s Trust", "St Mary’s Trust"], "St Mary’s Trust"),
        (["St Martin\x92s Trust", "St Martins Trust"], "St Martin’s Trust"),
        (["WHY NOT? TRUST", "Why Trust"], "WHY NOT? TRUST"),
        (["The New Name", "The Old Nam\ufffd"], "The New Name"),
        (["Aret\ufffd Trust"], "Aret\ufffd Trust"),
    ],
)
def test_a_name_that_lost_a_letter_gives_way_to_the_newest_that_is_whole(
    newest_first: list[str], sound: str
) -> None:
    told = pd.DataFrame({"uid": 7, "group_name": newest_first})
    other = pd.DataFrame({"uid": [8], "group_name": ["Areté Trust"]})
    names = sound_names(pd.concat([told, other], ignore_index=True))
    assert names.iloc[0] == sound
    assert names.iloc[-1] == "Areté Trust"


def test_a_name_that_no_file_has_whole_is_told() -> None:
    trusts = pd.DataFrame({"trust_uid": [7, 8], "registered_name": ["Aret\ufffd Trust", "Areté"]})
    (note,) = lost_names(trusts)
    assert "trust 7 whole: found “Aret\ufffd Trust”" in note
