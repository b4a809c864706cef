"""Parties, designations, activities and statistics, as bureaus keep them."""

from __future__ import annotations

from zhiqiang.demo.parties import Cast
from zhiqiang.demo.public import Held, Named, Published
from zhiqiang.demo.sheets import Sheet, Value


def parties(cast: Cast) -> Sheet:
    """Return the list of firms and institutions."""
    headings = [
        "序号",
        "单位名称",
        "统一社会信用代码",
        "单位类型",
        "地址",
        "区划代码",
        "行业代码",
        "企业规模",
    ]
    rows = [
        [n, m.name, m.code, m.kind, m.address, m.region, m.industry, m.size]
        for n, m in enumerate(cast.all(), 1)
    ]
    return Sheet(
        "parties", "企业名录.xlsx", headings, rows, "全市企业和机构名录（数据截止2025-12-31）"
    )


def designations(given: list[Named]) -> Sheet:
    """Return the designations: firms and places by kind."""
    headings = [
        *("序号", "认定种类", "级别", "名称", "所属单位", "统一社会信用代码", "区划代码"),
        *("认定日期", "失效日期", "文号"),
    ]
    rows: list[list[Value]] = [
        [n, d.kind, d.level, d.name, *_party(d), d.from_on, d.until_on, d.document]
        for n, d in enumerate(given, 1)
    ]
    return Sheet(
        "designations", "认定和项目清单.xlsx", headings, rows, "认定、项目、站点和机构清单"
    )


def _party(one: Named) -> list[Value]:
    party = one.party
    return [party.name if party else "", party.code if party else "", one.region]


def topic_databases(built: list[Named]) -> Sheet:
    """Return the topic databases."""
    headings = ["序号", "专题数据库名称", "建设单位", "统一社会信用代码", "区划代码", "建成日期"]
    rows: list[list[Value]] = [[n, d.name, *_party(d), d.from_on] for n, d in enumerate(built, 1)]
    return Sheet("topic_databases", "专利专题数据库.xlsx", headings, rows)


def activities(held: list[Held]) -> Sheet:
    """Return what was held."""
    headings = [
        "序号",
        "活动种类",
        "活动名称",
        "举办日期",
        "地点",
        "主办单位",
        "人次",
        "条数",
        "区划代码",
    ]
    rows: list[list[Value]] = [
        [n, h.kind, h.title, h.held_on, h.place, h.organiser, h.people, h.items, h.region]
        for n, h in enumerate(held, 1)
    ]
    return Sheet("activities", "活动清单.xlsx", headings, rows, "培训、宣讲、检查等活动清单")


def statistics(figures: list[Published], names: dict[str, str]) -> Sheet:
    """Return the figures of other bodies, one a row."""
    headings = ["指标", "地区", "区划代码", "年度", "数值", "单位", "发布单位", "出处"]
    rows: list[list[Value]] = [
        [f.indicator, names[f.region], f.region, f.year, f.value, f.unit, f.publisher, f.document]
        for f in figures
    ]
    return Sheet("statistics", "统计数据.xlsx", headings, rows)
