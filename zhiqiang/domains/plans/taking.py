"""From a file to a compiled plan, or to the reason why it is none."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from pathlib import Path

from django.utils import timezone

from zhiqiang.domains.plans.models import PlanReading, Programme
from zhiqiang.domains.plans.readings import reading_of
from zhiqiang.engines import compiler
from zhiqiang.engines.compiler import Compilation, Gazetteer, Limits
from zhiqiang.kernel.divisions import Divisions
from zhiqiang.kernel.errors import Refused
from zhiqiang.kernel.finding import Finding, Severity
from zhiqiang.records.accounts.regions import divisions


def compile_here(path: Path, limits: Limits | None = None) -> Compilation:
    """Compile ``path`` with this installation's divisions, its own zones included."""
    return compiler.compile_file(path, divisions=_gazetteer(divisions()), limits=limits)


@lru_cache(maxsize=2)
def _gazetteer(known: Divisions) -> Gazetteer:
    return Gazetteer(
        compiler.Division(row.code, row.name, row.until_year is None) for row in known.all()
    )


def compile_plan(path: Path, name: str) -> Compilation:
    """Compile ``path``, or raise ``Refused`` with the compiler's reason where it is no plan."""
    compilation = compile_here(path)
    document = compilation.document
    has_content = compilation.targets or compilation.soft_targets or compilation.tasks
    if document.is_plan and has_content:
        return compilation
    errors = [f.message for f in compilation.findings if f.severity == Severity.ERROR]
    why = errors[0] if errors else document.reason or "没有读到任何目标或任务"
    raise Refused(f"没有载入“{name}”：{why.rstrip('。')}。")


def programme_of(compilation: Compilation, region_code: str, file_id: int, name: str) -> Programme:
    """Return the programme that ``compilation`` makes for a region, not yet kept."""
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


def keep_reading(of: Programme, compilation: Compilation, remarks: list[Finding]) -> None:
    """Keep what the compiler read, for corrections to stand on."""
    content = reading_of(compilation, remarks)
    PlanReading.objects.for_program("takes a reading over").update_or_create(
        programme=of, defaults={"content": content, "compiled_at": timezone.now()}
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
