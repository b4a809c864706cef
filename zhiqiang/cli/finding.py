"""``zhiqiang search``: the search in the register, as everybody may use it."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from zhiqiang.cli import output
from zhiqiang.cli.installation import open_ledger


def search(
    question: Annotated[
        str,
        typer.Argument(
            help="词、号码或检索式，如 名称=镁合金 AND 申请日>=2020", show_default=False
        ),
    ],
    limit: Annotated[int, typer.Option(help="列出多少条", min=0, max=100_000)] = 20,
    order: Annotated[
        str, typer.Option(help="-filed_on、filed_on、-granted_on 或 granted_on；缺省按相关程度")
    ] = "",
    synonyms: Annotated[bool, typer.Option("--synonyms", help="含同义词")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="以 JSON 输出全部结果")] = False,
) -> None:
    """检索台账中已公布的权利，不显示自然人的姓名；检索式有误时指出位置。"""
    open_ledger()
    from django.contrib.auth.models import AnonymousUser

    from zhiqiang.records.search.queries import ORDERS, Question, Search

    if order not in ORDERS:
        raise typer.BadParameter(f"不能按“{order}”排序。可选{'、'.join(ORDERS[1:])}。")
    found = Search(Question(question, {}, order, synonyms), AnonymousUser())
    rows = [_row(one) for one in found.page(limit)] if limit else []
    if as_json:
        return output.print_json({"total": found.total, "snapshot": found.snapshot, "rows": rows})
    typer.echo(f"共 {found.total:,} 件（快照 {found.snapshot}）")
    for row in rows:
        typer.echo(f"{row['number']}  {row['kind']}  {row['title']}")
    return None


def _row(one: Any) -> dict[str, Any]:
    return {
        "number": one.number,
        "kind": one.get_kind_display(),
        "title": one.title,
        "filed_on": one.filed_on,
        "granted_on": one.granted_on,
        "ipc_main": one.ipc_main,
    }
