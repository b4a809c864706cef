"""One key for all writings of one number: old and new number systems name the same thing.

A patent application of before October 2003 keeps its eight digits for ever, yet some exports write
it long; the organisation code of a firm lives on inside its credit code; software numbers grew a
zero. The keys of this module are for comparing, never for printing.
"""

from __future__ import annotations

from zhiqiang.kernel.identifiers.publication_number import publication_key, read_publication
from zhiqiang.kernel.identifiers.verdict import Identifier


def identity(found: Identifier) -> str:
    """Return the key of what a number names; empty where the text is no such number."""
    if not found.is_usable or not found.normal:
        return ""
    if found.kind == "application_number":
        return f"CN:{long_application(found.normal)}"
    if found.kind == "publication_number":
        return publication_key(read_publication(found.normal))
    if found.kind == "credit_code":
        return f"ORG:{found.normal[8:17]}"
    if found.kind == "organisation_code":
        return f"ORG:{found.normal.replace('-', '')}"
    if found.kind == "software_number":
        year, _, serial = found.normal.partition("SR")
        return f"SR:{year}{serial:0>7}"
    return f"{found.kind}:{found.normal}"


def long_application(normal: str) -> str:
    """Return the twelve digits of an application: 95115608.X and 199510015608 are one.

    The old serial had five digits, the new one has seven; the check digit names nothing.
    """
    body = normal.partition(".")[0]
    if len(body) == 12:
        return body
    century = "19" if int(body[:2]) >= 85 else "20"
    return f"{century}{body[:3]}00{body[3:]}"
