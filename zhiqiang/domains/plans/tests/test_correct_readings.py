"""An official corrects what was read: kept beside the document, applied again on each compile.

"Where the program misread our plan I say so once, with my name to it; when the text is revised I
do not have to say it again, and if my words no longer fit I am told."
"""

import pytest

from zhiqiang.domains.plans import actions, queries
from zhiqiang.domains.plans.models import PlanCorrection, Programme
from zhiqiang.domains.plans.tests import figures
from zhiqiang.domains.plans.tests.plans import PLAN, REGION, district, write  # noqa: F401
from zhiqiang.kernel.errors import NotFound, Refused
from zhiqiang.records.journal import queries as journal

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def register(monkeypatch, district):  # noqa: F811
    return figures.install(monkeypatch, lambda key, as_of, since: None)


@pytest.fixture
def programme(tmp_path):
    return actions.load_programme(write(tmp_path), REGION, "陈工")


def rows_of(of):
    """Return everything that a rebuild writes, without the keys of its rows."""
    leave = {"id", "programme_id", "task_id"}

    def plain(rows):
        return [{k: v for k, v in row.items() if k not in leave} for row in rows]

    bodies = [(t.code, b.duty, b.name) for t in of.tasks.all() for b in t.bodies.all()]
    return plain(of.targets.values()), plain(of.tasks.values()), bodies, plain(of.findings.values())


def numbered(of, name="有效发明专利拥有量"):
    return of.targets.get(indicator_name=name)


def test_a_corrected_target_has_the_new_values_and_remembers_the_old(programme):
    code = numbered(programme).code
    actions.correct(programme, "change", code, {"value": "2,100", "year": "2026年"}, "李工", "笔误")
    target = numbered(programme)
    assert (target.value, target.year, target.review) == (2100, 2026, "corrected")
    made = programme.corrections.get()
    assert made.before == {"value": "2000", "year": 2025}
    assert made.after == {"value": "2100", "year": 2026}
    assert (made.made_by, made.reason, made.anchor["ordinal"]) == ("李工", "笔误", 0)


def test_every_correction_is_a_line_in_the_journal_with_before_and_after(programme):
    actions.correct(programme, "change", numbered(programme).code, {"value": "2100"}, "李工")
    line = journal.whole()[0]
    assert (line.actor, line.act) == ("李工", "correct_reading")
    assert line.detail["changed"] == {"value": ["2000", "2100"]}


def test_compiling_again_with_corrections_changes_nothing(programme):
    targets = list(programme.targets.filter(value__isnull=False))
    tasks = list(programme.tasks.all())
    actions.correct(programme, "confirm", targets[0].code, {}, "李工")
    parts = [{"value": "9"}, {"value": "3", "indicator_name": "线上交流会数"}]
    actions.correct(programme, "split", targets[2].code, {"parts": parts}, "李工")
    actions.correct(programme, "merge", tasks[0].code, {"others": [tasks[1].code]}, "李工")
    actions.correct(
        programme, "add", "",
        {"subject": "target", "quote": "联席会议制度",
         "values": {"indicator_name": "联席会议数", "value": "4", "unit": "次", "basis": "annual"}},
        "李工",
    )  # fmt: skip
    actions.confirm_indicator(programme, "新增发明专利申请量", "发明专利申请量", "李工")
    before, keys = rows_of(programme), set(programme.targets.values_list("pk", "code"))
    for _ in range(2):
        actions.recompile_programme(programme, "系统")
        assert rows_of(programme) == before
        assert set(programme.targets.values_list("pk", "code")) == keys


def test_a_target_that_was_split_is_two_and_each_can_be_corrected_again(programme):
    code = numbered(programme, "民间版权交流会数").code
    actions.correct(programme, "split", code, {"parts": [{"value": "9"}, {"value": "3"}]}, "李工")
    actions.correct(programme, "change", f"{code}-2", {"value": "4"}, "李工")
    values = programme.targets.filter(indicator_name="民间版权交流会数")
    assert [one.value for one in values] == [9, 4]
    assert len({one.identity for one in values}) == 2


def test_an_assigned_owner_replaces_the_bodies_and_settles_the_remark_about_them(tmp_path):
    text = PLAN.replace("（责任单位：区市场监管局、区科技局）", "")
    of = actions.load_programme(write(tmp_path, text), REGION, "陈工")
    task = of.tasks.get(title__contains="提升创造质量")
    assert of.findings.filter(code="order_without_body", answer="").count() == 1
    bodies = [["lead", "区市场监管局"], ["support", "区科技局"]]
    actions.correct(of, "assign", task.code, {"bodies": bodies}, "李工")
    assert [(b.duty, b.name) for b in of.tasks.get(pk=task.pk).bodies.all()] == [
        ("lead", "区市场监管局"),
        ("support", "区科技局"),
    ]
    assert of.findings.get(code="order_without_body").answered_by == "李工"


def test_a_correction_that_is_taken_back_leaves_what_was_read(programme):
    before = rows_of(programme)
    made = actions.correct(programme, "change", numbered(programme).code, {"value": "1"}, "李工")
    actions.withdraw_correction(programme, made.pk, "陈工")
    assert rows_of(programme) == before
    assert PlanCorrection.objects.for_program("test").get(pk=made.pk).withdrawn_by == "陈工"
    with pytest.raises(Refused, match="已经撤回"):
        actions.withdraw_correction(programme, made.pk, "陈工")


@pytest.mark.parametrize(
    ("kind", "after", "reason", "says"),
    [
        ("change", {"value": "两千"}, "", "不是数字"),
        ("change", {"value": "NaN"}, "", "不是数字"),
        ("change", {"year": "25"}, "", "四位年份"),
        ("change", {"operator": "??"}, "", "可选不低于"),
        ("change", {"value": "2000"}, "", "没有改动"),
        ("change", {"span_start": 0}, "", "不能更正这些内容"),
        ("split", {"parts": [{"value": "1"}]}, "", "至少要有两项"),
        ("merge", {"others": []}, "", "请选择要并入的另一项"),
        ("merge", {"others": ["K001"]}, "", "目标只能与目标合并"),
        ("remove", {}, " ", "须写明理由"),
        ("add", {"subject": "target", "quote": "文中没有的话", "values": {}}, "", "须有原文依据"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_kept(programme, kind, after, reason, says):
    with pytest.raises(Refused, match=says):
        actions.correct(programme, kind, numbered(programme).code, after, "李工", reason)
    assert not programme.corrections.exists()


def test_a_reading_that_is_gone_is_not_found(programme):
    with pytest.raises(NotFound, match="没有编号为“T999”的内容"):
        actions.correct(programme, "confirm", "T999", {}, "李工")


def test_an_answer_stays_with_its_finding_and_a_changed_list_is_refused(programme):
    finding = programme.findings.filter(code="indicator_open").first()
    actions.answer_finding(programme, finding.position, finding.code, "以局内统计为准", "李工")
    actions.recompile_programme(programme, "系统")
    kept = programme.findings.get(position=finding.position)
    assert (kept.answer, kept.answered_by) == ("以局内统计为准", "李工")
    with pytest.raises(Refused, match="请刷新"):
        actions.answer_finding(programme, finding.position, "another_code", "好", "李工")


def test_standings_follow_the_correction(programme):
    code = numbered(programme).code
    actions.correct(programme, "change", code, {"value": "2100"}, "李工")
    one = queries.target(Programme.objects.for_program("test").get(pk=programme.pk), code)
    assert one.value == 2100
