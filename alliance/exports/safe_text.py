"""Text from data made harmless to the programs that open it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from typing import Any

    import pandas as pd

_SPACE = r"[\s\x00-\x20\ufeff]*"
FORMULA = rf"^(?:{_SPACE}[=+\-@＝＋－＠]|[\t\r\n])"
"""What a spreadsheet may take for a formula: these first characters, in either width, or a control
character, behind which some programs look for one (OWASP, CSV Injection)."""

NOT_XML = r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]"
"""Characters that no XML file may hold."""


def is_text(values: pd.Series[Any]) -> bool:
    """Return whether a column holds text or things unknown, not numbers, days or yes and no."""
    kind = values.cat.categories.dtype if values.dtype == "category" else values.dtype
    return kind == "str" or kind == "object" or kind == "string"


def as_text(values: pd.Series[Any]) -> pd.Series[str]:
    """Return a column as text, missing where it was missing."""
    return values.astype("object").where(values.notna(), None).astype("str")


def may_be_formula(values: pd.Series[str]) -> pd.Series[bool]:
    """Tell which texts a spreadsheet might run."""
    return values.str.contains(FORMULA, regex=True).fillna(value=False).astype("bool")


def with_short_numbers(table: pd.DataFrame) -> pd.DataFrame:
    """Return single-precision columns in double precision, without the digits they do not have."""
    single = table.select_dtypes("float32").columns
    digits = {name: _significant(table[name]) for name in single}
    return table.assign(**digits)


def _significant(values: pd.Series[float], digits: int = 6) -> pd.Series[float]:
    wide = values.astype("float64")
    size = np.floor(np.log10(wide.abs().where(wide != 0, 1.0)))
    scale = 10.0 ** (digits - 1 - size)
    return (wide * scale).round() / scale
