"""Take a published plan over as a programme."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from zhiqiang.domains.plans import linking
from zhiqiang.domains.plans.confirming import confirm_indicator, release_indicator
from zhiqiang.domains.plans.models import PlanFinding, Programme, Target, Task, TaskBody
from zhiqiang.engines import compiler
from zhiqiang.engines.compiler import Compilation, Gazetteer
from zhiqiang.kernel.divisions import Divisions
from zhiqiang.kernel.errors import NotFound, Refused
from zhiqiang.kernel.finding import Finding, Severity
from zhiqiang.records.accounts.regions import divisions
from zhiqiang.records.files import actions as files
from zhiqiang.records.journal import actions as journal

__all__ = ["confirm_indicator", "load_programme", "release_indicator"]

_EVERY_YEAR = ("每年", "年均", "逐年", "每一年")
_SENTENCE_ENDS = "。；;\n"


def load_programme(path: Path, region_code: str, actor: str, name: str | None = None) -> Programme:
    """Compile the plan in ``path`` and keep it as the programme of ``region_code``.

    For officials. Keeps the file, its facts, targets, tasks, responsible bodies and findings in
    one transaction and writes the journal. Every numbered target is linked to an indicator or
    stands in an open question. The same file for the same region changes nothing.

    Refuses an unknown region (``NotFound``) and a document that is no plan (``Refused``, with the
    compiler's reason).
    """
    if region_code not in divisions():
        raise NotFound(
            f"没有区划代码“{region_code}”。请填 6 位代码，例如省级以 0000 结尾、市级以 00 结尾。"
        )
    path = Path(path)
    compilation = compiler.compile_file(path, divisions=_gazetteer(divisions()))
    _refuse_what_is_no_plan(compilation, name or path.name)
    with transaction.atomic():
        stored = files.keep(path, name)
        there = Programme.objects.filter(file_id=stored.pk, region_code=region_code).first()
        if there is not None:
            return there
        programme = _programme(compilation, region_code, stored.pk, name or path.name)
        number = linking.number_question(programme.number, region_code)
        programme.save()
        targets = _targets(programme, compilation)
        questions = linking.link(t for t in targets if t.value is not None)
        Target.objects.bulk_create(targets)
        _keep_tasks(programme, compilation)
        region = linking.region_question(compilation, region_code, divisions())
        _keep_findings(programme, [*region, *number, *compilation.findings], questions)
        journal.write(
            actor,
            "load_programme",
            f"programme:{programme.pk}",
            {
                "title": programme.title,
                "region": region_code,
                "file": stored.sha256,
                "targets": len(targets),
                "tasks": len(compilation.tasks),
            },
        )
    return programme


@lru_cache(maxsize=2)
def _gazetteer(known: Divisions) -> Gazetteer:
    """Return this installation's divisions, its own zones included, as the compiler reads them."""
    return Gazetteer(
        compiler.Division(row.code, row.name, row.until_year is None) for row in known.all()
    )


def _refuse_what_is_no_plan(compilation: Compilation, name: str) -> None:
    document = compilation.document
    has_content = compilation.targets or compilation.soft_targets or compilation.tasks
    if document.is_plan and has_content:
        return
    errors = [f.message for f in compilation.findings if f.severity == Severity.ERROR]
    why = errors[0] if errors else document.reason or "没有读到任何目标或任务"
    raise Refused(f"没有载入“{name}”：{why.rstrip('。')}。")


def _programme(compilation: Compilation, region_code: str, file_id: int, name: str) -> Programme:
    fact = compilation.document.value
    from_year, to_year = (*(fact("period") or ()), None, None)[:2]
    targets = [t.year for t in compilation.targets if t.year is not None]
    number = str(fact("number") or "")[:80]
    return Programme(
        title=str(fact("title") or _untitled(number, name))[:300],
        number=number,
        issuer=str(fact("issuer") or "")[:120],
        region_code=region_code,
        region_name=divisions().path_name(region_code),
        level=str(fact("level") or ""),
        issued_on=_day(fact("date")),
        from_year=from_year,
        to_year=to_year or max(targets, default=None),
        source_text=compilation.text,
        file_id=file_id,
        loaded_at=timezone.now(),
    )


def _untitled(number: str, name: str) -> str:
    """Return what a document without a title is called on screen."""
    return f"（原文未印标题）{number or Path(name).stem}"


def _day(printed: object) -> date | None:
    if isinstance(printed, date):
        return printed
    try:
        return date.fromisoformat(str(printed))
    except ValueError:
        return None


def _targets(programme: Programme, compilation: Compilation) -> list[Target]:
    out = [_target(programme, one, compilation.text) for one in compilation.targets]
    out += [
        Target(
            programme=programme,
            code=soft.id,
            indicator_name="",
            soft_kind=soft.kind,
            year=soft.year,
            section=soft.section[:300],
            quote=soft.quote,
            span_start=soft.span.start,
            span_end=soft.span.end,
        )
        for soft in compilation.soft_targets
    ]
    out.sort(key=lambda one: (one.span_start, one.span_end))
    for position, target in enumerate(out):
        target.position = position
    return out


def _is_every_year(one: compiler.Target, text: str) -> bool:
    """Say whether the sentence up to the number wants it in each year; one 每年 governs a list."""
    if one.basis != "annual":
        return False
    start = max(text.rfind(mark, 0, one.span.start) for mark in _SENTENCE_ENDS) + 1
    return any(word in text[start : one.span.end] for word in _EVERY_YEAR)


def _target(programme: Programme, one: compiler.Target, text: str) -> Target:
    low, high = one.value if isinstance(one.value, tuple) else (one.value, None)
    return Target(
        programme=programme,
        code=one.id,
        indicator_name=one.indicator[:200],
        printed_name=one.printed[:300],
        subject=(one.subject or "")[:200],
        operator=one.op,
        value=Decimal(str(low)),
        value_to=None if high is None else Decimal(str(high)),
        unit=one.unit or "",
        year=one.year,
        is_every_year=_is_every_year(one, text),
        basis=one.basis or "",
        baseline=str(one.baseline or "")[:60],
        where=one.where,
        section=one.section[:300],
        quote=one.quote,
        span_start=one.span.start,
        span_end=one.span.end,
    )


def _keep_tasks(programme: Programme, compilation: Compilation) -> None:
    tasks = Task.objects.bulk_create(
        Task(
            programme=programme,
            code=one.id,
            position=position,
            number=(one.number or "")[:40],
            kind=one.kind,
            title=one.title[:300],
            text=one.text,
            section=one.section[:300],
            is_open_list=one.open_list,
            due=(one.due or "")[:60],
            span_start=one.span.start,
            span_end=one.span.end,
        )
        for position, one in enumerate(compilation.tasks)
    )
    duties = TaskBody.Duty
    TaskBody.objects.bulk_create(
        TaskBody(task=task, position=position, name=body[:120], duty=duty)
        for task, one in zip(tasks, compilation.tasks, strict=True)
        for position, (duty, body) in enumerate(
            [(duties.LEAD, body) for body in one.lead_units]
            + [(duties.SUPPORT, body) for body in one.support_units]
        )
    )


def _keep_findings(
    programme: Programme, findings: Sequence[Finding], questions: Sequence[PlanFinding]
) -> None:
    rows = [
        PlanFinding(
            severity=str(one.severity),
            code=one.code,
            message=one.message,
            span_start=one.span.start if one.span else None,
            span_end=one.span.end if one.span else None,
            others=[[other.start, other.end] for other in one.others],
        )
        for one in findings
    ]
    rows += questions
    for position, row in enumerate(rows):
        row.programme, row.position = programme, position
    PlanFinding.objects.bulk_create(rows)
