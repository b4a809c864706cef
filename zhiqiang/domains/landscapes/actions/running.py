"""Run all analyses on the newest snapshot and keep what they gave."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.timezone import localdate

from zhiqiang.domains.landscapes.actions.opening import held, touch, write
from zhiqiang.domains.landscapes.asking import found_by_branch
from zhiqiang.domains.landscapes.counting import (
    ANALYSES,
    Hits,
    Rules,
    analysed,
    counted,
    write_hits,
)
from zhiqiang.domains.landscapes.models import LandscapeRun
from zhiqiang.kernel.errors import Refused
from zhiqiang.records.files import actions as files
from zhiqiang.records.files.queries import path_of
from zhiqiang.records.indicators import queries as indicators


def run_analyses(person: Any, key: int, version: int) -> LandscapeRun:
    """Search, count, and keep the numbers of every analysis as a run; for who runs landscapes.

    Rules and questions are kept with it: later changes of the project change no run.
    """
    with transaction.atomic():
        project = held(person, key, version)
    if not project.query or project.rules is None:
        raise Refused("请先填写领域检索式和计数规则。")
    # What takes long holds nothing; a project that was changed meanwhile is refused below.
    branches = list(project.branches.all())
    field, by_branch = found_by_branch(project, branches)
    rules = project.rules_on(localdate())
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "hits.parquet"
        write_hits({0: field.ids, **{k: tuple(v) for k, v in by_branch.items()}}, path)
        results = analyses_of(field.snapshot, Hits(path, files.hash_of(path)), rules)
        with transaction.atomic():
            project = held(person, key, version)
            last = project.runs.first()
            made: LandscapeRun = project.runs.create(
                number=last.number + 1 if last else 1, snapshot=field.snapshot,
                query=project.query, hits=files.keep(path), found=len(field.ids),
                branches=[_told(one, len(by_branch[one.pk])) for one in branches],
                rule_values=rules.as_json(), results=results, made_by=str(person),
            )  # fmt: skip
            touch(project)
            detail = {"title": project.title, "snapshot": made.snapshot, "hits": made.found}
            write(person, "run_landscape", project, detail)
    return made


def _told(one: Any, hits: int) -> dict[str, Any]:
    return {
        "id": one.pk, "name": one.name, "axis": one.axis, "above": one.above_id,
        "definition": one.definition, "query": one.query, "hits": hits,
    }  # fmt: skip


def analyses_of(snapshot: int, hits: Hits, rules: Rules) -> dict[str, Any]:
    """Return the rows of every analysis on a snapshot."""
    opened = counted(
        indicators.open_snapshot(snapshot), hits, rules, Path(settings.HOME) / "landscapes"
    )
    try:
        return analysed(opened, rules, ANALYSES)
    finally:
        opened.close()


def recount(run: LandscapeRun) -> dict[str, Any]:
    """Compute a run again, from the file of its hits and its snapshot."""
    return analyses_of(run.snapshot, Hits(path_of(run.hits), run.hits.sha256), run.rules)
