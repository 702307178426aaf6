"""How many files a process may hold open is seen to and said; whoever dawdles is not waited for."""

from __future__ import annotations

import asyncio
import subprocess
import sys

import pytest
from uvicorn.protocols.http.h11_impl import H11Protocol

from alliance.web.listening import LEAST_FILES, impatient

TOLD = """
import logging, resource
logging.basicConfig(level=logging.INFO)
resource.setrlimit(resource.RLIMIT_NOFILE, ({soft}, {hard}))
from alliance.web.listening import see_files_allowed
print(see_files_allowed(), resource.getrlimit(resource.RLIMIT_NOFILE)[0])
"""


@pytest.mark.parametrize(
    ("soft", "hard", "allowed", "said"),
    [
        (256, LEAST_FILES, LEAST_FILES, f"INFO:alliance.web.listening:The limit of open files was "
         f"256; it is {LEAST_FILES} now."),
        (256, 1024, 1024, "This process may hold 1024 files open, enough for some 256 visitors"),
        (LEAST_FILES, LEAST_FILES, LEAST_FILES, ""),
    ],
)  # fmt: skip
def test_the_limit_of_open_files_is_raised_where_it_may_be_and_said_where_it_is_low(
    soft: int, hard: int, allowed: int, said: str
) -> None:
    code = TOLD.format(soft=soft, hard=hard)
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.split() == [str(allowed)] * 2
    assert said in ran.stderr
    assert said or not ran.stderr


def test_who_begins_a_request_and_does_not_end_it_is_not_waited_for() -> None:
    async def dawdles() -> bytes:
        from uvicorn import Config
        from uvicorn.server import ServerState

        async def app(scope: object, receive: object, send: object) -> None:
            raise AssertionError("There is no request to answer.")

        config, state = Config(app, http="h11", lifespan="off"), ServerState()
        config.load()
        protocol = impatient(H11Protocol, within_s=0.05)
        loop = asyncio.get_running_loop()
        server = await loop.create_server(
            lambda: protocol(config=config, server_state=state, app_state={}),  # type: ignore[call-arg]
            "127.0.0.1",
            0,
        )
        async with server:
            host = server.sockets[0].getsockname()
            read, write = await asyncio.open_connection(*host[:2])
            write.write(b"GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ")
            answer = await asyncio.wait_for(read.read(), 20)
            write.close()
            return answer

    assert asyncio.run(dawdles()) == b""
