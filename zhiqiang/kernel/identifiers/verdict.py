"""What can be said of an identifier that was received."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """How far a received number holds. Only ``VALID`` passed every check that there is."""

    VALID = "valid"
    FORMAT_ONLY = "format_only"
    BAD_FORMAT = "bad_format"
    BAD_CHECK = "bad_check"
    UNKNOWN_CODE = "unknown_code"
    # A code that held once: a division or a class that was replaced.
    HISTORICAL = "historical"
    # A code of the statistics bureau that the standard itself does not list.
    STATISTICAL = "statistical"


@dataclass(frozen=True, slots=True)
class Identifier:
    """A received number: the ``raw`` text is never altered, ``normal`` is the form to compare by.

    ``normal`` is empty where the text is no such number. ``suggestion`` is what was probably
    meant; nobody but a person puts it in the place of what was received.
    """

    kind: str
    raw: str
    normal: str
    verdict: Verdict
    message: str = ""
    suggestion: str = ""

    @property
    def is_usable(self) -> bool:
        """Say whether the number can name something: a bad check digit is a warning only."""
        return self.verdict not in (Verdict.BAD_FORMAT, Verdict.UNKNOWN_CODE)

    @property
    def is_clean(self) -> bool:
        """Say whether the number passed every check and was received in its normal form."""
        return self.verdict is Verdict.VALID and self.normal == self.raw


_UNSEEN = re.compile(r"[\s\u200b-\u200f\u2060\ufeff\u00a0\u3000]+")


def folded(raw: str) -> str:
    """Return ``raw`` after NFKC, in capitals, without spaces, unseen signs and Excel's quote.

    Digits of other scripts become ours, so that one number has one form.
    """
    text = raw
    if not raw.isascii():
        folded_width = unicodedata.normalize("NFKC", raw)
        text = "".join(str(int(sign)) if sign.isdecimal() else sign for sign in folded_width)
    return _UNSEEN.sub("", text).lstrip("'").upper()
