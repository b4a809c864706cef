"""What the program fills into a case by itself: nobody types what was gathered."""

from __future__ import annotations

from zhiqiang.records.casework.items import ServiceItem
from zhiqiang.records.casework.models import Case
from zhiqiang.records.casework.surveys import standing


def fill(case: Case, item: ServiceItem) -> str:
    """Fill in what was gathered for a case; return why it cannot be granted yet, if so."""
    if not item.computed:
        return ""
    values, reason = standing.computed(case)
    filled = {name: values[source] for name, source in item.computed.items() if source in values}
    case.fields = {**case.fields, **filled}
    return reason


def typed_fields(item: ServiceItem) -> tuple[str, ...]:
    """Return the fields that officials fill in by hand."""
    return tuple(name for name in item.official_fields if name not in item.computed)
