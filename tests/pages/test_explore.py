import re

from alliance.ui.table import PAGE


def text_of(page):
    kinds = (page.title, page.markdown, page.caption, page.info, page.warning, page.error)
    plain = [element.value for kind in kinds for element in kind]
    return "\n".join([*plain, *(block.proto.body for block in page.get("html"))])


def looked_at(page):
    return next(m.value for m in page.markdown if " · " in m.value).strip("*")


def schools_looked_at(page):
    return int(re.search(r"([\d,]+) school", looked_at(page))[1].replace(",", ""))


def test_the_app_opens_on_the_alliance_region_on_the_default_day(visit):
    page = visit()
    assert not page.exception
    assert re.fullmatch(
        r"Alliance region · 1 June 2019 · [\d,]+ schools · \d+ academies of the founding trusts",
        looked_at(page),
    )
    assert "Good or Outstanding" in text_of(page)
    assert "England" in text_of(page)


def test_the_founding_trusts_had_111_academies_on_14_november_2017(visit):
    page = visit(day="2017-11-14", region="")
    assert "14 November 2017" in looked_at(page)
    assert "111 academies of the founding trusts" in looked_at(page)
    assert looked_at(page).startswith("England")


def test_the_address_sets_the_filter_and_a_filter_narrows_the_schools(visit):
    page = visit()
    everything = schools_looked_at(page)
    page.multiselect(key="phase").set_value(["Secondary"]).run()
    narrowed = schools_looked_at(page)
    assert 0 < narrowed < everything
    assert schools_looked_at(visit(phase="Secondary")) == narrowed


def test_a_chip_takes_its_part_of_the_filter_off(visit):
    page = visit(phase="Secondary")
    narrowed = schools_looked_at(page)
    page.button(key="chip phase Secondary").click().run()
    assert page.multiselect(key="phase").value == []
    assert schools_looked_at(page) > narrowed


def test_reset_brings_the_first_picture_back(visit):
    page = visit(region="London", phase="Nursery", day="2018-10-01")
    next(b for b in page.button if b.label == "Reset the filter").click().run()
    assert looked_at(page).startswith("Alliance region · 1 June 2019")


def test_nonsense_in_the_address_is_dropped(visit):
    page = visit(
        day="yesterday",
        region="<script>alert(1)</script>",
        trust="' OR 1=1",
        phase="Playgroup",
        grade="5",
        colour="Sparkle",
        show="Everything",
        area="Atlantis",
    )
    assert not page.exception
    assert "alert(1)" not in text_of(page)


def test_a_day_outside_the_history_gives_the_default_day(visit):
    page = visit(day="1999-01-01")
    assert not page.exception
    assert "1 June 2019" in looked_at(page)


def test_days_before_the_lists_begin_are_marked_partial(visit):
    assert "Partial" in text_of(visit(day="2016-02-01"))
    assert "Partial" not in text_of(visit(day="2018-10-01"))


def test_an_empty_result_names_the_filters_that_emptied_it(visit):
    page = visit(region="London", area="Blackpool")
    assert not page.exception
    told = page.warning[0].value
    assert "without **Region** (London)" in told
    assert "without **Opportunity Area** (Blackpool)" in told


def test_the_table_holds_a_page_of_rows_and_search_runs_over_all_of_them(visit):
    page = visit()
    assert len(page.dataframe[0].value) == PAGE
    page.text_input(key="schools find").set_value("outwood academy").run()
    names = page.dataframe[0].value["School"]
    assert 0 < len(names) < PAGE
    assert names.str.contains("Outwood").all()


def test_the_order_is_that_of_all_rows_not_of_one_page(visit):
    page = visit()
    page.selectbox(key="schools sort").set_value("-pupils").run()
    most = page.dataframe[0].value["Pupils"]
    page.selectbox(key="schools sort").set_value("pupils").run()
    assert most.min() > page.dataframe[0].value["Pupils"].max()


def test_a_selected_school_shows_its_card_until_it_is_cleared(visit):
    page = visit()
    page.session_state["school"] = 139405
    page.run()
    card = text_of(page)
    assert "Dyke House" in card
    assert "139405" in card
    assert "Northern Education Trust" in card
    next(b for b in page.button if b.label == "Clear the selection").click().run()
    assert "Dyke House" not in text_of(page)


def test_the_selection_outlives_a_change_of_filter_and_says_so(visit):
    page = visit()
    page.session_state["school"] = 139405
    page.multiselect(key="phase").set_value(["Nursery"]).run()
    assert "Dyke House" in text_of(page)
    assert "does not pass the filter" in text_of(page)


def test_a_selected_school_that_was_not_open_that_day_gives_a_word_instead_of_a_card(visit):
    page = visit(day="2010-01-01")
    page.session_state["school"] = 139405
    page.run()
    assert "is not open on 1 January 2010" in text_of(page)
    assert "school-card" not in text_of(page)


def test_a_missing_history_gives_a_page_that_says_what_to_run(no_history, visit):
    page = visit()
    assert not page.exception
    assert page.title[0].value == "The history cannot be read"
    assert str(no_history) in page.error[0].value
    assert "python -m alliance compile" in page.code[0].value


def test_the_footprints_on_the_map_are_told_in_numbers(visit):
    told = text_of(visit())
    assert "Delta Academies Trust</th><td>50</td>" in told
    assert re.search(r"<td>\d+\.\d km</td>", told)
    assert "Median distance to hub" not in text_of(visit(show=["Opportunity Areas"]))
