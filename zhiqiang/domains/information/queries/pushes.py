"""Profiles, candidates, deliveries and their receipts, as a person may see them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from django.utils.timezone import localdate

from zhiqiang.domains.information.models import FirmProfile, Push, PushDelivery, PushRound
from zhiqiang.domains.information.models.pushes import KEEP
from zhiqiang.engines.documents import Column, OfficialDocument, in_words
from zhiqiang.kernel.errors import NotFound
from zhiqiang.records.accounts import queries as accounts
from zhiqiang.records.accounts import rights
from zhiqiang.records.notices import mailing


@dataclass(frozen=True, slots=True)
class Receipts:
    """How many pushes were released to a firm, arrived, were opened and judged."""

    released: int = 0
    delivered: int = 0
    opened: int = 0
    useful: int = 0
    useless: int = 0


def profiles(person: Any, text: str = "") -> QuerySet[FirmProfile]:
    """Return the profiles that ``person`` may see, by a word in the name."""
    found = FirmProfile.objects.visible_to(person)
    return found.filter(name__icontains=text) if text else found


def profile(key: int, person: Any) -> FirmProfile:
    """Return one profile, or raise ``NotFound``."""
    found: FirmProfile | None = profiles(person).select_related("body").filter(pk=key).first()
    if found is None:
        raise NotFound("没有这份画像，或您无权查看。")
    return found


def own_bodies(person: Any) -> list[tuple[int, str, int | None]]:
    """Return id and name of the bodies whose profile ``person`` keeps, and the profile's id."""
    keys = [
        key
        for key in set(accounts.bodies_of_person(person.pk, localdate()))
        if rights.may(person, KEEP, accounts.body(key))
    ]
    names = accounts.body_names(keys)
    made = dict(profiles(person).filter(body_id__in=keys).values_list("body_id", "pk"))
    return [(key, names[key], made.get(key)) for key in sorted(keys)]


def receipts(of: Iterable[int]) -> dict[int, Receipts]:
    """Return the receipts of profiles by their ids; one query."""
    came = Q(delivery__state=PushDelivery.State.DELIVERED)
    rows = Push.objects.for_program("counts the receipts of profiles that somebody sees")
    told = rows.filter(profile_id__in=list(of), state=Push.State.RELEASED).order_by()
    counted = told.values_list("profile_id").annotate(
        released=Count("pk"),
        delivered=Count("pk", filter=came),
        opened=Count("pk", filter=Q(opened_at__isnull=False)),
        useful=Count("pk", filter=Q(verdict=Push.Verdict.USEFUL)),
        useless=Count("pk", filter=Q(verdict=Push.Verdict.USELESS)),
    )
    return {key: Receipts(*counts) for key, *counts in counted}


@dataclass(frozen=True, slots=True)
class Totals:
    """Pushes by receipt, as plans count them: those that arrived from a day to a day."""

    year: int
    this_year: int
    ever: int
    waiting: int
    failed: int


def totals() -> Totals:
    """Count what arrived this year and ever, and what did not yet; from the receipts."""
    rows = PushDelivery.objects.for_program("counts receipts").order_by()
    year = localdate().year
    came = Q(state=PushDelivery.State.DELIVERED)
    told = rows.aggregate(
        this_year=Sum("items", filter=came & Q(delivered_at__year=year), default=0),
        ever=Sum("items", filter=came, default=0),
        waiting=Sum("items", filter=Q(state=PushDelivery.State.WAITING), default=0),
        failed=Sum("items", filter=Q(state=PushDelivery.State.FAILED), default=0),
    )
    return Totals(year, **told)


def candidates(person: Any, text: str = "", profile_id: int | None = None) -> QuerySet[Push]:
    """Return what waits for release, firm by firm, the likeliest first; for officials."""
    rows = Push.objects.visible_to(person).filter(state=Push.State.CANDIDATE)
    rows = rows.filter(profile__name__icontains=text) if text else rows
    rows = rows.filter(profile_id=profile_id) if profile_id else rows
    return rows.select_related("profile").order_by("profile__name", "profile_id", "-score", "pk")


def last_round(person: Any) -> PushRound | None:
    """Return the newest round."""
    found: PushRound | None = PushRound.objects.visible_to(person).first()
    return found


def deliveries(person: Any, state: str = "", text: str = "") -> QuerySet[PushDelivery]:
    """Return the deliveries that ``person`` may see, newest first, with counts of their pushes."""
    rows = PushDelivery.objects.visible_to(person).select_related("profile")
    if not rights.may(person, "see_internal"):
        rows = rows.filter(Q(is_in_app=True) | Q(state=PushDelivery.State.DELIVERED))
    rows = rows.filter(state=state) if state else rows
    rows = rows.filter(profile__name__icontains=text) if text else rows
    return rows.annotate(
        opened=Count("pushes", filter=Q(pushes__opened_at__isnull=False)),
        useful=Count("pushes", filter=Q(pushes__verdict=Push.Verdict.USEFUL)),
    )


def delivery(key: int, person: Any) -> PushDelivery:
    """Return one delivery, or raise ``NotFound``."""
    found: PushDelivery | None = deliveries(person).filter(pk=key).first()
    if found is None:
        raise NotFound("没有这次推送，或您无权查看。")
    return found


def pushes_in(of: PushDelivery, person: Any) -> QuerySet[Push]:
    """Return what a delivery carries, the likeliest first."""
    return Push.objects.visible_to(person).filter(delivery=of).order_by("-score", "pk")


def push(key: int, person: Any) -> Push:
    """Return one push that reached its firm, or raise ``NotFound``."""
    found: Push | None = Push.objects.visible_to(person).filter(pk=key).first()
    if found is None or found.delivery_id is None:
        raise NotFound("没有这条推送，或您无权查看。")
    return found


def letter_of(of: PushDelivery) -> mailing.Fate | None:
    """Return what became of the letter of a delivery, where there is one."""
    return mailing.fates([of.letter_id]).get(of.letter_id) if of.letter_id else None


_COLUMNS = (
    Column("序号", 8, True),
    Column("申请号", 24),
    Column("名称", 46),
    Column("推送理由", 40),
)


def paper(of: PushDelivery, pushes: Iterable[Push], today: date) -> OfficialDocument:
    """Write a delivery as a list to hand over."""
    out = OfficialDocument()
    out.title("专利信息推送清单")
    out.paragraph(f"{of.profile.name}：")
    out.paragraph(
        f"根据贵单位的画像，现推送已公布的专利信息 {of.items} 条（推送编号 {of.number}）。"
        "请反馈是否有用；不愿再接收的，请告知。"
    )
    rows = [
        (place, one.number, one.title, "；".join(one.reasons))
        for place, one in enumerate(pushes, 1)
    ]
    out.table(_COLUMNS, rows)
    out.closing(in_words(today))
    return out
