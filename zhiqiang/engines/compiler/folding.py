"""Fold a source text into one spelling and keep, for every character, the place it came from."""

from __future__ import annotations

import re
from array import array
from dataclasses import dataclass, replace

from zhiqiang.kernel.place import Span
from zhiqiang.kernel.traditional_script import simplified

# Width and look-alikes, one character for one character.
_ONE_TO_ONE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {
    0x3000: " ", 0x00A0: " ", 0x2002: " ", 0x2003: " ", 0x2009: " ", 0x202F: " ",
    0xFE52: ".", 0x2024: ".", 0x2796: "-", 0xFF5E: "~", 0x223C: "~", 0x301C: "~",
    0x2013: "—", 0x2014: "—", 0x2015: "—", 0x2500: "—", 0x2012: "—", 0x2010: "-", 0x2011: "-",
    0x201F: "“", 0x300C: "“", 0x300D: "”", 0x300E: "“", 0x300F: "”", 0x2502: "|", 0x30FB: "·",
    0x0B: "\n", 0x0C: "\n", 0x2028: "\n", 0x2029: "\n", 0x85: "\n",
}  # fmt: skip
# Characters nobody sees, and the bookmark that a word processor leaves behind.
_UNSEEN = re.compile(
    "[\r\u200b-\u200f\u202a-\u202e\u2060\ufeff\u00ad]+|\\[bookmark:[^\\]\n]{0,40}\\]"
)
_DUTY = r"[省市县区州]?[级直]?(?:责任|牵头|配合|主办|协办|落实|参与|实施)(?:单位|部门|科室|处室|主体|领导|人)?"
_OPENING_MARK = re.compile(
    r"\s*(?:[一二三四五六七八九十]{1,3}\s*[、.]|\([一二三四五六七八九十]{1,4}\)|\d{1,2}\s*[.、)]|\(\d{1,2}\)"
    r"|第[一二三四五六七八九十百\d]{1,4}[章条节部编]|专栏|附件|附表|附:|注:|——|--|[①-⑳]|抄送"
    r"|(?:专项)?(?:行动|任务|工程|举措)[一二三四五六七八九十\d]{1,3}[:、]"
    rf"|[(\[【〔]?(?:{_DUTY})\s*:)"
)
_DUTY_LINE = re.compile(rf"\s*[(\[【〔]?(?:{_DUTY})\s*:")
_SENTENCE_ENDS = "。.;；:!?”)》】]|"
_BODY_LENGTH = 28


@dataclass(frozen=True, slots=True)
class Folded:
    """``plain`` is what the grammar reads; ``origin[i]`` is where its i-th character stood.

    ``rewritten`` says that the source is in traditional script, and ``plain`` in simplified.
    """

    plain: str
    origin: array[int]
    healed: tuple[int, ...] = ()
    rewritten: bool = False

    def to_source(self, span: Span) -> Span:
        """Return the span of the source text that a span of ``plain`` was made from."""
        if not self.origin:
            return Span(0, 0)
        if span.start >= span.end:
            at = self.origin[min(span.start, len(self.origin) - 1)]
            return Span(at, at)
        return Span(self.origin[span.start], self.origin[span.end - 1] + 1)


def fold(source: str) -> Folded:
    """Unify width and quotes, drop what is unseen, join sentences that a line break tore apart."""
    pieces: list[str] = []
    origin = array("L")
    last = 0
    for found in _UNSEEN.finditer(source):
        pieces.append(source[last : found.start()])
        origin.extend(range(last, found.start()))
        last = found.end()
    pieces.append(source[last:])
    origin.extend(range(last, len(source)))
    printed = "".join(pieces).translate(_ONE_TO_ONE)
    plain = simplified(printed)
    return replace(_heal(_pair_quotes(plain), origin), rewritten=plain != printed)


def _pair_quotes(plain: str) -> str:
    """Turn straight double quotes into opening and closing ones, counted within each line."""
    if '"' not in plain:
        return plain
    lines = plain.split("\n")
    for index, line in enumerate(lines):
        if '"' in line:
            parts = line.split('"')
            lines[index] = "".join(
                part + ("" if at == len(parts) - 1 else "“”"[at % 2])
                for at, part in enumerate(parts)
            )
    return "\n".join(lines)


def _heal(plain: str, origin: array[int]) -> Folded:
    """Remove line breaks inside sentences; the places are kept, so that they can be reported."""
    out: list[str] = []
    kept = array("L")
    healed: list[int] = []
    position = 0
    held: str | None = None
    gap = 0
    for line in plain.split("\n"):
        start, position = position, position + len(line) + 1
        stripped = line.strip()
        if not stripped:
            gap += 1
            continue
        if "\t" in stripped:
            stripped = line.strip(" ")  # the first cells of a row may be empty
        lead = len(line) - len(line.lstrip(" " if "\t" in stripped else None))
        if held is not None:
            torn = gap <= 1 and is_torn(held, stripped)
            if torn:
                healed.append(len(kept))
            else:
                out.append("\n")
                kept.append(origin[start - 1])
        out.append(stripped)
        kept.extend(origin[start + lead : start + lead + len(stripped)])
        held, gap = stripped, 0
    return Folded("".join(out), kept, tuple(healed))


def is_torn(before: str, after: str) -> bool:
    """Say whether a line break between two lines stands in the middle of a sentence."""
    if "|" in before or "\t" in before or "|" in after or "\t" in after:
        return False
    if before[-1] in _SENTENCE_ENDS or _OPENING_MARK.match(after):
        return False
    if after[0] in ",。;、)":
        return True
    if _DUTY_LINE.match(before) and before[-1] not in "、,":
        return False  # a list of bodies on its own line needs no full stop
    tail = before[-160:]
    has_sentence = any(mark in tail for mark in ",。;") or before[-1] == "、"
    if _OPENING_MARK.match(before) and not has_sentence:
        return False
    return has_sentence and len(before) >= _BODY_LENGTH
