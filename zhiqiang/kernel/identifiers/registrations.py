"""Registration numbers of software, works, plant varieties, layout designs and geographical indications."""

from __future__ import annotations

import re
from datetime import date

from zhiqiang.kernel.identifiers.application_number import application_check_digit
from zhiqiang.kernel.identifiers.verdict import Identifier, Verdict, folded

_SOFTWARE = re.compile(r"(\d{4})SR(\d{6,7})")
_SWAPPED = re.compile(r"(\d{4})RS(\d{6,7})")
_SOFTWARE_SIX_UNTIL, _SOFTWARE_SEVEN_FROM = 2018, 2018
_VARIETY_OLD = re.compile(r"CNA(\d{8})\.([0-9X])")
_VARIETY_NEW = re.compile(r"CNA((?:19|20)\d{2})\d{7}")
_VARIETY_CHECKED_UNTIL = 2008
_VARIETY_OF_FORESTS = re.compile(r"(?:19|20)\d{6}")
_WORK = re.compile(r"([一-鿿])作登字-?((?:19|20)\d{2})-?([A-Z])-?(\d{6,8})号?")
_LAYOUT = re.compile(r"BS\.?(\d{2}5\d{5})\.([0-9X])")
_PRODUCT = re.compile(r"AGI(?:\d{5}|(?:19|20)\d{2}-\d{2}-\d{3,4})")
_ANNOUNCED = re.compile(r"(?:公告)?((?:19|20)\d{2})年第(\d{1,4})号(?:公告)?")


def _year() -> int:
    return date.today().year  # noqa: DTZ011


def parse_software_number(raw: str) -> Identifier:
    """Judge a software copyright registration number: year, ``SR``, six or seven digits.

    Six digits until 2018, seven with zeros before since 2018 (the million was passed within that
    year). There is no check digit, so a valid number is one of good shape.
    """
    text = folded(raw)
    match = _SOFTWARE.fullmatch(text)
    if match is None:
        swapped = _SWAPPED.fullmatch(text)
        meant = f"{swapped[1]}SR{swapped[2]}" if swapped else ""
        hint = f"字母次序有误，可能是 {meant}" if meant else "应为年份、SR 和 6 至 7 位数字"
        return _bad("software_number", "软件著作权登记号", raw, hint, meant)
    year, serial = int(match[1]), match[2]
    if not 1992 <= year <= _year():
        return _bad("software_number", "软件著作权登记号", raw, f"年份 {year} 不对")
    if len(serial) == 6 and year > _SOFTWARE_SIX_UNTIL:
        meant = f"{year}SR0{serial}"
        return _bad(
            "software_number", "软件著作权登记号", raw, f"{year} 年的流水号应为 7 位，可能是 {meant}", meant
        )  # fmt: skip
    if len(serial) == 7 and year < _SOFTWARE_SEVEN_FROM:
        return _bad("software_number", "软件著作权登记号", raw, f"{year} 年的流水号应为 6 位")
    return Identifier("software_number", raw, text, Verdict.VALID)


def parse_variety_number(raw: str) -> Identifier:
    """Judge a plant variety right: ``CNA`` with year, serial and check, or year and seven digits.

    The check is that of patent applications. It fits the numbers of applications filed until 2008;
    genuine later numbers do not fit it, so of those it says nothing. The forestry office numbers
    its varieties by year and serial alone, which can only be judged by their form.
    """
    text = folded(raw)
    if _VARIETY_OF_FORESTS.fullmatch(text) and 1999 <= int(text[:4]) <= _year():
        message = f"“{raw}”形如林草植物品种权号，没有校验位，只核对了格式。"
        return Identifier("variety_number", raw, text, Verdict.FORMAT_ONLY, message)
    if match := _VARIETY_NEW.fullmatch(text):
        if 1999 <= int(match[1]) <= _year():
            return Identifier("variety_number", raw, text, Verdict.VALID)
        return _bad("variety_number", "品种权号", raw, f"年份 {match[1]} 不对")
    match = _VARIETY_OLD.fullmatch(text)
    if match is None:
        return _bad("variety_number", "品种权号", raw, "应如 CNA20080376.X 或 CNA20191006012")
    body, check = match.groups()
    year = int(body[:4])
    if not 1999 <= year <= _year():
        return _bad("variety_number", "品种权号", raw, f"年份 {year} 不对")
    right = application_check_digit(body)
    if right == check:
        return Identifier("variety_number", raw, text, Verdict.VALID)
    if year > _VARIETY_CHECKED_UNTIL:
        message = f"{year} 年申请的品种权号没有可靠的校验规则，只核对了格式。"
        return Identifier("variety_number", raw, text, Verdict.VALID, message)
    message = f"品种权号“{raw}”的校验位应为 {right}，实际为 {check}。请核对证书。"
    return Identifier("variety_number", raw, text, Verdict.BAD_CHECK, message, f"CNA{body}.{right}")


def parse_work_number(raw: str) -> Identifier:
    """Judge the registration number of a work: 国作登字-2021-F-00123456, or that of a province.

    Place of registration, year, letter of the kind of work, serial; there is no check digit.
    """
    match = _WORK.fullmatch(folded(raw))
    if match is None:
        return _bad("work_number", "作品登记号", raw, "应如 国作登字-2021-F-00123456")
    place, year, letter, serial = match.groups()
    if int(year) > _year():
        return _bad("work_number", "作品登记号", raw, f"年份 {year} 不对")
    normal = f"{place}作登字-{year}-{letter}-{serial:0>8}"
    return Identifier("work_number", raw, normal, Verdict.VALID)


def parse_layout_number(raw: str) -> Identifier:
    """Judge a layout-design registration: ``BS.``, year, 5, five digits, the check of patents."""
    match = _LAYOUT.fullmatch(folded(raw))
    if match is None:
        return _bad("layout_number", "布图设计登记号", raw, "应如 BS.08500145.7")
    body, check = match.groups()
    normal, right = f"BS.{body}.{check}", application_check_digit(body)
    if right == check:
        return Identifier("layout_number", raw, normal, Verdict.VALID)
    message = f"布图设计登记号“{raw}”的校验位应为 {right}，实际为 {check}。请核对证书。"
    return Identifier(
        "layout_number", raw, normal, Verdict.BAD_CHECK, message, f"BS.{body}.{right}"
    )


def parse_indication_number(raw: str) -> Identifier:
    """Judge the number of a geographical indication.

    Certificates of agricultural products are ``AGI`` and five digits, their quality specifications
    ``AGI2012-02-869``; products of the quality authority go by announcement and year. Those that
    are marks bear a trademark number.
    """
    text = folded(raw)
    if _PRODUCT.fullmatch(text):
        return Identifier("indication_number", raw, text, Verdict.VALID)
    if match := _ANNOUNCED.fullmatch(text):
        return Identifier(
            "indication_number", raw, f"公告{match[1]}年第{int(match[2])}号", Verdict.VALID
        )
    meant = f"AGI{text[3:]:0>5}" if re.fullmatch(r"AGI\d{1,4}", text) else ""
    hint = f"证书号应为 5 位数字，可能是 {meant}" if meant else "应如 AGI00423 或 公告2010年第145号"
    return _bad("indication_number", "地理标志编号", raw, hint, meant)


def _bad(kind: str, name: str, raw: str, why: str, suggestion: str = "") -> Identifier:
    message = f"“{raw}”不是{name}：{why}。请核对证书。"
    return Identifier(kind, raw, "", Verdict.BAD_FORMAT, message, suggestion)
