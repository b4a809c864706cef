"""Who may do what about the work of a programme."""

from __future__ import annotations

from typing import Any

from zhiqiang.records.accounts import rights

#: issue work lists, check progress, supervise, report, score
RUN = "run_programmes"
#: report for a body
REPORT = "report_progress"


def may_run(person: Any) -> bool:
    """Say whether ``person`` runs programmes: issues lists, checks, supervises."""
    return rights.may(person, RUN)


def require_run(person: Any) -> None:
    """Raise ``Refused`` unless ``person`` runs programmes."""
    rights.require(person, RUN)


def may_report(person: Any, body: Any) -> bool:
    """Say whether ``person`` reports for ``body``; nobody reports for a body that is not known."""
    return body is not None and rights.may(person, REPORT, body)
