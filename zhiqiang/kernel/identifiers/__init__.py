"""Numbers that name rights and parties: raw text, normal form and verdict, kept apart."""

from zhiqiang.kernel.identifiers.application_number import (
    application_check_digit,
    parse_application_number,
)
from zhiqiang.kernel.identifiers.credit_code import parse_credit_code
from zhiqiang.kernel.identifiers.international import parse_pct_number, parse_trademark_number
from zhiqiang.kernel.identifiers.publication_number import (
    Publication,
    is_grant,
    parse_publication_number,
    publication_key,
    read_publication,
)
from zhiqiang.kernel.identifiers.verdict import Identifier, Verdict

__all__ = [
    "Identifier",
    "Publication",
    "Verdict",
    "application_check_digit",
    "is_grant",
    "parse_application_number",
    "parse_credit_code",
    "parse_pct_number",
    "parse_publication_number",
    "parse_trademark_number",
    "publication_key",
    "read_publication",
]
