"""Back from signing in or out to the page, and the address of it, that a visitor came from."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote, unquote, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import HTTPConnection

from alliance.settings import ROOT
from alliance.web.prefix import prefix_of

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

LEAVING = ("/auth/login", "/auth/logout")
"""Where Streamlit sends a browser that signs in or out."""
BACK = "/oauth2callback"
"""Where the provider sends it in the end."""
COOKIE = "alliance_return"
KEPT_S = 900
"""As long as somebody may take to sign in."""
_FIRST_PAGE = "/"
_LONGEST = 3500
"""A browser refuses a cookie of more than 4 kB."""
_PAGES = frozenset(f"/{page.stem}" for page in (ROOT / "pages").glob("*.py"))


class Return:
    """Leads back to where a visitor left to sign in or out; Streamlit leads to the first page.

    The browser names the page it leaves; a cookie keeps that meanwhile. Only a page of this app is
    returned to, whatever the cookie says.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and mend where its answer leads."""
        if scope["type"] != "http" or scope["path"] not in (*LEAVING, BACK):
            await self.app(scope, receive, send)
            return
        asked = HTTPConnection(scope)
        left = scope["path"] != BACK
        place = _left(Headers(scope=scope)) if left else _page_in_cookie(asked.cookies)
        secure = "; Secure" if scope.get("scheme") == "https" else ""

        async def send_back(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                leads_home = headers.get("location") == f"{prefix_of(scope)}{_FIRST_PAGE}"
                if leads_home:
                    headers["location"] = _on_from(scope["path"], place)
                if left or leads_home:
                    kept = "" if leads_home else quote(place, safe="")
                    headers.append(
                        "set-cookie",
                        f"{COOKIE}={kept}; Path=/; Max-Age={KEPT_S if kept else 0}; HttpOnly; "
                        f"SameSite=Lax{secure}",
                    )
            await send(message)

        await self.app(scope, receive, send_back)


def place_in_app(address: str) -> str:
    """Return path and query of an address if it is that of a page, else the first page.

    A query too long to keep is left out.
    """
    try:
        parts = urlsplit(address)
    except ValueError:
        return _FIRST_PAGE
    # A page stands right below the app's top, wherever on its host that is.
    path = f"/{parts.path.rpartition('/')[2]}".rstrip("/")
    if path and path not in _PAGES:
        return _FIRST_PAGE
    place = f"{path or _FIRST_PAGE}?{parts.query}" if parts.query else path or _FIRST_PAGE
    plain = place.isascii() and place.isprintable() and " " not in place
    return place if plain and len(quote(place, safe="")) <= _LONGEST else path or _FIRST_PAGE


def _on_from(path: str, place: str) -> str:
    """Return a place as it is reached from an address of the app, below whatever that stands.

    >>> _on_from("/auth/logout", "/trusts")
    '../trusts'
    """
    return ("../" if path in LEAVING else "./") + place.removeprefix("/")


def _left(headers: Headers) -> str:
    return place_in_app(headers.get("referer", ""))


def _page_in_cookie(cookies: dict[str, str]) -> str:
    return place_in_app(unquote(cookies.get(COOKIE, "")))
