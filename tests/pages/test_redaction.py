"""Where schools may not be named, nothing that is shown or taken away holds a name."""

import datetime as dt
import gzip
import json
import re

import pytest

from alliance.current.shapes import SHAPES, shapes_at
from alliance.current.state import current_history, served_version, state_on
from alliance.present import Scene
from alliance.present.scene_content import content_of
from tests.unit.in_output import words_in
from tests.unit.shown import page_of, slides_of

DAY = dt.date(2017, 11, 14)
NORTH = {"day": (DAY.isoformat(),), "region": ("Alliance region",)}
SCENES = (
    Scene("opportunity_areas", NORTH | {"area_profile": ("Doncaster",)}),
    Scene("trusts", NORTH | {"trust_profile": ("Outwood Grange Academies Trust",)}),
    Scene("schools", NORTH | {"urn": ("136633",)}, caption="This is {school}."),
    Scene("flows", {"region": (), "flow_place": ("Wakefield City Academies Trust",)}),
    Scene("matches", NORTH),
)
MAPS = (
    *SCENES,
    Scene("overview", NORTH),
    Scene("explore", NORTH | {"show": ("Transfers",)}, selected=(136633,)),
    Scene("explore", {"day": NORTH["day"], "urn": ("136633", "140177")}),
    Scene("flows", {"region": (), "flow_level": ("Schools",)}),
)
MAKERS = {"pptx": slides_of, "html": page_of}


@pytest.fixture(autouse=True)
def _own_register(register):
    """Nothing of another register is shown."""


def flat(words):
    """Give words without the breaks that lines and table cells put into them."""
    return " ".join(words.split())


@pytest.mark.parametrize("kind", MAKERS)
def test_a_file_taken_away_names_a_school_only_where_it_may(kind):
    def words(*, redacted):
        contents = [content_of(one, redacted=redacted, theme="light") for one in SCENES]
        notes = {"notes": ["Smile."] * len(SCENES)} if kind == "pptx" else {}
        return flat(words_in(MAKERS[kind]("Board", contents, **notes), kind))

    named, hidden = words(redacted=False), words(redacted=True)
    known = [name for name in set(state_on(DAY)["name"]) if len(name) > 12]
    assert len([name for name in known if name in named]) >= 10
    # A trust of many schools may have "Discovery Schools" in its name.
    found = [name for name in known if name in hidden]
    assert [name for name in found if re.search(rf"\b{re.escape(name)}\b", hidden)] == []
    assert "136633" not in hidden
    assert " in Doncaster" in hidden


def fetched_by(shown):
    """Give the addresses that a map asks for, and what is found at those of shapes."""
    assert isinstance(shown.data["style"], dict)
    style = shown.data["style"]
    told = style["metadata"]
    asked = [source["data"] for source in style["sources"].values()]
    asked += [*told["names"], told["authorities"], *shown.data["ahead"]]
    held = [shapes_at(one[len(SHAPES) : -5]) for one in asked if one.startswith(SHAPES)]
    return asked, b"".join(gzip.decompress(one) for one in held)


@pytest.mark.parametrize("scene", MAPS, ids=lambda scene: f"{scene.page} {len(scene.query)}")
def test_a_redacted_scene_sends_no_urn_no_place_of_a_school_and_no_address_that_answers(scene):
    content = content_of(scene, redacted=True, theme="light")
    asked, shapes = fetched_by(content.map) if content.map else ([], b"")
    known = re.escape(served_version())
    for address in asked:
        # Outlines are public; all else is found by the name of its content alone.
        assert re.match(rf"/flow_shapes/\w+\.json$|/layers/{known}/(areas|names)\.json\?", address)
        assert "urn" not in address
    sent = shapes.decode() + json.dumps(content.map.data if content.map else "", default=str)
    sent += "".join(chart.figure.to_json() for chart in content.charts)
    sent += "".join(one.rows.to_csv() for one in content.tables) + repr(content.figures)
    sent += content.title + content.caption + content.sentence
    # A number within an address or a place is none of a school.
    numbers = set(re.findall(r"(?<![\w./#-])\d{6}(?![\w.])", sent))
    schools = current_history().schools
    assert numbers & set(schools["urn"].astype("str")) == set()
    assert '"urn"' not in sent
    places = re.findall(r"(-?\d\.\d{3,5}),\s?(5\d\.\d{3,5})", sent)
    assert len(places) > 5 or not shapes
    true = schools[["lon", "lat"]].dropna().round(5)
    drawn = {(round(float(lon), 5), round(float(lat), 5)) for lon, lat in places}
    assert drawn.isdisjoint(true.itertuples(index=False, name=None))


def test_a_redacted_scene_of_one_school_warns_its_presenter_alone():
    school = SCENES[2]
    hidden, named = (content_of(school, redacted=one, theme="light") for one in (True, False))
    assert [one for one in hidden.slips if "people can still tell which school" in one]
    assert named.slips == ()
    assert "still tell" not in " ".join((*hidden.warnings, hidden.sentence, hidden.caption))
    assert "near where they are" in " ".join(hidden.warnings)
    chosen = Scene("explore", NORTH, selected=(136633,))
    assert content_of(chosen, redacted=True, theme="light").slips
