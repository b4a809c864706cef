"""The form of a service item: its fields as controls, and what was typed as answers."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from django.http import QueryDict

from zhiqiang.records.casework.choices import choices_of
from zhiqiang.records.casework.items import ServiceItem
from zhiqiang.ui.asked import BadAddress, read_day

_LONG = 120
#: numbers may stand in one line; free text has commas of its own
_APART = "\n,，、;； "
_HELP = {
    "date": "如 2026-3-5、2026年3月5日或 20260305。",
    "application-number": "如 201310699744.2。",
    "credit-code": "18 位。",
}


@dataclass(frozen=True, slots=True)
class Control:
    """One field of a form as the page draws it. ``kind``: text, long, lines, choice or number."""

    name: str
    label: str
    kind: str
    value: str
    help: str = ""
    options: tuple[tuple[str, str], ...] = ()
    is_required: bool = False
    errors: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        return f"f-{self.name}"


def controls(
    item: ServiceItem,
    answers: Mapping[str, Any],
    names: Sequence[str],
    errors: Sequence[tuple[str, str]] = (),
    subject: str = "",
) -> list[Control]:
    """Return the controls of these fields, filled with answers and with what is wrong at each."""
    required = set(item.fields.get("required", []))
    wrong: dict[str, list[str]] = {}
    for path, message in errors:
        wrong.setdefault(path.split(".")[0], []).append(message)
    return [
        _control(
            name, item.fields["properties"][name], answers.get(name), name in required,
            tuple(wrong.get(name, ())), subject,
        )
        for name in names
    ]  # fmt: skip


def asked_of_applicants(item: ServiceItem) -> list[str]:
    """Return the names of the fields that applicants fill in, in the order of the item."""
    return [one for one in item.fields["properties"] if one not in item.official_fields]


def _control(
    name: str, schema: Mapping[str, Any], value: Any, is_required: bool, errors: tuple[str, ...],
    subject: str,
) -> Control:  # fmt: skip
    options = tuple(choices_of(schema, subject).items())
    kind, text = "text", _written(value)
    match schema["type"]:
        case "array":
            kind, text = "lines", "\n".join(map(str, value)) if isinstance(value, list) else text
        case "boolean":
            kind, options = "choice", (("true", "是"), ("false", "否"))
        case "number" | "integer":
            kind = "number"
        case _ if options:
            kind = "choice"
        case _ if schema.get("maxLength", 0) > _LONG:
            kind = "long"
    form = schema.get("format") or schema.get("items", {}).get("format", "")
    about = schema.get("description", "")
    said = " ".join(one for one in (f"{about}。" if about else "", _HELP.get(form, "")) if one)
    return Control(name, schema["title"], kind, text, said.replace("。。", "。"), options,
                   is_required, errors)  # fmt: skip


def _written(value: Any) -> str:
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


def read_answers(item: ServiceItem, sent: QueryDict, names: Sequence[str]) -> dict[str, Any]:
    """Return what was typed in these fields as answers; what cannot be read stays as it was typed."""
    return {
        name: _read(item.fields["properties"][name], sent.get(name, ""))
        for name in names
        if name in sent
    }


def _read(schema: Mapping[str, Any], typed: str) -> Any:
    text = typed.replace("\r\n", "\n").strip()
    match schema["type"]:
        case "array":
            apart = _APART if "format" in schema["items"] else "\n"
            lines = (one.strip() for one in re.split(f"[{apart}]", text))
            return [_tidy(schema["items"], one) for one in lines if one]
        case "boolean":
            return {"true": True, "false": False}.get(text, text or None)
        case "number" | "integer":
            return _number(text)
        case _:
            return _tidy(schema, text) or None


def _tidy(schema: Mapping[str, Any], text: str) -> str:
    match schema.get("format"):
        case "date":
            try:
                return read_day(text).isoformat()
            except BadAddress:
                return text
        case "application-number":
            return text.upper().removeprefix("ZL").removeprefix("CN").strip()
        case "credit-code":
            return text.upper()
        case _:
            return text


def _number(text: str) -> Any:
    plain = text.replace(",", "").replace("，", "").replace(" ", "")
    if not plain:
        return None
    try:
        value = Decimal(plain)
    except InvalidOperation:
        return text
    if not value.is_finite() or abs(value) >= Decimal(10) ** 15:
        return text
    return int(value) if value == value.to_integral_value() else float(value)
