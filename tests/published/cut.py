"""Cut the small real slices under this folder from the full published files.

Run with ``python tests/published/cut.py FOLDER``, where FOLDER holds the files as published. The
slices keep header, encoding, line ends and the bytes of each row kept, so that the readers meet
what they will meet in the full files.
"""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import json
import lzma
import re
import sys
import tarfile
import tempfile
from functools import cache
from itertools import pairwise
from pathlib import Path

HERE = Path(__file__).parent
GIAS = Path(sys.argv[-1]) / "gias"
WAKEFIELD_CITY = "5195"
KEPT_TRUSTS = {WAKEFIELD_CITY, "5370", "16830", "4464"}
# Cases worth a test: schools replaced while a list still showed them, a school that a list shows
# in a trust for no day at all, one absent from the spine, one of Surrey's own layout.
ODD = {"136472", "143084", "144497", "146624", "140336", "145012", "136661", "143627", "125125"}
# Of 67 lists and 9 registers that come packed: the first and last; one before a hole, the one with
# it, one after; the last that shows the evening before, and the first that shows its own day.
KEPT_DAYS = {
    "20160804", "20190121", "20190202", "20190302", "20210501", "20210601", "20240301", "20240329",
    "20171109", "20240703", "20260701",
}  # fmt: skip
KEPT_TOWNS = {"Doncaster BUASD", "Bentley (Doncaster) BUASD", "Wrexham BUASD"}
KEPT_ROADS = {"M18", "A1M", "A64"}
KEPT_PLACES = {"Doncaster", "Bentley", "Leeds", "Sheffield", "Belmont", "Ash"}
FOUNDERS = {"4036", "4119", "4474", "5370", "16104"}
DISTRICTS = {
    "E08000036", "E08000017", "E08000032", "E08000024", "E06000057", "E08000018", "E08000019",
    "E06000011", "E08000021", "E07000215", "E07000106", "E06000055", "E08000028", "E08000003",
}  # fmt: skip


def main(source: Path) -> None:
    """Write every slice, and the catalogue of their checksums."""
    urns = kept_urns(source)
    for path in sorted(source.rglob("*")):
        file = path.relative_to(source).as_posix()
        if path.suffix in CUTS.keys() | {".csv"} and "/" in file:
            target = HERE / file
            target.parent.mkdir(parents=True, exist_ok=True)
            cut = CUTS.get(path.suffix, rows)(path, urns)
            if cut is not None:
                target.write_bytes(cut)
    catalogue(source)


def kept_urns(source: Path) -> set[str]:
    """Name the schools of the kept trusts, and those that came before and after them."""
    urns = set(ODD)
    for path in (source / "gias").glob("group[lL]inks*.csv"):
        for row in csv.reader(path.read_bytes().decode("cp1252").splitlines()):
            if row[1] in KEPT_TRUSTS:
                urns.add(row[0])
    links = (source / "gias/links_edubasealldata20230421.csv").read_bytes().decode("cp1252")
    pairs = [row[:2] for row in csv.reader(links.splitlines())]
    for _ in range(2):
        urns |= {other for pair in pairs if set(pair) & urns for other in pair if other.isdigit()}
    return urns


def rows(path: Path, urns: set[str]) -> bytes | None:
    """Keep the header and the rows that name a kept school; reference tables are kept whole."""
    raw = path.read_bytes()
    for name, cut in OWN_CUTS.items():
        if path.name.startswith(name):
            return cut(path, urns)
    if path.parent.name == "reference":
        return raw
    if "meta" in path.name:
        return None
    lines = raw.splitlines(keepends=True)
    if path.name.startswith("lait"):
        kept = re.compile(rb",(England|Doncaster|Wakefield|Yorkshire and the Humber),")
        return lines[0] + b"".join(line for line in lines[1:] if kept.search(line))
    named = re.compile(rb'(?:^|,)"?(' + b"|".join(urn.encode() for urn in sorted(urns)) + rb')"?,')
    if path.name.startswith(("groups_", "allgroupsdata")):
        groups = linked_groups(GIAS, frozenset(urns))
        return lines[0] + b"".join(line for line in lines[1:] if line.split(b",")[0] in groups)
    return lines[0] + b"".join(line for line in lines[1:] if named.search(line))


