"""Writes to the register."""

from zhiqiang.records.registry.actions.clearing import read_clear
from zhiqiang.records.registry.actions.correcting import (
    EVIDENCE,
    Overtaken,
    Stated,
    correct_fact,
    withdraw_correction,
)
from zhiqiang.records.registry.actions.headings import forget_heading, teach_headings
from zhiqiang.records.registry.actions.importing import Watch, import_file
from zhiqiang.records.registry.actions.judging import judge_apart, judge_same, take_back
from zhiqiang.records.registry.actions.pairing import Paired, find_pairs
from zhiqiang.records.registry.actions.previewing import (
    Preview,
    preview_file,
    save_refused,
    saved_refused,
)
from zhiqiang.records.registry.actions.recording import (
    Designated,
    HappenedTo,
    Held,
    Published,
    record_activity,
    record_designation,
    record_event,
    record_statistic,
)
from zhiqiang.records.registry.actions.result import ImportResult
from zhiqiang.records.registry.actions.scoring import score_if_new, score_register
from zhiqiang.records.registry.actions.undoing import check_undo, reasons_against, undo_import

__all__ = [
    "EVIDENCE",
    "Designated",
    "HappenedTo",
    "Held",
    "ImportResult",
    "Paired",
    "Overtaken",
    "Preview",
    "Published",
    "Stated",
    "Watch",
    "check_undo",
    "find_pairs",
    "correct_fact",
    "forget_heading",
    "import_file",
    "judge_apart",
    "judge_same",
    "preview_file",
    "read_clear",
    "reasons_against",
    "record_activity",
    "record_designation",
    "record_event",
    "record_statistic",
    "save_refused",
    "saved_refused",
    "score_if_new",
    "score_register",
    "take_back",
    "teach_headings",
    "undo_import",
    "withdraw_correction",
]
