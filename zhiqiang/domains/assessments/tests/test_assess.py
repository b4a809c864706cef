"""An assessment from opening to its end: statements, scores, appeal, answer, correction."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client

from zhiqiang.domains.assessments import actions, queries
from zhiqiang.domains.assessments.models import Appeal
from zhiqiang.domains.assessments.scoring import Measured
from zhiqiang.kernel.errors import NotFound, Refused
from zhiqiang.records.accounts.actions.people import Overtaken
from zhiqiang.records.journal.models import Entry
from zhiqiang.records.notices.models import Notice
from zhiqiang.records.registry.models import Budget

TASKS = {
    "kind": "work",
    "tasks": [
        {"id": 1, "title": "甲", "last_day": "2025-06-30", "closed_on": "2025-06-01"},
        {"id": 2, "title": "乙", "last_day": "2025-06-30", "closed_on": ""},
    ],
}


def work_of(shares):
    """Return a stand-in for the tasks of bodies: the share closed, by name of the unit."""

    def found(units, year, as_of):
        return {
            one.key: {
                "closed_share": Measured(shares.get(one.name), "没有到期的牵头事项", TASKS),
                "in_time_share": Measured(shares.get(one.name), "没有到期的牵头事项"),
                "overdue_items": Measured(Decimal(0)),
                "overdue_orders": Measured(Decimal(1 if one.name.endswith("科技局") else 0)),
            }
            for one in units
        }

    return found


SHARES = work_of({"澄江市市场监督管理局": Decimal(80), "澄江市科技局": Decimal(50)})


@pytest.fixture
def opened(cast):
    told = actions.Opened("body_programme", "990100", 2025, [cast.market.pk, cast.science.pk])
    return actions.open_assessment(cast.official, told)


@pytest.fixture
def published(cast, opened):
    scored = actions.score(cast.official, opened.pk, opened.version, SHARES)
    return actions.publish(cast.official, scored.pk, scored.version)


def unit_of(of, body):
    return of.units.get(body=body)


def fresh(of):
    of.refresh_from_db()
    return of


def test_scores_follow_the_form_and_rank_the_bodies(cast, published):
    found = queries.ranking(published, cast.official)
    assert [(one.place, one.name, one.points, one.grade) for one in found] == [
        (1, "澄江市市场监督管理局", Decimal("80.00"), "良好"),
        (2, "澄江市科技局", Decimal("48.00"), "不合格"),
    ]


def test_only_one_who_runs_programmes_opens_states_scores_and_publishes(cast, opened):
    told = actions.Opened("body_programme", "990100", 2024, [cast.market.pk])
    unit = unit_of(opened, cast.market)
    for act in (
        lambda: actions.open_assessment(cast.lin, told),
        lambda: actions.state_fact(cast.lin, opened.pk, 1, unit.pk, "praised", Decimal(1), "函"),
        lambda: actions.score(cast.lin, opened.pk, 1, SHARES),
        lambda: actions.publish(cast.stranger, opened.pk, 1),
    ):
        with pytest.raises(Refused, match="没有“推进规划”权限"):
            act()


def test_one_form_a_region_and_a_year(cast, opened):
    told = actions.Opened("body_programme", "990100", 2025, [cast.market.pk])
    with pytest.raises(Refused, match="已经开始"):
        actions.open_assessment(cast.official, told)


def test_what_no_record_feeds_is_stated_on_a_document_and_counts_after_scoring(cast, opened):
    unit = unit_of(opened, cast.market)
    who = cast.official
    with pytest.raises(Refused, match="由记录得出，不能认定"):
        actions.state_fact(who, opened.pk, 1, unit.pk, "closed_share", Decimal(1), "函")
    with pytest.raises(Refused, match="依据的文件"):
        actions.state_fact(who, opened.pk, 1, unit.pk, "praised", Decimal(1), " ")
    scored = actions.score(who, opened.pk, 1, SHARES)
    actions.state_fact(
        who, opened.pk, scored.version, unit.pk, "praised", Decimal(2), "云外发〔2025〕3 号"
    )
    with pytest.raises(Refused, match="请先评分再公布"):
        actions.publish(who, opened.pk, scored.version + 1)
    actions.score(who, opened.pk, scored.version + 1, SHARES)
    view = queries.sheet(unit.pk, who)
    row = next(one for one in view.rows if one.line.key == "praised")
    assert row.line.points == Decimal(4)
    assert row.line.ground["document"] == "云外发〔2025〕3 号"
    assert view.sheet.points == Decimal("84.00")


def test_who_acts_on_an_old_version_is_told_and_nothing_is_done(cast, opened):
    with pytest.raises(Overtaken):
        actions.score(cast.official, opened.pk, 9, SHARES)
    assert fresh(opened).scored_at is None


def test_a_draft_is_hidden_and_a_published_one_shows_each_body_its_own_sheet(cast, opened):
    unit, other = unit_of(opened, cast.market), unit_of(opened, cast.science)
    with pytest.raises(NotFound):
        queries.assessment(opened.pk, cast.lin)
    scored = actions.score(cast.official, opened.pk, 1, SHARES)
    actions.publish(cast.official, opened.pk, scored.version)
    seen = queries.ranking(queries.assessment(opened.pk, cast.lin), cast.lin)
    assert [one.is_open for one in seen] == [True, False]
    assert queries.sheet(unit.pk, cast.lin).sheet.points == Decimal("80.00")
    for who, key in ((cast.lin, other.pk), (cast.stranger, unit.pk), (cast.zhao, unit.pk)):
        with pytest.raises(NotFound):
            queries.sheet(key, who)
    with pytest.raises(NotFound):
        queries.assessment(opened.pk, cast.stranger)


def test_the_days_of_appeal_are_working_days_and_an_unknown_year_is_left_open(
    cast, opened, monkeypatch
):
    from zhiqiang.domains.assessments.actions import opening

    monkeypatch.setattr(opening, "localdate", lambda: date(2025, 9, 28))
    scored = actions.score(cast.official, opened.pk, 1, SHARES)
    made = actions.publish(cast.official, opened.pk, scored.version)
    # 29, 30 September; 1 to 8 October off; 9, 10 October and Saturday 11 October worked.
    assert made.appeal_until == date(2025, 10, 11)


def test_a_missing_year_of_the_calendar_leaves_the_last_day_open(cast, opened, monkeypatch):
    from zhiqiang.domains.assessments.actions import opening

    monkeypatch.setattr(opening, "localdate", lambda: date(2031, 3, 1))
    scored = actions.score(cast.official, opened.pk, 1, SHARES)
    assert actions.publish(cast.official, opened.pk, scored.version).appeal_until is None


def test_an_appeal_is_upheld_or_corrects_the_line_as_a_new_version(cast, published):
    unit = unit_of(published, cast.market)
    made = actions.appeal(cast.lin, unit.pk, "in_time_share", "两项系上级推迟。", "k1")
    assert (
        actions.appeal(cast.lin, unit.pk, "in_time_share", "两项系上级推迟。", "k1").pk == made.pk
    )
    with pytest.raises(Refused, match="已有申诉正在复核"):
        actions.appeal(cast.lin, unit.pk, "in_time_share", "再次申诉。", "k2")
    assert (
        Notice.objects.for_program("test")
        .filter(person=cast.official, key=f"appeal:{made.pk}")
        .exists()
    )
    version = fresh(published).version
    with pytest.raises(Refused, match="应在 0 到 40 分之间"):
        actions.answer(cast.second, made.pk, version, "同意。", Decimal(41))
    actions.answer(cast.second, made.pk, version, "推迟有文件，按时计。", Decimal("36.5"))
    view = queries.sheet(unit.pk, cast.lin)
    assert (view.sheet.version, view.sheet.points) == (2, Decimal("84.50"))
    assert "由 32.00 分改为 36.5 分" in view.sheet.reason
    assert queries.sheet(unit.pk, cast.lin, 1).sheet.points == Decimal("80.00")
    with pytest.raises(Refused, match="已经答复"):
        actions.answer(cast.second, made.pk, fresh(published).version, "再答。")


def test_nobody_appeals_for_another_or_answers_his_own(cast, published):
    unit = unit_of(published, cast.market)
    with pytest.raises(NotFound):
        actions.appeal(cast.zhao, unit.pk, "closed_share", "理由。", "k")
    made = actions.appeal(cast.official, unit.pk, "closed_share", "代为申诉。", "k")
    with pytest.raises(Refused, match="不能复核自己的申诉"):
        actions.answer(cast.official, made.pk, fresh(published).version, "维持。")
    with pytest.raises(Refused, match="还有申诉没有复核"):
        actions.close(cast.official, published.pk, fresh(published).version)
    actions.answer(cast.second, made.pk, fresh(published).version, "与记录一致，维持。")
    assert Appeal.objects.for_program("test").get().state == "upheld"
    assert queries.sheet(unit.pk, cast.lin).sheet.version == 1
    actions.close(cast.official, published.pk, fresh(published).version)
    with pytest.raises(Refused, match="现在不能申诉"):
        actions.appeal(cast.lin, unit.pk, "closed_share", "迟了。", "k3")


def test_after_the_last_day_nobody_appeals(cast, published, monkeypatch):
    from zhiqiang.domains.assessments.actions import appealing

    monkeypatch.setattr(appealing, "localdate", lambda: date(2030, 1, 1))
    published.appeal_until = date(2029, 12, 28)
    published.save()
    with pytest.raises(Refused, match="申诉已于 2029-12-28 截止"):
        actions.appeal(cast.lin, unit_of(published, cast.market).pk, "closed_share", "理由。", "k")


def test_a_correction_measures_anew_and_leaves_what_an_appeal_settled(cast, published):
    unit, other = unit_of(published, cast.market), unit_of(published, cast.science)
    made = actions.appeal(cast.lin, unit.pk, "in_time_share", "系上级推迟。", "k1")
    actions.answer(cast.second, made.pk, fresh(published).version, "同意。", Decimal(40))
    better = work_of({"澄江市市场监督管理局": Decimal(90), "澄江市科技局": Decimal(50)})
    with pytest.raises(Refused, match="更正的理由"):
        actions.correct(cast.official, published.pk, fresh(published).version, " ", better)
    changed = actions.correct(
        cast.official, published.pk, fresh(published).version, "销号记录已更正。", better
    )
    assert changed == 1
    # 60 × 90 % + 40 as settled
    assert queries.sheet(unit.pk, cast.lin).sheet.points == Decimal("94.00")
    assert queries.sheet(unit.pk, cast.lin).sheet.version == 3
    assert queries.sheet(other.pk, cast.official).sheet.version == 1


def test_counties_are_scored_from_what_they_put_in(cast):
    for year, amount in ((2024, 1_000_000), (2025, 1_030_000)):
        Budget.objects.for_program("test").create(
            identity=f"b{year}", year=year, body="北渡县财政局", purpose="知识产权专项",
            planned=amount, region_code="990102", document="北渡财〔2025〕1 号",
        )  # fmt: skip
    of = actions.open_assessment(cast.official, actions.Opened("region_ip_work", "990100", 2025))
    assert [(one.name, one.body_id) for one in of.units.all()] == [
        ("北渡县", cast.north.pk),
        ("南浦县", None),
    ]
    actions.score(cast.official, of.pk, of.version, SHARES)
    north, south = of.units.all()
    rows = {one.line.key: one.line for one in queries.sheet(north.pk, cast.official).rows}
    # 3 % of the 5 % that give 15 points
    assert rows["fiscal_input"].points == Decimal("9.00")
    assert [one["amount"] for one in rows["fiscal_input"].ground["rows"]] == [
        "1030000.00",
        "1000000.00",
    ]
    assert rows["high_value"].reason == "尚未发布数据快照，计 0 分"
    poor = {one.line.key: one.line for one in queries.sheet(south.pk, cast.official).rows}
    assert poor["fiscal_input"].reason == "台账中没有 2025 年的经费记录，计 0 分"


def test_every_act_is_in_the_journal(cast, published):
    unit = unit_of(published, cast.market)
    made = actions.appeal(cast.lin, unit.pk, "closed_share", "理由。", "k")
    actions.answer(cast.second, made.pk, fresh(published).version, "维持。")
    actions.close(cast.official, published.pk, fresh(published).version)
    found = (
        Entry.objects.for_program("test")
        .filter(subject=f"assessment:{published.pk}")
        .order_by("pk")
    )
    assert list(found.values_list("act", flat=True)) == [
        "open_assessment", "score_assessment", "publish_assessment", "appeal_score",
        "answer_appeal", "close_assessment",
    ]  # fmt: skip


def browser(person):
    client = Client()
    client.force_login(person)
    return client


def test_the_pages_say_where_every_point_comes_from(cast, published):
    unit = unit_of(published, cast.market)
    client = browser(cast.lin)
    assert "澄江市2025年度责任单位推进规划工作考核" in client.get("/assessments/").content.decode()
    page = client.get(f"/assessments/{published.pk}/").content.decode()
    assert "第 2 名" not in page
    assert "澄江市科技局" in page
    sheet = client.get(f"/assessments/units/{unit.pk}/").content.decode()
    assert "0 起计分，100 得满分；完成 80.0%" in sheet
    assert "2 项任务" in sheet
    sent = {"line": "closed_share", "text": "", "request_key": "x"}
    refused = client.post(f"/assessments/units/{unit.pk}/", sent)
    assert refused.status_code == 422
    assert "请写明申诉理由" in refused.content.decode()
    done = client.post(f"/assessments/units/{unit.pk}/", sent | {"text": "系上级推迟。"})
    assert done.status_code == 302
    assert browser(cast.stranger).get(f"/assessments/{published.pk}/").status_code == 404


def test_an_official_opens_an_assessment_by_its_form(cast):
    client = browser(cast.official)
    sent = {"form": "body_programme", "year": "2025", "body": [cast.market.pk]}
    made = client.post("/assessments/open/", sent)
    assert made.status_code == 302
    again = client.post("/assessments/open/", sent)
    assert again.status_code == 422
    assert "已经开始" in again.content.decode()
    page = client.get(made.headers["Location"]).content.decode()
    assert "尚未评分" in page
    key = made.headers["Location"].rstrip("/").split("/")[-1]
    act = client.post(
        f"/assessments/{key}/act/", {"act": "state", "version": "1", "unit": "1", "value": "x"}
    )
    assert act.status_code == 302
