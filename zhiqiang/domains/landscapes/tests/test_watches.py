"""Watches: what a new snapshot newly answers is an alert, once, told to who set it."""

from __future__ import annotations

import pytest

from zhiqiang.domains.landscapes import actions
from zhiqiang.domains.landscapes.tests import field
from zhiqiang.kernel.errors import NotFound, Refused
from zhiqiang.records.notices.queries import inbox


@pytest.fixture
def watch(analyst, project):
    one = actions.set_watch(
        analyst,
        project.pk,
        project.version,
        "对手",
        "权利人=沙洲轻合金有限公司",
        "orange",
        "主要竞争者",
    )
    project.refresh_from_db()
    return one


def test_what_was_there_is_known_and_what_comes_is_alerted_once(home, analyst, watch):
    assert actions.look_again() == 0
    rows = field.patents(40, 11, first=7000)
    field.take(home / "more.csv", "patents", rows)
    field.publish()
    expected = sum(
        row["申请人"].startswith("沙洲轻合金") and bool(row["公开(公告)日"]) for row in rows
    )
    assert actions.look_again() == expected > 0
    assert actions.look_again() == 0
    watch.refresh_from_db()
    assert watch.alerts.count() == expected and watch.snapshot == 2
    titles = [one.title for one in inbox(analyst)]
    assert titles == [f"橙色预警：对手新增 {expected} 件"]


def test_an_alert_is_answered_once_by_those_who_may(home, analyst, stranger, watch):
    field.take(home / "more.csv", "patents", field.patents(40, 11, first=7000))
    field.publish()
    actions.look_again()
    one = watch.alerts.first()
    with pytest.raises(Refused, match="开展专利导航"):
        actions.answer_alert(stranger, one.pk, "无关")
    assert actions.answer_alert(analyst, one.pk, "已转企业。").answered_by == str(analyst)
    with pytest.raises(Refused, match="已经处理"):
        actions.answer_alert(analyst, one.pk, "再答")
    with pytest.raises(NotFound):
        actions.answer_alert(analyst, 999_999, "没有")


def test_a_watch_that_cannot_be_read_or_has_no_reason_is_refused(analyst, project):
    for name, query, level, reason in (
        ("", "名称=镁", "red", "因"), ("甲", "名称=(", "red", "因"),
        ("甲", "名称=镁", "pink", "因"), ("甲", "名称=镁", "red", ""),
    ):  # fmt: skip
        with pytest.raises(Refused):
            actions.set_watch(analyst, project.pk, project.version, name, query, level, reason)
    assert not project.watches.exists()
