"""The columns that a definition may name, and their values, in the words of officials."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from zhiqiang.engines.metrics import SHAPES
from zhiqiang.portal import labels
from zhiqiang.records.registry import queries as registry
from zhiqiang.ui.asked import BadAddress, read_day

TABLES = {
    "rights": "专利、商标等权利",
    "events": "事件（转让、许可、质押、获奖等）",
    "designations": "认定（企业、基地、机构等名单）",
    "activities": "活动（培训、检查等）",
    "parties": "主体（企业、高校等）",
}
STATISTIC = "statistic"
COLUMNS = {
    "id": "编号",
    "identity": "台账标识",
    "kind": "种类",
    "category": "类别",
    "number": "申请号或注册号",
    "publication_number": "公布号",
    "grant_number": "授权公告号",
    "title": "名称",
    "applicants": "申请人",
    "filed_on": "申请日",
    "published_on": "公布日",
    "granted_on": "授权公告日或注册日",
    "term_ends_on": "期限届满日",
    "status_text": "法律状态",
    "ipc_main": "主分类号",
    "ipc_all": "全部分类号",
    "nice_class": "国际分类",
    "agency": "代理机构",
    "agency_code": "代理机构代码",
    "strategic_industry": "战略性新兴产业",
    "has_overseas_grant": "有海外同族授权",
    "is_marked_high_value": "已标注为高价值",
    "region_code": "地区代码",
    "holder_id": "权利人（现在）",
    "holder_name": "权利人名称（现在）",
    "holder_kind": "权利人类型（现在）",
    "holder_size": "企业规模（现在）",
    "holder_industry": "行业代码（现在）",
    "held_party": "权利人（统计日）",
    "held_name": "权利人名称（统计日）",
    "held_kind": "权利人类型（统计日）",
    "right_id": "权利",
    "right_kind": "权利种类",
    "right_number": "权利号码",
    "right_title": "权利名称",
    "party_id": "当事人",
    "party_name": "当事人名称",
    "party_kind": "当事人类型",
    "counterparty_id": "相对人",
    "counterparty_name": "相对人名称",
    "happened_on": "发生日",
    "amount": "金额（元）",
    "document_number": "文号或登记号",
    "note": "备注",
    "name": "名称",
    "credit_code": "统一社会信用代码",
    "address": "地址",
    "industry_code": "行业代码",
    "size": "企业规模",
    "level": "级别",
    "from_on": "起始日",
    "until_on": "终止日",
    "held_on": "举办日",
    "place": "地点",
    "organiser": "主办单位",
    "people": "人数",
    "items": "件数",
}
TESTS = {
    "is": "等于",
    "in": "属于其中之一",
    "other_than": "不属于",
    "begins": "以此开头",
    "contains": "包含",
    "at_least": "不小于",
    "at_most": "不大于",
    "is_known": "有值（是或否）",
}
_YES, _NO = ("是", "有", "true"), ("否", "无", "false")
_LISTS = ("in", "other_than", "begins", "contains")


def column_choices(table: str, *kinds: str) -> list[tuple[str, str]]:
    """Return the columns of a table (of some types) with their words."""
    shape = SHAPES[table]
    found = {**shape.columns, **shape.holders}
    return [
        (name, COLUMNS[name])
        for name, kind in found.items()
        if not kinds or kind.startswith(tuple(kinds))
    ]


def values_of(table: str, column: str) -> Mapping[str, str]:
    """Return the values of a column that is a closed list, with their words; else nothing."""
    if column in ("held_kind", "holder_kind", "party_kind") or (table, column) == (
        "parties",
        "kind",
    ):
        return labels.code_names("party_kinds")
    if column == "level":
        return labels.code_names("levels")
    if column == "right_kind" or (table, column) == ("rights", "kind"):
        return labels.right_kinds()
    if column == "kind":
        return registry.event_kinds() if table == "events" else labels.code_names(table)
    return {}


def read_test(table: str, column: str, test: str, text: str) -> Any:
    """Return a test as the catalogue has it; ``ValueError`` in Chinese for what it cannot be."""
    if test == "is_known":
        return {"is_known": _truth(text)}
    parts = [one.strip() for one in text.replace("，", "、").replace(",", "、").split("、")]
    values = [_value(table, column, one) for one in parts if one]
    if not values:
        raise ValueError("请填写条件的值。")
    if test in _LISTS:
        return values if test == "in" else {test: values}
    if len(values) > 1:
        raise ValueError(f"“{TESTS[test]}”只能填一个值；多个值请选“属于其中之一”。")
    return values[0] if test == "is" else {test: values[0]}


def _value(table: str, column: str, text: str) -> Any:
    shape = SHAPES[table]
    kind = {**shape.columns, **shape.holders}[column]
    known = values_of(table, column)
    if known:
        by_word = {word: key for key, word in known.items()}
        if text in known or text in by_word:
            return by_word.get(text, text)
        shown = "、".join([*known.values()][:12])
        raise ValueError(f"“{COLUMNS[column]}”没有“{text[:20]}”这个值，可填{shown}。")
    if kind == "boolean":
        return _truth(text)
    try:
        if kind == "date":
            return read_day(text)
        if kind.startswith("int"):
            return int(text)
        if kind.startswith("decimal"):
            return Decimal(text)
    except (ValueError, InvalidOperation, BadAddress) as error:
        wanted = "日期，如 2024-12-31" if kind == "date" else "数"
        raise ValueError(f"“{COLUMNS[column]}”应填{wanted}，“{text[:20]}”无法识别。") from error
    return text


def _truth(text: str) -> bool:
    if text.strip().lower() in _YES:
        return True
    if text.strip().lower() in _NO:
        return False
    raise ValueError("请填“是”或“否”。")


def shown_tests(table: str, where: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """Return (column, test, text) for each test of a filter as the catalogue has it."""
    out = []
    for column, test in where.items():
        known = values_of(table, column)
        tests = test if isinstance(test, Mapping) else {"in" if _is_list(test) else "is": test}
        out += [(column, name, _text(value, known)) for name, value in tests.items()]
    return out


def _is_list(value: Any) -> bool:
    return isinstance(value, list | tuple)


def _text(value: Any, known: Mapping[str, str]) -> str:
    if _is_list(value):
        return "、".join(_text(one, known) for one in value)
    if isinstance(value, bool):
        return "是" if value else "否"
    return known.get(value, str(value)) if not isinstance(value, date) else value.isoformat()
