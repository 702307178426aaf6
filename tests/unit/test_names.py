"""Names in capitals, as people write them."""

from __future__ import annotations

import pandas as pd
import pytest

from alliance.history.compile.names import display_names


@pytest.mark.parametrize(
    ("registered", "shown"),
    [
        ("OUTWOOD GRANGE ACADEMIES TRUST", "Outwood Grange Academies Trust"),
        ("WISE ACADEMIES", "WISE Academies"),
        ("THE DIOCESE OF LEEDS (CE) MAT", "The Diocese of Leeds (CE) MAT"),
        ("ST. HILDA'S CATHOLIC ACADEMY TRUST", "St. Hilda's Catholic Academy Trust"),
        ("MCAULEY-SMITH ACADEMY", "McAuley-Smith Academy"),
        ("Reach South Academy Trust", "Reach South Academy Trust"),
    ],
)
def test_a_registered_name_is_shown_in_title_case(registered: str, shown: str) -> None:
    assert display_names(pd.Series([registered])).item() == shown
