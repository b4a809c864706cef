"""Papers for the tests: Word packages from raw parts, and one text in several formats."""

from __future__ import annotations

import html
import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import docx

_W = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
)
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_KINDS = ("styles", "numbering", "footnotes")


def package(body: str, **parts: str) -> bytes:
    """Return a .docx of a body and, by name, its styles, numbering and footnotes."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as out:
        types = "".join(
            f'<Override PartName="/word/{kind}.xml" ContentType='
            f'"application/vnd.openxmlformats-officedocument.wordprocessingml.{kind}+xml"/>'
            for kind in parts
        )
        out.writestr(
            "[Content_Types].xml",
            f'{_HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-'
            f'officedocument.wordprocessingml.document.main+xml"/>{types}</Types>',
        )
        out.writestr("_rels/.rels", _relations([("officeDocument", "word/document.xml")]))
        out.writestr(
            "word/_rels/document.xml.rels", _relations([(kind, f"{kind}.xml") for kind in parts])
        )
        out.writestr(
            "word/document.xml",
            f"{_HEAD}<w:document {_W}><w:body>{body}<w:sectPr/></w:body></w:document>",
        )
        for kind, content in parts.items():
            out.writestr(f"word/{kind}.xml", f"{_HEAD}<w:{kind} {_W}>{content}</w:{kind}>")
    return stream.getvalue()


def _relations(pairs: list[tuple[str, str]]) -> str:
    items = "".join(
        f'<Relationship Id="r{at}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for at, (kind, target) in enumerate(pairs)
    )
    spaces = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'{_HEAD}<Relationships xmlns="{spaces}">{items}</Relationships>'


def paragraph(words: str, settings: str = "") -> str:
    """Return a paragraph with one run."""
    return f"<w:p><w:pPr>{settings}</w:pPr>{run(words)}</w:p>"


def run(words: str) -> str:
    """Return a run."""
    return f'<w:r><w:t xml:space="preserve">{html.escape(words)}</w:t></w:r>'


def cell(words: str, settings: str = "") -> str:
    """Return a table cell with one paragraph."""
    return f"<w:tc><w:tcPr>{settings}</w:tcPr>{paragraph(words)}</w:tc>"


def level(at: int, way: str, words: str, more: str = "") -> str:
    """Return a level of a list pattern."""
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{way}"/>{more}'
        f'<w:lvlText w:val="{words}"/></w:lvl>'
    )


def in_list(number: int, at: int = 0) -> str:
    """Return the settings of a paragraph of a list."""
    return f'<w:numPr><w:ilvl w:val="{at}"/><w:numId w:val="{number}"/></w:numPr>'


def blocks_of(text: str) -> Iterator[str | list[list[str]]]:
    """Yield the paragraphs of a text, and its runs of lines with bars as tables."""
    rows: list[list[str]] = []
    for line in text.split("\n"):
        if line.count("|") >= 2:
            rows.append([words.strip() for words in line.rstrip().removesuffix("|").split("|")])
            continue
        if rows:
            yield rows
            rows = []
        if line.strip():
            yield line.strip()
    if rows:
        yield rows


def as_word(text: str, path: Path) -> Path:
    """Write a text as .docx, its rows as real tables."""
    document = docx.Document()
    for block in blocks_of(text):
        if isinstance(block, str):
            document.add_paragraph(block)
            continue
        table = document.add_table(rows=len(block), cols=max(map(len, block)))
        for words, row in zip(block, table.rows, strict=True):
            for one, place in zip(words, row.cells, strict=False):
                place.text = one
    document.save(str(path))
    return path


_STYLE = (
    '@page{size:A4;margin:28mm 26mm}body{font:16pt/28.95pt "Noto Serif CJK SC"}'
    "p{margin:0;text-indent:2em;text-align:justify}table{border-collapse:collapse;width:100%;"
    "font-size:11pt;line-height:16pt}td{border:.5pt solid #000;padding:2pt 4pt}"
)


def as_page(text: str) -> str:
    """Return a text as the print of an official document: indented paragraphs, ruled tables."""
    return (
        f'<!doctype html><html><head><meta charset="utf-8"><style>{_STYLE}</style></head>'
        f"<body>{_as_elements(text)}</body></html>"
    )


def as_site(text: str) -> str:
    """Return a text as the page of a government site, with everything that stands around it."""
    links = "".join(f'<li><a href="/{n}">政务栏目之{n}</a></li>' for n in range(30))
    return (
        "<!DOCTYPE html><html><head><meta charset='utf-8'><title>文件_政务门户</title>"
        "<script>document.write('到2030年，新增示范企业999家。')</script>"
        f"<style>{_STYLE}</style></head><body><div class='header'><ul class='nav'>{links}</ul></div>"
        "<div class='crumbs'>当前位置：<a href='/'>首页</a> &gt; <a href='/zw'>政务公开</a></div>"
        "<div class='main'><div class='share'>分享到：微信 微博</div>"
        f"<div id='zoom'>{_as_elements(text)}</div><p>【打印】【关闭】</p></div>"
        "<div class='recommend'><h3>相关阅读</h3><ul><li><a href='/9'>到2035年建成强市的解读</a></li></ul></div>"
        "<footer>版权所有 政务门户 ICP备00000000号 网站标识码0000000000</footer></body></html>"
    )


def _as_elements(text: str) -> str:
    pieces = []
    for block in blocks_of(text):
        if isinstance(block, str):
            pieces.append(f"<p>{html.escape(block)}</p>")
            continue
        width = max(map(len, block))
        rows = (
            "".join(f"<td>{html.escape(words)}</td>" for words in row + [""] * (width - len(row)))
            for row in block
        )
        pieces.append("<table>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>")
    return "\n".join(pieces)
