"""A closed period and a reported value for the world of the matrix."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from django.apps import apps

from zhiqiang.records.files import actions as files


def add_figures(home: Path, region: str, snapshot: int) -> dict[str, int]:
    """Leave a locked period close and a report with evidence; return their ids by argument."""
    close = apps.get_model("indicators", "PeriodClose").objects.create(
        region_code=region, period="2024", as_of=date(2024, 12, 31), snapshot=snapshot,
        state="locked",
    )  # fmt: skip
    letter = home / "佐证.txt"
    letter.write_text("满意度调查结果。", encoding="utf-8")
    report = apps.get_model("indicators", "ReportedFigure").objects.create(
        indicator="satisfaction", region_code=region, as_of=date(2024, 12, 31), value=82,
        body="某局", person="某甲", evidence=files.keep(letter), evidence_name="佐证.txt",
    )  # fmt: skip
    return {"close_id": close.pk, "report_id": report.pk}
