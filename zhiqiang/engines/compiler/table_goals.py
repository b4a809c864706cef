"""Turn table rows into goals and orders: yearly target values, and rows with responsible bodies."""

from __future__ import annotations

import re
from collections.abc import Iterator

from zhiqiang.engines.compiler.bodies import Convention, Duty, marked_leads, read_duty
from zhiqiang.engines.compiler.body_names import split_names
from zhiqiang.engines.compiler.compilation import Number, Value
from zhiqiang.engines.compiler.goals import Goal
from zhiqiang.engines.compiler.matching import counted_name, normalise_indicator
from zhiqiang.engines.compiler.naming import read_left
from zhiqiang.engines.compiler.quantities import family_of, times
from zhiqiang.engines.compiler.tables import (
    DutyRow,
    Table,
    cells_of,
    duty_rows,
    label_column,
    nature_column,
    unit_column,
)
from zhiqiang.engines.compiler.tasks import Order
from zhiqiang.engines.compiler.vocabulary import FLOW_WORDS, NEW_WORDS, STOCK_WORDS
from zhiqiang.engines.compiler.years import Scope
from zhiqiang.kernel.place import Span

# Operator, value, unit and comparison words of a cell, and whether it speaks of growth.
Cell = tuple[str, Value, str, str, bool]
_VALUE = re.compile(
    r"^(?P<growth>(?:年均|累计|较\S{1,8})?(?:增长|提高|增幅|下降|降低))?\s*(?P<cue>≥|≤|>=|<=|>|<|≧|不低于|不少于|不高于|不超过|达到|超过|超|约)?\s*[\[〔【]?"
    r"(?P<low>-?\d[\d,]{0,14}(?:\.\d{1,6})?)(?:\s*(?:—{1,2}|-|~|至)\s*(?P<high>\d[\d,]{0,14}(?:\.\d{1,6})?))?\s*(?P<scale>万亿|亿|万)?[\]〕】]?"
    r"\s*(?P<unit>个百分点|%|(?!以上|左右|以内|以下)[\u4e00-\u9fff]{1,4}?)?\s*(?P<after>以上|左右|以内|以下)?$"
)
_LABEL_UNIT = re.compile(r"\(([^()]{1,14})\)\s*$")
_CAPTION_UNIT = re.compile(r"单位[::]\s*([^\s,)(]{1,6})")
_CUES = {
    "≥": ">=", "≧": ">=", ">=": ">=", "不低于": ">=", "不少于": ">=", "达到": ">=", "≤": "<=", "<=": "<=",
    "不高于": "<=", "不超过": "<=", ">": ">", "超过": ">", "超": ">", "<": "<", "约": "~", "以上": ">=",
    "左右": "~", "以内": "<=", "以下": "<=",
}  # fmt: skip


def goal_rows(
    table: Table, plain: str, period: list[int | None] | None, issued: int | None
) -> Iterator[Goal]:
    """Yield one goal for each target value of each row; columns of what has been reached give none."""
    first = (period[0] if period else None) or issued
    columns = [(c, y) for c, y in table.goal_columns() if not (y and first and y < first)]
    growths, nature = table.growth_columns(), nature_column(table)
    yearly = sum(year is not None for _, year in columns) > 1
    end = period[1] if period else None
    for index, row in enumerate(table.body, 1):
        cells = cells_of(table, row, plain)
        label = cells[label_column(table)]
        if not label or label.isdigit():
            continue
        name, unit = _label(label, table, cells)
        levels = _rises_from_base(table, cells)
        cell = cells[nature] if nature is not None else None
        read = [(column, year, _value(cells[column], unit)) for column, year in columns]
        # A rate of growth has the sign of its own column, whatever the row is counted in.
        read += [(c, None, _grown(_value(cells[c], "%"))) for c in growths]
        for column, year, value in read:
            if value is None:
                continue
            op, amount, own_unit, cue, growth = value
            bracketed = any(mark in cells[column] for mark in "[〔【")
            summed = "cumulative" if bracketed else _basis(label, own_unit, yearly and not levels)
            counted = own_unit and own_unit[-1] not in "元%"
            yield Goal(
                normalise_indicator(counted_name(name, own_unit) if counted else name), label, op,
                amount, own_unit, "growth" if growth else summed, row.span,
                Scope(year if year is not None else end, None, table.titles[column]), cue,
                nature=cell, row=index,
            )  # fmt: skip


def _grown(read: Cell | None) -> Cell | None:
    """Return a value as one of growth."""
    return None if read is None else ("growth>=", *read[1:4], True)


