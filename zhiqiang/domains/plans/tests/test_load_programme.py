"""An official takes a plan over: what is kept, what stays a question, what is refused.

"I load our plan once. Every number it promises is either linked to an indicator or put to me as a
question; nothing disappears, and doing it twice does no harm."
"""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from zhiqiang.domains.plans import actions, linking, queries, readings
from zhiqiang.domains.plans.models import PlanFinding, Programme, Target, Task, TaskBody
from zhiqiang.domains.plans.tests import figures
from zhiqiang.domains.plans.tests.plans import NOT_A_PLAN, PLAN, REGION, district, write  # noqa: F401
from zhiqiang.engines import compiler
from zhiqiang.kernel.errors import NotFound, Refused
from zhiqiang.records.files.queries import path_of
from zhiqiang.records.journal import queries as journal

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def register(monkeypatch, district):  # noqa: F811
    return figures.install(monkeypatch, lambda key, as_of, since: None)


def load(tmp_path, region=REGION, **more):
    return actions.load_programme(write(tmp_path), region, "陈工", **more)


def test_the_facts_of_the_title_page_are_kept(tmp_path):
    one = load(tmp_path)
    assert one.title == "沐阳新区知识产权强区建设工作方案（2022—2025年）"
    assert (one.number, one.issuer) == ("沐政发〔2022〕8号", "沐阳新区人民政府")
    assert (one.from_year, one.to_year) == (2022, 2025)
    assert one.issued_on.isoformat() == "2022-03-01"
    assert (one.region_code, one.region_name) == (REGION, "云中省临川新市沐阳新区")


def test_every_target_is_linked_or_is_an_open_question(tmp_path):
    one = load(tmp_path)
    found = {t.indicator_name: t for t in one.targets.filter(value__isnull=False)}
    assert found["有效发明专利拥有量"].indicator_key == "inventions"
    assert found["知识产权质押融资额"].indicator_key == "pledged"
    assert found["民间版权交流会数"].indicator_key == ""
    questions = one.findings.filter(code="indicator_open")
    assert {q.message.split("”")[0] for q in questions} == {
        "目标“民间版权交流会数",
        "目标“新增发明专利申请量",
    }
    open_target = found["民间版权交流会数"]
    assert (open_target.span_start, open_target.span_end) in {
        (q.span_start, q.span_end) for q in questions
    }


def test_a_name_that_is_only_near_is_suggested_and_not_linked(tmp_path):
    question = load(tmp_path).findings.get(message__contains="新增发明专利申请量")
    assert "名称最接近的是“发明专利申请量”" in question.message
    assert (
        Target.objects.for_program("test").get(indicator_name="新增发明专利申请量").match == "near"
    )


def test_the_indicator_of_a_family_that_fits_the_basis_is_chosen(tmp_path):
    text = "到2025年，有效发明专利拥有量达到2000件以上，知识产权质押融资额年均增长10%以上，发明专利申请量年均增长8%以上。"
    old = "到2025年，有效发明专利拥有量达到2000件以上，"
    path = write(tmp_path, PLAN.replace(old, text[:-1] + "，"), "growth.txt")
    one = actions.load_programme(path, REGION, "陈工")
    # there is a mean growth of the family of filings and none of the family of pledges
    found = {
        t.indicator_name: (t.is_mean, t.indicator_key, t.match)
        for t in one.targets.filter(basis="growth")
    }
    assert found == {
        "知识产权质押融资额": (True, "", "none"),
        "发明专利申请量": (True, "filings_mean_growth", "exact"),
    }
    question = one.findings.get(about="知识产权质押融资额", code="indicator_open")
    assert "没有它的年均增长率，不能用比上年的增长代替" in question.message


def test_growth_over_the_year_before_and_since_a_base_year_are_told_apart(tmp_path):
    text = "发明专利申请量比上年增长8%，发明专利申请量较2020年增长50%，"
    path = write(tmp_path, PLAN.replace("有效发明专利拥有量达到", text + "有效发明专利拥有量达到"))
    found = actions.load_programme(path, REGION, "陈工").targets.filter(basis="growth")
    assert [(t.baseline, t.is_mean, t.indicator_key) for t in found] == [
        ("上年", False, "filings_growth"),
        ("2020年", False, "filings"),
    ]


def test_the_confirmation_of_a_person_makes_no_mean_of_a_yearly_growth(tmp_path):
    text = "质押笔数年均增长10%以上，"
    path = write(tmp_path, PLAN.replace("有效发明专利拥有量达到", text + "有效发明专利拥有量达到"))
    one = actions.load_programme(path, REGION, "陈工")
    target = one.targets.get(basis="growth")
    assert [q.code for q in linking.link_again(target, "grants")] == ["indicator_open"]
    assert (target.indicator_key, target.match) == ("", "none")
    assert linking.link_again(target, "filings") == []
    assert (target.indicator_key, target.match) == ("filings_mean_growth", "confirmed")


def test_a_unit_that_cannot_be_converted_is_a_question(tmp_path):
    path = write(
        tmp_path, PLAN.replace("发明专利拥有量达到2000件", "发明专利拥有量达到2000家"), "unit.txt"
    )
    question = actions.load_programme(path, REGION, "陈工").findings.get(code="unit_not_comparable")
    assert "单位是“家”" in question.message
    assert "单位是“件”，不能换算" in question.message


def test_a_sentence_that_says_every_year_holds_for_each_year(tmp_path):
    one = load(tmp_path)
    assert one.targets.get(indicator_name="新增发明专利申请量").is_every_year
    assert not one.targets.get(indicator_name="有效发明专利拥有量").is_every_year


