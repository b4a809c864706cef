"""Make numbers whose check digits are right; written apart from the reader that checks them."""

from __future__ import annotations

from random import Random

_CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def application_number(year: int, kind: str, serial: int) -> str:
    """Return a patent application number (ZC 0006-2003) for a filing of 2004 or later."""
    body = f"{year:04d}{kind}{serial:07d}"
    return f"{body}.{check_digit(body)}"


def check_digit(body: str) -> str:
    """Return the check digit of a patent application or a layout-design."""
    rest = sum(int(digit) * (2 + place % 8) for place, digit in enumerate(body)) % 11
    return "X" if rest == 10 else str(rest)


def _organisation_check(body: str) -> str:
    values = (int(c) if c.isdigit() else ord(c) - 55 for c in body)
    rest = 11 - sum(v * w for v, w in zip(values, (3, 7, 9, 10, 5, 8, 4, 2), strict=True)) % 11
    return "0" if rest == 11 else "X" if rest == 10 else str(rest)


def credit_code(department_and_type: str, region: str, serial: int) -> str:
    """Return a unified social credit code (GB 32100-2015) whose two check characters are right."""
    organisation = f"{serial:08d}"
    body = department_and_type + region + organisation + _organisation_check(organisation)
    total = sum(
        _CREDIT_ALPHABET.index(character) * pow(3, place, 31)
        for place, character in enumerate(body)
    )
    return body + _CREDIT_ALPHABET[-total % 31]


def other_last_character(number: str, rng: Random) -> str:
    """Return the number with a wrong last character, as a slip of the hand makes it."""
    return number[:-1] + rng.choice([d for d in "0123456789" if d != number[-1]])
