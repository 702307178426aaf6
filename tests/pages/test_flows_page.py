import datetime as dt
import json
import re

import pytest
from streamlit.testing.v1 import AppTest

from alliance.analysis.filter_codec import read_filter
from alliance.analysis.flows.transfers import transfers
from alliance.errors import RegisterError
from alliance.history import as_at
from alliance.register import Person, Support
from alliance.register.illustrate import illustrative_supports
from alliance.register.register_vocabulary import Status, SupporterKind, Theme
from alliance.settings import ROOT
from alliance.text.words import counted, day_in_words
from alliance.views.overview.changes_since import changes_within
from tests.pages.conftest import DAY

SCRIPT = ROOT / "alliance" / "ui" / "app" / "main.py"
WAKEFIELD_CITY = "Wakefield City Academies Trust"
OUTWOOD, DELTA = "Outwood Grange Academies Trust", "Delta Academies Trust"
PERIOD = {"transfers_since": "2017-04-03", "transfers_until": DAY}
"""The period of the transfers where a test asks for none."""
WHO = Person("A tester", known=True)


@pytest.fixture
def flows(register):
    """Give a function that opens the page of flows at an address, with a register of its own."""

    def open_page(period=PERIOD, **query):
        page = AppTest.from_file(SCRIPT, default_timeout=60)
        for chart in ("flow sankey", "flow matrix", "flow timeline"):
            page.session_state[f"open table of {chart}"] = True
        for key, value in {"day": DAY, **period, **query}.items():
            page.query_params[key] = value
        page.switch_page("../../../pages/flows.py")
        return page.run()

    return open_page


@pytest.fixture
def invented(register):
    """Load the illustrative register."""
    return register.add_all(illustrative_supports(register.history, dt.date(2019, 6, 1), 1), WHO)


def words(page):
    kinds = (page.title, page.header, page.subheader, page.markdown, page.caption, page.info)
    plain = [element.value for kind in (*kinds, page.warning) for element in kind]
    return "\n".join([*plain, *(block.proto.body for block in page.get("html"))])


def table(page, column):
    return next(t.value for t in page.dataframe if column in t.value.columns)


def moved(page):
    """Return how many academies the sentence under the title says moved."""
    return int(re.search(r"· ([\d,]+) academ(?:y|ies)", words(page))[1].replace(",", ""))


def test_the_page_opens_on_transfers_between_trusts_in_the_days_known_in_full(flows, history):
    page = flows(period={})
    assert not page.exception
    assert page.title[0].value == "Flows"
    told = words(page)
    days = [day_in_words(day) for day in (history.complete_from, history.default_day)]
    when = f"{days[0]} to {days[1]}, both days counted"
    assert f"Transfers · The alliance region · {when} · " in told
    assert moved(page) > moved(flows()) > 0
    assert set(table(page, "Kind of move")["Kind of move"]) == {"Transfer"}
    tabs = ["Sankey", "Matrix", "Timeline", "Table", "Support to check"]
    assert [tab.label for tab in page.tabs] == tabs


def test_a_move_of_which_no_day_is_known_says_after_which_day_it_came(flows):
    page = flows(transfers_since="2024-03-30", transfers_until="2025-08-31", day="2025-08-31")
    assert not page.exception
    moves = table(page, "Known to be after")
    between = moves[moves["Known to be after"].notna()]
    assert len(between)
    assert (between["Known to be after"] < between["Date"]).all()


def test_support_to_check_is_found_whatever_kind_of_flow_is_looked_at(flows, invented):
    page = flows(flow_rows="Support to check")
    assert not page.exception
    assert "None of these is a fault" in words(page)
    assert len(page.pills(key="flow_tangle").options) > 1


@pytest.mark.parametrize("level", ["Schools", "Trusts", "Local authorities", "Regions"])
@pytest.mark.parametrize("chart", ["Sankey", "Matrix", "Timeline"])
@pytest.mark.quick_cases
def test_figures_map_chart_and_table_tell_the_same_total(flows, history, level, chart):
    page = flows(flow_level=level, flow_chart=chart)
    assert not page.exception
    told = words(page)
    moves = transfers(history, *map(dt.date.fromisoformat, PERIOD.values()))
    england, here = (moves["kind"] == "transfer").sum(), moved(page)
    assert 0 < here < england
    assert f"<dd>{here}<small>of {england} in England</small></dd>" in told
    assert f"{here} academies: " in told
    assert f"**{here} academies** in {here} rows." in told
    undated = re.search(r"(\d+) moves? between 2 April 2017", told) if chart == "Timeline" else None
    drawn = here - int(undated[1]) if undated else here
    assert table(page, "Quantity")["Quantity"].sum() == drawn
    assert table(page, "Kind of move").shape[0] == here


