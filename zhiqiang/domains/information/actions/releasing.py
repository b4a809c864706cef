"""Release candidates to firms, see that they arrive, take receipts: each counts in the plan once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate

from zhiqiang.domains.information.actions.topics import RUN
from zhiqiang.domains.information.models import FirmProfile, Push, PushDelivery
from zhiqiang.domains.information.models.pushes import KEEP
from zhiqiang.domains.information.push_rule import rule_on
from zhiqiang.kernel.divisions import prefix
from zhiqiang.kernel.errors import NotFound, Refused
from zhiqiang.records.accounts import queries as accounts
from zhiqiang.records.accounts import rights
from zhiqiang.records.accounts.regions import installation_region
from zhiqiang.records.journal import actions as journal
from zhiqiang.records.notices import mailing
from zhiqiang.records.notices.actions import Message, tell_all
from zhiqiang.records.registry import actions as registry

#: more at once are released in several goes
MOST_AT_ONCE = 5_000
_AT_ONCE = 800
#: titles that a letter names
_NAMED = 50
PROGRAM = "自动发布"
State = PushDelivery.State
Candidate = Push.State.CANDIDATE


def release(person: Any, pushes: Iterable[int]) -> list[PushDelivery]:
    """Release candidates, one delivery for each firm; all of them, or none.

    For who runs information services. Firms that said no meanwhile are left out, and so is what was
    released or dropped meanwhile; refuses where nothing is left.
    """
    rights.require(person, RUN)
    keys = sorted(set(pushes))
    if len(keys) > MOST_AT_ONCE:
        raise Refused(f"一次最多发布 {MOST_AT_ONCE:,} 条，请分次发布。")
    with transaction.atomic():
        made = _released(keys, str(person))
        if not made:
            raise Refused("没有可以发布的候选：它们已经发布、去掉，或企业已谢绝推送。")
        journal.write(
            person.get_username(), "release_pushes", "list:pushes",
            {"rows": sum(one.items for one in made), "parties": len(made)},
        )  # fmt: skip
    return made


def release_by_rule(actor: str) -> int:
    """Release the candidates that the rule of today releases by itself; return how many."""
    least = rule_on(localdate()).releases_from
    if least is None:
        return 0
    with transaction.atomic():
        rows = Push.objects.for_program("releases by the rule").filter(
            state=Candidate, score__gte=least
        )
        made = _released(list(rows.values_list("pk", flat=True)), PROGRAM)
        count = sum(one.items for one in made)
        if made:
            journal.write(
                actor, "release_pushes", "list:pushes", {"rows": count, "parties": len(made)}
            )
    return count


def _released(keys: Sequence[int], by: str) -> list[PushDelivery]:
    by_profile: dict[int, list[Push]] = {}
    rows = Push.objects.for_program("releases to firms").select_for_update()
    for start in range(0, len(keys), _AT_ONCE):
        for one in rows.filter(pk__in=keys[start : start + _AT_ONCE], state=Candidate):
            by_profile.setdefault(one.profile_id, []).append(one)
    found = FirmProfile.objects.for_program("releases to firms").select_for_update()
    profiles = {one.pk: one for one in found.filter(is_wanted=True) if one.pk in by_profile}
    people = _people_of(profiles.values())
    now = timezone.now()
    made = PushDelivery.objects.bulk_create(
        PushDelivery(
            profile=of, items=len(by_profile[key]), is_in_app=bool(people.get(key)),
            released_by=by, released_at=now,
        )
        for key, of in sorted(profiles.items())
    )  # fmt: skip
    for one in made:
        for push in by_profile[one.profile_id]:
            push.state, push.delivery = Push.State.RELEASED, one
    going = [push for one in made for push in by_profile[one.profile_id]]
    rows.bulk_update(going, ["state", "delivery"], batch_size=400)
    _write_letters(made, by_profile)
    tell_all((people[one.profile_id], _message(one)) for one in made if one.is_in_app)
    for one in made:
        if one.is_in_app:
            _arrived(one, "站内", by, localdate())
    return made


def _people_of(profiles: Iterable[FirmProfile]) -> dict[int, list[int]]:
    """Return the people with accounts who keep each of these profiles."""
    by_body = {one.body_id: one.pk for one in profiles if one.body_id is not None}
    out: dict[int, list[int]] = {}
    for person, body in accounts.posts_with(KEEP, by_body):
        out.setdefault(by_body[body], []).append(person)
    return out


def _message(one: PushDelivery) -> Message:
    address = reverse("information:delivery", args=[one.pk])
    return Message(f"push:{one.pk}", f"新推送的专利信息 {one.items} 条", "", address)


def _write_letters(made: Sequence[PushDelivery], pushes: dict[int, list[Push]]) -> None:
    if not mailing.is_set():
        return
    going = [one for one in made if one.profile.mail]
    letters = mailing.post(
        mailing.Written(
            f"push:{one.pk}", one.profile.mail, f"专利信息推送（{one.number}，{one.items} 条）",
            _text(one, pushes[one.profile_id]),
        )
        for one in going
    )  # fmt: skip
    for one in going:
        one.letter_id = letters[f"push:{one.pk}"]
    PushDelivery.objects.for_program("writes letters").bulk_update(
        going, ["letter_id"], batch_size=400
    )


def _text(one: PushDelivery, pushes: Sequence[Push]) -> str:
    best = sorted(pushes, key=lambda push: (-push.score, push.pk))
    lines = [f"{one.profile.name}：", "", "根据贵单位的画像，推送以下已公布的专利信息：", ""]
    for place, push in enumerate(best[:_NAMED], 1):
        lines.append(f"{place}. {push.number} {push.title}（{'；'.join(push.reasons)}）")
    if len(best) > _NAMED:
        lines.append(f"……共 {len(best)} 条。")
    lines += [
        "",
        f"推送编号 {one.number}。不愿再接收的，请在画像页选择“谢绝推送”，或联系发布单位。",
    ]
    return "\n".join(lines)


def _arrived(one: PushDelivery, way: str, by: str, on: date) -> None:
    """Take a receipt: the delivery has arrived, and the record that plans count is left, once."""
    home, region = installation_region(), one.profile.region_code
    held = registry.Held(
        kind="information_push",
        title=f"向{one.profile.name}推送专利信息（{one.number}）",
        held_on=on,
        items=one.items,
        region_code=region if region.startswith(prefix(home)) and region else home,
    )
    one.activity_id = registry.record_activity(one.number, "delivered", by, held)
    one.state, one.delivered_by, one.delivered_at = State.DELIVERED, way, timezone.now()
    one.failure = ""
    one.save(update_fields=["activity_id", "state", "delivered_by", "delivered_at", "failure"])


def settle_letters() -> dict[str, int]:
    """Take the receipts of letters that were sent, and note those that failed; as often as one likes."""
    rows = PushDelivery.objects.for_program("takes receipts").exclude(state=State.DELIVERED)
    waiting = list(rows.filter(letter_id__isnull=False).select_related("profile"))
    fates = mailing.fates(one.letter_id for one in waiting)
    done = {"pushes_delivered": 0, "pushes_failed": 0}
    for one in waiting:
        fate = fates.get(one.letter_id)
        if fate is None or fate.state in ("waiting", "sending"):
            continue
        with transaction.atomic():
            mine = rows.select_for_update().filter(pk=one.pk).select_related(None)
            if not mine.exists():
                continue  # Another has settled it.
            if fate.state == "sent":
                _arrived(one, "邮件", one.released_by, localdate(fate.sent_at))
                done["pushes_delivered"] += 1
            elif one.failure != fate.failure:
                one.state, one.failure = State.FAILED, fate.failure
                one.save(update_fields=["state", "failure"])
                done["pushes_failed"] += 1
    return done


def _held(person: Any, key: int) -> PushDelivery:
    rights.require(person, RUN)
    found: PushDelivery | None = (
        PushDelivery.objects.visible_to(person)
        .select_related("profile")
        .select_for_update(of=("self",))
        .filter(pk=key)
        .first()
    )
    if found is None:
        raise NotFound("没有这次推送，或您无权查看。")
    if found.state == State.DELIVERED:
        raise Refused("这次推送已经送达。")
    return found


def hand_over(person: Any, key: int, on: date) -> PushDelivery:
    """State that the list of a delivery was handed to the firm on a day: its receipt."""
    with transaction.atomic():
        one = _held(person, key)
        if not localdate(one.released_at) <= on <= localdate():
            raise Refused("送达日期应在发布日期之后、不晚于今天。")
        _arrived(one, "文件", str(person), on)
        journal.write(
            person.get_username(), "hand_over_push", f"push:{one.pk}",
            {"name": one.profile.name, "rows": one.items, "on": on},
        )  # fmt: skip
    return one


def send_again(person: Any, key: int) -> PushDelivery:
    """Send the letter of a delivery that failed once more, to the address in the profile now."""
    with transaction.atomic():
        one = _held(person, key)
        if one.letter_id is None or one.state != State.FAILED:
            raise Refused("这次推送没有发送失败的邮件。")
        if not one.profile.mail:
            raise Refused("画像中没有电子邮箱，请先填写。")
        mailing.send_again(one.letter_id, one.profile.mail)
        one.state, one.failure = State.WAITING, ""
        one.save(update_fields=["state", "failure"])
        journal.write(
            person.get_username(), "send_push_again", f"push:{one.pk}", {"name": one.profile.name}
        )
    return one


def open_push(person: Any, key: int) -> Push:
    """Note that a firm opened what was pushed to it, the first time; officials leave no trace."""
    one = _own(person, key)
    if one.opened_at is None and _is_own(person, one):
        one.opened_at = timezone.now()
        one.save(update_fields=["opened_at"])
    return one


def answer_push(person: Any, key: int, verdict: str, word: str) -> Push:
    """Say for a firm whether what was pushed is of use, with a word; may be said anew."""
    if verdict not in (Push.Verdict.USEFUL, Push.Verdict.USELESS):
        raise Refused("请选择有用或无用。")
    if len(word.strip()) > 300:
        raise Refused("意见不超过 300 字。")
    one = _own(person, key)
    if not _is_own(person, one):
        raise Refused("只有收到推送的企业可以评价。")
    now = timezone.now()
    with transaction.atomic():
        one.opened_at = one.opened_at or now
        one.verdict, one.word = verdict, word.strip()
        one.answered_at, one.answered_by = now, str(person)
        one.save(update_fields=["opened_at", "verdict", "word", "answered_at", "answered_by"])
        journal.write(
            person.get_username(), "answer_push", f"push:{one.delivery_id}",
            {"number": one.number, "result": one.get_verdict_display()},
        )  # fmt: skip
    return one


def _own(person: Any, key: int) -> Push:
    found: Push | None = (
        Push.objects.visible_to(person)
        .filter(~Q(delivery=None))
        .select_related("profile__body", "delivery")
        .filter(pk=key)
        .first()
    )
    if found is None:
        raise NotFound("没有这条推送，或您无权查看。")
    return found


def _is_own(person: Any, one: Push) -> bool:
    return one.profile.body is not None and rights.may(person, KEEP, one.profile.body)
