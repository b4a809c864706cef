"""Where one target is heading, from the same figures as its standing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from zhiqiang.domains.plans.commitments import commitments
from zhiqiang.domains.plans.models import Target
from zhiqiang.domains.plans.outlook import Outlook, outlook
from zhiqiang.domains.plans.queries.standings import _Case, _numbered, _prepare, _stand
from zhiqiang.domains.plans.standing import Standing
from zhiqiang.records.indicators import queries as indicators


@dataclass(frozen=True, slots=True)
class TargetOutlook:
    """A target as it stands, and where it is heading; without figures there is no outlook."""

    standing: Standing
    outlook: Outlook | None


def outlook_of(target: Target, as_of: date) -> TargetOutlook:
    """Return the standing of a numbered target with its outlook."""
    programme, known = target.programme, indicators.catalogue()
    groups = commitments(_numbered(programme), as_of.year, known)
    group = next(g for g in groups if any(one.code == target.code for one in g.places))
    own = next(one for one in group.places if one.code == target.code)
    standing = _stand(programme, [(group, own)], as_of)[0]
    case = _prepare(programme, group, own, known, as_of)
    if not isinstance(case, _Case) or standing.value is None:
        return TargetOutlook(standing, None)
    return TargetOutlook(standing, outlook(standing, case.promise, case.need.on))
