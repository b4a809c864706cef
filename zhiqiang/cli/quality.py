"""``zhiqiang quality``: how good the register is today, by aspect and by rule."""

from __future__ import annotations

import getpass
from typing import Annotated, Any

import typer

from zhiqiang.cli import output
from zhiqiang.cli.installation import open_ledger


def quality(
    as_json: Annotated[bool, typer.Option("--json", help="以 JSON 输出全部结果")] = False,
) -> None:
    """给台账今天的质量评分：五个方面的得分，和每条规则核对、不合格的条数。"""
    open_ledger()
    from zhiqiang import pipeline

    told = pipeline.quality_today(getpass.getuser())
    if as_json:
        return output.print_json(told)
    total = told["total"]
    typer.echo(f"{told['day']} 台账质量 {'—（台账为空）' if total is None else f'{total:.1f} 分'}")
    output.print_table("", ["方面", "得分"], _told(told["aspects"]))
    heads = ["方面", "规则", "核对条数", "不合格"]
    rows = [[one["aspect"], one["zh"], one["looked"], one["failed"]] for one in told["rules"]]
    return output.print_table("", heads, rows)


def _told(aspects: dict[str, Any]) -> list[list[str]]:
    return [[name, f"{score:.1f}"] for name, score in aspects.items()]
