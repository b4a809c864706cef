"""The quality rules as conditions in SQL, for counting and for opening the rows that fail.

One statement serves both: the records of a subject beside the source that brought them, whose age
in days is known. Records that an import adds have consecutive ids, which its batch keeps; so that a
million records are told by source from the ranges of the batches, without looking at their origins.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Max
from django.utils import timezone

from zhiqiang.records.accounts.regions import divisions
from zhiqiang.records.registry.correctable import MODELS
from zhiqiang.records.registry.models import HELD, Batch, Party
from zhiqiang.records.registry.quality_rules import RecordRule, kind_column


@dataclass(frozen=True, slots=True)
class Sql:
    """A piece of a statement and the values that it names, in order."""

    text: str
    values: tuple[object, ...] = ()


@dataclass(frozen=True, slots=True)
class Span:
    """Consecutive ids of records that one source brought; ``age``: days since its newest list."""

    first: int
    last: int
    source: str
    age: int


@dataclass(frozen=True)
class Brought:
    """Which source brought which records, for one day; asked of the database once."""

    today: date
    _batches: list[tuple[str, dict[str, list[int]]]] = field(init=False)
    _ages: dict[str, int] = field(init=False)

    def __post_init__(self) -> None:
        found = list(
            Batch.objects.for_program("tells records by the source that brought them")
            .filter(undone_at=None)
            .order_by("id")
            .values_list("source", "made", "taken_over_at")
        )
        newest = {source: timezone.localdate(at) for source, _, at in found}
        ages = {source: (self.today - day).days for source, day in newest.items()}
        object.__setattr__(self, "_ages", ages)
        object.__setattr__(self, "_batches", [(source, made) for source, made, _ in found])

    def spans(self, subject: str) -> list[Span]:
        """Return the ids of a subject without gaps, in order; what no list brought has no source."""
        table = MODELS[subject]._meta.db_table
        known = sorted(
            (made[table][0], made[table][1], source)
            for source, made in self._batches
            if table in made and made[table][0] <= made[table][1]
        )
        out: list[Span] = []
        after = 1
        for first, last, source in known:
            if first > after:
                self._put(out, after, first - 1, "")
            self._put(out, max(first, after), last, source)
            after = max(after, last + 1)
        everything = MODELS[subject].objects.for_program("tells records by source")
        end = everything.aggregate(end=Max("pk"))["end"] or 0
        if end >= after or not out:
            self._put(out, after, max(end, after), "")
        return out

    def _put(self, out: list[Span], first: int, last: int, source: str) -> None:
        if out and out[-1].source == source:
            out[-1] = Span(out[-1].first, last, source, out[-1].age)
        elif first <= last:
            # What no list brought grows not old: no list of it is waited for.
            out.append(Span(first, last, source, self._ages.get(source, -1)))


def records(subject: str, brought: Brought) -> Sql:
    """Return ``FROM … WHERE`` over the records of a subject as ``t``.

    Beside each stands ``v``: its source as ``column3`` and how old that is as ``column4``, the names
    that both databases give to the columns of a list of values.
    """
    table = MODELS[subject]._meta.db_table
    spans = brought.spans(subject)
    listed = ", ".join(f"({one.first}, {one.last}, %s, {one.age})" for one in spans)
    alone = " AND t.same_as_id IS NULL" if MODELS[subject] is Party else ""
    # The cross join keeps SQLite from walking all ranges for each record.
    return Sql(
        f"FROM (VALUES {listed}) AS v CROSS JOIN {table} t "
        f"WHERE t.id BETWEEN v.column1 AND v.column2{alone}",
        tuple(one.source for one in spans),
    )


def applies(rule: RecordRule) -> Sql:
    """Return the condition on ``t`` that a rule is about."""
    if not rule.kinds:
        return Sql("1 = 1")
    marks = ", ".join(["%s"] * len(rule.kinds))
    return Sql(f"t.{kind_column(rule.subject)} IN ({marks})", rule.kinds)


def fails(rule: RecordRule, today: date) -> Sql:
    """Return the condition on ``t`` and ``v`` under which a record fails a rule."""
    told = rule.fails
    if told.empty:
        return Sql(_empty(rule, told.empty))
    if told.to_come:
        return Sql(f"t.{told.to_come} > %s", (today.isoformat(),))
    if told.equals:
        return Sql(f"t.{told.equals.column} = %s", (told.equals.value,))
    if told.before:
        return Sql(f"t.{told.before[0]} < t.{told.before[1]}")
    if told.without:
        said, missing = told.without
        return Sql(f"NOT {_empty(rule, said)} AND {_empty(rule, missing)}")
    if told.before_filing:
        filed = "(SELECT r.filed_on FROM registry_right r WHERE r.id = t.right_id)"
        return Sql(f"t.{told.before_filing} < {filed}")
    if told.repeated:
        return _repeated(rule, told.repeated)
    if told.source_older_than_days is not None:
        return Sql(f"v.column4 > {told.source_older_than_days:d}")
    if told.contradicted:
        return _contradicted(rule)
    return _badly_placed(rule, today)


def _contradicted(rule: RecordRule) -> Sql:
    held = ", ".join(f"'{one}'" for one in HELD)
    return Sql(
        "t.id IN (SELECT c.subject_id FROM registry_claim c WHERE c.subject = %s AND NOT EXISTS "
        "(SELECT 1 FROM registry_record_correction x WHERE x.subject = c.subject "
        f"AND x.subject_id = c.subject_id AND x.field = c.field AND x.state IN ({held})) "
        "GROUP BY c.subject_id, c.field HAVING COUNT(DISTINCT c.value) > 1)",
        (rule.subject,),
    )


def _empty(rule: RecordRule, name: str, alias: str = "t") -> str:
    fields = {one.column: one for one in MODELS[rule.subject]._meta.concrete_fields}
    is_text = fields[name].get_internal_type() in ("CharField", "TextField")
    return f"({alias}.{name} = '')" if is_text else f"({alias}.{name} IS NULL)"


def _repeated(rule: RecordRule, names: Iterable[str]) -> Sql:
    """Return the condition "another one says the same": the few that repeat are found at once."""
    table = MODELS[rule.subject]._meta.db_table
    mine = ", ".join(f"t.{name}" for name in names)
    theirs = ", ".join(f"o.{name}" for name in names)
    said = [f"NOT {_empty(rule, name, 'o')}" for name in names]
    if MODELS[rule.subject] is Party:
        said.append("o.same_as_id IS NULL")
    about = applies(rule)
    said.append(about.text.replace("t.", "o."))
    return Sql(
        f"({mine}) IN (SELECT {theirs} FROM {table} o WHERE {' AND '.join(said)} "
        f"GROUP BY {theirs} HAVING COUNT(*) > 1)",
        about.values,
    )


def _badly_placed(rule: RecordRule, today: date) -> Sql:
    """Return the condition that a code is not, or not any more, that of a division."""
    name = rule.fails.unknown_division or rule.fails.ended_division or ""
    known = divisions()
    everything = MODELS[rule.subject].objects.for_program("looks at the codes of divisions")
    printed = everything.exclude(**{name: ""}).order_by().values_list(name, flat=True).distinct()
    if rule.fails.unknown_division:
        bad = [code for code in printed if code not in known]
    else:
        bad = [
            code
            for code in printed
            if code in known and (known.get(code).until_year or 9999) < today.year
        ]
    if not bad:
        return Sql("1 = 0")
    return Sql(f"t.{name} IN ({', '.join(['%s'] * len(bad))})", tuple(bad))
