"""Files handed in to a server as a browser does, for a visit that has a box for them."""

from __future__ import annotations

import contextlib
import http.client
import re
from urllib.parse import quote, urlsplit

_PATIENCE_S = 60


def connection(address: str) -> contextlib.closing[http.client.HTTPConnection]:
    """Return a connection to a server, to be closed."""
    server = http.client.HTTPConnection(urlsplit(address).netloc, timeout=_PATIENCE_S)
    return contextlib.closing(server)


def token_of(address: str) -> str:
    """Return what Streamlit asks back of whoever hands in a file."""
    with connection(address) as server:
        server.request("GET", "/_stcore/health")
        with server.getresponse() as first:
            found = re.search(r"_streamlit_xsrf=([^;]+)", first.headers["set-cookie"])
    assert found is not None
    return found.group(1)


def hand_in(
    address: str, visit: str, content: bytes, name: str = "a.csv", number: str = "1"
) -> int:
    """Hand in a file under a number of its visit, and return the status of the answer."""
    token = token_of(address)
    # As browsers write a name.
    written = quote(name, safe=" /\\:;,()'&=+@!?*<>[]{}|~^`$#%.-_", errors="replace")
    head = f'--b\r\nContent-Disposition: form-data; name="f"; filename="{written}"\r\n\r\n'
    body = head.encode() + content + b"\r\n--b--\r\n"
    headers = {
        "Content-Type": "multipart/form-data; boundary=b",
        "Cookie": f"_streamlit_xsrf={token}",
        "X-Xsrftoken": token,
        "Origin": address,
    }
    with connection(address) as server:
        # It may be refused while it is still on its way.
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            server.request("PUT", f"/_stcore/upload_file/{visit}/{number}", body, headers)
        with server.getresponse() as answer:
            return answer.status