MEANS = [
    ("每年新增地理标志2件，年均引进人才30名、举办论坛4场。", [(True, False), (False, True), (False, True)]),
    ("年均引进人才30名，每年新增示范企业3家。", [(False, True), (True, False)]),
    ("发明专利授权量年均增长8%，外观设计授权量增长5%。", [(False, True), (False, False)]),
]  # fmt: skip


@pytest.mark.parametrize(("said", "wanted"), MEANS)
def test_a_mean_of_years_is_not_a_number_for_every_year(said, wanted):
    text = PLAN.replace("知识产权保护满意度保持", said + "知识产权保护满意度保持")
    items = readings.reading_of(compiler.compile_text(text))["targets"]
    start, end = text.index(said), text.index(said) + len(said)
    found = [
        (one["is_every_year"], one["is_mean"])
        for one in items
        if start <= one["span_start"] < end and one["value"] is not None
    ]
    assert found == wanted


def test_a_column_of_mean_growth_is_read_as_mean_growth():
    table = (
        "附表\n指标名称 | 单位 | 2021年 | 2025年 | 年均增速 | 属性\n"
        "有效发明专利拥有量 | 件 | 1000 | 2000 | 19% | 预期性\n"
    )
    items = readings.reading_of(compiler.compile_text(PLAN + table))["targets"]
    assert [one["is_mean"] for one in items if one["basis"] == "growth"] == [True]
    assert [one["nature"] for one in items if one["where"] == "table"] == ["预期性", "预期性"]


def test_goals_without_a_number_are_kept_beside_the_targets(tmp_path):
    soft = queries.soft_targets(load(tmp_path)).get()
    assert (soft.quote, soft.soft_kind, soft.value) == (
        "知识产权保护满意度保持全省前列",
        "rank",
        None,
    )


def test_every_target_points_at_its_words(tmp_path):
    one = load(tmp_path)
    for target in one.targets.all():
        assert one.source_text[target.span_start : target.span_end] == target.quote


def test_bodies_keep_who_leads_and_who_supports(tmp_path):
    task = load(tmp_path).tasks.get(title="扩大转化运用")
    assert [(b.duty, b.name) for b in task.bodies.all()] == [
        ("lead", "区地方金融局"),
        ("support", "区市场监管局"),
        ("support", "各镇"),
    ]


def test_the_same_file_for_the_same_region_changes_nothing(tmp_path):
    models = (Programme, Target, Task, TaskBody, PlanFinding)
    first = load(tmp_path)
    before = [model.objects.for_program("test").count() for model in models]
    lines = journal.whole().count()
    assert load(tmp_path) == first
    assert [model.objects.for_program("test").count() for model in models] == before
    assert journal.whole().count() == lines


def test_loading_writes_one_line_of_the_journal(tmp_path):
    one = load(tmp_path)
    entry = journal.whole().first()
    assert (entry.actor, entry.act, entry.subject) == (
        "陈工",
        "load_programme",
        f"programme:{one.pk}",
    )
    assert journal.verify() == []


def test_the_file_is_kept_as_it_came(tmp_path):
    one = load(tmp_path, name="强区方案.txt")
    assert one.file.name == "强区方案.txt"
    assert path_of(one.file).read_bytes() == (tmp_path / "plan.txt").read_bytes()


def test_an_unknown_region_is_refused_with_what_would_be_right(tmp_path):
    with pytest.raises(NotFound, match="没有区划代码“123”。请填 6 位代码"):
        load(tmp_path, region="123")
    assert not Programme.objects.for_program("test").exists()


def test_a_region_other_than_the_documents_own_is_a_question(tmp_path):
    assert not load(tmp_path).findings.filter(code="region_differs").exists()
    other = load(tmp_path, region="991000")
    question = other.findings.get(code="region_differs")
    assert question.message.startswith("文件写明的地区是“")
    assert "“云中省临川新市”（991000）" in question.message


def test_a_text_that_is_no_plan_is_refused_with_the_compilers_reason(tmp_path):
    with pytest.raises(Refused, match=r"没有载入“灯会\.txt”：.*新闻"):
        actions.load_programme(write(tmp_path, NOT_A_PLAN), REGION, "陈工", name="灯会.txt")
    assert not Programme.objects.for_program("test").exists()


def test_an_empty_file_is_refused_with_what_is_wrong(tmp_path):
    with pytest.raises(Refused, match="是空的"):
        actions.load_programme(write(tmp_path, ""), REGION, "陈工")


def test_a_revised_file_of_the_same_number_is_noticed(tmp_path):
    load(tmp_path)
    revised = write(tmp_path, (tmp_path / "plan.txt").read_text("utf-8") + "附注\n", "revised.txt")
    second = actions.load_programme(revised, REGION, "陈工")
    assert second.findings.filter(code="same_number_loaded").count() == 1


def test_when_something_fails_on_the_way_nothing_is_kept(tmp_path, monkeypatch):
    def fail(*args):
        raise RuntimeError("disk full")

    monkeypatch.setattr(actions.journal, "write", fail)
    with pytest.raises(RuntimeError):
        load(tmp_path)
    assert not Programme.objects.for_program("test").exists()
    assert not Target.objects.for_program("test").exists()


def test_what_is_read_is_written_in_a_fixed_number_of_statements(tmp_path):
    few = write(tmp_path)
    many = write(tmp_path, few.read_text("utf-8") + "".join(
        f"（{n}）推进第{n}项工作。培育知识产权示范企业{n}0家。（责任单位：区市场监管局、第{n}镇）\n" for n in range(6, 30)
    ), "many.txt")  # fmt: skip
    counts = []
    for path in (few, many):
        with CaptureQueriesContext(
            connection,
        ) as caught:
            actions.load_programme(path, REGION, "陈工")
        counts.append(len(caught))
    assert Task.objects.for_program("test").filter(programme__file__name="many.txt").count() > 10
    assert counts[1] <= counts[0] + 1
