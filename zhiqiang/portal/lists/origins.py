"""Where the rows of a list come from: the columns for it, and their values, many at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Protocol

from zhiqiang.portal.lists.imports import row_address
from zhiqiang.records.registry import queries as registry
from zhiqiang.ui.listing import Field
from zhiqiang.ui.tables import Cell
from zhiqiang.ui.templatetags.figures import dash

_KEYS = ("file", "sheet", "row")


class HasOrigin(Protocol):
    """A row of a list with the newest received row that spoke of it."""

    @property
    def origin(self) -> registry.Origin | None: ...


def origin_fields(person: Any) -> list[Field]:
    """Return the columns of file, sheet and row, for those who may see where facts come from."""
    if not registry.sees_origins(person):
        return []
    return [
        Field("file", "来源文件", _file, "t", is_usual=False, is_in_files=True, width=34),
        Field("sheet", "来源工作表", _of("sheet"), "k", is_usual=False, is_in_files=True),
        Field("row", "来源行", _row, "n", value=_row_number, is_usual=False, is_in_files=True, width=8),
    ]  # fmt: skip


def origins_for(
    fields: Sequence[Field], subject: str, facts: Sequence[Any], person: Any
) -> dict[int, registry.Origin]:
    """Return the newest row of each fact where one of the columns shows it; one query or none."""
    if not any(one.key in _KEYS for one in fields):
        return {}
    return registry.origins_of(subject, [one.pk for one in facts], person)


def _file(one: HasOrigin) -> str:
    return one.origin.file if one.origin else "—"


def _of(name: str) -> Callable[[HasOrigin], str]:
    return lambda one: dash(getattr(one.origin, name)) if one.origin else "—"


def _row(one: HasOrigin) -> Cell:
    if one.origin is None:
        return Cell("—")
    place = row_address(one.origin.batch_id, one.origin.sheet, one.origin.row)
    return Cell(str(one.origin.row), href=place, label=f"{one.origin.file}第 {one.origin.row} 行")


def _row_number(one: HasOrigin) -> int | None:
    return one.origin.row if one.origin else None
