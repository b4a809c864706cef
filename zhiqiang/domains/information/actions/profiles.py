"""Make profiles of firms from the register, edit them, say no and yes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone
from django.utils.timezone import localdate

from zhiqiang.domains.information.actions.topics import RUN
from zhiqiang.domains.information.models import FirmProfile, Push
from zhiqiang.domains.information.models.pushes import KEEP
from zhiqiang.domains.information.profiling import Own, interests_of, subclasses
from zhiqiang.domains.information.push_rule import PushValues, rule_on
from zhiqiang.kernel.errors import NotFound, Refused
from zhiqiang.records.accounts import queries as accounts
from zhiqiang.records.accounts import rights
from zhiqiang.records.accounts.actions.people import Overtaken
from zhiqiang.records.journal import actions as journal
from zhiqiang.records.registry import queries as registry

MOST_AT_ONCE, MOST_KEPT = 5_000, 30
_PEOPLE = AnonymousUser()


@dataclass(frozen=True, slots=True)
class Edited:
    """What a firm wants to hear of, as it was typed."""

    classes: Sequence[str]
    words: Sequence[str]
    industries: Sequence[str] = ()
    mail: str = ""


def make_profile(person: Any, party_id: int, body_id: int | None = None) -> FirmProfile:
    """Make the profile of a firm of the register from its published rights.

    By who runs information services; ``body_id`` is where the firm's people have their accounts.
    Refuses what is no firm or institution, and one that has a profile.
    """
    rights.require(person, RUN)
    return _made(person, registry.party_by_id(party_id, _PEOPLE), body_id)


def make_own_profile(person: Any, body_id: int) -> FirmProfile:
    """Make the profile of one's own firm, found in the register by the exact name of the body."""
    body = accounts.body(body_id)
    rights.require(person, KEEP, body)
    found = [one for one in registry.parties_named(body.name, _PEOPLE) if one.same_as_id is None]
    if len(found) != 1:
        what = "有不止一个" if found else "没有"
        raise Refused(f"台账中{what}名为“{body.name}”的主体，请联系知识产权管理部门建立画像。")
    return _made(person, found[0], body.pk)


def _made(person: Any, party: Any, body_id: int | None) -> FirmProfile:
    if party.same_as_id is not None:
        raise Refused("这个主体已并入另一个主体，请为并入后的主体建立画像。")
    if body_id is not None and not accounts.body_names([body_id]):
        raise Refused("选择的单位已不存在，请重新选择。")
    held = FirmProfile.objects.for_program("keeps one profile for each firm")
    with transaction.atomic():
        if held.filter(party_id=party.pk).exists():
            raise Refused(f"“{party.name}”已有画像。")
        if body_id is not None and held.filter(body_id=body_id).exists():
            raise Refused("这个单位已用于另一份画像。")
        rule = rule_on(localdate())
        own = {party.pk: [row for _, row in _own_rights([party.pk], rule)]}
        one = _new(party, own.get(party.pk, []), rule, str(person))
        one.body_id = body_id
        one.save()
        journal.write(
            person.get_username(), "make_profile", f"profile:{one.pk}", {"name": one.name}
        )
    return one


def make_profiles(person: Any, region: str, least: int) -> int:
    """Make the profiles of all firms of a region with so many published patents; return how many.

    Firms with a profile keep it. For who runs information services.
    """
    rights.require(person, RUN)
    if not 1 <= least <= 10_000:
        raise Refused("专利件数应在 1 到 10,000 之间。")
    rule = rule_on(localdate())
    held = FirmProfile.objects.for_program("keeps one profile for each firm")
    with transaction.atomic():
        known = set(held.values_list("party_id", flat=True))
        parties = [
            one
            for one in registry.firms_with(region, least, rule.kinds, MOST_AT_ONCE + len(known))
            if one.pk not in known
        ][:MOST_AT_ONCE]
        rows = _own_rights([one.pk for one in parties], rule)
        own = {
            key: [row for _, row in some] for key, some in groupby(rows, key=lambda pair: pair[0])
        }
        made = [_new(one, own.get(one.pk, []), rule, str(person)) for one in parties]
        FirmProfile.objects.bulk_create(made, batch_size=400)
        journal.write(
            person.get_username(), "make_profiles", f"region:{region}",
            {"region": region, "made": len(made)},
        )  # fmt: skip
    return len(made)


def _own_rights(parties: Sequence[int], rule: PushValues) -> Iterable[tuple[int, Own]]:
    """Yield the published patents of parties, party by party, as far as a profile reads them."""
    for start in range(0, len(parties), 500):
        rows = registry.visible_rights(_PEOPLE).filter(
            holder_id__in=sorted(parties)[start : start + 500], kind__in=rule.kinds
        )
        columns = ("holder_id", "title", "ipc_main", "ipc_all", "strategic_industry")
        for holder, title, main, every, industry in rows.order_by("holder_id").values_list(
            *columns
        ):
            yield holder, Own(title, main or every, industry)


