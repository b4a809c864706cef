"""Word files as PDF, by LibreOffice where it is at hand."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

#: seconds that LibreOffice may take; whoever waits longer has the Word file
_PATIENCE = 120


def as_pdf(document: Path) -> Path | None:
    """Turn a Word file into a PDF beside it; None where LibreOffice is not at hand or gives up."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        return None
    with tempfile.TemporaryDirectory() as profile:
        command = [
            program, f"-env:UserInstallation=file://{profile}", "--headless", "--convert-to", "pdf",
            "--outdir", str(document.parent), str(document),
        ]  # fmt: skip
        try:
            subprocess.run(command, check=True, capture_output=True, timeout=_PATIENCE)
        except (OSError, subprocess.SubprocessError):
            return None
    made = document.with_suffix(".pdf")
    return made if made.exists() else None
