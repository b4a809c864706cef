"""People are told of a case once: the office of what came, the applicant of what was said to them."""

from datetime import date

from zhiqiang.records.casework import actions
from zhiqiang.records.notices.models import Notice


def titles(person) -> list[str]:
    rows = Notice.objects.visible_to(person).order_by("pk")
    return [one.title.split("：")[0] for one in rows]


def test_the_office_and_the_applicant_are_told_step_by_step(office) -> None:
    case = office.submitted()
    assert titles(office.clerk) == ["待受理"] and titles(office.official) == []
    office.do("ask_correction", office.clerk, case, points=["合同缺页", "电话有误"])
    [told] = Notice.objects.visible_to(office.applicant)
    assert told.title == f"请补正：专利权质押登记 {case.number}"
    assert told.text == "1. 合同缺页\n2. 电话有误\n"
    office.do("submit", office.applicant, case)
    office.do("accept", office.clerk, case)
    assert titles(office.applicant) == ["请补正", "已受理"]
    assert titles(office.official) == titles(office.approver) == ["待办理"]
    office.do("forward", office.official, case, to=office.approver.pk)
    office.do("close", office.approver, case, outcome="not_registered", note="条件不符")
    assert titles(office.applicant) == ["请补正", "已受理", "已办结"]
    assert titles(office.official) == ["待办理"]
    assert titles(office.stranger) == titles(office.asked) == []


def test_who_holds_a_case_is_told_and_nobody_else(office) -> None:
    case = office.do("transfer", office.official, office.running(), to=office.colleague.pk)
    before = len(titles(office.official))
    office.do("urge", office.applicant, case)
    assert titles(office.colleague)[-2:] == ["移交给您", "申请人催办"]
    assert len(titles(office.official)) == before


def test_a_limit_that_comes_near_or_passes_is_told_once(office, today) -> None:
    today(date(2026, 3, 2))
    office.running()
    before = len(titles(office.official))
    assert actions.remind(date(2026, 3, 3)) == 0
    # The official, the colleague, the approver and the keeper may act in the step; due on 9 March.
    assert actions.remind(date(2026, 3, 5)) == 4 and actions.remind(date(2026, 3, 6)) == 0
    assert titles(office.official)[before:] == ["临期"]
    assert actions.remind(date(2026, 3, 10)) == 4
    assert titles(office.official)[before:] == ["临期", "已超期"]
