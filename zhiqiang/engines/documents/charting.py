"""Bar charts as Word draws them itself: sharp on paper, in the fonts of the document.

The values stand in the chart; there is no workbook behind it, so that nothing can differ from the
table that the document carries beside it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from xml.sax.saxutils import escape

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml

_TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
_C = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
#: dark enough to print, told apart without colour by their lightness
_COLOURS = ("2F5D8A", "B9C7D6")
_SONGTI, _SIZE = "宋体", 1000


@dataclass(frozen=True, slots=True)
class Bars:
    """Lying bars: one label each, one or two series of values; None leaves a gap."""

    title: str
    labels: tuple[str, ...]
    series: tuple[tuple[str, tuple[Decimal | None, ...]], ...]
    unit: str = ""


def add_bars(document: Any, paragraph: Any, bars: Bars, width: int) -> None:
    """Put a chart into a paragraph; ``width`` in EMU, the height follows the number of bars."""
    package = document.part.package
    taken = sum(str(part.partname).startswith("/word/charts/") for part in package.iter_parts())
    name = PackURI(f"/word/charts/chart{taken + 1}.xml")
    part = Part(name, _TYPE, _chart(bars).encode("utf-8"), package)
    key = document.part.relate_to(part, RELATIONSHIP_TYPE.CHART)
    height = 1_100_000 + 260_000 * len(bars.labels) * max(1, len(bars.series)) // 1
    drawing = parse_xml(_drawing(key, taken + 1, bars.title, width, min(height, 6_800_000)))
    paragraph.add_run()._r.append(drawing)


def _drawing(key: str, number: int, title: str, width: int, height: int) -> str:
    return (
        f'<w:drawing xmlns:w="{_W}" xmlns:wp="{_WP}" xmlns:a="{_A}" xmlns:c="{_C}" xmlns:r="{_R}">'
        f'<wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{width}" cy="{height}"/>'
        f'<wp:docPr id="{900 + number}" name="图 {number}" descr="{escape(title, {chr(34): ""})}"/>'
        f'<a:graphic><a:graphicData uri="{_C}"><c:chart r:id="{key}"/></a:graphicData></a:graphic>'
        "</wp:inline></w:drawing>"
    )


def _chart(of: Bars) -> str:
    series = "".join(
        _series(nth, name, of.labels, values) for nth, (name, values) in enumerate(of.series)
    )
    legend = "<c:legend><c:legendPos val='b'/><c:overlay val='0'/>" + _text() + "</c:legend>"
    unit = f'<c:title>{_rich(of.unit)}<c:overlay val="0"/></c:title>' if of.unit else ""
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        f'<c:chartSpace xmlns:c="{_C}" xmlns:a="{_A}" xmlns:r="{_R}"><c:roundedCorners val="0"/><c:chart>'
        f'<c:title>{_rich(of.title, True)}<c:overlay val="0"/></c:title><c:autoTitleDeleted val="0"/>'
        '<c:plotArea><c:layout/><c:barChart><c:barDir val="bar"/><c:grouping val="clustered"/>'
        f'<c:varyColors val="0"/>{series}<c:gapWidth val="60"/><c:axId val="111"/><c:axId val="112"/>'
        '</c:barChart><c:catAx><c:axId val="111"/><c:scaling><c:orientation val="maxMin"/></c:scaling>'
        '<c:delete val="0"/><c:axPos val="l"/><c:majorTickMark val="none"/><c:minorTickMark val="none"/>'
        f'<c:tickLblPos val="low"/>{_text()}<c:crossAx val="112"/><c:crosses val="autoZero"/></c:catAx>'
        '<c:valAx><c:axId val="112"/><c:scaling><c:orientation val="minMax"/></c:scaling>'
        f'<c:delete val="0"/><c:axPos val="b"/>{unit}<c:numFmt formatCode="#,##0" sourceLinked="0"/>'
        '<c:majorTickMark val="out"/><c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/>'
        f'{_text()}<c:crossAx val="111"/><c:crosses val="max"/></c:valAx></c:plotArea>'
        f'{legend if len(of.series) > 1 else ""}<c:plotVisOnly val="1"/></c:chart></c:chartSpace>'
    )


def _series(nth: int, name: str, labels: Sequence[str], values: Sequence[Decimal | None]) -> str:
    points = "".join(
        f'<c:pt idx="{at}"><c:v>{value:f}</c:v></c:pt>'
        for at, value in enumerate(values)
        if value is not None
    )
    heads = "".join(
        f'<c:pt idx="{at}"><c:v>{escape(label)}</c:v></c:pt>' for at, label in enumerate(labels)
    )
    fill = f'<c:spPr><a:solidFill><a:srgbClr val="{_COLOURS[nth % 2]}"/></a:solidFill></c:spPr>'
    return (
        f'<c:ser><c:idx val="{nth}"/><c:order val="{nth}"/><c:tx><c:strRef><c:f>S{nth}</c:f><c:strCache>'
        f'<c:ptCount val="1"/><c:pt idx="0"><c:v>{escape(name)}</c:v></c:pt></c:strCache></c:strRef></c:tx>'
        f'{fill}<c:invertIfNegative val="0"/><c:dLbls><c:numFmt formatCode="#,##0.##" sourceLinked="0"/>'
        f'{_text()}<c:showLegendKey val="0"/><c:showVal val="1"/><c:showCatName val="0"/>'
        '<c:showSerName val="0"/><c:showPercent val="0"/><c:showBubbleSize val="0"/></c:dLbls>'
        f'<c:cat><c:strRef><c:f>A</c:f><c:strCache><c:ptCount val="{len(labels)}"/>{heads}</c:strCache>'
        f"</c:strRef></c:cat><c:val><c:numRef><c:f>V{nth}</c:f><c:numCache><c:formatCode>General"
        f'</c:formatCode><c:ptCount val="{len(labels)}"/>{points}</c:numCache></c:numRef></c:val></c:ser>'
    )


def _text() -> str:
    return (
        f'<c:txPr><a:bodyPr/><a:p><a:pPr><a:defRPr sz="{_SIZE}"><a:latin typeface="Times New Roman"/>'
        f'<a:ea typeface="{_SONGTI}"/></a:defRPr></a:pPr><a:endParaRPr lang="zh-CN"/></a:p></c:txPr>'
    )


def _rich(text: str, is_title: bool = False) -> str:
    size = 1200 if is_title else _SIZE
    return (
        f'<c:tx><c:rich><a:bodyPr/><a:p><a:r><a:rPr lang="zh-CN" sz="{size}" b="0">'
        f'<a:latin typeface="Times New Roman"/><a:ea typeface="{_SONGTI}"/></a:rPr>'
        f"<a:t>{escape(text)}</a:t></a:r></a:p></c:rich></c:tx>"
    )
