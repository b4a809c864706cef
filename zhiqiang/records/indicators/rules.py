"""The catalogue as figures need it: indicators, parameters, criteria, with the bureau's own values.

A file of the same name under ``parameters`` of the home folder takes the place of the one that
ships; a bureau sets the year of the population or the age base of criteria there.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from zhiqiang.engines.metrics import (
    Concordance,
    Criteria,
    Indicator,
    Parameter,
    Rules,
    check_references,
)
from zhiqiang.kernel import catalogue as files
from zhiqiang.kernel.errors import BadCatalogue


def rules() -> Rules:
    """Return the rules of this installation, read once as long as its own files stay the same."""
    own = Path(settings.HOME) / "parameters"
    changed = tuple(sorted((str(p), p.stat().st_mtime_ns) for p in own.glob("*.yml")))
    return _load(Path(settings.CATALOGUE), changed)


def parameter_file(name: str) -> Path:
    """Return the file of a parameter: the installation's own, else the one that ships."""
    own = Path(settings.HOME) / "parameters" / f"{name}.yml"
    return own if own.exists() else Path(settings.CATALOGUE) / "parameters" / own.name


@lru_cache(maxsize=4)
def _load(shipped: Path, changed: tuple[tuple[str, int], ...]) -> Rules:
    indicators = files.load_folder(shipped / "indicators", Indicator)
    parameters: dict[str, Parameter] = {}
    criteria: dict[str, Criteria] = {}
    for indicator in indicators.values():
        for version in indicator.versions:
            for place in ("measure", "numerator", "denominator"):
                measure = getattr(version, place, None)
                offset = getattr(measure, "offset", None)
                if offset is not None and offset not in parameters:
                    parameters[offset] = files.load(parameter_file(offset), Parameter)
                meets = getattr(measure, "meets", None)
                if meets is not None and meets not in criteria:
                    criteria[meets] = files.load(parameter_file(meets), Criteria)
    faults = check_references(indicators, set(criteria))
    if faults:
        raise BadCatalogue(f"指标目录 {shipped / 'indicators'} 有误：{'；'.join(faults)}")
    return Rules(indicators, parameters, criteria, _concordances(criteria))


def _concordances(criteria: dict[str, Criteria]) -> dict[str, Concordance]:
    """Return the classification tables that were loaded; none has to be there."""
    names = {
        name
        for one in criteria.values()
        for criterion in one.criteria.values()
        if (name := getattr(criterion.rule, "concordance", None)) is not None
    }
    found = {name: parameter_file(name) for name in sorted(names)}
    return {name: files.load(path, Concordance) for name, path in found.items() if path.exists()}
