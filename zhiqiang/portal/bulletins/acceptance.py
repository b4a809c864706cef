"""The book with which a programme is accepted at its end: every target and task, with its evidence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from zhiqiang.domains.duties import queries as duties
from zhiqiang.domains.duties.lists import names
from zhiqiang.domains.duties.spans import Span
from zhiqiang.domains.plans import queries as plans
from zhiqiang.domains.plans import words
from zhiqiang.engines.documents import in_words
from zhiqiang.portal.bulletins.saying import Annex, Bulletin, Part, completion_chart
from zhiqiang.records.indicators import queries as indicators


def acceptance(of: Any, span: Span, as_of: date, person: Any) -> Bulletin:
    """Say of every target whether it is reached, and of every item of all years whether it is closed."""
    programme = plans.programme(of.programme_key, person)
    standings = [one.standing for one in plans.commitment_standings(programme, as_of)]
    lists = sorted(
        duties.work_lists(person).filter(programme_key=of.programme_key).exclude(state="draft"),
        key=lambda one: one.year,
    )
    boards = [duties.board(one, person, as_of) for one in lists]
    proofs = duties.evidence_of([row.id for board in boards for row in board.rows])
    snapshots = indicators.snapshots()
    number = snapshots[0].number if snapshots else None
    parts = (
        Part("总体结论", tuple(_overall(of, standings, boards, as_of))),
        Part("目标完成情况", tuple(_targets(standings)), completion_chart(standings)),
        Part("任务完成情况", tuple(_tasks(boards))),
        Part("验收意见", ("（由验收组填写。）",)),
    )
    origin = f"目标数值据数据快照{number}计算" if number is not None else "尚无数据快照"
    return Bulletin(
        f"{of.programme_title}{span.paper}", as_of, number, parts,
        (_targets_annex(standings, as_of), _tasks_annex(boards, proofs)),
        f"{origin}，任务据各单位填报并经审核的记录，截至{in_words(as_of)}。",
    )  # fmt: skip


def verdict(standing: Any) -> str:
    """Say whether a target is reached: the completion of its promise, whatever its lamp."""
    if standing.actual is None:
        return "无数据"
    return "达到" if standing.actual >= 100 else "未达到"


def _overall(
    of: Any, standings: Sequence[Any], boards: Sequence[duties.Board], as_of: date
) -> Iterable[str]:
    counts = [verdict(one) for one in standings]
    yield (
        f"截至{in_words(as_of)}，《{of.programme_title}》带数字的目标{len(counts)}项，"
        f"达到{counts.count('达到')}项，未达到{counts.count('未达到')}项，无数据{counts.count('无数据')}项。"
    )
    rows = [row for board in boards for row in board.rows]
    if rows:
        closed = sum(row.state == "closed" for row in rows)
        years = "、".join(str(board.work_list.year) for board in boards)
        yield f"{years}年度推进计划共{len(rows)}项事项，已销号{closed}项，未销号{len(rows) - closed}项。"
    else:
        yield "没有下达过年度推进计划。"


def _targets(standings: Sequence[Any]) -> Iterable[str]:
    for one in standings:
        if verdict(one) == "达到":
            continue
        value = words.amount(one.value, one.unit)
        said = f"实际{value}，{one.reason}" if one.value is not None else one.reason
        yield f"{one.target.indicator_name}：承诺{one.promised}（{words.due(one.target)}），{said}。"
    if standings and all(verdict(one) == "达到" for one in standings):
        yield "带数字的目标全部达到。"
    if not standings:
        yield "规划没有带数字的目标。"


def _tasks(boards: Sequence[duties.Board]) -> Iterable[str]:
    rows = [row for board in boards for row in board.rows if row.state != "closed"]
    if not rows:
        yield "列入推进计划的事项全部销号。" if boards else "没有列入推进计划的事项。"
        return
    for nth, row in enumerate(rows[:20], 1):
        leads = names(row.leads) or "未明确牵头单位"
        yield f"{nth}.{row.title.rstrip('。')}（{leads}）：{row.state_label}，{row.pace.reason}。"
    if len(rows) > 20:
        yield f"其余{len(rows) - 20}项未销号事项见附件2。"


def _targets_annex(standings: Sequence[Any], as_of: date) -> Annex:
    columns = (
        ("目标", 18), ("承诺", 14), ("期限", 10), ("实际", 12), ("结论", 8), ("数值日期", 12),
        ("数据来源", 36), ("佐证", 16),
    )  # fmt: skip
    rows = tuple(
        (
            one.target.indicator_name, one.promised, words.due(one.target),
            words.amount(one.value, one.unit), verdict(one), (one.judged_on or as_of).isoformat(),
            one.figure.origin if one.figure is not None else one.reason, _proof(one.figure),
        )
        for one in standings
    )  # fmt: skip
    return Annex("目标完成情况表", columns, rows)


def _proof(figure: Any) -> str:
    if figure is None or figure.value is None:
        return "—"
    if figure.is_reported:
        return "填报材料，存于指标填报"
    return f"快照{figure.snapshot}的{figure.rows:,}条记录"


def _tasks_annex(boards: Sequence[duties.Board], proofs: dict[int, list[str]]) -> Annex:
    columns = (
        ("年度", 8), ("序号", 8), ("工作事项", 34), ("牵头单位", 18), ("状态", 10), ("销号日期", 14),
        ("佐证材料", 34),
    )  # fmt: skip
    rows = tuple(
        (
            board.work_list.year, row.number, row.title, names(row.leads), row.state_label,
            row.closed_on.isoformat() if row.closed_on else "—",
            "；".join(proofs.get(row.id, [])) or "—",
        )
        for board in boards
        for row in board.rows
    )  # fmt: skip
    return Annex("任务完成情况表", columns, rows)
