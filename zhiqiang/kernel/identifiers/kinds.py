"""The kinds of numbers that an official meets, and which of them a text may be."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from zhiqiang.kernel.divisions import Divisions
from zhiqiang.kernel.identifiers import (
    application_number,
    classifications,
    codes,
    credit_code,
    international,
    publication_number,
    registrations,
)
from zhiqiang.kernel.identifiers.verdict import Identifier, Verdict, folded


@dataclass(frozen=True)
class References:
    """The tables that some numbers are judged by: divisions, and what left the IPC."""

    divisions: Divisions = field(default_factory=Divisions.national)
    ended_symbols: tuple[classifications.EndedSymbol, ...] = ()


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of number. ``looks`` is what people write, well or badly, when they mean it.

    ``tables`` are the names that lists of numbers use for the kind.
    """

    key: str
    zh: str
    looks: re.Pattern[str]
    judge: Callable[[str, References], Identifier]
    tables: tuple[str, ...] = ()


def _kind(
    key: str,
    zh: str,
    looks: str,
    judge: Callable[[str], Identifier] | Callable[[str, References], Identifier],
    *tables: str,
    needs_tables: bool = False,
) -> Kind:
    if needs_tables:
        return Kind(key, zh, re.compile(looks), judge, tables)  # type: ignore[arg-type]
    return Kind(key, zh, re.compile(looks), lambda raw, _: judge(raw), tables)  # type: ignore[call-arg]


# The more a form tells, the earlier it stands: readings of equal verdict are given in this order.
KINDS = (
    _kind("application_number", "专利申请号", r"(?:ZL|CN)?\.?(?:\d{7,9}|\d{11,13})(?:[.,。·][\dX])?X?(?:\.0)?|ZL.*|\d\.\d+E\+?\d+",
          application_number.parse_application_number, "cn_application", "application", "cn_patent", "patent"),
    _kind("publication_number", "专利公开（公告）号", r"CN\d{6,12}(?:[A-Z]\d?)?|\d{7,9}[A-Z]\d?",
          publication_number.parse_publication_number, "cn_publication", "publication"),
    _kind("pct_number", "国际申请号", r"PCT.*|WO\d.*", international.parse_pct_number, "pct"),
    _kind("credit_code", "统一社会信用代码", r"(?=.*\d{5})(?:[0-9A-Z]{17,19}|\d{15})", credit_code.parse_credit_code, "uscc"),
    _kind("organisation_code", "组织机构代码", r"(?=.*\d)[0-9A-Z]{8}-[0-9X]", credit_code.parse_organisation_code),
    _kind("lei", "法人机构识别编码", r"(?=.*\d)(?=.*[A-Z])[0-9A-Z]{20}", international.parse_lei),
    _kind("software_number", "软件著作权登记号", r"\d{4}(?:SR|RS)\d+", registrations.parse_software_number, "software"),
    _kind("work_number", "作品登记号", r".?作登字.*", registrations.parse_work_number),
    _kind("variety_number", "品种权号", r"CNA\d.*", registrations.parse_variety_number, "pvp"),
    _kind("layout_number", "布图设计登记号", r"BS.*\d", registrations.parse_layout_number, "layout"),
    _kind("indication_number", "地理标志编号", r"AGI.*|(?:公告)?\d{4}年第\d+号(?:公告)?",
          registrations.parse_indication_number, "gi"),
    _kind("ipc", "国际专利分类号", r"[A-Z]\d{1,2}[A-Z]\d{1,4}(?:/\d+)?(?:\(.*\))?|[A-H]\d{2}[A-Z]\d{10}",
          lambda raw, tables: classifications.parse_ipc(raw, tables.ended_symbols), needs_tables=True),
    _kind("cpc", "联合专利分类号", r"Y\d{2}[A-Z]\d{1,4}/\d+",
          lambda raw: classifications.parse_ipc(raw, is_cpc=True)),
    _kind("locarno", "洛迦诺分类号", r"(?:LOC.*)?\d{1,2}-\d{2}", classifications.parse_locarno),
    _kind("document_number", "发文字号", r"[一-鿿]{2,12}.?\d{4}.?第?\d{1,4}号", codes.parse_document_number),
    _kind("division_code", "行政区划代码", r"\d{6}|\d{9}|\d{12}",
          lambda raw, tables: codes.parse_division_code(raw, tables.divisions), "admin_code", needs_tables=True),
    _kind("agency_code", "专利代理机构代码", r"\d{5}",
          lambda raw, tables: codes.parse_agency_code(raw, tables.divisions), "agency", needs_tables=True),
    _kind("nice", "尼斯分类号", r"第?\d{1,2}类?|第?\d{1,3}类", classifications.parse_nice),
    _kind("trademark_number", "商标注册号", r"(?:NO\.|第)?G?\d{1,10}[A-Z]?(?:号|\.0|-\d)?",
          international.parse_trademark_number, "trademark"),
)  # fmt: skip

BY_NAME = {name: kind for kind in KINDS for name in (kind.key, *kind.tables)}
_RANK = {
    verdict: rank
    for rank, verdict in enumerate(
        (
            Verdict.VALID,
            Verdict.HISTORICAL,
            Verdict.STATISTICAL,
            Verdict.FORMAT_ONLY,
            Verdict.BAD_CHECK,
            Verdict.UNKNOWN_CODE,
            Verdict.BAD_FORMAT,
        )
    )
}


def recognise(raw: str, tables: References) -> list[Identifier]:
    """Return what a text may be, the likeliest first; nothing when it looks like no number.

    Where one reading passes, those that fail are left out: they say nothing of the text.
    """
    text = folded(raw)
    found = [kind.judge(raw, tables) for kind in KINDS if kind.looks.fullmatch(text)]
    found.sort(key=lambda one: (_RANK[one.verdict], not one.suggestion))
    usable = [one for one in found if one.is_usable]
    return usable or [one for one in found if one.suggestion] or found
