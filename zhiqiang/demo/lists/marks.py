"""Marks, international filings and geographical indications, as their offices print them."""

from __future__ import annotations

from datetime import date

from zhiqiang.demo.marks import Abroad, Mark, Origin
from zhiqiang.demo.sheets import Sheet, Value


def _printed(day: date | None) -> str:
    return f"{day.year}年{day.month:02d}月{day.day:02d}日" if day else ""


def trademarks(signs: list[Mark], goods: dict[int, str]) -> Sheet:
    """Return the marks as the trademark office prints them: one row a number and class."""
    headings = [
        *("序号", "注册号", "国际分类", "商标名称", "申请人名称", "统一社会信用代码", "申请人地址"),
        *(
            "区划代码",
            "申请日期",
            "初审公告日期",
            "注册公告日期",
            "专用权期限",
            "商标状态",
            "失效日",
        ),
        *("商品/服务", "代理机构"),
    ]
    rows: list[list[Value]] = []
    for mark in signs:
        term = ""
        if mark.term_from:
            term = f"{_printed(mark.term_from)} 至 {_printed(mark.term_until)}"
        ended_on = mark.term_until if mark.status == "商标无效" else None
        for one in mark.classes:
            rows.append(
                [
                    len(rows) + 1,
                    mark.number,
                    one,
                    mark.name,
                    mark.owner.name,
                    mark.owner.code,
                    mark.owner.address,
                    mark.owner.region,
                    mark.filed_on,
                    mark.approved_on,
                    mark.registered_on,
                    term,
                    mark.status,
                    ended_on,
                    goods[one],
                    mark.agency.name if mark.agency else "",
                ]
            )
    return Sheet("trademarks", "商标清单.csv", headings, rows)


def pct_applications(filed: list[Abroad]) -> Sheet:
    """Return the international patent applications."""
    headings = ["国际申请号", "发明名称", "申请人", "统一社会信用代码", "申请人地址"]
    headings += ["区划代码", "国际申请日", "主分类号"]
    rows = [[*_abroad(one), one.filed_on, one.symbols] for one in filed]
    return Sheet("pct_applications", "PCT国际专利申请.xlsx", headings, rows)


def madrid_marks(registered: list[Abroad]) -> Sheet:
    """Return the international marks that are registered."""
    headings = ["国际注册号", "商标名称", "注册人名称", "统一社会信用代码", "注册人地址"]
    headings += ["区划代码", "申请日期", "国际注册日期", "国际分类"]
    rows = [
        [*_abroad(one), one.filed_on, one.registered_on, one.symbols]
        for one in registered
        if one.registered_on
    ]
    return Sheet("madrid_marks", "马德里商标国际注册.xlsx", headings, rows)


def _abroad(one: Abroad) -> list[Value]:
    owner = one.owner
    return [one.number, one.name, owner.name, owner.code, owner.address, owner.region]


def geographical_indications(origins: list[Origin], names: dict[str, str]) -> Sheet:
    """Return the geographical indications."""
    headings = [
        "序号",
        "地理标志名称",
        "编号",
        "地理标志类型",
        "登记日期",
        "证书持有人",
        "产地",
        "区划代码",
    ]
    rows = [
        [n, o.name, o.number, o.scheme, o.approved_on, o.keeper, names[o.region], o.region]
        for n, o in enumerate(origins, 1)
    ]
    return Sheet("geographical_indications", "地理标志.xlsx", headings, rows)
