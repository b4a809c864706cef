"""What a form offers to choose from where the register says it: the fields of the record at issue."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from zhiqiang.records.casework.items import ServiceItem
from zhiqiang.records.casework.surveys.declaration import questionnaires
from zhiqiang.records.registry.correctable import fields_of

RECORD_FIELDS = "record_fields"
QUESTIONNAIRES = "questionnaires"


def choices_of(schema: Mapping[str, Any], subject: str) -> dict[str, str]:
    """Return what one field offers, by key, with names; nothing where one writes."""
    if schema.get("x-choices") == RECORD_FIELDS:
        return {one.name: one.label for one in fields_of(subject)}
    if schema.get("x-choices") == QUESTIONNAIRES:
        return {key: one.title for key, one in questionnaires().items()}
    labels = schema.get("x-labels", {})
    return {str(one): str(labels.get(one, one)) for one in schema.get("enum", ())}


def wrong_choices(
    item: ServiceItem, answers: Mapping[str, Any], subject: str
) -> list[tuple[str, str]]:
    """Return field and Chinese message of each choice that the record does not offer."""
    out = []
    for name, schema in item.fields["properties"].items():
        if "x-choices" not in schema or not answers.get(name):
            continue
        if answers[name] not in choices_of(schema, subject):
            out.append((name, f"“{schema['title']}”请从列出的内容中选择。"))
    return out


def shown(schema: Mapping[str, Any], value: Any, subject: str = "") -> str:
    """Return an answer as people read it; nothing as an empty text."""
    if value is None or value == "" or value == []:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list):
        return "、".join(shown(schema.get("items", {}), one, subject) for one in value)
    if isinstance(value, int | float):
        # Years and counts stand as they are; money is read in thousands.
        return f"{value:,}" if "元" in schema.get("title", "") else str(value)
    return choices_of(schema, subject).get(str(value), str(value))
