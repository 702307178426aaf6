"""An address kept from before a value was renamed opens what it opened."""

import datetime as dt

import pytest
from streamlit.testing.v1 import AppTest

from alliance.present import Scene
from alliance.present.scene_content import content_of
from alliance.register import Person, Support
from alliance.register.register_vocabulary import SupporterKind, Theme
from alliance.settings import ROOT
from alliance.views.renamed import RENAMED
from tests.days import GRADED

DISTRICTS = {"show": "Shade areas by a measure", "areas": "Districts"}
WHERE = {
    "show": ("explore", {}),
    "members": ("explore", {}),
    "part": ("schools", {"urn": "139405"}),
    "trust_tab": ("trusts", {"trust_profile": "Outwood Grange Academies Trust"}),
    "match_tab": ("matches", {}),
    "need_rules": ("matches", {}),
    "helped_by": ("matches", {}),
    "register_tab": ("register", {}),
    "register_marked": ("register", {}),
    "flow_level": ("flows", {}),
    "flow_colour": ("flows", {"flow_kind": "Support"}),
    "flow_way": ("flows", {}),
    "flow_moves": ("flows", {}),
    "flow_rows": ("flows", {"flow_kind": "Suggestions"}),
    "measure": ("explore", DISTRICTS),
}
CASES = [(key, old) for key, names in RENAMED.items() for old in names]


@pytest.mark.parametrize(("key", "before"), CASES)
@pytest.mark.quick_cases(8)
def test_an_address_of_before_a_value_was_renamed_opens_what_it_opened(register, key, before):
    name, more = WHERE[key]
    query = {"day": GRADED, **more, key: before}
    register.add(
        Support(
            supporter_kind=SupporterKind.OTHER,
            supporter_id="A charity",
            recipient_urn=140177,
            theme=Theme.CURRICULUM,
            starts_on=dt.date(2018, 1, 8),
        ),
        Person("Amy Adviser", known=True, identity="https://id.example#amy"),
    )
    page = AppTest.from_file(ROOT / "alliance" / "ui" / "app" / "main.py", default_timeout=60)
    for part, value in query.items():
        page.query_params[part] = value
    page.switch_page(f"../../../pages/{name}.py").run()
    assert not page.exception
    held = page.session_state[key]
    assert held in (RENAMED[key][before], [RENAMED[key][before]])
    assert not [note.value for note in page.info if "left out" in note.value]
    scene = Scene(name, {part: (value,) for part, value in query.items()})
    assert content_of(scene, redacted=False, theme="light").faults == ()
