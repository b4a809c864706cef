"""What sources say otherwise than one another, for the pages of a fact and for quality."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from zhiqiang.records.registry.correctable import Correctable, field_of
from zhiqiang.records.registry.models import Claim
from zhiqiang.records.registry.queries.corrections import corrections_of
from zhiqiang.records.registry.queries.visibility import shown_text
from zhiqiang.records.registry.trust import source_trust


@dataclass(frozen=True, slots=True)
class Said:
    """What one origin says of a field, and where; ``is_carried``: the register shows it."""

    claim: Claim
    origin: str
    shown: str
    is_carried: bool


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A field of a fact of which origins say different things; ``is_decided``: an official corrected it."""

    field: Correctable
    said: tuple[Said, ...]
    is_decided: bool


def contradictions_of(
    subject: str, facts: Sequence[Any], person: Any
) -> dict[int, list[Contradiction]]:
    """Return the contradictions about some facts by id; nothing for who may not see origins.

    Two queries, whatever the number of facts; one where nothing is contradicted.
    """
    by_id = {one.pk: one for one in facts}
    claims = Claim.objects.visible_to(person).filter(subject=subject, subject_id__in=list(by_id))
    found: dict[tuple[int, str], list[Claim]] = {}
    for one in claims.select_related("batch").order_by("subject_id", "field", "-batch_id"):
        found.setdefault((one.subject_id, one.field), []).append(one)
    apart = {key: some for key, some in found.items() if len({x.value for x in some}) > 1}
    if not apart:
        return {}
    held = {
        (one.subject_id, one.field)
        for one in corrections_of(subject, list(by_id), person, is_holding=True)
    }
    names = {one.key: one.zh for one in source_trust().origins}
    out: dict[int, list[Contradiction]] = {}
    for (fact, name), some in apart.items():
        field = field_of(subject, name)
        carried = field.held(by_id[fact])
        said = tuple(
            Said(
                one,
                names.get(one.origin, ""),
                field.shown(shown_text(by_id[fact], name, one.value, person)),
                one.value == carried,
            )
            for one in some
        )
        told = Contradiction(field, said, (fact, name) in held)
        out.setdefault(fact, []).append(told)
    return out
