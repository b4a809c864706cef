"""Read a question. ``NOT`` binds closest, then ``NEAR``, ``AND`` (or nothing), ``OR``."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches

from zhiqiang.engines.fulltext.failures import BadQuestion
from zhiqiang.engines.fulltext.folding import folded
from zhiqiang.engines.fulltext.lexing import Sign, signs
from zhiqiang.engines.fulltext.tree import All, Any, Near, Not, Part, Term

MOST_TERMS = 200
DEEPEST = 30
_BEGINS = {"open", "quoted", "word", "field", "not", "range"}


def parse(question: str, names: Mapping[str, str]) -> Part:
    """Return what a question says; ``names`` are the fields. Raises ``BadQuestion``."""
    return _Reader(signs(question), names).whole()


class _Reader:
    def __init__(self, found: list[Sign], names: Mapping[str, str]) -> None:
        self._signs, self._names = found, names
        self._next = self._terms = self._depth = 0

    @property
    def _sign(self) -> Sign:
        return self._signs[self._next]

    def _take(self) -> Sign:
        sign = self._sign
        self._next += 1
        return sign

    def whole(self) -> Part:
        if len(self._signs) == 1:
            raise BadQuestion("检索式是空的。请输入要找的词。")
        part = self._either("")
        rest = self._sign
        if rest.sort == "close":
            raise BadQuestion("多出一个右括号。", rest.at)
        if rest.sort != "end":
            raise self._missing(rest)
        return part

    def _either(self, field: str) -> Part:
        parts = [self._every(field)]
        while self._sign.sort == "or":
            self._take()
            parts.append(self._every(field))
        return parts[0] if len(parts) == 1 else Any(tuple(parts))

    def _every(self, field: str) -> Part:
        parts = [self._near(field)]
        while True:
            if self._sign.sort == "and":
                self._take()
            elif self._sign.sort not in _BEGINS:
                break
            parts.append(self._near(field))
        return parts[0] if len(parts) == 1 else All(tuple(parts))

    def _near(self, field: str) -> Part:
        left = self._one(field)
        while self._sign.sort == "near":
            sign = self._take()
            right = self._one(field)
            if not isinstance(left, Term) or not isinstance(right, Term):
                raise BadQuestion(f"{sign.text} 的两侧各应是一个词或词组。", sign.at, sign.length)
            left = Near(left, right, sign.distance, sign.at, sign.length)
        return left

    def _one(self, field: str) -> Part:
        sign = self._sign
        if sign.sort == "not":
            return self._without(field)
        if sign.sort == "open":
            return self._bracketed(field)
        if sign.sort == "field":
            return self._in_field()
        if sign.sort in ("word", "quoted"):
            return self._term(field, "=")
        raise self._missing(sign)

    def _deeper(self, sign: Sign) -> None:
        self._depth += 1
        if self._depth > DEEPEST:
            raise BadQuestion(f"括号和 NOT 最多套 {DEEPEST} 层。", sign.at)

    def _without(self, field: str) -> Part:
        self._deeper(self._take())
        part = self._one(field)
        self._depth -= 1
        return Not(part)

    def _bracketed(self, field: str) -> Part:
        opened = self._take()
        self._deeper(opened)
        part = self._either(field)
        if self._sign.sort != "close":
            raise BadQuestion("左括号没有对应的右括号。", opened.at)
        self._take()
        self._depth -= 1
        return part

    def _in_field(self) -> Part:
        sign = self._take()
        field = self._names.get(folded(sign.text))
        if field is None:
            near = get_close_matches(folded(sign.text), self._names, n=3, cutoff=0.4)
            hint = (
                f"是否指 {'、'.join(one.upper() for one in near)}？"
                if near
                else "可用的字段见“检索式写法”。"
            )
            raise BadQuestion(f"没有“{sign.text[:20]}”这个字段。{hint}", sign.at, sign.length)
        if self._sign.sort == "open" and sign.compared == "=":
            return self._bracketed(field)
        if self._sign.sort in ("word", "quoted", "range"):
            return self._term(field, sign.compared)
        raise BadQuestion(
            f"“{sign.text[:20]}{sign.compared}”后面缺少要找的内容。", sign.at, sign.length
        )

    def _term(self, field: str, compared: str) -> Term:
        sign = self._take()
        self._terms += 1
        if self._terms > MOST_TERMS:
            raise BadQuestion(
                f"检索式最多 {MOST_TERMS} 个词。请分成几次检索。", sign.at, sign.length
            )
        return Term(sign.text, field, compared, sign.sort == "quoted", sign.at, sign.length)

    def _missing(self, sign: Sign) -> BadQuestion:
        if sign.sort == "end":
            return BadQuestion("检索式没有写完，末尾缺少一个词。", sign.at)
        if sign.sort == "close":
            return BadQuestion("右括号前面缺少一个词。", sign.at)
        if sign.sort == "range":
            return BadQuestion("方括号前面缺少字段名，例如 申请日=[2020 TO 2021]。", sign.at)
        return BadQuestion(f"“{sign.text}”前面缺少一个词。", sign.at, sign.length)
