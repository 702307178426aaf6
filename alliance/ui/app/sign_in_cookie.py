"""The cookie of a sign-in, kept small: what Streamlit would put in it, no proxy would let through.

Streamlit keeps all that the provider says of a person, and the tokens, in cookies. With forty
groups they outgrow what a proxy takes as a header. The groups are kept in the database instead, and
no token, for none is used; each sign-in is kept there too, so that it can be ended. This reaches
into Streamlit's own modules, as the version that ``workarounds.py`` names has them; with another
version the cookie is Streamlit's own.
"""

from __future__ import annotations

import asyncio
import json
import logging
from typing import TYPE_CHECKING, Any

from alliance.current.state import database_of_people
from alliance.errors import AllianceError
from alliance.register.people import sign_ins
from alliance.register.people.access import SIGN_IN, forget_old, note
from alliance.register.people.signed_in import remember, signed_in
from alliance.settings import settings
from alliance.ui.app.sign_in_held import ask_anew, held, limits
from alliance.ui.app.workarounds import workarounds

if TYPE_CHECKING:
    from starlette.requests import HTTPConnection, Request
    from starlette.responses import Response

KEPT = (
    *("iss", "sub", "name", "email", "email_verified", "iat", "nonce"),
    *("provider", "origin", "is_logged_in"),
)
_USER = "_streamlit_user"
_LONGEST = 300


def keep_cookie_small() -> None:
    """Have who signs in remembered in the database, and the cookie hold who they are only.

    It lasts as long as a sign-in may; who signs out in a browser ends what a copy of it says too.
    """
    if not workarounds():
        return
    from streamlit.web.server.starlette import starlette_auth_routes as auth

    if getattr(auth, "alliance_keeps_it_small", False):
        return
    whole, leave = auth._set_auth_cookie, auth._auth_logout
    lasts_s = int(limits().lasts.total_seconds())
    auth.AUTH_COOKIE_MAX_AGE_SECONDS = lasts_s  # type: ignore[attr-defined]

    async def small(response: Response, user_info: dict[str, Any], tokens: dict[str, Any]) -> None:
        del tokens
        await asyncio.to_thread(_remember, user_info)
        held = {name: user_info[name] for name in KEPT if name in user_info}
        short = {name: held[name][:_LONGEST] for name in ("name", "email") if held.get(name)}
        await whole(response, held | short, {})

    async def end(request: Request, base_url: str) -> Response:
        await asyncio.to_thread(_end, _claims(request))
        return await leave(request, base_url)

    auth._set_auth_cookie, auth._auth_logout = small, end
    auth.alliance_keeps_it_small = True  # type: ignore[attr-defined]


def has_signed_in(visitor: HTTPConnection) -> bool:
    """Return whether a request comes from a browser in which somebody is signed in."""
    claims = _claims(visitor)
    if not claims.get("is_logged_in"):
        return False
    one = signed_in(claims, settings().group_claims)
    return held(sign_ins.sign_in_of(claims, one.identity)).ended is None


def _claims(visitor: HTTPConnection) -> dict[str, Any]:
    """Return what the cookie of a request says of whoever signed in."""
    from streamlit.auth_util import get_cookie_with_chunks
    from streamlit.web.server.server_util import get_cookie_secret
    from streamlit.web.server.starlette.starlette_app_utils import decode_signed_value

    def one(name: str) -> bytes | None:
        found = visitor.cookies.get(name)
        if found is None:
            return None
        return decode_signed_value(get_cookie_secret(), name, found.encode("latin-1"))

    try:
        claims = json.loads(get_cookie_with_chunks(one, _USER) or b"{}")
    except ValueError:
        return {}
    return claims if isinstance(claims, dict) else {}


def _remember(user: dict[str, Any]) -> None:
    """Keep who has signed in; where that cannot be done, they sign in without their groups."""
    one = signed_in(user, settings().group_claims)
    if not one.identity:
        return
    try:
        with database_of_people().begin() as connection:
            remember(connection, one)
            sign_ins.use(connection, sign_ins.sign_in_of(user, one.identity), limits())
            note(connection, one.name, one.identity, SIGN_IN)
            forget_old(connection, settings().access_days)
            sign_ins.forget_old(connection)
    except AllianceError as fault:
        logging.getLogger(__name__).error("A sign-in could not be kept: %s", fault)


def _end(claims: dict[str, Any]) -> None:
    """End the sign-in that a cookie tells of."""
    one = signed_in(claims, settings().group_claims)
    if not one.identity:
        return
    try:
        with database_of_people().begin() as connection:
            sign_ins.end(connection, sign_ins.sign_in_of(claims, one.identity), one.name)
    except AllianceError as fault:
        logging.getLogger(__name__).error("A sign-in could not be ended: %s", fault)
    ask_anew()