def _new(party: Any, own: Sequence[Own], rule: PushValues, by: str) -> FirmProfile:
    found = interests_of(own, rule)
    return FirmProfile(
        party_id=party.pk, name=party.name, region_code=party.region_code,
        industry_code=party.industry_code, classes=list(found.classes), words=list(found.words),
        industries=list(found.industries), made_by=by,
    )  # fmt: skip


def held_profile(person: Any, key: int, version: int) -> FirmProfile:
    """Return a profile for its firm or for who runs information services, as read, held."""
    found: FirmProfile | None = (
        FirmProfile.objects.visible_to(person)
        .select_related("body")
        .select_for_update(of=("self",))
        .filter(pk=key)
        .first()
    )
    if found is None:
        raise NotFound("没有这份画像，或您无权查看。")
    if not may_keep(person, found):
        rights.require(person, RUN)
    if found.version != version:
        raise Overtaken("这份画像刚被他人改动，没有保存。请核对最新内容后重新提交。")
    return found


def may_keep(person: Any, of: FirmProfile) -> bool:
    """Say whether ``person`` keeps the profile for its firm."""
    return of.body is not None and rights.may(person, KEEP, of.body)


def edit_profile(person: Any, key: int, version: int, told: Edited) -> FirmProfile:
    """Say what a firm wants to hear of, in place of what the register told."""
    classes, words, industries = (_kept(one) for one in (told.classes, told.words, told.industries))
    wrong = [one for one in classes if subclasses(one) != [one]]
    if wrong:
        raise Refused(f"“{wrong[0][:20]}”不是国际专利分类的小类。应写四位，如 C22C。")
    if any(not 2 <= len(one) <= 20 for one in words):
        raise Refused("每个关注词应为 2 到 20 字。")
    if told.mail.strip():
        try:
            validate_email(told.mail.strip())
        except ValidationError as error:
            raise Refused(f"电子邮箱“{told.mail.strip()[:60]}”写法有误。") from error
    with transaction.atomic():
        of = held_profile(person, key, version)
        of.classes, of.words, of.industries, of.mail = classes, words, industries, told.mail.strip()
        of.edited_at, of.edited_by, of.version = timezone.now(), str(person), of.version + 1
        of.save()
        journal.write(person.get_username(), "edit_profile", f"profile:{of.pk}", {"name": of.name})
    return of


def _kept(given: Sequence[str]) -> list[str]:
    kept = list(dict.fromkeys(one.strip() for one in given if one.strip()))
    if len(kept) > MOST_KEPT or any(len(one) > 200 for one in kept):
        raise Refused(f"分类号、关注词、产业各最多 {MOST_KEPT} 个。")
    return kept


def read_again(person: Any, key: int, version: int) -> FirmProfile:
    """Read a profile anew from the firm's rights, in place of what stands there."""
    with transaction.atomic():
        of = held_profile(person, key, version)
        rule = rule_on(localdate())
        found = interests_of([row for _, row in _own_rights([of.party_id], rule)], rule)
        of.classes, of.words = list(found.classes), list(found.words)
        of.industries, of.version = list(found.industries), of.version + 1
        of.edited_at, of.edited_by = timezone.now(), str(person)
        of.save()
        journal.write(person.get_username(), "edit_profile", f"profile:{of.pk}", {"name": of.name})
    return of


def decline(person: Any, key: int, version: int) -> FirmProfile:
    """Say no for a firm: what waits for release is dropped, nothing is offered from now on."""
    with transaction.atomic():
        of = held_profile(person, key, version)
        if not of.is_wanted:
            raise Refused("已经谢绝推送。")
        of.is_wanted, of.declined_at, of.declined_by = False, timezone.now(), str(person)
        of.version += 1
        of.save()
        of.pushes.filter(state=Push.State.CANDIDATE).update(state=Push.State.DROPPED)
        journal.write(
            person.get_username(), "decline_pushes", f"profile:{of.pk}", {"name": of.name}
        )
    return of


def accept(person: Any, key: int, version: int) -> FirmProfile:
    """Say yes again; only the firm itself takes its no back."""
    with transaction.atomic():
        of = held_profile(person, key, version)
        if of.is_wanted:
            raise Refused("现在就在接收推送。")
        if not may_keep(person, of):
            raise Refused("企业谢绝推送后，只能由企业自己恢复。")
        of.is_wanted, of.declined_at, of.declined_by = True, None, ""
        of.version += 1
        of.save()
        journal.write(person.get_username(), "accept_pushes", f"profile:{of.pk}", {"name": of.name})
    return of