def test_a_place_narrows_map_charts_and_table_and_its_chip_takes_it_off(flows):
    page = flows(flow_place=WAKEFIELD_CITY)
    assert not page.exception
    assert "**21 academies** in 21 rows." in words(page)
    assert set(table(page, "Kind of move")["From"]) == {WAKEFIELD_CITY}
    assert table(page, "Quantity")["Quantity"].sum() == 21
    page.selectbox(key="flow_other").set_value(OUTWOOD).run()
    assert "**6 academies** in 6 rows." in words(page)
    page.button(key="chip flow_other").click().run()
    assert "**21 academies** in 21 rows." in words(page)
    page.button(key="chip flow_place").click().run()
    everything = moved(flows())
    assert everything > 21
    assert f"**{everything} academies** in {everything} rows." in words(page)


def test_in_out_and_between_are_told_from_the_filter(flows):
    totals = {}
    ours = {"members": "true", "region": ""}
    for way in ("All", "In", "Out", "Within"):
        page = flows(flow_way=way, **ours)
        totals[way] = moved(page)
    everything = totals.pop("All")
    page = flows(**ours)
    assert everything == sum(totals.values()) == moved(page)
    assert totals["In"]
    assert totals["Out"]
    for way, said in (("In", "Into"), ("Out", "Out of"), ("Within", "Between")):
        told = f"<dt>{said} the trusts of the filter</dt><dd>{totals[way]}<small>"
        assert (told in words(page)) == bool(totals[way]), way


def test_of_places_alone_it_is_told_where_the_trusts_are_based(flows):
    here, gone = (
        table(flows(flow_way=way), "Quantity")["Quantity"].sum() for way in ("Within", "Out")
    )
    page = flows()
    assert here + gone == moved(page)
    for where, number in (("here", here), ("elsewhere", gone)):
        told = f"To trusts based {where}</dt><dd>{number:.0f}<small>the alliance region"
        assert told in words(page)
    assert "A place in your filters is where the school is" in words(page)


@pytest.mark.parametrize("level", ["Schools", "Regions"])
@pytest.mark.parametrize(
    "query",
    [
        {"region": "North East"},
        {"region": "Yorkshire and The Humber", "phase": "Secondary"},
        {"authority": "Wakefield", "region": ""},
        {"area": "Doncaster", "region": ""},
        {"commissioner": "North of England", "region": ""},
        {"region": "Yorkshire and The Humber", "trust": "4474"},
    ],
)
@pytest.mark.quick_cases
def test_flows_and_overview_count_the_same_transfers(flows, history, query, level):
    chosen = read_filter(history, dt.date.fromisoformat(DAY), {k: [v] for k, v in query.items()})[0]
    start = dt.date(2017, 11, 14)
    found = changes_within(chosen, start, chosen.day).transfers
    expected = int((found["kind"] == "transfer").sum())
    assert expected > 0
    overview = AppTest.from_file(SCRIPT, default_timeout=60)
    for key, value in {"day": DAY, "changed": start.isoformat(), **query}.items():
        overview.query_params[key] = value
    overview.switch_page("../../../pages/overview.py")
    told = words(overview.run())
    number = counted(expected, "transfer", "transfers")
    assert f"<dt>Moved between trusts</dt><dd>{len(found)}<small>{number}" in told
    assert "A place in your filters is where the school is" in told
    since = (start + dt.timedelta(days=1)).isoformat()
    page = flows({"transfers_since": since, "transfers_until": DAY}, flow_level=level, **query)
    assert not page.exception
    assert moved(page) == expected
    assert sorted(table(page, "Kind of move")["URN"]) == sorted(
        found.loc[found["kind"] == "transfer", "urn_after"]
    )


def test_other_kinds_of_move_are_shown_when_asked_for_in_colours_of_their_own(flows):
    page = flows(flow_moves="Merger")
    assert set(table(page, "Kind of move")["Kind of move"]) == {"Merger"}
    both = flows()
    both.pills(key="flow_moves").set_value(["Transfer", "Merger"]).run()
    assert set(table(both, "Kind of move")["Kind of move"]) == {"Transfer", "Merger"}
    # No two trusts are joined by moves of both kinds, so no arrow stands for several.
    assert "Several, in one arrow" not in words(both)


