"""What is tried: requests, addresses of pages, files and commands, drawn by hypothesis.

Each is made of what the app knows and of what nobody should write, so that some of it comes far.
"""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote, urlencode

import typer.main
from hypothesis import strategies as st

from alliance.analysis.filter_codec import DAY
from alliance.analysis.filters import PART
from alliance.api.document import document
from alliance.cli.commands import app as commands
from alliance.current.state import current_history
from alliance.register.headings import HEADINGS
from alliance.settings import ROOT
from alliance.ui.app.address import READ_BY_PAGES
from alliance.web.layer_answers import LAYERS
from tests import hostile
from tests.bench.fuzz.words import HEADERS, METHODS, VALUES, WORDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence


DAYS = ["2019-06-01", "2025-08-31", "2016-08-04", "2026-06-30", "2018-10-01"]
KNOWN = {
    DAY: DAYS,
    "from": ["2017-04-03", "2019-06-01"],
    "to": ["2019-06-01", "2018-10-01"],
    "trust": ["4119", "Outwood Grange Academies Trust", "UID 4119"],
    "region": ["North East", "Alliance region", ""],
    "urn": ["137049", "106670.0"],
    "about": ["trust:4119", "area:Doncaster", "school:137049"],
    "colour": ["Grade", "Trust", "grade", "trust"],
    "kind": ["authority", "district", "opportunity_area"],
    "format": ["csv", "json", "geojson", "parquet", "xlsx"],
    "theme": ["light", "dark"],
    "layer": sorted(LAYERS),
    "part": sorted(PART),
    "uid": ["4119", "4474"],
    "limit": ["10", "1000"],
    "compared": ["trust:4119", "area:Doncaster"],
}
# It asks the publishers over the network, and waits for them.
NOT_TRIED = {"--download", "--help"}
PUBLISHED = ROOT / "tests" / "published"
BASES = {
    "gias/establishments_open_20260130.csv": "edubasealldata20260701.csv",
    "ofsted/ofsted_report_cards_2026-06-30.csv": "report cards 2026-06-30.csv",
    "boundaries/eng_regions.geojson": "regions.geojson",
}
MOST_BYTES = 60_000
KINDS = {"route": 12, "page": 3, "upload": 1, "command": 4}
"""How many of twenty inputs are of each kind."""


@dataclass(frozen=True)
class Request:
    """A request as it goes over the wire, for a route."""

    route: str
    sent: bytes

    @property
    def of(self) -> str:
        """What is tried by it."""
        return self.route or "/"


@dataclass(frozen=True)
class Address:
    """The address of a page."""

    page: str
    query: str

    @property
    def of(self) -> str:
        """What is tried by it."""
        return f"/{self.page}"


@dataclass(frozen=True)
class File:
    """A file handed in to the box of a page."""

    page: str
    query: str
    choice: str
    name: str
    content: bytes

    @property
    def of(self) -> str:
        """What is tried by it."""
        return f"/{self.page}?{self.query} {self.name.rpartition('.')[2]}"


@dataclass(frozen=True)
class Command:
    """What is written behind ``python -m alliance``."""

    words: tuple[str, ...]

    @property
    def of(self) -> str:
        """What is tried by it."""
        return " ".join(self.words[:2] if self.words[:1] == ("register",) else self.words[:1])


Input = Request | Address | File | Command
BOXES = [
    ("register", "register_tab=Import", "", ("csv", "xlsx")),
    ("register", "register_tab=Import", "A list that others made", ("csv", "xlsx")),
    ("data", "data_tab=Update+data", "", ("csv", "xlsx", "zip", "geojson")),
]
"""Pages with a box for files: their address, the choice that opens it, and what it takes."""


