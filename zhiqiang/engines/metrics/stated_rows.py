"""The relation of figures that other bodies published."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from zhiqiang.engines.metrics.placing import PARAMETERS
from zhiqiang.engines.metrics.shapes import NUMBER, SHAPES


def published() -> ir.Table:
    """Return the figures of one key in a region and its parts, in a range of years."""
    table = SHAPES["statistics"].unbound("statistics")
    return table.filter(
        table.key == PARAMETERS["statistic"],
        table.region_code.between(PARAMETERS["low"], PARAMETERS["high"]),
        table.year.between(PARAMETERS["from_year"], PARAMETERS["to_year"]),
    ).select(
        id=table.id,
        identifier=table.region_code,
        name=table.key,
        on=ibis.null().cast("date"),
        amount=table.value.cast(NUMBER),
        met=ibis.literal(""),
        year=table.year,
    )
