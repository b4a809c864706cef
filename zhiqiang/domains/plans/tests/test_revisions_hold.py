"""Whatever clauses a revision touches: what stood keeps its corrections, its identity, its shares."""

from __future__ import annotations

import random
from decimal import Decimal as D

import pytest

from zhiqiang.domains.plans import actions
from zhiqiang.domains.plans.models import Programme
from zhiqiang.domains.plans.queries import cascade
from zhiqiang.domains.plans.tests import figures
from zhiqiang.domains.plans.tests.plans import district, write  # noqa: F401

pytestmark = pytest.mark.django_db
REGION, TOWNS = "991000", ("991001",)
GOALS = (
    "有效发明专利拥有量达到2000件以上",
    "有效注册商标量达到9000件",
    "知识产权质押融资额累计超过20亿元",
    "知识产权保护满意度达到82%以上",
    "维权援助工作站达到12家",
    "新增贯标企业40家",
    "马德里商标注册量年均增长10%以上",
)
ORDERS = (
    "培育专利。引导院所与企业联合攻关。（责任单位：市市场监管局、市科技局）",
    "做强商标。建立重点商标名录。（责任单位：市市场监管局）",
    "扩大融资。推进质押融资线上办理。（牵头单位：市金融局；配合单位：市市场监管局）",
    "严格保护。开展专项行动。",
    "优化服务。建设公共服务平台。（责任单位：市大数据局）",
)
NEW_GOALS = ("专利产品备案达到60件", "知识产权培训人次累计达到3000人次", "地理标志达到15件")
NEW_ORDER = "培训人才。分类举办培训班。（责任单位：市人社局）"


def text_of(goals, orders, idea="坚持质量优先。"):
    numbers = "一二三四五六七八九"
    tasks = "\n".join(f"（{numbers[at]}）{order}" for at, order in enumerate(orders))
    return (
        "临川新市知识产权强市建设工作方案（2022—2025年）\n"
        f"为推进强市建设，制定本方案。{idea}\n"
        f"一、主要目标\n到2025年，{'，'.join(goals)}。\n二、重点任务\n{tasks}\n"
    )


def revised(chance):
    """Return goals and orders after some edits of clauses, and which goals stand as they were."""
    goals, orders = list(GOALS), list(ORDERS)
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(goals))
        match chance.choice(("drop", "insert", "raise", "move", "order", "drop order")):
            case "drop" if len(goals) > 3:
                del goals[at]
            case "insert":
                fresh = [one for one in NEW_GOALS if one not in goals]
                goals[at:at] = fresh[:1]
            case "raise":
                digits = "".join(char for char in goals[at] if char.isdigit())
                goals[at] = goals[at].replace(digits, digits + "5")
            case "move":
                goals.append(goals.pop(at))
            case "order":
                orders.insert(chance.randrange(len(orders)), NEW_ORDER)
            case "drop order" if len(orders) > 3:
                del orders[chance.randrange(len(orders))]
            case _:
                pass
    idea = chance.choice(("坚持质量优先。", "坚持质量第一、效益优先。", ""))
    return goals, orders, idea


def rows(of):
    """Return everything that was read of a programme, in order and without the database's keys."""
    hidden = ("id", "programme_id")
    kinds = (
        of.targets.order_by("code"),
        of.tasks.order_by("code"),
        of.findings.order_by("position"),
    )
    read = [
        [{k: v for k, v in one.items() if k not in hidden} for one in k.values()] for k in kinds
    ]
    bodies = [
        list(task.bodies.order_by("position").values_list("name", "duty")) for task in kinds[1]
    ]
    return read, bodies


@pytest.fixture(autouse=True)
def register(monkeypatch, district):  # noqa: F811
    return figures.install(monkeypatch, lambda key, as_of, since: None)


@pytest.fixture
def programme(tmp_path):
    """A plan each of whose goals is shared out, every second goal and first body corrected."""
    of = actions.load_programme(write(tmp_path, text_of(GOALS, ORDERS)), REGION, "陈工")
    for at, one in enumerate(of.targets.order_by("position")):
        actions.share_target(of, one.code, {TOWNS[0]: D(at + 1)}, "陈工")
        if at % 2 == 0:
            actions.correct(of, "change", one.code, {"value": str(7000 + at)}, "李工")
    for at, task in enumerate(of.tasks.order_by("position")):
        actions.correct(of, "assign", task.code, {"bodies": [["lead", f"第{at}局"]]}, "李工")
    return of


@pytest.mark.parametrize("seed", range(12))
def test_a_revision_keeps_what_it_did_not_touch(programme, tmp_path, seed):
    goals, orders, idea = revised(random.Random(seed))
    text = text_of(goals, orders, idea)
    if text == text_of(GOALS, ORDERS):
        pytest.skip("the edits cancelled each other")
    before = {one.quote: one for one in programme.targets.all()}
    new = actions.amend_programme(programme, write(tmp_path, text, "revised.txt"), "李工")
    after = {one.quote: one for one in new.targets.all()}
    assert len(before) == len(GOALS)
    for at, goal in enumerate(GOALS):
        if goal not in goals:
            continue
        assert after[goal].identity == before[goal].identity
        if at % 2 == 0:
            assert (after[goal].value, after[goal].review) == (7000 + at, "corrected")
        assert cascade.balance_of(new, after[goal]).given == at + 1
    for at, order in enumerate(ORDERS):
        if order in orders:
            task = new.tasks.get(title=order.split("。")[0])
            assert list(task.bodies.values_list("name", flat=True)) == [f"第{at}局"]
    identities = [one.identity for one in new.targets.all()]
    assert len(set(identities)) == len(identities)
    # A correction is used, or is a question: none is lost without a word.
    gone = sum(goal not in goals for goal in GOALS[::2]) + sum(one not in orders for one in ORDERS)
    assert new.findings.filter(code="correction_stale").count() == gone
    assert new.corrections.count() == programme.corrections.count()


@pytest.mark.parametrize("seed", range(4))
def test_reading_an_edition_again_changes_nothing(programme, tmp_path, seed):
    goals, orders, idea = revised(random.Random(100 + seed))
    text = text_of(goals, [*orders, NEW_ORDER], idea)
    new = actions.amend_programme(programme, write(tmp_path, text, "revised.txt"), "李工")
    for of in (new, Programme.objects.for_program("test").get(pk=new.pk)):
        once = rows(of)
        actions.recompile_programme(of, "系统")
        assert rows(of) == once
