"""What a plan says beside targets and tasks: money, systems, rules of reading, links, workload."""

from __future__ import annotations

import json

from zhiqiang.engines.compiler import Compilation, compile_text
from zhiqiang.engines.compiler.particulars import MoneyRule

HEAD = "云川市会展工作方案（2024—2026年）\n为做好工作，制定本方案。\n一、工作目标\n会展场次达到90场。\n二、重点任务\n"


def compiled(task: str) -> Compilation:
    return compile_text(f"{HEAD}（一）支持会展。{task}\n（二）抓好落实。定期通报。\n")


def only(task: str) -> MoneyRule:
    """Return the one rule of money of a task, which is no target."""
    result = compiled(task)
    assert [t.value for t in result.targets] == [90]
    (rule,) = result.money
    return rule


def test_an_amount_for_each_thing_has_its_beneficiary_or_its_condition() -> None:
    rule = only("对首次取得展会认证的企业给予每家5万元奖励。")
    assert (rule.beneficiary, rule.condition) == ("企业", "首次取得展会认证")
    assert (rule.amounts, rule.cap, rule.per) == ((50000.0,), None, "家")


def test_a_share_of_costs_has_its_cap_and_what_it_is_a_share_of() -> None:
    rule = only("对参展企业的展位费用按实际支出的50%给予补助，每年最高不超过20万元。")
    assert (rule.rate, rule.rate_of, rule.cap, rule.amounts) == (50.0, "实际支出", 200000.0, ())
    assert (rule.beneficiary, rule.condition, rule.yearly) == ("参展企业", "展位费用", True)


def test_two_beneficiaries_in_one_sentence_are_two_rules() -> None:
    rules = compiled("对主办单位给予10万元奖励，对承办单位一次性给予3万元补助。").money
    assert [(r.beneficiary, r.amounts, r.once) for r in rules] == [
        ("主办单位", (100000.0,), False),
        ("承办单位", (30000.0,), True),
    ]


def test_money_set_aside_is_a_budget() -> None:
    assert only("市财政每年安排不低于200万元专项资金。").kind == "budget"


def test_systems_databases_lists_and_mechanisms_are_found_with_their_task() -> None:
    result = compiled("建立参展企业数据库，搭建会展信息服务平台，编制重点展会目录，完善会商机制。")
    assert [(s.kind, s.name, s.task) for s in result.systems] == [
        ("database", "参展企业数据库", "K001"),
        ("system", "会展信息服务平台", "K001"),
        ("list", "重点展会目录", "K001"),
        ("mechanism", "会商机制", "K001"),
    ]


def test_rules_that_are_stated_once_are_kept_with_their_words() -> None:
    result = compiled("抓好招商。\n以上任务列第一位者为牵头单位，上述指标均为预期性指标。")
    assert {rule.kind for rule in result.rules} == {"first_leads", "nature"}


def test_a_goal_is_linked_to_its_task_and_to_the_same_goal_elsewhere() -> None:
    result = compiled("到2025年，会展场次达到60场。")
    links = {(link.kind, link.first, link.second) for link in result.links}
    assert ("same_indicator", "T001", "T002") in links
    assert ("in_task", "T002", "K001") in links


def test_bodies_have_their_tasks_and_the_prefix_they_carry() -> None:
    result = compiled("抓好招商。（责任单位：市商务局、财政局）")
    assert [(b.name, b.full_name, b.leads) for b in result.bodies] == [
        ("市商务局", "市商务局", ("K001",)),
        ("财政局", "市财政局", ("K001",)),
    ]


def test_places_point_at_their_words_and_everything_goes_into_json() -> None:
    result = compiled("建立展会清单，对主办单位给予10万元奖励。列第一位的为牵头单位。")
    for one in (*result.money, *result.systems, *result.rules):
        assert one.quote == one.span.of(result.text)
    printed = json.loads(json.dumps(result.as_json(), ensure_ascii=False))
    assert {"money", "systems", "rules", "links", "bodies"} <= set(printed)
