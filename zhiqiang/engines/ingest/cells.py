"""From the texts of one column to typed values, column by column.

A parser sees each different text of a column once (dates, kinds and holders repeat a great deal),
so the cost of a long list is that of its different texts.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from zhiqiang.engines.ingest import dates, numbers
from zhiqiang.engines.ingest.declaration import CodeList, Column, normal_heading, words_of
from zhiqiang.engines.ingest.trouble import Trouble, shown
from zhiqiang.kernel import identifiers as ids
from zhiqiang.kernel.divisions import Divisions
from zhiqiang.kernel.finding import Severity

Parsed = tuple[Any, Trouble | None]
Parse = Callable[[str], Parsed]
_REMEMBERED = 50_000
_ODD = re.compile(
    r"[\s\u200b-\u200f\u2060\ufeff]{2,}|[\r\n\t\u00a0\u200b-\u200f\u2060\ufeff\u3000]"
)
_POST_CODE = re.compile(r"^\s*\d{6}(?!\d)\s*")
_ORDINAL = re.compile(r"^\s*第?\s*(\d+)\s*(?:个?年度?)?\s*$")
_NOTHING = {"", "-", "--", "—", "/", "无", "NULL", "N/A", "#N/A"}


@dataclass(frozen=True)
class Surroundings:
    """What parsing depends on beside the file: the day, the closed lists, the divisions."""

    today: date
    codes: dict[str, CodeList]
    divisions: Divisions


@dataclass
class ColumnParser:
    """Parses the cells of one column and remembers what it saw."""

    column: Column
    parse: Parse
    seen: dict[str, Any] = field(default_factory=dict)
    troubled: dict[str, Trouble] = field(default_factory=dict)

    def values(self, texts: Sequence[str]) -> tuple[list[Any], list[tuple[int, Trouble]]]:
        """Return a value for every text, and the troubles with the index of their text."""
        if len(self.seen) > _REMEMBERED:
            self.seen.clear()
            self.troubled.clear()
        for text in set(texts).difference(self.seen):
            self.seen[text], trouble = self.parse(text)
            if trouble is not None:
                self.troubled[text] = trouble
        values, troubled = list(map(self.seen.__getitem__, texts)), self.troubled
        if not troubled:
            return values, []
        return values, [(at, troubled[text]) for at, text in enumerate(texts) if text in troubled]


def column_parser(column: Column, around: Surroundings, heading: str = "") -> ColumnParser:
    """Return the parser of ``column``; ``heading`` as printed may state a unit: 金额(万元)."""
    parse = _wrapped(column, _parse_of(column, around, heading))
    return ColumnParser(column, parse)


def _wrapped(column: Column, inner: Parse) -> Parse:
    """Put repairs, default and the ``filled`` and ``on_bad`` rules around a parser."""

    def parse(text: str) -> Parsed:
        for repair in column.repairs:
            text = _REPAIRS[repair](text)
        value, trouble = inner(text if text or not column.default else column.default)
        if trouble is not None and trouble.severity is Severity.ERROR and column.on_bad == "blank":
            message = f"{trouble.message}本格按空白处理，其余保留。"
            return value, Trouble(trouble.code, message, Severity.WARNING)
        if trouble is None and value is None and column.filled:
            return None, Trouble("cell_empty", f"“{column.heading}”不能为空。请补填。")
        return value, trouble

    return parse


_REPAIRS: dict[str, Callable[[str], str]] = {
    "drop_post_code": lambda text: _POST_CODE.sub("", text),
    "drop_quotes": lambda text: text.strip().strip("'\"“”"),
    "drop_ordinal": lambda text: _ORDINAL.sub(r"\1", unicodedata.normalize("NFKC", text)),
    "fold_width": lambda text: unicodedata.normalize("NFKC", text),
}


def _parse_of(column: Column, around: Surroundings, heading: str) -> Parse:
    if column.type in _SIMPLE:
        return _identifier(_SIMPLE[column.type])
    if column.type == "text":
        return lambda text: _text(text, column)
    if column.type == "classification":
        return lambda text: _classification(text, column)
    if column.type == "names":
        splitter = re.compile(f"[{re.escape(column.separators)}]")
        return lambda text: _names(text, splitter)
    if column.type == "choice":
        return _choice(column, around)
    if column.type == "region_code":
        return lambda text: _region(text, column, around.divisions)
    if column.type == "date":
        latest = around.today if column.latest == "today" else column.latest
        return lambda text: _date(text, column.earliest, latest)
    if column.type == "term":
        return dates.parse_term
    if column.type == "yes_no":
        return numbers.parse_yes_no
    scale = _heading_scale(heading) if column.type == "money" else 1
    return lambda text: _number(text, column, scale)


def _heading_scale(heading: str) -> int:
    match = re.search(r"\(([^()]+)\)$", normal_heading(heading))
    return (numbers.scale_of(match[1]) or 1) if match else 1


def clean(text: str) -> str:
    """Return a printed text without unseen signs and line breaks; its letters stay as they are."""
    stripped = text.strip()
    return _ODD.sub(" ", stripped).strip() if _ODD.search(stripped) else stripped


def _text(text: str, column: Column) -> Parsed:
    value, longest = clean(text), column.longest
    if "\x00" in value:
        return None, Trouble("unreadable_sign", "单元格含有空字符，文件可能已损坏。请重新导出。")
    if longest is not None and len(value) > longest:
        why = f"文字有 {len(value)} 个字，最多 {longest} 个字"
        return None, Trouble("text_too_long", f"“{shown(value)}”：{why}。请核对是否串列。")
    # A mark may well be called 无; where a cell must be filled, what stands in it is its value.
    is_nothing = not value if column.filled else value in _NOTHING
    return (None, None) if is_nothing else (value, None)


def _classification(text: str, column: Column) -> Parsed:
    """Return a class of inventions (IPC) or designs (Locarno) in its normal form; others as printed."""
    value, trouble = _text(text, column)
    if value is None:
        return value, trouble
    found = ids.parse_ipc(value)
    if not found.is_usable:
        found = ids.parse_locarno(value)
    if found.is_usable:
        return found.normal, None
    message = f"“{shown(text)}”不是 IPC 分类号，也不是洛迦诺分类号，按原样保存。请核对。"
    return value, Trouble("odd_classification", message, Severity.NOTICE)


def _names(text: str, splitter: re.Pattern[str]) -> Parsed:
    parts = [clean(part) for part in splitter.split(text)]
    names = tuple(dict.fromkeys(part for part in parts if part not in _NOTHING))
    if any(len(name) > 250 or "\x00" in name for name in names):
        return None, Trouble("text_too_long", f"“{shown(text)}”中有过长的名称。请核对分隔符。")
    return (names or None), None


def _choice(column: Column, around: Surroundings) -> Parse:
    known = words_of(column, around.codes)
    listed = list(column.values.values()) or [
        (code.zh,) for code in around.codes[column.codes].values.values()
    ]
    hint = "、".join(words[0] for words in listed[:8]) + ("等" if len(listed) > 8 else "")

    def parse(text: str) -> Parsed:
        word = normal_heading(text)
        if word.upper() in _NOTHING:
            return None, None
        key = known.get(word)
        if key is None:
            return None, Trouble(
                "unknown_category",
                f"“{shown(text)}”不是已知的{column.heading}。可填：{hint}。请更正，或请管理员补入代码表。",
            )
        return key, None

    return parse


def _region(text: str, column: Column, divisions: Divisions) -> Parsed:
    code = unicodedata.normalize("NFKC", text).strip().removesuffix(".0")
    if code in _NOTHING:
        return None, None
    if not re.fullmatch(r"\d{6}", code):
        return None, Trouble("bad_region_code", f"区划代码“{shown(text)}”应为 6 位数字。请更正。")
    if code in divisions:
        return code, None
    if column.unknown == "keep" and code[:2] + "0000" in divisions:
        message = f"区划代码 {code} 不在区划表中，按所载代码保存，只进入上级地区的合计。"
        return code, Trouble("unlisted_region", message, Severity.NOTICE)
    message = f"没有区划代码 {code}。请按 GB/T 2260 核对；自设区划请先写入 divisions.yml。"
    return None, Trouble("unknown_region", message)


def _date(text: str, earliest: date | None, latest: date | None) -> Parsed:
    day, trouble = dates.parse_date(text)
    if day is None:
        return None, trouble
    trouble = dates.check_range(day, earliest, latest)
    return (None, trouble) if trouble else (day, None)


def _number(text: str, column: Column, scale: int) -> Parsed:
    value: Decimal | int | None
    if column.type == "whole":
        value, trouble = numbers.parse_whole(text)
    else:
        value, trouble = numbers.parse_number(text, scale)
    if value is None:
        return None, trouble
    if column.type == "money":
        value = Decimal(value).quantize(Decimal("0.01"))
        if value < 0:
            return None, Trouble("negative_amount", f"金额“{shown(text)}”为负数。请核对。")
    low, high = column.least, column.most
    if (low is not None and value < low) or (high is not None and value > high):
        bounds = f"{'' if low is None else low} 至 {'' if high is None else high}"
        return None, Trouble("out_of_range", f"“{shown(text)}”应在 {bounds} 之间。请核对。")
    return value, None


_SIMPLE: dict[str, Callable[[str], ids.Identifier]] = {
    "application_number": ids.parse_application_number,
    "publication_number": ids.parse_publication_number,
    "credit_code": ids.parse_credit_code,
    "trademark_number": ids.parse_trademark_number,
    "pct_number": ids.parse_pct_number,
    "software_number": ids.parse_software_number,
    "work_number": ids.parse_work_number,
    "variety_number": ids.parse_variety_number,
    "layout_number": ids.parse_layout_number,
}
_QUIET = {"publication_number"}


def _identifier(judge: Callable[[str], ids.Identifier]) -> Parse:
    """Return a parser whose value is the normal form; a missing check digit is computed."""

    def parse(text: str) -> Parsed:
        first = re.split(r"[;；|]", text, maxsplit=1)[0] if len(text) > 14 else text
        if first.strip().upper() in _NOTHING:
            return None, None
        found = judge(first.strip())
        if found.verdict is ids.Verdict.VALID:
            return found.normal, None
        if found.verdict is ids.Verdict.FORMAT_ONLY:
            value = found.suggestion or found.normal
            if found.kind in _QUIET:
                return value, None
            return value, Trouble("no_check_digit", found.message, Severity.NOTICE)
        if found.verdict is ids.Verdict.BAD_CHECK:
            if found.kind == "credit_code":
                message = f"{found.message}代码未采用，按名称识别。"
                return None, Trouble("bad_check_digit", message, Severity.WARNING)
            return found.normal, Trouble("bad_check_digit", found.message, Severity.WARNING)
        return None, Trouble(f"bad_{found.kind}", found.message)

    return parse
