"""A list of URNs in one short text, as addresses carry it."""

from __future__ import annotations

import base64
import binascii
import re
import unicodedata
import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

MOST_PLAIN = 100
"""So many URNs are written as they are; more are packed."""
MOST = 5_000
_PACKED = "~"
_APART = re.compile(r"[\s.,;+]+")
_LONGEST_URN = 7
_MOST_BYTES = 5 * MOST


def spelled(urns: Sequence[int]) -> str:
    """Return a list as 106670.106671, or packed where it is long.

    >>> spelled([106670, 106671]), len(spelled(range(100_000, 102_000)))
    ('106670.106671', 34)
    """
    if len(urns) <= MOST_PLAIN:
        return ".".join(map(str, urns))
    packed, before = bytearray(), 0
    for urn in sorted(set(urns)):
        step, before = urn - before, urn
        while step > 0x7F:
            packed.append(step & 0x7F | 0x80)
            step >>= 7
        packed.append(step)
    return _PACKED + base64.urlsafe_b64encode(zlib.compress(packed, 9)).decode().rstrip("=")


def urns_in(text: str) -> list[int] | None:
    """Return the URNs that :func:`spelled` wrote; nothing where it is no such text."""
    if text.startswith(_PACKED):
        return _unpacked(text[1:])
    digits = unicodedata.normalize("NFKC", text)
    parts = [part for part in _APART.split(digits.strip()) if part]
    plain = all(part.isascii() and part.isdecimal() for part in parts)
    if not parts or not plain or any(len(part) > _LONGEST_URN for part in parts):
        return None
    return [int(part) for part in parts][:MOST]


def _unpacked(text: str) -> list[int] | None:
    try:
        packed = base64.urlsafe_b64decode(text[:_MOST_BYTES] + "=" * (-len(text) % 4))
        steps = zlib.decompressobj().decompress(packed, _MOST_BYTES)
    except (ValueError, binascii.Error, zlib.error):
        return None
    urns: list[int] = []
    before, step, shift = 0, 0, 0
    for byte in steps:
        step |= (byte & 0x7F) << shift
        shift += 7
        if not byte & 0x80:
            before += step
            urns.append(before)
            step, shift = 0, 0
        if shift > 28 or before > 10**_LONGEST_URN or len(urns) > MOST:
            return None
    return urns or None


def each_once(urns: Iterable[int]) -> tuple[int, ...]:
    """Return URNs each once, in the order given, no more than a list may hold."""
    return tuple(dict.fromkeys(urns))[:MOST]
