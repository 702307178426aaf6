"""The script behind ``app.py``: every visit and every change of a widget runs it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

import alliance
from alliance.current.state import current_history
from alliance.errors import AllianceError
from alliance.present.scene import OPENS_ON
from alliance.register import Action, may
from alliance.ui.app import address, fresh, going, sign_in
from alliance.ui.filter import filter_form
from alliance.ui.parts import page_frame
from alliance.ui.parts.chart import theme_name
from alliance.ui.parts.own_script import drawn_by
from alliance.ui.parts.page_shown import show_page
from alliance.ui.present.present_add import add_to_presentation
from alliance.views.about import APP
from alliance.web.measured import drawing

if TYPE_CHECKING:
    from streamlit.navigation.page import StreamlitPage

# Streamlit may hand this script a relative __file__; the package knows where it stands.
PRIVACY = "privacy"
FOLLOW, ROOM, PRESENT, IMPACT, REGISTER = "follow", "room", "present", "impact", "register"
PAGES = Path(alliance.__file__).resolve().parent.parent / "pages"
_theme = drawn_by("theme")


def main() -> None:
    """Set the page up, and run it unless the history cannot be read."""
    st.set_page_config(
        page_title=APP,
        page_icon=str(page_frame.ICON),
        layout="wide",
        initial_sidebar_state="auto",
    )
    try:
        current_history()
    except AllianceError as fault:
        page_frame.fault_page(fault)
        return
    fresh.say_if_history_is_new()
    page = st.navigation(
        [
            st.Page(PAGES / "overview.py", title="Overview", icon=":material/flag:"),
            st.Page(PAGES / "explore.py", title="Explore", icon=":material/map:", default=True),
            st.Page(
                PAGES / "opportunity_areas.py",
                title="Opportunity Areas",
                icon=":material/location_city:",
            ),
            st.Page(PAGES / "trusts.py", title="Trusts", icon=":material/hub:"),
            st.Page(PAGES / "schools.py", title="Schools", icon=":material/school:"),
            st.Page(PAGES / "compare.py", title="Compare", icon=":material/compare_arrows:"),
            st.Page(PAGES / "flows.py", title="Flows", icon=":material/move_down:"),
            st.Page(PAGES / "matches.py", title="Matches", icon=":material/join_inner:"),
            st.Page(PAGES / "impact.py", title="Impact", icon=":material/query_stats:"),
            st.Page(PAGES / "register.py", title="Register", icon=":material/handshake:"),
            st.Page(PAGES / "present.py", title="Present", icon=":material/present_to_all:"),
            st.Page(PAGES / "data.py", title="Data", icon=":material/database:"),
            st.Page(PAGES / "briefing.py", title="Briefing", visibility="hidden"),
            st.Page(PAGES / "follow.py", title="Follow", url_path=FOLLOW, visibility="hidden"),
            st.Page(PAGES / "privacy.py", title="Privacy", visibility="hidden"),
            st.Page(PAGES / "room.py", title="Room screen", url_path=ROOM, visibility="hidden"),
        ],
        position="top",
    )
    show_page(page.title)
    _theme(key="theme", data={"drawn": theme_name()}, on_changed_change=lambda: None)
    with drawing(page.url_path or OPENS_ON):
        _draw(page)


def _draw(page: StreamlitPage) -> None:
    """Draw a page with its filter, and what stands on every page."""
    followed = page.url_path in (FOLLOW, ROOM)
    if not followed:
        sign_in.note_visit()
    sign_in.close_to_who_may_not_read(followed=followed)
    needed = Action.READ_REGISTER if page.url_path in (REGISTER, PRESENT) else Action.READ
    if not followed and not may(sign_in.person(), needed):
        filter_form.keep_filter()
        sign_in.ask_to_sign_in()
        return
    if not followed:
        sign_in.say_if_open_by_accident()
    if followed or page.url_path == PRESENT:
        # What a presentation shows was chosen scene by scene: there is nothing to filter.
        filter_form.keep_filter()
        page.run()
        return
    going.leave()
    address.read_address()
    if page.url_path in (IMPACT, PRIVACY):
        # Its question says which schools are asked about, of all in England.
        filter_form.keep_filter()
    else:
        filter_form.draw_filter(page.url_path)
    note = st.container()
    page.run()
    place = page_frame.beside_title()
    if place is not None and page.url_path not in ("briefing", PRIVACY):
        with place:
            add_to_presentation(page.url_path or OPENS_ON)
    address.judge_address()
    with note:
        address.note_on_address()


main()
