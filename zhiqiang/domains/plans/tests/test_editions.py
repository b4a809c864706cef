"""A plan goes from draft to in force, is revised, and every target keeps its identity.

"What holds is what we decided on, not what a program read; when the council changes the plan I see
clause by clause what is different, and the old text can still be read."
"""

from datetime import date

import pytest
from django.urls import reverse

from zhiqiang.domains.plans import actions, comparing, queries
from zhiqiang.domains.plans.models import PlanFinding, Programme
from zhiqiang.domains.plans.tests import figures
from zhiqiang.domains.plans.tests.plans import PLAN, REGION, district, write  # noqa: F401
from zhiqiang.kernel.errors import Refused
from zhiqiang.records.accounts.actions import register_person
from zhiqiang.records.journal import queries as journal

pytestmark = pytest.mark.django_db
DAY = date(2022, 4, 1)
SECRET = "四季-青山-2719-桥"


@pytest.fixture(autouse=True)
def register(monkeypatch, district):  # noqa: F811
    return figures.install(monkeypatch, lambda key, as_of, since: None)


@pytest.fixture
def programme(tmp_path):
    return actions.load_programme(write(tmp_path), REGION, "陈工")


def revise(of, tmp_path, text):
    return actions.amend_programme(of, write(tmp_path, text, "revised.txt"), "李工")


def state(of):
    return Programme.objects.for_program("test").get(pk=of.pk).state


def test_a_loaded_plan_is_a_draft_until_a_person_puts_it_in_force(programme):
    assert programme.state == "draft"
    actions.put_in_force(programme, DAY, "李工")
    one = Programme.objects.for_program("test").get(pk=programme.pk)
    assert (one.state, one.in_force_on, one.decided_by) == ("in_force", DAY, "李工")
    assert journal.whole()[0].act == "put_in_force"
    with pytest.raises(Refused, match="只有草稿可以施行"):
        actions.put_in_force(programme, DAY, "李工")


def test_an_error_without_an_answer_keeps_a_plan_a_draft_and_says_why(programme):
    finding = programme.findings.first()
    PlanFinding.objects.for_program("test").filter(pk=finding.pk).update(severity="error")
    with pytest.raises(Refused, match="还有 1 条错误没有答复") as refused:
        actions.put_in_force(programme, DAY, "李工")
    assert finding.message in str(refused.value)
    PlanFinding.objects.for_program("test").filter(pk=finding.pk).update(answer="已核实")
    actions.put_in_force(programme, DAY, "李工")
    assert state(programme) == "in_force"


def test_a_plan_in_force_holds_until_the_revised_text_is_put_in_force(programme, tmp_path):
    actions.put_in_force(programme, DAY, "李工")
    new = revise(programme, tmp_path, PLAN.replace("20亿元", "25亿元"))
    assert (state(programme), state(new), new.edition, new.is_public) == (
        "in_force", "draft", 2, False,
    )  # fmt: skip
    with pytest.raises(Refused, match="不能早于上一版"):
        actions.put_in_force(new, date(2022, 1, 1), "李工")
    actions.put_in_force(new, date(2023, 1, 1), "李工")
    assert (state(programme), state(new)) == ("replaced", "in_force")
    assert Programme.objects.for_program("test").get(pk=new.pk).is_public
    actions.return_to_draft(new, "文号有误", "李工")
    assert (state(programme), state(new)) == ("in_force", "draft")


def test_a_replaced_edition_can_be_read_and_not_corrected(programme, tmp_path):
    revise(programme, tmp_path, PLAN.replace("20亿元", "25亿元"))
    assert state(programme) == "replaced"
    with pytest.raises(Refused, match="只供查阅"):
        actions.correct(programme, "confirm", "T001", {}, "李工")
    with pytest.raises(Refused, match="已有修订稿"):
        revise(programme, tmp_path, PLAN.replace("20亿元", "30亿元"))


def test_the_same_text_is_no_revision(programme, tmp_path):
    with pytest.raises(Refused, match="完全相同"):
        revise(programme, tmp_path, PLAN)


def test_targets_keep_their_identity_when_their_number_changes(programme, tmp_path):
    text = PLAN.replace("累计超过20亿元", "累计超过25亿元").replace(
        "，民间版权交流会达到12场以上", ""
    )
    new = revise(programme, tmp_path, text)
    old = {t.indicator_name: t.identity for t in programme.targets.all()}
    now = {t.indicator_name: t.identity for t in new.targets.all()}
    assert now == {name: old[name] for name in now}
    difference = comparing.difference(programme, new)
    assert [(c.after.indicator_name, c.changes) for c in difference.changed] == [
        ("知识产权质押融资额", (("目标值", "20", "25"),))
    ]
    assert [one.indicator_name for one in difference.removed] == ["民间版权交流会数"]
    assert difference.added == ()
    removed = [r.text for c in difference.clauses for r in c.runs if r.kind == "removed"]
    assert "，民间版权交流会达到12场以上" in "".join(removed)


