"""How a line of the journal is written down, hashed and chained; and which line broke a chain.

Pure: knows neither the database nor files. A line covers its sequence, time, actor, address, act,
subject and contents as the texts that are stored, and the hash of the line before it.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Iterable, Iterator
from dataclasses import astuple, dataclass, fields
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from zhiqiang.kernel.finding import Finding, Severity

#: what the first line is chained to
FIRST = "0" * 64
#: so many lines may have been taken out or put in at one place and still be told apart
_SHIFTS = 5


def canonical(value: Any) -> str:
    """Return ``value`` as JSON in the one form that is hashed: sorted, tight, nothing lossy.

    Decimals and dates become texts, floats that are no numbers too; what UTF-8 cannot carry (half
    of a surrogate pair) is replaced.
    """
    text = json.dumps(
        _plain(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    )
    return text.encode("utf-8", "replace").decode("utf-8")


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    if isinstance(value, set | frozenset):
        return sorted((_plain(one) for one in value), key=repr)
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value, "f")
    return str(value)


def moment(at: datetime) -> str:
    """Return a moment as UTC text to the microsecond."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


@dataclass(frozen=True, slots=True)
class Line:
    """A line as it is stored: every part as text, the contents as canonical JSON."""

    sequence: int
    at: str
    actor: str
    address: str
    act: str
    subject: str
    detail: str
    previous_hash: str
    hash: str

    def digest(self, sequence: int | None = None) -> str:
        """Return what ``hash`` should be, for this sequence or for another one."""
        parts = (self.sequence if sequence is None else sequence, *astuple(self)[1:-1])
        return hashlib.sha256(canonical(parts).encode("utf-8")).hexdigest()

    @property
    def name(self) -> str:
        """Return how people are told of this line."""
        return f"第 {self.sequence} 条（{self.at[:10]} {self.actor} {self.act} {self.subject}）"


LINE_FIELDS = tuple(field.name for field in fields(Line))


@dataclass(slots=True)
class _Seen:
    """A line that was walked over; ``original`` is the sequence under which its hash is right."""

    line: Line
    original: int | None

    @property
    def place(self) -> int:
        return self.line.sequence if self.original is None else self.original


def walk(lines: Iterable[Line]) -> Iterator[Finding]:
    """Yield what is wrong with a whole journal, in the order of its lines.

    Finds a line that was changed, taken out, put in or moved, and names it, also when the lines
    after it were renumbered or its own hash was made to fit. What is missing at the end, only an
    anchor can tell.
    """
    before: _Seen | None = None
    last: _Seen | None = None
    shift = 0
    for line in lines:
        original = _original(line, shift)
        shift = shift if original is None else original - line.sequence
        now = _Seen(line, original)
        yield from _compare(before, last, now)
        before, last = last, now


def _original(line: Line, shift: int) -> int | None:
    for by in (shift, 0, *(sign * n for n in range(1, _SHIFTS + 1) for sign in (1, -1))):
        if line.digest(line.sequence + by) == line.hash:
            return line.sequence + by
    return None


def _compare(before: _Seen | None, last: _Seen | None, now: _Seen) -> Iterator[Finding]:
    expected = last.place + 1 if last else 1
    is_linked = now.line.previous_hash == (last.line.hash if last else FIRST)
    if now.place > expected:
        yield _missing(expected, now.place - 1)
    elif not is_linked:
        yield _break(before, last, now)
    if now.original is None:
        message = f"{now.line.name}的内容与校验值不符，已被改动或是插入的"
        yield _finding("journal_line_altered", message)
    if last and now.line.at < last.line.at:
        message = f"操作日志{now.line.name}的时间早于前一条：当时系统时钟被拨回。先后以序号为准。"
        yield Finding(Severity.WARNING, "clock_set_back", message)


def _break(before: _Seen | None, last: _Seen | None, now: _Seen) -> Finding:
    """Return which of two neighbours is to blame for a link that does not fit."""
    if last is None:
        return _finding("journal_chain_broken", f"{now.line.name}之前的内容被去掉或改写")
    if now.line.previous_hash == (before.line.hash if before else FIRST):
        message = f"{last.line.name}是插入的：下一条接在它的前一条之后"
        return _finding("journal_line_inserted", message)
    if now.original is None:
        return _finding("journal_chain_broken", f"{now.line.name}与前一条不相接")
    message = f"{last.line.name}被改写：下一条所接的校验值与它不同"
    return _finding("journal_line_altered", message)


def _missing(first: int, to: int) -> Finding:
    which = f"第 {first} 条" if first == to else f"第 {first} 至 {to} 条"
    return _finding("journal_line_missing", f"{which}缺失，已被删除")


def _finding(code: str, message: str) -> Finding:
    after = "请保全现场，并与另处保存的锚点和备份核对。"
    return Finding(Severity.ERROR, code, f"操作日志{message}。{after}")
