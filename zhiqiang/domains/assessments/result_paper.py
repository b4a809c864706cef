"""The result of an assessment as a Word paper in official form (GB/T 9704-2012)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.timezone import localtime

from zhiqiang.domains.assessments.models import Appeal, AssessedUnit, Assessment, ScoreSheet
from zhiqiang.domains.assessments.queries import Place, ranking
from zhiqiang.domains.assessments.scoring import Line, from_json
from zhiqiang.engines.documents import Column, OfficialDocument, in_words
from zhiqiang.kernel.errors import NotFound

_RANKS = (
    Column("名次", 10, True), Column("考核对象", 38), Column("得分", 14, True),
    Column("等次", 20, True), Column("说明", 26),
)  # fmt: skip
_SMALL = 10.5


def result_paper(of: Assessment, person: Any) -> OfficialDocument:
    """Write grades, places, corrections, and for those who see all sheets every line of each.

    Raises ``NotFound`` while nothing is scored.
    """
    places = ranking(of, person)
    scored = [one for one in places if one.points is not None]
    if not scored:
        raise NotFound("还没有评分，评分后才能下载考核结果。")
    paper = OfficialDocument()
    paper.title(f"{of.title}结果{'（未公布）' if of.state == 'draft' else '通报'}")
    paper.heading("一、总体情况")
    for text in _overall(of, scored):
        paper.paragraph(text)
    paper.heading("二、名次和等次")
    paper.table(_RANKS, [_row(one) for one in scored])
    paper.heading("三、申诉和更正")
    for text in _appeals(of, scored):
        paper.paragraph(text)
    if of.published_at is not None:
        paper.closing(in_words(localtime(of.published_at).date()))
    sheets = _sheets(of, person)
    if len(sheets) > 1:
        _annex(paper, of, sheets)
    return paper


def _overall(of: Assessment, scored: Sequence[Place]) -> Iterable[str]:
    grades = Counter(one.grade for one in scored)
    told = "，".join(f"{grade}{count}个" for grade, count in grades.items())
    form = of.values
    snapshot = f"，指标数值据数据快照{of.snapshot}" if of.snapshot else ""
    yield (
        f"考核对象{len(scored)}个，满分{form.full}分，数据截至{in_words(of.as_of)}{snapshot}。"
        f"等次：{told}。"
    )
    yield f"考核依据：{form.basis.document}。得分由指标、任务、经费记录和认定事项计算，逐项来由可在系统中查看。"
    held = [f"{one.name}（{one.gate}）" for one in scored if one.gate]
    if held:
        yield f"有一票否决情形的：{'、'.join(held)}。"


def _row(one: Place) -> tuple[object, ...]:
    said = [f"一票否决：{one.gate}"] if one.gate else []
    said += [f"已更正（第{one.version}版）"] if one.version > 1 else []
    return (one.place or "—", one.name, f"{one.points:.2f}", one.grade, "；".join(said) or "—")


def _appeals(of: Assessment, scored: Sequence[Place]) -> Iterable[str]:
    states = Counter(
        Appeal.objects.for_program("counts the appeals of a result")
        .filter(unit__assessment=of)
        .values_list("state", flat=True)
    )
    if of.state == Assessment.State.DRAFT:
        yield "得分尚未公布，公布后考核对象可以申诉。"
        return
    total = sum(states.values())
    if total:
        yield (
            f"共收到申诉{total}件，维持原分{states['upheld']}件，予以更正{states['changed']}件，"
            f"待复核{states['open']}件。"
        )
    else:
        yield "没有收到申诉。"
    corrected = [one.name for one in scored if one.version > 1]
    if corrected:
        yield f"得分有更正的：{'、'.join(corrected)}。"


def _sheets(of: Assessment, person: Any) -> list[tuple[str, list[Line]]]:
    """Return the newest lines of every unit whose sheet ``person`` may open; two queries."""
    units = list(AssessedUnit.objects.visible_to(person).filter(assessment=of).order_by("pk"))
    newest: dict[int, ScoreSheet] = {}
    rows = ScoreSheet.objects.visible_to(person).filter(unit__in=[one.pk for one in units])
    for sheet in rows.order_by("version"):
        newest[sheet.unit_id] = sheet
    return [
        (one.name, [from_json(line) for line in newest[one.pk].lines])
        for one in units
        if one.pk in newest
    ]


def _annex(
    paper: OfficialDocument, of: Assessment, sheets: Sequence[tuple[str, Sequence[Line]]]
) -> None:
    """Add a table of all lines: one row for each line, one column for each unit."""
    paper.turn_landscape()
    named = of.values.sources
    lines = [line for line in sheets[0][1] if line.kind != "gate"]
    share = max(8.0, 70 / len(sheets))
    for first in range(0, len(sheets), 8):
        part = sheets[first : first + 8]
        if first:
            paper.new_page()
        paper.heading("附件")
        paper.title("各项得分表", 18)
        columns = [Column("考核项", 24), Column("分值", 8, True)]
        columns += [Column(name, share, True) for name, _ in part]
        points = [{line.key: line for line in own} for _, own in part]
        rows = [
            (named[line.key][0], line.full, *(_points(own.get(line.key)) for own in points))
            for line in lines
        ]
        paper.table(columns, rows, _SMALL)


def _points(line: Line | None) -> str:
    if line is None or line.is_left_out:
        return "—"
    return f"{'−' if line.kind == 'minus' and line.points else ''}{line.points:.2f}"
