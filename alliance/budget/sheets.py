"""The first rows of a workbook's sheets."""

from __future__ import annotations

import io
import warnings
from typing import TYPE_CHECKING, Any

from alliance.budget.unpacking import see_letters, see_workbook
from alliance.errors import TooMuch, UnreadableText

if TYPE_CHECKING:
    from collections.abc import Sequence

    from alliance.budget.limits import Budget


def first_rows(
    content: bytes, most: tuple[int, int, int], budget: Budget
) -> list[list[Sequence[Any]]]:
    """Return the values of a workbook's first sheets, a list of rows each.

    Call it in a process of its own (:func:`alliance.budget.apart.apart`).

    Parameters
    ----------
    most
        So many sheets, rows and columns are read.

    Raises
    ------
    UnreadableText
        It is no workbook.
    TooMuch
        It costs more to read than the budget allows.
    """
    # Whoever only calls for it in another process does not load it.
    import openpyxl

    sheets, rows, columns = most
    try:
        see_workbook(io.BytesIO(content), len(content), budget)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
            found = [
                list(sheet.iter_rows(values_only=True, max_row=rows, max_col=columns))
                for sheet in book.worksheets[:sheets]
            ]
    except (TooMuch, MemoryError):
        raise
    except Exception as fault:  # a damaged workbook fails in as many ways as there are bytes
        raise UnreadableText(f"no Excel workbook ({fault})") from fault
    # One long text may stand in every cell and be stored once.
    letters = sum(
        len(value) for sheet in found for row in sheet for value in row if isinstance(value, str)
    )
    see_letters(letters, budget)
    return found
