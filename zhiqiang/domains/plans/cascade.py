"""Whether plans of two levels fit: what a child promises against its parent's target. Pure.

Counts and amounts add up: the children together should reach the parent's target. Shares, rates
and growths do not: each child should be no looser than its parent.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from zhiqiang.domains.plans import units, words
from zhiqiang.kernel.finding import Finding, Severity


@dataclass(frozen=True, slots=True)
class Promise:
    """A target as it is compared: what of, for which year, on which basis, how much."""

    code: str
    identity: str
    key: str
    name: str
    year: int | None
    basis: str
    operator: str
    value: Decimal
    unit: str
    is_down: bool = False

    @property
    def is_additive(self) -> bool:
        """Say whether the values of the parts make the whole."""
        unit = units.parse(units.of_target(self.name, self.unit))
        return self.basis != "growth" and unit.word != "%" and not unit.is_per_people

    @property
    def amount(self) -> str:
        return words.amount(self.value, self.unit, 6)


@dataclass(frozen=True, slots=True)
class Balance:
    """A parent's target, what its children are given or promise, and what remains."""

    promise: Promise
    parts: tuple[tuple[str, str, Decimal | None], ...]

    @property
    def given(self) -> Decimal:
        return sum((value for _, _, value in self.parts if value is not None), Decimal(0))

    @property
    def remainder(self) -> Decimal:
        """Return what is not given out; negative where more is given than promised."""
        return self.promise.value - self.given


def matching(wanted: Promise, among: Iterable[Promise]) -> Promise | None:
    """Return the target for the same indicator, year and basis, in a unit that can be converted."""
    for one in among:
        same = one.key == wanted.key and one.year == wanted.year and one.basis == wanted.basis
        if wanted.key and same and units.factor(one.unit, wanted.unit) is not None:
            return one
    return None


def in_unit_of(one: Promise, wanted: Promise) -> Decimal:
    """Return the value of ``one`` in the unit of ``wanted``."""
    factor = units.factor(one.unit, wanted.unit)
    assert factor is not None
    return one.value * factor


def check_child(
    parent: Sequence[Promise], child: Sequence[Promise], shares: Mapping[str, Decimal]
) -> list[Finding]:
    """Return where a child's plan falls short of its parent's; ``shares`` are by identity."""
    found = []
    for wanted in parent:
        own = matching(wanted, child)
        share = shares.get(wanted.identity)
        if own is None:
            found += _missing(wanted, child, share)
            continue
        value = in_unit_of(own, wanted)
        if share is not None:
            if _is_looser(value, share, wanted):
                message = (
                    f"“{own.name}”本级承诺 {own.amount}，上级分解数为 "
                    f"{words.amount(share, wanted.unit, 6)}。请提高目标，或与上级核实分解数。"
                )
                found.append(Finding(Severity.WARNING, "below_share", message))
        elif not wanted.is_additive and _is_looser(value, wanted.value, wanted):
            message = f"“{own.name}”本级承诺 {own.amount}，宽于上级的 {wanted.amount}，请核对。"
            found.append(Finding(Severity.WARNING, "looser_than_parent", message))
        elif not wanted.is_additive and _is_looser(wanted.value, value, wanted):
            message = f"“{own.name}”本级承诺 {own.amount}，严于上级的 {wanted.amount}。"
            found.append(Finding(Severity.NOTICE, "stricter_than_parent", message))
        elif wanted.is_additive and not wanted.is_down and value > wanted.value:
            message = (
                f"“{own.name}”本级承诺 {own.amount}，超过上级全部目标 {wanted.amount}，请核对。"
            )
            found.append(Finding(Severity.NOTICE, "above_parent", message))
    return found


def _missing(wanted: Promise, child: Sequence[Promise], share: Decimal | None) -> list[Finding]:
    later = [
        one
        for one in child
        if one.key == wanted.key and one.basis == wanted.basis and one.year and wanted.year
    ]
    if share is not None:
        message = (
            f"上级分解的“{wanted.name}”（{_year(wanted)}{words.amount(share, wanted.unit, 6)}）"
            "在本级规划中没有对应的目标，请补充。"
        )
        return [Finding(Severity.WARNING, "share_without_target", message)]
    if later and all((one.year or 0) > (wanted.year or 0) for one in later):
        message = f"“{wanted.name}”上级定于 {wanted.year} 年，本级定于 {later[0].year} 年，时限宽于上级，请核对。"
        return [Finding(Severity.WARNING, "later_than_parent", message)]
    return []


def _year(one: Promise) -> str:
    return f"{one.year} 年 " if one.year else ""


def _is_looser(value: Decimal, than: Decimal, wanted: Promise) -> bool:
    return value > than if wanted.is_down else value < than


def check_children(
    parent: Sequence[Promise],
    children: Mapping[str, Sequence[Promise]],
    names: Mapping[str, str],
) -> list[Finding]:
    """Return where the children together do not reach the parent; ``names`` are all its children.

    As long as a child has no plan here nothing is wrong yet: one remark says what is short so far.
    """
    found, so_far = [], []
    waited_for = [name for code, name in names.items() if code not in children]
    for wanted in parent:
        if not wanted.is_additive or wanted.is_down:
            continue
        own = {code: matching(wanted, rows) for code, rows in children.items()}
        values = [in_unit_of(one, wanted) for one in own.values() if one is not None]
        total = sum(values, Decimal(0))
        if not values or total >= wanted.value:
            continue
        short = words.amount(wanted.value - total, wanted.unit, 6)
        if waited_for:
            so_far.append(f"“{wanted.name}”差 {short}")
            continue
        said = f"“{wanted.name}”本级承诺 {wanted.amount}，{len(values)} 个下级合计 {words.amount(total, wanted.unit, 6)}，差 {short}"
        without = [name for code, name in names.items() if own.get(code) is None]
        if without:
            message = f"{said}；{len(without)} 个下级（{_some(without)}）没有这一目标。"
            found.append(Finding(Severity.NOTICE, "children_without_target", message))
        else:
            message = f"{said}，全部下级都已有这一目标。请提高下级目标，或说明差额由谁承担。"
            found.append(Finding(Severity.WARNING, "children_short", message))
    if so_far:
        message = (
            f"{len(waited_for)} 个下级（{_some(waited_for)}）的规划没有载入，"
            f"按已载入的下级合计：{'、'.join(so_far)}。载入其余下级的规划后再核对。"
        )
        found.append(Finding(Severity.NOTICE, "children_short_so_far", message))
    return found


def _some(names: Sequence[str]) -> str:
    return "、".join(names[:6]) + ("等" if len(names) > 6 else "")
