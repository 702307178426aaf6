"""Ask the publishers' servers, by the machine's own proxy and certificates, and say what is amiss.

Proxies come from ``HTTPS_PROXY``, ``HTTP_PROXY`` and ``NO_PROXY``; certificates from the machine's
store, or from where ``SSL_CERT_FILE`` or ``SSL_CERT_DIR`` say.
"""

from __future__ import annotations

import ssl
import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

import httpx

from alliance.errors import NotFetched, NotThere, NoWay

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Told = Callable[[str], object]

T = TypeVar("T")
# GOV.UK and the register's host refuse or slow down clients that do not say who they are.
AGENT = "NorthernAlliance/0.1 (dashboard of schools and trusts; fetches published files)"
TRIES = 3
# A server that has not said a word for so long is waited for aloud, and then asked again.
STALL_S = 15.0
SAY_AFTER_S = 5.0
LONGEST_WAIT_S = 30.0
MOST_REDIRECTIONS = 10
MOST_ANSWER_BYTES = 100_000_000
GONE = (404, 410)
BUSY = (429, 500, 502, 503, 504)
PROXY_ASKS = 407
BROKEN_OFF = (httpx.ReadError, httpx.WriteError, httpx.RemoteProtocolError, httpx.TimeoutException)
ELSEWHERE = "fetch the files on another machine and add them with `python -m alliance update FILE…`"


class _Busy(Exception):
    """The server asks to be asked again; ``wait_s`` says when, where it does."""

    def __init__(self, words: str, wait_s: float) -> None:
        super().__init__(words)
        self.wait_s = wait_s


def nothing(*_: object) -> None:
    """Take what is told, and keep quiet."""


def client(agent: str = AGENT, *, timeout_s: float = STALL_S) -> httpx.Client:
    """Return a client that names the app, with the machine's proxies and certificates.

    Parameters
    ----------
    timeout_s
        How long to wait for a connection, and for the next piece of an answer.

    Raises
    ------
    NoWay
        A proxy is set that cannot be used.
    """
    try:
        return httpx.Client(
            headers={"User-Agent": agent, "Accept-Encoding": "identity"},
            timeout=timeout_s,
            verify=_certificates(),
            follow_redirects=True,
            max_redirects=MOST_REDIRECTIONS,
            event_hooks={"response": [_stay_in_the_web]},
        )
    except (ValueError, ImportError, httpx.InvalidURL) as fault:
        raise NoWay(
            "",
            f"The proxy that HTTPS_PROXY, HTTP_PROXY or ALL_PROXY names cannot be used ({fault}). "
            "Give it as http://HOST:PORT, or take it out.",
        ) from fault


def _certificates() -> ssl.SSLContext:
    """Trust the machine's own certificates; those that come with the library where it has none."""
    paths = ssl.get_default_verify_paths()
    if paths.cafile or paths.capath:
        return ssl.create_default_context()
    return httpx.create_ssl_context()


def of_the_web(address: str) -> str:
    """Return ``address`` if it is one of the web.

    Raises
    ------
    NotFetched
        It is not.
    """
    if not address.lower().startswith(("https://", "http://")):
        raise NotFetched(f"{address}: expected an address that begins with https:// or http://.")
    return address


def _stay_in_the_web(answer: httpx.Response) -> None:
    """Refuse a redirection out of the web, and one that gives up encryption."""
    if not answer.has_redirect_location:
        return
    target = str(answer.url.join(answer.headers["Location"]))
    of_the_web(target)
    if answer.url.scheme == "https" and not target.lower().startswith("https://"):
        raise NotFetched(
            f"{answer.url}: leads to {target}, which is not encrypted; expected an address that "
            "begins with https://."
        )


def ask(web: httpx.Client, address: str, *, question: Any = None, told: Told = nothing) -> bytes:
    """Return what a server answers: to a question in JSON, else to a plain request.

    Raises
    ------
    NotFetched
        It does not answer, refuses, or answers at too great a length.
    """
    of_the_web(address)
    method = "GET" if question is None else "POST"

    def once() -> bytes:
        with web.stream(
            method, address, json=question, headers={"Accept": "application/json"}
        ) as answer:
            see_status(answer, address)
            came = bytearray()
            for piece in answer.iter_bytes():
                came += piece
                if len(came) > MOST_ANSWER_BYTES:
                    raise NotFetched(
                        f"{address}: answers more than {MOST_ANSWER_BYTES / 1e6:,.0f} MB."
                    )
            return bytes(came)

    return insist(address, once, told)


