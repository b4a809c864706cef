"""Recognise the words of scanned pages and pictures, as far as pages and time are allowed."""

from __future__ import annotations

import importlib.util
import io
import math
import statistics
import time
from collections.abc import Iterator
from itertools import islice
from typing import Any

from zhiqiang.engines.compiler.inputs.allowance import allow
from zhiqiang.engines.compiler.inputs.limits import Limits
from zhiqiang.engines.compiler.inputs.manuscript import Manuscript, Scribe
from zhiqiang.engines.compiler.inputs.printed_lines import (
    Letter,
    Line,
    Page,
    PrintedTable,
    lines_of,
)
from zhiqiang.engines.compiler.inputs.printed_pages import write_pages
from zhiqiang.engines.compiler.inputs.refusal import Refusal, notice, warning
from zhiqiang.engines.compiler.inputs.ruled_grid import cut_out
from zhiqiang.engines.compiler.inputs.scan_tables import is_sure, ruled_tables
from zhiqiang.kernel.finding import Finding

_DOTS_AN_INCH = 200
_PAGE_SECONDS = 120
_MOST_PIXELS = 50_000_000  # twice as many are refused
_LONGEST_SIDE = 2600
# Where lines stand is found on a smaller picture, since memory and time grow with its dots; their
# words are then read from the whole one. A picture whose sides are shorter than the second is
# enlarged for it, as far as the first allows.
_LONGEST_SIDE_OF_SEARCH = 1600
_SHORTEST_SIDE_OF_SEARCH = 736
# How far the darkest dot of a page is from the lightest where anything stands on it.
_FAINTEST = 24
_UNSURE = 0.8


class Recogniser:
    """Holds the recognition program, which is loaded for the first page that needs it."""

    def __init__(self, limits: Limits, started: float) -> None:
        self._limits = limits
        self._ends = started + limits.scan_seconds * 0.95
        self._program: Any = None
        self._slowest = 0.0
        self.read = 0
        self.unsure = 0
        self.refusal: Refusal | None = None

    @property
    def is_used(self) -> bool:
        """Whether any page had to be recognised."""
        return self.read > 0 or self.refusal is not None

    def read_page(self, page: Any, out: Page) -> None:
        """Recognise a page of a PDF; a page that there is no time for is marked so."""
        scale = _DOTS_AN_INCH / 72
        longest = max(out.width, out.height) * scale
        scale *= min(1.0, _LONGEST_SIDE / longest)
        if self._may_read(out):
            picture = page.render(scale=scale, grayscale=False).to_numpy()
            self._read(picture[:, :, :3], out, 1 / scale)

    def read_picture(self, picture: Any, out: Page) -> None:
        """Recognise a picture as an array of rows, columns and colours."""
        if self._may_read(out):
            self._read(picture, out, 1.0)

    def _may_read(self, out: Page) -> bool:
        if self._program is None and self.refusal is None:
            self._load()
        if self.refusal is not None:
            out.problem = "not_recognised"
        elif (
            self.read >= self._limits.scanned_pages or time.monotonic() + self._slowest > self._ends
        ):
            out.problem = "no_time"
        return not out.problem

    def _load(self) -> None:
        if importlib.util.find_spec("rapidocr") is None:
            self.refusal = Refusal(
                "scan_not_supported",
                "是扫描页，本机没有安装文字识别组件（安装选项 ocr），请安装后重试，或提供可复制文字的版本。",
            )
            return
        import rapidocr

        self._program = rapidocr.RapidOCR(
            params={
                "Global.log_level": "error",
                "Global.max_side_len": _LONGEST_SIDE,
                "Global.use_cls": False,
                "Det.limit_type": "max",
                "Det.limit_side_len": _LONGEST_SIDE_OF_SEARCH,
                "EngineConfig.onnxruntime.intra_op_num_threads": 2,
            }
        )

    def _read(self, picture: Any, out: Page, scale: float) -> None:
        if int(picture.max()) - int(picture.min()) < _FAINTEST:
            return
        started = time.monotonic()
        allow(_PAGE_SECONDS)
        self.read += 1
        result = self._program(picture)
        self._slowest = max(self._slowest, time.monotonic() - started)
        if result.boxes is None:
            return
        boxes = [[(float(x), float(y)) for x, y in box] for box in result.boxes]
        angle = statistics.median(_angle(box) for box in boxes)
        pieces = [_upright(text, box, angle) for text, box in zip(result.txts, boxes, strict=True)]
        self.unsure += sum(1 for score in result.scores if score < _UNSURE)
        grids = ruled_tables(picture, angle)
        sure = [grid for grid in grids if is_sure(grid, pieces)]
        if grids:
            out.problem = "table" if len(sure) == len(grids) else "open_table"
        pieces, tables = cut_out(pieces, grids)
        kept = [table for table in tables if any(table.top == grid.ys[0] for grid in sure)]
        items: list[Line | PrintedTable] = [*_even(lines_of(pieces)), *kept]
        out.items = [_scaled(item, scale) for item in sorted(items, key=lambda item: item.top)]


def _angle(box: list[tuple[float, float]]) -> float:
    (x0, y0), (x1, y1) = box[0], box[1]
    return math.atan2(y1 - y0, x1 - x0)


