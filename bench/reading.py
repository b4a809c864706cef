"""Read and compile documents of 5, 50 and 500 pages, beside a bare walk of what is in them."""

from __future__ import annotations

import io
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path

from bench.measuring import Line, interleaved
from zhiqiang.engines.compiler.inputs.tests.hostile import pdf_with_pages
from zhiqiang.engines.compiler.inputs.tests.papers import as_site, package, paragraph

_NUMERALS = "一二三四五六七八九十"
_PAGES = (5, 50, 500)
_PARAGRAPHS = 5


def measure(size: int) -> list[Line]:
    """Return lines for reading and compiling .docx, and for reading PDF and web pages."""
    with tempfile.TemporaryDirectory(prefix="zhiqiang-reading-") as folder:
        return [*_words(Path(folder)), *_others(Path(folder))]


def _words(folder: Path) -> list[Line]:
    from zhiqiang.engines.compiler import compile_file
    from zhiqiang.engines.compiler.inputs.reading import read_file

    lines = []
    for pages in _PAGES:
        path = folder / f"{pages}.docx"
        path.write_bytes(package("".join(map(paragraph, paragraphs(pages)))))
        rounds = 5 if pages < 500 else 1
        for what, act in (("read", read_file), ("read and compile", compile_file)):
            ours, raw = interleaved(
                lambda act=act, path=path: act(path), lambda path=path: _bare_words(path), rounds
            )
            what = f"{what} .docx of {pages} pages"
            lines.append(Line(what, pages * _PARAGRAPHS, ours, raw, "lxml: parse, join the text"))
    return lines


def _others(folder: Path) -> list[Line]:
    from zhiqiang.engines.compiler.inputs.reading import read_file

    makers: tuple[tuple[str, Callable[[list[str]], bytes], Callable[[Path], object], str], ...] = (
        (
            "pdf",
            lambda lines: pdf_with_pages(lines, 30),
            _bare_pdf,
            "pypdfium2: text of every page",
        ),
        (
            "html",
            lambda lines: as_site("\n".join(lines)).encode(),
            _bare_page,
            "lxml: text_content",
        ),
    )
    found = []
    for suffix, make, bare, baseline in makers:
        for pages in _PAGES:
            path = folder / f"{pages}.{suffix}"
            path.write_bytes(make(paragraphs(pages)))
            rounds = 3 if pages < 500 else 1
            ours, raw = interleaved(
                lambda path=path: read_file(path), lambda path=path, bare=bare: bare(path), rounds
            )
            what = f"read .{suffix} of {pages} pages"
            found.append(Line(what, pages * _PARAGRAPHS, ours, raw, baseline))
    return found


def paragraphs(pages: int) -> list[str]:
    """Return about 600 letters a page, with five goals in every paragraph."""
    lines = ["云川市知识产权强市建设方案（2026—2030年）", "为做好工作，制定本方案。"]
    for page in range(pages):
        lines.append(f"{_NUMERALS[page % 10]}、第{page}项工程")
        lines += [
            f"（{_NUMERALS[at]}）加强高价值专利培育。到2027年，全市新增示范企业{page + at + 3}家，"
            f"培育高价值发明专利组合{page + 2}项，建设公共服务平台{at + 1}个，专利转让许可次数达到{page * 3 + 7}次以上，"
            f"知识产权质押融资登记额突破{page + 10}亿元。（责任单位：市甲局、市乙局，各县区人民政府）"
            for at in range(_PARAGRAPHS)
        ]
    return lines


def _bare_words(path: Path) -> int:
    from lxml import etree

    with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as part:
        return len("".join(etree.fromstring(part.read("word/document.xml")).itertext()))


def _bare_pdf(path: Path) -> int:
    import pypdfium2

    document = pypdfium2.PdfDocument(path)
    return sum(len(page.get_textpage().get_text_range()) for page in document)


def _bare_page(path: Path) -> int:
    from lxml import html

    return len(html.fromstring(path.read_bytes()).text_content())
