"""A visit without a browser: whoever speaks Streamlit's own protocol may send what no page offers.

A page tells a browser which widgets it has; nothing keeps a visitor from sending what they like.
"""

from __future__ import annotations

import http.cookiejar
import secrets
import urllib.error
import urllib.request
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlencode

from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.sync.client import ClientConnection, connect

from tests.protocol import Received, request_of_run

if TYPE_CHECKING:
    from collections.abc import Sequence

XSRF = "_streamlit_xsrf"
PATIENCE_S = 120


class Browser:
    """What a visitor's browser keeps: its cookies, by which a server knows who has signed in."""

    def __init__(self, address: str) -> None:
        self.address = address
        self._jar = http.cookiejar.CookieJar()
        self._web = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self._jar))
        self.ask("/_stcore/health")

    def ask(
        self,
        path: str,
        method: str = "GET",
        body: bytes | None = None,
        headers: dict[str, str] | None = None,
    ) -> tuple[int, bytes]:
        """Ask for an address, wherever it leads; return the status and what is answered."""
        asked = urllib.request.Request(  # noqa: S310 -- our own server
            self.address + path, body, headers or {}, method=method
        )
        try:
            with self._web.open(asked, timeout=PATIENCE_S) as answer:
                return answer.status, answer.read()
        except urllib.error.HTTPError as refused:
            with refused:
                return refused.code, refused.read()

    def cookie(self, name: str) -> str:
        """Return what a cookie says."""
        return next((one.value or "" for one in self._jar if one.name == name), "")

    def cookies(self) -> str:
        """Return all cookies, as they are sent."""
        return "; ".join(f"{one.name}={one.value}" for one in self._jar)

    def sign_in(self) -> None:
        """Sign in at the provider, as a page's button does it."""
        with Visit(self) as visit:
            visit.open("register")
            visit.press("Sign in")
            leads_to = visit.leads_to
        status, _ = self.ask(leads_to)
        assert status == 200, leads_to
        assert self.cookie("_streamlit_user"), "nobody was signed in"

    def hand_in(self, visit: Visit, name: str, content: bytes) -> tuple[int, str]:
        """Hand a file in; return the status, and by which name the server knows it."""
        file = secrets.token_hex(8)
        boundary = secrets.token_hex(8)
        head = f'--{boundary}\r\nContent-Disposition: form-data; name="f"; filename="{name}"'
        body = f"{head}\r\n\r\n".encode() + content + f"\r\n--{boundary}--\r\n".encode()
        token = self.cookie(XSRF)
        headers = {
            "Content-Type": f"multipart/form-data; boundary={boundary}",
            "X-Xsrftoken": token,
        }
        path = f"/_stcore/upload_file/{visit.session}/{file}"
        return self.ask(path, "PUT", body, headers)[0], file


class _Widget(NamedTuple):
    kind: str
    label: str
    id: str
    fragment: str
    """Of the part of the page that is drawn by itself; nothing where it goes with the page."""


