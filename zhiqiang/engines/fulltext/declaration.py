"""What can be searched: fields as they are declared in a catalogue file."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cached_property
from typing import Any, Literal

from pydantic import model_validator

from zhiqiang.engines.fulltext.folding import folded
from zhiqiang.kernel.catalogue import Declared

Kind = Literal["text", "number", "ipc", "region", "choice", "day"]


class SearchField(Declared):
    """One field of an index.

    ``names`` are what questions call it. ``weight`` is how much a word in it tells (text only);
    a text with ``is_usual`` is searched by words that name no field. ``needs`` is the access right
    without which ``instead`` is searched in its place, or nothing where that is empty.
    ``words`` are the values of a choice as people write them.
    """

    zh: str
    names: tuple[str, ...] = ()
    kind: Kind
    weight: float = 1.0
    is_usual: bool = False
    is_facet: bool = False
    needs: str = ""
    instead: str = ""
    words: Mapping[str, tuple[str, ...]] = {}


class SearchFields(Declared):
    """``catalogue/search/fields.yml``: the fields of an index, in the order they are offered."""

    title: str
    fields: Mapping[str, SearchField]

    @model_validator(mode="after")
    def _names_are_told_apart(self) -> SearchFields:
        seen: dict[str, str] = {}
        for key, field in self.fields.items():
            for name in field.names:
                if seen.setdefault(folded(name), key) != key:
                    raise ValueError(f"名称 {name} 同时指 {seen[folded(name)]} 和 {key}")
            if field.instead and self.fields[field.instead].kind != field.kind:
                raise ValueError(f"{key} 与 {field.instead} 不是同一类字段")
        return self

    @cached_property
    def by_name(self) -> dict[str, str]:
        """Return the key of each name that questions may use."""
        return {folded(name): key for key, one in self.fields.items() for name in one.names}

    def open_to(self, rights: frozenset[str]) -> dict[str, str]:
        """Return, for each field, the one that is searched for a person with these rights."""
        out: dict[str, str] = {}
        for key, one in self.fields.items():
            searched = key if not one.needs or one.needs in rights else one.instead
            if searched:
                out[key] = searched
        return out


def number_of(day: date) -> int:
    """Return a day as the number that an index holds: 20241231."""
    return day.year * 10_000 + day.month * 100 + day.day


Row = Mapping[str, Any]
