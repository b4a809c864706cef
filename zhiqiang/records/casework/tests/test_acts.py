"""Each act does what its name says, once for each request, and never over a newer act."""

from datetime import date, timedelta

import pytest
from django.utils.timezone import localdate

from zhiqiang.kernel.errors import NotFound, Refused
from zhiqiang.records.accounts.actions import posts
from zhiqiang.records.casework import actions
from zhiqiang.records.casework.models import Case, CaseDocument, TimelineEntry
from zhiqiang.records.casework.queries import (
    allowed,
    case_by_id,
    inbox,
    own_cases,
    timeline_of,
    visible_cases,
)
from zhiqiang.records.casework.tests.office import NUMBERS, PROGRAM, SOUND, person
from zhiqiang.records.journal.models import Entry
from zhiqiang.records.journal.queries import verify


def verbs_of(case, who) -> list[str]:
    return list(timeline_of(case, who).values_list("verb", flat=True))


def test_a_draft_is_kept_with_gaps_and_sent_only_when_whole(office) -> None:
    case = actions.begin_case(
        office.applicant, "pledge_registration", office.body, request_key="d1"
    )
    office.do("save_draft", office.applicant, case, fields={"holder": "东岸精密有限公司"})
    office.do("save_draft", office.applicant, case, fields={"amount": -5})
    assert case_by_id(case.pk, office.applicant).fields == {
        "holder": "东岸精密有限公司",
        "amount": -5,
    }
    with pytest.raises(Refused) as caught:
        office.do("submit", office.applicant, case)
    said = str(caught.value)
    assert "“担保金额（元）”应大于 0。" in said
    assert "请填写“出质的专利号”。" in said and "请上传“质押合同”。" in said
    with pytest.raises(Refused, match="表单没有这些项：secret"):
        office.do("save_draft", office.applicant, case, fields={"secret": 1})


def test_nobody_else_sees_a_draft(office) -> None:
    case = office.draft()
    for other in (office.clerk, office.approver, office.stranger):
        with pytest.raises(NotFound):
            case_by_id(case.pk, other)


def test_the_same_request_is_done_once(office) -> None:
    first = actions.begin_case(
        office.applicant, "pledge_registration", office.body, request_key="a"
    )
    again = actions.begin_case(
        office.applicant, "pledge_registration", office.body, request_key="a"
    )
    assert first.pk == again.pk
    case = office.submitted()
    once = office.do("accept", office.clerk, case, request_key="twice")
    twice = actions.accept(office.clerk, case.pk, version=case.version, request_key="twice")
    assert (once.version, once.step) == (twice.version, twice.step)
    assert verbs_of(case, office.clerk).count("accept") == 1


def test_who_acts_on_an_old_page_is_told_who_acted_meanwhile(office) -> None:
    case = office.running()
    office.do("forward", office.official, case)
    with pytest.raises(actions.Stale, match=r"handler某已于 .* 转下一环节。您的操作没有执行"):
        office.do("transfer", office.approver, case, version=case.version, to=office.approver.pk)
    assert verbs_of(case, office.approver)[0] == "forward"


def test_correction_is_asked_once_with_everything_named(office) -> None:
    case = office.submitted()
    with pytest.raises(Refused, match="请逐条写明"):
        office.do("ask_correction", office.clerk, case, points=["  "])
    points = ["质押合同缺少担保范围", "缺少质权人身份证明"]
    office.do("ask_correction", office.clerk, case, points=points)
    assert case_by_id(case.pk, office.applicant).correction == points
    office.do("save_draft", office.applicant, case, fields={"purpose": "设备采购"})
    office.do("submit", office.applicant, case)
    with pytest.raises(Refused, match="已经告知过补正"):
        office.do("ask_correction", office.clerk, case, points=["还有一处"])
    office.do("accept", office.clerk, case)


