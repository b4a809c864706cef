"""Chinese words for keys, from the catalogue: kinds of rights, sources, fields of sources."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from django.apps import apps
from django.conf import settings

from zhiqiang.engines.ingest import CodeList, Source, load_codes, load_source
from zhiqiang.engines.metrics import Indicator
from zhiqiang.kernel.errors import NotFound
from zhiqiang.kernel.terms import load_terms
from zhiqiang.records.registry.code_words import code_names as code_names

_RIGHTS = (
    "invention",
    "utility_model",
    "design",
    "pct_application",
    "trademark",
    "madrid_mark",
    "geographical_indication",
    "software_copyright",
    "work_copyright",
    "plant_variety",
    "layout_design",
)
#: columns of the lake in the order of a snapshot's page
TABLES = {
    "rights": "权利",
    "in_force": "权利有效期间",
    "holdings": "权属",
    "events": "事件",
    "parties": "主体",
    "designations": "认定",
    "activities": "活动",
    "statistics": "统计数据",
}

#: what the one who acts and the one across are called
SIDES = {
    "transfer": ("转让人", "受让人"),
    "licence": ("许可人", "被许可人"),
    "licence_change": ("许可人", "被许可人"),
    "licence_end": ("许可人", "被许可人"),
    "open_licence": ("许可人", "被许可人"),
    "open_licence_end": ("许可人", "被许可人"),
    "pledge": ("出质人", "质权人"),
    "pledge_change": ("出质人", "质权人"),
    "pledge_release": ("出质人", "质权人"),
    "insurance": ("投保人", "保险人"),
    "award": ("获奖人", "颁奖单位"),
    "name_change": ("原权利人", "新权利人"),
    "address_change": ("变更人", "变更后权利人"),
}


def side(kind: str, is_other: bool) -> str:
    """Return what a party is in an event of a kind: the one who acts, or the one across."""
    return SIDES.get(kind, ("权利人", "对方"))[is_other]


def right_kinds() -> dict[str, str]:
    """Return the kinds of rights by key, with their official terms."""
    return _right_kinds(str(settings.CATALOGUE))


@lru_cache(maxsize=2)
def _right_kinds(catalogue: str) -> dict[str, str]:
    terms = load_terms(Path(catalogue) / "terms.yml")
    return {key: terms[key].zh for key in _RIGHTS}


def kinds_of(model: str) -> dict[str, str]:
    """Return the kinds of events, rights or parties by key, in the words of the register."""
    choices = apps.get_model("registry", model)._meta.get_field("kind").choices
    return {str(key): str(word) for key, word in choices}


#: closed lists that tell the kinds of facts which the register itself does not name
_CODES = {"designation": "designations", "activity": "activities", "statistic": "statistics"}


def kind_word(subject: str, key: str) -> str:
    """Return what a kind of right, party, event, designation, activity or statistic is called."""
    if subject == "right":
        return right_kinds().get(key, key)
    codes = _CODES.get(subject)
    known = code_names(codes) if codes else kinds_of("Party" if subject == "party" else "Event")
    return known.get(key, key)


def part_names(indicator: Indicator) -> tuple[str, str]:
    """Return what the two numbers that a value is made of are called."""
    if indicator.kind != "growth":
        return "分子", "分母"
    return "本期", "期初" if indicator.is_mean else "上年同期"


def sources() -> dict[str, Source]:
    """Return every declared source by key, in order of the titles that people look for."""
    folder = Path(settings.CATALOGUE) / "sources"
    found = (_source(str(settings.CATALOGUE), one.stem) for one in sorted(folder.glob("*.yml")))
    return {one.key: one for one in sorted(filter(None, found), key=lambda one: one.title)}


def source_title(key: str) -> str:
    """Return the name of a source; of one that the catalogue no longer has, its key."""
    source = _source(str(settings.CATALOGUE), key)
    return source.title if source else key


def field_label(source: str, field: str) -> str:
    """Return the official heading of a field of a source."""
    declared = _source(str(settings.CATALOGUE), source)
    column = declared.by_field.get(field) if declared else None
    return column.heading if column else field


def choice_word(source: str, field: str, value: str) -> str:
    """Return how lists of a source print a value of a choice column, by its first word."""
    declared = _source(str(settings.CATALOGUE), source)
    column = declared.by_field.get(field) if declared else None
    return column.values.get(value, (value,))[0] if column else value


def read_columns(source: str, found: Iterable[tuple[str, str, str]]) -> list[tuple[str, str, str]]:
    """Return (sheet, received heading, official heading or none) for (sheet, heading, field)."""
    return [
        (sheet, heading, field_label(source, field) if field else "")
        for sheet, heading, field in found
    ]


def unit_of_statistic(key: str) -> str:
    """Return the unit in which the register keeps a statistic; empty for one that it dropped."""
    (codes,) = load_codes(Path(settings.CATALOGUE) / "codes", ["statistics"]).values()
    return codes.values[key].unit if key in codes.values else ""


def code_lists(source: Source) -> dict[str, CodeList]:
    """Return the closed lists that the columns of a source refer to."""
    return load_codes(Path(settings.CATALOGUE) / "codes", sorted(source.code_lists))


@lru_cache(maxsize=64)
def _source(catalogue: str, key: str) -> Source | None:
    try:
        return load_source(Path(catalogue) / "sources", key)
    except NotFound:
        return None
