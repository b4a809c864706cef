"""Unified social credit codes (GB 32100-2015), our own check: ready-made ones reject A, N and Y."""

from __future__ import annotations

import re

from zhiqiang.kernel.identifiers.verdict import Identifier, Verdict, folded

KIND = "credit_code"
_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_VALUE = {sign: number for number, sign in enumerate(_ALPHABET)}
_WEIGHTS = tuple(pow(3, place, 31) for place in range(17))
_INNER = (3, 7, 9, 10, 5, 8, 4, 2)
_FORM = re.compile(r"[1-9ANY][0-9A-HJ-NPQRTUWXY]\d{6}[0-9A-HJ-NPQRTUWXY]{10}")


def credit_check_sign(body: str) -> str:
    """Return the 18th sign of 17 signs: (31 - Σ c·3^i mod 31) mod 31."""
    total = sum(_VALUE[sign] * weight for sign, weight in zip(body, _WEIGHTS, strict=True))
    return _ALPHABET[-total % 31]


def _inner_check(code: str) -> str:
    """Return the check sign of the organisation code inside (GB 11714), 8 signs and one."""
    values = (int(sign, 36) for sign in code[8:16])
    rest = -sum(v * w for v, w in zip(values, _INNER, strict=True)) % 11
    return "X" if rest == 10 else str(rest)


def parse_credit_code(raw: str) -> Identifier:
    """Judge one received credit code."""
    text = folded(raw).replace("-", "")
    if re.fullmatch(r"\d{15}", text):
        message = f"“{raw}”是 15 位旧注册号，不是统一社会信用代码。请补填 18 位代码。"
        return Identifier(KIND, raw, "", Verdict.BAD_FORMAT, message)
    if len(text) != 18:
        message = f"统一社会信用代码“{raw}”应为 18 位，实际 {len(text)} 位。请核对营业执照。"
        return Identifier(KIND, raw, "", Verdict.BAD_FORMAT, message)
    if not _FORM.fullmatch(text):
        message = f"统一社会信用代码“{raw}”含有不允许的字符（字母 I、O、S、V、Z 不用）。请核对。"
        return Identifier(KIND, raw, "", Verdict.BAD_FORMAT, message)
    right = credit_check_sign(text[:17])
    if right != text[17] or _inner_check(text) != text[16]:
        message = f"统一社会信用代码“{raw}”未通过校验，可能有错字或错位。请核对营业执照。"
        return Identifier(KIND, raw, text, Verdict.BAD_CHECK, message)
    return Identifier(KIND, raw, text, Verdict.VALID)