def test_refusing_names_a_ground_of_the_item_and_the_facts(office) -> None:
    case = office.submitted()
    with pytest.raises(Refused, match="请选择不予受理的理由"):
        office.do("refuse", office.clerk, case, ground="mood", note="不想办")
    with pytest.raises(Refused, match="请写明不予受理的事实"):
        office.do("refuse", office.clerk, case, ground="not_competent")
    done = office.do(
        "refuse", office.clerk, case, ground="not_competent", note="应向省级代办处办理"
    )
    assert done.state == "refused" and done.due_on is None
    entry = timeline_of(case, office.applicant).first()
    assert (entry.detail["zh"], entry.note) == ("不属于本单位受理范围", "应向省级代办处办理")


def test_a_case_goes_forward_and_back_to_any_earlier_step(office) -> None:
    case = office.at_decision()
    with pytest.raises(Refused, match="只能退回前面的环节"):
        office.do("send_back", office.approver, case, step="decision", note="重审")
    with pytest.raises(Refused, match="请写明退回的理由"):
        office.do("send_back", office.approver, case, step="review")
    back = office.do("send_back", office.approver, case, step="acceptance", note="材料不全")
    assert back.step == "acceptance"
    again = office.do(
        "send_back", office.approver, office.at_decision(), step="review", note="再审"
    )
    assert again.step == "review"


def test_a_step_without_anybody_in_its_post_is_named(office) -> None:
    case = office.running()
    for post in office.approver.posts.all():
        posts.end_post(PROGRAM, post, date(2024, 1, 1))
    with pytest.raises(Refused, match="“决定”环节在市知识产权局没有任职人员（须有“审批办件”权限）"):
        office.do("forward", office.official, case)
    assert case_by_id(case.pk, office.official).step == "review"


@pytest.mark.parametrize(
    ("mode", "share", "opinions", "said"),
    [
        ("all", 100, [True, True, True], ""),
        ("all", 100, [True, True], "会签还没有结束"),
        ("all", 100, [True, False], "会签未通过"),
        ("any", 100, [True], ""),
        ("any", 100, [False, False], "会签还没有结束"),
        ("any", 100, [False, False, False], "会签未通过"),
        ("ratio", 60, [True, True], ""),
        ("ratio", 60, [True, False], "会签还没有结束"),
        ("ratio", 60, [False, False], "会签未通过"),
    ],
)
def test_countersigning_holds_the_case_until_enough_agree(office, mode, share, opinions, said):
    case = office.running()
    signers = [office.official, office.colleague, office.approver]
    ids = [one.pk for one in signers]
    office.do("countersign", office.official, case, signers=ids, mode=mode, share=share)
    for signer, agrees in zip(signers, opinions, strict=False):
        office.do("sign", signer, case, agrees=agrees, note="" if agrees else "金额不实")
    if said:
        with pytest.raises(Refused, match=said):
            office.do("forward", office.official, case)
    else:
        assert office.do("forward", office.official, case).step == "decision"


def test_signers_are_added_and_removed_while_a_round_is_open(office) -> None:
    case = office.running()
    office.do("countersign", office.official, case, signers=[office.colleague.pk])
    with pytest.raises(Refused, match="上一轮会签还没有结束"):
        office.do("countersign", office.official, case, signers=[office.approver.pk])
    office.do("add_signer", office.official, case, signer=office.approver.pk)
    with pytest.raises(Refused, match="asked某没有办理“审查”环节的权限"):
        office.do("add_signer", office.official, case, signer=office.asked.pk)
    office.do("sign", office.colleague, case, agrees=True)
    with pytest.raises(Refused, match="不能减签"):
        office.do("remove_signer", office.official, case, signer=office.colleague.pk)
    office.do("remove_signer", office.official, case, signer=office.approver.pk)
    with pytest.raises(Refused, match="没有等待您会签"):
        office.do("sign", office.approver, case, agrees=True)
    assert office.do("forward", office.official, case).step == "decision"


def test_a_disagreement_says_why(office) -> None:
    case = office.running()
    office.do("countersign", office.official, case, signers=[office.colleague.pk])
    with pytest.raises(Refused, match="不同意的，请写明理由"):
        office.do("sign", office.colleague, case, agrees=False)


