"""A room from its start to its minutes: a screen, a desk, a phone without network, a latecomer."""

import io
import json
import re
from dataclasses import replace

import pytest
from axe_playwright_python.sync_playwright import Axe
from docx import Document
from playwright.sync_api import expect

from alliance.errors import VoteRefused
from alliance.present import Presentation, PresentationStore, Scene
from alliance.present.meeting.meetings import Meetings
from alliance.present.meeting.votes import Votes, question_key
from alliance.register import Person
from alliance.register.database import open_database
from tests.browser.settled import settled

AMY = Person("Amy Adviser", known=True)
NOTES = "Nobody in the room may read this"
DAY = {"day": ("2017-11-14",), "region": ("Alliance region",)}
GRAVE = ("serious", "critical")
QUESTION = "Shall Outwood support it?"
BOARD = Presentation(
    "Board in March",
    (
        Scene("words", title="Agenda", text="1. **Need**\n2. Support", notes=NOTES),
        Scene("explore", DAY, title="The map", notes=NOTES, plays_from="2017-09-01"),
        Scene("words", title=QUESTION, text="It is 6 km away.", answers=("Yes", "No", "Not yet")),
        Scene("data", title="The data"),
    ),
)


def faults_of(page):
    found = Axe().run(page).response["violations"]
    return [(one["id"], one["nodes"][0]["html"][:200]) for one in found if one["impact"] in GRAVE]


def title(page):
    return page.locator("h1:visible").first


@pytest.fixture(scope="module")
def server(serve, tmp_path_factory):
    """An app with a database of its own, and that database."""
    folder = tmp_path_factory.mktemp("room")
    with serve(folder / "log", ALLIANCE_DATA_DIR=str(folder)) as address:
        engine = open_database(f"sqlite:///{folder / 'register.sqlite'}")
        yield address, engine
        engine.dispose()


