"""Files handed in to a real server, by its own protocol and without a browser."""

import asyncio
import contextlib
import http.client
import re
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import connect

IMPORT = {"page_name": "register", "query_string": "register_tab=Import"}
MB = 1_000_000


@pytest.fixture(scope="module")
def guarded(serve, tmp_path_factory):
    """The app with sign-in switched on, where nobody has signed in."""
    folder = tmp_path_factory.mktemp("guarded")
    secrets = folder / "secrets.toml"
    secrets.write_text(
        '[auth]\nredirect_uri = "http://127.0.0.1/oauth2callback"\ncookie_secret = "of a test"\n'
        'client_id = "a"\nclient_secret = "b"\nserver_metadata_url = "http://127.0.0.1:9/"\n'
    )
    data = {"ALLIANCE_DATA_DIR": str(folder)}
    with serve(folder / "log", f"--secrets.files={secrets}", **data) as address:
        yield address


async def visit(address, **page):
    """Open a page, wait until it stands, and return its socket and the name of the visit."""
    name = ""
    socket = await connect(
        address.replace("http", "ws", 1) + "/_stcore/stream",
        subprotocols=["streamlit"],
        origin=address,
        max_size=None,
    )
    asked = BackMsg()
    asked.rerun_script.page_name = page.get("page_name", "")
    asked.rerun_script.query_string = page.get("query_string", "")
    await socket.send(asked.SerializeToString())
    async for raw in socket:
        message = ForwardMsg.FromString(raw)
        if message.WhichOneof("type") == "new_session":
            name = message.new_session.initialize.session_id
        elif message.WhichOneof("type") == "script_finished" and name:
            return socket, name
    raise AssertionError("the page did not come to its end")


def in_a_loop_of_its_own(coroutine):
    """Run a coroutine to its end in a thread, for a driven browser has a loop in this one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, coroutine).result()


def connection(address):
    return contextlib.closing(http.client.HTTPConnection(urlsplit(address).netloc, timeout=60))


def token_of(address):
    """Return what Streamlit asks back of whoever hands in a file."""
    with connection(address) as server:
        server.request("GET", "/_stcore/health")
        with server.getresponse() as first:
            return re.search(r"_streamlit_xsrf=([^;]+)", first.headers["set-cookie"]).group(1)


def hand_in(address, name, size):
    """Hand in a file of so many bytes, and return the status of the answer."""
    token = token_of(address)
    head = b'--b\r\nContent-Disposition: form-data; name="f"; filename="a.csv"\r\n\r\n'
    body = head + bytes(size) + b"\r\n--b--\r\n"
    headers = {
        "Content-Type": "multipart/form-data; boundary=b",
        "Cookie": f"_streamlit_xsrf={token}",
        "X-Xsrftoken": token,
        "Origin": address,
    }
    with connection(address) as server:
        # It may be refused while it is still on its way.
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            server.request("PUT", f"/_stcore/upload_file/{name}/1", body, headers)
        with server.getresponse() as answer:
            return answer.status


def held(address):
    """Return how many bytes of files the server holds, as its metrics say."""
    with connection(address) as server:
        server.request("GET", "/_stcore/metrics")
        with server.getresponse() as answer:
            found = re.search(r"UploadedFileManager[^\n]* (\d+)", answer.read().decode())
    return int(found.group(1)) if found else 0


def test_who_may_not_hand_in_a_file_is_refused_on_every_page(guarded):
    async def tried(**page):
        socket, name = await visit(guarded, **page)
        status = await asyncio.to_thread(hand_in, guarded, name, 3 * MB)
        await socket.close()
        return status

    for page in (IMPORT, {}, {"page_name": "data"}, {"page_name": "present"}):
        assert in_a_loop_of_its_own(tried(**page)) == 403, page
    assert held(guarded) == 0


def test_a_file_is_taken_where_a_page_asks_for_it_and_freed_with_the_visit(app):
    async def tried():
        socket, name = await visit(app, page_name="overview")
        assert await asyncio.to_thread(hand_in, app, name, MB) == 403
        await socket.close()
        socket, name = await visit(app, **IMPORT)
        assert await asyncio.to_thread(hand_in, app, name, MB) == 204
        assert await asyncio.to_thread(hand_in, app, name, 9 * MB) == 413
        taken = await asyncio.to_thread(held, app)
        await socket.close()
        return taken

    assert in_a_loop_of_its_own(tried()) == MB
    gone_by = time.monotonic() + 60
    while held(app) and time.monotonic() < gone_by:
        # The server looks every five seconds.
        threading.Event().wait(0.5)
    assert held(app) == 0
