"""The page on privacy: what the app keeps of people, and what whoever runs it says."""

from __future__ import annotations

import logging

import streamlit as st

from alliance.errors import UnreadableText
from alliance.settings import settings
from alliance.views.about import APP
from alliance.views.privacy import notice_of_operator, privacy_in_words

READ_PX = 800
"""How wide lines may be that are read as a text."""


def draw_privacy() -> None:
    """Draw the page."""
    st.set_page_config(page_title=f"Privacy · {APP}")
    with st.container(width=READ_PX):
        st.title("Privacy", anchor=False)
        for said in privacy_in_words():
            st.markdown(said)
        try:
            notice = notice_of_operator(settings().privacy_notice)
        except UnreadableText as fault:
            logging.getLogger(__name__).exception("%s", settings().privacy_notice)
            st.error(str(fault), icon=":material/link_off:")
            return
        if notice:
            st.header("Who runs this app", anchor=False)
            st.html(f'<div class="privacy-notice">{notice}</div>')
        else:
            st.info(
                "Whoever runs this app has not said who they are. Ask those who gave you its "
                "address."
            )