def test_a_meeting_from_its_start_to_its_minutes(server, visit):
    address, engine = server
    kept = PresentationStore(engine).add(BOARD, AMY)
    presenter = visit(address, width=1280, height=720).open(f"/present?presentation={kept.id}")
    presenter.get_by_role("button", name="Present", exact=True).click()
    presenter.get_by_role("button", name="Start following").click()
    code = presenter.locator(".invite-code").inner_text().replace(" ", "")

    screen = visit(address, width=1920, height=1080).open(f"/room?code={code}")
    expect(screen.locator(".room-code")).to_have_text(f"{code[:4]} {code[4:]}")
    assert screen.locator(".room-qr").bounding_box()["height"] > 500
    phone_visit = visit(address, width=390, height=844)
    phone = phone_visit.open(f"/follow?code={code}")
    desk = visit(address).open(f"/follow?code={code}")
    for page in (phone, desk):
        expect(page.get_by_text("begins in a moment")).to_be_visible()
    expect(presenter.get_by_text("2 people follow")).to_be_visible()

    presenter.get_by_role("button", name="Show them this scene").click()
    for page in (screen, phone, desk):
        expect(title(page)).to_have_text("Agenda")
        expect(page.locator(".stage-words strong")).to_have_text("Need")
    expect(screen.locator(".room-invite")).to_be_hidden()
    presenter.keyboard.press("q")
    expect(screen.locator(".room-code")).to_be_visible()
    expect(phone.locator(".stage-words")).to_be_visible()
    presenter.keyboard.press("q")
    expect(screen.locator(".room-code")).to_be_hidden()
    # The screen's own key calls it up there and nowhere else.
    screen.keyboard.press("q")
    expect(screen.locator(".room-code")).to_be_visible()
    screen.keyboard.press("q")

    late = visit(address, width=1280, height=800).open(f"/follow?code={code}")
    expect(title(late)).to_have_text("Agenda")

    phone_visit.context.set_offline(True)
    presenter.get_by_role("button", name="Next", exact=True).click()
    for page in (screen, late, desk):
        expect(title(page)).to_have_text("The map")
    expect(desk.get_by_text("Explore this yourself")).to_be_visible()
    presenter.get_by_role("button", name="Next", exact=True).click()
    expect(screen.get_by_text(f"with the code {code[:4]} {code[4:]}")).to_be_visible()
    expect(late.get_by_role("button", name="Yes")).to_be_visible()
    expect(phone.get_by_text("The connection is lost")).to_be_visible()
    phone_visit.context.set_offline(False)
    phone.get_by_role("button", name="Not yet").click()
    late.get_by_role("button", name="B. No", exact=True).click()
    expect(late.get_by_text("You voted “No”")).to_be_visible()
    late.get_by_role("button", name="Yes").click()
    expect(late.get_by_text("You voted “Yes”")).to_be_visible()
    expect(screen.get_by_text("2 votes so far")).to_be_visible()
    expect(screen.locator(".stage-answers b")).to_have_count(0)
    presenter.get_by_role("button", name="Count and show the result").click()
    for page in (screen, phone, late):
        expect(page.locator(".stage-answers b")).to_have_text(["1", "0", "1"])
    expect(phone.locator("[class*=st-key-ballot]")).to_have_count(0)
    expect(screen.get_by_text("votes so far")).to_have_count(0)
    expect(screen.get_by_text("with the code")).to_have_count(0)

    # Who looks back is left there until they come back or press; the others go on.
    phone.get_by_role("button", name="Earlier scene").click()
    expect(title(phone)).to_have_text("The map")
    presenter.get_by_role("button", name="Next", exact=True).click()
    expect(title(late)).to_have_text("The data")
    expect(title(phone)).to_have_text("The map")
    phone.get_by_role("button", name="Back to the presenter").click()
    expect(title(phone)).to_have_text("The data")

    # Another browser takes over; there a scene is renamed, one goes and names are hidden.
    settled(presenter)
    presenter.get_by_role("button", name="Control it from another device").click()
    steer = presenter.locator("code", has_text="#steer=").inner_text()
    key = presenter.evaluate("JSON.parse(sessionStorage.getItem('meeting steered')).key")
    presenter = visit(address, width=1280, height=800).page
    presenter.goto(steer)
    presenter.get_by_role("button", name="Continue").click()
    expect(title(presenter)).to_have_text("The data")
    scenes = (*BOARD.scenes[1:3], replace(BOARD.scenes[3], title="Where it is from"))
    mine = PresentationStore(engine, key)
    scenes = tuple(
        replace(one, id=kept.id)
        for one, kept in zip(scenes, mine.get(kept.id).presentation.scenes[1:], strict=True)
    )
    mine.change(kept.id, Presentation(BOARD.name, scenes), AMY, version=1)
    presenter.get_by_role("button", name="Send the new version").click()
    for page in (screen, phone, late, desk):
        expect(title(page)).to_have_text("Where it is from")
    settled(presenter)
    presenter.get_by_role("button", name="End", exact=True).click()
    presenter.get_by_text("Hide schools’ names").click()
    expect(desk.get_by_text("Explore this yourself")).to_have_count(0)
    settled(presenter)
    presenter.get_by_role("button", name="Show").nth(1).click()
    for page in (presenter, screen, phone, late, desk):
        expect(title(page)).to_have_text(QUESTION)
        expect(page.locator(".stage-answers b").first).to_have_text("1")

    presenter.get_by_role("textbox", name="Proposal (required)").fill("Ask Outwood")
    presenter.get_by_role("textbox", name="Proposal (required)").press("Tab")
    settled(presenter)
    presenter.get_by_role("button", name="Save decision").click()
    expect(presenter.get_by_text("Saved.", exact=True)).to_be_visible()
    presenter.get_by_role("button", name="End the meeting").click()
    presenter.get_by_role("button", name="End it for all").click()
    for page in (screen, phone, late, desk):
        expect(page.get_by_text("This presentation has ended")).to_be_visible()
    presenter.get_by_role("button", name="End", exact=True).click()
    presenter.get_by_role("button", name="Minutes").click()
    with presenter.expect_download() as given:
        presenter.get_by_role("button", name="Minutes as Word").click()
    made = Document(io.BytesIO(given.value.path().read_bytes()))
    said = "\n".join(one.text for one in made.paragraphs)
    assert re.search(r"from \d\d:\d\d to \d\d:\d\d", said)
    assert "3 browsers followed; nobody signed in." in said
    cells = [cell.text for table in made.tables for row in table.rows for cell in row.cells]
    assert QUESTION in cells
    assert cells.count("50%") >= 2
    phone_visit.forgive_the_network()


