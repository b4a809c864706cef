"""Cut a clause into pieces with one number each: lists, ranges, and numbers that only qualify."""

from __future__ import annotations

import re
from dataclasses import dataclass

from zhiqiang.engines.compiler.quantities import Quantity

_AFTER = re.compile(r"\s*(?:及?以[上内下]|左右|上下|之内)?\s*(?:\([^)]{0,60}\))?\s*")
_JOIN_END = re.compile(r"(?:、|以及|和|及|与|或|并|;)\s*$")
_JOIN_START = re.compile(r"\s*(?:、|以及|和|及|与|或|并)")
_ONLY_JOIN = re.compile(r"\s*(?:、|以及|和|及|与|,)\s*$")
_JOINS = re.compile(r"、|以及|和|及|与")
_REACH = 240


@dataclass(frozen=True, slots=True)
class Piece:
    """Part of a clause with the number that is its value, and the numbers that qualify its noun."""

    start: int
    end: int
    value: Quantity
    qualifiers: tuple[Quantity, ...] = ()
    group: int = 0


def cut_clause(clause: str, start: int, end: int, quantities: list[Quantity]) -> list[Piece]:
    """Return the pieces of ``clause[start:end]``, given the quantities inside it in order."""
    pieces: list[Piece] = []
    opened = max(start, quantities[0].start - _REACH)
    pending: list[Quantity] = []
    for at, quantity in enumerate(quantities):
        following = quantities[at + 1] if at + 1 < len(quantities) else None
        if following is None:
            pieces.append(Piece(opened, min(end, quantity.end + _REACH), quantity, tuple(pending)))
            break
        cut = _boundary(clause, quantity, following)
        if cut is None:
            pending.append(quantity)
            continue
        pieces.append(Piece(opened, cut[0], quantity, tuple(pending)))
        opened = max(cut[1], following.start - _REACH)
        pending = []
    return pieces


def _boundary(clause: str, left: Quantity, right: Quantity) -> tuple[int, int] | None:
    """Return where the piece of ``left`` ends and that of ``right`` begins, None if they are one."""
    gap = clause[left.end : right.start]
    after = _AFTER.match(gap)
    tail_at = after.end() if after else 0
    tail = gap[tail_at:]
    if not tail.strip():
        return None
    joined = _JOIN_START.match(tail)
    if joined:
        return left.end + tail_at, left.end + tail_at + joined.end()
    ending = _JOIN_END.search(gap)
    if ending:
        return left.end + ending.start(), right.start
    middle = None
    if not re.match(r"\s*的|\s*(?:及?以[上下])", gap) and right.family == "count":
        middle = _JOINS.search(tail, 2)
    if middle and len(tail) - middle.end() >= 2:
        return left.end + tail_at + middle.start(), left.end + tail_at + middle.end()
    return None


def value_run(clause: str, quantities: list[Quantity]) -> list[Quantity]:
    """Return the quantities of 分别达 X、Y 和 Z: two or more with nothing but joins between them."""
    run: list[Quantity] = []
    for quantity in quantities:
        gap = clause[run[-1].end : quantity.start] if run else ""
        after = _AFTER.match(gap)
        if run and not _ONLY_JOIN.match(gap[after.end() if after else 0 :]):
            if len(run) > 1:
                return run
            run = []
        run.append(quantity)
    return run if len(run) > 1 else []
