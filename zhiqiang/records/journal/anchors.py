"""Anchors: the place and hash of a line, kept in a file outside the reach of who has the ledger.

An anchor file has one JSON line per anchor and only grows. Kept on other media (printed, if need
be), it shows what the chain alone cannot: that the end of the journal was cut off or rewritten.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from zhiqiang.kernel.errors import UnreadableFile, why
from zhiqiang.kernel.finding import Finding, Severity


@dataclass(frozen=True, slots=True)
class Anchor:
    """That the journal had ``sequence`` lines at ``at``, the last one with ``hash``."""

    sequence: int
    hash: str
    at: str


def append(path: Path, anchor: Anchor) -> None:
    """Add an anchor to the file, which is made when it is not there."""
    try:
        with path.open("a", encoding="ascii") as out:
            out.write(json.dumps(asdict(anchor)) + "\n")
    except OSError as error:
        raise UnreadableFile(f"锚点文件 {path} 无法写入：{why(error)}。请换一个位置。") from error


def compare(path: Path, hash_of: Callable[[int], str | None]) -> list[Finding]:
    """Return what in the journal disagrees with an anchor file, and what is wrong with the file."""
    try:
        lines = path.read_text(encoding="ascii", errors="replace").splitlines()
    except OSError as error:
        raise UnreadableFile(f"锚点文件 {path} 无法读取：{why(error)}。请核对路径。") from error
    found = [] if lines else [_finding("anchor_unreadable", f"锚点文件 {path.name} 是空的")]
    for number, text in enumerate(lines, start=1):
        anchor = _read(text)
        if anchor is None:
            found.append(
                _finding("anchor_unreadable", f"锚点文件 {path.name} 第 {number} 行不完整或被改动")
            )
            continue
        present = hash_of(anchor.sequence)
        if present is None:
            found.append(
                _finding(
                    "journal_cut",
                    f"日志缺少第 {anchor.sequence} 条：{anchor.at} 留下的锚点证明当时有这一条，"
                    "其后的内容也可能被截去",
                )
            )
        elif present != anchor.hash:
            found.append(
                _finding(
                    "journal_rewritten",
                    f"日志第 {anchor.sequence} 条与 {anchor.at} 留下的锚点不符，该条或更早的内容被改写",
                )
            )
    return found


def _read(text: str) -> Anchor | None:
    try:
        anchor = Anchor(**json.loads(text))
    except (ValueError, TypeError):
        return None
    good = isinstance(anchor.sequence, int) and isinstance(anchor.hash, str)
    return anchor if good and len(anchor.hash) == 64 else None


def _finding(code: str, message: str) -> Finding:
    return Finding(Severity.ERROR, code, message + "。")
