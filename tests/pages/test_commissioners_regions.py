"""Commissioners' regions are offered where a loaded extract of the register carries them."""

import json
import shutil

import pandas as pd
import pytest

from alliance.settings import ROOT, settings
from alliance.ui.filters import options
from alliance.web.current import current_history

LABEL = "Commissioner’s region"


@pytest.fixture
def carried(monkeypatch, tmp_path):
    """The shipped history, as if an extract had named the commissioner's region of the North."""
    target = tmp_path / "data" / "history"
    shutil.copytree(ROOT / "data" / "history", target, ignore=shutil.ignore_patterns("evidence"))
    schools = pd.read_parquet(target / "schools.parquet")
    north = schools["region"].astype("object").map({"North East": "North of England"})
    schools["commissioner_region"] = north.astype("category")
    schools.to_parquet(target / "schools.parquet", index=False)
    # It is not what its name says any more; without one it is named by its manifest.
    manifest = json.loads((target / "manifest.json").read_text())
    del manifest["name"]
    (target / "manifest.json").write_text(json.dumps(manifest))
    monkeypatch.setenv("ALLIANCE_HISTORY_DIR", str(target))
    settings.cache_clear()
    options.cache_clear()
    yield target
    monkeypatch.undo()
    settings.cache_clear()
    options.cache_clear()


def labels(page):
    told = (json.loads(piece.proto.json) for piece in page.get("bidi_component"))
    return [field["label"] for one in told for field in one.get("fields", ())]


def test_the_shipped_history_carries_none_and_offers_none(visit):
    page = visit()
    assert not page.exception
    assert LABEL not in labels(page)
    assert current_history().schools["commissioner_region"].isna().all()


def test_where_they_are_carried_they_narrow_what_is_shown(carried, visit):
    page = visit()
    assert not page.exception
    assert LABEL in labels(page)
    assert page.session_state["region"] == ["Alliance region"], "the nine stay the default"
    page = visit(commissioner="North of England", region="")
    assert not page.exception
    schools = current_history().schools
    assert options("commissioner") == {"North of England": "North of England"}
    assert (schools["commissioner_region"] == "North of England").sum() > 1000
    said = " ".join(text.value for text in page.markdown)
    assert "North of England · 1 June 2019 · 1,1" in said
