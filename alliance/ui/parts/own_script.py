"""Components that a small script of the app's own draws, in the page itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from alliance.web.assets import asset_address

if TYPE_CHECKING:
    from streamlit.components.v2.types import ComponentRenderer


def drawn_by(name: str, *, html: str | None = None, css: str | None = None) -> ComponentRenderer:
    """Declare a component that ``name.js`` draws; one with looks of its own keeps them to itself.

    Streamlit sends the script of a component again with every change of its data: what it is given
    fetches the file once, and hands over to it.
    """
    # Streamlit takes a text of one line for the name of a file.
    # A page stands right below the app's top, wherever on its host that is.
    where = f'new URL(".{asset_address(f"{name}.js")}",location.href).href'
    script = f"export default c=>{{\nreturn import({where}).then(p=>p.default(c))}}"
    return st.components.v2.component(
        name, html=html, css=css, js=script, isolate_styles=css is not None
    )