def test_a_case_is_delegated_and_handed_back(office) -> None:
    case = office.running()
    office.do("delegate", office.official, case, to=office.colleague.pk)
    assert list(inbox(office.colleague)) == [case]
    with pytest.raises(Refused, match="已经委托"):
        office.do("delegate", office.official, case, to=office.colleague.pk)
    office.do("hand_back", office.colleague, case)
    assert "forward" not in allowed(office.colleague, case_by_id(case.pk, office.colleague))
    assert "forward" in allowed(office.official, case_by_id(case.pk, office.official))


def test_a_deputy_acts_for_the_absent(office) -> None:
    case = office.do("transfer", office.official, office.running(), to=office.official.pk)
    assert "forward" not in allowed(office.colleague, case)
    post = office.official.posts.get()
    today = localdate()
    posts.name_deputy(PROGRAM, post, office.colleague, today, today + timedelta(days=30))
    assert "forward" in allowed(office.colleague, case)


def test_a_case_is_not_given_to_who_may_not_work_on_it(office) -> None:
    case = office.running()
    with pytest.raises(Refused, match="stranger某没有办理“审查”环节的权限"):
        office.do("transfer", office.official, case, to=office.stranger.pk)


def test_urging_is_once_a_day_and_withdrawing_ends_the_case(office) -> None:
    case = office.running()
    office.do("urge", office.applicant, case)
    with pytest.raises(Refused, match="24 小时内已经催办过"):
        office.do("urge", office.applicant, case)
    done = office.do("withdraw", office.applicant, case)
    assert done.state == "withdrawn" and done.due_on is None
    with pytest.raises(Refused, match="本件已撤回，不能转下一环节"):
        office.do("forward", office.official, case)


def test_reopening_says_why_and_not_after_a_record_was_left(office) -> None:
    case = office.at_decision()
    office.do("close", office.approver, case, outcome="not_registered", note="条件不符")
    with pytest.raises(Refused, match="请写明重新办理的理由"):
        office.do("reopen", office.approver, case, step="review")
    again = office.do("reopen", office.approver, case, step="review", note="复核")
    assert (again.state, again.step, again.outcome) == ("running", "review", "")
    assert again.due_on is not None
    office.do("forward", office.official, case)
    office.do("close", office.approver, case, outcome="registered", confirmed=SOUND)
    with pytest.raises(Refused, match="已在台账留下登记"):
        office.do("reopen", office.approver, case, step="review", note="复核")
    assert office.do("archive", office.approver, case).state == "archived"
    assert allowed(office.approver, case_by_id(case.pk, office.approver)) == frozenset()


def test_two_cases_become_one_and_one_becomes_two(office) -> None:
    case = office.running(rights=list(NUMBERS))
    left = office.do("split", office.official, case, field="rights", items=[NUMBERS[1]])
    part = Case.objects.for_program("test").get(split_from=case)
    assert (left.fields["rights"], part.fields["rights"]) == ([NUMBERS[0]], [NUMBERS[1]])
    assert (part.number, part.due_on) == (f"{case.number}-1", case.due_on)
    assert part.documents.count() == case.documents.count() == 3
    assert part.clocks.get().legal_due_on == case.clocks.get().legal_due_on
    with pytest.raises(Refused, match="请选择要分出的部分项目"):
        office.do("split", office.official, case, field="rights", items=[NUMBERS[0]])


def test_another_body_is_asked_and_only_then_sees_the_case(office) -> None:
    case = office.running()
    with pytest.raises(NotFound):
        case_by_id(case.pk, office.asked)
    office.do("consult", office.official, case, body=office.other.pk, question="有无其他担保？")
    assert case_by_id(case.pk, office.asked) == case
    assert allowed(office.asked, case_by_id(case.pk, office.asked)) == {"answer"}
    office.do("answer", office.asked, case, opinion="没有其他担保")
    told = case.consultations.get()
    assert (told.answer, told.answered_by) == ("没有其他担保", "asked某")


