"""``zhiqiang check-plan``: the check of a plan before it is issued, for people and for scripts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from zhiqiang.cli import output


def _print_schema(is_asked: bool) -> None:
    if is_asked:
        from zhiqiang.engines import compiler

        path = Path(compiler.__file__).with_name("compilation.schema.json")
        typer.echo(path.read_text(encoding="utf-8"), nl=False)
        raise typer.Exit


Annexes = Annotated[
    list[Path] | None,
    typer.Option("--annex", help="同一规划的附件，如指标表；可写多次", show_default=False),
]
CompilationSchema = Annotated[
    bool,
    typer.Option(
        "--schema",
        help="输出 compile --json 的格式（JSON Schema）后退出",
        callback=_print_schema,
        is_eager=True,
    ),
]


def check_plan(
    file: Annotated[Path, typer.Argument(help="规划文件路径", show_default=False)],
    as_json: Annotated[bool, typer.Option("--json", help="以 JSON 输出全部结果")] = False,
    report: Annotated[
        Path | None, typer.Option(help="把核对单写成 Word 文件（.docx）", show_default=False)
    ] = None,
    annexes: Annexes = None,
) -> None:
    """印发前核对规划文稿；有错误或提醒时退出码为 1。"""
    from zhiqiang.domains.plans.papers import check_report
    from zhiqiang.engines.compiler import compile_file

    compilation = compile_file(file, annexes=annexes or ())
    values = compilation.as_json()
    check = check_report.check_of(values, compilation.text, file.name)
    if report is not None:
        report.write_bytes(check_report.as_word(check, _today()))
    if as_json:
        output.print_json(values | {"passes": check.passes, "verdict": check.verdict})
    else:
        typer.echo(f"{check.title}  {check.number}")
        typer.echo(
            f"目标 {check.targets} 处，无数字目标 {check.soft_targets} 项，任务 {check.tasks} 项，"
            f"其中 {check.without_body} 项未写责任单位。{check.verdict}"
        )
        output.print_findings(compilation.findings, most=100)
        if report is not None:
            typer.echo(f"核对单已写入 {report}")
    if not check.passes:
        raise typer.Exit(1)


def print_readings(values: Mapping[str, Any]) -> None:
    """Print the targets and the tasks of a compilation given ``as_json``: a table where there are any."""
    from zhiqiang.domains.plans import words

    targets = [
        [one["indicator"], words.compiled(one, one["unit"]), one["year"], words.BASES[one["basis"]]]
        for one in values["targets"]
    ]
    if targets:
        output.print_table("目标", ["指标", "目标值", "年份", "口径"], targets)
    tasks = [
        [one["number"], one["title"], *("、".join(one[k]) for k in ("lead_units", "support_units"))]
        for one in values["tasks"]
    ]
    if tasks:
        output.print_table("任务", ["序号", "标题", "牵头单位", "配合单位"], tasks)


def plan_schema() -> None:
    """输出从网页导出的规划 JSON 的格式（JSON Schema）。"""
    from zhiqiang.domains.plans.papers.schema import SCHEMA

    typer.echo(SCHEMA.read_text(encoding="utf-8"), nl=False)


def _today() -> date:
    return datetime.now().astimezone().date()
