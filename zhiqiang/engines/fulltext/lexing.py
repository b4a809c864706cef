"""A question cut into signs: words, phrases, field names, brackets, operators."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from zhiqiang.engines.fulltext.failures import BadQuestion

LONGEST = 4_000
#: one for one, so that places stay
_WIDTH = str.maketrans("（）＝＞＜：［］【】“”„‟＂「」　", '()=><:[][]""""""" ')
_UNSEEN = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff\ue000\ue001]"
)
_SIGNS = re.compile(
    r"""(?P<space>\s+)
      | (?P<open>\()
      | (?P<close>\))
      | "(?P<quoted>[^"]*)"
      | (?P<range>\[[^\]\[]*\])
      | (?P<field>[^\s()"=<>\[\]]+)\s*(?P<compared>>=|<=|=|>|<)
      | (?P<word>[^\s()"=<>\[\]]+)
    """,
    re.VERBOSE,
)
_OPERATORS = {
    "AND": "and", "与": "and", "且": "and", "并且": "and", "&&": "and", "&": "and",
    "OR": "or", "或": "or", "或者": "or", "||": "or", "|": "or",
    "NOT": "not", "非": "not", "不含": "not", "!": "not",
}  # fmt: skip
_NEAR = re.compile(r"(?:NEAR|邻近)(?:/(\d{1,4}))?", re.IGNORECASE)
NEAR_USUAL, NEAR_MOST = 5, 20

Sort = Literal[
    "open", "close", "quoted", "range", "field", "word", "and", "or", "not", "near", "end"
]


@dataclass(frozen=True, slots=True)
class Sign:
    """One sign with its place; ``compared`` follows a field name, ``distance`` a NEAR."""

    sort: Sort
    text: str
    at: int
    length: int
    compared: str = ""
    distance: int = 0


def signs(question: str) -> list[Sign]:
    """Cut a question into signs, the end among them; raises ``BadQuestion``."""
    if len(question) > LONGEST:
        raise BadQuestion(
            f"检索式共 {len(question):,} 个字符，最多 {LONGEST:,} 个。请分成几次检索。", LONGEST
        )
    text = _UNSEEN.sub(" ", question.translate(_WIDTH))
    out: list[Sign] = []
    at = 0
    while at < len(text):
        match = _SIGNS.match(text, at)
        if match is None:
            raise _wrong(text, at)
        if match.lastgroup != "space":
            out.append(_sign(match, question))
        at = match.end()
    out.append(Sign("end", "", len(text), 1))
    return out


def _sign(match: re.Match[str], question: str) -> Sign:
    at, length = match.start(), match.end() - match.start()
    sort = match.lastgroup
    if sort == "compared":
        return Sign("field", match["field"], at, len(match["field"]), compared=match["compared"])
    if sort == "quoted":
        return Sign("quoted", question[at + 1 : at + length - 1], at, length)
    if sort == "word":
        return _word(match["word"], question[at : at + length], at)
    if sort == "range":
        return Sign("range", match["range"], at, length)
    return Sign("open" if sort == "open" else "close", match[0], at, length)


def _word(text: str, printed: str, at: int) -> Sign:
    operator = _OPERATORS.get(text.upper())
    if operator:
        return Sign(operator, text, at, len(text))  # type: ignore[arg-type]
    near = _NEAR.fullmatch(text)
    if near:
        distance = int(near[1] or NEAR_USUAL)
        if not 1 <= distance <= NEAR_MOST:
            raise BadQuestion(f"相距字数应为 1 至 {NEAR_MOST}，实际为 {distance}。", at, len(text))
        return Sign("near", text, at, len(text), distance=distance)
    return Sign("word", printed, at, len(text))


def _wrong(text: str, at: int) -> BadQuestion:
    sign = text[at]
    if sign == '"':
        return BadQuestion("引号没有成对。请在词组末尾补上另一个引号。", at)
    if sign in "[]":
        return BadQuestion("方括号没有成对。范围请写成 [2020-01-01 TO 2020-12-31]。", at)
    return BadQuestion(f"“{sign}”前面缺少字段名，例如 申请日>=2020。", at)
