"""The pages of jobs and of the journal."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from zhiqiang.records.accounts.actions import register_person
from zhiqiang.records.jobs import actions as jobs
from zhiqiang.records.jobs.runner import run_next
from zhiqiang.records.jobs.work import Kind
from zhiqiang.records.journal import actions, queries

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_home(home):
    """Files of jobs go into a home of their own."""


@pytest.fixture
def audit() -> Client:
    """The browser of an auditor."""
    client = Client()
    client.force_login(register_person("shen", "沈某", "auditor", "四季-青山-2719-桥"))
    return client


def submitted(actor="chen", **parameters):
    return jobs.submit("publish", parameters, actor, "发布快照")


def test_the_list_shows_jobs_with_state_and_progress(desk):
    for number in range(3):
        submitted(n=number)
    page = desk.get(reverse("office:jobs")).content.decode()
    assert page.count("发布快照") == 3
    assert "等待" in page


@pytest.mark.parametrize("how_many", [1, 30])
def test_the_list_takes_the_same_queries_for_one_job_and_for_many(
    desk, how_many, django_assert_max_num_queries
):
    for number in range(how_many):
        submitted(n=number)
    desk.get(reverse("office:jobs"))
    with django_assert_max_num_queries(9):
        desk.get(reverse("office:jobs"))


def test_an_open_job_asks_for_its_progress_and_a_finished_one_does_not(desk):
    run = submitted()
    assert "hx-get" in desk.get(reverse("office:job", args=[run.pk])).content.decode()
    run_next({"publish": Kind("publish", lambda work: {"snapshot": 1})})
    fragment = desk.get(reverse("office:job_progress", args=[run.pk])).content.decode()
    assert "hx-get" not in fragment
    assert "完成" in fragment and "100%" in fragment
    assert "<html" not in fragment


def test_a_job_is_cancelled_and_repeated_from_its_page(desk):
    run = submitted()
    page = desk.post(reverse("office:cancel_job", args=[run.pk]), follow=True).content.decode()
    assert "作业已取消" in page and "重新提交" in page
    page = desk.post(reverse("office:retry_job", args=[run.pk]), follow=True).content.decode()
    assert "已重新提交" in page


def test_a_job_of_a_colleague_shows_no_button_and_refuses_the_form(desk):
    run = submitted(actor="wang")
    assert "取消作业" not in desk.get(reverse("office:job", args=[run.pk])).content.decode()
    assert desk.post(reverse("office:cancel_job", args=[run.pk])).status_code == 403


def test_a_job_is_ended_by_form_only(desk):
    run = submitted()
    assert desk.get(reverse("office:cancel_job", args=[run.pk])).status_code == 405


def test_the_journal_shows_lines_in_chinese_and_finds_them_by_filters(audit):
    actions.write("chen", "submit_job", "job:1", {"kind": "publish"})
    actions.write("wang", "load_programme", "programme:2", {"title": ["旧", "新"]})
    page = audit.get(reverse("office:journal"), {"actor": "wang"}).content.decode()
    assert "载入规划" in page and "规划 2" in page
    assert "后台作业 1" not in page
    line = audit.get(reverse("office:journal_entry", args=[2])).content.decode()
    assert "旧" in line and "新" in line


def test_reading_verifying_and_exporting_the_journal_is_written_in_it(audit):
    audit.get(reverse("office:journal"))
    audit.post(reverse("office:journal_verify"))
    audit.get(reverse("office:journal_export"))
    acts = [line.act for line in queries.whole().order_by("sequence")]
    assert [act for act in acts if "journal" in act] == [
        "read_journal", "verify_journal", "export_journal",
    ]  # fmt: skip


def test_the_journal_is_exported_with_its_origin_and_without_live_cells(audit):
    actions.write("chen", "submit_job", "=HYPERLINK(1)", {})
    answer = audit.get(reverse("office:journal_export"), {"actor": "chen"})
    text = b"".join(answer.streaming_content).decode()
    assert "# 操作日志 · 操作人 chen" in text
    assert "共 1 条" in text
    assert "'=HYPERLINK(1)" in text
    assert text.count("\r\n") == 4


def test_a_whole_journal_is_said_to_be_whole(audit):
    actions.write("chen", "submit_job", "job:1", {})
    assert "日志完整" in audit.post(reverse("office:journal_verify")).content.decode()


def test_a_date_that_is_none_is_refused_in_words(audit):
    answer = audit.get(reverse("office:journal"), {"from_on": "yesterday"})
    assert answer.status_code == 400
    assert "无法识别" in answer.content.decode()


def test_who_may_not_read_the_journal_is_told_which_right_is_missing(desk, stranger):
    answer = desk.get(reverse("office:journal"))
    assert answer.status_code == 403
    assert "查看操作日志" in answer.content.decode()
    assert stranger.get(reverse("office:journal")).status_code == 302


def test_the_journal_names_its_subjects_and_finds_them_by_their_names(city, audit):
    page = audit.get("/office/journal/?subject=导入批次").content.decode()
    assert "导入批次 1" in page and "batch:" not in page
    assert 'value="导入批次"' in page and "规划 1" not in page.split("<tbody>")[1]
    assert audit.get("/office/journal/?subject=batch:1").content.decode().count("导入批次 1") > 1
    (line,) = re.findall(r'href="(/office/journal/\d+/)"', page)
    entry = audit.get(line).content.decode()
    assert "<dd>导入批次 1</dd>" in entry and "拒收" in entry and "refused" not in entry
