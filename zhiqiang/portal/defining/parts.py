"""The part of the form that says what is counted: rows of a table, or a published figure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms

from zhiqiang.portal import labels
from zhiqiang.portal.defining.columns import (
    COLUMNS,
    STATISTIC,
    TESTS,
    column_choices,
    read_test,
    shown_tests,
)

WORDS = {"measure": "统计什么", "numerator": "分子", "denominator": "分母"}
CONDITIONS = 6
OVER = {
    "": "按指标种类",
    "year": "当年 1 月 1 日起",
    "since": "自起算日起",
    "ever": "不限，截至统计日的全部",
}
_NONE = ("", "—")


def fields(place: str, table: str, kind: str) -> dict[str, forms.Field]:
    """Return the fields of a measure over a table, or of a published figure."""
    own = _stated() if table == STATISTIC else _counted(table, kind)
    return {f"{place}-{name}": field for name, field in own.items()}


def _counted(table: str, kind: str) -> dict[str, forms.Field]:
    when = {"rights": ("in_force", "统计日有效"), "designations": ("held", "统计日仍保持")}
    states = [when[table]] if table in when else []
    days = [(f"by:{name}", f"按{word}") for name, word in column_choices(table, "date")]
    out: dict[str, forms.Field] = {
        "when": forms.ChoiceField(
            label="何时计入", choices=[*states, *days],
            help_text="状态类按统计日判断；发生类按一个日期落在期间内判断。",
        ),
        "over": forms.ChoiceField(label="期间", choices=list(OVER.items()), required=False),
    }  # fmt: skip
    for n in range(CONDITIONS):
        out |= {
            f"where-{n}-column": forms.ChoiceField(
                label="条件", choices=[_NONE, *column_choices(table)], required=False
            ),
            f"where-{n}-test": forms.ChoiceField(
                label="判断", choices=list(TESTS.items()), required=False
            ),
            f"where-{n}-text": forms.CharField(label="值", required=False, max_length=600),
        }
    sums = column_choices(table, "decimal", "int64")
    sums = [one for one in sums if one[0] not in ("id",) and not one[0].endswith("_id")]
    texts = [one for one in column_choices(table) if one[0] != "id"]
    out |= {
        "sum": forms.ChoiceField(
            label="求和", choices=[("", "不求和，数条数"), *sums], required=False
        ),
        "distinct": forms.ChoiceField(label="去重", choices=[("", "不去重"), *texts], required=False, help_text="同一值只计一次，如同一权利人。"),
        "having_at_least": forms.IntegerField(label="至少出现次数", min_value=2, required=False, help_text="只与去重同用，如持有 10 件以上的企业。"),
        "once_per": forms.ChoiceField(label="合并", choices=[("", "不合并"), *texts], required=False, help_text="同一值的多行视为一项，如同一合同。"),
    }  # fmt: skip
    if table == "rights":
        out["meets"] = forms.ChoiceField(
            label="判定标准",
            choices=[("", "无"), ("high_value_criteria", "高价值发明专利")],
            required=False,
        )
    if kind == "ratio":
        out["unit"] = forms.CharField(label="计数单位", required=False, max_length=20)
    return out


def _stated() -> dict[str, forms.Field]:
    known = labels.code_names("statistics")
    return {
        "statistic": forms.ChoiceField(label="公布数", choices=list(known.items())),
        "zh": forms.CharField(label="显示名称", max_length=60, help_text="跟在年份之后，如 年末常住人口。"),
        "unit": forms.CharField(label="计数单位", max_length=20),
        "offset": forms.ChoiceField(
            label="取哪一年", required=False,
            choices=[("", "统计日之前最近的一年"), ("population_year_offset", "按人口年份参数")],
        ),
        "add_up": forms.BooleanField(label="可由下级地区相加", required=False, help_text="人数、金额可以；占比、得分不可以。"),
    }  # fmt: skip


def faults(place: str, table: str, told: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the name of a field and what is wrong with it."""
    if table == STATISTIC:
        return
    for n in range(CONDITIONS):
        column, test, text = (
            told.get(f"{place}-where-{n}-{one}", "") for one in ("column", "test", "text")
        )
        if not column:
            if text:
                yield f"{place}-where-{n}-column", "请选择这个条件的列。"
            continue
        try:
            read_test(table, column, test or "is", text)
        except ValueError as error:
            yield f"{place}-where-{n}-text", str(error)


def read(place: str, table: str, told: Mapping[str, Any]) -> dict[str, Any]:
    """Return a measure as the catalogue has it."""
    own = {
        name.removeprefix(f"{place}-"): one
        for name, one in told.items()
        if name.startswith(f"{place}-")
    }
    if table == STATISTIC:
        names = ("statistic", "zh", "unit", "offset", "add_up")
        return {name: own[name] for name in names if own.get(name)}
    out: dict[str, Any] = {"table": table}
    when = own["when"]
    out |= {"by": when[3:]} if when.startswith("by:") else {"at": when}
    if own["over"]:
        out["over"] = own["over"]
    where: dict[str, Any] = {}
    for n in range(CONDITIONS):
        column = own[f"where-{n}-column"]
        if column:
            test = read_test(table, column, own[f"where-{n}-test"] or "is", own[f"where-{n}-text"])
            both = isinstance(test, dict) and isinstance(where.get(column), dict)
            where[column] = {**where[column], **test} if both else test
    if where:
        out["where"] = where
    names = ("sum", "distinct", "having_at_least", "once_per", "meets", "unit")
    return out | {name: own[name] for name in names if own.get(name)}


def initial(place: str, measure: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the fields show of a measure as the catalogue has it."""
    names = ("over", "sum", "distinct", "having_at_least", "once_per", "meets", "unit")
    names += ("statistic", "zh", "offset", "add_up")
    out = {name: measure[name] for name in names if name in measure}
    if "table" in measure:
        out["when"] = measure.get("at") or f"by:{measure['by']}"
        for n, found in enumerate(shown_tests(measure["table"], measure.get("where", {}))):
            out |= dict(
                zip([f"where-{n}-{one}" for one in ("column", "test", "text")], found, strict=True)
            )
    return {f"{place}-{name}": one for name, one in out.items()}


def tables_of(version: Any) -> dict[str, str]:
    """Return the table of each measure of a definition; of a published figure ``statistic``."""
    out = {}
    for place in WORDS:
        measure = getattr(version, place, None)
        if measure is not None:
            out[place] = getattr(measure, "table", STATISTIC)
    return out


__all__ = ["COLUMNS", "WORDS", "faults", "fields", "initial", "read", "tables_of"]
