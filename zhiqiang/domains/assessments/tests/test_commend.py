"""Commendations: nominated on a ground, public for working days, objections answered, decided."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate
from docx import Document

from zhiqiang.domains.assessments import actions, commended, publicity
from zhiqiang.domains.assessments.models import Commendation, Nominee
from zhiqiang.domains.assessments.scoring import Measured
from zhiqiang.kernel.errors import NotFound, Refused
from zhiqiang.records.accounts.actions.people import Overtaken
from zhiqiang.records.journal.models import Entry
from zhiqiang.records.notices.queries import inbox

ANYBODY = AnonymousUser()


def told(**changes):
    values = {
        "title": "强市建设先进集体表彰", "year": 2025, "basis": "某文件", "contact": "市局办公室",
    }  # fmt: skip
    return actions.Announced(**values | changes)


@pytest.fixture
def drafted(cast):
    return actions.open_commendation(cast.official, told(), "k")


def nominated(cast, of, body, kind="body", name="", ground="完成全部任务。"):
    one = actions.nominate(cast.official, of.pk, of.version, kind, name, body.pk, ground)
    of.refresh_from_db()
    return one


@pytest.fixture
def shown(cast, drafted):
    nominated(cast, drafted, cast.market)
    nominated(cast, drafted, cast.science, "person", "孙某", "办结三十件纠纷。")
    return actions.publicise(cast.official, drafted.pk, drafted.version)


@pytest.fixture
def later(monkeypatch, shown):
    """The clock after the publicity."""
    moment = shown.until_on + timedelta(days=1)
    monkeypatch.setattr("zhiqiang.domains.assessments.actions.commending.localdate", lambda: moment)
    return moment


def test_units_of_the_best_grade_are_nominated_with_their_points(cast):
    opened = actions.Opened("body_programme", "990100", 2024, [cast.market.pk, cast.science.pk])
    scored = actions.open_assessment(cast.official, opened)

    def work(units, year, as_of):
        share = {cast.market.pk: Decimal(100), cast.science.pk: Decimal(20)}
        return {one.key: {"closed_share": Measured(share[one.body_id])} for one in units}

    scored = actions.score(cast.official, scored.pk, scored.version, work)
    with pytest.raises(Refused, match="还没有公布"):
        actions.open_commendation(cast.official, told(assessment_id=scored.pk))
    scored = actions.publish(cast.official, scored.pk, scored.version)
    best = {one.unit.body_id: one for one in _sheets(scored) if one.grade == "优秀"}
    assert best.keys() == {cast.market.pk}
    made = actions.open_commendation(cast.official, told(assessment_id=scored.pk))
    one = made.nominees.get()
    points = best[cast.market.pk].points
    assert (one.body_id, one.kind) == (cast.market.pk, "body")
    assert one.ground == f"{scored.title}得 {points:.2f} 分，第 1 名，等次优秀。"


def _sheets(scored):
    return [unit.sheets.first() for unit in scored.units.all()]


def test_a_publicity_runs_so_many_working_days_and_never_guesses(monkeypatch):
    # The 1st to the 8th of October 2025 are days off, the 11th is worked.
    assert publicity.last_day(date(2025, 9, 29)) == date(2025, 10, 13)
    assert publicity.last_day(date(2040, 3, 1)) is None


def test_everybody_sees_it_from_its_publicity_on_and_never_who_was_struck_off(cast, drafted):
    one = nominated(cast, drafted, cast.market)
    nominated(cast, drafted, cast.science)
    with pytest.raises(NotFound):
        commended.commendation(drafted.pk, ANYBODY)
    assert not Nominee.objects.visible_to(ANYBODY).exists()
    of = actions.publicise(cast.official, drafted.pk, drafted.version)
    assert (of.from_on, of.until_on) == (localdate(), publicity.last_day(localdate()))
    actions.strike(cast.official, one.pk, of.version, "单位自愿放弃")
    seen = commended.commendation_view(commended.commendation(of.pk, ANYBODY), ANYBODY)
    assert [one.name for one, _ in seen.nominees] == [cast.science.name]
    of.refresh_from_db()
    actions.drop(cast.official, of.pk, of.version, "表彰项目取消")
    with pytest.raises(NotFound):
        commended.commendation(of.pk, cast.lin)


def test_an_objection_is_kept_answered_and_only_upheld_it_strikes_off(cast, shown):
    market, sun = shown.nominees.get(kind="body"), shown.nominees.get(kind="person")
    first = actions.record_objection(
        cast.official, market.pk, shown.version, "某企业来函", localdate(), "数字不实。"
    )
    with pytest.raises(Overtaken):
        actions.answer_objection(cast.second, first.pk, shown.version, "属实", True)
    actions.answer_objection(
        cast.second, first.pk, shown.version + 1, "经核对记录，数字无误。", False
    )
    second = actions.record_objection(
        cast.official, sun.pk, shown.version + 2, "李某", localdate(), "冒领他人成果。"
    )
    actions.answer_objection(cast.second, second.pk, shown.version + 3, "经查属实。", True)
    with pytest.raises(Refused, match="已经核实"):
        actions.answer_objection(cast.second, second.pk, shown.version + 4, "再查。", False)
    market.refresh_from_db()
    sun.refresh_from_db()
    assert (market.state, sun.state) == ("nominated", "struck")
    assert sun.reason == "公示期间的异议成立：经查属实。"
    # Who objected is for officials only.
    view = commended.commendation_view(shown, ANYBODY)
    assert [(one.name, found) for one, found in view.nominees] == [(cast.market.name, [])]
    with pytest.raises(Refused, match="收到日期应在公示开始"):
        day = localdate() - timedelta(days=1)
        actions.record_objection(cast.official, market.pk, shown.version + 4, "某", day, "早到。")


def test_nothing_is_decided_early_alone_or_over_an_open_objection(cast, shown, monkeypatch):
    with pytest.raises(Refused, match="不能决定自己拟定的表彰"):
        actions.decide(cast.official, shown.pk, shown.version)
    with pytest.raises(Refused, match="期满后才能决定"):
        actions.decide(cast.second, shown.pk, shown.version)
    actions.record_objection(
        cast.official, shown.nominees.first().pk, shown.version, "某", localdate(), "不实。"
    )
    moment = shown.until_on + timedelta(days=1)
    where = "zhiqiang.domains.assessments.actions.commending.localdate"
    monkeypatch.setattr(where, lambda: moment)
    with pytest.raises(Refused, match="还有异议没有核实"):
        actions.decide(cast.second, shown.pk, shown.version + 1)


def test_a_publicity_whose_last_day_nobody_knows_is_not_decided(cast, shown, later, monkeypatch):
    where = "zhiqiang.domains.assessments.actions.commending.last_day"
    monkeypatch.setattr(where, lambda begun: None)
    held = Commendation.objects.for_program("test").filter(pk=shown.pk)
    held.update(until_on=None)
    with pytest.raises(Refused, match="公示截止日未定"):
        actions.decide(cast.second, shown.pk, shown.version)


def test_who_is_left_is_commended_told_and_written_down(cast, shown, later):
    of = actions.decide(cast.second, shown.pk, shown.version)
    assert {one.state for one in of.nominees.all()} == {"commended"}
    assert inbox(cast.lin)[0].title == "表彰决定：强市建设先进集体表彰"
    lines = Entry.objects.for_program("test").filter(subject=f"commendation:{of.pk}")
    assert list(lines.order_by("sequence").values_list("act", flat=True)) == [
        "open_commendation", "nominate", "nominate", "publicise_nominees", "decide_commendation",
    ]  # fmt: skip
    with pytest.raises(Refused, match="已表彰，不能这样办理"):
        actions.drop(cast.official, of.pk, of.version, "反悔")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"title": " "}, "请填写名称"),
        ({"basis": ""}, "请填写表彰依据"),
        ({"contact": ""}, "请填写异议受理方式"),
        ({"year": 1999}, "年度“1999”无效"),
        ({"assessment_id": 0}, "没有这项考核"),
    ],
)
def test_what_cannot_be_right_is_refused(cast, changes, words):
    with pytest.raises(Refused, match=words):
        actions.open_commendation(cast.official, told(**changes))
    assert not Commendation.objects.for_program("test").exists()


def test_nobody_is_nominated_twice_or_without_a_ground(cast, drafted):
    nominated(cast, drafted, cast.market)
    with pytest.raises(Refused, match="已经提名"):
        nominated(cast, drafted, cast.market)
    with pytest.raises(Refused, match="主要事迹"):
        nominated(cast, drafted, cast.science, ground=" ")
    with pytest.raises(Refused, match="姓名"):
        nominated(cast, drafted, cast.science, "person")
    with pytest.raises(Refused, match="推进规划"):
        actions.nominate(cast.lin, drafted.pk, drafted.version, "body", "", cast.market.pk, "好")


def browser(person=None):
    client = Client()
    if person is not None:
        client.force_login(person)
    return client


def test_pages_lead_from_the_draft_to_a_decision_that_anybody_saves(cast, monkeypatch, tmp_path):
    official, second, visitor = browser(cast.official), browser(cast.second), browser()
    form = {
        "title": "先进表彰",
        "year": "2025",
        "basis": "某文件",
        "contact": "市局",
        "request_key": "w",
    }
    bad = official.post("/assessments/commendations/open/", form | {"contact": ""})
    assert bad.status_code == 422 and 'value="先进表彰"' in bad.content.decode()
    address = official.post("/assessments/commendations/open/", form)["Location"]
    assert official.post("/assessments/commendations/open/", form)["Location"] == address
    assert visitor.get(address).status_code == 404

    def act(client, what, version, **more):
        return client.post(f"{address}act/", {"act": what, "version": version} | more)

    act(official, "nominate", 1, kind="body", body=cast.market.pk, ground="任务全部按期完成。")
    act(official, "publicise", 2)
    page = visitor.get(address).content.decode()
    assert "任务全部按期完成。" in page and "登记" not in page
    assert "先进表彰" in visitor.get("/assessments/commendations/").content.decode()
    assert act(visitor, "decide", 3).status_code == 302  # to the sign-in page
    moment = localdate() + timedelta(days=60)
    where = "zhiqiang.domains.assessments.actions.commending.localdate"
    monkeypatch.setattr(where, lambda: moment)
    act(second, "decide", 3)
    saved = visitor.get(f"{address}paper/")
    path = tmp_path / "a.docx"
    path.write_bytes(saved.getvalue())
    paper = Document(str(path))
    assert paper.paragraphs[0].text == "关于先进表彰的决定"
    assert paper.tables[0].rows[1].cells[1].text == cast.market.name


def test_the_list_of_one_and_of_three_ask_the_same_number_of_queries(cast, shown):
    client = browser(cast.official)
    addresses = ("/assessments/commendations/", f"/assessments/commendations/{shown.pk}/")

    def asked():
        counts = []
        for address in addresses:
            with CaptureQueriesContext(connection) as queries:
                assert client.get(address).status_code == 200
            counts.append(len(queries))
        return counts

    asked()
    before = asked()
    for n in range(2):
        actions.open_commendation(cast.official, told(title=f"另一项{n}"))
        shown.nominees.create(kind="person", name=f"某{n}", body=cast.market, ground="好")
    assert asked() == before
