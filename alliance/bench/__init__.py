"""How fast the app is in a real browser, beside a bare Streamlit page in the same run."""

from alliance.bench.followers import followers_table, measure_followers
from alliance.bench.measure import measure, table
from alliance.bench.pages import measure_pages, pages_table

__all__ = [
    "followers_table",
    "measure",
    "measure_followers",
    "measure_pages",
    "pages_table",
    "table",
]
