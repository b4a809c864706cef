"""One scanned page, slanted and noisy, with a table: recognised as it was printed."""

from __future__ import annotations

import difflib
import importlib.util
import time
from pathlib import Path

import pytest

from zhiqiang.engines.compiler import Limits, compile_file
from zhiqiang.engines.compiler.inputs import scan
from zhiqiang.engines.compiler.inputs.limits import MIB
from zhiqiang.engines.compiler.inputs.printed_lines import Page
from zhiqiang.engines.compiler.inputs.reading import read_file
from zhiqiang.engines.compiler.inputs.tests.conftest import Printer
from zhiqiang.engines.compiler.inputs.tests.papers import as_page

TEXT = (
    "云川市专利工作方案\n为做好工作，制定本方案。\n一、工作目标\n"
    "到2027年，新增示范企业20家，有效发明专利拥有量达到880件，知识产权质押融资登记额突破15亿元。\n"
    "序号 | 重点任务 | 责任单位 |\n1 | 加强创造，培育企业3家。 | 市甲局 |\n2 | 加强保护。 | 市乙局、市丙局 |\n"
)

pytestmark = pytest.mark.skipif(
    importlib.util.find_spec("rapidocr") is None, reason="没有安装文字识别组件（选项 ocr）"
)


def scanned(pdf: Path, path: Path) -> Path:
    """Write the first page as a slanted, noisy picture."""
    import numpy
    import pypdfium2
    from PIL import Image

    sheet = pypdfium2.PdfDocument(pdf)[0].render(scale=150 / 72, grayscale=True).to_pil()
    # The lower half is empty, and the head is the browser's; the test need not pay for them.
    sheet = sheet.crop((0, 80, sheet.width, sheet.height // 2))
    turned = sheet.rotate(0.6, fillcolor=255, resample=Image.Resampling.BICUBIC)
    noise = numpy.random.default_rng(7).normal(0, 10, (turned.height, turned.width))
    Image.fromarray((numpy.asarray(turned) + noise).clip(0, 255).astype("uint8")).save(path)
    return path


def test_a_scanned_page_is_read_with_its_table_and_reported(
    tmp_path: Path, print_page: Printer
) -> None:
    found = compile_file(scanned(print_page(as_page(TEXT), tmp_path / "a.pdf"), tmp_path / "a.png"))
    expected = TEXT.replace(" | ", "\t").replace(" |", "").strip()
    plain = found.text.replace(",", "，")
    assert difflib.SequenceMatcher(None, plain, expected).ratio() > 0.97
    assert {target.value for target in found.targets} >= {20, 880, 15}
    assert [task.lead_units for task in found.tasks if task.kind == "table_row"][0] == ("市甲局",)
    codes = {finding.code for finding in found.findings}
    assert {"recognised", "scanned_table"} <= codes
    assert found.anchor_at(found.targets[0].span.start).page == 1


def test_pages_beyond_the_bound_are_named_and_not_read(tmp_path: Path, print_page: Printer) -> None:
    picture = scanned(print_page(as_page(TEXT), tmp_path / "a.pdf"), tmp_path / "a.png")
    found = read_file(picture, Limits(scanned_pages=0))
    assert [finding.code for finding in found.findings] == ["image_only"]


def test_a_page_full_of_noise_is_read_in_bounded_memory(tmp_path: Path) -> None:
    import numpy
    from PIL import Image

    noise = numpy.random.default_rng(7).integers(0, 255, (2339, 1654)).astype("uint8")
    Image.fromarray(noise).save(tmp_path / "a.png")
    found = read_file(tmp_path / "a.png", Limits(scan_memory=1_300 * MIB))
    assert [finding.code for finding in found.findings] == ["image_only"]


def test_an_empty_page_is_not_searched() -> None:
    import numpy

    scans = scan.Recogniser(Limits(), time.monotonic())
    page = Page(1, 600.0, 800.0)
    scans.read_picture(numpy.full((800, 600, 3), 250, "uint8"), page)
    assert (scans.read, page.items, page.problem) == (0, [], "")


def test_a_small_picture_is_enlarged_before_its_lines_are_searched(
    tmp_path: Path, print_page: Printer
) -> None:
    from PIL import Image

    picture = scanned(print_page(as_page(TEXT), tmp_path / "a.pdf"), tmp_path / "a.png")
    with Image.open(picture) as whole:
        whole.crop((150, 0, 1100, 330)).resize((475, 165)).save(tmp_path / "b.png")
    assert "专利工作方案" in read_file(tmp_path / "b.png").text
