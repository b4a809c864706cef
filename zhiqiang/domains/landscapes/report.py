"""The report as a Word paper: data and method, chapters with charts, tables and findings."""

from __future__ import annotations

from zhiqiang.domains.landscapes import queries
from zhiqiang.domains.landscapes.models import LandscapeProject, LandscapeRun
from zhiqiang.domains.landscapes.showing import Figure
from zhiqiang.engines.documents import Column, OfficialDocument, in_words, numeral
from zhiqiang.records.accounts.regions import divisions

_SMALL, _NOTE = 10.5, 10.5
#: rows of a table in the text; the page has them all
_LONGEST = 20


def report_paper(of: LandscapeProject, run: LandscapeRun) -> OfficialDocument:
    """Write the report of a run: what was asked, how it was counted, what was found."""
    paper = OfficialDocument()
    paper.title(f"{of.title}报告{'' if of.state == 'accepted' else '（未验收）'}")
    paper.heading("一、数据与方法")
    _method(paper, of, run)
    count = 0
    for nth, part in enumerate(queries.parts(of, run), 2):
        paper.heading(f"{numeral(nth)}、{part.chapter.zh}")
        for text in _lines(part.written.passage.text if part.written.passage else "（本章未写）"):
            paper.paragraph(text)
        for figure, written in part.figures:
            count += 1
            _figure(paper, count, figure)
            if written.passage:
                for text in _lines(written.passage.text):
                    paper.paragraph(text)
    if of.adopted and of.state == "accepted":
        paper.heading("采纳的结论")
        for text in _lines(of.adopted):
            paper.paragraph(text)
    paper.closing(of.undertaker or of.commissioner, in_words(of.ended_on or run.made_at.date()))
    return paper


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _method(paper: OfficialDocument, of: LandscapeProject, run: LandscapeRun) -> None:
    paper.labelled("类型", f"{of.declared.title}（{of.declared.basis[0].document}）")
    paper.labelled("地区", divisions().path_name(of.region_code))
    paper.labelled("需求", of.question)
    paper.labelled("数据", f"台账快照{run.snapshot}，只计已公开、公告的权利")
    paper.labelled("检索", run.query)
    paper.labelled("规则", run.rules.in_words)
    paper.labelled("件数", f"命中{run.found}件，按规则计{run.counted}件")
    for one in map(queries.judged, of.samples.all()):
        if one.share is not None:
            word = "查准率" if one.sample.aim == "precision" else "查全率"
            where = one.sample.branch.name if one.sample.branch else "全领域"
            noise = f"，噪声{one.noise}" if one.noise else ""
            paper.labelled("核对", f"{where}{word}{one.share.in_words}{noise}。{one.sample.note}")
    columns = [
        Column("分支", 20),
        Column("检索式", 52),
        Column("定义", 18),
        Column("命中", 10, True),
    ]
    rows = [(b["name"], b["query"], b["definition"] or "—", f"{b['hits']:,}") for b in run.branches]
    paper.table(columns, rows, _SMALL)


def _width(text: str) -> int:
    """Return how wide a text is written: a Chinese character is as wide as two digits."""
    return sum(1 if sign.isascii() else 2 for sign in text) + 1


def _figure(paper: OfficialDocument, count: int, figure: Figure) -> None:
    """Add a picture, its table, and under it where it comes from."""
    paper.heading(f"图表{count}　{figure.name}", 14)
    if figure.chart is None:
        paper.paragraph(f"{figure.said}。")
        return
    if figure.bars is not None:
        paper.chart(figure.bars)
    else:
        paper.line(figure.said)
    heads = figure.table.columns
    rows = [[cell.text for cell in row] for row in figure.table.rows[:_LONGEST]]
    widest = [
        max(len(head.label), *(len(row[at]) for row in rows), 2) for at, head in enumerate(heads)
    ]
    columns = [
        Column(head.label, min(width, 26), head.kind == "n")
        for head, width in zip(heads, widest, strict=True)
    ]
    paper.table(columns, rows, 9 if len(heads) > 9 else _SMALL)
    left = len(figure.table.rows) - _LONGEST
    more = f"表中列前{_LONGEST}项，另有{left}项见系统。" if left > 0 else ""
    paper.paragraph(f"{more}算法：{figure.how}{figure.source}", _NOTE)