def _rises_from_base(table: Table, cells: list[str]) -> bool:
    """Whether the years go on from a printed base without falling: levels, not yearly amounts."""
    columns = [*table.base_columns(), *(column for column, _ in table.goal_columns())]
    values = [_value(cells[column], "") for column in columns if column < len(cells)]
    numbers = [v[1] for v in values if v is not None and not isinstance(v[1], tuple)]
    return (
        bool(table.base_columns()) and len(numbers) == len(columns) and numbers == sorted(numbers)
    )


def _label(label: str, table: Table, cells: list[str]) -> tuple[str, str]:
    """Return name and unit of a row: the unit has its own column, or stands in brackets."""
    unit_at = unit_column(table)
    unit = cells[unit_at].strip() if unit_at is not None and unit_at < len(cells) else ""
    bare = label
    found = _LABEL_UNIT.search(label)
    if found and not found.group(1).startswith(("含", "其中", "不含", "包括")):
        bare = label[: found.start()]
        unit = unit or found.group(1)
    if not unit:
        caption = _CAPTION_UNIT.search(table.caption)
        unit = caption.group(1) if caption else ""
    if unit == "次" and re.search(r"培训.*(?:人才|人员|人数)", bare):
        unit = "人次"  # persons are trained: a course attended is counted by heads
    bare = re.sub(r"\([^()]{1,20}\)\s*$", "", bare).strip()
    left = read_left(bare)
    name = left.noun if left.verb and left.verb not in NEW_WORDS and len(left.noun) >= 4 else bare
    return re.sub(r"累计$|累计(?=\()", "", name).strip(), unit


def _value(cell: str, unit: str) -> Cell | None:
    found = _VALUE.match(re.sub(r"\s+", "", cell))
    if not found:
        return None
    own = found.group("unit") or unit
    scale = found.group("scale") or ""
    factor = {"": 1, "万": 10**4, "亿": 10**8, "万亿": 10**12}[scale]
    if scale and family_of(own) != "count":
        own, factor = scale + own, 1
    low = times(_number(found.group("low")), factor)
    value: Value = low
    if found.group("high"):
        value = (low, times(_number(found.group("high")), factor))
    cue = (found.group("cue") or "") + (found.group("after") or "")
    growth = bool(found.group("growth"))
    op = _CUES.get(found.group("after") or "", _CUES.get(found.group("cue") or "", "="))
    return ("growth>=" if growth else op), value, own, cue, growth


def _number(printed: str) -> Number:
    plain = printed.replace(",", "")
    return float(plain) if "." in plain else int(plain)


def _basis(label: str, unit: str, yearly: bool) -> str:
    if re.search(r"增长率|增速|增幅", label):
        return "growth"
    if (
        "%" in unit
        or family_of(unit) in ("time", "score")
        or any(word in label for word in STOCK_WORDS)
    ):
        return "stock"
    if "累计" in label:
        return "cumulative"
    if yearly:
        return "annual"
    if label.startswith(NEW_WORDS):
        return "cumulative"
    return "annual" if any(word in label for word in FLOW_WORDS) else "stock"


def order_rows(table: Table, plain: str, section: str, convention: Convention) -> Iterator[Order]:
    """Yield the rows of a duty table as orders."""
    starred = any(
        "*" in words or "★" in words for row in duty_rows(table, plain) for _, _, words in row.units
    )
    for index, row in enumerate(duty_rows(table, plain), 1):
        duties = tuple(duty for duty in [_row_duty(row, starred, convention)] if duty is not None)
        number = row.number.strip(" .、") if row.number else None
        yield Order(
            number, row.title, section, "table_row", row.block.span, duties, index, row.content
        )


def _row_duty(row: DutyRow, starred: bool, convention: Convention) -> Duty | None:
    """Read the bodies of a row: marked with a star, by column, or by the convention of the lists."""
    lead: list[str] = []
    support: list[str] = []
    is_open = False
    span: Span | None = None
    for role, place, words in row.units:
        span = span or place
        labelled = (
            read_duty(words, convention)
            if re.search(r"(?:牵头|责任|配合)单位?\s*:|牵头[,;]|配合$", words)
            else None
        )
        if labelled is not None:
            lead.extend(labelled.lead)
            support.extend(labelled.support)
            continue
        names, open_here = split_names(words)
        is_open = is_open or open_here
        marked = marked_leads(names)
        if role == "support" or (role == "duty" and lead and not marked):
            support.extend(names)
        elif marked:
            lead.extend(marked[0])
            support.extend(marked[1])
        elif role == "duty" and (starred or convention.first_leads):
            lead.extend(names[:1])
            support.extend(names[1:])
        else:
            lead.extend(names)
    return Duty(tuple(lead), tuple(support), is_open, row.due, span) if lead or support else None
