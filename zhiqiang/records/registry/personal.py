"""Personal data in received cells: which cells tell them, and how each is shown.

Identity numbers, telephones, mail addresses and bank accounts are masked for everybody, the
address of a row that speaks of a natural person too. ``accounts.masking`` says who reads them whole.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings

from zhiqiang.engines.ingest import load_codes
from zhiqiang.records.accounts import masking
from zhiqiang.records.registry.models import Party
from zhiqiang.records.registry.names import KindOfName, name_key

#: a cell with its heading and the field that it was read as, if any
Cell = tuple[str, str, str | None]
#: fields of lists that name who may be a natural person
NAMES = frozenset(
    ("applicants", "holders", "name", "party_name", "counterparty_name", "former_name")
)
_IDENTITY = re.compile(r"(?<![0-9A-Za-z])[1-9]\d{5}(?:18|19|20)\d{9}[\dXx](?![0-9A-Za-z])")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_PERSONS = frozenset(("个人", "自然人"))
_APART = re.compile(r"[;；、,，]")


def shown_cells(rows: Iterable[Sequence[Cell]], person: Any) -> list[list[Cell]]:
    """Return rows of cells as ``person`` may read them; None is nobody. One query, or none."""
    found = [list(row) for row in rows]
    if masking.reads_clear(person):
        return found
    known = _known_people(found)
    return [_shown(row, person, known) for row in found]


def shown_words(text: str, person: Any) -> str:
    """Return a text with the identity numbers in it masked."""
    if masking.reads_clear(person):
        return text
    return _IDENTITY.sub(_covered, text)


def _shown(row: Sequence[Cell], person: Any, known: frozenset[str]) -> list[Cell]:
    is_of_person = any(_names_person(cell, known) for cell in row)
    out = []
    for heading, text, field in row:
        kind = "address" if field == "address" else _kind_of(heading, field)
        if kind == "address" and not is_of_person:
            kind = ""
        shown = masking.shown(person, kind, text) if kind and text.strip() else text
        out.append((heading, shown_words(shown, person), field))
    return out


def _names_person(cell: Cell, known: frozenset[str]) -> bool:
    _, text, field = cell
    if text.strip() in _PERSONS:
        return True
    if field not in NAMES:
        return False
    tell = _tell(str(settings.CATALOGUE))
    return any(name_key(one) in known or tell(one) == "person" for one in _printed(text))


def _printed(text: str) -> list[str]:
    return [one.strip() for one in _APART.split(text) if one.strip()]


def _known_people(rows: Iterable[Sequence[Cell]]) -> frozenset[str]:
    """Return which of the printed names the register knows as natural persons', by their keys."""
    keys = {name_key(one) for row in rows for _, text, field in row
            if field in NAMES for one in _printed(text)}  # fmt: skip
    if not keys:
        return frozenset()
    people = Party.objects.for_program("masks the addresses of natural persons")
    found: set[str] = set()
    wanted = sorted(keys)
    for start in range(0, len(wanted), 10_000):
        some = wanted[start : start + 10_000]
        rows_of = people.filter(kind="person", name_key__in=some)
        found.update(rows_of.values_list("name_key", flat=True))
    return frozenset(found)


def _kind_of(heading: str, field: str | None) -> str:
    """Return what kind of personal data a column holds; a column that we read holds none of these."""
    if field:
        return ""
    plain = "".join(unicodedata.normalize("NFKC", heading).split()).lower()
    for kind, words in _columns(str(settings.CATALOGUE)):
        if any(word in plain for word in words):
            return kind
    return ""


@lru_cache(maxsize=2)
def _columns(catalogue: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    (codes,) = load_codes(Path(catalogue) / "codes", ["personal_columns"]).values()
    return tuple((kind, (code.zh, *code.aliases)) for kind, code in codes.values.items())


@lru_cache(maxsize=2)
def _tell(catalogue: str) -> KindOfName:
    return KindOfName(load_codes(Path(catalogue) / "codes", ["party_kinds"])["party_kinds"])


def _covered(found: re.Match[str]) -> str:
    """Mask what is an identity number by its day of birth and its check digit (GB 11643)."""
    text = found[0]
    try:
        date(int(text[6:10]), int(text[10:12]), int(text[12:14]))
    except ValueError:
        return text
    rest = sum(int(digit) * weight for digit, weight in zip(text, _WEIGHTS, strict=False)) % 11
    return masking.mask_identity_number(text) if "10X98765432"[rest] == text[-1].upper() else text
