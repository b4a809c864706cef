"""Print whole plans, scan the print slanted and noisy, and compare what is read with the text.

The example's plan, and where they lie beside the repository the shortest of the hand-checked plans;
``SCANS=all`` asks for all of those, since a page takes some seconds. Targets are compared over the
whole plan, and over its body text, since tables of scans may be left open with a finding.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from bench.measuring import Line, seconds_of
from zhiqiang.demo.plan_document import FILE_NAME
from zhiqiang.demo.world import EXAMPLE
from zhiqiang.engines.compiler.inputs.tests.papers import as_page

if TYPE_CHECKING:
    from zhiqiang.engines.compiler import Compilation

_PLANS = Path(__file__).resolve().parents[2] / "shared" / "plans"


def measure(size: int) -> list[Line]:
    """Return one line for each plan; ``size`` does not matter here."""
    from zhiqiang.engines.compiler import Limits, compile_file, compile_text

    browser = shutil.which("chromium") or shutil.which("chromium-browser")
    if browser is None:
        return []
    texts = {"example": compile_file(EXAMPLE / FILE_NAME).text.replace("\t", " | ")}
    plans = sorted(_PLANS.glob("*.txt"), key=lambda path: path.stat().st_size)
    asked = len(plans) if os.environ.get("SCANS") == "all" else 1
    texts |= {path.stem: path.read_text(encoding="utf-8") for path in plans[:asked]}
    lines = []
    with tempfile.TemporaryDirectory(prefix="zhiqiang-scan-") as folder:
        for name, text in texts.items():
            scan, pages = _scan(browser, text, Path(folder) / name)
            found: list[Compilation] = []
            limits = Limits(scan_seconds=3_600)
            took = seconds_of(
                lambda scan=scan, f=found, b=limits: f.append(compile_file(scan, limits=b))
            )
            read = compile_text(text)
            whole, body = agreement(read, found[0]), agreement(_body(read), _body(found[0]))
            what = f"scan of {name}, {pages} pages: targets agree {whole:.3f}, body {body:.3f}"
            lines.append(Line(what, pages, took))
    return lines


def agreement(text: Compilation, scan: Compilation) -> float:
    """Return F1 of the targets of a scan against those of the text: value, unit and year."""
    ours, theirs = (
        Counter((str(t.value), t.unit, t.year) for t in found.targets) for found in (scan, text)
    )
    same = sum((ours & theirs).values())
    return 2 * same / max(1, sum(ours.values()) + sum(theirs.values()))


def _body(found: Compilation) -> Compilation:
    """Return what was read outside tables."""
    return replace(found, targets=tuple(one for one in found.targets if one.where != "table"))


def _scan(browser: str, text: str, place: Path) -> tuple[Path, int]:
    """Return a PDF of pictures of the printed pages, and how many they are."""
    import numpy
    import pypdfium2
    from PIL import Image

    source, printed = place.with_suffix(".html"), place.with_suffix(".pdf")
    source.write_text(as_page(text).replace("16pt/28.95pt", "12pt/20pt"), encoding="utf-8")
    command = [
        browser, "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer",
        f"--user-data-dir={place.parent / 'profile'}", f"--print-to-pdf={printed}", source.as_uri(),
    ]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    chance = numpy.random.default_rng(7)
    sheets = []
    for page in pypdfium2.PdfDocument(printed):
        sheet = page.render(scale=200 / 72, grayscale=True).to_pil()
        sheet = sheet.rotate(0.7, fillcolor=255, resample=Image.Resampling.BICUBIC)
        noise = chance.normal(0, 12, (sheet.height, sheet.width))
        dots = (numpy.asarray(sheet) + noise).clip(0, 255).astype("uint8")
        sheets.append(Image.fromarray(dots))
    scan = place.with_suffix(".scan.pdf")
    sheets[0].save(scan, save_all=True, append_images=sheets[1:], resolution=200, quality=70)
    return scan, len(sheets)
