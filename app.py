"""The server: run it with ``streamlit run app.py``."""

from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from alliance.api.routes import api_routes
from alliance.present.files.picture_routes import picture_routes
from alliance.present.meeting.follower_routes import follows_a_meeting, meeting_routes
from alliance.present.scene_pictures import scene_picture_routes
from alliance.settings import settings
from alliance.ui.app.opening import opening_maps
from alliance.ui.app.server import SCRIPT, ready
from alliance.ui.app.sign_in_cookie import has_signed_in, keep_cookie_small
from alliance.ui.app.uploaded import held
from alliance.ui.app.workarounds import workarounds
from alliance.ui.parts.page_frame import unexpected
from alliance.web.assets import FromMemory
from alliance.web.faults import Caught
from alliance.web.following import Visitor
from alliance.web.headers import Policy
from alliance.web.prefix import Above, Below
from alliance.web.preload import Preload
from alliance.web.reading import SignedInOnly
from alliance.web.requests_noted import Noted
from alliance.web.routes import routes
from alliance.web.sign_in_return import Return
from alliance.web.uploads import TakesFiles

keep_cookie_small()

OWN = [
    *routes(),
    *meeting_routes(),
    *picture_routes(),
    *scene_picture_routes(),
    *api_routes(),
]

# Streamlit reads this file for a call of st.App before it runs it, so the call stands here.
app = st.App(
    SCRIPT,
    routes=OWN,
    lifespan=ready,
    on_script_error=unexpected,
    middleware=[
        Middleware(Below, path=st.get_option("server.baseUrlPath")),
        Middleware(ProxyHeadersMiddleware, trusted_hosts=settings().trusted_proxies),
        Middleware(Noted, own=OWN, written=settings().log_json),
        Middleware(Policy),
        Middleware(Caught),
        Middleware(Visitor),
        Middleware(TakesFiles, held=held, most_held=settings().most_uploaded_mb * 1_000_000),
        Middleware(
            SignedInOnly,
            wanted=lambda: settings().sign_in_to_read == "all",
            signed_in=has_signed_in,
            follows=follows_a_meeting,
        ),
        Middleware(Return),
        Middleware(
            Preload,
            frontend=Path(st.__file__).parent,
            opening=opening_maps,
            scripts=workarounds(),
        ),
        Middleware(FromMemory, frontend=Path(st.__file__).parent),
        Middleware(Above, own=OWN),
    ],
)
