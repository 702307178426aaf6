"""Files handed in to a real server, by its own protocol and without a browser."""

import asyncio
import re
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.bench.handing_in import connection, hand_in
from tests.bench.visit import Visit

IMPORT = {"page": "register", "query": "register_tab=Import"}
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
    """Open a page, wait until it stands, and return it."""
    opened = Visit(address, **page)
    await opened.open()
    return opened


def in_a_loop_of_its_own(coroutine):
    """Run a coroutine to its end in a thread, for a driven browser has a loop in this one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, coroutine).result()


def held(address):
    """Return how many bytes of files the server holds, as its metrics say."""
    with connection(address) as server:
        server.request("GET", "/_stcore/metrics")
        with server.getresponse() as answer:
            found = re.search(r"UploadedFileManager[^\n]* (\d+)", answer.read().decode())
    return int(found.group(1)) if found else 0


def test_who_may_not_hand_in_a_file_is_refused_on_every_page(guarded):
    async def tried(**page):
        opened = await visit(guarded, **page)
        status = await asyncio.to_thread(hand_in, guarded, opened.session, bytes(3 * MB))
        await opened.close()
        return status

    for page in (IMPORT, {}, {"page": "data"}, {"page": "present"}):
        assert in_a_loop_of_its_own(tried(**page)) == 403, page
    assert held(guarded) == 0


def test_a_file_is_taken_where_a_page_asks_for_it_and_freed_with_the_visit(app):
    async def tried():
        opened = await visit(app, page="overview")
        assert await asyncio.to_thread(hand_in, app, opened.session, bytes(MB)) == 403
        await opened.close()
        opened = await visit(app, **IMPORT)
        assert await asyncio.to_thread(hand_in, app, opened.session, bytes(MB)) == 204
        assert await asyncio.to_thread(hand_in, app, opened.session, bytes(9 * MB)) == 413
        taken = await asyncio.to_thread(held, app)
        await opened.close()
        return taken

    assert in_a_loop_of_its_own(tried()) == MB
    gone_by = time.monotonic() + 60
    while held(app) and time.monotonic() < gone_by:
        # The server looks every five seconds.
        threading.Event().wait(0.5)
    assert held(app) == 0
