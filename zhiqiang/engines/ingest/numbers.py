"""Numbers, amounts and yes or no, as they stand in received lists."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

from zhiqiang.engines.ingest.trouble import Trouble, shown

_NUMBER = re.compile(r"([+-]?\d[\d,]*(?:\.\d+)?|[+-]?\.\d+)(E[+-]?\d{1,2})?")
_GROUPS = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?")
SCALES = {
    "": 1,
    "百": 100,
    "千": 1_000,
    "万": 10_000,
    "百万": 10**6,
    "千万": 10**7,
    "亿": 10**8,
    "万亿": 10**12,
}
_UNIT = re.compile(r"(百万|千万|万亿|百|千|万|亿)?(元|年|人民币|人次|人|件|家|个|条|次|%|RMB)?")
EMPTY = {"", "-", "--", "—", "/", "无", "NULL", "N/A"}
YES = {"是", "有", "1", "Y", "YES", "TRUE", "T", "√", "✓", "1.0"}
NO = {"否", "无", "没有", "0", "N", "NO", "FALSE", "F", "×", "0.0"}
_LARGEST = Decimal(10) ** 16


def scale_of(unit: str) -> int | None:
    """Return what one of ``unit`` is worth in the bare unit: 万元 → 10000; unknown → None."""
    match = _UNIT.fullmatch(unicodedata.normalize("NFKC", unit).strip().upper())
    return SCALES[match[1] or ""] if match else None


def parse_number(text: str, heading_scale: int = 1) -> tuple[Decimal | None, Trouble | None]:
    """Return the number of a cell in bare units (yuan, persons).

    The unit is that of the cell, else that of the heading; where both state one and they differ,
    nobody can know which holds, and it is a trouble.
    """
    plain = unicodedata.normalize("NFKC", text).strip().upper().lstrip("¥￥").replace(" ", "")
    if plain in EMPTY:
        return None, None
    match = _NUMBER.match(plain)
    if match is None:
        return None, Trouble("not_a_number", f"“{shown(text)}”不是数字。请只填数字。")
    digits, unit = match[1], plain[match.end() :]
    if "," in digits and not _GROUPS.fullmatch(digits):
        return None, Trouble(
            "not_a_number", f"“{shown(text)}”的逗号位置不对，无法确定数值。请更正。"
        )
    scale = scale_of(unit)
    if scale is None:
        return None, Trouble(
            "unknown_unit", f"“{shown(text)}”的单位“{shown(unit)}”不认识。请更正。"
        )
    if unit and heading_scale not in (1, scale):
        why = f"列名的单位与单元格的单位“{unit}”不一致，无法确定金额"
        return None, Trouble("two_units", f"“{shown(text)}”：{why}。请更正。")
    value = Decimal(digits.replace(",", "") + (match[2] or "")) * (scale if unit else heading_scale)
    if abs(value) >= _LARGEST:
        return None, Trouble("number_too_large", f"数值“{shown(text)}”过大。请核对单位。")
    return value, None


def parse_whole(text: str) -> tuple[int | None, Trouble | None]:
    """Return a whole number, in bare units."""
    value, trouble = parse_number(text)
    if value is None:
        return None, trouble
    if value != value.to_integral_value():
        return None, Trouble("not_whole", f"“{shown(text)}”应为整数。请更正。")
    return int(value), None


def parse_yes_no(text: str) -> tuple[bool | None, Trouble | None]:
    """Return yes or no; an empty cell is neither."""
    plain = unicodedata.normalize("NFKC", text).strip().upper()
    if plain in YES:
        return True, None
    if plain in NO:
        return False, None
    if plain in EMPTY:
        return None, None
    return None, Trouble("not_yes_or_no", f"“{shown(text)}”应为“是”或“否”。请更正。")
