"""Sign up for a training, cancel, and sign in on the day: each person once."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from zhiqiang.kernel.errors import NotFound, Refused
from zhiqiang.records.accounts import rights
from zhiqiang.records.casework.actions.beginning import new_code
from zhiqiang.records.casework.models import Attendance, Case, Enrolment
from zhiqiang.records.casework.published import item_of
from zhiqiang.records.casework.trainings.standing import Training, training
from zhiqiang.records.casework.turn import VISITOR, locked
from zhiqiang.records.casework.verbs import RUNNING
from zhiqiang.records.journal.actions import write

#: how long a code on the screen stands, and with it the one before
SECONDS = 300
_PHONE = re.compile(r"1\d{10}|0\d{9,11}|\d{7,8}")
_WRONG = "签到码不对或者已经过期。请扫描会场屏幕上现在的二维码，或者输入屏幕上的六位数字。"


class NameWanted(Refused):
    """Nobody signed up with this phone: name and unit are asked for."""


@dataclass(frozen=True, slots=True)
class Enrolled:
    """What somebody who signed up has to keep."""

    training: Training
    code: str
    turn: int
    is_waiting: bool


def enrol(case_id: int, name: str, unit: str, phone: str) -> Enrolled:
    """Sign somebody up, without an account; those beyond the capacity wait in their turn.

    Refused after the last day for it, for a phone that is no phone, and a second time.
    """
    with transaction.atomic():
        case = _held(case_id)
        found = training(case_id)
        if not found.takes_names:
            raise Refused(f"报名已于 {found.open_until} 截止。")
        who = _written(name, unit, phone)
        known = _rows().filter(case=case, phone=who[2]).first()
        if known is not None and known.cancelled_at is None:
            raise Refused("这个手机号已经报名，不需再报。忘记报名码的，请联系主办单位。")
        code = new_code()
        made = known or Enrolment(case=case, phone=who[2])
        made.name, made.unit, made.place = who[0], who[1], _next_place(case)
        made.code_digest, made.enrolled_at = _digest(case_id, code), timezone.now()
        made.cancelled_at, made.walked_in = None, False
        made.save()
        write(VISITOR, "training_enrolled", f"case:{case_id}", {})
        turn = _turn(made)
    return Enrolled(found, code, turn, turn > found.capacity)


def enrolment(case_id: int, phone: str, code: str) -> tuple[Enrolment, int]:
    """Return what somebody signed up for and their turn, or raise ``NotFound``."""
    found = _rows().filter(case=case_id, phone=_digits(phone), cancelled_at=None).first()
    typed = _digest(case_id, code.strip().upper())
    if found is None or not constant_time_compare(found.code_digest, typed):
        raise NotFound("没有这个报名，或者手机号与报名码不符。")
    return found, _turn(found)


def cancel(case_id: int, phone: str, code: str) -> None:
    """Give a place back; whoever waits first moves up. Not once the training has been attended."""
    with transaction.atomic():
        _held(case_id)
        found, _ = enrolment(case_id, phone, code)
        if found.attendances.exists():
            raise Refused("已经签到，不能取消报名。")
        found.cancelled_at = timezone.now()
        found.save(update_fields=["cancelled_at"])
        write(VISITOR, "training_cancelled", f"case:{case_id}", {})


def code_at(case_id: int, moment: datetime) -> str:
    """Return the six digits that stand on the screen at a moment."""
    return _screen_code(case_id, int(moment.timestamp()) // SECONDS)


def code_of_day(case_id: int, day: date) -> str:
    """Return the eight letters that are printed for one day, where there is no screen."""
    made = salted_hmac("attendance-day", f"{case_id}:{day}", algorithm="sha256").hexdigest()
    return made[:8].upper()


def check_in(
    case_id: int, code: str, phone: str, name: str = "", unit: str = ""
) -> tuple[Attendance, bool]:
    """Sign somebody in with the code of the moment or of the day; return it, and whether it is new.

    Refused outside the days of the training and with another code. Who did not sign up gives name
    and unit besides (``NameWanted``). A second time on one day changes nothing.
    """
    with transaction.atomic():
        case = _held(case_id)
        _require_code(case, code)
        today, digits = timezone.localdate(), _digits(phone)
        known = _rows().filter(case=case, phone=digits).first()
        if known is None or known.cancelled_at is not None:
            if not (name.strip() and unit.strip()):
                _written("某", "某", phone)
                raise NameWanted("这个手机号没有报名。请补填姓名和单位，然后签到。")
            known = _walk_in(case, known, _written(name, unit, phone))
        return _present(case, known, today, at_counter=False)


def mark_present(person: Any, case_id: int, enrolment_id: int, day: date) -> bool:
    """Enter from a signed sheet that somebody was there on a day; return whether it is new.

    By whoever acts in the step of the case; never for a day to come.
    """
    with transaction.atomic():
        case = locked(person, case_id)
        require_organiser(person, case)
        if day not in training(case_id).days or day > timezone.localdate():
            raise Refused("只能登记培训期间、今天以前的签到。")
        found = _rows().filter(case=case, pk=enrolment_id, cancelled_at=None).first()
        if found is None:
            raise NotFound("报名名单中没有这个人。")
        _, is_new = _present(case, found, day, at_counter=True)
        if is_new:
            write(person.get_username(), "attendance_entered", f"case:{case_id}", {"on": day})
    return is_new


def may_organise(person: Any, case: Case) -> bool:
    """Say whether ``person`` runs a training: who acts in the step of its case."""
    item = item_of(case.service)
    if case.state != RUNNING or not item.is_training:
        return False
    return rights.may(person, item.step(case.step).right, case.body)


def require_organiser(person: Any, case: Case) -> None:
    """Raise ``Refused`` unless ``person`` runs a training."""
    if not may_organise(person, case):
        raise Refused("培训立项之后、办结之前，由办理本环节的人员管理报名和签到。")


def sheet(person: Any, case_id: int) -> list[Enrolment]:
    """Return those who signed up with name and phone in full; the journal says who asked."""
    with transaction.atomic():
        case = locked(person, case_id)
        require_organiser(person, case)
        rows = list(_rows().filter(case=case, cancelled_at=None))
        write(person.get_username(), "training_sheet", f"case:{case_id}", {"rows": len(rows)})
    return rows


def _held(case_id: int) -> Case:
    """Return the case of a training, held until the transaction ends: turns are given one by one."""
    rows = Case.objects.for_program("signs somebody up").select_for_update()
    found: Case | None = rows.filter(pk=case_id).first()
    if found is None:
        raise NotFound("没有这个培训，或者报名还没有开放。")
    return found


def _rows() -> Any:
    return Enrolment.objects.for_program("signs somebody up")


def _next_place(case: Case) -> int:
    last = _rows().filter(case=case).aggregate(last=Max("place"))["last"]
    return int(last or 0) + 1


def _turn(one: Enrolment) -> int:
    before = _rows().filter(case=one.case_id, cancelled_at=None, walked_in=False)
    return int(before.filter(place__lte=one.place).count())


def _written(name: str, unit: str, phone: str) -> tuple[str, str, str]:
    who = name.strip()[:40], unit.strip()[:120], _digits(phone)
    if not (who[0] and who[1]):
        raise Refused("请填写姓名和单位。")
    if not _PHONE.fullmatch(who[2]):
        raise Refused("手机号应为 11 位数字，固定电话带区号。请核对后再填。")
    return who


def _digits(phone: str) -> str:
    return re.sub(r"[\s()（）+-]", "", phone).removeprefix("86")[:20]


def _digest(case_id: int, code: str) -> str:
    return salted_hmac("enrolment", f"{case_id}:{code}", algorithm="sha256").hexdigest()


def _screen_code(case_id: int, slot: int) -> str:
    made = salted_hmac("attendance", f"{case_id}:{slot}", algorithm="sha256").digest()
    return f"{int.from_bytes(made[:8], 'big') % 1_000_000:06d}"


def _require_code(case: Case, code: str) -> None:
    found, typed = training(case.pk), re.sub(r"[\s-]", "", code).upper()
    now = timezone.now()
    today = timezone.localdate(now)
    if today not in found.days:
        raise Refused(f"培训于 {found.held_on} 举办，今天不能签到。")
    slot = int(now.timestamp()) // SECONDS
    good = (
        _screen_code(case.pk, slot),
        _screen_code(case.pk, slot - 1),
        code_of_day(case.pk, today),
    )
    if not any(secrets.compare_digest(one.encode(), typed.encode()) for one in good):
        raise Refused(_WRONG)


def _walk_in(case: Case, known: Enrolment | None, who: tuple[str, str, str]) -> Enrolment:
    made = known or Enrolment(case=case, phone=who[2])
    made.name, made.unit, made.place = who[0], who[1], _next_place(case)
    made.code_digest, made.enrolled_at = "", timezone.now()
    made.cancelled_at, made.walked_in = None, True
    made.save()
    return made


def _present(case: Case, who: Enrolment, day: date, *, at_counter: bool) -> tuple[Attendance, bool]:
    rows = Attendance.objects.for_program("signs somebody in")
    made, is_new = rows.get_or_create(
        enrolment=who,
        held_on=day,
        defaults={"case": case, "at": timezone.now(), "at_counter": at_counter},
    )
    return made, is_new
