"""Open a file and say what text it holds; what cannot be read becomes a finding."""

from __future__ import annotations

import stat
from pathlib import Path

from zhiqiang.engines.compiler.inputs.apart import read_apart
from zhiqiang.engines.compiler.inputs.formats import FOREIGN, kind_of
from zhiqiang.engines.compiler.inputs.limits import MIB, Limits
from zhiqiang.engines.compiler.inputs.manuscript import Manuscript
from zhiqiang.engines.compiler.inputs.office import convert
from zhiqiang.engines.compiler.inputs.readers import read_as, refused
from zhiqiang.engines.compiler.inputs.refusal import Refusal

# What nothing but Python and one careful parser touches, and only while it is small.
_AT_ONCE = ("text", "web", "word")


def read_file(path: Path, limits: Limits | None = None) -> Manuscript:
    """Return what a file holds; never raises for its content, and never runs anything in it."""
    limits = limits or Limits()
    name = path.name
    try:
        content = _content_of(path, limits)
        kind = kind_of(content, name)
        if kind in FOREIGN:
            kind, content = "word", convert(path, kind, limits)
            return read_as(kind, content, name, limits)
        if kind == "text" or (kind in _AT_ONCE and _is_small(content, limits)):
            return read_as(kind, content, name, limits)
        return read_apart(kind, path, limits)
    except Refusal as refusal:
        return refused(refusal, name)


def _content_of(path: Path, limits: Limits) -> bytes:
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):
            raise Refusal("unreadable_file", "不是普通文件，请选择一份文件后重试。")
        if found.st_size > limits.size:
            size, most = found.st_size / MIB, limits.size // MIB
            raise Refusal(
                "too_large",
                f"有 {size:.0f} MB，超过 {most} MB 的上限，请删去图片或拆成几份后重试。",
            )
        content = path.read_bytes()
    except FileNotFoundError as problem:
        raise Refusal("unreadable_file", "不存在，请检查路径和文件名后重试。") from problem
    except PermissionError as problem:
        raise Refusal("unreadable_file", "没有读取权限，请检查文件权限后重试。") from problem
    except OSError as problem:
        raise Refusal("unreadable_file", "打不开，请检查路径、权限和存储介质后重试。") from problem
    if not content.strip(b"\x00"):
        raise Refusal("empty_file", "是空的，没有可读取的内容，请重新上传。")
    return content


def _is_small(content: bytes, limits: Limits) -> bool:
    if len(content) > limits.at_once:
        return False
    from zhiqiang.engines.compiler.inputs.packages import unpacked_size

    return not content.startswith(b"PK") or unpacked_size(content, limits) <= limits.at_once
