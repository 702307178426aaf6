"""What tests of the same figures everywhere share: drawn filters, and asking each of the faces."""

import datetime as dt
import io

import pandas as pd
from hypothesis import Phase, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from alliance.analysis.filter_codec import written
from alliance.analysis.filters import PARTS, Filter
from alliance.api.document import BASE
from alliance.cli.commands import app

DAYS = st.sampled_from(["2014-03-01", "2017-11-14", "2019-06-01", "2023-12-31", "2025-08-31"])
PLACES = st.one_of(
    st.lists(
        st.sampled_from(["North East", "Alliance region", "London", "South West"]),
        min_size=1,
        max_size=2,
        unique=True,
    ).map(lambda names: {"regions": tuple(names)}),
    st.sampled_from(["Doncaster", "Bradford", "Norwich", "West Somerset"]).map(
        lambda name: {"opportunity_areas": (name,)}
    ),
    st.sampled_from(["Leeds", "Kent", "Sunderland"]).map(lambda name: {"authorities": (name,)}),
)
MORE = st.fixed_dictionaries(
    {},
    optional={
        "phases": st.sampled_from([("Primary",), ("Secondary", "All-through"), ("Special",)]),
        "grades": st.sampled_from([(1,), (3, 4), (2, 0)]),
        "tiers": st.sampled_from([("Starter",), ("System leader", "National")]),
        "trusts": st.sampled_from([(4119,), (4474, 5370)]),
    },
)
FILTERS = st.builds(
    lambda day, place, more: Filter(dt.date.fromisoformat(day), **place, **more),
    DAYS,
    PLACES,
    MORE,
)
TWENTY = 20


def trying(examples):
    """Return how many examples are tried; one that fails is told as it is, for each takes long."""
    return settings(
        max_examples=examples,
        derandomize=True,
        deadline=None,
        database=None,
        phases=[Phase.generate],
    )


def rows_of(api, path, chosen, **more):
    """Return a table of the API, as the files that it gives hold it."""
    query = {**written(chosen), **more, "format": "parquet"}
    found = api(BASE + path, query)
    assert found.status == 200, found.body
    return pd.read_parquet(io.BytesIO(found.body))


def printed(*words):
    result = CliRunner().invoke(app, [str(word) for word in words])
    assert result.exit_code == 0, result.output
    return result.stdout


def flags_of(chosen):
    """Return a filter, without its day, as options of the command line."""
    return [
        word
        for part in PARTS
        for value in getattr(chosen, part.field)
        for word in (f"--{part.option}", str(value))
    ]


def table_of(*words):
    """Return a table that the command line prints."""
    return pd.read_csv(io.StringIO(printed(*words)), low_memory=False)


def listed(chosen):
    """Return the schools of a filter as the command line lists them."""
    return table_of("as-at", chosen.day, *flags_of(chosen))


def in_text(values):
    """Return a column as text; days as files hold them."""
    if values.dtype.kind == "M":
        values = values.dt.strftime("%Y-%m-%d")
    return values.astype("object").where(values.notna(), "").astype("str").tolist()


def same(ours, theirs, columns):
    """See that two tables say the same, whatever the types in which they hold it."""
    assert len(ours) == len(theirs)
    for name in columns:
        one, other = (table[name].reset_index(drop=True) for table in (ours, theirs))
        numbers = [pd.to_numeric(side.astype("object"), errors="coerce") for side in (one, other)]
        numeric = pd.api.types.is_numeric_dtype(one.dtype) or one.dtype == "bool"
        if numeric:
            numbers = [side.astype("float64").round(5) for side in numbers]
            pd.testing.assert_series_equal(*numbers, check_names=False, rtol=1e-5)
            continue
        assert in_text(one) == in_text(other), name