def national_too(path: Path, urns: set[str]) -> bytes:
    """Keep the rows of kept schools, and the national ones that stand among them."""
    lines = path.read_bytes().splitlines(keepends=True)
    kept = {urn.encode() for urn in urns} | {b"NAT"}
    return lines[0] + b"".join(line for line in lines[1:] if kept & set(line.split(b",")[:3]))


def trusts(path: Path, _urns: set[str]) -> bytes:
    """Keep the rows of kept trusts and of the founding trusts, and two of sponsors."""
    lines = path.read_bytes().splitlines(keepends=True)
    kept = {uid.encode() for uid in KEPT_TRUSTS | FOUNDERS}
    named = [line for line in lines[1:] if kept & set(line.split(b",")[1:5])]
    sponsors = [line for line in lines[1:] if b"School sponsor" in line][:2]
    return lines[0] + b"".join([*sponsors, *named])


def neighbourhoods(path: Path, urns: set[str]) -> bytes:
    """Keep the neighbourhoods that kept schools stand in."""
    schools = path.parent.parent / "gias/establishments_open_20250524.csv"
    with schools.open(encoding="utf-8-sig", newline="") as text:
        kept = {row["lsoa_code"].encode() for row in csv.DictReader(text) if row["urn"] in urns}
    lines = path.read_bytes().splitlines(keepends=True)
    return lines[0] + b"".join(line for line in lines[1:] if line.split(b",")[0] in kept)


def hubs(path: Path, _urns: set[str]) -> bytes:
    """Keep the hubs of districts whose outlines are kept, and the parts of one of them."""
    drawn = json.loads((HERE / "boundaries/eng_lad2024.geojson").read_bytes())
    kept = {feature["properties"]["name"].encode() for feature in drawn["features"]}
    # Of the old districts of North Yorkshire Scarborough alone is drawn.
    kept = kept - {b"North Yorkshire"} | {b"North Yorkshire East"}
    lines = path.read_bytes().splitlines(keepends=True)
    good = [line for line in lines[1:] if line.strip().rsplit(b",", 1)[-1] in kept]
    return lines[0] + b"".join(good)


@cache
def linked_groups(folder: Path, urns: frozenset[str]) -> set[bytes]:
    """Name the groups that any list shows for a kept school."""
    texts = [path.read_bytes() for path in folder.glob("group[lL]inks*.csv")]
    with tarfile.open(folder / "grouplinks_2016-08_2024-03.tar.xz") as archive:
        texts += [archive.extractfile(member).read() for member in archive]
    lines = (line for text in texts for line in text.decode("cp1252").splitlines())
    groups = {row[1].encode() for row in csv.reader(lines) if row[0] in urns}
    with (folder.parent / "ofsted/ofsted_mi_state_funded_2025-08-31.csv").open(newline="") as file:
        listed = [row for row in csv.DictReader(file) if row["URN"] in urns]
    return groups | {row["Multi-academy trust UID"].encode() for row in listed}


def postcodes(path: Path, urns: set[str]) -> bytes:
    """Keep the postcodes of kept schools."""
    spine = (path.parent.parent / "performance/2017-2018_england_spine.csv").read_text("utf-8")
    kept = {
        row["POSTCODE"].replace(" ", "").encode()
        for row in csv.DictReader(spine.splitlines())
        if row["URN"] in urns
    }
    lines = gzip.decompress(path.read_bytes()).splitlines(keepends=True)
    good = [line for line in lines[1:] if line.split(b",")[0] in kept]
    return gzip.compress(lines[0] + b"".join(good), mtime=0)


def packed(path: Path, urns: set[str]) -> bytes:
    """Keep of each file in an archive what is kept of one that stands alone."""
    out = io.BytesIO()
    with (
        tempfile.TemporaryDirectory() as folder,
        tarfile.open(path) as archive,
        tarfile.open(fileobj=out, mode="w") as target,
    ):
        here = Path(folder) / path.parent.name
        archive.extractall(here, filter="data")
        for member in sorted(here.iterdir()):
            if "gias" in here.name and not any(day in member.name for day in KEPT_DAYS):
                continue
            cut = rows(member, urns)
            entry = tarfile.TarInfo(member.name)
            entry.size = len(cut)
            target.addfile(entry, io.BytesIO(cut))
    return lzma.compress(out.getvalue(), preset=9)


