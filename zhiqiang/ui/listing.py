"""Lists as people in offices know them: sorted by a heading, with the columns that they chose.

What is asked for stands in the address: ``sort`` names a column, with ``-`` in front for the other
way round; ``col`` names, once for each, the columns to show. A list is described once, as fields;
the page and the file that is exported are both drawn from them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import F, QuerySet
from django.http import QueryDict

from zhiqiang.ui.asked import BadAddress
from zhiqiang.ui.tables import Cell, Table, table


@dataclass(frozen=True, slots=True)
class Field:
    """One column of a list.

    ``write`` gives the cell of a row as the page shows it; ``value`` what a file gets, the text of
    the cell where it is not given. ``order`` says how rows are sorted by it: the names of a
    queryset's columns, or a function of a row; without it the heading is no link. ``kind`` is as
    in ``ui.tables``. A field that is not ``is_usual`` is shown when it is chosen; the one that
    ``is_name`` is the head of its row and always there; one that ``is_in_files`` is in every file
    that is exported, whatever is shown: where a row comes from. One that is ``too_many`` could be
    sorted by, but not in a list as long as this one.
    """

    key: str
    label: str
    write: Callable[[Any], Cell | str]
    kind: str = "t"
    order: tuple[str, ...] | Callable[[Any], Any] = ()
    value: Callable[[Any], Any] | None = None
    is_usual: bool = True
    is_name: bool = False
    is_in_files: bool = False
    width: float = 16.0
    too_many: bool = False

    def plain(self, row: Any) -> Any:
        """Return what a file gets for a row."""
        if self.value is not None:
            return self.value(row)
        cell = self.write(row)
        text = cell.text if isinstance(cell, Cell) else cell
        return "" if text == "—" else text


@dataclass(frozen=True, slots=True)
class Head:
    """A heading: ``sort`` is what the address asks for when it is pressed; empty: it is no link."""

    key: str
    label: str
    kind: str
    sort: str
    way: str

    @property
    def mark(self) -> str:
        return {"ascending": "▲", "descending": "▼"}.get(self.way, "")


@dataclass(frozen=True, slots=True)
class Choice:
    """A column that may be chosen."""

    key: str
    label: str
    is_shown: bool
    is_fixed: bool


class Listing:
    """A list as it is asked for by an address."""

    def __init__(
        self, title: str, fields: Sequence[Field], query: QueryDict, default: str = ""
    ) -> None:
        self.title = title
        self.fields = tuple(fields)
        self._by_key = {one.key: one for one in self.fields}
        self.note = ""
        self.shown = self._read_columns(query.getlist("col"))
        self.sort = self._read_sort(query.get("sort", "").strip()) or default
        self.rows: Table | None = None

    def _read_columns(self, chosen: Sequence[str]) -> tuple[Field, ...]:
        wanted = {key for text in chosen for key in text.split(",") if key}
        unknown = wanted - self._by_key.keys()
        if unknown:
            raise BadAddress(f"没有“{min(unknown)[:40]}”这一列，请用列表上方的“选择列”。")
        if not wanted:
            return tuple(one for one in self.fields if one.is_usual)
        return tuple(one for one in self.fields if one.is_name or one.key in wanted)

    def _read_sort(self, asked: str) -> str:
        if asked and not getattr(self._by_key.get(asked.removeprefix("-")), "order", ()):
            raise BadAddress(f"不能按“{asked[:40]}”排序，请点列名排序。")
        if asked and self._by_key[asked.removeprefix("-")].too_many:
            label = self._by_key[asked.removeprefix("-")].label
            self.note = f"条数较多，暂不能按“{label}”排序。请先用筛选缩小范围。"
            return ""
        return asked

    @property
    def heads(self) -> list[Head]:
        """Return the headings of the columns shown."""
        return [self._head(one) for one in self.shown]

    def _head(self, one: Field) -> Head:
        key, is_down = self.sort.removeprefix("-"), self.sort.startswith("-")
        way = ("descending" if is_down else "ascending") if one.key == key else ""
        is_link = bool(one.order) and not one.too_many
        sort = (f"-{one.key}" if way == "ascending" else one.key) if is_link else ""
        return Head(one.key, one.label, one.kind, sort, way if one.order else "")

    @property
    def choices(self) -> list[Choice]:
        """Return every column with whether it is shown."""
        return [Choice(one.key, one.label, one in self.shown, one.is_name) for one in self.fields]

    def ordered(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Return a queryset in the order asked for; equals stand in order of their keys."""
        one = self._by_key.get(self.sort.removeprefix("-"))
        names = one.order if one is not None and isinstance(one.order, tuple) else ()
        is_down = self.sort.startswith("-")
        columns = [_by(rows, name, is_down) for name in names]
        return rows.order_by(*columns, "-pk" if is_down or not names else "pk")

    def sorted(self, rows: Iterable[Any]) -> list[Any]:
        """Return rows in the order asked for; those without a value come last, equals stay."""
        one = self._by_key.get(self.sort.removeprefix("-"))
        if one is None or not callable(one.order):
            return list(rows)
        order = one.order
        keyed = [(order(row), row) for row in rows]
        known = [pair for pair in keyed if pair[0] not in (None, "")]
        known.sort(key=lambda pair: pair[0], reverse=self.sort.startswith("-"))
        return [row for _, row in known] + [row for key, row in keyed if key in (None, "")]

    def draw(self, rows: Iterable[Any]) -> Listing:
        """Fill the table with the rows of a page, and return the listing itself for templates."""
        columns = [(one.label, one.kind) for one in self.shown]
        written = [[_cell(one, row) for one in self.shown] for row in rows]
        self.rows = table(self.title, columns, written)
        return self

    @property
    def in_files(self) -> tuple[Field, ...]:
        """Return the columns of an exported file."""
        return tuple(one for one in self.fields if one in self.shown or one.is_in_files)

    @property
    def headings(self) -> list[tuple[str, float]]:
        """Return heading and width of the columns of an exported file."""
        return [(one.label, one.width) for one in self.in_files]

    def values(self, rows: Iterable[Any]) -> Iterator[list[Any]]:
        """Give the values of an exported file, row by row."""
        columns = self.in_files
        for row in rows:
            yield [one.plain(row) for one in columns]


def _by(rows: QuerySet[Any], name: str, is_down: bool) -> Any:
    """Return an order by a column, nothing last; of a column that always has a value, plainly."""
    named = {one.name: one for one in rows.model._meta.concrete_fields}
    if name != "pk" and (name not in named or named[name].null):
        return F(name).desc(nulls_last=True) if is_down else F(name).asc(nulls_last=True)
    return F(name).desc() if is_down else F(name).asc()


def _cell(one: Field, row: Any) -> Cell:
    found = one.write(row)
    cell = found if isinstance(found, Cell) else Cell(str(found))
    return replace(cell, kind=cell.kind or one.kind, is_head=one.is_name)
