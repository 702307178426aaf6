"""The HTML file of a presentation: everything in it, nothing from elsewhere, all escaped."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import io
import json
import re

import pandas as pd
import pytest
from PIL import Image

from alliance.analysis.schools.inspection_scales import LAST_GRADE
from alliance.charts.impact import judged_shares
from alliance.maps.key import Key, KeyRow
from alliance.present.files.html_file import MAP_PX, MOST_ON_PAPER
from alliance.present.files.readable import MOST_ROWS, read_table
from alliance.text.licences import IN_FULL
from alliance.views.content import Content, Figure, MapShown, TableShown
from tests.unit.in_output import words_in
from tests.unit.shown import eight_contents, flow_charts, page_of

MADE_ON = dt.date(2026, 11, 22)
EVIL = '"><script>alert(1)</script>&<b>'


@pytest.fixture(scope="module")
def contents(history):
    return eight_contents(history)


@pytest.fixture(scope="module")
def made(contents):
    told = []
    content = page_of(
        "Eight scenes",
        contents,
        progress=lambda done, of: told.append((done, of)),
        made_on=MADE_ON,
    )
    assert told == [(number, 8) for number in range(1, 9)]
    return content


def test_every_scene_is_a_section_with_all_it_shows(made, contents):
    source, words = made.decode(), " ".join(words_in(made, "html").split())
    assert source.count("<section ") == len(contents)
    assert "Made on 22 November 2026 · 8 scenes" in words
    for content in contents:
        said = [content.title, content.sentence, *content.warnings, *content.faults]
        said += [one.value for one in content.figures]
        for chart in content.charts:
            said += [chart.title, chart.alt, chart.source]
        for table in content.tables:
            said += [table.title, f"{len(table.rows)} of {table.total}"]
            said += table.rows["School"].tolist()
        for one in said:
            assert " ".join(one.split()) in words, one


def test_a_map_stands_in_it_as_a_picture_with_its_key(made, contents):
    pictures = re.findall(r"data:image/png;base64,([A-Za-z0-9+/=]+)", made.decode())
    assert len(pictures) == 3
    assert Image.open(io.BytesIO(base64.b64decode(pictures[0]))).size == MAP_PX
    words = words_in(made, "html")
    for row in contents[0].map.keys[0].rows:
        assert row.words in words


def test_it_lets_nothing_run_or_load_but_its_own_parts(made):
    source = made.decode()
    assert len(made) < 8_000_000
    (policy,) = re.findall(r'Content-Security-Policy" content="([^"]*)"', source)
    policy = policy.replace("&#39;", "'")
    assert policy.startswith("default-src 'none'; script-src 'sha256-")
    assert "unsafe" not in policy
    for tag in ("script", "style"):
        ((part),) = re.findall(f"<{tag}>(.*?)</{tag}>", source, re.S)
        digest = base64.b64encode(hashlib.sha256(part.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy
    assert not re.findall(r"(?:src|href)=\"(?!#|data:image/(?:png|svg))", source)
    assert not re.findall(r"\sstyle=|\son\w+=|@import|url\(", source)


def test_whatever_it_is_told_is_escaped():
    chart = flow_charts()["cold"]
    evil_key = Key(EVIL, [KeyRow("dot", "#12436D", EVIL, EVIL)])
    content = Content(
        title=EVIL,
        caption=EVIL,
        sentence=EVIL,
        figures=(Figure(EVIL, EVIL, EVIL),),
        map=MapShown({}, (evil_key,), EVIL),
        charts=(type(chart)(chart.figure, EVIL, EVIL, pd.DataFrame({EVIL: [EVIL]}), EVIL),),
        tables=(TableShown(EVIL, pd.DataFrame({EVIL: [EVIL]}), 9),),
        sources=EVIL,
        warnings=(EVIL,),
        faults=(EVIL,),
    )
    source = page_of(EVIL, [content]).decode()
    assert source.count("<script>") == 1
    assert "alert(1)</script>" not in source
    assert source.count("&lt;script&gt;alert(1)") > 20


def test_the_key_of_a_map_has_the_map_s_colours_on_white_whatever_the_page_is(made, contents):
    (style,) = re.findall("<style>(.*?)</style>", made.decode(), re.S)
    light, dark = style.split("@media screen and (prefers-color-scheme: dark)")
    for row in contents[0].map.keys[0].rows:
        assert f".on-map-f{row.colour[1:]}{{fill:{row.colour}}}" in light
    assert "on-map" not in dark


def test_paper_has_what_the_stage_shows_of_a_scene_and_says_what_else_there_is(made, contents):
    sections = made.decode().split("<section ")[1:]
    for section, content in zip(sections, contents, strict=True):
        things = [*content.charts, *content.tables]
        most = MOST_ON_PAPER - bool(content.map)
        assert section.count('screen-only">\n<h3>') == max(len(things) - most, 0)
        assert ("Also on the screen: " in section) == (len(things) > most)


def test_an_empty_presentation_is_a_page_all_the_same():
    assert "0 scenes" in page_of("", []).decode()
    assert "Untitled" in page_of("", [Content("", "", "")]).decode()


def test_tables_of_numbers_are_read_as_people_read_them():
    table = pd.DataFrame(
        {
            "day": pd.to_datetime(["2017-11-14", None]),
            "percent_good": [84.349, None],
            "pupils": [1234.0, 2.5],
            "urn": [136394, 136395],
            "partial": [True, False],
            "Trust": ["A\x00", None],
            "change": [-3, 4],
        }
    )
    read = read_table(table)
    assert read.names == [
        "Day",
        "Percent good",
        "Pupils",
        "URN",
        "Records incomplete",
        "Trust",
        "Change",
    ]
    assert read.rows[0] == ["14 November 2017", "84.3%", "1,234.00", "136394", "Yes", "A", "–3"]
    assert read.rows[1] == ["–", "–", "2.50", "136395", "No", "–", "4"]
    assert read.right == [False, True, True, True, False, False, True]
    assert read_table(pd.DataFrame({"a": range(MOST_ROWS + 7)})).left_out == 7


def test_charts_are_alive_by_choice_with_plotly_in_the_file_once(contents, tmp_path):
    name = "</script><script>alert(1)</script>"
    found = pd.DataFrame({"treated": [True, False], "found": "Good", "percent": 100.0})
    hostile = judged_shares(found, LAST_GRADE, name, "s")
    held = [*contents[1:3], Content("T", "", "", charts=(hostile,))]
    source = page_of("Alive", held, alive=True).decode()
    assert source.count("plotly.js v") == 1
    assert '<img src="data:image/svg' not in source
    figures = re.findall(r'<script type="application/json">(.*?)</script>', source, re.DOTALL)
    assert [json.loads(one) for one in figures] == [
        json.loads(chart.untitled_json) for content in held for chart in content.charts
    ]
    assert "plotly" not in page_of("Still", held).decode()


def test_the_page_ends_with_what_the_licences_ask_to_be_said(made):
    words = " ".join(words_in(made, "html").split())
    for said in IN_FULL:
        assert said in words
