"""Numbers and symbols as they are searched: every way of writing one has a key in common."""

from __future__ import annotations

import re
from functools import lru_cache

from zhiqiang.kernel.identifiers import KINDS, References, identity
from zhiqiang.kernel.identifiers.verdict import folded

#: the kinds of numbers that name rights
_NAMING = tuple(
    kind
    for kind in KINDS
    if kind.key
    in {
        "application_number",
        "publication_number",
        "pct_number",
        "software_number",
        "variety_number",
        "layout_number",
        "indication_number",
        "trademark_number",
    }
)
#: what has fewer digits may be a year or an amount
SHORTEST_NUMBER = 7
_PLAIN = re.compile(r"[^0-9A-Z\u4e00-\u9fff]")
_OFFICE = re.compile(r"^(?:CN|ZL)(?=\d)")
_SYMBOL = re.compile(r"([A-H])(?:(\d{2})(?:([A-Z])(?:(\d{1,4})(?:/(\d{2,6}))?)?)?)?")
_EXCHANGE = re.compile(r"([A-H]\d{2}[A-Z])(\d{4})(\d{6})")
_EDITION = re.compile(r"\((?:19|20)\d{2}[^)]*\)")
_BETWEEN = re.compile(r"[;,；，、|\n]+")


@lru_cache(maxsize=1)
def _tables() -> References:
    return References()


def plain(number: str) -> str:
    """Return a number as its letters and digits, without the office before it."""
    return _OFFICE.sub("", _PLAIN.sub("", folded(number)))


def number_keys(number: str) -> list[str]:
    """Return the keys of a number: as it is written, and of what it may name."""
    text = folded(number)
    keys = [plain(number)] if plain(number) else []
    for kind in _NAMING:
        if kind.looks.fullmatch(text):
            found = kind.judge(number, _tables())
            # What was probably meant is good enough to look for.
            meant = kind.judge(found.suggestion, _tables()) if found.suggestion else found
            key = identity(found) or identity(meant)
            if key and key not in keys:
                keys.append(key)
    return keys


def is_number(text: str) -> bool:
    """Say whether a text is, as a whole, the number of a right, spaces within it or not."""
    long_enough = sum(sign.isdigit() for sign in text) >= SHORTEST_NUMBER
    return long_enough and len(number_keys(text)) > 1


def ipc_keys(text: str) -> list[str]:
    """Return the keys of classification symbols: each symbol and all that it lies in."""
    out: dict[str, None] = {}
    for one in _BETWEEN.split(text):
        out.update(dict.fromkeys(_steps(one)))
    return list(out)


def ipc_key(text: str) -> str:
    """Return the key that a symbol is asked for by; empty where the text is none."""
    found = _steps(text)
    return found[-1] if found else ""


def _steps(text: str) -> list[str]:
    symbol = _EDITION.sub("", folded(text))
    if match := _EXCHANGE.fullmatch(symbol):
        symbol = f"{match[1]}{int(match[2])}/{match[3].rstrip('0').ljust(2, '0')}"
    match = _SYMBOL.fullmatch(symbol)
    if match is None:
        return []
    section, number, letter, group, fine = match.groups()
    out = [section]
    if number:
        out.append(section + number)
    if letter:
        out.append(out[-1] + letter)
    if group:
        out.append(f"{out[-1]}{int(group)}")
    if fine:
        out.append(f"{out[-1]}/{fine}")
    return out


def region_keys(code: str) -> list[str]:
    """Return the division and those it lies in, as prefixes of two, four and six digits."""
    if not re.fullmatch(r"\d{6}", code):
        return []
    whole = [code[:2], code[:4], code]
    return [one for one in whole if not one.endswith("00") or one == code[:2]]


def region_key(code: str) -> list[str]:
    """Return the key that a division is asked for by, in a list; empty where the code is none."""
    return region_keys(code)[-1:]
