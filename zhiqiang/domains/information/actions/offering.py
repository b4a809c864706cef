"""Offer firms what is new: candidates with reasons, once a snapshot, or by hand from a day on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import islice
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.timezone import localdate

from zhiqiang.domains.information.actions.topics import RUN
from zhiqiang.domains.information.matching import Match, New, Profile, matches
from zhiqiang.domains.information.models import FirmProfile, Push, PushRound
from zhiqiang.domains.information.push_rule import PushValues, rule_on
from zhiqiang.kernel.errors import Refused
from zhiqiang.records.accounts import rights
from zhiqiang.records.journal import actions as journal
from zhiqiang.records.registry import queries as registry

_COLUMNS = (
    "pk", "number", "title", "ipc_main", "ipc_all", "strategic_industry", "region_code", "holder_id",
    "applicants",
)  # fmt: skip
_AT_ONCE = 800


def offer_new(snapshot: int, actor: str) -> PushRound:
    """Offer what became known since the round of the last snapshot; of one snapshot, once.

    The first round ever offers nothing: it says from where on things are new. Called by the pipeline.
    """
    rounds = PushRound.objects.for_program("offers what a snapshot brings")
    done = rounds.filter(snapshot=snapshot, since=None).first()
    if done is not None:
        return done
    with transaction.atomic():
        now = registry.horizon()
        before = rounds.filter(since=None).order_by("-snapshot").first()
        made: PushRound = rounds.create(
            snapshot=snapshot, last_right=now.last_right, waiting=sorted(now.waiting), made_by=actor
        )
        if before is not None:
            then = registry.Horizon(before.last_right, frozenset(before.waiting))
            _offer(made, registry.became_known(then, now))
    return made


def offer_since(person: Any, snapshot: int, since: date) -> PushRound:
    """Offer what was published on a day or later, so that a new profile gets its first pushes.

    For who runs information services. Nothing is offered that was offered before.
    """
    rights.require(person, RUN)
    if not date(1985, 1, 1) <= since <= localdate():
        raise Refused("公布日期应在 1985 年之后、不晚于今天。")
    if not _wanting():
        raise Refused("没有接收推送的企业画像，请先建立画像。")
    with transaction.atomic():
        made: PushRound = PushRound.objects.visible_to(person).create(
            snapshot=snapshot, since=since, made_by=str(person)
        )
        _offer(made, registry.published_since(since))
        journal.write(
            person.get_username(), "offer_pushes", f"snapshot:{snapshot}",
            {"since": since, "new": made.offered},
        )  # fmt: skip
    return made


def _offer(made: PushRound, condition: Q) -> None:
    rule = rule_on(localdate())
    profiles = _wanting()
    seen = _Counted(_new(condition, rule))
    found = matches(profiles, seen, rule, _known())
    Push.objects.bulk_create(
        [_push(made, one) for one in found], batch_size=_AT_ONCE, ignore_conflicts=True
    )
    made.looked, made.offered = seen.count, made.pushes.count()
    made.save(update_fields=["looked", "offered"])


def _push(made: PushRound, one: Match) -> Push:
    return Push(
        round=made, profile_id=one.profile, right_id=one.right, number=one.number, title=one.title,
        score=one.score, reasons=list(one.reasons),
    )  # fmt: skip


def _wanting() -> list[Profile]:
    """Return the profiles of the firms that did not say no, with what is their own."""
    rows = list(FirmProfile.objects.for_program("offers what is new").filter(is_wanted=True))
    same = registry.merged_into([one.party_id for one in rows])
    names = registry.keys_of_names({key for keys in same.values() for key in keys})
    return [
        Profile(
            one.pk, same[one.party_id],
            frozenset(names[key] for key in same[one.party_id] if key in names),
            one.classes, one.words, one.industries, one.region_code,
        )
        for one in rows
    ]  # fmt: skip


def _new(condition: Q, rule: PushValues) -> Iterator[New]:
    for row in registry.known_rights(condition, rule.kinds, _COLUMNS):
        yield New(*row)


def _known() -> dict[int, frozenset[int]]:
    """Return by right which profiles had it offered before, whatever came of it."""
    out: dict[int, set[int]] = {}
    rows = Push.objects.for_program("offers nothing twice").order_by()
    for right, profile in rows.values_list("right_id", "profile_id").iterator(20_000):
        out.setdefault(right, set()).add(profile)
    return {right: frozenset(profiles) for right, profiles in out.items()}


class _Counted:
    """Counts what is read through it."""

    def __init__(self, rows: Iterator[New]) -> None:
        self._rows, self.count = rows, 0

    def __iter__(self) -> Iterator[New]:
        for one in self._rows:
            self.count += 1
            yield one


def drop(person: Any, pushes: Iterable[int]) -> int:
    """Decide that candidates are not pushed; return how many. They are never offered again."""
    rights.require(person, RUN)
    dropped, left = 0, iter(sorted(set(pushes)))
    with transaction.atomic():
        while some := list(islice(left, _AT_ONCE)):
            rows = Push.objects.visible_to(person).filter(pk__in=some, state=Push.State.CANDIDATE)
            dropped += rows.update(state=Push.State.DROPPED)
        if not dropped:
            raise Refused("没有可以去掉的候选，它们可能已经发布或去掉。")
        journal.write(person.get_username(), "drop_pushes", "list:pushes", {"rows": dropped})
    return dropped