def test_the_slider_adds_transfers_up_month_by_month(flows):
    page = flows()
    everything = moved(page)
    page.button(key="flow time play").click().run()
    assert not page.exception
    # Nothing moved in the first month; the map stays where it is, without arrows.
    assert "3 April 2017 to 30 April 2017, both days counted · 0 academies" in words(page)
    assert "No flows" in words(page)
    slider = page.select_slider(key="flow time month")
    slider.set_value(dt.date(2017, 10, 1)).run()
    early = table(page, "Quantity")["Quantity"].sum()
    page.select_slider(key="flow time month").set_value(dt.date(2018, 10, 1)).run()
    assert 0 < early < table(page, "Quantity")["Quantity"].sum() < everything
    assert "3 April 2017 to 31 October 2018" in words(page)
    page.button(key="flow time close").click().run()
    assert table(page, "Quantity")["Quantity"].sum() == everything


def test_an_empty_register_says_what_to_do_and_still_names_schools_with_nobody(flows, charts):
    page = flows(flow_kind="Support")
    assert not page.exception
    told = words(page)
    assert "The register of support is empty" in told
    assert any(button.label == "Open the register" for button in page.button)
    assert "Eligible schools without support" in told
    assert not charts(page)
    assert len(table(page, "Eligible school")) == 100


def test_what_is_invented_is_marked_on_the_screen_and_in_every_row(flows, invented, charts):
    page = flows(flow_kind="Support")
    assert not page.exception
    told = words(page)
    assert "**Example data.**" in told
    assert set(table(page, "Example data")["Example data"]) == {"Yes"}
    assert "Example data: Support given" in charts(page)[0]["figure"]


def test_only_support_that_is_given_is_drawn_and_the_rest_when_it_is_asked_for(flows, register):
    given = {"planned_end_on": dt.date(2019, 6, 1), "supporter_id": "4474"}
    ended = {"status": Status.COMPLETED, "ended_on": dt.date(2019, 4, 30)}
    register.add_all(
        [
            supported(107833, status=Status.ACTIVE),
            supported(136672, **given, **ended),
            supported(106557),
            supported(106557, theme=Theme.FINANCE, status=Status.DECLINED),
        ],
        WHO,
    )
    page = flows(flow_kind="Support", flow_level="Schools", flow_chart="Timeline")
    assert not page.exception
    told = words(page)
    assert "· 2 support arrangements" in told
    assert "**2 support arrangements** in 2 rows." in told
    assert set(table(page, "Status")["Status"]) == {"Active", "Completed"}
    assert "Not shown, for it does not count as given: 1 Proposed and 1 Declined." in told
    assert "Of these, not given" not in told
    assert "Not given, dashed" not in told
    page.pills(key="flow_also").set_value(["Proposed"]).run()
    assert not page.exception
    told = words(page)
    assert "· 3 support arrangements, of them not given: 1 Proposed" in told
    assert "<dt>Of these, not given</dt><dd>1<small>1 Proposed</small></dd>" in told
    assert "Not shown, for it does not count as given: 1 Declined." in told
    assert set(table(page, "Status")["Status"]) == {"Active", "Completed", "Proposed"}
    assert table(page, "Month").groupby("Given")["Quantity"].sum().to_dict() == {"No": 1, "Yes": 2}
    asked = flows(flow_kind="Support", flow_also="Proposed", flow_level="Schools")
    assert table(asked, "Quantity")["Quantity"].sum() == 3
    assert "Not given, dashed: Proposed" in words(asked)
    sent = [json.loads(one.proto.json) for one in asked.get("bidi_component")]
    (said,) = [one["alt"] for one in sent if "style" in one]
    assert "Support given and proposed" in said
    assert "Dashed: 1 Proposed." in said


def supported(urn, **more):
    """Give a support of a school by Outwood Grange in 2019."""
    held = {
        "supporter_kind": SupporterKind.TRUST,
        "supporter_id": "4119",
        "recipient_urn": urn,
        "theme": Theme.CURRICULUM,
        "starts_on": dt.date(2019, 1, 8),
    }
    return Support(**{**held, **more})


