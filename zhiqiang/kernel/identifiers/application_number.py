"""Chinese patent application numbers (ZC 0006-2003) and the damage they take on the way."""

from __future__ import annotations

import re
from datetime import date
from operator import mul

from zhiqiang.kernel.identifiers.verdict import Identifier, Verdict, folded

KIND = "application_number"
_WEIGHTS = (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5)
_DIGITS = {str(digit): digit for digit in range(10)}
_FULL = re.compile(r"(\d{12}|\d{8})\.([0-9X])")
_NO_DOT = re.compile(r"(\d{12}|\d{8})([0-9X])")
_BODY = re.compile(r"\d{12}|\d{8}")
_SCIENTIFIC = re.compile(r"\d(?:\.\d+)?E\+?\d+")


def application_check_digit(body: str) -> str:
    """Return the check digit of 8 or 12 digits: weights 2 to 9 in turn, modulo 11, 10 is X."""
    rest = sum(map(mul, map(_DIGITS.__getitem__, body), _WEIGHTS)) % 11
    return "X" if rest == 10 else str(rest)


def parse_application_number(raw: str) -> Identifier:
    """Judge one received application number or patent number (``ZL`` before it is the same)."""
    text = folded(raw)
    for prefix in ("ZL", "CN"):
        text = text.removeprefix(prefix)
    text = text.lstrip(".")
    if not text.isascii() or "," in text:
        text = re.sub(r"[·。,,•・]", ".", text)
    if match := _FULL.fullmatch(text) or _NO_DOT.fullmatch(text):
        return _judge(raw, match[1], match[2])
    if _BODY.fullmatch(text):
        return _without_check(raw, text)
    return _damaged(raw, text)


def _structure(body: str) -> tuple[Verdict, str, str] | None:
    """Say what is wrong with year or kind digit of a body and what was meant, or nothing."""
    is_new = len(body) == 12
    kind = body[4] if is_new else body[2]
    if kind not in "12389":
        return Verdict.UNKNOWN_CODE, f"种类位应为 1、2、3、8 或 9，实际为 {kind}", ""
    if is_new:
        year = int(body[:4])
        if 1985 <= year <= 2002 and body[5:7] == "00":
            old = f"{body[2:5]}{body[7:]}"
            right = f"{old}.{application_check_digit(old)}"
            return Verdict.BAD_FORMAT, f"{year} 年的申请用八位旧号，应为 {right}", right
        if year < 2003 or not _has_begun(year):
            return Verdict.BAD_FORMAT, f"年份 {year} 不在 2003 年至今的范围内", ""
    elif 4 <= int(body[:2]) <= 84:
        return Verdict.BAD_FORMAT, f"八位旧号的年份应为 85 至 03，实际为 {body[:2]}", ""
    return None


_begun: set[int] = set()


def _has_begun(year: int) -> bool:
    """Say whether a year has come. To ask the clock for each number would take as long as the rest."""
    if year not in _begun and year <= date.today().year:  # noqa: DTZ011
        _begun.add(year)
    return year in _begun


def _judge(raw: str, body: str, check: str) -> Identifier:
    wrong = _structure(body)
    if wrong:
        return _refused(raw, *wrong)
    normal, right = f"{body}.{check}", application_check_digit(body)
    if right == check:
        return Identifier(KIND, raw, normal, Verdict.VALID)
    message = (
        f"申请号“{raw}”的校验位应为 {right}，实际为 {check}。请核对原件，号码可能有错位或错字。"
    )
    return Identifier(KIND, raw, normal, Verdict.BAD_CHECK, message, f"{body}.{right}")


def _refused(raw: str, verdict: Verdict, why: str, meant: str) -> Identifier:
    return Identifier(KIND, raw, "", verdict, f"申请号“{raw}”有误：{why}。请核对原件。", meant)


def _without_check(raw: str, body: str) -> Identifier:
    wrong = _structure(body)
    if wrong:
        return _refused(raw, *wrong)
    whole = f"{body}.{application_check_digit(body)}"
    message = f"申请号“{raw}”没有校验位，按规则应为 {whole}。"
    return Identifier(KIND, raw, body, Verdict.FORMAT_ONLY, message, whole)


def _damaged(raw: str, text: str) -> Identifier:
    """Recognise what spreadsheet programs do to a number, and say what it was."""
    message, suggestion = f"“{raw}”不是申请号。", ""
    if _SCIENTIFIC.fullmatch(text):
        message = (
            f"“{raw}”是被表格软件改成科学计数法的号码，后几位已经丢失。请把该列设为文本后重新导出。"
        )
    elif (whole := text.removesuffix(".0")) != text and _passes(whole):
        message, suggestion = f"申请号“{raw}”末尾多出“.0”，应为 {whole}。请更正后重新导入。", whole
    elif _passes("0" + text):
        message = f"申请号“{raw}”开头的 0 被表格软件删去，应为 0{text}。请更正后重新导入。"
        suggestion = "0" + text
    elif text:
        message = (
            f"“{raw}”不是申请号：应为 12 位（2003 年 10 月以前为 8 位）数字、一个点和一位校验位。"
        )
    return Identifier(KIND, raw, "", Verdict.BAD_FORMAT, message, suggestion)


def _passes(text: str) -> bool:
    match = _FULL.fullmatch(text)
    return match is not None and _judge(text, match[1], match[2]).verdict is Verdict.VALID
