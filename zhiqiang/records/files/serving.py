"""Send a kept file to somebody.

A file has no address of its own: the page of what it hangs on looks that thing up through its
``visible_to`` and then calls ``as_download``. So nobody reaches a file past its right.
"""

from __future__ import annotations

from django.http import FileResponse

from zhiqiang.kernel.errors import NotFound
from zhiqiang.records.files.models import StoredFile
from zhiqiang.records.files.names import extension_of, safe_name
from zhiqiang.records.files.queries import path_of
from zhiqiang.records.files.types import TYPES


def as_download(stored: StoredFile, name: str | None = None) -> FileResponse:
    """Return the answer that saves the file under its own or another ``name``, never opens it.

    The caller has made sure that the person may see what the file hangs on. Raises ``NotFound``
    when the content is gone from the disk.
    """
    name = safe_name(name or stored.name)
    kind = TYPES.get(extension_of(name))
    try:
        file = path_of(stored).open("rb")
    except OSError as error:
        raise NotFound(f"文件“{name}”的内容不在存储中，请联系管理员从备份恢复。") from error
    answer = FileResponse(
        file,
        as_attachment=True,
        filename=name,
        content_type=kind.media if kind else "application/octet-stream",
    )
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer["Cache-Control"] = "private, no-store"
    return answer
