"""Measure on pairs of names whose truth is known: precision, recall, and the size of the queue."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from zhiqiang.engines.linking.comparing import Comparer, Decision, Match, Subject
from zhiqiang.kernel.csv_rows import rows_of

PAIR_COLUMNS = ("a", "b", "same")
HISTORY_COLUMNS = ("name", "former_name")


@dataclass(frozen=True, slots=True)
class Pair:
    """Two names and the truth about them: ``yes``, ``no`` or ``unsure``."""

    a: str
    b: str
    same: str
    kind: str


@dataclass(frozen=True, slots=True)
class Answer:
    """A pair and what was decided about it."""

    pair: Pair
    match: Match


class Histories:
    """Who bore which names. Chains are followed, and circles do no harm."""

    def __init__(self, comparer: Comparer, renamings: Iterable[tuple[str, str]]) -> None:
        self._key = comparer.reader.key
        self._group: dict[str, list[str]] = {}
        for one, other in renamings:
            joined = [*self._of(one), *self._of(other)]
            for name in joined:
                self._group[self._key(name)] = joined

    def _of(self, name: str) -> list[str]:
        return self._group.get(self._key(name), [name])

    def former(self, name: str) -> tuple[str, ...]:
        """Return every name that the bearer of ``name`` has borne."""
        return tuple(self._group.get(self._key(name), ()))


def read_pairs(path: Path) -> list[Pair]:
    """Return the labelled pairs of a CSV file with the columns ``a``, ``b``, ``same`` (``kind``)."""
    return [
        Pair(row["a"], row["b"], row["same"].strip(), row.get("kind", ""))
        for _, row in rows_of(path, PAIR_COLUMNS)
    ]


def read_renamings(path: Path) -> list[tuple[str, str]]:
    """Return name and former name of every row of a CSV file."""
    return [(row["name"], row["former_name"]) for _, row in rows_of(path, HISTORY_COLUMNS)]


def answers(comparer: Comparer, pairs: Iterable[Pair], histories: Histories) -> list[Answer]:
    """Return what is decided about every pair."""
    return [
        Answer(
            pair,
            comparer.compare(
                Subject(pair.a, former=histories.former(pair.a)),
                Subject(pair.b, former=histories.former(pair.b)),
            ),
        )
        for pair in pairs
    ]


def score(found: Iterable[Answer]) -> dict[str, Any]:
    """Return the figures; pairs labelled ``unsure`` are left out.

    ``precision`` is that of what is merged without a person, ``recall`` that of what is merged or
    queued, ``queue_ratio`` the queued pairs for each true one among them. A figure over nothing is
    ``None``.
    """
    judged = [one for one in found if one.pair.same in ("yes", "no")]
    count = Counter((one.match.decision, one.pair.same) for one in judged)
    kinds = Counter((one.pair.same, one.pair.kind, one.match.decision) for one in judged)
    merged, queued = count[Decision.MERGE, "yes"], count[Decision.QUEUE, "yes"]
    wrong, doubtful = count[Decision.MERGE, "no"], count[Decision.QUEUE, "no"]
    wrong_branches = kinds["no", "branch", Decision.MERGE]
    true = sum(one.pair.same == "yes" for one in judged)
    return {
        "pairs": len(judged),
        "true": true,
        "merged": {"right": merged, "wrong": wrong},
        "queued": {"right": queued, "wrong": doubtful},
        "precision": _share(merged, merged + wrong),
        "precision_without_branches": _share(merged, merged + wrong - wrong_branches),
        "recall_merged": _share(merged, true),
        "recall": _share(merged + queued, true),
        "queue_ratio": _share(queued + doubtful, queued),
        "kinds": [
            {"same": same, "kind": kind}
            | {one.value: kinds[same, kind, one] for one in Decision}
            for same, kind in sorted({(same, kind) for same, kind, _ in kinds})
        ],
    }  # fmt: skip


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None