def test_a_presenter_has_all_at_hand_without_scrolling(server, visit):
    address, engine = server
    kept = PresentationStore(engine).add(BOARD, AMY)
    page = visit(address, width=1280, height=720).open(f"/present?presentation={kept.id}&scene=2")
    page.get_by_role("button", name="Start following").click()
    page.get_by_role("button", name="Show them this scene").click()
    settled(page)
    page.evaluate("document.querySelector('[data-testid=stMain]').scrollTo(0, 0)")
    for part in (
        page.get_by_text(NOTES),
        page.locator(".st-key-present_next"),
        page.locator(".invite-following"),
        page.locator(".present-clock"),
        page.locator(".st-key-presenting h1").first,
        page.get_by_role("button", name="Next", exact=True),
    ):
        box = part.bounding_box()
        assert box["y"] >= 0
        assert box["y"] + box["height"] <= 720
    # The next scene is there to be seen: the keyboard never comes to it.
    assert page.evaluate("document.querySelector('.st-key-present_next').inert")


BOUNDS = """selector => {
  const map = document.querySelector(selector)?.liveMap?.map;
  return map ? map.getBounds().toArray().flat() : null;
}"""


def test_the_room_goes_where_the_presenter_goes_on_the_map(server, visit):
    address, engine = server
    kept = PresentationStore(engine).add(BOARD, AMY)
    page = visit(address, width=1280, height=720).open(f"/present?presentation={kept.id}&scene=2")
    page.get_by_role("button", name="Start following").click()
    code = page.locator(".invite-code").inner_text().replace(" ", "")
    page.get_by_role("button", name="Show them this scene").click()
    screen = visit(address).open(f"/room?code={code}")
    phone = visit(address, width=390, height=844).open(f"/follow?code={code}")
    for one in (page, screen, phone):
        settled(one)
    before = {one: one.evaluate(BOUNDS, ".live-map") for one in (screen, phone)}
    # A finger of the phone's own leaves it where it is.
    phone.locator(".live-map .maplibregl-ctrl-zoom-in").click()
    settled(phone)
    own = phone.evaluate(BOUNDS, ".live-map")
    zoom = page.locator(".st-key-stage-presented .maplibregl-ctrl-zoom-in")
    zoom.click()
    zoom.click()
    screen.wait_for_function(
        "wide => { const [w,, e] = document.querySelector('.live-map').liveMap.map.getBounds()"
        ".toArray().flat(); return e - w < wide * 0.7; }",
        arg=before[screen][2] - before[screen][0],
    )
    assert phone.evaluate(BOUNDS, ".live-map") == own
    # The next scene and back: all begin where the scene does.
    page.keyboard.press("ArrowRight")
    expect(title(screen)).to_have_text(QUESTION)
    page.keyboard.press("ArrowLeft")
    expect(title(screen)).to_have_text("The map")
    settled(screen)
    screen.wait_for_function(
        "([was]) => Math.abs(document.querySelector('.live-map').liveMap.map.getBounds().toArray()"
        ".flat()[0] - was) < 0.01",
        arg=before[screen],
    )


