"""Unified social credit codes (GB 32100-2015) and the older organisation codes (GB 11714) inside.

Our own check: ready-made ones reject the departments A, N and Y.
"""

from __future__ import annotations

import re

from zhiqiang.kernel.identifiers.verdict import Identifier, Verdict, folded

KIND = "credit_code"
_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_VALUE = {sign: number for number, sign in enumerate(_ALPHABET)}
_WEIGHTS = tuple(pow(3, place, 31) for place in range(17))
_INNER = (3, 7, 9, 10, 5, 8, 4, 2)
_ORGANISATION = re.compile(r"([0-9A-HJ-NPQRTUWXY]{8})-?([0-9X])")
_FORM = re.compile(r"[1-9ANY][0-9A-HJ-NPQRTUWXY]\d{6}[0-9A-HJ-NPQRTUWXY]{10}")


def credit_check_sign(body: str) -> str:
    """Return the 18th sign of 17 signs: (31 - Σ c·3^i mod 31) mod 31."""
    total = sum(_VALUE[sign] * weight for sign, weight in zip(body, _WEIGHTS, strict=True))
    return _ALPHABET[-total % 31]


def organisation_check_sign(body: str) -> str:
    """Return the check sign of the 8 signs of an organisation code (GB 11714)."""
    values = (int(sign, 36) for sign in body)
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
    if right != text[17] or organisation_check_sign(text[8:16]) != text[16]:
        message = f"统一社会信用代码“{raw}”未通过校验，可能有错字或错位。请核对营业执照。"
        return Identifier(KIND, raw, text, Verdict.BAD_CHECK, message)
    return Identifier(KIND, raw, text, Verdict.VALID)


def parse_organisation_code(raw: str) -> Identifier:
    """Judge an organisation code as it was used until 2015; signs 9 to 17 of a credit code."""
    match = _ORGANISATION.fullmatch(folded(raw))
    if match is None:
        message = f"“{raw}”不是组织机构代码：应为 8 位数字或字母、一个连字符和一位校验位。请核对。"
        return Identifier("organisation_code", raw, "", Verdict.BAD_FORMAT, message)
    body, check = match.groups()
    right = organisation_check_sign(body)
    if right != check:
        message = f"组织机构代码“{raw}”的校验位应为 {right}，实际为 {check}。请核对原件。"
        return Identifier(
            "organisation_code",
            raw,
            f"{body}-{check}",
            Verdict.BAD_CHECK,
            message,
            f"{body}-{right}",
        )
    return Identifier("organisation_code", raw, f"{body}-{check}", Verdict.VALID)
