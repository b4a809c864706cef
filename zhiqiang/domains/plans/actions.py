"""What an official does with a plan: take it over, review what was read, decide, revise, share."""

from __future__ import annotations

from pathlib import Path

from django.db import transaction

from zhiqiang.domains.plans import linking
from zhiqiang.domains.plans.amending import amend_programme
from zhiqiang.domains.plans.confirming import confirm_indicator, release_indicator
from zhiqiang.domains.plans.deciding import put_in_force, return_to_draft
from zhiqiang.domains.plans.models import Programme
from zhiqiang.domains.plans.rebuilding import rebuild
from zhiqiang.domains.plans.reviewing import answer_finding, correct, withdraw_correction
from zhiqiang.domains.plans.sharing import share_target
from zhiqiang.domains.plans.taking import compile_plan, keep_reading, programme_of
from zhiqiang.kernel.errors import NotFound, Refused
from zhiqiang.records.accounts.regions import divisions
from zhiqiang.records.files import actions as files
from zhiqiang.records.files import queries as file_queries
from zhiqiang.records.journal import actions as journal

__all__ = [
    "amend_programme",
    "answer_finding",
    "confirm_indicator",
    "correct",
    "load_programme",
    "put_in_force",
    "recompile_programme",
    "release_indicator",
    "return_to_draft",
    "share_target",
    "withdraw_correction",
]


def load_programme(path: Path, region_code: str, actor: str, name: str | None = None) -> Programme:
    """Compile the plan in ``path`` and keep it as the programme of ``region_code``, a draft.

    For who may edit programmes. Keeps the file, its facts, targets, tasks, responsible bodies and
    findings in one transaction and writes the journal. Every numbered target is linked to an
    indicator or stands in an open question. The same file for the same region changes nothing.

    Refuses an unknown region (``NotFound``) and a document that is no plan (``Refused``, with the
    compiler's reason).
    """
    if region_code not in divisions():
        raise NotFound(
            f"没有区划代码“{region_code}”。请填 6 位代码，例如省级以 0000 结尾、市级以 00 结尾。"
        )
    path = Path(path)
    compilation = compile_plan(path, name or path.name)
    with transaction.atomic():
        stored = files.keep(path, name)
        there = (
            Programme.objects.for_program("loads a programme")
            .filter(file_id=stored.pk, region_code=region_code)
            .first()
        )
        if there is not None:
            return there
        programme = programme_of(compilation, region_code, stored.pk, name or path.name)
        number = linking.number_question(programme.number, region_code)
        programme.save()
        region = linking.region_question(compilation, region_code, divisions())
        keep_reading(programme, compilation, [*region, *number])
        rebuild(programme)
        journal.write(
            actor,
            "load_programme",
            f"programme:{programme.pk}",
            {
                "title": programme.title,
                "region": region_code,
                "file": stored.sha256,
                "targets": programme.targets.count(),
                "tasks": len(compilation.tasks),
            },
        )
    return programme


def recompile_programme(of: Programme, actor: str) -> Programme:
    """Compile the kept file of a programme again and apply the corrections again.

    For who may edit programmes, after a new version of the program. What cannot be applied any
    more becomes an open finding; doing it again changes nothing. Refused for a replaced edition.
    """
    if of.state == Programme.State.REPLACED:
        raise Refused("这一版已被修订替代，只供查阅，不能重新读取。请在最新一版上办理。")
    path = file_queries.path_of(of.file)
    compilation = compile_plan(path, of.title)
    with transaction.atomic():
        of.source_text = compilation.text
        of.save(update_fields=["source_text"])
        region = linking.region_question(compilation, of.region_code, divisions())
        keep_reading(of, compilation, region)
        rebuild(of)
        detail = {"targets": of.targets.count(), "findings": of.findings.count()}
        journal.write(actor, "recompile_programme", f"programme:{of.pk}", detail)
    return of
