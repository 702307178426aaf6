"""The document of the API, the page made of it, and the download of the history."""

import datetime as dt
import io
import json
import re
import textwrap
import zipfile

import pandas as pd
from lxml import html

from alliance.api.document import BASE, EVERY
from alliance.exports.whole_history import whole_history
from alliance.history import as_at
from alliance.history.schema import TABLES
from alliance.history.table_words import COLUMNS, ROWS


def test_the_page_tells_of_every_operation_and_asks_nothing_of_another_host(api):
    told = api(f"{BASE}/openapi.json").json()
    found = api(BASE)
    assert found.headers["content-type"].startswith("text/html")
    assert "default-src 'none'" in found.headers["content-security-policy"]
    page = html.fromstring(found.body)
    assert not page.xpath("//script | //img | //link[@rel='stylesheet']")
    assert "http" not in re.sub(r"http://testserver", "", " ".join(page.xpath("//@href | //@src")))
    for path, methods in told["paths"].items():
        (section,) = page.xpath(f"//section[h2[@id='{methods['get']['operationId']}']]")
        assert path in section.text_content()
        for parameter in methods["get"].get("parameters", ()):
            assert parameter["description"] in section.text_content()
    for row in EVERY:
        assert row.row.__name__ in told["components"]["schemas"]


def test_every_example_of_the_page_is_answered(api):
    page = html.fromstring(api(BASE).body)
    addresses = page.xpath("//ul[@class='try']//a/@href")
    assert len(addresses) > 25
    for number, address in enumerate(addresses):
        assert api(address, client=f"192.0.2.{number}").status == 200, address


def test_the_document_is_kept_by_its_content(api):
    first = api(f"{BASE}/openapi.json")
    assert json.loads(first.body)["openapi"] == "3.1.0"
    assert api(f"{BASE}/openapi.json", if_none_match=first.headers["etag"]).status == 304


def test_the_whole_history_is_one_file_made_once(api, history, own_folder):
    found = api(f"{BASE}/history.zip")
    assert (found.status, found.headers["content-type"]) == (200, "application/zip")
    with zipfile.ZipFile(io.BytesIO(found.body)) as book:
        assert book.testzip() is None
        names = set(book.namelist())
        assert {f"{name}.parquet" for name in TABLES} <= names
        assert {"README.txt", "SCHEMA.txt", "SOURCES.csv", "CITATION.cff"} <= names
        assert "ABOUT-THE-DATA.md" in names
        schools = pd.read_parquet(io.BytesIO(book.read("schools.parquet")))
        assert len(schools) == len(history.schools)
        schema, readme = (book.read(name).decode() for name in ("SCHEMA.txt", "README.txt"))
        sources = pd.read_csv(io.BytesIO(book.read("SOURCES.csv")))
    for name, table in TABLES.items():
        assert f"\n{name}: " in schema
        assert all(f" {column} (" in schema for column in table.columns)
    assert "Open Government Licence" in " ".join(readme.split())
    assert sources["licence"].notna().all()
    assert set(history.inspections["source"].dropna()) <= set(sources["file"])
    (file,) = (own_folder / "downloads").iterdir()
    made = file.stat().st_mtime_ns
    again = api(f"{BASE}/history.zip", if_none_match=found.headers["etag"])
    assert again.status == 304
    assert api(f"{BASE}/history/{history.version}.zip").body == found.body
    assert file.stat().st_mtime_ns == made
    part = api(f"{BASE}/history.zip", range="bytes=0-3")
    assert (part.status, part.body) == (206, b"PK\x03\x04")
    assert api(f"{BASE}/history/other.zip").status == 404


def test_every_column_of_the_download_is_explained_and_nothing_else():
    held = {name: set(table.columns) for name, table in TABLES.items()}
    named = set().union(*held.values())
    assert set(ROWS) == set(TABLES)
    for key in COLUMNS:
        table, _, column = key.rpartition(".")
        assert column in (held[table] if table else named), key
    for table, columns in held.items():
        told = {column for column in columns if {column, f"{table}.{column}"} & set(COLUMNS)}
        assert {column.removesuffix("_reason") for column in columns - told} <= told


def test_the_lines_of_the_readme_of_the_download_give_the_schools_of_a_day(
    history, tmp_path, monkeypatch
):
    with zipfile.ZipFile(whole_history(history, tmp_path / "file")) as book:
        book.extractall(tmp_path / "taken")
    monkeypatch.chdir(tmp_path / "taken")
    readme = (tmp_path / "taken" / "README.txt").read_text("utf-8")
    python = readme.partition("In Python:")[2].partition("In R:")[0]
    held = {}
    exec(textwrap.dedent(" " * 13 + python.strip()), held)  # noqa: S102
    state = as_at(history, dt.date(2019, 6, 1))
    theirs = held["schools"].sort_values("urn")
    assert theirs["urn"].tolist() == state["urn"].tolist()
    assert theirs["trust_uid"].fillna(0).tolist() == state["trust_uid"].fillna(0).tolist()


def test_the_same_history_makes_the_same_file(history, tmp_path):
    first = whole_history(history, tmp_path / "a").read_bytes()
    assert first == whole_history(history, tmp_path / "b").read_bytes()
