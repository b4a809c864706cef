"""``zhiqiang firms``: are two names one body, and how well do we tell."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from zhiqiang.cli import output

if TYPE_CHECKING:
    from zhiqiang.engines.linking import Comparer, Histories

_DECISIONS = {"merge": "同一主体", "queue": "可能是同一主体，请人工判断", "apart": "分开"}


def firms(
    names: Annotated[
        list[str] | None, typer.Argument(help="两个单位名称", show_default=False)
    ] = None,
    check: Annotated[
        Path | None,
        typer.Option(help="核对一份已有结论的名称对（CSV，列为 a、b、same）", show_default=False),
    ] = None,
    history: Annotated[
        Path | None,
        typer.Option(help="名称沿革（CSV，列为 name、former_name）", show_default=False),
    ] = None,
    register: Annotated[
        bool, typer.Option("--register", help="在台账的主体中查找可能是同一主体的，只列出，不改动")
    ] = False,
    keep: Annotated[
        bool,
        typer.Option("--keep", help="与 --check 合用：今后“台账质量”页的主体识别按这份名称对评测"),
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="以 JSON 输出全部结果")] = False,
) -> None:
    """判断两个单位名称是否为同一主体并说明理由；查找台账中可能重复的主体；或用已知的名称对测准确率。"""
    is_pair = len(names or []) == 2
    if bool(names) != is_pair or [is_pair, check is not None, register].count(True) != 1:
        raise typer.BadParameter(
            "请给出两个名称，或用 --check 给出名称对，或用 --register，三者取一。"
        )
    if keep and check is None:
        raise typer.BadParameter("--keep 须与 --check 合用。")
    from zhiqiang.engines import linking

    comparer = _comparer(register)
    renamings = linking.read_renamings(history) if history else []
    histories = linking.Histories(comparer, renamings)
    if register:
        return _print_resembling(comparer, histories, as_json)
    given = names or ["", ""]
    pairs = linking.read_pairs(check) if check else [linking.Pair(given[0], given[1], "", "")]
    found = linking.answers(comparer, pairs, histories)
    told = [
        {
            "a": one.pair.a,
            "b": one.pair.b,
            "decision": one.match.decision.value,
            "reasons": list(one.match.reasons),
        }
        for one in found
    ]
    if check is None:
        return output.print_json(told[0]) if as_json else _print_answer(told[0])
    scored = linking.score(found)
    if keep:
        _keep(check, history)
    return output.print_json(scored | {"answers": told}) if as_json else _print_score(scored)


def _keep(pairs: Path, histories: Path | None) -> None:
    from zhiqiang.cli.installation import open_ledger

    open_ledger()
    from zhiqiang.records.registry.known_pairs import keep_own_pairs

    keep_own_pairs(pairs, histories)


def _comparer(of_register: bool) -> Comparer:
    """Return a comparer; of the register with the divisions that this installation adds."""
    from zhiqiang.config import home
    from zhiqiang.engines import linking
    from zhiqiang.kernel.divisions import Divisions

    if not of_register:
        return linking.comparer(home.catalogue(), Divisions.national())
    from zhiqiang.cli.installation import open_ledger

    open_ledger()
    from zhiqiang.records.accounts.regions import divisions

    return linking.comparer(home.catalogue(), divisions())


def _print_resembling(comparer: Comparer, histories: Histories, as_json: bool) -> None:
    from zhiqiang.records.registry import queries

    found = queries.resembling_parties(comparer, histories)
    if as_json:
        return output.print_json([asdict(one) for one in found])
    for one in found:
        typer.echo(f"{one.names[0]} | {one.names[1]}：{_DECISIONS[one.decision]}")
        shared = (f"{label}：{text}" for label, text in one.evidence)
        for reason in (*one.reasons, *shared):
            typer.echo(f"  {reason}")
    return typer.echo(f"共 {len(found)} 对")


def _print_answer(told: dict[str, Any]) -> None:
    typer.echo(_DECISIONS[told["decision"]])
    for reason in told["reasons"]:
        typer.echo(f"  {reason}")


def _print_score(scored: dict[str, Any]) -> None:
    merged, queued = scored["merged"], scored["queued"]
    typer.echo(
        f"名称对 {scored['pairs']} 个，其中同一主体 {scored['true']} 个\n"
        f"自动合并 {merged['right'] + merged['wrong']} 个，其中错误 {merged['wrong']} 个，"
        f"准确率 {_percent(scored['precision'])}"
        f"（不计分支机构 {_percent(scored['precision_without_branches'])}）\n"
        f"待人工判断 {queued['right'] + queued['wrong']} 个，其中同一主体 {queued['right']} 个，"
        f"每 1 个对应 {scored['queue_ratio'] or '—'} 个\n"
        f"召回率：自动合并 {_percent(scored['recall_merged'])}，"
        f"连同待人工判断 {_percent(scored['recall'])}"
    )
    output.print_table(
        "",
        ["同一主体", "类型", "合并", "待判断", "分开"],
        [[k["same"], k["kind"], k["merge"], k["queue"], k["apart"]] for k in scored["kinds"]],
    )


def _percent(share: float | None) -> str:
    return "—" if share is None else f"{share:.1%}"
