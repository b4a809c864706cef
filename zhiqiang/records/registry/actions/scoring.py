"""Score the register: how many records fail each quality rule, and how well firms are told apart."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from zhiqiang.engines import linking
from zhiqiang.records.registry.actions.staging import rows_of
from zhiqiang.records.registry.failing import Brought, applies, fails, records
from zhiqiang.records.registry.known_pairs import known_pairs
from zhiqiang.records.registry.models import MatchingScore, QualityScore
from zhiqiang.records.registry.quality_rules import RecordRule, kind_column, record_rules
from zhiqiang.records.registry.queries.resembling import own_comparer


def score_register(today: date) -> int:
    """Score the register as it stands and keep the scores as those of ``today``; return how many.

    For the pipeline. One query for each kind of fact reads its table once, whatever the number of
    rules. A day that was scored before is scored anew; other days stay.
    """
    rules, brought = record_rules(today), Brought(today)
    subjects = dict.fromkeys(one.subject for one in rules.rules)
    scores = [
        score
        for subject in subjects
        for score in _scores([one for one in rules.rules if one.subject == subject], brought)
    ]
    with transaction.atomic():
        kept = QualityScore.objects.for_program("scores the register")
        kept.filter(day=today).delete()
        QualityScore.objects.bulk_create(scores, batch_size=500)
        measured = MatchingScore.objects.for_program("measures how firms are told apart")
        measured.filter(day=today).delete()
        MatchingScore.objects.bulk_create(_matching(today))
    return len(scores)


def score_if_new(today: date) -> None:
    """Score the register unless this day has its scores."""
    kept = QualityScore.objects.for_program("scores the register")
    if not kept.filter(day=today).exists():
        score_register(today)


def _matching(today: date) -> list[MatchingScore]:
    """Measure the matching of firms on the known pairs, by names alone and with their histories."""
    known, comparer = known_pairs(), own_comparer()
    measured = []
    for renamings in ([], known.renamings) if known.renamings else ([],):
        histories = linking.Histories(comparer, renamings)
        found = linking.score(linking.answers(comparer, known.pairs, histories))
        measured.append(
            MatchingScore(
                day=today,
                has_histories=bool(renamings),
                title=known.title,
                is_own=known.is_own,
                pairs=found["pairs"],
                true=found["true"],
                merged_right=found["merged"]["right"],
                merged_wrong=found["merged"]["wrong"],
                queued_right=found["queued"]["right"],
                queued_wrong=found["queued"]["wrong"],
            )
        )
    return measured


def _scores(rules: list[RecordRule], brought: Brought) -> list[QualityScore]:
    subject = rules[0].subject
    source = records(subject, brought)
    kind = kind_column(subject)
    counted, values = [], []
    for rule in rules:
        about, failing = applies(rule), fails(rule, brought.today)
        counted.append(
            f"SUM(CASE WHEN {about.text} THEN 1 ELSE 0 END), "
            f"SUM(CASE WHEN {about.text} AND {failing.text} THEN 1 ELSE 0 END)"
        )
        values += [*about.values, *about.values, *failing.values]
    grouped = f"v.column3, t.{kind}" if kind else "v.column3"
    told = grouped if kind else f"{grouped}, ''"
    found = rows_of(
        f"SELECT {told}, {', '.join(counted)} {source.text} GROUP BY {grouped}",
        *values,
        *source.values,
    )
    return [
        QualityScore(
            day=brought.today,
            subject=subject,
            source=row[0],
            kind=row[1],
            rule=rule.key,
            aspect=rule.aspect,
            weight=rule.weight,
            looked=int(row[2 + 2 * at]),
            failed=int(row[3 + 2 * at] or 0),
        )
        for row in found
        for at, rule in enumerate(rules)
        if row[2 + 2 * at]
    ]
