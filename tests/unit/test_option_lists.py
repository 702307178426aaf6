import datetime as dt
import gzip
import json
from dataclasses import replace
from urllib.parse import parse_qs, parse_qsl, urlsplit

import pytest

from alliance.analysis import filter_codec
from alliance.analysis.filter_codec import filter_named, options, read_filter
from alliance.analysis.filters import PART, Filter, narrow
from alliance.analysis.trusts.trust_names import multi_academy_options, trust_options
from alliance.current.filter_options import offered
from alliance.current.state import current_history, names_hidden, state_on
from alliance.errors import UnknownName
from alliance.history import ALLIANCE_REGION
from alliance.web.filter_lists import list_bytes, lists_address

DAY = dt.date(2018, 10, 1)
CHOSEN = Filter(
    DAY,
    regions=(ALLIANCE_REGION,),
    opportunity_areas=("Doncaster", "Bradford"),
    trusts=(4474, 4119),
    phases=("Primary", "Secondary"),
    grades=(0, 2),
    authorities=("Doncaster",),
    tiers=("National",),
    types=("Academy converter",),
    members=(4474,),
)


def asked(chosen):
    return tuple(parse_qsl(urlsplit(lists_address(chosen)).query))


def listed(key, chosen):
    return json.loads(gzip.decompress(list_bytes(key, asked(chosen))))


def numbers(key, chosen):
    return {name: number for name, number, *_ in listed(key, chosen)}


def called(key, names, day):
    history, part = current_history(), PART[key]
    return filter_codec.called(history, read_filter(history, day, {key: names})[0], part)


def test_the_address_of_the_lists_says_the_whole_filter():
    query = parse_qs(urlsplit(lists_address(CHOSEN)).query)
    assert query["day"] == [DAY.isoformat()]
    assert filter_named(current_history(), DAY, query) == CHOSEN


@pytest.mark.parametrize(
    ("key", "field"),
    [("trust", "trusts"), ("phase", "phases"), ("grade", "grades"), ("region", "regions")],
)
def test_the_number_beside_an_option_is_what_the_filter_leaves_when_it_is_the_only_one(key, field):
    chosen = Filter(DAY, opportunity_areas=("Doncaster",), phases=("Primary",))
    found = numbers(key, chosen)
    assert list(found) == list(offered(PART[key], DAY))
    held = [name for name, number in found.items() if number]
    assert held
    for name in held[:5]:
        alone = replace(chosen, **{field: options(current_history(), PART[key])[name]})
        assert found[name] == len(narrow(state_on(DAY), alone))


def test_what_a_part_holds_itself_does_not_change_its_numbers():
    chosen = Filter(DAY, phases=("Primary",))
    assert listed("phase", chosen) == listed("phase", Filter(DAY))
    assert listed("grade", chosen) != listed("grade", Filter(DAY))


def test_the_switch_for_members_counts_the_academies_of_all_founding_trusts():
    (only,) = listed("members", Filter(dt.date(2017, 11, 14)))
    assert only == ["Founding trusts only", 111]


def test_a_part_that_is_none_and_a_grade_that_is_none_are_refused():
    with pytest.raises(UnknownName, match="no part 'colour'"):
        list_bytes("colour", asked(CHOSEN))
    with pytest.raises(
        UnknownName, match=r"No grade is called '5'; known are .*No grade is called 'Fair'"
    ):
        list_bytes("phase", (("day", "2018-10-01"), ("grade", "5"), ("grade", "Fair")))


def test_every_trust_that_ran_a_school_is_offered_single_academy_trusts_too(history):
    ran = set(history.memberships["trust_uid"])
    kinds = history.trusts.set_index("trust_uid")["kind"]
    assert set(trust_options(current_history()).values()) == ran
    assert set(kinds[list(multi_academy_options(current_history()).values())]) == {"MAT"}
    found = numbers("trust", Filter(dt.date(2017, 11, 14)))
    singles = [
        name for name, uid in trust_options(current_history()).items() if kinds[uid] == "SAT"
    ]
    assert sum(found[name] for name in singles) > 500


def test_a_name_of_two_trusts_stands_for_both_and_each_has_its_own_with_its_uid():
    shown = ["Endeavour Academies Trust (16930)", "Endeavour Academies Trust (3819)"]
    of_name = [
        name for name in trust_options(current_history()) if name.startswith("Endeavour Academies")
    ]
    assert sorted(of_name) == shown
    assert sorted(called("trust", ["Endeavour Academies Trust"], DAY)) == shown
    assert called("trust", [shown[0], "No such trust"], DAY) == [shown[0]]


def test_a_trust_is_listed_with_the_names_it_had_before_and_other_options_with_none():
    former = {name: before for name, _, *before in listed("trust", Filter(DAY))}
    assert former["Delta Academies Trust"] == ["School Partnership Trust Academies"]
    assert former["Lift Schools"] == ["Academies Enterprise Trust"]
    assert former["Outwood Grange Academies Trust"] == []
    assert {len(row) for row in listed("area", Filter(DAY))} == {2}


def test_a_former_name_stands_for_its_trust_unless_another_has_it_today():
    assert called("trust", ["Academies Enterprise Trust"], DAY) == ["Lift Schools"]
    assert called("trust", ["Hastings Academies Trust"], DAY) == ["Hastings Academies Trust"]


def test_where_no_school_may_be_named_no_former_name_is_sent_or_known():
    with names_hidden():
        assert {len(row) for row in listed("trust", Filter(DAY))} == {2}
        assert called("trust", ["Academies Enterprise Trust"], DAY) == []


def test_the_list_of_all_trusts_is_short_enough_to_be_sent():
    told = list_bytes("trust", (("day", "2018-10-01"), ("phase", "Secondary")))
    assert len(json.loads(gzip.decompress(told))) > 1_000
    assert len(told) < 40_000
