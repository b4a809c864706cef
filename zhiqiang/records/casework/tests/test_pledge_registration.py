"""As an official I register a pledge, and refuse what the rule refuses; nothing is typed twice."""

from datetime import date

import pytest

from zhiqiang.kernel.errors import Refused
from zhiqiang.records.casework.queries import case_by_id, checked, clocks_of
from zhiqiang.records.casework.tests.office import NUMBERS, SOUND, event, person, right
from zhiqiang.records.registry.models import Event, Party, RecordedFact, Right


def pledges():
    return Event.objects.for_program("test").filter(kind="pledge")


def test_a_sound_pledge_goes_from_draft_to_the_register(office) -> None:
    case = office.at_decision(rights=list(NUMBERS))
    closed = office.do("close", office.approver, case, outcome="registered", confirmed=SOUND)
    assert (closed.state, closed.outcome) == ("closed", "registered")
    assert closed.number.startswith("ZY20")
    made = list(pledges().order_by("right__number"))
    assert [one.right.number for one in made] == sorted(NUMBERS)
    assert {(one.amount, one.document_number) for one in made} == {(2_000_000, closed.number)}
    assert {one.counterparty.name for one in made} == {"东岸银行股份有限公司"}
    facts = RecordedFact.objects.for_program("test")
    assert sorted(facts.values_list("case", "subject_id")) == sorted(
        (closed.number, one.pk) for one in made
    )
    [clock] = clocks_of(closed)
    assert clock.standing == "stopped"


def test_a_release_ends_what_the_register_knows(office) -> None:
    case = office.at_decision()
    number = office.do("close", office.approver, case, outcome="registered", confirmed=SOUND).number
    second = office.at_decision()
    with pytest.raises(Refused, match="专利权已办理质押登记，尚未注销"):
        office.do("close", office.approver, second, outcome="registered", confirmed=SOUND)
    release = office.running("pledge_release", pledge_number=number, happened_on="2026-01-05")
    office.do("close", office.official, release, outcome="released")
    assert Event.objects.for_program("test").filter(kind="pledge_release").count() == 1
    done = office.do("close", office.approver, second, outcome="registered", confirmed=SOUND)
    assert done.state == "closed"


def other_holder(_office):
    return {"holder": "别的公司"}


def ended(_office):
    event(NUMBERS[0], "lapse", date(2025, 1, 5))
    return {}


def invalidated(_office):
    event(NUMBERS[0], "invalidation", date(2025, 1, 5))
    return {}


def pending(_office):
    holder = Party.objects.for_program("test").get()
    right("202410942419.2", holder, granted_on=None, published_on=date(2024, 11, 1))
    return {"rights": ["202410942419.2"]}


def fee_overdue(_office):
    event(NUMBERS[0], "fee_unpaid", date(2025, 12, 18), fee_year=13)
    return {}


def preserved(_office):
    event(NUMBERS[0], "preservation", date(2025, 1, 5))
    return {}


def suspended(_office):
    return {"suspended": True}


def beyond_term(_office):
    return {"debt_ends_on": "2033-12-18"}


def incomplete(_office):
    return {"contract_complete": False}


def co_owned(_office):
    rows = Right.objects.for_program("test").filter(number=NUMBERS[0])
    rows.update(applicants="东岸精密有限公司; 东岸大学")
    return {"co_owners_agree": False}


def pledged(_office):
    event(NUMBERS[0], "pledge", date(2025, 1, 5), document_number="Y2025330000001")
    return {}


def twin(_office):
    return {"has_same_day_twin": True, "twin_conditions_met": False}


def invalidation_begun(_office):
    return {"invalidation_begun": True, "parties_accept_invalidation": False}


GROUNDS = {
    other_holder: "出质人与台账登记的专利权人不一致",
    ended: "专利权已终止",
    invalidated: "专利权已宣告全部无效",
    pending: "专利申请尚未授予专利权",
    fee_overdue: "年费逾期未缴",
    preserved: "保全：是",
    suspended: "中止：是",
    beyond_term: "超过专利权届满日2033年12月17日",
    incomplete: "质押合同没有写全",
    co_owned: "未取得全体共有人同意",
    pledged: "专利权已办理质押登记，尚未注销",
    twin: "同日申请了实用新型和发明，不符合",
    invalidation_begun: "已启动无效宣告程序",
}


@pytest.mark.parametrize("ground", GROUNDS, ids=lambda ground: ground.__name__)
def test_each_ground_refuses_with_its_sentence_and_leaves_nothing(office, ground) -> None:
    case = office.at_decision(**ground(office))
    confirmed = SOUND if ground is not fee_overdue else {"other_breach": False}
    if ground is incomplete:
        confirmed = SOUND | {"contract_complete": False}
    before = pledges().count()
    with pytest.raises(Refused, match=GROUNDS[ground]):
        office.do("close", office.approver, case, outcome="registered", confirmed=confirmed)
    assert pledges().count() == before
    assert case_by_id(case.pk, office.approver).state == "running"
    note = GROUNDS[ground]
    done = office.do("close", office.approver, case, outcome="not_registered", note=note)
    assert (done.outcome, pledges().count()) == ("not_registered", before)


def test_the_last_ground_is_the_officials_own_and_must_be_stated(office) -> None:
    case = office.at_decision()
    with pytest.raises(Refused, match="请经办人核对有无其他违反法律的情形"):
        office.do("close", office.approver, case, outcome="registered", confirmed={})
    with pytest.raises(Refused, match="经办人认定有其他违反法律的情形"):
        office.do(
            "close", office.approver, case, outcome="registered",
            confirmed=SOUND | {"other_breach": True},
        )  # fmt: skip


def test_the_register_goes_before_what_is_stated(office) -> None:
    preserved(office)
    case = office.at_decision()
    [check] = checked(case, SOUND | {"preserved": False})
    assert [one.key for one in check.decision.against] == ["frozen"]


def test_a_training_of_the_bureau_leaves_its_person_times(office) -> None:
    from zhiqiang.records.casework import actions
    from zhiqiang.records.registry.models import Activity

    handler = person("trainer", office.body, "official")
    case = actions.begin_case(handler, "training", office.body, request_key="t1")
    fields = {"title": "专利申请实务培训", "held_on": "2026-03-05", "place": "市民中心"}
    office.do("save_draft", handler, case, fields=fields)
    office.do("submit", handler, case)
    office.do("forward", handler, case)
    with pytest.raises(Refused, match="没有填写实到人次"):
        office.do("close", handler, case, outcome="held")
    office.do("amend", handler, case, fields={"people": 86})
    office.do("close", handler, case, outcome="held")
    [made] = Activity.objects.for_program("test")
    assert (made.kind, made.people, made.held_on) == ("training", 86, date(2026, 3, 5))
    assert (made.organiser, made.region_code) == ("市知识产权局", "330300")
