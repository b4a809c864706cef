"""What people do with figures: publish, report, close a period, correct."""

from zhiqiang.records.indicators.actions.closing import (
    approve_period,
    check_period,
    fill_period,
    lock_period,
    may_fill,
    prepare_period,
    return_period,
)
from zhiqiang.records.indicators.actions.defining import keep_definition, take_back_definition
from zhiqiang.records.indicators.actions.freezing import correct_figures, publish_figures
from zhiqiang.records.indicators.actions.reporting import report_figure
from zhiqiang.records.indicators.actions.snapshots import publish_snapshot

__all__ = [
    "approve_period",
    "check_period",
    "correct_figures",
    "fill_period",
    "keep_definition",
    "lock_period",
    "may_fill",
    "prepare_period",
    "publish_figures",
    "publish_snapshot",
    "report_figure",
    "return_period",
    "take_back_definition",
]