def test_a_target_that_is_only_similar_is_a_question_and_a_person_decides(programme, tmp_path):
    text = PLAN.replace("民间版权交流会达到12场以上", "民间版权宣传交流会达到15场以上")
    new = revise(programme, tmp_path, text)
    question = new.findings.get(code="identity_open")
    assert "民间版权交流会" in question.message
    old = programme.targets.get(indicator_name="民间版权交流会数")
    mine = new.targets.get(indicator_name__contains="宣传交流会")
    assert mine.identity != old.identity
    actions.correct(new, "identify", mine.code, {"identity": old.identity}, "李工")
    assert new.targets.get(code=mine.code).identity == old.identity
    assert not new.findings.filter(code="identity_open").exists()


def test_a_correction_whose_words_are_gone_is_an_open_error_and_nothing_is_lost(
    programme, tmp_path
):
    target = programme.targets.get(indicator_name="知识产权质押融资额")
    actions.correct(programme, "change", target.code, {"value": "21"}, "李工", "会议纪要")
    new = revise(programme, tmp_path, PLAN.replace("累计超过20亿元", "累计超过30亿元"))
    assert new.targets.get(indicator_name="知识产权质押融资额").value == 30
    stale = new.findings.get(code="correction_stale")
    assert stale.severity == "error"
    assert new.corrections.get().after == {"value": "21"}
    with pytest.raises(Refused, match="没有答复"):
        actions.put_in_force(new, DAY, "李工")
    actions.answer_finding(new, stale.position, stale.code, "新文本已改正，不再需要", "李工")
    actions.put_in_force(new, DAY, "李工")


def test_a_correction_whose_words_stand_is_carried_over(programme, tmp_path):
    target = programme.targets.get(indicator_name="有效发明专利拥有量")
    actions.correct(programme, "change", target.code, {"value": "2100"}, "李工")
    new = revise(programme, tmp_path, PLAN.replace("坚持质量优先", "坚持质量第一、效益优先"))
    assert new.targets.get(indicator_name="有效发明专利拥有量").value == 2100
    assert new.corrections.get().carried_from == programme.corrections.get()


def test_the_list_leaves_out_what_was_replaced_and_the_editions_page_shows_it(
    client, programme, tmp_path
):
    new = revise(programme, tmp_path, PLAN.replace("20亿元", "25亿元"))
    client.force_login(register_person("chen", "陈工", "official", SECRET))
    assert [one.pk for one in queries.programmes(client_user())] == [new.pk]
    page = client.get(reverse("plans:editions", args=[new.pk])).content.decode()
    assert "第 1 版到第 2 版的差异" in page
    assert "目标值 <del>20</del> → <ins>25</ins>" in page
    old = client.get(reverse("plans:source", args=[programme.pk])).content.decode()
    assert "这一版已被修订替代，只供查阅。" in old


def client_user():
    from django.contrib.auth.models import AnonymousUser

    return AnonymousUser()


def test_the_kept_file_is_read_again_from_the_page_of_editions(client, programme):
    actions.correct(programme, "change", "T001", {"value": "2100"}, "李工")
    client.force_login(register_person("chen", "陈工", "official", SECRET))
    address = reverse("plans:editions", args=[programme.pk])
    assert "重新读取原文" in client.get(address).content.decode()
    programme.tasks.all().delete()
    sent = client.post(
        reverse("plans:decide", args=[programme.pk]), {"act": "recompile"}, follow=True
    )
    said = sent.content.decode()
    assert "任务由 0 项变为" in said
    assert programme.tasks.exists()
    assert programme.targets.get(code="T001").value == 2100
    again = client.post(
        reverse("plans:decide", args=[programme.pk]), {"act": "recompile"}, follow=True
    )
    assert "数目没有变化" in again.content.decode()
    assert [one.act for one in journal.whole()[:2]] == ["recompile_programme"] * 2


def test_a_replaced_edition_is_not_read_again(programme, tmp_path):
    revise(programme, tmp_path, PLAN.replace("20亿元", "25亿元"))
    old = Programme.objects.for_program("test").get(pk=programme.pk)
    with pytest.raises(Refused, match="已被修订替代"):
        actions.recompile_programme(old, "李工")


def test_whoever_may_not_edit_may_not_have_a_plan_read_again(client, programme):
    Programme.objects.for_program("test").filter(pk=programme.pk).update(is_public=True)
    sent = client.post(reverse("plans:decide", args=[programme.pk]), {"act": "recompile"})
    assert sent.status_code in (302, 403)
    assert (
        "重新读取原文"
        not in client.get(reverse("plans:editions", args=[programme.pk])).content.decode()
    )


def test_who_takes_a_plan_in_is_told_that_it_can_be_checked_first(client, programme):
    client.force_login(register_person("chen", "陈工", "official", SECRET))
    for page in (reverse("plans:load"), reverse("plans:amend", args=[programme.pk])):
        assert reverse("plans:check") in client.get(page).content.decode()
