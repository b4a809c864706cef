"""How good the register is, day by day, and the records that fail each rule."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from zhiqiang.portal import labels
from zhiqiang.portal.exporting import RIGHT as EXPORT
from zhiqiang.portal.exporting import exported, may_export
from zhiqiang.portal.lists.failing import failing_lines, failing_list
from zhiqiang.portal.lists.scores import (
    BY_HAND,
    NO_SOURCE,
    card_table,
    grouped,
    kind_cell,
    matching_table,
    points,
    source_cell,
)
from zhiqiang.portal.paging import page_of
from zhiqiang.portal.people.gate import needs
from zhiqiang.portal.views.gate import officials_only
from zhiqiang.records.registry import queries as registry
from zhiqiang.records.registry.quality_rules import ASPECTS, RecordRule, record_rules
from zhiqiang.ui.asked import BadAddress
from zhiqiang.ui.charts import Spark, spark
from zhiqiang.ui.tables import Cell, Table, table
from zhiqiang.ui.templatetags.figures import number


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which records are asked for: of one source, one subject, one kind; empty is all."""

    source: str
    subject: str
    kind: str

    def has(self, key: tuple[str, ...]) -> bool:
        """Say whether records of (subject, source, kind) are meant."""
        return (
            (not self.subject or key[0] == self.subject)
            and (not self.source or key[1] == ("" if self.source == BY_HAND else self.source))
            and (not self.kind or key[2] == self.kind)
        )

    @property
    def where(self) -> dict[str, str]:
        """Return the same as conditions on scores."""
        told = {"subject": self.subject, "kind": self.kind, "source": self.source}
        found = {name: value for name, value in told.items() if value}
        return found | ({"source": ""} if self.source == BY_HAND else {})


@dataclass(frozen=True, slots=True)
class AspectLine:
    """One aspect as the page shows it: score, change since the day before, and its series."""

    label: str
    score: Decimal | None
    change: str
    failed: int
    spark: Spark | None


@officials_only
@require_safe
def scores(request: HttpRequest) -> HttpResponse:
    """Show the newest score of the register by aspect, rule, source and kind."""
    day = registry.newest_scored_day(request.user, localdate())
    context: dict[str, Any] = {
        "day": day,
        "matching": matching_table(registry.newest_matching(request.user)),
    }
    if day:
        apart = registry.lines_by(request.user, day, "subject", "source", "kind")
        chosen = _chosen(request, apart)
        meant = {key: lines for key, lines in apart.items() if chosen.has(key)}
        context |= {
            "chosen": chosen,
            "sources": _sources(apart),
            "subjects": [(one, registry.subject_label(one)) for one in _subjects(apart)],
            "aspects": _aspects(request, day, chosen),
            "rules": _rules(meant, chosen, day),
            "by_source": card_table("按来源", "来源", grouped(meant, 1), source_cell),
            "by_kind": card_table("按记录种类", "种类", grouped(meant, 0, 2), kind_cell),
        }
    return render(request, "portal/scores.html", context)


def _subjects(apart: dict[tuple[str, ...], Any]) -> list[str]:
    return sorted({key[0] for key in apart}, key=list(registry.SUBJECTS).index)


def _sources(apart: dict[tuple[str, ...], Any]) -> list[tuple[str, str]]:
    keys = sorted({key[1] for key in apart})
    return [(one or BY_HAND, labels.source_title(one) if one else NO_SOURCE) for one in keys]


def _chosen(request: HttpRequest, apart: dict[tuple[str, ...], Any]) -> Chosen:
    asked = {name: request.GET.get(name, "") for name in ("source", "subject", "kind")}
    known = {
        "source": {key[1] or BY_HAND for key in apart},
        "subject": {key[0] for key in apart},
        "kind": {key[2] for key in apart},
    }
    for name, label in (("source", "来源"), ("subject", "事实种类"), ("kind", "记录种类")):
        if asked[name] and asked[name] not in known[name]:
            raise BadAddress(f"评分中没有“{asked[name][:40]}”这一{label}。请用页面上的筛选项。")
    return Chosen(**asked)


def _aspects(request: HttpRequest, day: date, chosen: Chosen) -> list[AspectLine]:
    """Return the whole and its aspects, each with what it was on the days before."""
    since = registry.a_while_before(day)
    by_day = registry.scored_days(request.user, since, chosen.where)
    cards = [(one, registry.card(lines)) for one, lines in by_day.items() if one <= day]
    days = [one.isoformat() for one, _ in cards]
    out = []
    for aspect, label in (("", "综合"), *ASPECTS.items()):
        series = [_of(found, aspect) for _, found in cards]
        told = [one for one in series if one is not None]
        lines = [one for one in by_day.get(day, []) if not aspect or one.aspect == aspect]
        is_known = len(told) > 1 and series[-1] is not None
        change = _change(told[-1] - told[-2]) if is_known else "—"
        drawn = spark(days, series, "分") if len(days) > 1 else None
        failed = sum(one.failed for one in lines)
        out.append(AspectLine(label, series[-1] if series else None, change, failed, drawn))
    return out