def test_a_paper_case_is_entered_at_the_counter_from_the_day_it_was_received(office) -> None:
    case = actions.begin_case(
        office.clerk, "pledge_registration", office.body, request_key="p", on_paper=True
    )
    assert case.applicant is None and case.entered_by == office.clerk
    with pytest.raises(Refused, match="没有“受理办件”权限"):
        actions.begin_case(
            office.applicant, "pledge_registration", office.body, request_key="q", on_paper=True
        )


def test_a_withdrawn_item_takes_no_new_cases_and_finishes_the_old(office) -> None:
    case = office.at_decision()
    actions.withdraw_item("pledge_registration", "测试")
    with pytest.raises(Refused, match="“专利权质押登记”已停办"):
        actions.begin_case(office.applicant, "pledge_registration", office.body, request_key="n")
    done = office.do("close", office.approver, case, outcome="registered", confirmed=SOUND)
    assert done.state == "closed"


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("合同.exe", b"MZ\x90", "不接收"),
        ("合同.pdf", b"MZ\x90\x00 not a pdf", "内容不是"),
        ("合同.pdf", b"", "是空的"),
        ("合同.xlsx", b"PK", "此处不接收"),
    ],
)
def test_a_hostile_paper_is_refused(office, tmp_path, name, content, said) -> None:
    case = office.draft()
    path = tmp_path / "sent"
    path.write_bytes(content)
    with pytest.raises(Refused, match=said):
        actions.add_document(office.applicant, case.pk, "contract", path, name)
    papers = CaseDocument.objects.for_program("test").filter(case=case)
    assert papers.count() == 3


def test_an_applicant_reads_what_is_told_to_applicants(office) -> None:
    case = office.at_decision()
    office.do("send_back", office.approver, case, step="review", note="内部意见")
    assert "send_back" not in verbs_of(case, office.applicant)
    assert "send_back" in verbs_of(case, office.official)


def test_lists_hold_what_each_may_see(office) -> None:
    case, draft = office.running(), office.draft()
    assert list(own_cases(office.applicant)) == [draft, case]
    assert list(visible_cases(office.stranger)) == []
    assert list(inbox(office.official)) == [case]
    assert list(inbox(office.clerk)) == [] and list(visible_cases(office.clerk)) == [case]
    other = person("elsewhere", office.other, "case_official")
    assert list(visible_cases(other)) == []


@pytest.mark.parametrize("rows", [1, 3])
def test_lists_take_as_many_queries_for_one_as_for_three(
    office, rows, django_assert_num_queries
) -> None:
    for _ in range(rows):
        office.running()
    list(inbox(office.official))
    with django_assert_num_queries(2):
        assert len([(one.body.name, one.service.title) for one in inbox(office.official)]) == rows
    with django_assert_num_queries(1):
        assert len([one.body.name for one in visible_cases(office.official)]) == rows


def test_cases_are_handled_together(office) -> None:
    case, other = office.submitted(), office.running()
    with pytest.raises(Refused, match="“受理”环节不能并案"):
        office.do("merge", office.clerk, case, into=other.pk)
    first = office.running()
    with pytest.raises(Refused, match="不能并入自己"):
        office.do("merge", office.official, first, into=first.pk)
    done = office.do("merge", office.official, first, into=other.pk)
    assert (done.state, done.merged_into, done.due_on) == ("merged", other, None)
    release = office.running("pledge_release")
    with pytest.raises(Refused, match="同一单位、同一事项"):
        office.do("merge", office.official, office.running(), into=release.pk)


def test_every_act_has_its_line_in_the_timeline_and_in_the_journal(office) -> None:
    case = office.at_decision()
    done = TimelineEntry.objects.for_program("test").filter(case=case)
    lines = Entry.objects.for_program("test").filter(subject=f"case:{case.pk}").order_by("sequence")
    assert [f"case_{one.verb}" for one in done.order_by("id")] == [line.act for line in lines]
    assert done.count() == case.version - 1
    assert verify() == []
