"""The score of a survey with its error."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

#: the 97.5 % point of the normal distribution
_Z = Decimal("1.959964")
_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Stratum:
    """One stratum: how many there are, how many were asked, and what each answer counts."""

    name: str
    population: int
    asked: int
    values: tuple[Decimal, ...]


@dataclass(frozen=True, slots=True)
class Score:
    """A score of 0 to 100 with its error; ``reason`` says why there is none.

    ``joined`` names strata that had too few answers and were counted with others.
    """

    answers: int
    asked: int
    population: int
    mean: Decimal | None = None
    error: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    reason: str = ""
    joined: tuple[str, ...] = ()

    @property
    def response_rate(self) -> Decimal | None:
        """Return the answers per hundred asked."""
        return _round(Decimal(self.answers) * 100 / self.asked) if self.asked else None


def score(strata: Sequence[Stratum], least: int) -> Score:
    """Return mean, standard error and 95 % interval, or why there are too few answers for them.

    Stratified mean Σ Wₕȳₕ with Wₕ = Nₕ/N, variance Σ Wₕ²(1 − nₕ/Nₕ)sₕ²/nₕ with the finite population
    correction, sₕ² over nₕ − 1; interval ± 1.96 standard errors (Cochran, Sampling Techniques, 3rd
    ed. 1977, formulas 5.1, 5.13 and 5.15); one stratum is the simple random sample (2.2, 2.20).
    A stratum with fewer than two answers, unless it is answered whole, is counted with the smallest
    other one. That those who answer are like those who do not is assumed, not corrected for.
    """
    kept, joined = _joined([one for one in strata if one.population])
    answers, asked = sum(len(one.values) for one in kept), sum(one.asked for one in kept)
    population = sum(one.population for one in kept)
    if answers < least or any(not one.values for one in kept):
        reason = f"有效答卷 {answers} 份，不足 {least} 份，不能公布得分。"
        return Score(answers, asked, population, reason=reason)
    if any(len(one.values) < 2 < one.population for one in kept):
        return Score(answers, asked, population, reason="答卷太少，不能估计误差。")
    mean = variance = Decimal(0)
    for one in kept:
        share = Decimal(one.population) / population
        count = Decimal(len(one.values))
        own = sum(one.values, Decimal(0)) / count
        mean += share * own
        if len(one.values) < one.population:
            spread = sum(((value - own) ** 2 for value in one.values), Decimal(0)) / (count - 1)
            variance += share**2 * (1 - count / one.population) * spread / count
    error = variance.sqrt()
    return Score(
        answers,
        asked,
        population,
        mean=_round(mean),
        error=_round(error),
        low=_round(max(Decimal(0), mean - _Z * error)),
        high=_round(min(Decimal(100), mean + _Z * error)),
        joined=tuple(joined),
    )


def _joined(strata: list[Stratum]) -> tuple[list[Stratum], list[str]]:
    """Join each stratum with too few answers to the smallest other one; return the joined names."""
    joined: list[str] = []
    while len(strata) > 1:
        poor = [one for one in strata if len(one.values) < min(2, one.population)]
        if not poor:
            break
        first = min(poor, key=lambda one: (one.population, one.name))
        others = [one for one in strata if one is not first]
        other = min(others, key=lambda one: (one.population, one.name))
        name = f"{other.name}、{first.name}"
        both = Stratum(
            name, first.population + other.population, first.asked + other.asked,
            first.values + other.values,
        )  # fmt: skip
        strata = [both, *(one for one in others if one is not other)]
        joined = [one for one in joined if one not in (first.name, other.name)] + [name]
    return strata, joined


def by_stratum(
    population: Mapping[str, int], asked: Mapping[str, int], values: Mapping[str, Sequence[Decimal]]
) -> list[Stratum]:
    """Return the strata of a frame with their answers."""
    return [
        Stratum(name, count, asked.get(name, 0), tuple(values.get(name, ())))
        for name, count in population.items()
    ]


def _round(value: Decimal) -> Decimal:
    return value.quantize(_CENT, ROUND_HALF_UP)