class Visit:
    """One visit: what its page was drawn, in ``words``, and what was ``sent``.

    That can be sent again by another visit, word for word, with the widgets of this one. A visit
    whose connection was lost goes on as another that ``goes_on`` with its session.
    """

    def __init__(self, browser: Browser, goes_on: str = "") -> None:
        self.browser = browser
        self.session, self.leads_to = goes_on, ""
        self.sent: list[bytes] = []
        self.words = ""
        self._widgets: list[_Widget] = []
        self._received = Received()
        self._values: dict[str, dict[str, Any]] = {}
        self._page = self._query = self._script = ""
        self._leave = ExitStack()

    def __enter__(self) -> Visit:
        # The second says that the page is ours, as Streamlit's own script does; the third that a
        # visit goes on.
        said = ["streamlit", self.browser.cookie(XSRF), self.session]
        connection = connect(
            self.browser.address.replace("http", "ws", 1) + "/_stcore/stream",
            subprotocols=[one for one in said if one],  # type: ignore[misc]
            origin=self.browser.address,  # type: ignore[arg-type]
            additional_headers={"Cookie": self.browser.cookies()},
            max_size=None,
        )
        self._socket: ClientConnection = self._leave.enter_context(connection)
        return self

    def __exit__(self, *_: object) -> None:
        self._leave.close()

    def open(self, page: str, **query: str) -> None:
        """Open a page, and wait until it is drawn."""
        self._page, self._query, self._script = page, urlencode(query), ""
        self._run()

    def set(self, kind: str, label: str, **value: Any) -> None:
        """Fill a widget in: with the field of the protocol that its value has."""
        self._values[self._widget(kind, label).id] = value

    def press(self, label: str, kind: str = "button") -> None:
        """Press a button, be it shut or not, and wait until the page is drawn."""
        self._run(pressed=self._widget(kind, label).id)

    def draw(self, part_of: tuple[str, str] | None = None) -> None:
        """Have the page drawn with what was filled in, or only the part that has a widget."""
        self._run(fragment=self._widget(*part_of).fragment if part_of else "")

    def is_part(self, kind: str, label: str) -> bool:
        """Return whether a widget stands in a part of the page that is drawn by itself."""
        return bool(self._widget(kind, label).fragment)

    def again(self, messages: Sequence[bytes]) -> None:
        """Send what another visit sent."""
        for message in messages:
            self._send(message)

    def _widget(self, kind: str, name: str) -> _Widget:
        """Return a widget by its key, or how its label begins."""
        drawn = [one for one in self._widgets if one.kind == kind]
        for one in drawn:
            if one.label.startswith(name) or one.id.endswith(f"-{name}"):
                return one
        raise NotDrawn(f"{kind} {name!r}; there are {sorted(one.label for one in drawn)}")

    def _run(self, pressed: str = "", fragment: str = "") -> None:
        states = [_state(widget, **value) for widget, value in self._values.items()]
        if pressed:
            states.append(WidgetState(id=pressed, trigger_value=True))
        self._send(
            request_of_run(
                self.browser.address,
                page=self._page,
                script=self._script,
                query=self._query,
                states=states,
                fragment=fragment,
            )
        )

    def _send(self, message: bytes) -> None:
        self.sent.append(message)
        self._socket.send(message)
        self.words = ""
        while True:
            if self._take(self._received.read(self._socket.recv(PATIENCE_S))):
                return

    def _take(self, message: ForwardMsg) -> bool:
        """Take what the server says; return whether the page is drawn."""
        kind = message.WhichOneof("type")
        if kind == "new_session":
            self.session = message.new_session.initialize.session_id
            self._widgets.clear()
        elif kind == "navigation":
            self._script = message.navigation.page_script_hash
        elif kind == "page_info_changed":
            self._query = message.page_info_changed.query_string
        elif kind == "auth_redirect":
            self.leads_to = "/" + message.auth_redirect.url.lstrip("/")
        elif kind == "delta":
            self._draw(message)
        return kind == "script_finished" and (
            message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN
        )

    def _draw(self, message: ForwardMsg) -> None:
        self.words += str(message.delta)
        if message.delta.WhichOneof("type") == "add_block":
            block = message.delta.add_block
            kind = block.WhichOneof("type")
            widget = getattr(block, kind) if kind else None
        else:
            kind = message.delta.new_element.WhichOneof("type")
            widget = getattr(message.delta.new_element, kind) if kind else None
        if id_ := getattr(widget, "id", ""):
            label = getattr(widget, "label", "")
            self._widgets.append(_Widget(str(kind), label, id_, message.delta.fragment_id))


def _state(widget: str, **value: Any) -> WidgetState:
    """Return what a widget holds: with the field of the protocol that its value has."""
    held = WidgetState(id=widget)
    for field, content in value.items():
        if isinstance(content, list):
            getattr(held, field).data.extend(content)
        elif field == "file_uploader_state_value":
            held.file_uploader_state_value.CopyFrom(content)
        else:
            setattr(held, field, content)
    return held


class NotDrawn(LookupError):
    """A page has no such widget for whoever visits it."""
