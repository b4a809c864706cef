"""The catalogue as figures need it: indicators, parameters, criteria, with the bureau's own values.

A file of the same name under ``parameters`` of the home folder takes the place of the one that
ships; a bureau sets the year of the population or the age base of criteria there. Files under
``indicators`` there are indicators of its own, or those that ship with versions of its own below.
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
from zhiqiang.records.accounts.parameters import parameter_file


def rules() -> Rules:
    """Return the rules of this installation, read once as long as its own files stay the same."""
    home = Path(settings.HOME)
    own = sorted([*(home / "parameters").glob("*.yml"), *own_folder().glob("*.yml")])
    changed = tuple((str(path), path.stat().st_mtime_ns, path.stat().st_size) for path in own)
    return _load(Path(settings.CATALOGUE), own_folder(), changed)


def own_folder() -> Path:
    """Return where this installation keeps indicators of its own and its own later versions."""
    return Path(settings.HOME) / "indicators"


def is_own(key: str) -> bool:
    """Say whether an indicator, or a version of it, is this installation's own."""
    return (own_folder() / f"{key}.yml").exists()


def shipped_file(key: str) -> Path:
    """Return the file of an indicator that ships, whether it is there or not."""
    return Path(settings.CATALOGUE) / "indicators" / f"{key}.yml"


def with_indicator(indicator: Indicator) -> Rules:
    """Return the rules as they would be with an indicator in the place of that of its key.

    Raises ``BadCatalogue`` that says what does not fit to the other indicators.
    """
    return _assembled({**rules().indicators, indicator.key: indicator})


@lru_cache(maxsize=4)
def _load(shipped: Path, own: Path, changed: tuple[tuple[str, int, int], ...]) -> Rules:
    indicators = files.load_folder(shipped / "indicators", Indicator)
    if own.is_dir():
        indicators |= files.load_folder(own, Indicator)
    return _assembled(indicators)


def _assembled(indicators: dict[str, Indicator]) -> Rules:
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
        raise BadCatalogue(f"指标目录有误：{'；'.join(faults)}。")
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
