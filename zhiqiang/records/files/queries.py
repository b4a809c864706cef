"""Where kept files are."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from zhiqiang.kernel.errors import NotFound
from zhiqiang.kernel.finding import Finding, Severity
from zhiqiang.records.files.models import StoredFile


def place_of(sha256: str) -> Path:
    """Return where the content with this hash stands, or would stand."""
    return Path(settings.HOME) / "files" / sha256[:2] / sha256


def path_of(stored: StoredFile) -> Path:
    """Return the path of a kept file."""
    return place_of(stored.sha256)


def stored(file_id: int, reason: str) -> StoredFile:
    """Return a kept file for work of the program, which ``reason`` names. Raises ``NotFound``.

    Nobody asks for a file by its id: it is had through what it hangs on (see ``serving``).
    """
    found = StoredFile.objects.for_program(reason).filter(pk=file_id).first()
    if found is None:
        raise NotFound("没有这个文件，可能已被清理。")
    return found


def damaged() -> Iterator[Finding]:
    """Yield one finding for each kept file whose content is gone or not what was received."""
    for kept in StoredFile.objects.for_program("verifies kept files").order_by("id").iterator():
        try:
            with path_of(kept).open("rb") as file:
                is_whole = hashlib.file_digest(file, "sha256").hexdigest() == kept.sha256
        except OSError:
            yield _finding("file_missing", f"文件“{kept.name}”（编号 {kept.pk}）的内容不在存储中")
            continue
        if not is_whole:
            yield _finding("file_altered", f"文件“{kept.name}”（编号 {kept.pk}）的内容被改动")


def _finding(code: str, message: str) -> Finding:
    return Finding(Severity.ERROR, code, f"{message}。请从备份恢复。")
