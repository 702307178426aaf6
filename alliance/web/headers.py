"""What every answer says beside its content: what a browser may do with it, and keep of it.

A page may load and run what this app serves, and nothing of another host but the street map that
the settings name. A script in the page itself runs by the nonce of its answer only. What is left
open is what Streamlit and MapLibre cannot do without: styles made while the page runs, scripts of
components and the map's worker out of blobs.
"""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from starlette.datastructures import MutableHeaders

from alliance.maps.street_map import street_map
from alliance.settings import settings

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

PUBLIC = (
    *("/assets/", "/filter/", "/ground/", "/layers/", "/static/", "/style/"),
    "/api/v1/history/",
)
"""Below these an address names published content, which anybody on the way may keep."""
NEVER_KEPT = "no-store"
ASK_AGAIN = "no-cache"
_NONCE = "alliance.nonce"
_A_YEAR_S = 31_536_000
_ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    # Signing in leads back to the page it was asked from, which the browser tells us alone.
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "accelerometer=(), autoplay=(), camera=(), display-capture=(), "
    "geolocation=(), gyroscope=(), hid=(), magnetometer=(), microphone=(), midi=(), payment=(), "
    "serial=(), usb=(), clipboard-read=(), clipboard-write=(self), fullscreen=(self)",
    "Cross-Origin-Opener-Policy": "same-origin",
}
_POLICY = "content-security-policy"
_ANYBODY = "access-control-allow-origin"


def policy(nonce: str = "") -> str:
    """Return the Content Security Policy of the app's pages, of which scripts carry this nonce."""
    streets = street_map()
    also = f" {streets.host}" if streets else ""
    return (
        f"default-src 'self'; script-src 'self' blob: 'nonce-{nonce}'; "
        "style-src 'self' 'unsafe-inline'; font-src 'self' data:; worker-src 'self' blob:; "
        f"img-src 'self' data: blob:{also}; connect-src 'self' data: blob:{also}; "
        f"object-src 'none'; base-uri 'self'; form-action 'self'; {framed()}"
    )


def framed() -> str:
    """Return who may show an answer in a frame: nobody, or the hosts that the settings name."""
    return "frame-ancestors " + (settings().frame_hosts or "'none'")


def nonce_of(scope: Scope) -> str:
    """Return what marks the scripts of a page as the app's own, of one answer only."""
    return str(scope.get(_NONCE, ""))


class Policy:
    """Adds to every answer what it lacks, and has nothing called public that is not known to be."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and add the headers to its answer."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        scope[_NONCE] = secrets.token_urlsafe(16)

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(raw=message.setdefault("headers", []))
                _guard(headers, scope)
                message["headers"] = headers.raw
            await send(message)

        await self.app(scope, receive, send_guarded)


def _guard(headers: MutableHeaders, scope: Scope) -> None:
    for name, value in _ALWAYS.items():
        headers.setdefault(name, value)
    headers.setdefault(
        "Cross-Origin-Resource-Policy", "cross-origin" if _ANYBODY in headers else "same-origin"
    )
    kind = headers.get("content-type", "")
    if kind.startswith("text/html"):
        own = headers.get(_POLICY, policy(nonce_of(scope)))
        headers[_POLICY] = own if "frame-ancestors" in own else f"{own}; {framed()}"
    elif "javascript" not in kind:  # a worker is bound by what its script came with
        headers.setdefault(_POLICY, f"default-src 'none'; {framed()}")
    if not settings().frame_hosts:
        headers.setdefault("X-Frame-Options", "DENY")
    if not scope["path"].startswith(PUBLIC) and "public" in headers.get("cache-control", "public"):
        headers["Cache-Control"] = ASK_AGAIN if "cache-control" in headers else NEVER_KEPT
    headers.setdefault("Cache-Control", NEVER_KEPT)
    if is_behind_tls(scope):
        headers["Strict-Transport-Security"] = f"max-age={_A_YEAR_S}"
        _secure_cookies(headers)


def is_behind_tls(scope: Scope) -> bool:
    """Return whether people reach the app by https: a trusted proxy or the settings say so."""
    return scope.get("scheme") == "https" or settings().public_address.startswith("https://")


def _secure_cookies(headers: MutableHeaders) -> None:
    """Have a browser send cookies over https only; Streamlit knows of its own certificate alone."""
    headers.raw[:] = [
        (name, value + b"; Secure")
        if name == b"set-cookie" and b"secure" not in value.lower().split(b"; ")
        else (name, value)
        for name, value in headers.raw
    ]