def test_a_scene_plays_on_every_screen(server, visit):
    address, engine = server
    kept = PresentationStore(engine).add(BOARD, AMY)
    page = visit(address, width=1280, height=720).open(f"/present?presentation={kept.id}&scene=2")
    page.get_by_role("button", name="Start following").click()
    code = page.locator(".invite-code").inner_text().replace(" ", "")
    page.get_by_role("button", name="Show them this scene").click()
    screen = visit(address).open(f"/room?code={code}")
    expect(screen.locator(".stage-sentence").first).to_contain_text("14 November 2017")
    page.get_by_role("button", name="Play", exact=True).click()
    # A screen that is slow may leave a month out, and never the last.
    months = re.compile(r"\b1 (September|October|November) 2017")
    expect(screen.locator(".stage-sentence").first).to_contain_text(months)
    expect(screen.locator(".stage-sentence").first).to_contain_text("14 November 2017")
    expect(page.get_by_role("button", name="Play", exact=True)).to_be_visible()


def test_what_a_follower_receives_names_no_school_where_names_are_hidden(server, visit):
    address, engine = server
    hidden = Presentation("Hidden", BOARD.scenes, redacted=True)
    meetings = Meetings(engine)
    begun, key = meetings.begin(hidden, AMY)
    heard = []
    one = visit(address)
    one.page.on(
        "websocket", lambda socket: socket.on("framereceived", lambda part: heard.append(part))
    )
    one.page.on("response", lambda got: "/events" in got.url or heard.append(got))
    page = one.open(f"/room?code={begun.code}")
    for at, scene in enumerate(BOARD.scenes):
        meetings.move(begun.code, key, at)
        expect(title(page)).to_have_text(scene.title)
        settled(page)
    told = [
        part if isinstance(part, bytes | str) else part.body() if part.status == 200 else b""
        for part in heard
    ]
    wire = b"\n".join(part.encode() if isinstance(part, str) else part for part in told)
    assert QUESTION.encode() in wire
    for secret in (NOTES, key, "Outwood Academy"):
        assert secret.encode() not in wire
    expect(page.get_by_role("link", name="Explore this yourself")).to_have_count(0)


def test_votes_cannot_be_forged_for_another_meeting(server):
    _, engine = server
    meetings = Meetings(engine)
    begun, key = meetings.begin(BOARD, AMY)
    other, _ = meetings.begin(BOARD, AMY)
    scene = meetings.move(begun.code, key, 2).scene
    meetings.followers.seen(other.id, ["one"])
    with pytest.raises(VoteRefused, match="cannot be taken"):
        Votes(engine).vote(begun.code, "one", question_key(scene), 0)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_room_and_ballot_are_for_everybody(server, visit, theme):
    address, engine = server
    meetings = Meetings(engine)
    begun, key = meetings.begin(BOARD, AMY)
    screen = visit(address, theme=theme).open(f"/room?code={begun.code}")
    expect(screen.locator(".room-code")).to_be_visible()
    settled(screen)
    assert faults_of(screen) == []
    meetings.move(begun.code, key, 2)
    phone = visit(address, width=390, height=844, theme=theme).open(f"/follow?code={begun.code}")
    expect(phone.get_by_role("button", name="Yes")).to_be_visible()
    settled(phone)
    assert faults_of(phone) == []
    assert phone.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def test_json_of_a_view_that_is_none_is_refused(server, visit):
    address, engine = server
    meetings = Meetings(engine)
    begun, key = meetings.begin(BOARD, AMY)
    meetings.move(begun.code, key, 1)
    page = visit(address).open(f"/room?code={begun.code}")

    def post(body, key):
        return page.request.post(
            f"{address}/meetings/{begun.code}/view", data=body, headers={"X-Meeting-Key": key}
        ).status

    good = json.dumps({"bounds": [-2, 53, -1, 54]})
    assert post(good, key) == 204
    assert post(good, "another") == 403
    for bad in ("", "{", "[]", '{"bounds":[0,0,0]}', '{"bounds":[0,0,0,900]}', "x" * 5_000):
        assert post(bad, key) in (413, 422)
