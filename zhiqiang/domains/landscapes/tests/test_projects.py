"""Projects from opening to acceptance: rights, versions, samples, steps, what the plan counts."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.utils.timezone import localdate

from zhiqiang.domains.landscapes import actions, queries, sampled
from zhiqiang.domains.landscapes.counting import ANALYSES
from zhiqiang.domains.landscapes.kinds import kinds, methods
from zhiqiang.domains.landscapes.models import LandscapeProject
from zhiqiang.domains.landscapes.steps import missing
from zhiqiang.domains.landscapes.tests import field
from zhiqiang.domains.landscapes.tests.conftest import branched, opened
from zhiqiang.kernel.errors import NotFound, Refused
from zhiqiang.records.accounts.actions.people import Overtaken
from zhiqiang.records.indicators import queries as indicators
from zhiqiang.records.journal.models import Entry

PLAN = date(2021, 1, 1)


def fresh(project):
    project.refresh_from_db()
    return project


def judged(analyst, project, aim, query=""):
    """Draw a sample and judge it by its titles."""
    one = actions.draw_sample(analyst, project.pk, project.version, aim, query=query, seed="s")
    verdicts = {row.pk: "镁合金" in row.title for row in one.rights.all()}
    actions.judge(analyst, project.pk, fresh(project).version, one.pk, verdicts, "按名称判读。")
    fresh(project)
    return queries.judged(queries.sample(one.pk, analyst))


def written(analyst, project):
    """Write every chapter and every finding."""
    kind = project.declared
    for key in (*(one.key for one in kind.chapters), *kind.analyses):
        actions.write_passage(analyst, project.pk, fresh(project).version, key, f"结论：{key}。")
    return fresh(project)


@pytest.fixture
def ready(analyst, project, run):
    judged(analyst, project, "precision")
    judged(analyst, project, "recall", "权利人=澄江镁业有限公司")
    return written(analyst, project)


def test_a_number_is_given_within_its_year_and_a_form_sent_twice_opens_one(home, analyst):
    first = opened(analyst)
    key = actions.Opened(
        "region",
        "另一项目",
        "问什么？",
        "某局",
        field.REGION,
        date(2024, 5, 1),
        cost=Decimal("1.5"),
    )
    second = actions.open_project(analyst, key, "k")
    assert actions.open_project(analyst, key, "k").pk == second.pk
    assert [first.number, second.number] == ["DH2024-0001", "DH2024-0002"]
    assert opened(analyst, begin_on=date(2025, 1, 1)).number == "DH2025-0001"
    line = Entry.objects.for_program("test").order_by("sequence").last()
    assert (line.act, line.subject.partition(":")[0]) == ("open_landscape", "landscape")


def test_only_who_runs_landscapes_opens_and_only_officials_see(home, analyst, stranger):
    project = opened(analyst)
    with pytest.raises(Refused, match="开展专利导航"):
        opened(stranger)
    with pytest.raises(NotFound):
        queries.project(project.pk, stranger)
    assert not queries.projects(stranger) and queries.projects(analyst).count() == 1


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"kind": "none"}, "项目类型"), ({"title": " "}, "名称"), ({"question": ""}, "问题"),
        ({"region": "123456"}, "地区"), ({"cost": Decimal(-1)}, "经费"),
        ({"due_on": date(2020, 1, 1)}, "早于立项日期"),
    ],
)  # fmt: skip
def test_a_project_that_cannot_be_says_what_is_wrong(home, analyst, change, said):
    with pytest.raises(Refused, match=said):
        opened(analyst, **change)
    assert not LandscapeProject.objects.for_program("test").exists()


def test_what_was_read_before_somebody_else_changed_it_is_not_written_over(analyst, project):
    actions.state_field(analyst, project.pk, project.version, "名称=镁")
    with pytest.raises(Overtaken):
        actions.state_field(analyst, project.pk, project.version, "名称=阀门")
    assert fresh(project).query == "名称=镁"


def test_a_question_that_cannot_be_read_names_the_branch_and_the_place(analyst, project):
    with pytest.raises(Refused, match="分支“坏”的检索式第 4 个字符处"):
        actions.draw_branch(analyst, project.pk, project.version, actions.Drawn("坏", "名称=(压铸"))
    with pytest.raises(Refused, match="没有命中"):
        actions.state_field(analyst, project.pk, project.version, "名称=水轮灯塔")


def test_a_branch_counts_within_the_field_and_within_the_branch_above(analyst, project):
    above = project.branches.get(name="压铸")
    drawn = actions.Drawn("降噪压铸", "名称=降噪", above=above.pk)
    one = actions.draw_branch(analyst, project.pk, project.version, drawn)
    run = actions.run_analyses(analyst, project.pk, fresh(project).version)
    told = {b["name"]: b["hits"] for b in run.branches}
    assert 0 < told["降噪压铸"] == one.hits < told["压铸"]
    with pytest.raises(Refused, match="一级分支"):
        deeper = actions.Drawn("更下", "名称=降噪", above=one.pk)
        actions.draw_branch(analyst, project.pk, fresh(project).version, deeper)


def test_samples_say_precision_recall_and_their_intervals(analyst, project):
    clean = judged(analyst, project, "precision")
    assert clean.share.share == 1.0 and clean.noise == "0.0%" and clean.left == 0
    wide = actions.state_field(analyst, project.pk, project.version, "名称=镁合金 OR 名称=阀门")
    noisy = judged(analyst, wide, "precision")
    relevant = sum(row.is_relevant for row in noisy.sample.rights.all())
    assert noisy.share.hits == relevant < noisy.share.whole
    narrow = actions.state_field(analyst, project.pk, fresh(project).version, "名称=镁合金压铸")
    missed = judged(analyst, narrow, "recall", "权利人=澄江镁业有限公司")
    rows = list(missed.sample.rights.all())
    relevant_rows = [row for row in rows if row.is_relevant]
    assert missed.share.whole == len(relevant_rows)
    assert missed.share.hits == sum("镁合金压铸" in row.title for row in relevant_rows)
    assert 0 < missed.share.share < 1


def test_the_interval_is_wilsons():
    told = sampled.share(45, 50, 1.96)
    assert (round(told.low, 3), round(told.high, 3)) == (0.786, 0.957)
    assert (
        sampled.share(0, 20, 1.96).low == 0.0 and round(sampled.share(20, 20, 1.96).high, 9) == 1.0
    )
    assert sampled.share(0, 0, 1.96) is None


def test_the_same_seed_draws_the_same(analyst, project):
    drawn = []
    for _ in range(2):
        one = actions.draw_sample(
            analyst, project.pk, fresh(project).version, "precision", seed="same"
        )
        drawn.append(list(one.rights.values_list("right_id", flat=True)))
    assert drawn[0] == drawn[1] and len(drawn[0]) == 50


def test_an_accepted_project_is_counted_by_the_plan_without_a_further_hand(analyst, ready):
    assert missing(queries.project(ready.pk, analyst)) == []
    on = localdate()
    before = indicators.figure("industry_navigation_projects", field.REGION, on, since=PLAN).value
    told = actions.Accepted(on, "澄市监知验〔2026〕1号", "一、做强压铸。")
    done = actions.accept(analyst, ready.pk, ready.version, told)
    assert done.state == "accepted" and done.designation
    field.publish()
    after = indicators.figure("industry_navigation_projects", field.REGION, on, since=PLAN)
    assert (before, after.value) == (None, 1)
    rows = indicators.rows("industry_navigation_projects", field.REGION, on, since=PLAN)
    assert [row.name for row in rows] == ["镁产业专利导航"]
    with pytest.raises(Refused, match="已验收"):
        actions.accept(analyst, done.pk, done.version, told)


def test_two_projects_of_one_commissioner_accepted_on_a_day_are_two(analyst, ready):
    second = branched(analyst, opened(analyst, title="铝产业专利导航"))
    actions.run_analyses(analyst, second.pk, second.version)
    judged(analyst, fresh(second), "precision")
    judged(analyst, second, "recall", "权利人=澄江镁业有限公司")
    written(analyst, second)
    for nth, one in enumerate((ready, second)):
        told = actions.Accepted(localdate(), f"验〔2026〕{nth}号", "采纳。")
        actions.accept(analyst, one.pk, fresh(one).version, told)
    field.publish()
    figure = indicators.figure(
        "industry_navigation_projects", field.REGION, localdate(), since=PLAN
    )
    assert figure.value == 2


def test_nothing_is_accepted_before_its_steps_are_done_and_ended_ones_leave_nothing(
    analyst, project, run
):
    with pytest.raises(Refused, match="抽样核对、形成结论"):
        told = actions.Accepted(localdate(), "验1号", "采纳。")
        actions.accept(analyst, project.pk, project.version, told)
    ended = actions.end_project(analyst, project.pk, project.version, "委托取消")
    assert (ended.state, ended.designation) == ("ended", None)


def test_a_finding_needs_a_run_and_a_text_belongs_to_the_kind(analyst, project):
    with pytest.raises(Refused, match="还没有运算"):
        actions.write_passage(analyst, project.pk, project.version, "trend", "上升。")
    with pytest.raises(Refused, match="没有这一章"):
        actions.write_passage(analyst, project.pk, project.version, "nothing", "上升。")


def test_every_kind_names_analyses_that_can_be_counted_and_indicators_that_count_it():
    wanted = indicators.catalogue()
    for kind in kinds().values():
        assert set(kind.analyses) <= set(methods())
        assert {one.needs for one in kind.steps} >= {"run", "acceptance"}
    left = {one.leaves for one in kinds().values() if one.leaves}
    assert left == {"navigation_industry", "navigation_firm"}
    assert {"industry_navigation_projects", "firm_navigation_projects"} <= set(wanted)
    assert {methods()[key].of or key for key in methods()} == set(ANALYSES)
    assert {key for one in kinds().values() for key in one.analyses} == set(methods())
