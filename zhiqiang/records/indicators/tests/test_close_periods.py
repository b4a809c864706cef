"""A period is filled in, checked, approved and locked, by rights, per level, not all by one."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.utils.timezone import localdate

from zhiqiang import pipeline
from zhiqiang.kernel.catalogue import read
from zhiqiang.kernel.errors import NotFound, Refused
from zhiqiang.records.accounts.actions import register_person
from zhiqiang.records.indicators import actions, levels, periods, queries
from zhiqiang.records.indicators.tests.ledger import company, invention

pytestmark = pytest.mark.usefixtures("home")
COUNTY, CITY, KEY = "990101", "990100", "valid_invention_patents"
SECRET = "Siji-Qingshan-2719"


def _person(name: str, role: str, region: str = "") -> Any:
    person = register_person(name, f"某{name}", "visitor", SECRET)
    model = apps.get_model("accounts", "Body")
    body, _ = model.objects.get_or_create(
        name=f"{region}统计机构", kind="department", region_code=region or "990000"
    )
    model.objects.filter(pk=body.pk).update(path=f"/{body.pk}/")
    apps.get_model("accounts", "Post").objects.create(
        person=person, body=body, role=role, from_on=localdate()
    )
    return person


@pytest.fixture
def chain() -> dict[str, Any]:
    """The people of one chain, and a snapshot with one invention."""
    invention(1, company())
    pipeline.publish("测试")
    return {
        "fill": _person("fill", "official"),
        "check": _person("check", "official"),
        "approve": _person("approve", "administrator"),
    }


def _acts() -> list[str]:
    rows = apps.get_model("journal", "Entry").objects.for_program("test").order_by("sequence")
    return [one.act for one in rows if one.act.endswith("_figures")]


def test_a_period_goes_through_all_steps_and_then_its_figures_are_public(chain: Any) -> None:
    close = actions.fill_period(chain["fill"], COUNTY, "2024", [KEY])
    assert queries.closes(AnonymousUser()) == []
    actions.check_period(chain["check"], close.pk)
    actions.approve_period(chain["approve"], close.pk, "同意")
    actions.lock_period(chain["approve"], close.pk)
    (one,) = queries.frozen(COUNTY, date(2024, 12, 31), AnonymousUser())
    assert (one.value, one.row.version, one.row.published_at is not None) == (1, 1, True)
    (shown,) = queries.closes(AnonymousUser())
    assert (shown.label, shown.is_locked, shown.acts) == ("2024 年", True, ())
    assert [(s.act, s.person, s.note) for s in shown.row.steps.all()] == [
        ("fill", "某fill", ""),
        ("check", "某check", ""),
        ("approve", "某approve", "同意"),
        ("lock", "某approve", ""),
    ]
    assert _acts() == ["fill_figures", "check_figures", "approve_figures", "lock_figures"]
    assert set(_acts()) <= read(Path(settings.CATALOGUE) / "codes" / "acts.yml").keys()


def test_nobody_checks_or_approves_what_they_did_before(chain: Any) -> None:
    both = chain["approve"]
    close = actions.fill_period(both, COUNTY, "2024", [KEY])
    with pytest.raises(Refused, match="核对与填报不能由同一人办理"):
        actions.check_period(both, close.pk)
    (act, *_) = queries.close(close.pk, both).acts
    assert (act.key, act.refusal) == ("check", "您已办理前面的环节，须由他人办理")
    actions.check_period(chain["check"], close.pk)
    with pytest.raises(Refused, match="审批与填报不能由同一人办理"):
        actions.approve_period(both, close.pk)


def test_a_bureau_may_loosen_the_separation_in_its_own_parameters(chain: Any, home: Path) -> None:
    (home / "parameters").mkdir()
    rule = "title: 环节分离\nentries:\n  - {from: 2021-01-01, apart: [], basis: [{document: 本局规定, mark: C}]}\n"
    (home / "parameters" / "period_close.yml").write_text(rule, encoding="utf-8")
    one = chain["approve"]
    close = actions.fill_period(one, COUNTY, "2024", [KEY])
    actions.check_period(one, close.pk)
    assert actions.approve_period(one, close.pk).state == "approved"


def test_steps_come_in_order_and_only_with_the_right(chain: Any) -> None:
    close = actions.fill_period(chain["fill"], COUNTY, "2024", [KEY])
    with pytest.raises(Refused, match="审批须在已核对之后"):
        actions.approve_period(chain["approve"], close.pk)
    actions.check_period(chain["check"], close.pk)
    with pytest.raises(Refused, match="“审批数值”权限"):
        actions.approve_period(_person("other", "official"), close.pk)
    with pytest.raises(Refused, match="“填报数值”权限"):
        actions.fill_period(_person("clerk", "body_clerk"), COUNTY, "2024", [KEY])
    with pytest.raises(NotFound):
        actions.check_period(chain["check"], close.pk + 1)


def test_what_is_returned_is_filled_in_again_and_the_draft_replaced(chain: Any) -> None:
    close = actions.fill_period(chain["fill"], COUNTY, "2024", [KEY])
    with pytest.raises(Refused, match="写明原因"):
        actions.return_period(chain["check"], close.pk, " ")
    actions.return_period(chain["check"], close.pk, "缺一件")
    invention(2, company(2))
    pipeline.publish("测试")
    again = actions.fill_period(chain["fill"], COUNTY, "2024", [KEY])
    assert (again.pk, again.state, again.snapshot) == (close.pk, "filled", 2)
    (one,) = queries.frozen(COUNTY, close.as_of, chain["fill"])
    assert (one.value, one.row.version) == (2, 1)


def test_a_locked_period_changes_by_correction_only(chain: Any) -> None:
    close = actions.fill_period(chain["fill"], COUNTY, "2024", [KEY])
    actions.check_period(chain["check"], close.pk)
    actions.approve_period(chain["approve"], close.pk)
    with pytest.raises(Refused, match="尚未锁定"):
        actions.correct_figures(chain["approve"], COUNTY, close.as_of, [KEY], "补录")
    actions.lock_period(chain["approve"], close.pk)
    with pytest.raises(Refused, match="已经锁定"):
        actions.fill_period(chain["fill"], COUNTY, "2024", [KEY])
    with pytest.raises(Refused, match="不能退回"):
        actions.return_period(chain["check"], close.pk, "再看")
    invention(2, company(2))
    pipeline.publish("测试")
    (new,) = actions.correct_figures(chain["approve"], COUNTY, close.as_of, [KEY], "补录一件")
    assert (new.version, new.value, new.correction) == (2, 2, "补录一件")


def test_one_day_is_closed_for_one_period_at_a_time(chain: Any) -> None:
    actions.fill_period(chain["fill"], COUNTY, "2024Q4", [KEY])
    with pytest.raises(Refused, match="第四季度结报尚未锁定"):
        actions.fill_period(chain["fill"], COUNTY, "2024", [KEY])


def test_rights_reach_from_the_body_of_a_post_to_its_region_and_below(chain: Any) -> None:
    county = _person("county", "figures_clerk", COUNTY)
    city = _person("city", "figures_approver", CITY)
    close = actions.fill_period(county, COUNTY, "2024", [KEY])
    for region in (CITY, "990102", "990000"):
        with pytest.raises(Refused, match="没有“填报数值”权限"):
            actions.fill_period(county, region, "2024", [KEY])
    assert [one.row.pk for one in queries.closes(county)] == [close.pk]
    actions.check_period(chain["check"], close.pk)
    assert actions.approve_period(city, close.pk).state == "approved"
    assert levels.may_in(city, "approve_figures", "990102")
    assert not levels.may_in(city, "approve_figures", "990200")
    assert not levels.works_on(AnonymousUser(), COUNTY)


def test_internal_things_of_one_body_are_not_those_of_its_region(chain: Any) -> None:
    clerk = _person("clerk", "body_clerk", COUNTY)
    actions.fill_period(chain["fill"], COUNTY, "2024", [KEY])
    assert queries.closes(clerk) == []
    assert queries.frozen(COUNTY, date(2024, 12, 31), clerk) == []
    assert not levels.works_on(clerk, COUNTY)


def test_a_period_that_has_not_ended_is_not_closed(chain: Any) -> None:
    with pytest.raises(Refused, match="还没有结束"):
        actions.fill_period(chain["fill"], COUNTY, str(localdate().year + 1), [KEY])


def test_periods_are_read_and_named() -> None:
    known = {name: periods.period(name) for name in ("2024", "2024H1", "2024Q3", "2024M02")}
    assert [(one.label, one.end) for one in known.values()] == [
        ("2024 年", date(2024, 12, 31)),
        ("2024 年上半年", date(2024, 6, 30)),
        ("2024 年第三季度", date(2024, 9, 30)),
        ("2024 年 2 月", date(2024, 2, 29)),
    ]
    for wrong in ("2024Q5", "24", "2024M13", "去年"):
        with pytest.raises(NotFound, match="报告期"):
            periods.period(wrong)
    names = [one.name for one in periods.recent(date(2025, 5, 1), 4)]
    assert names == ["2025Q1", "2024", "2024Q4", "2024Q3"]