def _change(by: Decimal) -> str:
    return f"{by:+.1f}" if abs(by) >= Decimal("0.05") else "持平"


def _of(found: registry.Card | None, aspect: str) -> Decimal | None:
    if found is None:
        return None
    return found.aspects.get(aspect) if aspect else found.total


def _rules(meant: dict[tuple[str, ...], list[registry.Line]], chosen: Chosen, day: date) -> Table:
    """Return every rule with what it came to; the failures of each lead to their rows."""
    added: dict[str, list[registry.Line]] = {}
    for lines in meant.values():
        for line in lines:
            added.setdefault(line.rule, []).append(line)
    known, today = record_rules(day).by_key, record_rules(localdate()).by_key
    rows = []
    for key in (*known, *(one for one in added if one not in known)):
        if key not in added:
            continue
        lines = added[key]
        rule = known.get(key)
        looked, failed = sum(x.looked for x in lines), sum(x.failed for x in lines)
        href = _rows_address(key, chosen) if failed and key in today else ""
        rows.append(
            (
                Cell(ASPECTS[lines[0].aspect]),
                Cell(rule.zh if rule else key, is_head=True),
                number(looked),
                Cell(number(failed), href, label=f"{rule.zh if rule else key}：不合格 {failed} 条"),
                points(Decimal(100) * (looked - failed) / looked),
                str(lines[0].weight),
                rule.advice if rule and failed else "—",
            )
        )
    heads = [
        ("方面", "k"), ("规则", "t"), ("核对条数", "n"), ("不合格", "n"), ("得分", "n"), ("权重", "n"),
        ("处理建议", "t"),
    ]  # fmt: skip
    return table("质量规则", heads, rows)


def _rows_address(rule: str, chosen: Chosen) -> str:
    query = {"source": chosen.source, "kind": chosen.kind}
    kept = urlencode({name: value for name, value in query.items() if value})
    return reverse("portal:failing", args=[rule]) + (f"?{kept}" if kept else "")


@officials_only
@require_safe
def failing(request: HttpRequest, key: str) -> HttpResponse:
    """List the records that fail a rule as the register stands."""
    rule = registry.quality_rule(key)
    source, kind = _narrowed(request, rule)
    listing = failing_list(request.GET, rule)
    found = _found(request, rule, source, kind)
    page = page_of(request, found.count())
    rows = listing.ordered(found)[page.offset : page.offset + page.size]
    context = {
        "rule": rule,
        "aspect": ASPECTS[rule.aspect],
        "subject": registry.subject_label(rule.subject),
        "said": _said(source, kind, rule),
        "page": page,
        "listing": listing.draw(failing_lines(rule, rows, request.user)),
        "counted": f"共 {page.total:,} 条",
        "export": reverse("portal:export_failing", args=[key]) if may_export(request) else "",
    }
    return render(request, "portal/failing.html", context)


@officials_only
@needs(EXPORT)
def export_failing(request: HttpRequest, key: str) -> HttpResponseBase:
    """Save the records that fail a rule, with the row that each comes from."""
    rule = registry.quality_rule(key)
    source, kind = _narrowed(request, rule)
    listing = failing_list(request.GET, rule)
    found = _found(request, rule, source, kind)
    rows = failing_lines(rule, listing.ordered(found).iterator(chunk_size=2_000), request.user)
    said = (_said(source, kind, rule), rule.advice)
    return exported(request, listing, said, found.count(), rows)


def _found(request: HttpRequest, rule: RecordRule, source: str, kind: str) -> Any:
    of = None if not source else "" if source == BY_HAND else source
    found = registry.failing(rule, request.user, of, kind)
    return found.select_related("right", "party") if rule.subject == "event" else found


def _narrowed(request: HttpRequest, rule: RecordRule) -> tuple[str, str]:
    source, kind = (request.GET.get(name, "")[:80] for name in ("source", "kind"))
    if source and source != BY_HAND and source not in labels.sources():
        raise BadAddress(f"没有“{source[:40]}”这一来源。请从“台账质量”页打开。")
    if kind and rule.kinds and kind not in rule.kinds:
        raise BadAddress(f"这条规则不核对“{kind[:40]}”。请从“台账质量”页打开。")
    return source, kind


def _said(source: str, kind: str, rule: RecordRule) -> str:
    told = [NO_SOURCE if source == BY_HAND else labels.source_title(source)] if source else []
    return " · ".join([*told, *([labels.kind_word(rule.subject, kind)] if kind else [])])
