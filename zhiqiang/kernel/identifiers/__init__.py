"""Numbers that name rights and parties: raw text, normal form and verdict, kept apart."""

from zhiqiang.kernel.identifiers.application_number import (
    application_check_digit,
    parse_application_number,
)
from zhiqiang.kernel.identifiers.classifications import EndedSymbols, parse_ipc, parse_locarno
from zhiqiang.kernel.identifiers.credit_code import parse_credit_code, parse_organisation_code
from zhiqiang.kernel.identifiers.examples import Judged, judge_file
from zhiqiang.kernel.identifiers.identity import identity
from zhiqiang.kernel.identifiers.international import parse_pct_number, parse_trademark_number
from zhiqiang.kernel.identifiers.kinds import BY_NAME, KINDS, References, recognise
from zhiqiang.kernel.identifiers.publication_number import (
    Publication,
    is_grant,
    parse_publication_number,
    publication_key,
    read_publication,
)
from zhiqiang.kernel.identifiers.registrations import (
    parse_layout_number,
    parse_software_number,
    parse_variety_number,
    parse_work_number,
)
from zhiqiang.kernel.identifiers.verdict import Identifier, Verdict

__all__ = [
    "BY_NAME",
    "KINDS",
    "EndedSymbols",
    "Identifier",
    "Judged",
    "Publication",
    "References",
    "Verdict",
    "application_check_digit",
    "identity",
    "is_grant",
    "judge_file",
    "parse_application_number",
    "parse_credit_code",
    "parse_ipc",
    "parse_layout_number",
    "parse_locarno",
    "parse_organisation_code",
    "parse_pct_number",
    "parse_publication_number",
    "parse_software_number",
    "parse_trademark_number",
    "parse_variety_number",
    "parse_work_number",
    "publication_key",
    "read_publication",
    "recognise",
]
