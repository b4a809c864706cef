"""A year of a real programme: its rows on the boards of their bodies, work, orders, a score, papers."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from docx import Document

from zhiqiang.domains.assessments import actions as assessing
from zhiqiang.domains.assessments import queries as scores
from zhiqiang.domains.duties import actions, queries
from zhiqiang.domains.duties.actions import Ordered
from zhiqiang.domains.duties.spans import read_span
from zhiqiang.domains.plans import actions as plans
from zhiqiang.domains.plans.tests import figures
from zhiqiang.domains.plans.tests.test_real_plans import FOLDER, code_of
from zhiqiang.engines.compiler import compile_file
from zhiqiang.portal import bulletins
from zhiqiang.portal.assessing import work_of
from zhiqiang.portal.clauses import clauses_of, plan_of
from zhiqiang.records.accounts.acting import Acting, without_lines
from zhiqiang.records.accounts.actions import bodies, posts, register_person

PLAN = FOLDER / "wenzhou.txt"
YEAR, SECRET = 2023, "四季-青山-2719-桥"
#: governments of parts of the city, which the plan names together; no one body is meant
MANY = ("各县", "有关县")


@pytest.fixture
def clock(monkeypatch):
    """Set the day on which everything happens."""

    def on(month: int, day: int, year: int = YEAR) -> None:
        moment = datetime(year, month, day, 2, tzinfo=UTC)
        monkeypatch.setattr("django.utils.timezone.now", lambda: moment)

    return on


@pytest.fixture
def official(db, clock):
    """The official in office since the beginning of that year."""
    clock(1, 4)
    return register_person("chen", "陈某", "official", SECRET)


@pytest.fixture
def year(db, official, tmp_path, settings, monkeypatch, clock):
    """The programme in force, its bodies registered, the list of a year issued."""
    if not PLAN.exists():
        pytest.skip(f"no published plan in {FOLDER}")
    settings.HOME = tmp_path
    figures.install(monkeypatch, lambda key, as_of, since: None)
    clock(2, 1)
    compilation = compile_file(PLAN)
    region = code_of(compilation.document.value("region"))
    programme = plans.load_programme(PLAN, region, "chen")
    plans.put_in_force(programme, date(2022, 1, 1), "chen")
    programme.refresh_from_db()
    clauses = clauses_of(programme)
    printed = {name for one in clauses for _, name in one.bodies}
    acting = Acting(None, without_lines)
    made = {
        name: bodies.add_body(acting, name.split("(")[0], "department", region)
        for name in sorted(printed)
        if not name.startswith(MANY)
    }
    drawn = actions.open_list(official, plan_of(programme), YEAR, clauses, ["table_row"])
    return actions.issue_list(official, drawn.pk, drawn.version), compilation, made


def clerk_of(body, username):
    person = register_person(username, "某", "visitor", SECRET)
    posts.assign_post(Acting(None, without_lines), person, body, "body_clerk", date(2020, 1, 1))
    return person


def test_every_row_stands_on_the_boards_of_its_bodies_with_leads_as_printed(year, official):
    of, compilation, made = year
    rows = {task.number: task for task in compilation.tasks if task.kind == "table_row"}
    board = queries.board(of, official, date(YEAR, 2, 2))
    assert len(board.rows) == len(rows) == 63
    for item in of.items.prefetch_related("bodies"):
        printed = rows[item.number]
        for duty, names in (("lead", printed.lead_units), ("support", printed.support_units)):
            kept = [one.printed for one in item.bodies.all() if one.duty == duty]
            assert kept == list(names), item.number
    found = {one.body_id: one for one in queries.body_rows(board.rows) if one.body_id}
    for name, body in made.items():
        leads = [row for row in board.rows if name in rows[row.number].lead_units]
        mine = [row.id for row in found[body.pk].leads]
        assert mine == [row.id for row in leads], name


def test_rows_whose_lead_the_plan_leaves_open_are_open_questions(year):
    of, _, _ = year
    asked = {item.number: item.question for item in of.items.all() if "牵头单位" in item.question}
    assert asked.keys() == {"3", "46"}
    assert "没有标明牵头单位" in asked["3"]
    assert "标了 2 个牵头单位" in asked["46"]


def test_a_year_ends_in_a_bulletin_a_score_and_a_yearly_report(year, official, clock, tmp_path):
    of, _, made = year
    market, science = made["市市场监管局"], made["市科技局"]
    lin, zhao = clerk_of(market, "lin"), clerk_of(science, "zhao")
    proof = tmp_path / "佐证.docx"
    Document().save(str(proof))
    evidence = actions.Evidence(path=proof, name="佐证.docx")

    def led_by(body):
        return list(of.items.filter(bodies__body=body, bodies__duty="lead").order_by("position"))

    # Spring: progress is reported, one entry is given back and sent again, one item is closed.
    clock(4, 20)
    first, second, third = led_by(market)[:3]
    entry = actions.report(
        lin, first.pk, market.pk, actions.Told("已完成。", 100, True, [evidence]), "a"
    )
    actions.accept(official, entry.pk, entry.version, "佐证齐全。", closes=True)
    entry = actions.report(lin, second.pk, market.pk, actions.Told("正在办理。", 30), "b")
    back = actions.return_entry(official, entry.pk, entry.version, "请写明数量。")
    again = actions.revise(lin, entry.pk, back.version, actions.Told("已办理 12 件。", 40))
    actions.accept(official, again.pk, again.version)
    # Autumn: two orders, one answered in time and closed, one answered late.
    clock(9, 1)
    orders = [
        actions.issue_order(
            official, Ordered(body.pk, "加快办理", "年度推进计划", "请说明进展。", date(YEAR, 9, 15), item.pk),
            f"order-{nth}",
        )
        for nth, (body, item) in enumerate([(market, third), (science, led_by(science)[0])])
    ]  # fmt: skip
    assert [one.serial for one in orders] == [1, 2]
    clock(9, 10)
    actions.reply(lin, orders[0].pk, orders[0].version, "已加快。")
    orders[0].refresh_from_db()
    actions.close_order(official, orders[0].pk, orders[0].version, "同意。")
    clock(9, 28)
    actions.reply(zhao, orders[1].pk, orders[1].version, "已办理，迟复。")
    # The bulletin of the quarter counts what happened.
    clock(10, 9)
    bulletin = bulletins.paper_of(of, read_span(f"{YEAR}Q2"), date(YEAR, 6, 30), official)
    assert any("1个单位填报进展2条，其中已采纳2条" in one for one in bulletin.parts[0].paragraphs)
    # After the year the bodies are scored; one disputes its score and is heard.
    clock(1, 5, YEAR + 1)
    told = assessing.Opened("body_programme", of.region_code, YEAR, [market.pk, science.pk])
    scored = assessing.open_assessment(official, told)
    scored = assessing.score(official, scored.pk, scored.version, work_of)
    scored = assessing.publish(official, scored.pk, scored.version)
    own = scored.units.get(body=science)
    rows = {row.line.key: row.line for row in scores.sheet(own.pk, zhao).rows}
    assert (rows["overdue_orders"].value, rows["overdue_orders"].points) == (Decimal(1), Decimal(2))
    led = [item for item in led_by(market) if item.due_on <= date(YEAR, 12, 31)]
    mine = scores.sheet(scored.units.get(body=market).pk, lin)
    share = next(row.line for row in mine.rows if row.line.key == "closed_share")
    assert share.value == Decimal(100) / len(led)
    appeal = assessing.appeal(zhao, own.pk, "overdue_orders", "九月系统停用三天。", "k")
    scored.refresh_from_db()
    assessing.answer(official, appeal.pk, scored.version, "情况属实，不减分。", Decimal(0))
    corrected = scores.sheet(own.pk, zhao)
    assert (corrected.sheet.version, corrected.total.minus) == (2, rows["overdue_items"].points)
    # The yearly report.
    report = bulletins.paper_of(of, read_span(str(YEAR)), date(YEAR, 12, 31), official)
    assert "推进计划共63项" in report.parts[0].paragraphs[0]
    assert "已销号1项" in report.parts[0].paragraphs[0]
    path = Path(tmp_path) / "report.docx"
    bulletins.as_document(report, path)
    assert len(Document(str(path)).tables[0].rows) == 64
