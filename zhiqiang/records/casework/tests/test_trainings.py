"""A training: sign-up in turn, a code that changes, each person once a day, person-times by themselves."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from zhiqiang.kernel.errors import NotFound, Refused
from zhiqiang.records.casework import actions
from zhiqiang.records.casework.models import Attendance, Case, Enrolment
from zhiqiang.records.casework.tests.office import key
from zhiqiang.records.casework.trainings import joining, standing
from zhiqiang.records.journal.models import Entry
from zhiqiang.records.registry.models import Activity

DAY = date(2026, 3, 5)
TITLE = "专利申请实务培训"


@pytest.fixture
def clock(monkeypatch, today):
    """Set the moment: ``clock(day, hour, minute)``."""

    def be(day, hour=1, minute=0):
        today(day)
        now = datetime(day.year, day.month, day.day, hour, minute, tzinfo=UTC)
        monkeypatch.setattr(timezone, "now", lambda: now)
        return now

    return be


@pytest.fixture
def training(office, clock):
    """A training of two days with two places, open for sign-up."""
    clock(date(2026, 3, 2))
    return planned(office, held_until="2026-03-06", capacity=2)


def planned(office, **more):
    case = actions.begin_case(office.keeper, "training", office.body, request_key=key())
    held = {"title": TITLE, "held_on": str(DAY), "place": "市民中心"} | more
    office.do("save_draft", office.keeper, case, fields=held)
    office.do("submit", office.keeper, case)
    return office.do("forward", office.official, case)


def phone(number):
    return f"138{number:08d}"


def enrol(case, number, **more):
    given = {"name": f"钱{number}", "unit": "东岸精密有限公司", "phone": phone(number)} | more
    return joining.enrol(case.pk, given["name"], given["unit"], given["phone"])


def now_code(case):
    return joining.code_at(case.pk, timezone.now())


def test_beyond_the_capacity_one_waits_and_moves_up_when_somebody_cancels(training) -> None:
    first, second, third = (enrol(training, n) for n in (1, 2, 3))
    assert [one.is_waiting for one in (first, second, third)] == [False, False, True]
    found = standing.training(training.pk)
    assert (found.taken, found.free, found.waiting) == (3, 0, 1)
    assert joining.enrolment(training.pk, phone(3), third.code)[1] == 3
    joining.cancel(training.pk, phone(1), first.code)
    assert joining.enrolment(training.pk, phone(3), third.code)[1] == 2
    # Whoever comes back stands behind those who waited.
    assert enrol(training, 1).turn == 3


@pytest.mark.parametrize(
    "written", ["13800000001", "138 0000 0001", "138-0000-0001", "+86 13800000001"]
)
def test_one_phone_signs_up_once_however_it_is_written(training, written) -> None:
    enrol(training, 1)
    with pytest.raises(Refused, match="已经报名"):
        enrol(training, 9, phone=written)
    assert Enrolment.objects.for_program("test").count() == 1


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"name": " "}, "请填写姓名和单位"),
        ({"unit": ""}, "请填写姓名和单位"),
        ({"phone": "12"}, "手机号应为 11 位数字"),
        ({"phone": "二三八"}, "手机号应为 11 位数字"),
    ],
)
def test_what_is_not_filled_in_rightly_is_refused_in_words(training, given, said) -> None:
    with pytest.raises(Refused, match=said):
        enrol(training, 1, **given)


def test_sign_up_opens_with_the_plan_and_ends_on_its_day(office, clock) -> None:
    clock(date(2026, 3, 2))
    case = actions.begin_case(office.keeper, "training", office.body, request_key=key())
    held = {"title": TITLE, "held_on": str(DAY), "place": "市民中心", "capacity": 2}
    office.do("save_draft", office.keeper, case, fields=held | {"signup_until": "2026-03-03"})
    case = office.do("submit", office.keeper, case)
    with pytest.raises(NotFound, match="还没有开放"):
        enrol(case, 1)
    case = office.do("forward", office.official, case)
    enrol(case, 1)
    assert [one.title for one in standing.trainings()] == [TITLE]
    clock(date(2026, 3, 4))
    with pytest.raises(Refused, match="2026-03-03 截止"):
        enrol(case, 2)
    clock(date(2026, 3, 6))
    assert standing.trainings() == []


def test_without_a_capacity_nothing_is_public(office, clock) -> None:
    clock(date(2026, 3, 2))
    case = planned(office)
    assert standing.trainings() == []
    with pytest.raises(NotFound):
        enrol(case, 1)


@pytest.mark.parametrize("wrong", [("13800000001", "AAAA"), ("13800000002", None)])
def test_an_enrolment_opens_to_phone_and_code_together_only(training, wrong) -> None:
    made = enrol(training, 1)
    with pytest.raises(NotFound, match="不符"):
        joining.enrolment(training.pk, wrong[0], wrong[1] or made.code)


def test_the_code_of_the_moment_signs_in_once_a_day(training, clock) -> None:
    enrol(training, 1)
    clock(DAY)
    _, is_new = joining.check_in(training.pk, now_code(training), phone(1))
    assert is_new
    _, is_new = joining.check_in(training.pk, now_code(training), "138 0000 0001")
    assert not is_new
    clock(DAY + timedelta(days=1))
    joining.check_in(training.pk, now_code(training), phone(1))
    assert Attendance.objects.for_program("test").count() == 2


def test_the_table_itself_keeps_a_person_from_signing_in_twice(training) -> None:
    enrol(training, 1)
    who = Enrolment.objects.for_program("test").get()
    given = {"case": training, "enrolment": who, "held_on": DAY, "at": timezone.now()}
    Attendance.objects.create(**given)
    with pytest.raises(IntegrityError), transaction.atomic():
        Attendance.objects.create(**given)


def test_a_code_stands_for_its_minutes_and_the_next_and_no_longer(training, clock) -> None:
    enrol(training, 1)
    code = joining.code_at(training.pk, clock(DAY, 1, 0))
    assert code == joining.code_at(training.pk, clock(DAY, 1, 4))
    assert code != joining.code_at(training.pk, clock(DAY, 1, 5))
    clock(DAY, 1, 9)
    joining.check_in(training.pk, code, phone(1))
    clock(DAY, 1, 10)
    with pytest.raises(Refused, match="签到码不对或者已经过期"):
        joining.check_in(training.pk, code, phone(2), "钱", "某公司")


def test_the_printed_code_holds_for_its_day_only(training, clock) -> None:
    enrol(training, 1)
    clock(DAY, 6)
    printed = joining.code_of_day(training.pk, DAY)
    joining.check_in(training.pk, f"{printed[:4]} {printed[4:].lower()}", phone(1))
    clock(DAY + timedelta(days=1))
    with pytest.raises(Refused, match="签到码不对"):
        joining.check_in(training.pk, printed, phone(1))


def test_codes_of_other_trainings_and_other_days_do_not_sign_in(office, training, clock) -> None:
    other = planned(office, capacity=5)
    enrol(training, 1)
    with pytest.raises(Refused, match="今天不能签到"):
        joining.check_in(training.pk, now_code(training), phone(1))
    clock(DAY)
    with pytest.raises(Refused, match="签到码不对"):
        joining.check_in(training.pk, now_code(other), phone(1))


def test_who_did_not_sign_up_gives_name_and_unit_and_is_counted(training, clock) -> None:
    enrol(training, 1)
    clock(DAY)
    code = now_code(training)
    with pytest.raises(joining.NameWanted, match="请补填姓名和单位"):
        joining.check_in(training.pk, code, phone(7))
    joining.check_in(training.pk, code, phone(7), "孙七", "西坪机械有限公司")
    made = Enrolment.objects.for_program("test").get(phone=phone(7))
    assert made.walked_in
    # A place of those who signed up is not taken by it.
    assert standing.training(training.pk).taken == 1
    with pytest.raises(Refused, match="已经签到，不能取消"):
        _cancel_present(training)


def _cancel_present(training):
    made = enrol(training, 2)
    joining.check_in(training.pk, now_code(training), phone(2))
    joining.cancel(training.pk, phone(2), made.code)


def test_the_person_times_are_taken_over_at_the_end_and_what_was_typed_gives_way(
    office, training, clock
) -> None:
    for number in (1, 2, 3):
        enrol(training, number)
    for day, came in ((DAY, (1, 2, 3)), (DAY + timedelta(days=1), (1, 3))):
        clock(day)
        for number in came:
            joining.check_in(training.pk, now_code(training), phone(number))
    office.do("amend", office.official, training, fields={"people": 400})
    case = office.do("close", office.official, training, outcome="held")
    [made] = Activity.objects.for_program("test")
    assert (made.kind, made.people, made.held_on) == ("training", 5, DAY)
    assert Case.objects.for_program("test").get(pk=case.pk).fields["people"] == 5


def test_without_codes_the_sheet_of_paper_counts(office, training, clock) -> None:
    clock(DAY)
    office.do("amend", office.official, training, fields={"people": 86})
    office.do("close", office.official, training, outcome="held")
    assert Activity.objects.for_program("test").get().people == 86


def test_the_office_enters_a_signed_sheet_and_others_do_not(office, training, clock) -> None:
    enrol(training, 1)
    who = Enrolment.objects.for_program("test").get()
    clock(DAY)
    assert joining.mark_present(office.official, training.pk, who.pk, DAY)
    assert not joining.mark_present(office.official, training.pk, who.pk, DAY)
    for day in (DAY + timedelta(days=1), DAY - timedelta(days=1)):
        with pytest.raises(Refused, match="只能登记"):
            joining.mark_present(office.official, training.pk, who.pk, day)
    for person, refusal in ((office.clerk, Refused), (office.stranger, NotFound)):
        with pytest.raises(refusal):
            joining.mark_present(person, training.pk, who.pk, DAY)
        with pytest.raises(refusal):
            joining.sheet(person, training.pk)
    assert len(joining.sheet(office.official, training.pk)) == 1
    acts = list(Entry.objects.for_program("test").values_list("act", flat=True))
    assert acts.count("attendance_entered") == acts.count("training_sheet") == 1


def test_no_line_of_the_journal_names_who_signed_up(training) -> None:
    enrol(training, 1)
    line = Entry.objects.for_program("test").get(act="training_enrolled")
    assert (line.actor, line.detail) == ("访客", {})
