"""The fields of a form as JSON Schema (2020-12), and in Chinese what is wrong with an answer.

The part of the standard that forms need is read strictly: a keyword that is not in ``_KEYWORDS`` is
an error of the schema, never ignored. ``title`` is the name on screen, ``description`` the help under
it; ``format`` is ``date``, ``application-number`` or ``credit-code``; ``pattern`` is searched as the
standard says. ``x-choices: record_fields`` offers the fields of the record that the case is about,
``questionnaires`` those of the catalogue.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from zhiqiang.kernel.identifiers import Verdict, parse_application_number, parse_credit_code

_TYPES: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "number": (int, float, Decimal),
    "integer": (int,),
    "boolean": (bool,),
    "array": (list,),
    "object": (dict,),
}
_TYPE_NAMES = {
    "string": "文字",
    "number": "数字",
    "integer": "整数",
    "boolean": "是或否",
    "array": "列表",
    "object": "一组内容",
}
_KEYWORDS = frozenset(
    [
        "type",
        "title",
        "description",
        "properties",
        "required",
        "additionalProperties",
        "items",
        "minItems",
        "maxItems",
        "uniqueItems",
        "enum",
        "minLength",
        "maxLength",
        "minimum",
        "maximum",
        "exclusiveMinimum",
        "pattern",
        "format",
        "$schema",
        "$defs",
        "x-labels",
        "x-choices",
        "x-private",
    ]
)
_FORMATS = ("date", "application-number", "credit-code")


def faults_of(schema: Any, place: str = "fields") -> Iterator[str]:
    """Yield in Chinese what is wrong with a schema, each with its place."""
    if not isinstance(schema, dict):
        yield f"{place}：应为键值对"
        return
    for keyword in schema.keys() - _KEYWORDS:
        yield f"{place}：不支持的关键字 {keyword}"
    kind = schema.get("type")
    if kind not in _TYPES:
        yield f"{place}.type：应为 {'、'.join(_TYPES)} 之一，实际为 {kind!r}"
        return
    if "format" in schema and schema["format"] not in _FORMATS:
        yield f"{place}.format：应为 {'、'.join(_FORMATS)} 之一，实际为 {schema['format']!r}"
    try:
        re.compile(schema.get("pattern", ""))
    except (re.error, TypeError) as error:
        yield f"{place}.pattern：不是正确的正则表达式（{error}）"
    yield from _faults_of_values(schema, place)
    if kind == "object":
        yield from _faults_of_object(schema, place)
    elif not schema.get("title"):
        yield f"{place}.title：缺少显示名称"
    if kind == "array":
        yield from faults_of(schema.get("items"), f"{place}.items")
    if "enum" in schema and not (isinstance(schema["enum"], list) and schema["enum"]):
        yield f"{place}.enum：应为非空列表"


def _faults_of_values(schema: dict[str, Any], place: str) -> Iterator[str]:
    """Yield what is wrong with the values of keywords: a bound that is no number breaks every answer."""
    for keyword in ("minLength", "maxLength", "minItems", "maxItems"):
        value = schema.get(keyword, 0)
        if not isinstance(value, int) or isinstance(value, bool) or value < 0:
            yield f"{place}.{keyword}：应为整数，实际为 {value!r}"
    for keyword in ("minimum", "maximum", "exclusiveMinimum"):
        value = schema.get(keyword, 0)
        if not isinstance(value, int | float) or isinstance(value, bool):
            yield f"{place}.{keyword}：应为数字，实际为 {value!r}"
    for keyword, wanted, words in (
        ("title", str, "文字"), ("description", str, "文字"), ("required", list, "列表"), ("x-labels", dict, "键值对"),
    ):  # fmt: skip
        if keyword in schema and not isinstance(schema[keyword], wanted):
            yield f"{place}.{keyword}：应为{words}，实际为 {schema[keyword]!r}"


def _faults_of_object(schema: dict[str, Any], place: str) -> Iterator[str]:
    properties = schema.get("properties")
    if not isinstance(properties, dict) or not properties:
        yield f"{place}.properties：应列出至少一个字段"
        return
    if schema.get("additionalProperties") is not False:
        yield f"{place}.additionalProperties：应为 false，表单不收未列出的字段"
    required = schema.get("required", [])
    for name in required if isinstance(required, list) else ():
        if name not in properties:
            yield f"{place}.required：没有字段 {name}"
    for name, one in properties.items():
        if not re.fullmatch(r"[a-z][a-z0-9_]*", str(name)):
            yield f"{place}.properties：字段名 {name!r} 应由小写英文字母、数字和下划线组成"
        yield from faults_of(one, f"{place}.properties.{name}")


def errors_in(
    schema: Mapping[str, Any], answers: Any, is_complete: bool = True
) -> Iterator[tuple[str, str]]:
    """Yield path and Chinese message of each wrong answer.

    Of a draft (``is_complete`` false) nothing is required and what is empty is not judged.
    """
    yield from _errors(schema, answers, "", is_complete)


def _errors(
    schema: Mapping[str, Any], value: Any, path: str, complete: bool
) -> Iterator[tuple[str, str]]:
    name = schema.get("title", "表单")
    kind = schema["type"]
    wrong_type = not isinstance(value, _TYPES[kind])
    if wrong_type or (isinstance(value, bool) and kind in ("number", "integer")):
        yield path, f"“{name}”应为{_TYPE_NAMES[kind]}。"
        return
    if kind == "object":
        yield from _errors_of_object(schema, value, path, complete)
    elif kind == "array":
        yield from _errors_of_array(schema, value, path, complete)
    elif complete or value != "":
        for message in _judged(schema, value, str(name)):
            yield path, message


def _errors_of_object(
    schema: Mapping[str, Any], value: dict[str, Any], path: str, complete: bool
) -> Iterator[tuple[str, str]]:
    properties = schema["properties"]
    for name in schema.get("required", []) if complete else ():
        if value.get(name) in (None, "", []):
            here = f"{path}.{name}" if path else name
            yield here, f"请填写“{properties[name].get('title', name)}”。"
    for name, one in value.items():
        here = f"{path}.{name}" if path else str(name)
        if name not in properties:
            yield here, f"表单没有“{name}”这一项，请删除。"
        elif one is not None and not (one in ("", []) and name not in schema.get("required", [])):
            if one in ("", []):
                continue  # Named above where it is required.
            yield from _errors(properties[name], one, here, complete)


def _errors_of_array(
    schema: Mapping[str, Any], value: list[Any], path: str, complete: bool
) -> Iterator[tuple[str, str]]:
    name, few, most = schema.get("title", ""), schema.get("minItems", 0), schema.get("maxItems")
    if complete and len(value) < few:
        yield path, f"“{name}”至少填 {few} 项，现有 {len(value)} 项。"
    if most is not None and len(value) > most:
        yield path, f"“{name}”最多填 {most} 项，现有 {len(value)} 项。"
    if schema.get("uniqueItems") and len({repr(one) for one in value}) < len(value):
        yield path, f"“{name}”有重复的项。"
    for number, one in enumerate(value, 1):
        yield from _errors(schema["items"], one, f"{path}.{number}", complete)


def _judged(schema: Mapping[str, Any], value: Any, name: str) -> Iterator[str]:
    if "enum" in schema and value not in schema["enum"]:
        labels = schema.get("x-labels", {})
        offered = "、".join(str(labels.get(one, one)) for one in schema["enum"])
        yield f"“{name}”应为以下之一：{offered}。"
    tests: dict[str, Callable[[Any], str]] = {
        "minLength": lambda least: "" if len(value) >= least else f"至少 {least} 个字",
        "maxLength": lambda most: "" if len(value) <= most else f"最多 {most} 个字，现有 {len(value)} 个",
        "minimum": lambda least: "" if value >= least else f"不小于 {least}",
        "maximum": lambda most: "" if value <= most else f"不大于 {most}",
        "exclusiveMinimum": lambda least: "" if value > least else f"应大于 {least}",
        "pattern": lambda found: "" if re.search(found, value) else "格式不对",
        "format": lambda form: _form(form, value),
    }  # fmt: skip
    for keyword, test in tests.items():
        said = test(schema[keyword]) if keyword in schema else ""
        if said:
            yield f"“{name}”{said}。"


def _form(form: str, value: str) -> str:
    if form == "date":
        return "" if as_day(value) else "应为日期，例如 2024-03-05"
    if form == "credit-code":
        found = parse_credit_code(value)
        return "" if found.verdict is Verdict.VALID else "不是正确的统一社会信用代码，请核对"
    number = parse_application_number(value)
    return "" if number.verdict is Verdict.VALID else "不是正确的申请号（专利号），请核对"


def as_day(value: Any) -> date | None:
    """Return a written day, or ``None`` where it is none."""
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        return None
