"""A project of patent navigation with a sample, a run and an alert, which officials see alone."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.utils import timezone

from zhiqiang.domains.landscapes import actions
from zhiqiang.records.accounts.actions import register_person
from zhiqiang.records.files import actions as files

SECRET = "四季-青山-2719-桥"
RULES = {
    "unit": "family", "kinds": ["invention"], "day": "filed_on", "since": "2015-01-01",
    "until": "2023-12-31", "as_of": "2023-12-31",
}  # fmt: skip


def add_landscapes(region: str, mark: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the arguments of a project, and of one with ``mark`` in it; both are hidden."""
    analyst = register_person("user_analyst", "某分析", "administrator", SECRET)
    return _project(analyst, region, "阀门"), _project(analyst, region, mark)


def _project(analyst: Any, region: str, name: str) -> dict[str, Any]:
    told = actions.Opened("industry", f"{name}导航", f"{name}？", "某局", region, date(2024, 1, 1))
    made = actions.open_project(analyst, told)

    def do(act: Any, *given: Any, **more: Any) -> Any:
        made.refresh_from_db()
        return act(analyst, made.pk, made.version, *given, **more)

    do(actions.state_field, "名称=阀门")
    branch = do(actions.draw_branch, actions.Drawn(f"{name}密封", "名称=密封", name))
    do(actions.set_rules, RULES)
    sample = do(actions.draw_sample, "precision")
    run = do(actions.run_analyses)
    path = Path(settings.HOME) / f"{name}.pdf"
    path.write_bytes(b"%PDF-1.4 " + name.encode())
    run.printed, run.printed_at = files.keep(path), timezone.now()
    run.save()
    do(actions.write_passage, "trend", f"{name}上升。")
    watch = do(actions.set_watch, f"{name}对手", "名称=密封", "red", name)
    right = sample.rights.first().right_id
    alert = apps.get_model("landscapes", "WatchAlert").objects.create(
        watch=watch, snapshot=1, right_id=right, number="1", title=f"{name}新"
    )
    assert branch.hits
    return {"landscape_id": made.pk, "sample_id": sample.pk, "alert_id": alert.pk}
