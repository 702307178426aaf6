"""The server: run it with ``streamlit run app.py``."""

import streamlit as st

from alliance.ui.server import SCRIPT, ready
from alliance.web.routes import routes

# Streamlit reads this file for a call of st.App before it runs it, so the call stands here.
app = st.App(SCRIPT, routes=routes(), lifespan=ready)
