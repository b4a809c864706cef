"""``zhiqiang journal``: verify the journal, anchor it elsewhere, hand it out."""

from __future__ import annotations

import getpass
from pathlib import Path
from typing import Annotated

import typer

from zhiqiang.cli import output
from zhiqiang.cli.installation import open_ledger
from zhiqiang.kernel.finding import Severity

app = typer.Typer(help="操作日志。", no_args_is_help=True)


@app.command("verify")
def verify(
    anchor: Annotated[Path | None, typer.Option(help="另处保存的锚点文件")] = None,
    file: Annotated[
        Path | None, typer.Option(help="核验导出的日志文件，而不是台账中的日志")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="以 JSON 输出")] = False,
) -> None:
    """核验日志是否被改动、删除或插入；发现问题时退出码为 1。"""
    if file is not None:
        from zhiqiang.records.journal.exported import verify_file

        findings = verify_file(file)
    else:
        open_ledger()
        from zhiqiang.records.journal import queries

        findings = queries.verify(anchor)
    if as_json:
        output.print_json([finding.as_json() for finding in findings])
    elif findings:
        output.print_findings(findings, most=200)
    else:
        typer.echo("日志完整，没有发现改动。")
    if any(finding.severity is Severity.ERROR for finding in findings):
        raise typer.Exit(1)


@app.command("anchor")
def anchor(file: Annotated[Path, typer.Argument(help="锚点文件；已有时在其末尾追加")]) -> None:
    """把日志当前的末条序号和校验值写入锚点文件，请另处保存。"""
    open_ledger()
    from zhiqiang.records.journal import actions

    made = actions.anchor(file)
    typer.echo(f"已为第 {made.sequence} 条留下锚点：{file}")


@app.command("export")
def export(file: Annotated[Path, typer.Argument(help="导出到的文件")]) -> None:
    """导出全部日志；导出的文件可以脱离台账核验。"""
    open_ledger()
    from django.db import transaction

    from zhiqiang.records.journal import actions, queries

    with transaction.atomic():
        actions.write(getpass.getuser(), "export_journal", "journal", {"file": file.name})
    with file.open("w", encoding="utf-8") as out:
        out.writelines(queries.whole_file())
    typer.echo(f"已导出到 {file}")
