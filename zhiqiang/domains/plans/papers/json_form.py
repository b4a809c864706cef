"""The programme as JSON, by the schema that stands beside this file."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from zhiqiang.domains.plans.models import PlanCorrection, Programme
from zhiqiang.domains.plans.queries.tasks import tasks

VERSION = 1
_TARGET = (
    "code", "identity", "indicator_name", "printed_name", "indicator_key", "match", "subject",
    "operator", "value", "value_to", "unit", "year", "is_every_year", "is_mean", "basis", "baseline",
    "soft_kind", "where", "section", "quote", "review",
)  # fmt: skip


def programme_json(of: Programme, with_corrections: bool) -> dict[str, Any]:
    """Return a programme as JSON-ready values; corrections name persons and are for editors."""
    out: dict[str, Any] = {
        "version": VERSION,
        "programme": {
            "title": of.title, "number": of.number, "issuer": of.issuer,
            "region_code": of.region_code, "region_name": of.region_name, "level": of.level,
            "issued_on": of.issued_on and of.issued_on.isoformat(),
            "from_year": of.from_year, "to_year": of.to_year, "state": of.state,
            "edition": of.edition, "in_force_on": of.in_force_on and of.in_force_on.isoformat(),
        },
        "targets": [
            {name: _plain(getattr(one, name)) for name in _TARGET}
            | {"span": [one.span_start, one.span_end]}
            for one in of.targets.all()
        ],
        "tasks": [
            {
                "code": view.task.code, "number": view.task.number, "kind": view.task.kind,
                "title": view.task.title, "text": view.task.text, "section": view.task.section,
                "leads": list(view.leads), "supports": list(view.supports),
                "is_open_list": view.task.is_open_list, "due": view.task.due,
                "review": view.task.review, "span": [view.task.span_start, view.task.span_end],
            }
            for view in tasks(of)
        ],
        "findings": [
            {
                "severity": one.severity, "code": one.code, "message": one.message,
                "spans": [[one.span_start, one.span_end], *one.others]
                if one.span_start is not None
                else [],
                "answer": one.answer,
            }
            for one in of.findings.all()
        ],
    }  # fmt: skip
    if with_corrections:
        out["corrections"] = [_correction(one) for one in of.corrections.all()]
    return out


def _correction(one: PlanCorrection) -> dict[str, Any]:
    return {
        "kind": one.kind, "subject": one.subject, "anchor": one.anchor, "before": one.before,
        "after": one.after, "reason": one.reason, "made_by": one.made_by,
        "made_at": one.made_at.isoformat(), "is_withdrawn": one.withdrawn_at is not None,
    }  # fmt: skip


def _plain(value: Any) -> Any:
    """Write a decimal as a decimal string: a programme loses no digit on the way."""
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return value
