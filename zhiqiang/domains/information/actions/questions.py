"""Save, forget and follow questions of the search."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction
from django.urls import reverse

from zhiqiang.domains.information.models import PushRound, SavedQuestion
from zhiqiang.engines.fulltext import BadQuestion
from zhiqiang.kernel.errors import NotFound, Refused
from zhiqiang.records.notices.actions import Message, tell_all
from zhiqiang.records.registry import queries as registry
from zhiqiang.records.search.queries import Question, Search

#: questions of one person, and new hits of a question that are kept to be listed
MOST, LISTED = 30, 500
_LONGEST = 4_000


def save_question(person: Any, name: str, asked: Question, is_told: bool = True) -> SavedQuestion:
    """Keep a question for oneself under a name; for everybody with an account.

    Refuses, in words: no name or one that is taken, a question that is empty or cannot be read, more
    than thirty.
    """
    if isinstance(person, AnonymousUser):
        raise Refused("登录后才能保存检索。")
    name = " ".join(name.split())
    if not name or len(name) > 60:
        raise Refused("请填写名称，不超过 60 字。")
    if not asked.text and not asked.chosen:
        raise Refused("检索式是空的，没有可以保存的内容。")
    if len(asked.text) > _LONGEST:
        raise Refused(f"检索式不超过 {_LONGEST:,} 字。")
    try:
        Search(asked, person).total  # noqa: B018 - reads the question as asking it would
    except BadQuestion as error:
        raise Refused(f"检索式有误：{error.reason}") from error
    held = SavedQuestion.objects.visible_to(person)
    try:
        with transaction.atomic():
            if held.filter(name=name).exists():
                raise Refused(f"已有名为“{name}”的检索，请另取名称。")
            if held.count() >= MOST:
                raise Refused(f"最多保存 {MOST} 个检索，请先删除不再需要的。")
            made: SavedQuestion = held.create(
                person=person, name=name, text=asked.text, chosen=_plain(asked),
                order=asked.order, has_synonyms=asked.has_synonyms, is_told=is_told,
            )  # fmt: skip
    except IntegrityError as error:
        raise Refused(f"已有名为“{name}”的检索，请另取名称。") from error
    return made


def _plain(asked: Question) -> dict[str, list[str]]:
    return {key: list(values) for key, values in asked.chosen.items()}


def question_of(one: SavedQuestion) -> Question:
    """Return what a saved question asks."""
    chosen = {key: tuple(values) for key, values in one.chosen.items()}
    return Question(one.text, chosen, one.order, one.has_synonyms)


def _held(person: Any, key: int) -> SavedQuestion:
    found: SavedQuestion | None = SavedQuestion.objects.visible_to(person).filter(pk=key).first()
    if found is None:
        raise NotFound("没有这个保存的检索。")
    return found


def forget_question(person: Any, key: int) -> None:
    """Delete a question of one's own."""
    _held(person, key).delete()


def follow_question(person: Any, key: int, is_told: bool) -> None:
    """Be told of new hits of a question, or not any more."""
    one = _held(person, key)
    one.is_told = is_told
    one.save(update_fields=["is_told"])


def follow_questions(snapshot: int) -> dict[str, int]:
    """Set every question that is followed against what a snapshot brought, and tell its person.

    Called after the round of pushes of the snapshot, which knows what is new; of one snapshot, once.
    """
    rounds = PushRound.objects.for_program("tells what is new").filter(since=None)
    pair = list(rounds.filter(snapshot__lte=snapshot).order_by("-snapshot")[:2])
    if len(pair) < 2 or pair[0].snapshot != snapshot:
        return {"questions_with_news": 0}
    now, then = (registry.Horizon(one.last_right, frozenset(one.waiting)) for one in pair)
    news = registry.fresh_rights(then, now)
    rows = SavedQuestion.objects.for_program("tells people of new hits")
    left = rows.filter(is_told=True, person__is_active=True).exclude(snapshot=snapshot)
    told = 0
    for one in left.select_related("person"):
        try:
            found = [key for key in Search(question_of(one), one.person).ids() if key in news]
            one.trouble = ""
        except (BadQuestion, NotFound) as error:
            found, one.trouble = [], str(error)[:300]
        one.snapshot, one.new_total, one.new_rights = snapshot, len(found), found[:LISTED]
        with transaction.atomic():
            one.save(update_fields=["snapshot", "new_total", "new_rights", "trouble"])
            if found:
                told += 1
                address = reverse("information:question", args=[one.pk])
                message = Message(
                    f"question:{one.pk}:{snapshot}", f"检索“{one.name}”新增 {len(found):,} 件",
                    f"快照 {snapshot} 带来的新记录。", address,
                )  # fmt: skip
                tell_all([([one.person_id], message)])
    return {"questions_with_news": told}
