"""Codes of divisions and agencies, and numbers of official documents."""

from __future__ import annotations

import re
from datetime import date

from zhiqiang.kernel.divisions import NATION, Divisions
from zhiqiang.kernel.identifiers.verdict import Identifier, Verdict, folded

# The statistics bureau numbers development zones from here within a prefecture.
_ZONES = range(71, 81)
# Agencies seated in the two special regions bear this in place of a province.
_OVERSEAS_SEAT = "72"
_DOCUMENT = re.compile(r"([一-鿿]{2,12})[〔\[(【]?((?:19|20)\d{2})[〕\])】]?(?:第)?(\d{1,4})号")


def parse_division_code(raw: str, divisions: Divisions) -> Identifier:
    """Judge a code of GB/T 2260: six digits, now or once in the table of ``divisions``."""
    text = folded(raw).removesuffix(".0")
    if not re.fullmatch(r"\d{6}", text):
        meant = text[:6] if re.fullmatch(r"\d{9}|\d{12}", text) and text[:6] in divisions else ""
        hint = f"；所属县级区划为 {meant}" if meant else ""
        message = f"行政区划代码“{raw}”应为 6 位数字，实际 {len(text)} 位{hint}。请核对。"
        return Identifier("division_code", raw, "", Verdict.BAD_FORMAT, message, meant)
    if text in divisions:
        newest = divisions.get(text)
        if newest.until_year is None:
            return Identifier("division_code", raw, text, Verdict.VALID)
        message = f"{text} 是{newest.name}的代码，用到 {newest.until_year} 年；只用于此前的日期。"
        return Identifier("division_code", raw, text, Verdict.HISTORICAL, message)
    if int(text[4:]) in _ZONES and f"{text[:4]}00" in divisions:
        above = divisions.path_name(f"{text[:4]}00")
        message = f"{text} 不在 GB/T 2260 中，是统计上{above}的开发区代码。"
        return Identifier("division_code", raw, text, Verdict.STATISTICAL, message)
    message = f"没有行政区划代码 {text}。请按 GB/T 2260 核对。"
    return Identifier("division_code", raw, "", Verdict.UNKNOWN_CODE, message)


def parse_agency_code(raw: str, divisions: Divisions) -> Identifier:
    """Judge the code of a patent agency: five digits, the first two those of a province."""
    text = folded(raw).removesuffix(".0")
    if not re.fullmatch(r"\d{5}", text):
        message = f"“{raw}”不是专利代理机构代码：应为 5 位数字。请核对。"
        return Identifier("agency_code", raw, "", Verdict.BAD_FORMAT, message)
    province = f"{text[:2]}0000"
    if text[:2] != _OVERSEAS_SEAT and (province == NATION or province not in divisions):
        message = f"专利代理机构代码“{raw}”的前两位 {text[:2]} 不是省级区划代码。请核对。"
        return Identifier("agency_code", raw, "", Verdict.UNKNOWN_CODE, message)
    return Identifier("agency_code", raw, text, Verdict.VALID)


def parse_document_number(raw: str) -> Identifier:
    """Judge the number of an official document: organ's word, year in 〔〕, serial."""
    match = _DOCUMENT.fullmatch(folded(raw))
    if match is None:
        message = f"“{raw}”不是发文字号：应如 国知发保字〔2021〕1号。请核对原文。"
        return Identifier("document_number", raw, "", Verdict.BAD_FORMAT, message)
    if int(match[2]) > date.today().year:  # noqa: DTZ011
        message = f"发文字号“{raw}”的年份 {match[2]} 在今年之后。请核对原文。"
        return Identifier("document_number", raw, "", Verdict.BAD_FORMAT, message)
    return Identifier(
        "document_number", raw, f"{match[1]}〔{match[2]}〕{int(match[3])}号", Verdict.VALID
    )
