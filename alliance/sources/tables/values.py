"""Turn published text into days and numbers."""

from __future__ import annotations

import re

import pandas as pd

from alliance.text.days import day_in


def day(values: pd.Series, layout: str) -> pd.Series:
    """Turn text days into dates; blanks and impossible days become missing."""
    return pd.to_datetime(values.replace("", None), format=layout, errors="coerce").astype(
        "datetime64[s]"
    )


def any_day(values: pd.Series) -> pd.Series:
    """Turn days of any spelling into dates; blanks and impossible days become missing."""
    days = {text: day_in(text) for text in values.dropna().unique()}
    return values.map(days).astype("object").astype("datetime64[s]")


def iso(values: pd.Series) -> pd.Series:
    """Spell days of any spelling as yyyy-mm-dd; blanks and impossible days as blank."""
    spelled: pd.Series = any_day(values).dt.strftime("%Y-%m-%d").fillna("")
    return spelled


def number(values: pd.Series) -> pd.Series:
    """Turn text numbers into numbers; blanks and words become missing."""
    return pd.to_numeric(values.replace("", None), errors="coerce").astype("float64")


def percent(values: pd.Series) -> pd.Series:
    """Turn ``72%`` or ``72`` into 72.0; blanks and words become missing."""
    return number(values.str.removesuffix("%"))


COMPANY = re.compile(r"\.0$")


def company_number(values: pd.Series) -> pd.Series:
    """Return Companies House numbers their eight characters back (``8811135.0`` is 08811135)."""
    plain = values.str.replace(COMPANY, "", regex=True)
    return plain.where(plain == "", plain.str.zfill(8)).replace("", None)
