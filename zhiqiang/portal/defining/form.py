"""The fields of a definition, drawn from what stands there, and read back into plain values."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from zhiqiang.engines.metrics import GROUPS
from zhiqiang.portal.defining import parts
from zhiqiang.portal.views.definition import MARKS
from zhiqiang.records.indicators import queries as indicators
from zhiqiang.ui.asked import BadAddress, read_day

BASES, KEY = 3, re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
KINDS = {
    "stock": "存量：截至一天的状态",
    "flow": "当期量：一年之内发生的数",
    "cumulative": "累计量：自起算日起的合计",
    "ratio": "比率：分子除以分母",
    "growth": "增长率：与上年同期或期初相比",
    "distinct": "去重计数：有多少家不同的单位",
    "survey": "调查值：取公布数",
}
DIRECTIONS = {"up": "越高越好", "down": "越低越好", "none": "不分高低"}
#: the parts that a kind of indicator is made of
PARTS = {"ratio": ("numerator", "denominator"), "growth": ()}


def places_of(kind: str) -> tuple[str, ...]:
    """Return the places of a definition where a measure stands."""
    return PARTS.get(kind, ("measure",))


class DayField(forms.CharField):
    """A date in any of the ways in which officials write one."""

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        try:
            return read_day(text)
        except BadAddress as error:
            raise forms.ValidationError(str(error)) from error


def _text(label: str, note: str = "", required: bool = True, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, help_text=note, required=required, **more)


class DefinitionForm(forms.Form):
    """One dated definition of an indicator; of a new one, its names and unit too."""

    def __init__(
        self, kind: str, tables: Mapping[str, str], is_new: bool, *given: Any, **named: Any
    ) -> None:
        super().__init__(*given, **named)
        self.kind, self.tables, self.is_new = kind, tables, is_new
        fields: dict[str, forms.Field] = _head() if is_new else {}
        fields |= _version(kind)
        self.sections = [("指标", list(fields)[: -len(_version(kind))])] if is_new else []
        self.sections += [("口径", list(_version(kind)))]
        for place in places_of(kind):
            own = parts.fields(place, tables[place], kind)
            fields |= own
            self.sections.append((parts.WORDS[place], list(own)))
        bases = {f"basis-{n}-{key}": one for n in range(BASES) for key, one in _basis(n).items()}
        fields |= bases
        self.sections.append(("依据", list(bases)))
        for name, field in fields.items():
            if field.required:
                field.error_messages["required"] = f"请填写{field.label}。"
            field.error_messages["invalid"] = f"{field.label}应为整数。"
            if isinstance(field, forms.IntegerField):
                field.widget = forms.TextInput({"inputmode": "numeric"})
            field.error_messages["invalid_choice"] = f"请从列表中选择{field.label}。"
            field.widget.attrs["aria-describedby"] = f"help-{name}"
        self.fields.update(fields)

    def drawn(self) -> list[tuple[str, list[Any]]]:
        """Return each section with its fields, and rows of fields that stand side by side."""
        return [(title, _rows(self, names)) for title, names in self.sections]

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = self.cleaned_data
        key = told.get("key", "")
        if key and not KEY.fullmatch(key):
            self.add_error("key", "代码用小写英文字母、数字和下划线，如 design_filings。")
        for place in places_of(self.kind):
            for name, message in parts.faults(place, self.tables[place], told):
                self.add_error(name, message)
        return told

    def head(self) -> dict[str, Any]:
        """Return the values of a new indicator, without its versions."""
        told = self.cleaned_data
        out = {name: told[name] for name in ("name", "unit", "direction", "group", "load")}
        return {**out, "kind": self.kind, "aliases": tuple(_split(told["aliases"]))}

    def version(self) -> dict[str, Any]:
        """Return the values of the version, as the catalogue has them."""
        told = self.cleaned_data
        out: dict[str, Any] = {"from": told["start"], "text": told["text"].strip()}
        out["basis"] = [one for n in range(BASES) if (one := _read_basis(told, n))]
        if doubts := [one.strip() for one in told["uncertain"].splitlines() if one.strip()]:
            out["uncertain"] = doubts
        for place in places_of(self.kind):
            out[place] = parts.read(place, self.tables[place], told)
        if self.kind == "growth":
            out |= {"of": told["of"], "is_mean": True} if told["is_mean"] else {"of": told["of"]}
        for name, usual in (("per", 1), ("divisor", 1), ("decimals", 0)):
            if told.get(name) not in (None, usual):
                out[name] = told[name]
        return out


def initial_of(version: Mapping[str, Any], kind: str) -> dict[str, Any]:
    """Return what the form shows of a version as the catalogue has it; a new date is left open."""
    out = {
        "text": version["text"].strip(),
        "uncertain": "\n".join(version.get("uncertain", ())),
        **{name: version[name] for name in ("per", "divisor", "decimals", "of") if name in version},
        "is_mean": bool(version.get("is_mean")),
    }
    for n, basis in enumerate(version["basis"][:BASES]):
        out |= {f"basis-{n}-{key}": value for key, value in basis.items()}
    for place in places_of(kind):
        out |= parts.initial(place, version[place])
    return out


def _head() -> dict[str, forms.Field]:
    return {
        "name": _text("名称", "发布和规划中使用的正式名称。", max_length=80),
        "key": _text("代码", "英文小写，只用于程序和文件名，如 design_filings。", max_length=60),
        "aliases": _text("又称", "规划中的其他写法，以顿号分开。", False, max_length=400),
        "unit": _text("单位", "如 件、家、%、亿元。", max_length=20),
        "group": forms.ChoiceField(label="类别", choices=list(GROUPS.items())),
        "direction": forms.ChoiceField(label="方向", choices=list(DIRECTIONS.items())),
        "load": _text("所需数据", "没有数据时提示导入什么，如 专利清单（来源 patents）。", max_length=120),
    }  # fmt: skip


def _version(kind: str) -> dict[str, forms.Field]:
    out: dict[str, forms.Field] = {
        "start": DayField(
            label="自何日起施行", help_text="如 2026-01-01。此前的数值仍按原口径。"
        ),
        "text": _text("定义", "一句话写清统计什么、截至何时、如何归属。", widget=forms.Textarea({"rows": 3}), max_length=600),
        "uncertain": _text("尚不确定之处", "一行一条，显示在数值旁。", False, widget=forms.Textarea({"rows": 2}), max_length=1200),
    }  # fmt: skip
    if kind == "growth":
        out["of"] = forms.ChoiceField(
            label="对象",
            choices=[
                (key, one.name)
                for key, one in indicators.catalogue().items()
                if one.kind in ("stock", "flow", "distinct")
            ],
        )
        out["is_mean"] = forms.BooleanField(
            label="年均增长率", required=False, help_text="自期初起按复合增长计算。"
        )
    if kind == "ratio":
        out["per"] = forms.IntegerField(
            label="倍数", min_value=1, initial=1, help_text="百分比填 100，每万人填 10000。"
        )
    if kind in ("flow", "cumulative"):
        out["divisor"] = forms.IntegerField(
            label="除数", min_value=1, initial=1, help_text="金额以亿元发布时填 100000000。"
        )
    out["decimals"] = forms.IntegerField(label="小数位数", min_value=0, max_value=6, initial=0)
    return out


def _basis(n: int) -> dict[str, forms.Field]:
    return {
        "document": _text("文件", "如 中华人民共和国专利法。" if n == 0 else "", n == 0, max_length=200),
        "number": _text("文号", "", False, max_length=60),
        "article": _text("条款", "", False, max_length=60),
        "issued_on": DayField(label="印发日期", required=False),
        "mark": forms.ChoiceField(label="核对", choices=list(MARKS.items()), initial="C", required=n == 0),
    }  # fmt: skip


def _read_basis(told: Mapping[str, Any], n: int) -> dict[str, Any]:
    names = ("document", "number", "article", "issued_on", "mark")
    found = {name: told[f"basis-{n}-{name}"] for name in names}
    return {name: one for name, one in found.items() if one} if found["document"] else {}


def _split(text: str) -> list[str]:
    return [one for one in re.split(r"[、，,；;\s]+", text.strip()) if one]


def _rows(form: DefinitionForm, names: Sequence[str]) -> list[Any]:
    """Put fields of one row (``where-0-…``, ``basis-0-…``) together; others stand alone."""
    out: list[Any] = []
    rows: dict[str, list[Any]] = {}
    for name in names:
        match = re.fullmatch(r"(.*-\d+)-\w+", name)
        if match is None:
            out.append([form[name]])
            continue
        if match[1] not in rows:
            rows[match[1]] = []
            out.append(rows[match[1]])
        rows[match[1]].append(form[name])
    return out
