"""What a revised edition changed: targets, tasks, and the text clause by clause."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from zhiqiang.domains.plans import words
from zhiqiang.domains.plans.fields import LABELS
from zhiqiang.domains.plans.models import Programme, Target, Task, TaskBody

_FIELDS = (
    "indicator_name",
    "subject",
    "operator",
    "value",
    "value_to",
    "unit",
    "year",
    "is_mean",
    "basis",
)
#: two tasks without the same title are the same from this likeness of their words on
_SAME_TASK = 0.6
#: beyond so many clauses of one kind, they are compared by equality only
_MOST = 3_000
_LONG = 2_000


@dataclass(frozen=True, slots=True)
class Changed:
    """Something that both editions have; ``changes`` are label, before, after."""

    before: Target | Task
    after: Target | Task
    changes: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Run:
    """Words of a clause; ``kind`` is same, added or removed."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause that differs; ``kind`` is added, removed or changed."""

    kind: str
    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """What one edition changed against another."""

    added: tuple[Target, ...]
    removed: tuple[Target, ...]
    changed: tuple[Changed, ...]
    same: int
    tasks_added: tuple[Task, ...]
    tasks_removed: tuple[Task, ...]
    tasks_changed: tuple[Changed, ...]
    clauses: tuple[Clause, ...]

    @property
    def is_empty(self) -> bool:
        targets = self.added or self.removed or self.changed
        return not (
            targets or self.tasks_added or self.tasks_removed or self.tasks_changed or self.clauses
        )


def difference(before: Programme, after: Programme) -> Difference:
    """Return what ``after`` changed: targets by their identity, tasks by title and words."""
    old = {one.identity: one for one in before.targets.all()}
    new = {one.identity: one for one in after.targets.all()}
    pairs = [(old[key], one) for key, one in new.items() if key in old]
    changed = [(a, b, _target_changes(a, b)) for a, b in pairs]
    tasks = _task_pairs(
        list(before.tasks.prefetch_related("bodies")), list(after.tasks.prefetch_related("bodies"))
    )
    both = [(a, b, _task_changes(a, b)) for a, b in tasks if a is not None and b is not None]
    return Difference(
        added=tuple(one for key, one in new.items() if key not in old),
        removed=tuple(one for key, one in old.items() if key not in new),
        changed=tuple(Changed(a, b, found) for a, b, found in changed if found),
        same=sum(not found for _, _, found in changed),
        tasks_added=tuple(b for a, b in tasks if a is None and b is not None),
        tasks_removed=tuple(a for a, b in tasks if b is None and a is not None),
        tasks_changed=tuple(Changed(a, b, found) for a, b, found in both if found),
        clauses=tuple(text_difference(before.source_text, after.source_text)),
    )


def _target_changes(before: Target, after: Target) -> tuple[tuple[str, str, str], ...]:
    if before.value is None and before.quote != after.quote:
        return (("原文", before.quote, after.quote),)
    return tuple(
        (LABELS[name], _shown(name, before), _shown(name, after))
        for name in _FIELDS
        if getattr(before, name) != getattr(after, name)
    )


def _shown(name: str, one: Target) -> str:
    value = getattr(one, name)
    if name in ("value", "value_to"):
        return words.number(value)
    if name == "is_mean":
        return "是" if value else "否"
    if name == "operator":
        return words.OPERATORS.get(value, value) or "—"
    if name == "basis":
        return words.BASES.get(value, "未写明")
    return str(value or "—")


def _task_pairs(old: Sequence[Task], new: Sequence[Task]) -> list[tuple[Task | None, Task | None]]:
    free = list(old)
    pairs: list[tuple[Task | None, Task | None]] = []
    waiting = []
    for one in new:
        same = next((o for o in free if _known_by(o) == _known_by(one)), None)
        if same is not None:
            free.remove(same)
            pairs.append((same, one))
        else:
            waiting.append(one)
    for one in waiting:
        best = _most_alike(one, free) if len(free) * len(waiting) <= _MOST else None
        if best is not None:
            free.remove(best)
        pairs.append((best, one))
    pairs.sort(key=lambda pair: pair[1].position if pair[1] else 0)
    return pairs + [(one, None) for one in free]


def _known_by(one: Task) -> str:
    return "".join((one.title or one.text).split())


def _most_alike(one: Task, others: Sequence[Task]) -> Task | None:
    scored = [(_ratio(one.text, other.text), other) for other in others]
    best = max(scored, key=lambda row: row[0], default=None)
    return best[1] if best is not None and best[0] >= _SAME_TASK else None


def _ratio(one: str, other: str) -> float:
    matcher = SequenceMatcher(None, one[:400], other[:400], autojunk=False)
    return matcher.ratio() if matcher.quick_ratio() >= _SAME_TASK else 0.0


def _task_changes(before: Task, after: Task) -> tuple[tuple[str, str, str], ...]:
    out = []
    if before.title != after.title:
        out.append(("标题", before.title or "—", after.title or "—"))
    for duty in TaskBody.Duty:
        old = "、".join(b.name for b in before.bodies.all() if b.duty == duty)
        new = "、".join(b.name for b in after.bodies.all() if b.duty == duty)
        if old != new:
            out.append((f"{duty.label}单位", old or "—", new or "—"))
    if before.due != after.due:
        out.append(("时限", before.due or "—", after.due or "—"))
    if "".join(before.text.split()) != "".join(after.text.split()):
        out.append(("内容", "见条文", "有改动"))
    return tuple(out)


def text_difference(before: str, after: str) -> Iterator[Clause]:
    """Yield the clauses that differ, in order; what was rewritten is shown within its clause."""
    old, new = list(_clauses(before)), list(_clauses(after))
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind == "equal":
            continue
        paired = min(b - a, d - c)
        for one, other in zip(old[a : a + paired], new[c : c + paired], strict=True):
            yield Clause("changed", tuple(_within(one, other)))
        yield from (Clause("removed", (Run("removed", one),)) for one in old[a + paired : b])
        yield from (Clause("added", (Run("added", one),)) for one in new[c + paired : d])


def _clauses(text: str) -> Iterable[str]:
    return (line.strip() for line in text.split("\n") if line.strip())


def _within(one: str, other: str) -> Iterator[Run]:
    if max(len(one), len(other)) > _LONG:
        yield Run("removed", one)
        yield Run("added", other)
        return
    for kind, a, b, c, d in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        if kind == "equal":
            yield Run("same", one[a:b])
            continue
        if b > a:
            yield Run("removed", one[a:b])
        if d > c:
            yield Run("added", other[c:d])
