"""Compute frozen figures again, and say exactly what differs and why."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any

from zhiqiang.engines import metrics
from zhiqiang.engines.lake import OpenSnapshot
from zhiqiang.engines.metrics import Question, Rules
from zhiqiang.kernel.errors import NotFound, UnreadableFile
from zhiqiang.records.indicators import opened
from zhiqiang.records.indicators.computing import computed, places
from zhiqiang.records.indicators.figures import FigureView
from zhiqiang.records.indicators.kept_rules import differences, rule_text, rules_of
from zhiqiang.records.indicators.models import Figure
from zhiqiang.records.indicators.rules import rules

LABELS = {
    "value": "数值",
    "numerator": "分子",
    "denominator": "分母",
    "rows": "记录数",
    "rows_hash": "记录校验值",
}
#: what may happen to a row between two snapshots
CHANGES = {"added": "增加", "removed": "减少", "changed": "变更"}
#: of a row, what may change while it stays the same row
_FIELDS = {"identifier": "号码", "name": "名称", "on": "日期", "amount": "数量", "met": "符合条件"}
#: how many rows of each part an annex carries
FIRST = 20
_KEPT = 1000


@dataclass(frozen=True, slots=True)
class Made:
    """What made a figure: rules, program, and the hash of its rows."""

    rule_text: str
    program: str
    rows_hash: str


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is not as it was frozen."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Recomputed:
    """A frozen figure, computed again from its own snapshot by its own rules.

    Without ``differences`` it is the same. ``why`` says what changed, or why it cannot be computed.
    """

    figure: Figure
    differences: tuple[Difference, ...]
    why: str

    @property
    def is_same(self) -> bool:
        return not self.differences and not self.why


@dataclass(frozen=True, slots=True)
class RowChange:
    """A row that is new, gone or different; ``fields`` are (label, before, after)."""

    kind: str
    part: str
    subject: str
    subject_id: int
    identifier: str
    name: str
    fields: tuple[tuple[str, str, str], ...] = ()

    @property
    def word(self) -> str:
        return CHANGES[self.kind]


@dataclass(frozen=True, slots=True)
class Annex:
    """What a published figure would be today: by the records, and by the rules.

    ``by_records`` is the value from the newest snapshot by the rules of then, ``now`` that by the
    rules of today; so the first step is what the records changed, the second what the rules did.
    ``changes`` are the first rows of each part that differ, ``counts`` how many there are by kind.
    """

    figure: Figure
    by_records: FigureView
    now: FigureView
    rule_changes: tuple[tuple[str, str, str], ...]
    counts: Mapping[str, int]
    changes: tuple[RowChange, ...] = ()
    why: str = ""

    @property
    def differs(self) -> bool:
        return bool(self.why or self.rule_changes or self.counts) or (
            self.now.value != self.figure.value
        )

    @property
    def sentence(self) -> str:
        """Return what differs and why, in one line."""
        if self.why:
            return self.why
        said = [
            f"记录{word} {self.counts[kind]} 条"
            for kind, word in CHANGES.items()
            if kind in self.counts
        ]
        if self.by_records.value != self.figure.value:
            said.append(
                f"因记录变动由 {_said(self.figure.value)} 变为 {_said(self.by_records.value)}"
            )
        said += [f"口径变更：{place}（{a} → {b}）" for place, a, b in self.rule_changes]
        if self.now.value != self.by_records.value:
            said.append(f"因口径变更再变为 {_said(self.now.value)}")
        return "；".join(said) or "没有差异"


def made(view: FigureView) -> Made:
    """Return what made a figure that was computed just now by the rules of today."""
    question, known = Question(view.region, view.as_of, view.since), rules()
    snapshot = opened.snapshot(view.snapshot)
    return Made(
        rule_text(view.indicator, question, known),
        program(),
        metrics.digest(view.indicator, snapshot, question, known, places()),
    )


def program() -> str:
    """Return a digest of what computes: the code that builds queries, and the divisions."""
    codes = ",".join(f"{one.code}{one.from_year}{one.until_year}" for one in places().known.all())
    return hashlib.sha256(f"{metrics.program()} {codes}".encode()).hexdigest()


def recompute(figure: Figure) -> Recomputed:
    """Compute a frozen figure from its own snapshot by the rules that were kept with it."""
    try:
        snapshot = opened.snapshot(figure.snapshot)
    except (NotFound, UnreadableFile) as error:
        return Recomputed(figure, (), f"快照 {figure.snapshot} 已不可读，无法重算：{error}")
    again, rows_hash = _by_its_rules(figure, snapshot)
    found = {
        name: (getattr(figure, name), getattr(again, name))
        for name in ("value", "numerator", "denominator", "rows")
    } | {"rows_hash": (figure.rows_hash, rows_hash)}
    differing = tuple(
        Difference(LABELS[name], _said(before), _said(after))
        for name, (before, after) in found.items()
        if before != after
    )
    if not differing:
        return Recomputed(figure, (), "")
    if figure.program != program():
        why = "快照和口径均为冻结时的，差异来自计算程序或行政区划表的变动。"
    else:
        why = "快照、口径和计算程序均未变，快照文件的内容被改动，请核验存储并从备份恢复。"
    return Recomputed(figure, differing, why)


def annex(figure: Figure, number: int | None = None) -> Annex:
    """Return what a published figure would be from a newer snapshot by the rules of today."""
    snapshot, known = opened.snapshot(number), rules()
    question = _question(figure)
    by_records, rows_hash = _by_its_rules(figure, snapshot)
    indicator = known.indicators.get(figure.indicator)
    if indicator is None:
        why = "指标目录中已没有这项指标。"
        return Annex(figure, by_records, by_records, (), {}, why=why)
    now = computed(indicator, question, snapshot, known)
    after = rule_text(indicator, question, known)
    changed = tuple(differences(figure.rule_set.content, after))
    if rows_hash == figure.rows_hash:
        return Annex(figure, by_records, now, changed, {})
    told = _summary(figure, figure.rows_hash, figure.rule_set.digest, snapshot.number, rows_hash)
    return Annex(figure, by_records, now, changed, *told)


@lru_cache(_KEPT)
def _summary(
    figure: Figure, _rows: str, _rule_set: str, number: int, _rows_now: str
) -> tuple[Mapping[str, int], tuple[RowChange, ...]]:
    """Return how many rows differ by kind, and the first; kept, for a page asks again and again.

    The hashes of what stands on both sides tell one answer from another: a draft is written over.
    """
    counts: dict[str, int] = {}
    first: dict[str, list[RowChange]] = {}
    for change in row_changes(figure, number):
        counts[change.kind] = counts.get(change.kind, 0) + 1
        of_part = first.setdefault(change.part, [])
        if len(of_part) < FIRST:
            of_part.append(change)
    return counts, tuple(change for some in first.values() for change in some)


def row_changes(figure: Figure, number: int | None = None) -> Iterator[RowChange]:
    """Yield the rows by which a newer snapshot differs from that of a frozen figure.

    Both by the rules that were kept with it, so that only what the records say differs.
    """
    try:
        before, after = opened.snapshot(figure.snapshot), opened.snapshot(number)
    except (NotFound, UnreadableFile):
        return
    if before is after:
        return
    kept, question = rules_of(figure.rule_set.content), _question(figure)
    indicator = kept.indicators[figure.indicator]
    for part in metrics.parts_of(indicator, question):
        one, other = (
            metrics.stream(indicator, snapshot, question, kept, places(), part)
            for snapshot in (before, after)
        )
        yield from _merged(part, one, other)


def _merged(
    part: str, before: Iterator[dict[str, Any]], after: Iterator[dict[str, Any]]
) -> Iterator[RowChange]:
    """Walk two lists in order of id side by side."""
    one, other = next(before, None), next(after, None)
    while one is not None or other is not None:
        if other is None or (one is not None and one["id"] < other["id"]):
            assert one is not None
            yield _change("removed", part, one)
            one = next(before, None)
        elif one is None or other["id"] < one["id"]:
            yield _change("added", part, other)
            other = next(after, None)
        else:
            if one != other:
                fields = tuple(
                    (label, _said(one[name]), _said(other[name]))
                    for name, label in _FIELDS.items()
                    if one[name] != other[name]
                )
                if fields:
                    yield _change("changed", part, other, fields)
            one, other = next(before, None), next(after, None)


def _change(
    kind: str, part: str, row: Mapping[str, Any], fields: Sequence[tuple[str, str, str]] = ()
) -> RowChange:
    return RowChange(
        kind, part, row["subject"], row["id"], row["identifier"], row["name"] or "", tuple(fields)
    )


def _by_its_rules(figure: Figure, snapshot: OpenSnapshot) -> tuple[FigureView, str]:
    kept: Rules = rules_of(figure.rule_set.content)
    indicator, question = kept.indicators[figure.indicator], _question(figure)
    view = computed(indicator, question, snapshot, kept)
    return view, metrics.digest(indicator, snapshot, question, kept, places())


def _question(figure: Figure) -> Question:
    return Question(figure.region_code, figure.as_of, figure.since)


def _said(value: Any) -> str:
    """Return a value for reading."""
    if value is None:
        return "无"
    if isinstance(value, Decimal):
        text = f"{value.normalize():f}"
        return text if text != "-0" else "0"
    return str(value)
