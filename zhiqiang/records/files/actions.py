"""Keep received files, each content once."""

from __future__ import annotations

import hashlib
import os
import shutil
import uuid
from collections.abc import Collection
from pathlib import Path

from zhiqiang.kernel.errors import Refused, UnreadableFile, why
from zhiqiang.records.files.models import StoredFile
from zhiqiang.records.files.names import extension_of, safe_name
from zhiqiang.records.files.queries import place_of
from zhiqiang.records.files.types import check


def keep(path: Path, name: str | None = None) -> StoredFile:
    """Copy a file under ``ZHIQIANG_HOME/files`` and return its row; a known content is not copied.

    The copy is complete before it gets its name, so that a broken copy never stands for the file.
    """
    try:
        sha256 = hash_of(path)
        size = path.stat().st_size
        place = place_of(sha256)
        if not place.exists():
            _copy(path, place)
    except OSError as error:
        raise UnreadableFile(f"文件 {name or path.name} 无法保存：{why(error)}。") from error
    stored, _ = StoredFile.objects.for_program("keeps a file").get_or_create(
        sha256=sha256, defaults={"name": safe_name(name or path.name), "size": size}
    )
    return stored


def accept(path: Path, name: str, only: Collection[str] = ()) -> StoredFile:
    """Keep a file that somebody sent, after looking at its type, size and content.

    ``only`` narrows the extensions that are taken here. Raises ``Refused`` in words for a type
    that is not taken, a file that is something else than its name says, or one that is too large.
    """
    safe = safe_name(name)
    if only and extension_of(safe) not in only:
        raise Refused(f"此处不接收“{safe}”这类文件。可以接收：{'、'.join(only)}。")
    check(path, safe)
    return keep(path, safe)


def hash_of(path: Path) -> str:
    """Return the SHA-256 of a file's content."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _copy(path: Path, place: Path) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    part = place.with_name(f".{uuid.uuid4().hex}.part")
    try:
        shutil.copyfile(path, part)
        with part.open("rb+") as file:
            os.fsync(file.fileno())
        os.replace(part, place)
    finally:
        part.unlink(missing_ok=True)
