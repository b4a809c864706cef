"""Numbers that reach beyond the country: marks, PCT applications (form only), LEI (checked)."""

from __future__ import annotations

import re
from datetime import date

from stdnum import lei
from stdnum.exceptions import InvalidChecksum, ValidationError

from zhiqiang.kernel.identifiers.verdict import Identifier, Verdict, folded

_MARK = re.compile(r"G\d{1,8}[A-Z]?|\d{1,9}A?")
_PCT_NEW = re.compile(r"PCT/?([A-Z]{2})/?(\d{4})/?(\d{6})")
_PCT_OLD = re.compile(r"PCT/?([A-Z]{2})/?(\d{2})/(\d{5})")
_PCT_SHORT = re.compile(r"PCT/?([A-Z]{2})/?(\d{4})/(\d{1,5})")


def parse_trademark_number(raw: str) -> Identifier:
    """Judge a registration number: up to 9 digits, ``G`` before one that came through Madrid."""
    text = folded(raw).removeprefix("NO.").removeprefix("第").removesuffix("号")
    text = re.sub(r"\.0$", "", text)
    if _MARK.fullmatch(text) and text.strip("0GA"):
        return Identifier("trademark_number", raw, text, Verdict.VALID)
    message = f"“{raw}”不是商标注册号：应为 1 至 9 位数字，国际注册号前加 G。请核对注册证。"
    return Identifier("trademark_number", raw, "", Verdict.BAD_FORMAT, message)


def parse_pct_number(raw: str) -> Identifier:
    """Judge a PCT application number: ``PCT/CN2023/012345``, before 2004 ``PCT/CN03/00123``."""
    text = folded(raw)
    if match := _PCT_NEW.fullmatch(text):
        office, year, serial = match.groups()
        if 2004 <= int(year) <= date.today().year:  # noqa: DTZ011
            return Identifier("pct_number", raw, f"PCT/{office}{year}/{serial}", Verdict.VALID)
    elif match := _PCT_OLD.fullmatch(text):
        office, year, serial = match.groups()
        if int(year) >= 78 or int(year) <= 3:
            return Identifier("pct_number", raw, f"PCT/{office}{year}/{serial}", Verdict.VALID)
    elif match := _PCT_SHORT.fullmatch(text):
        office, year, serial = match.groups()
        whole = f"PCT/{office}{year}/{int(serial):06d}"
        message = f"国际申请号“{raw}”的流水号应为 6 位，可能是 {whole}。请核对后更正。"
        return Identifier("pct_number", raw, "", Verdict.BAD_FORMAT, message, whole)
    message = f"“{raw}”不是国际申请号：应如 PCT/CN2023/012345。请核对受理通知书。"
    return Identifier("pct_number", raw, "", Verdict.BAD_FORMAT, message)


def parse_lei(raw: str) -> Identifier:
    """Judge a legal entity identifier (ISO 17442): 20 signs, modulo 97 is 1."""
    text = folded(raw).replace("-", "")
    try:
        lei.validate(text)
    except InvalidChecksum:
        message = f"法人机构识别编码“{raw}”未通过校验，可能有错字或错位。请核对原件。"
        return Identifier("lei", raw, text, Verdict.BAD_CHECK, message)
    except ValidationError:
        message = f"“{raw}”不是法人机构识别编码：应为 20 位数字和字母。请核对原件。"
        return Identifier("lei", raw, "", Verdict.BAD_FORMAT, message)
    return Identifier("lei", raw, text, Verdict.VALID)
