"""Why a file, or a part of it, is not read: an exception inside the readers, a finding outside."""

from __future__ import annotations

import struct
import zipfile
import zlib

from zhiqiang.kernel.errors import UnreadableFile
from zhiqiang.kernel.finding import Finding, Severity

# What parsers raise for a file that is not as its format says. lxml reports broken XML as a
# SyntaxError, zipfile an encrypted or unknown entry as a RuntimeError.
DAMAGE = (
    ValueError,
    LookupError,
    SyntaxError,
    RuntimeError,
    OSError,
    EOFError,
    ArithmeticError,
    struct.error,
    zlib.error,
    zipfile.BadZipFile,
)


class Refusal(UnreadableFile):
    """A file is refused. ``message`` completes “文件……” and says what to do."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message

    def finding(self, name: str) -> Finding:
        """Return the finding about the file of that name."""
        return Finding(Severity.ERROR, self.code, f"文件“{name}”{self.message}")


def warning(code: str, message: str) -> Finding:
    """Return a remark about something that was not read, or not read for certain."""
    return Finding(Severity.WARNING, code, message)


def notice(code: str, message: str) -> Finding:
    """Return a remark about how something was read."""
    return Finding(Severity.NOTICE, code, message)
