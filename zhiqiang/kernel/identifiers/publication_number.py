"""Publication numbers and kind codes of Chinese patent documents (ZC 0007, ZC 0008).

One right has several documents. Documents of nine digits that differ in the letter only (A, B, C;
U, Y; S, D) belong to one right. Up to 2007 applications and grants of inventions had two series of
seven digits, so that ``CN1340998A`` and ``CN1340998C`` are two rights.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from zhiqiang.kernel.identifiers.verdict import Identifier, Verdict, folded

KIND = "publication_number"
_FORM = re.compile(r"(?:CN)?(\d+)([A-Z]\d?)?")
_CODES = re.compile(r"[ABCUYSD]|[ABUS][89]|[CYS][1-7]")
_TYPES = {"1": "invention", "2": "utility_model", "3": "design"}
_OF_LETTER = {
    letter: kind for kind, letters in (("1", "ABC"), ("2", "UY"), ("3", "SD")) for letter in letters
}
NEW_LETTERS_FROM = date(2010, 4, 7)


@dataclass(frozen=True, slots=True)
class Publication:
    """A publication number in its parts; ``code`` is empty in numbers printed without letter."""

    digits: str
    code: str

    @property
    def right_kind(self) -> str:
        """Return the kind of right that the digits stand for, empty where they do not tell."""
        place = 2 if len(self.digits) == 8 else 0
        return _TYPES.get(self.digits[place], "")


def read_publication(normal: str) -> Publication:
    """Take apart a normal form as ``parse_publication_number`` returns it."""
    match = _FORM.fullmatch(normal)
    if match is None:
        raise ValueError(f"not a publication number: {normal}")
    return Publication(match[1], match[2] or "")


def parse_publication_number(raw: str) -> Identifier:
    """Judge one received publication number; without kind code it is ``FORMAT_ONLY``."""
    text = folded(raw)
    match = _FORM.fullmatch(text)
    if match is None or len(match[1]) not in (7, 8, 9):
        return _bad(raw, "应为 CN、7 至 9 位数字和文献种类代码，例如 CN105418762B")
    digits, code = match[1], match[2] or ""
    kind = digits[2] if len(digits) == 8 else digits[0]
    if kind not in _TYPES or (len(digits) == 8 and not 85 <= int(digits[:2]) <= 88):
        return _bad(raw, "号码开头的数字不对应发明（1）、实用新型（2）或外观设计（3）")
    normal = f"CN{digits}{code}"
    if not code:
        message = f"公开号“{raw}”没有文献种类代码。"
        return Identifier(KIND, raw, normal, Verdict.FORMAT_ONLY, message)
    if not _CODES.fullmatch(code) or _OF_LETTER[code[0]] != kind:
        message = f"公开号“{raw}”的文献种类代码 {code} 不存在或与号码不符。请核对原件。"
        return Identifier(KIND, raw, "", Verdict.UNKNOWN_CODE, message)
    return Identifier(KIND, raw, normal, Verdict.VALID)


def _bad(raw: str, why: str) -> Identifier:
    return Identifier(KIND, raw, "", Verdict.BAD_FORMAT, f"“{raw}”不是公开号：{why}。请核对原件。")


def is_grant(code: str, published_on: date | None) -> bool:
    """Say whether a document with this kind code announces a grant.

    B, U and S announced a grant from 2010-04-07; before 1993 they laid a document open for
    opposition. C, Y and D are the grants of 1993 to 2010 (Patent Law of 1985, 1992, 2008).
    """
    if code in ("C", "Y", "D"):
        return True
    return code in ("B", "U", "S") and (published_on is None or published_on >= NEW_LETTERS_FROM)


def publication_key(publication: Publication, is_granted: bool | None = None) -> str:
    """Return the key that all documents of one right share: digits and kind family.

    ``is_granted`` tells the two series of seven-digit inventions apart where the number was
    printed without letter; where nothing tells, the key stands for itself.
    """
    digits, code = publication.digits, publication.code
    kind = publication.right_kind
    if kind != "invention" or len(digits) != 7:
        family = {"invention": "I", "utility_model": "U", "design": "S"}[kind]
    elif code:
        family = "IA" if code.startswith("A") else "IG"
    else:
        family = "IX" if is_granted is None else "IG" if is_granted else "IA"
    return f"PUB:{digits}{family}"
