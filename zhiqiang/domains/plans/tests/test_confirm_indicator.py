"""An official answers an open question: this target means that indicator.

"The plan calls it by another name. I confirm it once, and every place where the plan says so is
measured; when I was wrong I take it back."
"""

import pytest
from django.urls import reverse

from zhiqiang.domains.plans import actions
from zhiqiang.domains.plans.tests import figures
from zhiqiang.domains.plans.tests.plans import REGION, district, write  # noqa: F401
from zhiqiang.kernel.errors import NotFound, Refused
from zhiqiang.records.accounts.actions import register_person
from zhiqiang.records.journal import queries as journal

pytestmark = pytest.mark.django_db
NAME = "新增发明专利申请量"


@pytest.fixture(autouse=True)
def register(monkeypatch, district):  # noqa: F811
    return figures.install(monkeypatch, lambda key, as_of, since: None)


@pytest.fixture
def programme(tmp_path):
    return actions.load_programme(write(tmp_path), REGION, "陈工")


@pytest.fixture
def official(client):
    client.force_login(register_person("chen", "陈工", "official", "四季-青山-2719-桥"))
    return client


def target(programme):
    return programme.targets.get(indicator_name=NAME)


def test_a_confirmed_name_links_its_targets_and_closes_the_question(programme):
    assert actions.confirm_indicator(programme, NAME, "发明专利申请量", "陈工") == 1
    assert (target(programme).indicator_key, target(programme).match) == ("filings", "confirmed")
    assert not programme.findings.filter(about=NAME).exists()
    assert programme.findings.filter(code="indicator_open").count() == 1


def test_confirming_and_taking_back_are_written_in_the_journal(programme):
    actions.confirm_indicator(programme, NAME, "发明专利申请量", "陈工")
    actions.release_indicator(programme, NAME, "李工")
    lines = journal.whole()[:2]
    assert [(e.actor, e.act) for e in lines] == [
        ("李工", "release_indicator"),
        ("陈工", "confirm_indicator"),
    ]


def test_what_was_taken_back_is_an_open_question_again(programme):
    before = programme.findings.get(about=NAME).message
    actions.confirm_indicator(programme, NAME, "发明专利申请量", "陈工")
    actions.release_indicator(programme, NAME, "陈工")
    assert (target(programme).indicator_key, target(programme).match) == ("", "near")
    assert programme.findings.get(about=NAME).message == before


def test_an_indicator_in_another_unit_is_linked_and_the_unit_asked_about(programme):
    actions.confirm_indicator(programme, NAME, "知识产权培训人次", "陈工")
    assert programme.findings.get(about=NAME).code == "unit_not_comparable"


def test_an_unknown_indicator_is_refused_and_nothing_changes(programme):
    with pytest.raises(NotFound, match="指标目录中没有"):
        actions.confirm_indicator(programme, NAME, "没有的指标", "陈工")
    assert target(programme).match == "near"


def test_a_name_that_is_not_open_is_refused(programme):
    with pytest.raises(Refused, match="不是待确认的目标"):
        actions.confirm_indicator(programme, "有效发明专利拥有量", "发明专利申请量", "陈工")
    with pytest.raises(Refused, match="不需要撤销"):
        actions.release_indicator(programme, "有效发明专利拥有量", "陈工")


def test_the_findings_page_offers_the_nearest_name_to_officials_only(client, official, programme):
    findings = reverse("plans:findings", args=[programme.pk])
    assert 'value="发明专利申请量"' in official.get(findings).content.decode()
    official.logout()
    assert "确认对应" not in client.get(findings).content.decode()


def test_an_official_confirms_on_the_page_and_is_told_what_happened(official, programme):
    address = reverse("plans:answer", args=[programme.pk])
    page = official.post(address, {"about": NAME, "indicator": "发明专利申请量"}, follow=True)
    assert f"已确认“{NAME}”对应“发明专利申请量”，共 1 处目标。" in page.content.decode()
    page = official.post(address, {"about": NAME, "indicator": "没有的指标"}, follow=True)
    assert "指标目录中没有“没有的指标”" in page.content.decode()
    page = official.post(address, {"about": NAME}, follow=True)
    assert "1 处目标重新待确认" in page.content.decode()


def test_a_visitor_may_not_answer(client, programme):
    address = reverse("plans:answer", args=[programme.pk])
    assert client.post(address, {"about": NAME, "indicator": "发明专利申请量"}).status_code == 403
    assert target(programme).match == "near"
