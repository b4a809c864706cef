"""A bulletin on paper: Word in the layout of official papers, and Excel tables."""

from __future__ import annotations

from pathlib import Path

from zhiqiang.engines.documents import (
    Column,
    OfficialDocument,
    Sheet,
    numeral,
    save_workbook,
)
from zhiqiang.portal.bulletins.saying import Bulletin

_SMALL = 10.5
#: columns up to this share hold numbers, days and single words
_NARROW = 13


def as_document(of: Bulletin, out: Path, template: Path | None = None) -> None:
    """Write the bulletin as a Word file, laid out by the office's own template where it has one."""
    document_of(of, template).save(out)


def document_of(of: Bulletin, template: Path | None = None) -> OfficialDocument:
    """Return the bulletin as a document: title, chapters, origin, annexes each on its own pages."""
    paper = OfficialDocument(template=template)
    paper.title(of.title)
    for nth, part in enumerate(of.parts, 1):
        paper.heading(f"{numeral(nth)}、{part.heading}")
        for text in part.paragraphs:
            paper.paragraph(text)
        if part.chart is not None:
            paper.chart(part.chart)
    paper.paragraph(f"数据来源：{of.origin}")
    for nth, annex in enumerate(of.annexes, 1):
        label = "附件：" if nth == 1 else "　　　"
        paper.paragraph(f"{label}{nth}.{annex.title}")
    paper.turn_landscape()
    for nth, annex in enumerate(of.annexes, 1):
        if nth > 1:
            paper.new_page()
        paper.heading(f"附件{nth}")
        paper.title(annex.title, 18)
        columns = [Column(heading, share, share <= _NARROW) for heading, share in annex.columns]
        paper.table(columns, annex.rows, _SMALL)
    return paper


def as_tables(of: Bulletin, out: Path) -> None:
    """Write the annexes as a workbook; each sheet says where its numbers come from."""
    sheets = [
        Sheet(
            one.title,
            f"{of.title}　{of.origin}",
            [(h, max(8.0, w)) for h, w in one.columns],
            one.rows,
        )
        for one in of.annexes
    ]
    with out.open("wb") as file:
        save_workbook(sheets, file)
