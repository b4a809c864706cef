"""What changed between two runs: of each analysis the lines that came, went, or have another number."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from zhiqiang.domains.landscapes.kinds import methods
from zhiqiang.domains.landscapes.models import LandscapeRun
from zhiqiang.domains.landscapes.showing.labels import Words

#: what names a line of an analysis; where the first is a name, its key is what it is known by
_KEYS: Mapping[str, tuple[str, ...]] = {
    "trend": ("year",), "life_cycle": ("year",), "regions": ("place",), "applicants": ("party",),
    "local_firms": ("party",), "ipc": ("ipc",), "industries": ("division",), "branches": ("branch",),
    "branch_years": ("branch", "year"), "crossed": ("first", "second"),
    "together": ("first", "second"), "states": ("kind", "state"), "uses": ("year",),
    "strengths": ("branch",), "concentration": ("branch",), "newcomers": ("year",),
}  # fmt: skip
_COUNTS = {"uses": "transfer", "newcomers": "active", "strengths": "local"}
_WORDS = {"uses": "转让", "newcomers": "权利人", "strengths": "本地件数"}


@dataclass(frozen=True, slots=True)
class Change:
    """A line whose number is not what it was; None where the line was not there."""

    label: str
    before: int | None
    after: int | None

    @property
    def difference(self) -> int:
        """Return by how much it grew."""
        return (self.after or 0) - (self.before or 0)


def changes(old: LandscapeRun, new: LandscapeRun) -> list[tuple[str, str, list[Change]]]:
    """Return for each analysis its name, what is compared, and its changes, the largest first."""
    out = []
    for key, method in methods().items():
        if not method.of and key in new.project.declared.analyses:
            found = _changed(key, old, new)
            out.append((method.zh, _WORDS.get(key, "件数"), found))
    return out


def _changed(key: str, old: LandscapeRun, new: LandscapeRun) -> list[Change]:
    before, after = (_numbers(key, one) for one in (old, new))
    both = [
        Change(
            (after.get(name) or before[name])[0],
            before[name][1] if name in before else None,
            after[name][1] if name in after else None,
        )
        for name in dict.fromkeys((*after, *before))
    ]
    changed = [one for one in both if one.before != one.after]
    return sorted(changed, key=lambda one: (-abs(one.difference), one.label))


def _numbers(key: str, run: LandscapeRun) -> dict[tuple[Any, ...], tuple[str, int]]:
    words, names, count = Words.of(run), _KEYS[key], _COUNTS.get(key, "total")
    return {
        tuple(row[name] for name in names): (
            row["name"] if "name" in row else " · ".join(words.of_key(n, row[n]) for n in names),
            row[count],
        )
        for row in run.results.get(key, [])
    }
