"""How good the register is, by rule, source and kind, day by day; and the rows that fail a rule."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet, Sum
from django.db.models.expressions import RawSQL
from django.utils.timezone import localdate

from zhiqiang.kernel.errors import NotFound
from zhiqiang.records.registry.correctable import MODELS
from zhiqiang.records.registry.failing import Brought, applies, fails, records
from zhiqiang.records.registry.models import MatchingScore, QualityScore, Subject
from zhiqiang.records.registry.quality_rules import (
    ASPECTS,
    RecordRule,
    kind_column,
    record_rules,
)

_HUNDRED = Decimal(100)
#: what facts a rule may be about, in their order
SUBJECTS = tuple(Subject.values)


@dataclass(frozen=True, slots=True)
class Line:
    """What a rule came to over some records of a day."""

    rule: str
    aspect: str
    weight: int
    looked: int
    failed: int

    @property
    def score(self) -> Decimal:
        """Return the share of records that pass, in per cent."""
        return _HUNDRED * (self.looked - self.failed) / self.looked

    def with_more(self, other: Line) -> Line:
        """Return this line with the records of another line of the same rule."""
        looked, failed = self.looked + other.looked, self.failed + other.failed
        return Line(self.rule, self.aspect, self.weight, looked, failed)


@dataclass(frozen=True, slots=True)
class Card:
    """The score of some records: of all, of a source, of a kind. ``aspects`` has those that were asked."""

    total: Decimal
    aspects: dict[str, Decimal]
    failed: int


def card(lines: Iterable[Line]) -> Card | None:
    """Weigh the rules: their mean by weight, for each aspect and for all; None without any."""
    known = [one for one in lines if one.looked]
    if not known:
        return None
    aspects = {
        aspect: _mean([one for one in known if one.aspect == aspect])
        for aspect in ASPECTS
        if any(one.aspect == aspect for one in known)
    }
    return Card(_mean(known), aspects, sum(one.failed for one in known))


def _mean(lines: list[Line]) -> Decimal:
    weights = sum(one.weight for one in lines)
    return sum((one.score * one.weight for one in lines), Decimal(0)) / weights


def scored_days(person: Any, since: date, where: Mapping[str, str]) -> dict[date, list[Line]]:
    """Return what every rule came to on each scored day since ``since``, oldest first; one query.

    ``where`` narrows it to one ``subject``, ``source`` or ``kind``.
    """
    rows = QualityScore.objects.visible_to(person).filter(day__gte=since, **where)
    out: dict[date, list[Line]] = {}
    for day, *told in _added(rows, "day"):
        out.setdefault(day, []).append(Line(*told))
    return out


def newest_scored_day(person: Any, until: date) -> date | None:
    """Return the last day up to ``until`` that was scored."""
    rows = QualityScore.objects.visible_to(person).filter(day__lte=until)
    found: date | None = rows.order_by("-day").values_list("day", flat=True).first()
    return found


def lines_by(person: Any, day: date, *columns: str) -> dict[tuple[str, ...], list[Line]]:
    """Return what every rule came to on a day, apart by ``subject``, ``source`` or ``kind``."""
    rows = QualityScore.objects.visible_to(person).filter(day=day)
    out: dict[tuple[str, ...], list[Line]] = {}
    for row in _added(rows, *columns):
        cut = len(columns)
        out.setdefault(tuple(row[:cut]), []).append(Line(*row[cut:]))
    return out


def quality_of(day: date) -> dict[str, Any]:
    """Return the score of a day by aspect and by rule, for who runs the installation."""
    rules = record_rules(day).by_key
    rows = QualityScore.objects.for_program("tells the score of the register").filter(day=day)
    lines = [Line(*told) for told in _added(rows)]
    found = card(lines)
    return {
        "day": day,
        "total": found.total if found else None,
        "aspects": {ASPECTS[key]: score for key, score in found.aspects.items()} if found else {},
        "rules": [
            {"rule": one.rule, "zh": rules[one.rule].zh, "aspect": ASPECTS[one.aspect]}
            | {"looked": one.looked, "failed": one.failed}
            for one in lines
            if one.rule in rules
        ],
    }


def _added(rows: QuerySet[QualityScore], *columns: str) -> QuerySet[Any, tuple[Any, ...]]:
    named = (*columns, "rule", "aspect", "weight")
    added = rows.order_by().values(*named).annotate(n=Sum("looked"), bad=Sum("failed"))
    return added.order_by(*named).values_list(*named, "n", "bad")


def a_while_before(day: date) -> date:
    """Return since when the series of a score is shown."""
    return day - timedelta(days=89)


def quality_rule(key: str) -> RecordRule:
    """Return a rule of today, or raise ``NotFound``."""
    found = record_rules(localdate()).by_key.get(key)
    if found is None:
        raise NotFound("没有这条质量规则，或者它已不再适用。")
    return found


def failing(
    rule: RecordRule, person: Any, source: str | None = None, kind: str = ""
) -> QuerySet[Any]:
    """Return the records that fail a rule today, as far as ``person`` may see them."""
    today = localdate()
    among, about, bad = records(rule.subject, Brought(today)), applies(rule), fails(rule, today)
    text = f"SELECT t.id {among.text} AND {about.text} AND {bad.text}"
    values = [*among.values, *about.values, *bad.values]
    if source is not None:
        text, values = f"{text} AND v.column3 = %s", [*values, source]
    model = MODELS[rule.subject]
    found: QuerySet[Any] = model.objects.visible_to(person).filter(pk__in=RawSQL(text, values))
    if kind and kind_column(rule.subject):
        found = found.filter(**{kind_column(rule.subject): kind})
    return found


def newest_matching(person: Any) -> list[MatchingScore]:
    """Return the last measurement of how firms are told apart: by names alone, with histories."""
    rows = MatchingScore.objects.visible_to(person)
    newest = rows.order_by("-day").values("day")[:1]
    return list(rows.filter(day=newest).order_by("has_histories"))
