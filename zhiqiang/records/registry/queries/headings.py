"""Sources with the headings that officials have taught this installation."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from zhiqiang.engines.ingest import Source, load_source
from zhiqiang.records.registry.models import TaughtHeading


def taught_headings(person: Any) -> QuerySet[TaughtHeading]:
    """Return what was taught, as far as ``person`` may see it, by source."""
    return TaughtHeading.objects.visible_to(person)


def taught(sources: Iterable[Source]) -> list[Source]:
    """Return sources with what they were taught beside what they declare."""
    by_source: dict[str, dict[str, str]] = {}
    for one in TaughtHeading.objects.for_program("reads received lists"):
        by_source.setdefault(one.source, {})[one.heading] = one.field
    return [one.taught(by_source.get(one.key, {})) for one in sources]


def declared(key: str) -> Source:
    """Return a source as the catalogue declares it, or raise ``NotFound``."""
    return load_source(Path(settings.CATALOGUE) / "sources", key)


def source(key: str) -> Source:
    """Return a declared source with what it was taught, or raise ``NotFound``."""
    (found,) = taught([declared(key)])
    return found
