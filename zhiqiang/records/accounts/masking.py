"""Personal data as they are shown to those who may not see them whole.

Forms follow the usual practice of public bodies (personal information protection law, articles 6
and 28: no more than the purpose needs). Masking always answers: what does not look like its kind
is covered whole.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from zhiqiang.records.accounts import rights

_TO_DISTRICT = re.compile(r"^.*?(?:区|县|旗|市(?!.*?(?:区|县|旗)))")


def mask_name(value: str) -> str:
    """张三丰 → 张**."""
    return value[:1] + "*" * (len(value) - 1) if len(value) > 1 else "*" * len(value)


def mask_identity_number(value: str) -> str:
    """Keep the first and the last four of eighteen (or fifteen) digits."""
    return f"{value[:4]}{'*' * (len(value) - 8)}{value[-4:]}" if len(value) in (15, 18) else "****"


def mask_phone(value: str) -> str:
    """138****5678; of a landline the last four digits are covered."""
    digits = re.sub(r"\D", "", value)
    if len(digits) == 11 and digits.startswith("1"):
        return f"{digits[:3]}****{digits[-4:]}"
    return f"{digits[:-4]}****" if len(digits) > 6 else "****"


def mask_account(value: str) -> str:
    """Keep the last four of a bank account."""
    digits = re.sub(r"\s", "", value)
    return f"****{digits[-4:]}" if len(digits) >= 12 else "****"


def mask_mail(value: str) -> str:
    """Keep the first letter and the domain."""
    name, at, domain = value.partition("@")
    return f"{name[:1]}***@{domain}" if name and at and domain else "****"


def mask_address(value: str) -> str:
    """Keep an address down to the district."""
    found = _TO_DISTRICT.match(value)
    return f"{found[0]}****" if found else "****"


MASKS: dict[str, Callable[[str], str]] = {
    "name": mask_name,
    "identity_number": mask_identity_number,
    "phone": mask_phone,
    "account": mask_account,
    "mail": mask_mail,
    "address": mask_address,
}


def read_clear(person: Any) -> None:
    """Let ``person`` read personal data whole, for as long as this object of them lives: a request.

    Whoever calls it has written into the journal who reads what, and why.
    """
    rights.require(person, "unmask")
    person._reads_clear = True


def reads_clear(person: Any) -> bool:
    """Say whether ``person`` gave a reason for reading personal data whole."""
    return getattr(person, "_reads_clear", False) is True and rights.may(person, "unmask")


def shown(person: Any, kind: str, value: str) -> str:
    """Return ``value`` whole to those who asked for it with a reason, to all others masked."""
    if not value or reads_clear(person):
        return value
    return MASKS[kind](value)
