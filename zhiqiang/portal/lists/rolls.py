"""The rolls of the register beside rights: parties, events, designations, activities, figures, funds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.urls import reverse

from zhiqiang.portal import labels, scope
from zhiqiang.portal.exporting import in_chunks
from zhiqiang.portal.lists.origins import origin_fields, origins_for
from zhiqiang.records.registry import queries as registry
from zhiqiang.ui.listing import Field, Listing
from zhiqiang.ui.tables import Cell
from zhiqiang.ui.templatetags.figures import dash, day, number


@dataclass(frozen=True, slots=True)
class RollLine:
    """A row of a roll as the one who asks may read it; ``names`` by the column that names them."""

    one: Any
    href: str
    names: dict[str, str]
    origin: registry.Origin | None
    rights: int = 0


@dataclass(frozen=True, slots=True)
class RollWords:
    """What a roll is called and how its facets read; ``order`` is its usual one."""

    subject: str
    title: str
    counted: str
    columns: Callable[[], list[Field]]
    order: str
    facets: dict[str, str]
    source: str
    looked_for: str


def roll_list(query: QueryDict, person: Any, words: RollWords) -> Listing:
    """Describe a roll; its rows are ``RollLine``."""
    fields = [*words.columns(), *origin_fields(person)]
    return Listing(words.title, fields, query, words.order)


def roll_lines(
    listing: Listing, words: RollWords, rows: Iterable[Any], person: Any, in_file: bool
) -> Iterator[RollLine]:
    """Give facts as rows of a roll; what belongs to many is asked for once."""
    fields = listing.in_files if in_file else listing.shown
    counts = any(one.key == "rights" for one in fields)
    for some in in_chunks(rows):
        origins = origins_for(fields, words.subject, some, person)
        held = registry.rights_held([one.pk for one in some], person) if counts else {}
        people = _people(words.subject, some, person)
        for one in some:
            names = _names(words.subject, one, person, people)
            href = "" if in_file else _address(words.subject, one, person)
            yield RollLine(one, href, names, origins.get(one.pk), held.get(one.pk, 0))


def _people(subject: str, facts: Sequence[Any], person: Any) -> frozenset[str]:
    if subject != "designation":
        return frozenset()
    return registry.people_among([one.name for one in facts], person)


def _names(subject: str, one: Any, person: Any, people: frozenset[str]) -> dict[str, str]:
    match subject:
        case "party":
            return {
                "name": registry.shown_name(one, person),
                "address": registry.shown_address(one, person),
            }
        case "event":
            return {
                "party": registry.shown_name(one.party, person),
                "counterparty": registry.shown_name(one.counterparty, person),
                "note": registry.shown_note(one, person),
            }
        case "designation":
            return {
                "name": registry.shown_names(one.name, person, people),
                "party": registry.shown_name(one.party, person),
            }
    return {}


def _address(subject: str, one: Any, person: Any) -> str:
    """Return where a row leads: to its own page, for visitors to the right or party it is of."""
    if subject == "party":
        return reverse("portal:party", args=[one.pk])
    if registry.sees_origins(person):
        return reverse("portal:record", args=[subject, one.pk])
    if getattr(one, "right_id", None):
        return reverse("portal:right", args=[one.right_id])
    party = getattr(one, "party", None)
    if party is not None and party.kind != "person":
        return reverse("portal:party", args=[party.pk])
    return ""


def _text(name: str, label: str, width: float = 16, kind: str = "k", usual: bool = True) -> Field:
    return Field(
        name, label, lambda line: dash(getattr(line.one, name)), kind, (name,),
        is_usual=usual, width=width,
    )  # fmt: skip


def _name(name: str, label: str, width: float = 34, usual: bool = True, order: str = "") -> Field:
    return Field(
        name, label, lambda line: dash(line.names[name]), "t", (order,) if order else (),
        is_usual=usual, width=width,
    )  # fmt: skip


def _day(name: str, label: str, missing: str = "—") -> Field:
    return Field(
        name, label, lambda line: day(getattr(line.one, name), missing), "d", (name,),
        lambda line: getattr(line.one, name), width=13,
    )  # fmt: skip


def _number(name: str, label: str, width: float = 14) -> Field:
    return Field(
        name, label, lambda line: number(getattr(line.one, name)), "n", (name,),
        lambda line: getattr(line.one, name), width=width,
    )  # fmt: skip


def _head(key: str, label: str, text: Callable[[RollLine], str], order: str = "") -> Field:
    """Return the column that names a row and leads to what is kept of it."""
    return Field(
        key, label, lambda line: Cell(text(line), line.href), "t", (order,) if order else (),
        text, is_name=True, width=40,
    )  # fmt: skip


def _code(name: str, label: str, codes: str, width: float = 18) -> Field:
    def write(line: RollLine) -> str:
        value = getattr(line.one, name)
        return dash(labels.code_names(codes).get(value, value))

    return Field(name, label, write, "k", (name,), width=width)


def _region(usual: bool = True) -> Field:
    def write(line: RollLine) -> str:
        code = line.one.region_code
        return scope.region_name(code) if code else "—"

    return Field("region", "地区", write, "k", ("region_code",), is_usual=usual)


def _of_right(line: RollLine) -> Cell | str:
    right = line.one.right
    return Cell(right.number, reverse("portal:right", args=[right.pk])) if right else "—"


def _right_number(line: RollLine) -> str:
    return line.one.right.number if line.one.right else ""


def _about(line: RollLine) -> str:
    one = line.one
    return (one.right.title if one.right else "") or line.names["party"] or one.get_kind_display()


def _parties() -> list[Field]:
    return [
        _head("name", "名称", lambda line: line.names["name"], "name"),
        Field("kind", "类别", lambda line: line.one.get_kind_display(), "k", ("kind",)),
        _text("credit_code", "统一社会信用代码", 22),
        _region(),
        Field("rights", "名下权利", lambda line: number(line.rights), "n", value=lambda line: line.rights, width=10),
        Field("size", "企业规模", lambda line: dash(labels.choice_word("parties", "size", line.one.size)), "k", ("size",)),
        _text("industry_code", "国民经济行业代码", usual=False),
        _name("address", "地址", 40, usual=False),
    ]  # fmt: skip


def _events() -> list[Field]:
    return [
        _day("happened_on", "日期"),
        Field("kind", "事件", lambda line: line.one.get_kind_display(), "k", ("kind",)),
        _head("about", "所及权利或主体", _about),
        Field("number", "申请号或注册号", _of_right, "k", value=_right_number, width=20),
        _name("party", "当事人", order="party__name"),
        _name("counterparty", "对方", order="counterparty__name"),
        _number("amount", "金额（元）", 16),
        _text("document_number", "登记号或文号", 22),
        _name("note", "说明", 40, usual=False),
        _region(usual=False),
    ]


def _designations() -> list[Field]:
    return [
        _head("name", "名称", lambda line: line.names["name"], "name"),
        _code("kind", "认定种类", "designations", 26),
        _code("level", "级别", "levels", 10),
        _name("party", "所属单位", order="party__name"),
        _day("from_on", "认定日"),
        _day("until_on", "失效日", "未载明"),
        _text("document_number", "文号", 22),
        _region(),
    ]


def _activities() -> list[Field]:
    return [
        _day("held_on", "日期"),
        _head("title", "活动名称", lambda line: line.one.title, "title"),
        _code("kind", "活动种类", "activities"),
        _text("place", "地点", 24, "t"),
        _text("organiser", "主办单位", 28, "t"),
        _number("people", "人次", 10),
        _number("items", "条数", 10),
        _region(),
    ]


def _statistics() -> list[Field]:
    def named(line: RollLine) -> str:
        return labels.code_names("statistics").get(line.one.key, line.one.key)

    return [
        _head("key", "统计指标", named, "key"),
        _region(),
        Field("year", "年度", lambda line: str(line.one.year), "n", ("year",), lambda line: line.one.year, width=8),
        _number("value", "数值", 18),
        Field("unit", "单位", lambda line: labels.unit_of_statistic(line.one.key), "k", width=8),
        _text("publisher", "发布单位", 28, "t"),
        _text("document", "出处", 40, "t"),
    ]  # fmt: skip


def _budgets() -> list[Field]:
    return [
        _head("purpose", "用途", lambda line: line.one.purpose, "purpose"),
        _text("body", "单位", 28, "t"),
        Field("year", "年度", lambda line: str(line.one.year), "n", ("year",), lambda line: line.one.year, width=8),
        _number("planned", "预算（元）"),
        _number("spent", "支出（元）"),
        Field("rate", "执行率", _rate, "n", width=10),
        _text("document", "文件", 34, "t"),
        _region(usual=False),
    ]  # fmt: skip


def _rate(line: RollLine) -> str:
    planned, spent = line.one.planned, line.one.spent
    return f"{number(spent / planned * 100, 1)}%" if planned and spent is not None else "—"


#: the rolls in the order of the tabs, by the name of their address
ROLLS = {
    "parties": RollWords("party", "主体", "个", _parties, "name", {"kind": "类别", "size": "规模"}, "parties", "名称或信用代码"),
    "events": RollWords("event", "事件", "条", _events, "-happened_on", {"kind": "事件"}, "patent_events", "权利、当事人或文号"),
    "designations": RollWords("designation", "认定", "项", _designations, "-from_on", {"kind": "种类", "level": "级别"}, "designations", "名称、单位或文号"),
    "activities": RollWords("activity", "活动", "次", _activities, "-held_on", {"kind": "种类"}, "activities", "名称、地点或主办单位"),
    "statistics": RollWords("statistic", "统计数据", "条", _statistics, "-year", {"key": "统计指标", "year": "年度"}, "statistics", "发布单位或出处"),
    "budgets": RollWords("budget", "经费", "项", _budgets, "-year", {"year": "年度", "body": "单位"}, "budgets", "用途、单位或文件"),
}  # fmt: skip


def facet_word(subject: str, name: str, value: str) -> str:
    """Return how a value of a facet reads."""
    if name == "level":
        return labels.code_names("levels").get(value, value)
    if name == "size":
        return labels.choice_word("parties", "size", value)
    if name == "year":
        return f"{value} 年"
    if name == "key":
        return labels.code_names("statistics").get(value, value)
    if name == "kind" and subject in ("party", "event"):
        return labels.kinds_of(subject.capitalize()).get(value, value)
    if name == "kind":
        codes = {"designation": "designations", "activity": "activities"}[subject]
        return labels.code_names(codes).get(value, value)
    return value
