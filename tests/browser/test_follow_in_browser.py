"""A room follows a presenter on its own screens, over two server processes and one PostgreSQL."""

import json
import re
import urllib.error
import urllib.request

import pytest
import sqlalchemy as sa
from playwright.sync_api import expect

from alliance.present import Presentation, Scene
from alliance.present.meeting.meetings import Meetings
from alliance.present.story import story
from alliance.register import Person
from alliance.register.database import open_database
from tests.browser.settled import settled
from tests.browser.told import told

NOTES = "Nobody in the room may read this"
BOARD = Presentation(
    "Board in March",
    tuple(
        Scene(page=page, title=title, caption=f"{title} in words.", notes=NOTES)
        for page, title in (
            ("opportunity_areas", "The areas"),
            ("trusts", "The trusts"),
            ("data", "The data"),
        )
    ),
)


@pytest.fixture(scope="module")
def database(postgresql):
    admin = sa.create_engine(postgresql, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(sa.text("CREATE DATABASE meetings"))
    yield postgresql.set(database="meetings")
    with admin.connect() as connection:
        connection.execute(sa.text("DROP DATABASE meetings WITH (FORCE)"))
    admin.dispose()


@pytest.fixture(scope="module")
def processes(database, serve, tmp_path_factory):
    """Two server processes on one PostgreSQL."""
    folder = tmp_path_factory.mktemp("processes")
    url = database.render_as_string(hide_password=False)
    both = {"ALLIANCE_DATABASE_URL": url, "ALLIANCE_DATA_DIR": str(folder)}
    with serve(folder / "log a", **both) as a, serve(folder / "log b", **both) as b:
        yield a, b


@pytest.fixture(scope="module")
def meetings(database):
    engine = open_database(database)
    yield Meetings(engine)
    engine.dispose()


@pytest.fixture
def begun(meetings):
    return meetings.begin(
        BOARD, Person("Amy Adviser", known=True, identity="https://id.example#amy")
    )


def title(page):
    return page.locator("h1").first


def test_a_room_sees_each_scene_when_the_presenter_moves(processes, visit):
    a, b = processes
    shown = []

    def all_see_it():
        shown.append(title(presenter).inner_text())
        for page in (phone, laptop):
            expect(title(page)).to_have_text(shown[-1])
            expect(page).to_have_title(re.compile(re.escape(shown[-1])))
            settled(page)
            assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0

    presenter = visit(a).open("/present?presentation=story&scene=1")
    presenter.get_by_role("button", name="Start following").click()
    expect(presenter.get_by_text("Nobody follows yet")).to_be_visible()
    code = presenter.locator(".invite-code").inner_text()
    assert re.fullmatch(r"[A-Z0-9]{4} [A-Z0-9]{4}", code)
    here = f"{a.removeprefix('http://')}/follow"
    expect(presenter.locator(".invite")).to_contain_text(here)
    picture = presenter.get_by_role("img", name="QR code")
    assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") > 100
    assert picture.bounding_box()["width"] > 100

    phone = visit(a, width=390, height=844).open("/follow")
    phone.get_by_label("Code on the presenter's screen").fill(code.lower())
    phone.get_by_role("button", name="Follow").click()
    laptop = visit(b).open(f"/follow?code={code.replace(' ', '')}")
    for page in (phone, laptop):
        expect(page.get_by_text("begins in a moment")).to_be_visible()
        expect(page.locator("[data-testid=stHeader]")).to_be_hidden()
    expect(presenter.get_by_text("2 people follow")).to_be_visible()

    presenter.get_by_role("button", name="Show them this scene").click()
    all_see_it()
    presenter.get_by_role("button", name="Next").click()
    expect(title(presenter)).not_to_have_text(shown[-1])
    all_see_it()
    told(phone, f"New scene: {shown[-1]}")
    presenter.get_by_role("button", name="Blank").click()
    for page in (phone, laptop):
        expect(page.get_by_text("has blanked the screen")).to_be_visible()
        told(page, "The presenter has blanked the screen.")
    presenter.get_by_role("button", name="Next").click()
    expect(title(presenter)).not_to_be_empty()
    all_see_it()
    presenter.get_by_role("button", name="End the meeting").click()
    presenter.get_by_role("button", name="End it for all").click()
    for page in (phone, laptop):
        expect(page.get_by_text("This presentation has ended")).to_be_visible()
        links = page.get_by_role("listitem")
        expect(links).to_have_count(len(story().scenes))
        assert links.all_inner_texts()[: len(shown)] == shown


def test_nothing_is_run_again_while_nothing_changes(processes, visit, meetings, begun):
    meetings.move(begun.meeting.code, begun.key, 0)
    one = visit(processes[1])
    page = one.open(f"/follow?code={begun.meeting.code}")
    expect(title(page)).to_have_text("The areas")
    settled(page)
    one.sent.clear()
    page.wait_for_timeout(3_000)
    assert one.sent == []
    meetings.move(begun.meeting.code, begun.key, 1)
    expect(title(page)).to_have_text("The trusts")
    assert one.sent


def test_who_wanders_off_comes_back_with_one_press(processes, visit, meetings, begun):
    meetings.move(begun.meeting.code, begun.key, 1)
    one = visit(processes[0], width=390, height=844)
    page = one.open(f"/follow?code={begun.meeting.code}")
    page.get_by_role("link", name="Explore this yourself").click()
    page.wait_for_url("**/trusts*")
    expect(title(page)).to_have_text("Trusts")
    meetings.move(begun.meeting.code, begun.key, 0)
    expect(page.get_by_text("You follow a presentation")).to_be_visible()
    page.get_by_role("link", name="Back to the presenter").click()
    expect(title(page)).to_have_text("The areas")
    expect(page.get_by_text("You follow a presentation")).to_be_hidden()
    page.get_by_role("link", name="Explore this yourself").click()
    page.get_by_role("button", name="Stop following").click()
    page.reload()
    expect(title(page)).not_to_be_empty()
    expect(page.get_by_text("You follow a presentation")).to_be_hidden()
    # A map that is left while it loads says so.
    one.forgive_the_network()


def test_a_dropped_connection_comes_back_to_the_current_scene(processes, visit, meetings, begun):
    code, key = begun
    meetings.move(code.code, key, 0)
    one = visit(processes[1], width=390, height=844)
    page = one.open(f"/follow?code={code.code}")
    expect(title(page)).to_have_text("The areas")
    # The scene comes before the piece that listens for the next.
    page.wait_for_function("() => sessionStorage.getItem('following')")
    one.context.set_offline(True)
    meetings.move(code.code, key, 1)
    expect(page.get_by_text("The connection is lost")).to_be_visible()
    meetings.move(code.code, key, 2)
    one.context.set_offline(False)
    expect(title(page)).to_have_text("The data")
    expect(page.get_by_text("The connection is lost")).to_be_hidden()
    one.forgive_the_network()


def test_followers_outlive_their_server(
    database, serve, tmp_path, visit, meetings, begun, processes
):
    code, key = begun
    meetings.move(code.code, key, 0)
    both = {
        "ALLIANCE_DATABASE_URL": database.render_as_string(hide_password=False),
        "ALLIANCE_DATA_DIR": str(tmp_path),
    }
    with serve(tmp_path / "first log", **both) as address:
        one = visit(address)
        page = one.open(f"/follow?code={code.code}")
        expect(title(page)).to_have_text("The areas")
    meetings.move(code.code, key, 1)
    with serve(tmp_path / "second log", port=int(address.rsplit(":", 1)[1]), **both):
        expect(title(page)).to_have_text("The trusts")
        meetings.move(code.code, key, 2)
        expect(title(page)).to_have_text("The data")
        page.close()
    one.forgive_the_network()


def test_followers_receive_neither_notes_nor_the_key(processes, visit, meetings, begun):
    code, key = begun
    one = visit(processes[0])
    told, answers = [], []
    one.page.on(
        "websocket", lambda socket: socket.on("framereceived", lambda part: told.append(part))
    )
    one.page.on("response", lambda answer: "/events" in answer.url or answers.append(answer))
    page = one.open(f"/follow?code={code.code}")
    for position, scene in enumerate(BOARD.scenes):
        meetings.move(code.code, key, position)
        expect(title(page)).to_have_text(scene.title)
    meetings.close(code.code, key)
    expect(page.get_by_text("This presentation has ended")).to_be_visible()
    told += [answer.body() for answer in answers if answer.status == 200]
    for path in ("events", "now"):
        address = f"{processes[0]}/meetings/{code.code}/{path}"
        with urllib.request.urlopen(address) as answer:  # noqa: S310 -- our own server
            assert answer.headers["Cache-Control"] == "no-store"
            told.append(answer.read())
    wire = b"\n".join(part.encode() if isinstance(part, str) else part for part in told)
    assert b"The data in words." in wire
    assert b'"closed": true' in wire
    assert NOTES.encode() not in wire
    assert key.encode() not in wire


def asked_for(answers, path):
    return [answer for answer in answers if path in answer.url]


@pytest.mark.parametrize("redacted", [False, True])
def test_a_redacted_presentation_sends_neither_name_nor_urn_of_a_school(
    processes, visit, meetings, history, redacted
):
    north = {"day": ("2017-11-14",), "region": ("Alliance region",)}
    scenes = (
        Scene(
            "opportunity_areas",
            north | {"area_profile": ("Doncaster",)},
            title="Doncaster",
            notes=NOTES,
        ),
        Scene("matches", north, title="The match", notes=NOTES),
    )
    board = Presentation("Board in March", scenes, redacted=redacted)
    code, key = meetings.begin(
        board, Person("Amy Adviser", known=True, identity="https://id.example#amy")
    )
    one = visit(processes[0])
    told, answers = [], []
    one.page.on(
        "websocket", lambda socket: socket.on("framereceived", lambda part: told.append(part))
    )
    one.page.on("response", lambda answer: "/events" in answer.url or answers.append(answer))
    page = one.open(f"/follow?code={code.code}")
    meetings.move(code.code, key, 0)
    expect(title(page)).to_have_text("Doncaster")
    page.locator(".live-map[data-drawn]").wait_for()
    # The map of the scene before stands there until both kinds of lines of the next one have come.
    before = len(asked_for(answers, "/flow_shapes/"))
    with page.expect_response(lambda _: len(asked_for(answers, "/flow_shapes/")) == before + 2):
        meetings.move(code.code, key, 1)
    expect(title(page)).to_have_text("The match")
    # Towns are named on every map, and a school may be called after its own alone.
    ours = [
        answer
        for answer in answers
        if answer.status == 200 and ".json" in answer.url and "/ground/" not in answer.url
    ]
    told += [answer.body() for answer in ours]
    wire = b"\n".join(part.encode() if isinstance(part, str) else part for part in told)
    names = [name for name in history.schools["name"] if len(name) > 16]
    found = [name for name in names if name.encode() in wire]
    if redacted:
        assert found == []
        assert b"in Doncaster" in wire
        assert asked_for(answers, "urn") == asked_for(answers, "/schools.json") == []
    else:
        assert len(found) > 10
    # A number within an address, a name of a colour or a place is none of a school.
    numbers = set(re.findall(rb"(?<![\w./#-])\d{6}(?![\w.])", wire))
    urns = numbers & {str(urn).encode() for urn in history.schools["urn"]}
    assert len(urns) == 0 if redacted else len(urns) > 10
    assert key.encode() not in wire
    assert NOTES.encode() not in wire


def test_the_address_of_no_meeting_is_refused_and_counted(processes, meetings):
    with pytest.raises(urllib.error.HTTPError, match="404") as refused:
        urllib.request.urlopen(f"{processes[0]}/meetings/BBBBBBBB/events")  # noqa: S310
    assert "No presentation has this code" in json.load(refused.value)["error"]
    for _ in range(19):
        with pytest.raises(urllib.error.HTTPError, match="404"):
            urllib.request.urlopen(f"{processes[1]}/meetings/BBBBBBBB/now")  # noqa: S310
    with pytest.raises(urllib.error.HTTPError, match="429"):
        urllib.request.urlopen(f"{processes[0]}/meetings/BBBBBBBB/events")  # noqa: S310


def test_twenty_wrong_codes_lock_one_browser_out_and_no_other(processes, visit, meetings, begun):
    guesser = visit(processes[0], beside="http://127.0.0.1").open("/follow")
    field = guesser.get_by_label("Code on the presenter's screen")
    for number in range(20):
        field.fill(f"BBBB BBB{number % 10}")
        guesser.get_by_role("button", name="Follow").click()
        guesser.wait_for_url(f"**/follow?code=BBBBBBB{number % 10}")
        expect(guesser.get_by_text("No presentation has this code")).to_be_visible()
    guesser.goto(f"{processes[1]}/follow?code={begun.meeting.code}")
    expect(guesser.get_by_text("Too many wrong codes were tried.")).to_be_visible()
    neighbour = visit(processes[1]).open(f"/follow?code={begun.meeting.code}")
    expect(neighbour.get_by_text("begins in a moment")).to_be_visible()