def inputs(routes: Sequence[str], keys: Iterable[str]) -> st.SearchStrategy[Input]:
    """Return a strategy that draws an input of one of the kinds, by their shares.

    ``keys`` are those of the address by which the pages' widgets are set.
    """
    drawn: dict[str, st.SearchStrategy[Input]] = {
        "route": _requests(routes),
        "page": _addresses(keys),
        "upload": _files(),
        "command": _commands(),
    }
    each = [kind for kind, share in KINDS.items() for _ in range(share)]
    return st.sampled_from(each).flatmap(drawn.__getitem__)


def pages() -> list[str]:
    """Return the pages of the app by their paths; the first has none."""
    found = sorted(path.stem for path in (ROOT / "pages").glob("*.py"))
    return ["" if name == "explore" else name for name in found]


def _value(key: str) -> st.SearchStrategy[str]:
    odd = st.one_of(st.sampled_from(WORDS), st.text(max_size=40))
    return st.one_of(st.sampled_from(KNOWN[key]), odd) if key in KNOWN else odd


def _pairs(keys: Sequence[str]) -> st.SearchStrategy[list[tuple[str, str]]]:
    pair = st.sampled_from(keys).flatmap(lambda key: st.tuples(st.just(key), _value(key)))
    return st.lists(pair, max_size=6)


def _encoded(pairs: Sequence[tuple[str, str]]) -> str:
    return urlencode(pairs, errors="replace")


def _requests(routes: Sequence[str]) -> st.SearchStrategy[Request]:
    keys = sorted(_keys_of_routes())
    version = current_history().version

    @st.composite
    def drawn(draw: st.DrawFn) -> Request:
        route = draw(st.sampled_from(routes))

        def part(found: re.Match[str]) -> str:
            if found[1] == "version" and draw(st.integers(0, 9)) < 8:
                return version
            value = draw(_value(found[1]))
            return quote(value, safe="/" if found[2] == "path" else "", errors="replace")

        path = re.sub(r"\{(\w+)(?::(\w+))?\}", part, route) or "/"
        query = _encoded(draw(_pairs(keys)))
        raw = draw(st.sampled_from([query, query, query, "%ff%00=%zz&&==", query + "&" * 500]))
        method = "GET" if draw(st.booleans()) else draw(st.sampled_from(METHODS))
        names = draw(st.lists(st.sampled_from(HEADERS), max_size=3, unique=True))
        lines = [f"{method} {path}?{raw} HTTP/1.1".encode()]
        if "host" not in names:
            lines.append(b"Host: 127.0.0.1")
        lines += [name.encode() + b": " + draw(st.sampled_from(VALUES)) for name in names]
        return Request(route, b"\r\n".join([*lines, b"Connection: close", b"", b""]))

    return drawn()


def _keys_of_routes() -> Iterator[str]:
    yield from (key for _, keys in LAYERS.values() for key in keys)
    for path in document("http://127.0.0.1")["paths"].values():
        for told in path["get"].get("parameters", ()):
            yield told.get("name") or told["$ref"].rpartition("/")[2]
    yield from ("words", "by", "list", "ticket", "follower", "code", "x" * 300)


def _addresses(bound: Iterable[str]) -> st.SearchStrategy[Address]:
    keys = sorted({DAY, *PART, *READ_BY_PAGES, *bound, *KNOWN, "map", "code"})
    query = st.builds(_encoded, _pairs(keys))
    return st.builds(Address, st.sampled_from(pages()), query)


def _files() -> st.SearchStrategy[File]:
    @st.composite
    def drawn(draw: st.DrawFn) -> File:
        page, query, choice, endings = draw(st.sampled_from(BOXES))
        ending = draw(st.sampled_from(endings))
        content = _damaged(draw, draw(st.sampled_from(_bases()[ending])))
        stem = draw(st.one_of(st.just("supports"), st.sampled_from(WORDS), st.text(max_size=20)))
        return File(page, query, choice, f"{stem[:100]}.{ending}", content)

    return drawn()


