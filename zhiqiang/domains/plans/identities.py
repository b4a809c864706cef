"""Which target of a revised plan is which of the plan before: certain, doubtful, or new.

Certain is the same words, or the same thing for the same year on the same basis where each edition
has one of it. What is merely similar is a question for a person, and new until it is answered.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Hashable, Mapping, Sequence
from difflib import SequenceMatcher

from zhiqiang.domains.plans import units
from zhiqiang.domains.plans.correcting.anchors import Item
from zhiqiang.domains.plans.models import Programme, Target
from zhiqiang.kernel.finding import Severity

OPEN = "identity_open"
#: from here on two targets are similar enough to ask about
_ASK_FROM = 0.6
#: how many targets of the edition before are looked at for one of the new, at most
_MOST = 400


def settle(of: Programme, targets: Sequence[Target], decided: Mapping[str, str]) -> list[Item]:
    """Set ``identity`` of every target; return the questions about the doubtful ones.

    Each comes with the seed of an identity in that field. ``decided`` is what people said: an
    identity of the edition before, or empty for a new target.
    """
    before = (
        list(
            Target.objects.for_program("follows targets through editions").filter(
                programme=of.replaces_id
            )
        )
        if of.replaces_id
        else []
    )
    known = {one.identity for one in before}
    free = {one.identity: one for one in before}
    waiting = []
    for one in targets:
        wanted = decided.get(one.code, "")
        if wanted in known and wanted in free:
            one.identity = wanted
            del free[wanted]
        else:
            waiting.append(one)
    for key_of in _KEYS:
        waiting = _pair(waiting, free, key_of, decided)
    questions = []
    for one in waiting:
        one.identity = _own_identity(of, one)
        alike = None if one.code in decided else _nearest(one, list(free.values())[:_MOST])
        if alike is not None:
            questions.append(_question(one, alike))
    return questions


def _pair(
    waiting: Sequence[Target],
    free: dict[str, Target],
    key_of: Callable[[Target], Hashable],
    decided: Mapping[str, str],
) -> list[Target]:
    """Give those an identity that have a key which one target of each edition has; return the rest."""
    old: dict[Hashable, list[Target]] = defaultdict(list)
    new: dict[Hashable, list[Target]] = defaultdict(list)
    for one in free.values():
        old[key_of(one)].append(one)
    for one in waiting:
        if one.code not in decided:
            new[key_of(one)].append(one)
    rest = []
    for one in waiting:
        mine = new.get(key_of(one), [])
        theirs = old.get(key_of(one), [])
        if one.code not in decided and len(mine) == 1 and len(theirs) == 1:
            one.identity = theirs[0].identity
            del free[one.identity]
        else:
            rest.append(one)
    return rest


def _squeezed(text: str) -> str:
    return "".join(text.split())


def _words(one: Target) -> Hashable:
    return (_squeezed(one.quote), one.indicator_name, one.year, one.section)


def _clause(one: Target) -> Hashable:
    return (_squeezed(one.quote), one.indicator_name, one.year)


def _promise(one: Target) -> Hashable:
    unit = units.parse(one.unit).word
    thing = one.indicator_name or _squeezed(one.quote)
    return (thing, one.subject, one.year, one.basis, one.where, unit, one.soft_kind)


_KEYS: tuple[Callable[[Target], Hashable], ...] = (_words, _clause, _promise)


def _nearest(one: Target, others: Sequence[Target]) -> Target | None:
    """Return the target of the edition before that may be the same, None where none is near."""
    scored = [(likeness(one, other), other.position, other) for other in others]
    best = max(scored, key=lambda row: (row[0], -row[1]), default=None)
    return best[2] if best is not None and best[0] >= _ASK_FROM else None


def likeness(one: Target, other: Target) -> float:
    """Return how alike two targets are, 0 to 1: name, words, year and basis; 0 for other sorts."""
    if (one.value is None) != (other.value is None):
        return 0.0
    name = _ratio(one.indicator_name, other.indicator_name)
    if one.indicator_key and one.indicator_key == other.indicator_key:
        name = 1.0
    words = _ratio(one.quote, other.quote)
    if one.value is None:
        return words if one.soft_kind == other.soft_kind else 0.0
    return (
        0.5 * name + 0.3 * words + 0.1 * (one.year == other.year) + 0.1 * (one.basis == other.basis)
    )


def _ratio(one: str, other: str) -> float:
    matcher = SequenceMatcher(None, _squeezed(one)[:120], _squeezed(other)[:120], autojunk=False)
    return matcher.ratio() if matcher.quick_ratio() >= _ASK_FROM / 2 else 0.0


def _own_identity(of: Programme, one: Target) -> str:
    """Return an identity of its own: always the same for this reading in this edition."""
    return hashlib.sha256(f"{of.pk}|{one.identity}".encode()).hexdigest()[:20]


def _question(one: Target, alike: Target) -> Item:
    name = one.indicator_name or one.quote[:40]
    message = (
        f"修订后的目标“{name}”与修订前的“{alike.indicator_name or alike.quote[:40]}”相近，"
        f"暂按新目标处理。请在“核对与更正”中认定是否同一目标（修订前原文：{alike.quote[:60]}）。"
    )
    return {
        "severity": str(Severity.WARNING),
        "code": OPEN,
        "message": message,
        "about": "",
        "suggested_key": alike.identity,
        "span_start": one.span_start,
        "span_end": one.span_end,
        "others": [],
    }