def test_a_proposed_support_is_seen_among_the_flows_on_the_day_it_is_written(
    flows, register, history
):
    starts = history.default_day + dt.timedelta(days=31)
    schools = as_at(history, history.default_day)
    in_region = schools[schools["region"] == "Yorkshire and The Humber"]
    proposed = Support(
        supporter_kind=SupporterKind.TRUST,
        supporter_id="4119",
        recipient_urn=int(in_region.loc[in_region["trust_uid"].isna(), "urn"].iloc[0]),
        theme=Theme.CURRICULUM,
        starts_on=starts,
    )
    register.add(proposed, WHO)
    assert "Not shown, for it does not count as given: 1 Proposed." in words(
        flows(flow_kind="Support", support_until=starts.isoformat())
    )
    page = flows(flow_kind="Support", flow_colour="Status", flow_also="Proposed")
    assert not page.exception
    # The period reaches as far as the register does.
    first = day_in_words(history.complete_from)
    assert f"{first} to {day_in_words(starts)} · 1 support" in words(page)
    row = table(page, "Supporting organisation").iloc[0]
    assert (row["Supporting organisation"], row["Status"], row["Example data"]) == (
        OUTWOOD,
        "Proposed",
        "",
    )
    assert "Example data." not in words(page)


def test_a_support_far_in_the_future_is_offered_and_does_not_stretch_the_period(
    flows, register, history
):
    for theme, starts in zip(Theme, (dt.date(2019, 7, 1), dt.date(2090, 1, 8)), strict=False):
        register.add(
            Support(
                supporter_kind=SupporterKind.TRUST,
                supporter_id="4119",
                recipient_urn=136672,
                theme=theme,
                starts_on=starts,
                status=Status.ACTIVE,
            ),
            WHO,
        )
    page = flows(flow_kind="Support")
    first, last = (day_in_words(day) for day in (history.complete_from, history.default_day))
    assert f"{first} to {last} · 1 support arrangement" in words(page)
    (offer,) = [one for one in page.button if one.label == "Show 1 support arrangement to come"]
    assert offer.help == "The latest starts on 8 January 2090."
    offer.click()
    page.run()
    assert not page.exception
    assert f"{first} to 8 January 2090 · 2 support arrangements" in words(page)
    assert not [one for one in page.button if one.label.endswith("to come")]


@pytest.mark.parametrize(
    ("name", "words_of_it"), [("Days planned", "days planned"), ("Pounds", "£")]
)
def test_support_is_told_in_days_and_pounds_by_theme_status_or_supporter(
    flows, invented, name, words_of_it
):
    page = flows(flow_kind="Support", flow_quantity=name, flow_colour="Status", region="North East")
    assert not page.exception
    rows = table(page, "Days delivered")
    column = "Pounds" if name == "Pounds" else name
    assert table(page, "Quantity")["Quantity"].sum() == rows[column].sum() > 0
    assert "Status" in table(page, "Quantity").columns
    assert words_of_it in words(page)


def test_beyond_forty_arrows_the_page_says_how_many_are_put_together_and_where(flows):
    told = words(flows(period={}))
    assert "More than 40 arrows cannot be told apart, so the smaller are put together: " in told
    assert re.search(r"\d+ between (local authorities|regions)", told)
    assert "put together" not in words(flows(flow_place=WAKEFIELD_CITY))


def test_a_check_lists_the_supports_that_make_it(flows, invented):
    page = flows(flow_kind="Support", flow_rows="Support to check")
    assert not page.exception
    told = words(page)
    assert "None of these is a fault" in told
    pills = page.pills(key="flow_tangle")
    numbers = {
        label: int(label.rsplit("(", 1)[1].rstrip(")").replace(",", "")) for label in pills.options
    }
    pills.set_value("no_review").run()
    rows = table(page, "Who")
    assert set(rows["Status"]) <= {"Completed", "Stopped"}
    assert len(rows) == next(n for label, n in numbers.items() if "no review" in label) > 0


def test_suggestions_are_told_to_be_a_calculation_and_tell_why_others_are_left_without(flows):
    page = flows(flow_kind="Suggestions", flow_rows="Not matched", helped_by="Founding trusts")
    assert not page.exception
    assert "nobody has agreed to any of it" in words(page)
    assert len(table(page, "Why it is not matched"))
    plan = flows(flow_kind="Suggestions", helped_by="Founding trusts")
    suggested = table(plan, "From the school")
    assert table(plan, "Quantity")["Quantity"].sum() == len(suggested) > 0
    assert {OUTWOOD, DELTA} <= set(suggested["Supporting trust"])


