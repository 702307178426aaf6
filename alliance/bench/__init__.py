"""How fast the live map is in a real browser, beside a bare Streamlit page in the same run."""

from alliance.bench.measure import measure, table

__all__ = ["measure", "table"]