def _upright(text: str, box: list[tuple[float, float]], angle: float) -> Letter:
    """Turn a box back by the slant of the page and return it as one long letter."""
    cos, sin = math.cos(-angle), math.sin(-angle)
    points = [(x * cos - y * sin, x * sin + y * cos) for x, y in box]
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return Letter(text.strip(), min(xs), min(ys), max(xs), max(ys))


def _even(lines: list[Line]) -> list[Line]:
    """Recognised boxes differ in height at random; those near the usual one get the usual one."""
    if not lines:
        return []
    usual = statistics.median(line.size for line in lines)
    return [
        Line(
            line.text,
            line.x0,
            line.top,
            line.x1,
            line.bottom,
            usual if 0.7 < line.size / usual < 1.4 else line.size,
        )
        for line in lines
        if line.text
    ]


def _scaled(line: Line | PrintedTable, scale: float) -> Line | PrintedTable:
    if isinstance(line, PrintedTable):
        edges = tuple(edge * scale for edge in line.edges)
        return PrintedTable(line.rows, line.top * scale, line.bottom * scale, edges)
    return Line(
        line.text,
        line.x0 * scale,
        line.top * scale,
        line.x1 * scale,
        line.bottom * scale,
        line.size * scale,
    )


def read(content: bytes, name: str, limits: Limits) -> Manuscript:
    """Return the words of a picture; every frame of a TIFF is a page."""
    started = time.monotonic()
    scans = Recogniser(limits, started)
    pages = []
    for number, picture in enumerate(_pictures(content, limits), 1):
        height, width = picture.shape[:2]
        page = Page(number, float(width), float(height))
        scans.read_picture(picture, page)
        pages.append(page)
        if scans.refusal is not None:
            raise scans.refusal
    scribe = Scribe(limits.characters)
    write_pages(pages, scribe)
    if scribe.is_empty:
        raise Refusal(
            "image_only",
            "这幅图片里没有认出文字，请提供更清晰的扫描件（200 dpi 以上）或可复制文字的版本。",
        )
    return scribe.finish(findings_of_scans(name, pages, scans))


def _pictures(content: bytes, limits: Limits) -> Iterator[Any]:
    import numpy
    from PIL import Image, ImageOps, ImageSequence

    Image.MAX_IMAGE_PIXELS = _MOST_PIXELS
    try:
        with Image.open(io.BytesIO(content)) as source:
            for frame in islice(ImageSequence.Iterator(source), limits.pages):
                upright = ImageOps.exif_transpose(frame).convert("RGBA")
                paper = Image.new("RGBA", upright.size, "white")
                paper.alpha_composite(upright)
                picture = paper.convert("RGB")
                # The recognition reads blue, green, red.
                yield numpy.asarray(_fitted(picture))[:, :, ::-1].copy()
    except Image.DecompressionBombError as problem:
        raise Refusal(
            "too_large", "的图片尺寸过大，请缩小到 A4 纸 300 dpi 以内后重试。"
        ) from problem


def _fitted(picture: Any) -> Any:
    """Return a picture no larger than recognition takes, a small one enlarged."""
    picture.thumbnail((_LONGEST_SIDE, _LONGEST_SIDE))
    width, height = picture.size
    factor = min(
        _SHORTEST_SIDE_OF_SEARCH / min(width, height), _LONGEST_SIDE_OF_SEARCH / max(width, height)
    )
    return (
        picture.resize((round(width * factor), round(height * factor))) if factor > 1 else picture
    )


def findings_of_scans(name: str, pages: list[Page], scans: Recogniser) -> list[Finding]:
    """Return what a person has to know about pages that were recognised, or could not be."""
    found: list[Finding] = []
    if scans.read:
        unsure = f"，其中 {scans.unsure} 行把握不大" if scans.unsure else ""
        message = f"文件“{name}”有 {scans.read} 页是扫描页，文字由机器识别{unsure}，请对照原件核对数字和单位名称。"
        found.append(notice("recognised", message))
    for problem, code, words in _PROBLEMS:
        numbers = [str(page.number) for page in pages if page.problem == problem]
        if numbers:
            shown = "、".join(numbers[:20]) + ("等" if len(numbers) > 20 else "")
            found.append(warning(code, f"文件“{name}”第 {shown} 页{words}"))
    return found


_PROBLEMS = (
    ("table", "scanned_table", "有扫描的表格，由机器识别并分列，请对照原件逐格核对。"),
    (
        "open_table",
        "scanned_table_open",
        "有扫描的表格，分不清各格，表中文字没有读取，请另附表格的电子版（.xlsx 或 .docx），或人工补录表中的指标和任务。",
    ),
    ("no_time", "scan_cut_short", "是扫描页，超出页数或时间上限，没有识别，请拆成几份后重试。"),
    (
        "not_recognised",
        "scan_not_supported",
        "是扫描页，本机没有安装文字识别组件（安装选项 ocr），没有读取，请安装后重试。",
    ),
    ("damaged", "damaged_page", "已损坏，没有读取，请重新导出 PDF 后重试。"),
)