def pairs_of(page, school, trust):
    """Return the pairs in the first table with both columns."""
    held = next(one.value for one in page.dataframe if {school, trust} <= set(one.value.columns))
    return set(zip(held[school], held[trust], strict=True))


@pytest.mark.parametrize(
    "terms",
    [
        {"region": "North East"},
        {"helped_by": "Founding trusts", "within_km": "30"},
        {"helped_by": "Founding trusts", "region": "North East", "leave_out": "4036"},
        {"region": "North East", "weight_size": "2.0", "supporters_a_school": "2"},
        {"phase": "Secondary", "count_inherited": "true", "run_by": "A local authority"},
    ],
)
@pytest.mark.quick_cases(2)
def test_suggestions_are_the_plan_of_matches_on_the_same_terms(flows, terms):
    matches = AppTest.from_file(SCRIPT, default_timeout=60)
    for key, value in {"day": DAY, **terms}.items():
        matches.query_params[key] = value
    matches.switch_page("../../../pages/matches.py")
    matches.run()
    assert not matches.exception
    plan = pairs_of(matches, "School", "Supporting trust")
    assert plan
    page = flows(flow_kind="Suggestions", **terms)
    assert not page.exception
    assert pairs_of(page, "Eligible school", "Supporting trust") == plan
    # Terms that were set on Matches in this visit hold as those of an address do.
    matches.query_params["flow_kind"] = "Suggestions"
    matches.switch_page("../../../pages/flows.py")
    matches.run()
    assert pairs_of(matches, "Eligible school", "Supporting trust") == plan
    for key in set(terms) - {"region", "phase"}:
        assert matches.query_params[key] == terms[key]
    assert any("on Matches" in button.label for button in matches.button)


def test_a_filter_that_leaves_nothing_says_what_would(flows):
    page = flows(flow_place="North East", flow_other="London")
    assert not page.exception
    assert "No results. Try a longer period" in words(page)
    everything = moved(flows())
    assert f"with every place and direction: {everything} academies" in words(page)
    empty = flows(transfers_since="2017-04-03", transfers_until="2017-04-04")
    assert "No results. Try a longer period" in words(empty)


def test_a_register_that_does_not_answer_is_told_and_transfers_are_shown_all_the_same(
    flows, monkeypatch
):
    def closed():
        raise RegisterError("The register does not answer.")

    monkeypatch.setattr("alliance.current.current_flows.current_register", closed)
    page = flows(flow_kind="Support")
    assert not page.exception
    (said,) = page.error
    assert said.value.startswith("The register does not answer. Reference")
    page.segmented_control(key="flow_kind").set_value("Transfers").run()
    assert not page.exception
    everything = moved(flows())
    assert f"**{everything} academies** in {everything} rows." in words(page)


def test_alliance_members_only_keeps_their_flows_and_the_grade_is_said_to_be_left_aside(flows):
    page = flows(members="true", grade="Inadequate")
    assert not page.exception
    moves = table(page, "Kind of move")
    founders = r"Astrea|Delta|Northern Education|Outwood|WISE"
    ours = moves["From"].str.contains(founders) | moves["To"].str.contains(founders)
    assert 0 < len(moves) < moved(flows())
    assert ours.all()
    assert "Your grade filter does not apply here." in words(page)


def test_markup_in_the_address_comes_to_nothing(flows):
    page = flows(flow_place="<script>alert(1)</script>", flow_kind="Both", flow_level="x")
    assert not page.exception
    assert f"· {moved(flows())} academies" in words(page)
    assert "alert(1)" not in words(page)


def test_moves_without_a_known_day_are_left_out_of_the_months_and_the_page_says_so(flows):
    late = {"transfers_since": "2024-04-01", "transfers_until": "2025-08-31"}
    page = flows(late, flow_chart="Timeline", day="2025-08-31")
    assert not page.exception
    said = (
        r"(\d+) moves between \d+ March 2024 and 31 August 2025 have no known day and are not drawn"
    )
    undated = int(re.search(said, words(page))[1])
    assert undated > 0.5 * moved(page)
    assert table(page, "Month")["Quantity"].sum() == moved(page) - undated
    assert "The day of most moves between 29 March 2024 and 31 August 2025" in words(page)
    dated = {"transfers_since": "2018-10-01", "transfers_until": DAY}
    earlier = words(flows(dated, flow_chart="Timeline"))
    assert "no known day" not in earlier
    assert "is not published" not in earlier
