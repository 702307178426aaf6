import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.settled import settled
from tests.browser.told import told

OUTWOOD, BALBY = "Outwood Grange Academies Trust", "Balby Carr Community Academy"


@pytest.fixture(scope="module")
def register(serve, tmp_path_factory):
    """The app with a register of its own, empty at first."""
    folder = tmp_path_factory.mktemp("register")
    with serve(folder / "log", ALLIANCE_DATA_DIR=str(folder)) as address:
        yield address


def title(page):
    return page.get_by_role("heading", level=1)


def choose(page, label, name):
    """Pick an option of a box by typing a part of its name."""
    box = page.get_by_role("combobox", name=label, exact=True)
    box.click()
    box.fill(name)
    page.get_by_role("option", name=name).first.click()
    settled(page)


def give_day(page, label, day):
    """Type a day, as 08012018, into its box, and leave the box, which takes it then."""
    box = page.get_by_role("group", name=label)
    box.get_by_role("spinbutton").first.click()
    page.keyboard.type(day)
    # Past the buttons that clear it and open its calendar.
    for _ in range(3):
        page.keyboard.press("Tab")
    settled(page)


def row(page, *cells):
    """Find the row of a table of words that holds these cells."""
    found = page.locator(".register-words tr")
    for cell in cells:
        found = found.filter(has_text=cell)
    return found.first


def cells_of(page):
    """Give the cells of a long table, which lie within its drawing."""
    return page.locator("canvas [role=gridcell]")


def test_a_support_is_recorded_from_search_to_list_and_its_audit_read(register, visit):
    visitor = visit(register)
    page = visitor.open("/register")
    expect(page.get_by_text("The register of support is empty")).to_be_visible()
    page.get_by_role("button", name="Add a support").click()
    choose(page, "Supporting trust (required)", OUTWOOD)
    page.get_by_role("textbox", name="Supported school (required)", exact=True).fill("Balby Carr")
    choose(page, "Which of 2? (required)", f"{BALBY} · Doncaster · URN 140177")
    choose(page, "Theme (required)", "School leadership")
    give_day(page, "Starts on (required)", "08012018")
    give_day(page, "Agreed on", "02022018")
    check = page.locator(".st-key-register_check")
    expect(check).to_contain_text("It cannot be started on 8 January 2018, before it was")
    check.get_by_role("button", name="Save").click()
    expect(check.get_by_role("alert").filter(has_text="Nothing is saved.")).to_be_focused()
    # The fault names the field by its label, leads to it, and the field says that it is wrong.
    starts = page.locator(".st-key-add-0-starts_on [role=spinbutton]").first
    expect(starts).to_have_attribute("aria-invalid", "true")
    check.get_by_role("link", name="Starts on").click()
    expect(starts).to_be_focused()
    give_day(page, "Agreed on", "02012018")
    expect(check).to_contain_text("No problems found.")
    expect(starts).not_to_have_attribute("aria-invalid", "true")
    expect(check).to_contain_text("Wakefield City Academies Trust")
    # What is still being typed is saved too.
    page.get_by_role("textbox", name="Purpose").fill("A head of school for two terms")
    check.get_by_role("button", name="Save").click()
    expect(title(page)).to_have_text(f"{OUTWOOD} supports {BALBY}")
    told(page, "Saved as number 1")
    expect(page).to_have_url(re.compile(r"support=1\b"))
    expect(page.get_by_text("A head of school for two terms")).to_be_visible()
    page.get_by_role("tab", name="Changes").click()
    expect(row(page, "Local user", "Added")).to_be_visible()
    expect(row(page, "Purpose")).to_contain_text("A head of school for two terms")
    page.get_by_role("button", name="All support arrangements").click()
    expect(page.get_by_text("Rows 1 to 1 of 1")).to_be_visible()
    expect(cells_of(page).filter(has_text=BALBY)).to_be_attached()
    # The flows show it, on their map and in their table.
    flows = visit(register).open("/flows?flow_kind=Support&flow_also=Proposed")
    expect(flows.get_by_text("1 support arrangement in 1 row.")).to_be_visible()
    expect(flows.locator(".st-key-flow_map .live-map[data-drawn]")).to_be_visible()
    expect(flows.get_by_text("1 support arrangement: 1 along arrows")).to_be_visible()
    # The form for the next one is blank.
    page.get_by_role("tab", name="Add").click()
    expect(page.get_by_role("textbox", name="Purpose")).to_have_value("")
    expect(
        page.get_by_role("textbox", name="Supported school (required)", exact=True)
    ).to_have_value("")
    assert visitor.faults == []
    assert visitor.astray == []


