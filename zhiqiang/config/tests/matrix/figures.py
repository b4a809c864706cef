"""Closed periods, drafts and reported values for the world of the matrix."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from django.apps import apps

from zhiqiang.records.files import actions as files


def add_figures(
    home: Path, region: str, snapshot: int, marks: dict[str, tuple[str, str]]
) -> tuple[dict[str, int], dict[str, int]]:
    """Leave a locked period close, one that is still worked on, and a report with evidence.

    Return the ids of what is open and of the hidden close, by argument.
    """
    locked = _close(region, snapshot, 2024, "locked")
    draft = _close(region, snapshot, 2023, "filled")
    draft.steps.create(act="fill", username="someone", person="某丙", note=marks["close"][0])
    name = f"{marks['report'][0]}.txt"
    letter = home / name
    letter.write_text("满意度调查结果。", encoding="utf-8")
    report = apps.get_model("indicators", "ReportedFigure").objects.create(
        indicator="satisfaction", region_code=region, as_of=date(2024, 12, 31), value=82,
        body="某局", person=marks["report"][0], evidence=files.keep(letter), evidence_name=name,
    )  # fmt: skip
    return {"close_id": locked.pk, "report_id": report.pk}, {"close_id": draft.pk}


def _close(region: str, snapshot: int, year: int, state: str) -> Any:
    return apps.get_model("indicators", "PeriodClose").objects.create(
        region_code=region, period=str(year), as_of=date(year, 12, 31), snapshot=snapshot,
        state=state,
    )  # fmt: skip
