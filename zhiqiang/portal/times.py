"""The two clocks of the register: on which day, and as known when.

``on`` is a day of the facts: what was filed, held and in force then. ``known`` is a snapshot, by
number or by a day on which it was the newest: what the register knew when it was published.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest

from zhiqiang.kernel.errors import NotFound
from zhiqiang.records.indicators import known
from zhiqiang.records.indicators import queries as indicators
from zhiqiang.ui.asked import BadAddress, read_day
from zhiqiang.ui.templatetags.figures import moment

#: so many snapshots can be chosen from; an older one is asked for by its number or a day
OFFERED = 50


@dataclass(frozen=True, slots=True)
class Times:
    """What a page of the register is asked for; None is today, and what is known now."""

    on: date | None
    snapshot: Any | None

    @property
    def known(self) -> str:
        return str(self.snapshot.number) if self.snapshot else ""

    @property
    def query(self) -> str:
        """Return what keeps both in an address."""
        told = {"on": self.on.isoformat() if self.on else "", "known": self.known}
        kept = {name: text for name, text in told.items() if text}
        return f"?{urlencode(kept)}" if kept else ""

    @property
    def said(self) -> str:
        """Return both in words, for a heading or a file."""
        parts = [f"{self.on} 当日" if self.on else ""]
        if self.snapshot:
            parts.append(
                f"按快照 {self.snapshot.number}（{moment(self.snapshot.published_at)} 发布）所知"
            )
        return " · ".join(part for part in parts if part)


def times(request: HttpRequest) -> Times:
    """Read both from the address."""
    on, asked_for = (request.GET.get(name, "").strip() for name in ("on", "known"))
    day = read_day(on) if on else None
    if day is not None and not 1985 <= day.year <= 2100:
        raise BadAddress(f"状态日期 {day} 超出范围，应在 1985 年至 2100 年之间。")
    return Times(day, _snapshot(asked_for) if asked_for else None)


def _snapshot(text: str) -> Any:
    try:
        if re.fullmatch(r"[0-9]{1,7}", text):
            return indicators.snapshot(int(text))
        return known.snapshot_by(read_day(text))
    except NotFound as error:
        raise BadAddress(str(error)) from error


def offered() -> list[tuple[str, str]]:
    """Return the newest snapshots to choose from: number and words."""
    newest = indicators.snapshots()[:OFFERED]
    return [(str(one.number), f"快照 {one.number}（{moment(one.published_at)}）") for one in newest]
