"""What a bulletin says: sentences and tables made of figures, items and entries, nothing typed.

Every number is counted here from what its table lists, so that text and annex cannot differ.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from zhiqiang.domains.duties import queries as duties
from zhiqiang.domains.duties.lists import LAMP_WORDS, names
from zhiqiang.domains.duties.queries.papers import Reported, reported
from zhiqiang.domains.duties.spans import Span
from zhiqiang.domains.plans import queries as plans
from zhiqiang.domains.plans import words
from zhiqiang.engines.documents import Bars, in_words
from zhiqiang.records.indicators import queries as indicators

#: so many late items, targets and bodies are named in the text; the annex has them all
NAMED = 8
#: so many targets fit into one chart
CHARTED = 12
_BEHIND = ("far_behind", "behind")


@dataclass(frozen=True, slots=True)
class Part:
    """A chapter: its heading, its paragraphs, and a chart behind them."""

    heading: str
    paragraphs: tuple[str, ...]
    chart: Bars | None = None


@dataclass(frozen=True, slots=True)
class Annex:
    """A table with a caption and (heading, share) columns."""

    title: str
    columns: tuple[tuple[str, float], ...]
    rows: tuple[tuple[Any, ...], ...]


@dataclass(frozen=True, slots=True)
class Bulletin:
    """A bulletin as values, ready to be written."""

    title: str
    as_of: date
    snapshot: int | None
    parts: tuple[Part, ...]
    annexes: tuple[Annex, ...]
    origin: str


def bulletin(of: Any, span: Span, as_of: date, person: Any) -> Bulletin:
    """Say how the work of a list and the targets of its programme stand on a day.

    ``person`` is for whom it is made; figures come from the newest snapshot.
    """
    board = duties.board(of, person, as_of)
    programme = plans.programme(of.programme_key, person)
    told = reported(of, span)
    found = plans.commitment_standings(programme, as_of)
    standings = [one.standing for one in found]
    bodies = [one for one in duties.body_rows(board.rows) if one.leads]
    snapshots = indicators.snapshots()
    number = snapshots[0].number if snapshots else None
    parts = (
        Part("总体情况", tuple(_overall(board, told, span, as_of))),
        Part("目标完成情况", tuple(_targets(standings)), completion_chart(standings)),
        Part("责任单位推进情况", tuple(_bodies(bodies))),
        Part("进展滞后事项", tuple(_late(board))),
        Part("需要明确的问题", tuple(_open(board))),
    )
    annexes = (_items_annex(board, told), _targets_annex(standings), _bodies_annex(bodies))
    origin = (
        f"目标数值据数据快照{number}计算" if number is not None else "尚无数据快照，目标没有数值"
    )
    return Bulletin(
        f"{of.programme_title}{span.label}{span.paper}", as_of, number, parts, annexes,
        f"{origin}，事项进展据各单位填报并经审核的记录，截至{in_words(as_of)}。",
    )  # fmt: skip


def _overall(board: duties.Board, told: Reported, span: Span, as_of: date) -> Iterable[str]:
    total = len(board.rows)
    if not total:
        yield f"{board.work_list.year}年度没有列入推进计划的工作事项。"
        return
    counts = dict(board.counts)
    late = len(board.late)
    yield (
        f"{board.work_list.year}年度推进计划共{total}项。截至{in_words(as_of)}，已销号{board.closed}项，"
        f"占{_percent(board.closed, total)}；逾期未销号{late}项。"
        f"亮灯情况：正常{counts['ok']}项，滞后{counts['behind']}项，严重滞后{counts['far_behind']}项，"
        f"无进展{counts['no_data']}项。"
    )
    if told.total:
        yield (
            f"{span.label}，{told.bodies}个单位填报进展{told.total}条，其中已采纳{told.accepted}条，"
            f"退回补充{told.returned}条，待审核{told.waiting}条。"
        )
    else:
        yield f"{span.label}没有单位填报进展。"


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f}%"


def _targets(standings: Sequence[Any]) -> Iterable[str]:
    if not standings:
        yield "规划没有带数字的目标。"
        return
    counts = dict(plans.lamp_counts(standings))
    yield (
        f"规划目标共{len(standings)}项：正常{counts['ok']}项，滞后{counts['behind']}项，"
        f"严重滞后{counts['far_behind']}项，无数据{counts['no_data']}项。"
    )
    behind = sorted(
        (one for one in standings if one.lamp in _BEHIND),
        key=lambda one: (one.lamp != "far_behind", -(one.lag or 0)),
    )
    for one in behind[:NAMED]:
        gap = f"，{one.gap}" if one.gap else ""
        value = words.amount(one.value, one.unit)
        yield (
            f"{one.target.indicator_name}：目标{one.promised}（{words.due(one.target)}），"
            f"实际{value}{gap}；{one.reason}。"
        )
    if len(behind) > NAMED:
        yield f"其余{len(behind) - NAMED}项滞后目标见附件2。"


def completion_chart(standings: Sequence[Any]) -> Bars | None:
    """Return how much of each target is reached and should be; None where nothing is known."""
    known = [one for one in standings if one.actual is not None][:CHARTED]
    if not known:
        return None
    return Bars(
        "主要目标完成进度", tuple(_short(one.target.indicator_name) for one in known),
        (
            ("实际完成", tuple(one.actual for one in known)),
            ("按进度应完成", tuple(one.expected for one in known)),
        ),
        "占目标的百分比（%）",
    )  # fmt: skip


def _bodies(bodies: Sequence[duties.BodyRow]) -> Iterable[str]:
    if not bodies:
        yield "没有明确牵头单位的事项。"
        return
    done = [one for one in bodies if one.closed == len(one.leads)]
    late = sorted((one for one in bodies if one.late), key=lambda one: -one.late)
    silent = sorted((one for one in bodies if one.silent), key=lambda one: -one.silent)
    yield f"{len(bodies)}个单位牵头承担事项，其中{len(done)}个单位牵头事项全部销号。"
    if late:
        yield f"有严重滞后事项的单位：{_listed(late, 'late')}。"
    if silent:
        yield f"有久未填报事项的单位：{_listed(silent, 'silent')}。"


def _listed(bodies: Sequence[duties.BodyRow], count: str) -> str:
    named = "、".join(f"{one.name}（{getattr(one, count)}项）" for one in bodies[:NAMED])
    return named + (f"等{len(bodies)}个" if len(bodies) > NAMED else "")


def _late(board: duties.Board) -> Iterable[str]:
    rows = [row for row in board.rows if row.is_open and row.pace.lamp in _BEHIND]
    rows.sort(key=lambda row: (row.pace.lamp != "far_behind", row.last_day))
    if not rows:
        yield "没有滞后的事项。"
        return
    for nth, row in enumerate(rows[:NAMED], 1):
        leads = names(row.leads) or "未明确牵头单位"
        yield f"{nth}.{row.title.rstrip('。')}（{leads}，时限{in_words(row.last_day)}）：{row.pace.reason}。"
    if len(rows) > NAMED:
        yield f"其余{len(rows) - NAMED}项见附件1。"


def _open(board: duties.Board) -> Iterable[str]:
    rows = board.questions
    if not rows and not board.without_ground:
        yield "没有待明确的问题。"
        return
    for row in rows[:NAMED]:
        first = row.question.split("\n")[0].rstrip("。")
        yield f"第{row.number or row.id}项“{_short(row.title)}”：{first}。"
    if len(rows) > NAMED:
        yield f"共{len(rows)}项有待明确的问题，其余见年度推进计划。"
    if board.without_ground:
        yield f"{len(board.without_ground)}项在现行规划文本中已没有依据，须逐项处理。"


def _short(text: str) -> str:
    return text if len(text) <= 24 else text[:24] + "…"


def _items_annex(board: duties.Board, told: Reported) -> Annex:
    columns = (
        ("序号", 6), ("工作事项", 26), ("牵头单位", 14), ("时限", 13), ("状态", 8), ("亮灯", 10),
        ("理由", 14), ("报告期内进展", 24),
    )  # fmt: skip
    rows = tuple(
        (
            row.number, row.title, names(row.leads), row.last_day.isoformat(), row.state_label,
            LAMP_WORDS[row.pace.lamp], row.pace.reason, told.last_words.get(row.id, "—"),
        )
        for row in board.rows
    )  # fmt: skip
    return Annex("工作事项推进情况表", columns, rows)


def _targets_annex(standings: Sequence[Any]) -> Annex:
    columns = (
        ("目标", 16), ("承诺", 14), ("期限", 10), ("实际", 12), ("亮灯", 10), ("理由", 20), ("数据来源", 31),
    )  # fmt: skip
    rows = tuple(
        (
            one.target.indicator_name, one.promised, words.due(one.target),
            words.amount(one.value, one.unit), _LAMPS[str(one.lamp)], one.reason,
            one.figure.origin if one.figure is not None else "—",
        )
        for one in standings
    )  # fmt: skip
    return Annex("规划目标完成情况表", columns, rows)


_LAMPS = LAMP_WORDS | {"no_data": "无数据"}


def _bodies_annex(bodies: Sequence[duties.BodyRow]) -> Annex:
    columns = (
        ("单位", 28),
        ("牵头", 10),
        ("配合", 10),
        ("牵头已销号", 12),
        ("严重滞后", 12),
        ("久未填报", 12),
    )
    rows = tuple(
        (one.name, len(one.leads), len(one.supports), one.closed, one.late, one.silent)
        for one in bodies
    )
    return Annex("责任单位推进情况表", columns, rows)
