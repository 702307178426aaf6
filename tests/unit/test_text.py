"""Text of tables as people save it: letters in two encodings, rows of any end, days of any way."""

from __future__ import annotations

import datetime as dt

import pytest

from alliance.errors import UnreadableText
from alliance.text.days import day_in
from alliance.text.letters import decode, undefined_in
from alliance.text.rows import find_header, first_row, rows_from


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("ST MARY’S, CAFÉ".encode(), "ST MARY’S, CAFÉ"),
        ("\ufeffCafé".encode(), "Café"),
        ("ST MARY’S, CAFÉ’S".encode("cp1252"), "ST MARY’S, CAFÉ’S"),
        ("Café, ".encode("cp1252") + "ST MARY’S — “É”, £é€".encode(), "Café, ST MARY’S — “É”, £é€"),
        ("Café ".encode("cp1252") + "\ufffd".encode(), "Café \ufffd"),
        ("ST MARYâ€™S, Ã©cole, Â£5".encode(), "ST MARY’S, école, £5"),
        ("St Mary\x92s".encode(), "St Mary’s"),
        ("Âge, São, ÃO, â€".encode(), "Âge, São, ÃO, â€"),
    ],
    ids=[
        "UTF-8", "UTF-8 with its mark", "cp1252", "both in one file", "a letter lost before",
        "read wrong before it was saved", "controls for letters", "no other reading",
    ],
)  # fmt: skip
def test_each_cell_is_read_in_its_own_encoding(raw: bytes, text: str) -> None:
    assert decode(raw) == text


def test_a_byte_of_no_encoding_is_named_and_the_rest_is_read() -> None:
    text = decode(b"Caf\xe9,a\x81\x9db")
    assert text.startswith("Café,a")
    assert undefined_in(text) == "0x81, 0x9d"
    assert undefined_in("Café") == ""


def test_utf_16_is_named_as_excel_calls_it() -> None:
    with pytest.raises(UnreadableText, match="Unicode text"):
        decode("URN".encode("utf-16"))


def is_header(names: list[str]) -> bool:
    return "URN" in names and len(names) > 2


@pytest.mark.parametrize(
    ("text", "row", "names", "separator", "below"),
    [
        ("URN,a,b\r1,2,3\r", 1, ["URN", "a", "b"], ",", "1,2,3\r"),
        ("sep=;\r\nURN;a,b;c\r\n1;2;3", 2, ["URN", "a,b", "c"], ";", "1;2;3"),
        ('"sep=,"\nURN,a,b\n', 2, ["URN", "a", "b"], ",", ""),
        ("a title\n\nURN\ta\tb\n1", 3, ["URN", "a", "b"], "\t", "1"),
        ('"a\ntitle",\nURN,"two\r\nlines",b\nx', 2, ["URN", "two lines", "b"], ",", "x"),
    ],
    ids=["carriage returns", "a hint", "a quoted hint", "a title", "rows of two lines"],
)
def test_the_header_is_found_by_rows_and_numbered_as_a_spreadsheet_does(
    text: str, row: int, names: list[str], separator: str, below: str
) -> None:
    header = find_header(text, is_header, 30)
    assert header is not None
    assert (header.row, header.names, header.separator) == (row, names, separator)
    assert text[header.end :] == below


def test_a_quote_that_is_never_closed_is_no_header() -> None:
    assert find_header('"' + "URN,a,b\n" * 40_000, is_header, 30) is None


def test_the_first_row_says_what_stands_between_cells_unless_a_hint_does() -> None:
    assert first_row("a;b;c,d\n") == (";", 0)
    assert first_row("sep=,\na;b;c,d\n") == (",", 6)
    rows = [cells for _, cells in rows_from('a,"b\rc"\r\rd,e', ",")]
    assert rows == [["a", "b\rc"], [], ["d", "e"]]


@pytest.mark.parametrize(
    "text",
    [
        "1/9/2021", "01-09-2021", "01.09.2021", "2021-09-01", "2021/9/1", "1 September 2021",
        "1-Sep-2021", "01/09/2021 00:00", "2021-09-01 00:00:00", "2021-09-01T00:00:00Z",
    ],
)  # fmt: skip
def test_a_day_is_read_as_people_and_spreadsheets_write_it(text: str) -> None:
    assert day_in(text) == dt.date(2021, 9, 1)


@pytest.mark.parametrize(
    "text", ["", "31/02/2021", "8/31/2021", "01/09/21", "44440", "1 Smarch 2021", "2021-09"]
)
def test_what_is_no_day_or_could_be_two_is_none(text: str) -> None:
    assert day_in(text) is None
