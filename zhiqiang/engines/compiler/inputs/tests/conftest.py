"""Printing a page to PDF with the browser that the browser tests need too."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Printer = Callable[[str, Path], Path]


@pytest.fixture(scope="session")
def print_page() -> Printer:
    """Print HTML to a PDF with the running heads and feet that the browser adds."""
    browser = shutil.which("chromium") or shutil.which("chromium-browser")
    if browser is None:
        pytest.skip("没有 Chromium，无法打印 PDF（tools/need_browser.sh）")

    def printed(page: str, path: Path) -> Path:
        source = path.with_suffix(".print.html")
        source.write_text(page, encoding="utf-8")
        command = [
            browser, "--headless", "--no-sandbox", "--disable-gpu", f"--print-to-pdf={path}",
            f"--user-data-dir={path.parent / 'profile'}", source.as_uri(),
        ]  # fmt: skip
        subprocess.run(command, check=True, capture_output=True, timeout=120)
        return path

    return printed


@pytest.fixture(scope="session")
def to_binary_word() -> Callable[[Path], Path]:
    """Turn a .docx into a .doc by LibreOffice, where that is installed."""
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("没有 LibreOffice，无法另存为 .doc")

    def converted(path: Path) -> Path:
        command = [
            office, f"-env:UserInstallation={(path.parent / 'office').as_uri()}", "--headless",
            "--convert-to", "doc", "--outdir", str(path.parent), str(path),
        ]  # fmt: skip
        subprocess.run(command, check=True, capture_output=True, timeout=120)
        return path.with_suffix(".doc")

    return converted
