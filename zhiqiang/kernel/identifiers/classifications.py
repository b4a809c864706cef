"""Symbols of classifications: IPC and CPC, Locarno, Nice.

Classifications are revised, and a symbol that was valid when it was given stays what it is: one
that ended is ``HISTORICAL``, never wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from zhiqiang.kernel.catalogue import Basis, Declared
from zhiqiang.kernel.identifiers.verdict import Identifier, Verdict, folded

_SYMBOL = re.compile(r"([A-HY]\d{2}[A-Z])(\d{1,4})/(\d{2,6})")
_EXCHANGE = re.compile(r"([A-HY]\d{2}[A-Z])(\d{4})(\d{6})")
_EDITION = re.compile(r"\((?:19|20)\d{2}(?:[.-]?\d{2})?\)[A-Z]*$")
_DESIGN = re.compile(r"(?:LOC\(\d+\)CL\.?)?(\d{1,2})-(\d{2})")
_CLASS = re.compile(r"第?(\d{1,2})类?")
GOODS_AND_SERVICES = range(1, 46)
DESIGN_CLASSES = (*range(1, 33), 99)


class EndedSymbol(Declared):
    """What left the IPC with an edition: a subclass ``A01B``, a main group ``A01B 1`` or a group."""

    symbol: str
    ended_in: str
    now: str = ""
    basis: Basis

    def covers(self, normal: str) -> bool:
        """Say whether a symbol in normal form is, or lies in, what ended."""
        rest = normal.removeprefix(self.symbol)
        return rest != normal and (not rest or rest[0] in " /")


class EndedSymbols(Declared):
    """``catalogue/parameters/ipc_ended.yml``."""

    title: str
    values: tuple[EndedSymbol, ...]


def parse_ipc(raw: str, ended: Iterable[EndedSymbol] = (), *, is_cpc: bool = False) -> Identifier:
    """Judge an IPC symbol, printed (``H04L 9/32``) or in the form of WIPO ST.8 for exchange.

    With ``is_cpc`` the section Y is one, which the IPC does not have.
    """
    kind = "cpc" if is_cpc else "ipc"
    text = _EDITION.sub("", folded(raw))
    if match := _EXCHANGE.fullmatch(text):
        fine = match[3].rstrip("0").ljust(2, "0")
        parts = (match[1], str(int(match[2])), fine)
    elif match := _SYMBOL.fullmatch(text):
        parts = (match[1], str(int(match[2])), match[3])
    else:
        parts = None
    if parts is None or (parts[0][0] == "Y" and not is_cpc):
        message = f"“{raw}”不是{kind.upper()}分类号：应为部（A—H）、两位大类、小类字母、大组/小组，如 H04L 9/32。"
        return Identifier(kind, raw, "", Verdict.BAD_FORMAT, message)
    normal = f"{parts[0]} {parts[1]}/{parts[2]}"
    for one in ended:
        if one.covers(normal):
            now = f"，内容并入 {one.now}" if one.now else ""
            message = f"{normal} 自 {one.ended_in} 版起不再使用{now}；此前给出的分类号仍然有效。"
            return Identifier(kind, raw, normal, Verdict.HISTORICAL, message)
    return Identifier(kind, raw, normal, Verdict.VALID)


def parse_locarno(raw: str) -> Identifier:
    """Judge a class of designs: classes 01 to 32 and 99, a hyphen, the subclass."""
    match = _DESIGN.fullmatch(folded(raw))
    if match is None:
        message = f"“{raw}”不是洛迦诺分类号：应为两位大类、连字符、两位小类，如 12-08。请核对。"
        return Identifier("locarno", raw, "", Verdict.BAD_FORMAT, message)
    if int(match[1]) not in DESIGN_CLASSES:
        message = f"洛迦诺分类没有第 {match[1]} 类：应为 01 至 32 或 99。请核对。"
        return Identifier("locarno", raw, "", Verdict.UNKNOWN_CODE, message)
    return Identifier("locarno", raw, f"{int(match[1]):02}-{match[2]}", Verdict.VALID)


def parse_nice(raw: str) -> Identifier:
    """Judge a class of goods (1 to 34) or services (35 to 45)."""
    match = _CLASS.fullmatch(folded(raw))
    if match is None:
        message = f"“{raw}”不是尼斯分类号：应为 1 至 45。请核对。"
        return Identifier("nice", raw, "", Verdict.BAD_FORMAT, message)
    number = int(match[1])
    if number not in GOODS_AND_SERVICES:
        message = f"尼斯分类没有第 {number} 类：商品为 1 至 34，服务为 35 至 45。请核对。"
        return Identifier("nice", raw, "", Verdict.UNKNOWN_CODE, message)
    return Identifier("nice", raw, str(number), Verdict.VALID)
