"""A presenter steers a room: what is changed meanwhile, by which keys, and by nobody else."""

import re

import pytest
from playwright.sync_api import expect

from alliance.present import Presentation, PresentationStore, Scene
from alliance.register import Person
from alliance.register.database import open_database
from tests.browser.settled import settled

AMY = Person("Amy Adviser", known=True, identity="https://id.example#amy")
NOTES = "Nobody in the room may read this"
DONCASTER = {"day": ("2017-11-14",), "area_profile": ("Doncaster",)}
BOARD = Presentation(
    "Board in March",
    (
        Scene("data", title="The data", caption="Where it is from"),
        Scene("data", title="The trusts", notes=NOTES),
        Scene("data", title="The areas"),
        Scene("opportunity_areas", DONCASTER, title="Doncaster"),
    ),
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("steering")


@pytest.fixture(scope="module")
def own(folder, serve):
    """A server with a register of its own."""
    with serve(folder / "log", ALLIANCE_DATA_DIR=str(folder)) as address:
        yield address


@pytest.fixture
def store(own, folder):
    engine = open_database(f"sqlite:///{folder / 'register.sqlite'}")
    yield PresentationStore(engine)
    engine.dispose()


def title(page):
    return page.locator("h1").first


class Room:
    """A presenter who shows a presentation to some followers."""

    def __init__(self, visit, address, number, followers=2):
        self.number, self.visitor = number, visit(address)
        self.page = self.visitor.open(f"/present?presentation={number}&scene=1")
        self.page.get_by_role("button", name="Start following").click()
        self.code = self.page.locator(".invite-code").inner_text().replace(" ", "")
        phone = {"width": 390, "height": 844}
        guests = [visit(address, **(phone if at else {})) for at in range(followers)]
        self.visitors = [self.visitor, *guests]
        self.followers = [guest.open(f"/follow?code={self.code}") for guest in guests]
        self.press("Show them this scene")
        expect(self.page.get_by_role("button", name="Show them this scene")).to_have_count(0)
        kept = self.page.evaluate("JSON.parse(sessionStorage.getItem('meeting steered'))")
        self.secret = kept["key"]

    def press(self, name):
        settled(self.page)
        self.page.get_by_role("button", name=name, exact=True).click()

    def key(self, key):
        self.page.keyboard.press(key)

    def sees(self, words):
        for page in (self.page, *self.followers):
            expect(title(page)).to_have_text(words)


@pytest.fixture
def kept(store):
    return store.add(BOARD, AMY)


@pytest.fixture
def room(visit, own, kept):
    return Room(visit, own, kept.id)


def test_hiding_names_reaches_the_room_at_once(room):
    room.sees("The data")
    for follower in room.followers:
        expect(follower.get_by_text("Explore this yourself")).to_be_visible()
    room.press("End")
    room.page.get_by_text("Hide schools’ names").click()
    for follower in room.followers:
        expect(follower.get_by_text("Explore this yourself")).to_have_count(0)
    expect(room.page.get_by_text("The room still sees the version before")).to_have_count(0)


def test_a_change_is_sent_when_the_presenter_says_so_and_all_stay_on_the_same_scene(
    room, store, kept
):
    room.key("ArrowRight")
    room.sees("The trusts")
    mine = PresentationStore(store.engine, room.secret)
    first, second, _third, fourth = mine.get(kept.id).presentation.scenes
    changed = Presentation(kept.presentation.name, (fourth, first, second))
    mine.change(kept.id, changed, AMY, version=1)
    # Nobody pressed anything here: the presenter is asked, and the room waits.
    expect(room.page.get_by_text("The room still sees the version before")).to_be_visible()
    room.sees("The trusts")
    room.key("ArrowRight")
    room.sees("The areas")
    room.press("Send the new version")
    # The scene is gone: its neighbour comes, for all of them.
    room.sees("Doncaster")
    expect(room.page.get_by_text("The room sees the new version")).to_be_visible()
    expect(room.page).to_have_url(re.compile("scene=1"))
    room.key("End")
    room.sees("The trusts")
    expect(room.page.get_by_text(NOTES)).to_be_visible()
    mine.change(
        kept.id, Presentation(kept.presentation.name, (second, first, fourth)), AMY, version=2
    )
    room.press("Send the new version")
    room.sees("The trusts")
    expect(room.page).to_have_url(re.compile("scene=1"))


def test_a_scene_shown_from_its_list_is_shown_to_the_room(room):
    room.press("End")
    settled(room.page)
    room.page.get_by_role("button", name="Show").nth(2).click()
    room.sees("The areas")


def test_nobody_else_steers_ends_or_reads_the_notes(room, visit, own):
    room.sees("The data")
    guest = visit(own, width=390, height=844)
    page = guest.open("/present")
    expect(page.get_by_text(BOARD.name).first).to_be_visible()
    settled(page)
    expect(page.get_by_text("Meeting in progress")).to_have_count(0)
    for name in ("Take control", "End it for all"):
        expect(page.get_by_role("button", name=name)).to_have_count(0)
    for address in (f"/present?presentation={room.number}", ""):
        page.goto(f"{own}{address or f'/present?presentation={room.number}&scene=2'}")
        expect(page.get_by_text("is being shown in a meeting")).to_be_visible()
    assert NOTES not in page.content()
    room.key("ArrowRight")
    room.sees("The trusts")
    expect(room.page.get_by_text(NOTES)).to_be_visible()


def test_the_key_takes_the_meeting_to_another_device(room, visit, own):
    room.press("Control it from another device")
    address = room.page.locator("code", has_text="#steer=").inner_text()
    page = visit(own, width=390, height=844).page
    page.goto(address)
    page.get_by_role("button", name="Continue").click()
    expect(title(page)).to_have_text("The data")
    assert "steer" not in page.url
    settled(page)
    page.get_by_role("button", name="Next").click()
    room.sees("The trusts")
    expect(page.get_by_text(NOTES)).to_be_visible()


def test_the_browser_keeps_the_meeting_of_a_window_that_was_closed(room):
    again = room.page.context.new_page()
    room.page.close()
    again.goto(f"{room.visitor.address}/present")
    again.get_by_role("button", name="Continue").click()
    expect(title(again)).to_have_text("The data")
    settled(again)
    again.get_by_role("button", name="Next").click()
    for follower in room.followers:
        expect(title(follower)).to_have_text("The trusts")


def test_keys_act_after_any_button_was_clicked_and_one_press_is_one_scene(room):
    page = room.page
    for name in ("Notes", "Notes", "Blank", "Blank", "Keys"):
        room.press(name)
    page.keyboard.press("Escape")
    settled(page)
    for key, words in (
        ("ArrowRight", "The trusts"),
        ("Space", "The areas"),
        ("ArrowLeft", "The trusts"),
    ):
        room.key(key)
        room.sees(words)
    room.press("Next")
    room.sees("The areas")
    room.key("ArrowLeft")
    room.sees("The trusts")
    room.key("Home")
    room.sees("The data")
    # Three presses while the first is still drawn, and a key that is held down.
    for _ in range(3):
        room.key("ArrowRight")
    room.sees("Doncaster")
    room.key("Home")
    room.sees("The data")
    page.keyboard.down("ArrowRight")
    page.keyboard.down("ArrowRight")
    page.keyboard.down("ArrowRight")
    page.keyboard.up("ArrowRight")
    room.sees("The trusts")
    settled(page)
    room.sees("The trusts")


def test_the_map_takes_the_arrows_until_escape(room):
    page = room.page
    room.key("End")
    room.sees("Doncaster")
    canvas = page.locator(".live-map canvas.maplibregl-canvas")
    canvas.wait_for()
    settled(page)
    canvas.focus()
    room.key("ArrowLeft")
    settled(page)
    room.sees("Doncaster")
    room.key("Escape")
    room.key("ArrowLeft")
    room.sees("The areas")


def test_a_presenter_whose_server_dies_is_told_and_goes_on_when_it_is_back(
    serve, tmp_path, visit, store
):
    kept = {"ALLIANCE_DATA_DIR": str(tmp_path)}
    with serve(tmp_path / "first log", **kept) as address:
        engine = open_database(f"sqlite:///{tmp_path / 'register.sqlite'}")
        number = PresentationStore(engine).add(BOARD, AMY).id
        room = Room(visit, address, number, followers=1)
        room.key("ArrowRight")
        room.sees("The trusts")
    page = room.page
    lost = page.get_by_role("alert").filter(has_text="The connection to the server is lost")
    expect(lost).to_be_visible()
    expect(lost.get_by_role("button", name="Reload the page")).to_be_visible()
    expect(page.get_by_role("dialog")).to_have_count(0)
    with serve(tmp_path / "second log", port=int(address.rsplit(":", 1)[1]), **kept):
        expect(lost).to_have_count(0, timeout=60_000)
        room.sees("The trusts")
        settled(page)
        room.key("ArrowRight")
        room.sees("The areas")
        for one in (page, *room.followers):
            one.close()
    for one in room.visitors:
        one.forgive_the_network()
    engine.dispose()