def insist(address: str, once: Callable[[], T], told: Told = nothing) -> T:
    """Do ``once``, and again where the server breaks off or is busy, ``TRIES`` times in all.

    Raises
    ------
    NotFetched
        It did so every time, or something else is amiss.
    """
    for attempt in range(1, TRIES + 1):
        wait_s = 0.0
        try:
            return once()
        except BROKEN_OFF as fault:
            why: Exception = fault
            words = f"broke off ({fault or type(fault).__name__})"
        except _Busy as fault:
            why, words, wait_s = fault, str(fault), fault.wait_s
        except httpx.TooManyRedirects as fault:
            raise NotFetched(
                f"{address}: is redirected more than {MOST_REDIRECTIONS} times."
            ) from fault
        except httpx.TransportError as fault:
            raise no_way(address, fault) from fault
        if attempt < TRIES:
            told(f"{address}: {words}; asking again, {attempt + 1} of {TRIES}.")
            time.sleep(wait_s)
    if isinstance(why, httpx.ConnectTimeout):
        raise no_way(address, why) from why
    if isinstance(why, _Busy):
        raise NotFetched(f"{address}: {why}, {TRIES} times. Try again later.") from why
    raise NotFetched(
        f"{address}: broke off {TRIES} times ({why or type(why).__name__}). What came is kept; "
        "try again."
    ) from why


def see_status(answer: httpx.Response, address: str) -> None:
    """Raise what an answer's status says where it is no answer.

    Raises
    ------
    NotThere
        There is nothing at the address.
    NotFetched
        The server, or a proxy, refuses.
    """
    status = answer.status_code
    words = f"answered {status} ({answer.reason_phrase or 'no reason given'})"
    if answer.is_success or status == httpx.codes.NOT_MODIFIED:
        return
    if status in GONE:
        raise NotThere(f"{address}: {words}.")
    if status in BUSY:
        raise _Busy(words, _seconds(answer.headers.get("Retry-After", "")))
    if status == PROXY_ASKS:
        raise _refused_by_proxy(answer.url.host, words)
    raise NotFetched(f"{address}: {words}.")


def _seconds(said: str) -> float:
    """Return how long a busy server asks to wait, as far as it is waited for."""
    return min(float(said), LONGEST_WAIT_S) if said.isdigit() else 0.0


def no_way(address: str, fault: Exception) -> NoWay:
    """Return, in one sentence with what to do, why nothing is reached at an address."""
    host = httpx.URL(address).host
    if isinstance(fault, httpx.ProxyError):
        return _refused_by_proxy(host, str(fault))
    if "CERTIFICATE_VERIFY_FAILED" in str(fault):
        return NoWay(
            host,
            f"The certificate of {host} is not trusted on this machine: where a proxy of yours "
            "signs what passes through it, name the file of its certificates in SSL_CERT_FILE.",
        )
    return NoWay(
        host,
        f"No way from this machine to {host} ({fault or type(fault).__name__}): check its "
        f"network, set HTTPS_PROXY where it has a proxy, or {ELSEWHERE}.",
    )


def _refused_by_proxy(host: str, words: str) -> NoWay:
    return NoWay(
        host,
        f"The proxy of this machine does not let it reach {host} ({words}): ask whoever runs the "
        f"proxy to allow {host}, correct HTTPS_PROXY, or {ELSEWHERE}.",
    )


@contextmanager
def aloud(
    address: str, timeout_s: float, say_after_s: float, told: Told
) -> Iterator[Callable[[], None]]:
    """Say, for as long as nothing is heard of the server, that it is waited for."""
    last = [time.monotonic()]
    over = threading.Event()

    def heard() -> None:
        last[0] = time.monotonic()

    def watch() -> None:
        while not over.wait(say_after_s):
            silent_s = time.monotonic() - last[0]
            if silent_s >= say_after_s:
                told(
                    f"{address}: nothing has come for {silent_s:.0f} s; after {timeout_s:.0f} s "
                    "it counts as broken off."
                )

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield heard
    finally:
        over.set()
        watcher.join()
