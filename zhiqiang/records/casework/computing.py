"""What the program fills into a case by itself: nobody types what was gathered."""

from __future__ import annotations

from zhiqiang.records.casework.items import ServiceItem
from zhiqiang.records.casework.models import Case
from zhiqiang.records.casework.surveys import standing as surveys
from zhiqiang.records.casework.trainings import standing as trainings


def fill(case: Case, item: ServiceItem) -> str:
    """Fill in what was gathered for a case; return why it cannot be granted yet, if so."""
    values: dict[str, object] = {}
    reason = ""
    if item.is_survey:
        values, reason = surveys.computed(case)
    if item.is_training:
        values |= trainings.computed(case)
    filled = {name: values[source] for name, source in item.computed.items() if source in values}
    case.fields = {**case.fields, **filled}
    return reason


def typed_fields(item: ServiceItem) -> tuple[str, ...]:
    """Return the fields that officials fill in by hand.

    Person-times are among them, for trainings with a sheet of paper: attendance by code goes before.
    """
    return tuple(
        name
        for name in item.official_fields
        if not item.computed.get(name, "").startswith("survey.")
    )