HEAD = (
    "Supporter kind,Supporter,Recipient URN,Theme,Starts on,Status,Proposed on,Ended on,"
    "Days planned,Evidence link\n"
)
FAULTS = [
    ("Trusst,4119,140177,Curriculum,2018-01-08,,,,,", "Supporter kind", "Found 'Trusst'"),
    ("Trust,,140177,Curriculum,2018-01-08,,,,,", "Supporter", "It is blank"),
    ("Trust,4119,14017x,Curriculum,2018-01-08,,,,,", "Recipient URN", "expected a six-digit URN"),
    ("Trust,4119,140177,Leading,2018-01-08,,,,,", "Theme", "Found 'Leading'"),
    ("Trust,4119,140177,Curriculum,2018-02-30,,,,,", "Starts on", "expected a day"),
    ("Trust,4119,140177,Curriculum,2018-01-08,,2018-02-01,,,", "Starts on", "before it was"),
    ("Trust,4119,140177,Curriculum,2018-01-08,Completed,,,,", "Ended on", "Say on which day"),
    ("Trust,4119,140177,Curriculum,2018-01-08,,,,-3,", "Days planned", "cannot be negative"),
    ("Trust,4119,999999,Curriculum,2018-01-08,,,,,", "Recipient URN", "No school with URN"),
    ("School,140177,140177,Curriculum,2018-01-08,,,,,", "Supporter", "does not support itself"),
    ("Trust,4119,140177,Curriculum,2018-01-08,,,,,ftp://x", "Evidence link", "A link starts"),
]
GOOD = "Trust,4119,141354,Curriculum,2018-01-08,,,,12,"


def hand_in(page, *rows):
    file = (HEAD + "\n".join(rows) + "\n").encode()
    page.locator("input[type=file]").set_input_files(
        {"name": "supports.csv", "mimeType": "text/csv", "buffer": file}
    )


def recorded(visitor, theme):
    """Record a support of this theme from a file, and give its number."""
    page = visitor.open("/register?register_tab=Import")
    hand_in(page, GOOD.replace("Curriculum", theme))
    page.get_by_role("button", name="Save all 1 row").click()
    expect(page.get_by_text("1 support arrangement added")).to_be_visible()
    row = page.locator("canvas [role=row]").filter(has_text=theme)
    return int(row.locator("[role=gridcell]").first.text_content())


def test_every_fault_of_a_file_is_read_by_row_and_column_and_the_good_row_is_taken(register, visit):
    visitor = visit(register)
    page = visitor.open("/register?register_tab=Import")
    hand_in(page, *(cells for cells, _, _ in FAULTS), GOOD)
    expect(page.get_by_text("12 rows: 1 good, 11 with faults")).to_be_visible()
    faults = page.locator(".register-words:visible tbody tr")
    expect(faults).to_have_count(len(FAULTS))
    for number, (_, column, message) in enumerate(FAULTS):
        cells = faults.nth(number).locator("th, td")
        expect(cells.nth(0)).to_have_text(str(number + 2))
        expect(cells.nth(1)).to_have_text(column)
        expect(cells.nth(2)).to_contain_text(message)
    page.get_by_role("button", name="Save only the 1 good row").click()
    expect(
        page.get_by_text("1 support arrangement added, 0 in the register already")
    ).to_be_visible()
    page.get_by_role("tab", name="Import").click()
    expect(faults).to_have_count(0)
    hand_in(page, GOOD)
    expect(page.get_by_text("0 good, 0 with faults, 1 in the register already")).to_be_visible()
    assert visitor.faults == []


