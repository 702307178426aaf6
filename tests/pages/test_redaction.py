"""Where schools may not be named, nothing that is shown or taken away holds a name."""

import datetime as dt
import re

import pytest

from alliance.current.state import state_on
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
