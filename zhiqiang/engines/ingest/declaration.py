"""What a received list looks like, as the catalogue declares it (``catalogue/sources/*.yml``)."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Literal

from pydantic import Field

from zhiqiang.kernel import catalogue
from zhiqiang.kernel.catalogue import Declared
from zhiqiang.kernel.errors import BadCatalogue, NotFound

CellType = Literal[
    "text", "date", "term", "number", "money", "whole", "yes_no", "names", "choice", "region_code",
    "application_number", "publication_number", "credit_code", "trademark_number", "pct_number",
    "classification", "software_number", "work_number", "variety_number", "layout_number",
]  # fmt: skip
Repair = Literal["drop_post_code", "drop_quotes", "fold_width", "drop_ordinal"]
Keeps = Literal[
    "rights", "parties", "events", "designations", "activities", "statistics", "budgets",
    "party_names",
]  # fmt: skip


class Code(Declared):
    """One value of a closed list: its official name, other words for it, what it implies.

    Of a figure, ``least`` and ``most`` bound what it can be, in its ``unit``.
    """

    zh: str
    aliases: tuple[str, ...] = ()
    level: str = ""
    unit: str = ""
    least: int | None = None
    most: int | None = None
    endings: tuple[str, ...] = ()


class CodeList(Declared):
    """A closed list of ``catalogue/codes``."""

    key: str
    title: str
    values: dict[str, Code]


class Column(Declared):
    """One column that we use.

    ``required``: the heading must be there. ``filled``: an empty cell refuses its row. ``on_bad``
    says what a cell that cannot be read does: ``refuse`` its row, or stay ``blank`` with a warning.
    ``default`` stands for an empty cell; a category has none.
    """

    heading: str
    field: str
    type: CellType
    aliases: tuple[str, ...] = ()
    required: bool = False
    filled: bool = False
    on_bad: Literal["refuse", "blank"] = "refuse"
    separators: str = ";；"
    values: dict[str, tuple[str, ...]] = {}
    codes: str = ""
    default: str = ""
    repairs: tuple[Repair, ...] = ()
    earliest: date | None = None
    latest: date | Literal["today"] | None = None
    least: int | None = None
    most: int | None = None
    longest: int | None = None
    unknown: Literal["refuse", "keep"] = "refuse"

    @property
    def headings(self) -> tuple[str, ...]:
        """Return every heading that this column goes by, the official one first."""
        return (self.heading, *self.aliases)


class Expectation(Declared):
    """What a list of this kind usually is; outside of it the file is questioned."""

    least_rows: int = 1
    most_rows: int = 5_000_000


class Source(Declared):
    """One kind of list that we receive, and how it is read."""

    key: str
    title: str
    about: str
    keeps: Keeps
    set: dict[str, str | int] = {}
    unknown_right: Literal["refuse", "keep"] = "refuse"
    one_of: tuple[tuple[str, ...], ...] = ()
    columns: tuple[Column, ...] = Field(min_length=1)
    ignore: tuple[str, ...] = ()
    expect: Expectation = Expectation()
    person_names: str = ""

    def model_post_init(self, _context: object) -> None:
        """Refuse a declaration in which one heading means two things."""
        taken: dict[str, str] = {}
        for column in self.columns:
            for heading in column.headings:
                other = taken.setdefault(normal_heading(heading), column.field)
                if other != column.field:
                    raise ValueError(f"列名“{heading}”同时属于 {other} 和 {column.field}")
        unknown = {one for group in self.one_of for one in group} - set(self.by_field)
        if unknown:
            raise ValueError(f"one_of 提到没有声明的列 {'、'.join(sorted(unknown))}")

    @property
    def code_lists(self) -> frozenset[str]:
        """Return the names of the closed lists that the columns refer to."""
        return frozenset(column.codes for column in self.columns if column.codes)

    @cached_property
    def by_field(self) -> dict[str, Column]:
        """Return the columns by field."""
        return {column.field: column for column in self.columns}

    @cached_property
    def known_headings(self) -> frozenset[str]:
        """Return every heading that is used or passed over, in the form to compare by."""
        used = (heading for column in self.columns for heading in column.headings)
        return frozenset(map(normal_heading, (*used, *self.ignore)))

    def taught(self, headings: Mapping[str, str]) -> Source:
        """Return this source with more headings, each with the field it means, or "" for none.

        What the declaration says of a heading stays; a field that it no longer has is passed over.
        """
        new = {
            heading: field
            for heading, field in headings.items()
            if normal_heading(heading) not in self.known_headings
            and (not field or field in self.by_field)
        }
        if not new:
            return self
        more: dict[str, list[str]] = {}
        for heading, field in new.items():
            more.setdefault(field, []).append(heading)
        columns = tuple(
            column.model_copy(update={"aliases": (*column.aliases, *more.get(column.field, ()))})
            for column in self.columns
        )
        told = {name: getattr(self, name) for name in type(self).model_fields}
        return Source(**told | {"columns": columns, "ignore": (*self.ignore, *more.get("", ()))})


def normal_heading(text: str) -> str:
    """Return a heading to compare by: NFKC, no spaces, no ``[标]``, lower case."""
    folded = "".join(unicodedata.normalize("NFKC", text).split()).lower()
    return folded.removeprefix("[标]").strip("*\u200b\ufeff:")


def load_source(folder: Path, key: str) -> Source:
    """Return the declared source ``key`` of ``catalogue/sources``, or raise ``NotFound``."""
    path = folder / f"{key}.yml"
    if not key.isidentifier() or not path.is_file():
        known = "、".join(sorted(one.stem for one in folder.glob("*.yml")))
        raise NotFound(f"没有名为“{key}”的数据来源。可用的来源：{known}。")
    return catalogue.load(path, Source, key=key)


def load_codes(folder: Path, names: Iterable[str]) -> dict[str, CodeList]:
    """Return the named closed lists of ``catalogue/codes`` by key."""
    lists = {name: catalogue.load(folder / f"{name}.yml", CodeList, key=name) for name in names}
    for one in lists.values():
        words(one)
    return lists


def words(codes: CodeList) -> dict[str, str]:
    """Return every printed word of a closed list with its key; a word of two keys is refused."""
    return _words({key: (code.zh, *code.aliases) for key, code in codes.values.items()}, codes.key)


def words_of(column: Column, codes: dict[str, CodeList]) -> dict[str, str]:
    """Return the printed words of a choice column with their keys."""
    if column.values:
        return _words(column.values, column.field)
    if column.codes not in codes:
        raise BadCatalogue(f"列“{column.heading}”引用的代码表 {column.codes} 不存在")
    return words(codes[column.codes])


def _words(values: dict[str, tuple[str, ...]], name: str) -> dict[str, str]:
    out: dict[str, str] = {}
    for key, printed in values.items():
        for word in (key, *printed):
            other = out.setdefault(normal_heading(word), key)
            if other != key:
                raise BadCatalogue(f"代码表 {name} 中“{word}”同时表示 {other} 和 {key}")
    return out
