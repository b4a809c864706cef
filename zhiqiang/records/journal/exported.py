"""A journal that was exported to a file, verified without any database."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from zhiqiang.kernel.errors import UnreadableFile, why
from zhiqiang.kernel.finding import Finding, Severity
from zhiqiang.records.journal.lines import LINE_FIELDS, Line, walk

MOST_FINDINGS = 200


@dataclass(slots=True)
class _Read:
    """What was seen of a file so far."""

    name: str
    lines: int = 0
    last: Line | None = None
    end: dict[str, Any] | None = None
    damaged: list[Finding] = field(default_factory=list)


def verify_file(path: Path) -> list[Finding]:
    """Return what is wrong with an exported journal: cut off, torn, or any line tampered with."""
    try:
        with path.open(encoding="utf-8", errors="replace") as file:
            head = _parse(file.readline())
            if not isinstance(head, dict) or head.get("journal") != 1:
                raise UnreadableFile(f"{path.name} 不是导出的日志文件，或开头部分已经丢失")
            seen = _Read(path.name)
            findings = list(islice(walk(_lines(file, seen)), MOST_FINDINGS))
    except OSError as error:
        raise UnreadableFile(f"日志文件 {path} 无法读取：{why(error)}。请核对路径。") from error
    return [*seen.damaged[:MOST_FINDINGS], *findings, *_ending(seen)]


def _lines(file: Iterable[str], seen: _Read) -> Iterator[Line]:
    for number, text in enumerate(file, start=2):
        if seen.end is not None:
            seen.damaged.append(_finding(f"日志文件 {seen.name} 在结尾之后还有内容"))
            return
        parts = _parse(text)
        if isinstance(parts, dict) and parts.get("end") is True:
            seen.end = parts
            continue
        line = _line(parts)
        if line is None:
            seen.damaged.append(_finding(f"日志文件 {seen.name} 第 {number} 行不完整或被改动"))
            continue
        seen.lines, seen.last = seen.lines + 1, line
        yield line


def _ending(seen: _Read) -> Iterator[Finding]:
    if seen.end is None:
        after = f"第 {seen.last.sequence} 条" if seen.last else "开头"
        yield _finding(f"日志文件 {seen.name} 在{after}之后被截断，没有结尾")
    elif seen.end.get("lines") != seen.lines or seen.end.get("hash") != (
        seen.last.hash if seen.last else ""
    ):
        told = seen.end.get("lines")
        yield _finding(f"日志文件 {seen.name} 的结尾记有 {told} 条，实有 {seen.lines} 条或末条不同")


def _line(parts: Any) -> Line | None:
    if not isinstance(parts, dict) or parts.keys() != set(LINE_FIELDS):
        return None
    texts = (parts[name] for name in LINE_FIELDS[1:])
    is_typed = isinstance(parts["sequence"], int) and all(isinstance(text, str) for text in texts)
    return Line(**parts) if is_typed else None


def _parse(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return None


def _finding(message: str) -> Finding:
    return Finding(Severity.ERROR, "journal_file_damaged", f"{message}。请从另处保存的副本核对。")
