"""What the address of a list of targets may ask for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from zhiqiang.domains.plans import words
from zhiqiang.domains.plans.lamps import Lamp
from zhiqiang.domains.plans.models import Target
from zhiqiang.domains.plans.standing import Standing
from zhiqiang.ui.asked import BadAddress

LAMPS = {str(lamp): lamp.word for lamp in Lamp}
LINKS = {"linked": "已对应", "open": "待确认"}
ORDERS = {"text": "原文次序", "lag": "滞后在前"}


@dataclass(frozen=True, slots=True)
class Filters:
    """Lamp, link, basis and words; empty means all. ``order`` is that of the text or of the lag."""

    lamp: str = ""
    link: str = ""
    basis: str = ""
    q: str = ""
    order: str = "text"

    @property
    def is_empty(self) -> bool:
        return not (self.lamp or self.link or self.basis or self.q)

    def rank(self, one: Standing) -> Decimal:
        """Return what a standing is sorted by: furthest behind first, without data last."""
        if self.order == "text":
            return Decimal(one.target.position)
        return Decimal("Infinity") if one.lag is None else -one.lag

    def keeps(self, one: Standing, texts: Iterable[str] = ()) -> bool:
        """Say whether a standing passes; ``texts`` are searched beside its own words."""
        target = one.target
        linked = "linked" if target.indicator_key else "open"
        return (
            self.lamp in ("", str(one.lamp))
            and self.link in ("", linked)
            and self.basis in ("", target.basis)
            and self._speaks_of(target, texts)
        )

    def _speaks_of(self, target: Target, texts: Iterable[str]) -> bool:
        if not self.q:
            return True
        return any(self.q in text for text in (target.indicator_name, target.quote, *texts))


def read_filters(query: Mapping[str, str]) -> Filters:
    """Read the filters of an address, or raise ``BadAddress`` with what would be right."""
    lamp = _one_of(query, "lamp", "亮灯", LAMPS)
    link = _one_of(query, "link", "对应情况", LINKS)
    basis = _one_of(query, "basis", "口径", words.BASES)
    order = _one_of(query, "order", "排列", ORDERS) or "text"
    return Filters(lamp, link, basis, query.get("q", "").strip()[:60], order)


def _one_of(query: Mapping[str, str], name: str, label: str, choices: Mapping[str, str]) -> str:
    value = query.get(name, "").strip()
    if value and value not in choices:
        raise BadAddress(f"{label}“{value[:20]}”无效，可选{'、'.join(choices.values())}。")
    return value
