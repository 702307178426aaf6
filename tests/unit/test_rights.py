"""The table of roles and actions, whole; who somebody is, and what roles they have."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from alliance.errors import NotAllowed
from alliance.register.people.roles import Grant, grants_in, person_of
from alliance.register.people.signed_in import SignedIn, signed_in
from alliance.register.permission import (
    ABOUT,
    ANONYMOUS,
    EVERY_ROLE,
    IN_WORDS,
    SIGN_IN,
    Action,
    Person,
    Role,
    declares_for,
    demand,
    may,
    why_not,
)
from alliance.settings import Settings
from alliance.views.data import rights

ROLES = "visitor reader editor reviewer commissioner administrator updater"
EXPECTED = {
    Action.READ: "every every every every every every every",
    Action.READ_REGISTER: "every every every every every every every",
    Action.READ_NAMES: "none every every every every every every",
    Action.ADD: "none none own none every none none",
    Action.CHANGE: "none none own none every none none",
    Action.MOVE: "none none own none every none none",
    Action.UNDO_MOVE: "none none own none every none none",
    Action.REVIEW: "none none none every every none none",
    Action.WITHDRAW: "none none own none every every none",
    Action.RESTORE: "none none own none every every none",
    Action.IMPORT: "none none own none every none none",
    Action.CLEAR: "none none none none every every none",
    Action.DECLARE: "none none own none every none none",
    Action.PRESENT: "none none own own every none none",
    Action.UPDATE: "none none none none none none every",
    Action.ADMINISTER: "none none none none none every none",
}
CASES = [
    (Role(role), action, reach)
    for action, reaches in EXPECTED.items()
    for role, reach in zip(ROLES.split(), reaches.split(), strict=True)
]
ISSUER = "https://id.example"
OWN, OTHER = 4119, 5195


def of_role(role: Role) -> Person:
    if role is Role.VISITOR:
        return ANONYMOUS
    own = frozenset({OWN}) if role is Role.EDITOR else frozenset[int]()
    return Person("Cy", known=True, identity="i#cy", roles=frozenset({role}), trusts=own)


def test_the_table_tells_of_every_role_and_action() -> None:
    assert set(EXPECTED) == set(Action) == set(IN_WORDS)
    assert set(ROLES.split()) == set(Role) == set(ABOUT)


@pytest.mark.parametrize(("role", "action", "reach"), CASES)
def test_each_role_does_what_the_table_says_and_no_more(
    role: Role, action: Action, reach: str
) -> None:
    person = of_role(role)
    assert may(person, action) == (reach != "none")
    theirs = {"trusts": [OTHER]} if action is not Action.PRESENT else {"made_by": "i#dee"}
    mine = {"trusts": [OTHER, OWN]} if action is not Action.PRESENT else {"made_by": "i#cy"}
    assert may(person, action, **theirs) == (reach == "every")  # type: ignore[arg-type]
    if reach != "none" and role in (Role.EDITOR, Role.COMMISSIONER):
        assert may(person, action, **mine)  # type: ignore[arg-type]
    if reach != "every":
        with pytest.raises(NotAllowed, match=f"^{person.name} may "):
            demand(person, action, **theirs)  # type: ignore[arg-type]


def test_what_nobody_known_made_is_no_editors_own() -> None:
    assert not may(of_role(Role.EDITOR), Action.PRESENT, made_by="")
    nameless = Person("Cy", known=True, roles=frozenset({Role.EDITOR}))
    assert not may(nameless, Action.PRESENT, made_by="")
    assert not may(nameless, Action.ADD, trusts=[])


def test_the_page_prints_the_table_that_decides() -> None:
    words = {"none": "–", "own": "Own", "every": "Yes"}
    printed = {row[0]: list(row[1:]) for row in rights.rows()}
    assert printed == {
        IN_WORDS[action]: [words[reach] for reach in reaches.split()]
        for action, reaches in EXPECTED.items()
    }
    assert rights.headings()[1:] == tuple(name.capitalize() for name in ROLES.split())


def test_a_refusal_says_what_to_do() -> None:
    assert why_not(ANONYMOUS, Action.ADD) == SIGN_IN
    assert "commissioner. Ask an admin" in why_not(of_role(Role.READER), Action.ADD)
    assert "own trusts only (4119)" in why_not(of_role(Role.EDITOR), Action.ADD, trusts=[OTHER])


@pytest.mark.parametrize(
    ("claims", "email", "name"),
    [
        (
            {"email": "Ann@Example.org", "email_verified": True},
            "ann@example.org",
            "Ann@Example.org",
        ),
        ({"email": "ann@example.org", "email_verified": "true"}, "ann@example.org", None),
        ({"email": "ann@example.org"}, "", "ann@example.org"),
        (
            {"email": "ann@example.org", "email_verified": False},
            "",
            "ann@example.org (not verified)",
        ),
        ({"name": "ann@example.org"}, "", "ann@example.org"),
    ],
)
def test_an_address_counts_only_where_it_is_verified(
    claims: dict[str, object], email: str, name: str | None
) -> None:
    one = signed_in({"iss": ISSUER, "sub": "7", **claims}, "groups")
    assert (one.identity, one.email) == (f"{ISSUER}#7", email)
    assert name is None or one.name == name


def test_who_has_no_name_for_good_has_no_identity() -> None:
    assert signed_in({"sub": "7", "name": "Ann"}, "groups").identity == ""
    assert signed_in({"iss": ISSUER, "name": "Ann"}, "groups").identity == ""


def someone(**changes: object) -> SignedIn:
    given: dict[str, object] = {"identity": f"{ISSUER}#7", "name": "Ann"}
    return SignedIn(**(given | changes))  # type: ignore[arg-type]


def test_roles_come_from_settings_and_database_by_address_group_and_identity() -> None:
    chosen = Settings(
        roles="Administrator=ann@example.org; editor 4119 4474 = group:Editors, cy@example.org"
    )
    editor = person_of(someone(groups=frozenset({"Editors"})), [], chosen)
    assert (editor.roles, editor.trusts) == ({Role.READER, Role.EDITOR}, {4119, 4474})
    assert Role.ADMINISTRATOR in person_of(someone(email="ann@example.org"), [], chosen).roles
    # Calling oneself by the address of another gives nothing.
    assert person_of(someone(name="ann@example.org"), [], chosen).roles == {Role.READER}
    held = [Grant(f"{ISSUER}#7", Role.REVIEWER), Grant("*", Role.UPDATER)]
    assert person_of(someone(), held, chosen).roles == {Role.READER, Role.REVIEWER, Role.UPDATER}


def test_as_long_as_nobody_has_a_role_all_do_everything() -> None:
    assert person_of(someone(), [], Settings()).roles == EVERY_ROLE
    elses = [Grant("i#other", Role.ADMINISTRATOR)]
    assert person_of(someone(), elses, Settings()).roles == {Role.READER}


def test_updaters_and_declarers_go_on_to_hold_but_not_by_the_name_that_is_shown() -> None:
    chosen = Settings(updaters="ann@example.org", declarers="4119=ann@example.org")
    ann = person_of(someone(email="ann@example.org"), [], chosen)
    assert may(ann, Action.UPDATE)
    assert may(ann, Action.DECLARE, trusts=[OWN])
    assert not may(ann, Action.DECLARE, trusts=[OTHER])
    like_ann = person_of(someone(name="ann@example.org"), [], chosen)
    assert not may(like_ann, Action.UPDATE)
    assert not may(like_ann, Action.DECLARE, trusts=[OWN])
    assert declares_for("", "4119=,ann@example.org") == frozenset()


@pytest.mark.parametrize("wrong", ["owner=a@example.org", "editor=a@example.org", "reader", "="])
def test_a_setting_of_roles_that_cannot_be_read_is_refused_with_an_example(wrong: str) -> None:
    with pytest.raises(ValidationError, match="expected roles as administrator=ann@example"):
        Settings(roles=wrong)


def test_a_setting_of_roles_is_read() -> None:
    assert grants_in("reader=*;updater=a@b,group:C ") == [
        Grant("*", Role.READER),
        Grant("a@b", Role.UPDATER),
        Grant("group:C", Role.UPDATER),
    ]
