"""Print results for people or, with ``--json``, for programs; and say failures in one line."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import typer
from rich.console import Console
from rich.table import Table
from typer.exceptions import TyperException

from zhiqiang.cli import usage
from zhiqiang.kernel.errors import ZhiqiangError
from zhiqiang.kernel.finding import Finding, Severity

LAMPS = {Severity.ERROR: "✗", Severity.WARNING: "!", Severity.NOTICE: "·"}


def print_json(values: Any) -> None:
    """Print ``values`` as JSON; dates as ISO text, decimals as numbers."""
    typer.echo(json.dumps(values, ensure_ascii=False, indent=2, default=_plain))


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return int(value) if value == int(value) else float(value)


def print_table(title: str, headings: Iterable[str], rows: Iterable[Iterable[Any]]) -> None:
    """Print a table for people; empty cells for missing values."""
    table = Table(*headings, title=title, title_justify="left")
    for row in rows:
        table.add_row(*("" if cell is None else str(cell) for cell in row))
    Console().print(table)


def print_findings(findings: Iterable[Finding], most: int = 20) -> None:
    """Print findings, one a line with its cell, and how many more there are."""
    findings = list(findings)
    for finding in findings[:most]:
        place = f"{finding.cell}：" if finding.cell else ""
        typer.echo(f"  {LAMPS[finding.severity]} {place}{finding.message}")
    if len(findings) > most:
        typer.echo(f"  …… 另有 {len(findings) - most} 条，用 --json 查看全部")


@contextmanager
def failures_in_one_line() -> Iterator[None]:
    """Turn a failure into a line on standard error: exit code 1, of a wrongly typed command 2."""
    try:
        yield
    except ZhiqiangError as error:
        typer.echo(f"错误：{error}", err=True)
        sys.exit(1)
    except TyperException as error:
        if type(error).__name__ != "NoArgsIsHelpError":  # the help itself was printed
            typer.echo(f"错误：{usage.sentence(error)}", err=True)
        sys.exit(error.exit_code)
    except typer.Abort:
        typer.echo("已中止。", err=True)
        sys.exit(1)