def test_the_second_of_two_editors_is_told_and_keeps_all_they_typed(register, visit):
    newest = recorded(visit(register), "Behaviour and attendance")
    first, second = (
        visit(register).open(f"/register?support={newest}&support_tab=Edit") for _ in range(2)
    )
    for page, words in ((first, "The first wrote this"), (second, "The second typed this")):
        page.get_by_role("textbox", name="Notes").fill(words)
        page.get_by_role("button", name="Save", exact=True).click()
    expect(first.get_by_text("Your changes are saved.")).to_be_visible()
    told = row(second, "Notes", "The first wrote this")
    expect(told).to_contain_text("The second typed this")
    expect(second.get_by_text("Nothing you typed is lost")).to_be_visible()
    notes = second.get_by_role("textbox", name="Notes")
    expect(notes).to_have_value("The second typed this")
    second.get_by_role("button", name="Take theirs: Notes").click()
    expect(notes).to_have_value("The first wrote this")
    notes.fill("The first wrote this, and the second too")
    second.get_by_role("button", name="Save", exact=True).click()
    expect(second.get_by_text("Your changes are saved. While the form was open")).to_be_visible()
    expect(second.get_by_text("The first wrote this, and the second too")).to_be_visible()


def test_what_is_withdrawn_comes_back_with_undo(register, visit):
    number = recorded(visit(register), "Finance and procurement")
    page = visit(register).open(f"/register?support={number}")
    page.get_by_role("button", name="Withdraw it").click()
    expect(page.get_by_text(f"Number {number} is withdrawn.")).to_be_visible()
    expect(title(page)).to_have_text("Register")
    page.get_by_role("button", name="Undo").click()
    expect(title(page)).to_contain_text(f"{OUTWOOD} supports")
    expect(page.get_by_text(f"Number {number} is restored.")).to_be_visible()


@pytest.mark.parametrize(
    ("address", "theme"),
    [
        ("register_tab=Support+arrangements", "dark"),
        ("register_tab=Add", "light"),
        ("register_tab=Import", "dark"),
        ("register_tab=Changes", "light"),
        ("register_tab=From+articles", "dark"),
        ("support=1", "light"),
        ("support=1&support_tab=Edit", "dark"),
        ("support=1&support_tab=Reviews", "light"),
        ("support=1&support_tab=Changes", "dark"),
    ],
)
def test_a_phone_shows_every_part_whole_and_axe_finds_nothing_serious(
    invented, visit, address, theme
):
    visitor = visit(invented, width=390, height=844, theme=theme)
    page = visitor.open(f"/register?{address}")
    expect(page.get_by_test_id("stMain")).to_contain_text("State of 1 June 2019")
    expect(page.get_by_text("made up, to show how the register works").first).to_be_visible()
    settled(page)
    assert page.locator(".stMain").evaluate("e => e.scrollWidth - e.clientWidth") == 0
    found = Axe().run(page).response["violations"]
    assert [one["id"] for one in found if one["impact"] in ("serious", "critical")] == []
    assert visitor.faults == []


def test_what_is_invented_goes_in_one_step_once_that_is_confirmed(invented, visit):
    page = visit(invented).open("/register?support=1")
    expect(page.get_by_text("Everything here is made up")).to_be_visible()
    page.get_by_role("button", name="Remove them").click()
    page.get_by_role("button", name="Remove the example data").click()
    expect(page.get_by_text("Example data removed: 60 support arrangements.")).to_be_visible()
    expect(page.get_by_text("The register of support is empty")).to_be_visible()
