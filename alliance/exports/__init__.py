"""Tables to take away: CSV, Excel and GeoPackage, each with what it needs to be understood."""

from alliance.exports.about import About, Download, about_file, filter_in_words
from alliance.exports.csv_file import csv_bytes, csv_file
from alliance.exports.excel import excel_file
from alliance.exports.file_names import file_name, scope_in_name
from alliance.exports.geopackage import geopackage_file

__all__ = [
    "About",
    "Download",
    "about_file",
    "csv_bytes",
    "csv_file",
    "excel_file",
    "file_name",
    "filter_in_words",
    "geopackage_file",
    "scope_in_name",
]
