"""What everybody may read of the challenges of a record, and the way to make one."""

from __future__ import annotations

from dataclasses import dataclass

from zhiqiang.records.casework.public import PublicCase, cases_about
from zhiqiang.records.casework.queries import Service, services_about


@dataclass(frozen=True, slots=True)
class Challenges:
    """The public cases about a record, newest first, and the services that take another."""

    cases: tuple[PublicCase, ...]
    services: tuple[Service, ...]


def challenges(subject: str, subject_id: int) -> Challenges:
    """Return the challenges of a record that the one who asks may see."""
    return Challenges(tuple(cases_about(subject, subject_id)), tuple(services_about(subject)))
