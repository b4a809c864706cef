"""The index of the newest snapshot, and the words it is searched with."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from zhiqiang.engines.fulltext import Kept, OpenIndex, SearchFields, Shelf, Synonyms
from zhiqiang.kernel.catalogue import load
from zhiqiang.records.indicators import queries as indicators
from zhiqiang.records.search import corpus


def index_snapshot(number: int) -> Kept:
    """Bring the index up to a snapshot; the one before is read meanwhile. Called by the pipeline."""
    shelf = _shelf(Path(settings.HOME), Path(settings.CATALOGUE))
    return shelf.publish(number, corpus.rows(indicators.open_snapshot(number), shelf.fields))


def index() -> OpenIndex:
    """Return the newest index, or raise ``NotFound`` where none was built."""
    return _shelf(Path(settings.HOME), Path(settings.CATALOGUE)).open()


def fields() -> SearchFields:
    """Return the fields that questions may name."""
    return _fields(Path(settings.CATALOGUE))


def synonyms() -> Synonyms:
    """Return the words that mean the same."""
    return _synonyms(Path(settings.CATALOGUE))


@lru_cache(maxsize=4)
def _shelf(home: Path, catalogue: Path) -> Shelf:
    return Shelf(home / "indexes" / "rights", _fields(catalogue))


@lru_cache(maxsize=4)
def _fields(catalogue: Path) -> SearchFields:
    return load(catalogue / "search" / "fields.yml", SearchFields)


@lru_cache(maxsize=4)
def _synonyms(catalogue: Path) -> Synonyms:
    return load(catalogue / "search" / "synonyms.yml", Synonyms)