def academies(path: Path, urns: set[str]) -> bytes | None:
    """Keep the academies that are kept schools."""
    if not path.name.startswith("academies_"):
        return None
    table = json.loads(path.read_bytes())
    return json.dumps([row for row in table if str(row.get("urn")) in urns], indent=1).encode()


def towns(path: Path, _urns: set[str]) -> bytes:
    """Keep two towns of Doncaster's and one of Wales, with the arcs that draw them."""
    held = json.loads(path.read_bytes())
    (drawn,) = held["objects"].values()
    kept = [one for one in drawn["geometries"] if one["properties"]["AREANM"] in KEPT_TOWNS]
    arcs = []

    def renumbered(of: object) -> object:
        if isinstance(of, list):
            return [renumbered(part) for part in of]
        arcs.append(held["arcs"][~of if of < 0 else of])
        return ~(len(arcs) - 1) if of < 0 else len(arcs) - 1

    drawn["geometries"] = [one | {"arcs": renumbered(one["arcs"])} for one in kept]
    return json.dumps(held | {"arcs": arcs}, separators=(",", ":")).encode()


def roads(path: Path) -> bytes:
    """Keep a motorway, a part of one and a trunk road, a line each."""
    lines = path.read_text("utf-8").splitlines(keepends=True)
    at = [n for n, line in enumerate(lines) if line.startswith('{ "type": "Feature"')]
    kept = [lines[n].rstrip("\n,") for n in at]
    kept = [line for line in kept if json.loads(line)["properties"]["road"] in KEPT_ROADS]
    top, foot = lines[: at[0]], lines[at[-1] + 1 :]
    return ("".join(top) + ",\n".join(kept) + "\n" + "".join(foot)).encode()


def named_places(path: Path, _urns: set[str]) -> bytes:
    """Keep the header and places of a few names."""
    lines = path.read_bytes().splitlines(keepends=True)
    return b"".join(
        line for n, line in enumerate(lines) if not n or line.split(b",")[1].decode() in KEPT_PLACES
    )


def outlines(path: Path, _urns: set[str]) -> bytes | None:
    """Keep the outlines of a few districts and authorities, to a hundredth of a degree."""
    if path.name.startswith("roads_"):
        return roads(path)
    if not path.name.startswith("eng_"):
        return None
    table = json.loads(path.read_bytes())
    if path.name != "eng_regions.geojson":
        kept = [f for f in table["features"] if f["properties"]["code"] in DISTRICTS]
        opportunity = (path.parent.parent / "reference/opportunity_areas.csv").read_text()
        also = [f for f in table["features"] if f["properties"]["code"] in opportunity]
        table["features"] = kept + [feature for feature in also if feature not in kept]
    for feature in table["features"]:
        feature["geometry"]["coordinates"] = rounded(feature["geometry"]["coordinates"])
    return json.dumps(table).encode()


def rounded(part: list) -> list:
    """Round coordinates, dropping points that fall on the one before."""
    if isinstance(part[0], float | int):
        return [round(number, 2) for number in part]
    inner = [rounded(piece) for piece in part]
    if isinstance(inner[0][0], float):
        kept = [inner[0], *(b for a, b in pairwise(inner) if a != b)]
        return kept if len(kept) >= 4 else inner
    return inner


def catalogue(source: Path) -> None:
    """Write SOURCES.csv for the slices, with their own row counts left out and checksums."""
    with (source / "SOURCES.csv").open(encoding="utf-8", newline="") as lines:
        table = list(csv.DictReader(lines))
    with (HERE / "SOURCES.csv").open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, table[0], lineterminator="\n")
        writer.writeheader()
        for row in table:
            if (path := HERE / row["file"]).is_file():
                checksum = hashlib.sha256(path.read_bytes()).hexdigest()
                writer.writerow(row | {"rows": "", "sha256": checksum})


OWN_CUTS = {
    "absence_": national_too,
    "census_": national_too,
    "imd2025_lsoa": neighbourhoods,
    "ks2_mats_": trusts,
    "ks4_mats_": trusts,
    "places_england": named_places,
    "teaching_school_hubs_2025": hubs,
}
CUTS = {
    ".gz": postcodes,
    ".json": academies,
    ".geojson": outlines,
    ".topojson": towns,
    ".xz": packed,
}


if __name__ == "__main__":
    main(Path(sys.argv[1]))
