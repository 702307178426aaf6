"""What hostile or careless people write into addresses, headers and commands."""

from __future__ import annotations

METHODS = ["GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE", "TRACE", "QUERY", "BREW"]
WORDS = [
    "", "0", "-1", "1", "9" * 19, "9" * 400, "9" * 4_301, "1e999", "nan", "inf", "\x00", "%00",
    "..", "../../etc/passwd", "a/b", "٣", "🏫", "é", "\ud7ff", "\u202e", "2019-02-30", "0001-01-01",
    "9999-12-31", "x" * 3_000, "'; drop table supports; --", "<script>", "${7*7}", "137049",
    "4119", "Alliance region", "Doncaster", "true", "null", "[]", "{}", "~AAAA", "~eJw", ",", "csv",
    "\r\nX: y", "schools", "light", "2019-06-01",
]  # fmt: skip
HEADERS = [
    "accept", "accept-encoding", "accept-language", "cookie", "host", "if-none-match", "range",
    "if-modified-since", "content-type", "content-length", "origin", "referer", "forwarded",
    "x-forwarded-for", "x-forwarded-proto", "authorization", "user-agent", "last-event-id",
]  # fmt: skip
VALUES = [
    b"", b"*", b"*/*;q=x", b"\xff\xfe", b"9" * 4_301, b"bytes=0-", b"bytes=9-1", b'"' * 40, b";;;=",
    b"alliance_visitor=\xe9; alliance_return=%00%ff", b"Bearer x", b"gzip;q=nan, br;q=-1",
    b"http://[::1", b"https://\x00/", b"a" * 9_000, b"W/", b"1.2.3.4, unknown, ::1, " * 40,
]  # fmt: skip
