"""Files that come with a form: their field, and their time on disk."""

from __future__ import annotations

import tempfile
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile


def file_field(label: str, suffixes: Collection[str], help_text: str) -> forms.FileField:
    """Return a required field for one file, its messages in Chinese.

    ``suffixes`` (".docx", …) are what the browser's chooser offers; the server judges by content.
    """
    missing = "文件没有传上来，请重新选择后提交。"
    return forms.FileField(
        label=label,
        help_text=help_text,
        error_messages={
            "required": f"请选择{label}。",
            "empty": "所选文件是空的，请重新选择。",
            "invalid": missing,
            "missing": missing,
        },
        widget=forms.FileInput(attrs={"accept": ",".join(suffixes)}),
    )


@contextmanager
def on_disk(upload: UploadedFile[Any]) -> Iterator[Path]:
    """Hold an uploaded file on disk for as long as it is read; nothing of it stays behind.

    It has the sender's name, which messages about it quote; Django took folders and control
    characters off that name.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / _fitting(upload.name or "received")
        with path.open("wb") as out:
            for chunk in upload.chunks():
                out.write(chunk)
        yield path


def _fitting(name: str) -> str:
    """Shorten a name to what file systems store (255 bytes); its ending stays."""
    path = Path(name)
    stem, ending = (one.encode(errors="ignore") for one in (path.stem, path.suffix))
    return (stem[:200] + ending[:50]).decode(errors="ignore")