def _damaged(draw: st.DrawFn, content: bytes) -> bytes:
    """Return a file cut, changed in a few places, or with something put into it."""
    for _ in range(draw(st.integers(0, 3))):
        at = draw(st.integers(0, max(len(content) - 1, 0)))
        more = draw(st.one_of(st.binary(max_size=40), st.sampled_from(WORDS).map(_bytes)))
        how = draw(st.sampled_from(["cut", "changed", "put in", "twice"]))
        if how == "cut":
            content = content[:at]
        elif how == "changed":
            content = content[:at] + more + content[at + len(more) :]
        elif how == "put in":
            content = content[:at] + more + content[at:]
        else:
            content += content[at : at + 2_000]
    return content


def _bytes(word: str) -> bytes:
    return word.encode(errors="replace")


@cache
def _bases() -> dict[str, list[bytes]]:
    """Return sound files and such as hurt, by their endings."""
    row = "Trust,4119,140177,School leadership,2018-01-08\n"
    register = f"Supporter kind,Supporter,Recipient URN,Theme,Starts on\n{row}".encode()
    pairs = (ROOT / "tests" / "lists" / "invented_pairs.csv").read_bytes()
    published = {name: (PUBLISHED / name).read_bytes()[:MOST_BYTES] for name in BASES}
    tables = [content for name, content in published.items() if name.endswith(".csv")]
    zipped = io.BytesIO()
    with zipfile.ZipFile(zipped, "w", zipfile.ZIP_DEFLATED) as parcel:
        for name, content in published.items():
            parcel.writestr(BASES[name], content)
    cells = "".join(f'<c t="inlineStr"><is><t>{word}</t></is></c>' for word in HEADINGS)
    books = [hostile.workbook(f'<row r="2">{cells}</row>'), hostile.far_row()]
    outlines = [hostile.crossing(2_000), hostile.nested(2_000)]
    shapes = [content for name, content in published.items() if name.endswith(".geojson")]
    return {
        "csv": [register, pairs, *tables, b"", _bytes(",".join(WORDS))],
        "xlsx": [*books, hostile.entities(), zipped.getvalue()],
        "zip": [zipped.getvalue(), books[0]],
        "geojson": [*outlines, *shapes, b"{}", b'{"type":"FeatureCollection","features":[{}]}'],
    }


class _Takes(NamedTuple):
    """What a command takes: an option, or a word of no option."""

    option: str = ""
    is_flag: bool = False
    required: bool = False


def _commands() -> st.SearchStrategy[Command]:
    known = dict(_every_command(typer.main.get_command(commands), ()))

    @st.composite
    def drawn(draw: st.DrawFn) -> Command:
        name = draw(st.sampled_from(sorted(known)))
        must = [one for one in known[name] if one.required and draw(st.integers(0, 9)) < 9]
        words = list(name)
        for one in [*must, *draw(st.lists(st.sampled_from(known[name]), max_size=5))]:
            words += _written(draw, one)
        return Command(tuple(words))

    return drawn()


def _written(draw: st.DrawFn, one: _Takes) -> list[str]:
    """Return what is written for an option, or something that no command asks for."""
    if one.is_flag:
        return [one.option]
    # A path is named within the folder that the command is run in, whatever it says.
    # No system hands a byte of nothing on to a program.
    value = draw(_value(one.option.strip("-")))[:200]
    value = value.replace("/", "").replace("..", ".").replace("\0", "")
    return [one.option, value] if one.option else [value]


def _every_command(
    command: Any, path: tuple[str, ...]
) -> Iterator[tuple[tuple[str, ...], list[_Takes]]]:
    """Yield each command by its words, with what it takes."""
    if inner := getattr(command, "commands", None):
        for name, one in inner.items():
            yield from _every_command(one, (*path, name))
        return
    takes = [
        _Takes(
            one.opts[0] if one.param_type_name == "option" else "",
            getattr(one, "is_flag", False),
            one.required,
        )
        for one in command.params
        if not NOT_TRIED.intersection(one.opts)
    ]
    yield path, [*takes, _Takes()]
