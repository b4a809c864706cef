"""The targets of a page as a table file: exactly what is seen, with where it comes from."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from zhiqiang.domains.plans import words
from zhiqiang.domains.plans.models import Programme, Target
from zhiqiang.domains.plans.standing import Standing
from zhiqiang.ui.exports import cell

HEADINGS = (
    "目标", "对象", "承诺", "期限", "口径", "实际", "单位", "计算至", "差距", "亮灯", "理由", "原文", "数据来源",
)  # fmt: skip


def standings_as_csv(of: Programme, standings: Iterable[Standing]) -> str:
    """Return a CSV text with a byte order mark, as spreadsheet programs expect Chinese in it."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([cell(one) for one in ("规划", of.title, of.number, of.region_name)])
    writer.writerow(HEADINGS)
    writer.writerows(_row(one) for one in standings)
    return "\ufeff" + out.getvalue()


def _due(target: Target) -> str:
    if target.is_mean and target.basis == "annual":
        return words.MEAN
    return "每年" if target.is_every_year else str(target.year or "未写年份")


def _row(one: Standing) -> Sequence[str]:
    target = one.target
    cells = (
        target.indicator_name,
        target.subject,
        one.promised,
        _due(target),
        words.BASES.get(target.basis, "未写明"),
        "" if one.value is None else f"{one.value.normalize():f}",
        one.unit,
        one.judged_on.isoformat() if one.judged_on else "",
        one.gap,
        one.lamp.word,
        one.reason,
        target.quote,
        one.figure.origin if one.figure else "",
    )
    is_number = 5
    return [text if place == is_number else cell(text) for place, text in enumerate(cells)]
