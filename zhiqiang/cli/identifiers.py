"""``zhiqiang identifiers``: what a number is, its normal form, and what is wrong with it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from zhiqiang.cli import output

if TYPE_CHECKING:
    from zhiqiang.kernel.identifiers import Identifier, Judged, References

_VERDICTS = {
    "valid": "有效",
    "format_only": "格式正确，缺少校验位或文献种类代码",
    "bad_format": "格式不对",
    "bad_check": "校验位不符",
    "unknown_code": "没有这个代码",
    "historical": "曾经使用，现已停用",
    "statistical": "仅用于统计",
}


def identifiers(
    numbers: Annotated[
        list[str] | None, typer.Argument(help="一个或几个号码", show_default=False)
    ] = None,
    check: Annotated[
        Path | None,
        typer.Option(
            help="核对一份已有结论的号码表（CSV，列为 id_type、value、valid）", show_default=False
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="以 JSON 输出全部结果")] = False,
) -> None:
    """说明号码是哪一种、规范写法是什么、错在哪里；有号码不能用时退出码为 1。"""
    if bool(numbers) == (check is not None):
        raise typer.BadParameter("请给出号码，或用 --check 给出号码表，二者取一。")
    tables = _references()
    if check is not None:
        return _check(check, tables, as_json)
    return _explain(numbers or [], tables, as_json)


def _references() -> References:
    from zhiqiang.config import home
    from zhiqiang.kernel import catalogue
    from zhiqiang.kernel.identifiers import EndedSymbols, References

    ended = catalogue.load(home.catalogue() / "parameters" / "ipc_ended.yml", EndedSymbols)
    return References(ended_symbols=ended.values)


def _explain(numbers: list[str], tables: References, as_json: bool) -> None:
    from zhiqiang.kernel.identifiers import recognise

    read = {raw: recognise(raw, tables) for raw in dict.fromkeys(numbers)}
    if as_json:
        output.print_json(
            [
                {"raw": raw, "readings": [_values(one) for one in found]}
                for raw, found in read.items()
            ]
        )
    else:
        for raw, found in read.items():
            _print(raw, found)
    if not all(found and found[0].is_usable for found in read.values()):
        raise typer.Exit(1)


def _values(found: Identifier) -> dict[str, Any]:
    from zhiqiang.kernel.identifiers import BY_NAME, identity

    return {
        "kind": found.kind,
        "name": BY_NAME[found.kind].zh,
        "verdict": found.verdict.value,
        "normal": found.normal,
        "message": found.message,
        "suggestion": found.suggestion,
        "identity": identity(found),
    }


def _print(raw: str, found: list[Identifier]) -> None:
    if not found:
        return typer.echo(f"{raw}：看不出是哪一种号码。请核对原件。")
    for one in found:
        values = _values(one)
        typer.echo(f"{raw}：{values['name']}，{_VERDICTS[values['verdict']]}")
        if one.normal:
            typer.echo(f"  规范写法 {one.normal}")
        if one.message:
            typer.echo(f"  {one.message}")
    return None


def _check(path: Path, tables: References, as_json: bool) -> None:
    from zhiqiang.kernel.identifiers import judge_file

    judged = judge_file(path, tables)
    differing = [one for one in judged if not one.agrees]
    if as_json:
        output.print_json(
            {
                "rows": len(judged),
                "agreeing": len(judged) - len(differing),
                "differing": [_difference(one) for one in differing],
            }
        )
    else:
        typer.echo(f"共 {len(judged)} 个号码，结论一致 {len(judged) - len(differing)} 个")
        for one in differing:
            given = _difference(one)
            typer.echo(
                f"  ✗ 第 {one.line} 行 {one.kind} {one.value}：表中为 {one.stated}，"
                f"判为{_VERDICTS.get(given['verdict'], '没有这一种号码')}。{given['message']}"
            )
    if differing or not judged:
        raise typer.Exit(1)


def _difference(one: Judged) -> dict[str, Any]:
    return {
        "line": one.line,
        "id_type": one.kind,
        "value": one.value,
        "stated": one.stated,
        "verdict": one.found.verdict.value if one.found else "",
        "normal": one.found.normal if one.found else "",
        "message": one.found.message if one.found else "",
    }
