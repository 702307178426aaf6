"""Pictures for files: only those asked for are taken, from whoever was told the ticket."""

from __future__ import annotations

import asyncio
import io
import time
from typing import TYPE_CHECKING

import httpx
import pytest
from PIL import Image
from starlette.applications import Starlette

from alliance.present.files import pictures
from alliance.present.files.picture_routes import page_address, picture_routes, pictures_address
from alliance.present.files.pictures import ORDERS, Orders, PictureRefused, Wanted, look_over
from alliance.views.content import MapShown
from tests.unit.shown import flow_charts, stand_ins

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from alliance.charts.frame import Chart

MAP = Wanted(1, MapShown({"style": {}}, (), "A map"), 40, 30, 2.0)
SVG = b'<svg xmlns="http://www.w3.org/2000/svg">%s</svg>'


def chart() -> Chart:
    return flow_charts()["cold"]


def drawing() -> Wanted:
    return Wanted(2, chart(), 760, 300, 1.0, "svg")


def ask(method: str, path: str, content: object = None) -> httpx.Response:
    """Ask the routes as a browser does, without a server."""

    async def asked() -> httpx.Response:
        app = httpx.ASGITransport(Starlette(routes=picture_routes()))
        async with httpx.AsyncClient(transport=app, base_url="http://testserver") as browser:
            return await browser.request(method, path, content=content)

    return asyncio.run(asked())


def png(wide: int, high: int) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (wide, high)).save(out, "PNG")
    return out.getvalue()


def test_what_was_asked_for_is_taken_and_told_complete() -> None:
    order = ORDERS.begin([MAP, drawing()])
    for at, content in enumerate(stand_ins(order.wanted)):
        assert order.pictures is None
        answer = ask("POST", f"/{pictures_address(order)}/{at}", content)
        assert answer.status_code == 204
        assert answer.headers["cache-control"] == "no-store"
    assert order.pictures == tuple(stand_ins(order.wanted))
    ORDERS.end(order)
    assert ask("POST", f"/{pictures_address(order)}/0", png(40, 30)).status_code == 404


def test_nobody_without_the_ticket_sends_or_reads_anything() -> None:
    order = ORDERS.begin([MAP])
    order.page = b"<!doctype html>"
    for ticket in ("", "x", order.ticket[:-1], order.ticket.swapcase()):
        assert ask("POST", f"/pictures/{ticket}/0", png(40, 30)).status_code == 404
        assert ask("GET", f"/pictures/{ticket}/page").status_code == 404
    assert order.come == {}
    assert ask("GET", f"/{page_address(order)}").text == "<!doctype html>"


@pytest.mark.parametrize(
    "content",
    [b"", b"GIF89a", png(40, 31), png(40, 30)[:60], SVG % b"", b"\x89PNG\r\n\x1a\n" + b"0" * 99],
    ids=["nothing", "another kind", "another size", "not whole", "a drawing", "noise"],
)
def test_a_picture_other_than_the_one_asked_for_is_refused(content: bytes) -> None:
    order = ORDERS.begin([MAP])
    answer = ask("POST", f"/{pictures_address(order)}/0", content)
    assert answer.status_code == 422
    assert answer.text.endswith((".", "whole."))
    assert order.come == {}
    assert ask("POST", f"/{pictures_address(order)}/1", content).status_code == 422


@pytest.mark.parametrize(
    "inside",
    [
        b"<script>alert(1)</script>",
        b'<rect onload="alert(1)"/>',
        b'<image href="https://example.org/a.png"/>',
        b'<image xmlns:x="http://www.w3.org/1999/xlink" x:href="javascript:alert(1)"/>',
        b'<rect style="fill: url(//example.org/a)"/>',
        b"<style>@import '//example.org'</style>",
        b"<foreignObject><p/></foreignObject>",
        b"<?xml-stylesheet href='//example.org'?>",
    ],
)
def test_a_drawing_that_runs_or_fetches_is_refused(inside: bytes) -> None:
    look_over(SVG % b'<rect fill="url(#a)"/><use href="#a"/>', drawing())
    with pytest.raises(PictureRefused):
        look_over(SVG % inside, drawing())


def test_a_drawing_of_entities_is_not_unfolded() -> None:
    lol = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    bomb = f'<!DOCTYPE svg [<!ENTITY l0 "lol">{lol}]>'.encode() + SVG % b"&l11;"
    with pytest.raises(PictureRefused):
        look_over(bomb, drawing())


def test_more_than_a_picture_can_have_is_not_read() -> None:
    order = ORDERS.begin([MAP])

    async def endless() -> AsyncIterator[bytes]:
        while True:
            yield b"0" * 1_000_000

    answer = ask("POST", f"/{pictures_address(order)}/0", endless())
    assert answer.status_code == 413
    assert order.come == {}


def test_orders_that_nobody_fetched_are_let_go(monkeypatch: pytest.MonkeyPatch) -> None:
    orders = Orders()
    many = [orders.begin([MAP]) for _ in range(pictures.MOST_ORDERS + 3)]
    assert orders.of(many[-1].ticket) is many[-1]
    with pytest.raises(pictures.UnknownName):
        orders.of(many[0].ticket)
    later = time.monotonic() + pictures.KEPT_S + 1
    monkeypatch.setattr(pictures.time, "monotonic", lambda: later)
    orders.begin([MAP])
    with pytest.raises(pictures.UnknownName):
        orders.of(many[-1].ticket)


def test_the_browser_is_told_a_chart_without_the_title_that_the_page_writes() -> None:
    told = drawing().told()
    assert told["kind"] == "chart"
    figure = told["data"]["figure"]
    assert chart().title not in figure
    assert f'"height":{chart().untitled_height_px}' in figure
    assert chart().untitled_height_px < chart().figure.layout.height
