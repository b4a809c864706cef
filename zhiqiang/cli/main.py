"""``zhiqiang``: the commands, each of which parses, makes one call and prints."""

from __future__ import annotations

import getpass
import os
import sys
from datetime import date
from pathlib import Path
from typing import Annotated

import typer
from typer import rich_utils

from zhiqiang.cli import finding, firms, identifiers, jobs, journal, output, plans, quality
from zhiqiang.cli.dates import parse_date
from zhiqiang.cli.installation import in_new_process, open_ledger

rich_utils.ARGUMENTS_PANEL_TITLE = "参数"
rich_utils.OPTIONS_PANEL_TITLE = "选项"
rich_utils.COMMANDS_PANEL_TITLE = "命令"
app = typer.Typer(
    help="知强：从公开印发的规划到打得开每一行的数字。",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
programme = typer.Typer(help="规划的载入。", no_args_is_help=True)
app.add_typer(programme, name="programme")
app.add_typer(journal.app, name="journal")
app.add_typer(jobs.app, name="jobs")
app.command("check-plan")(plans.check_plan)
app.command("plan-schema")(plans.plan_schema)
app.command("identifiers")(identifiers.identifiers)
app.command("firms")(firms.firms)
app.command("quality")(quality.quality)
app.command("search")(finding.search)

AsJson = Annotated[bool, typer.Option("--json", help="以 JSON 输出全部结果")]
File = Annotated[Path, typer.Argument(help="文件路径", show_default=False)]
Region = Annotated[str, typer.Option(help="6 位区划代码", show_default=False)]
HomeRegion = Annotated[
    str, typer.Option("--region", help="6 位区划代码，默认为本机所属地区", show_default=False)
]
Port = Annotated[int, typer.Option(help="端口", min=1, max=65535)]
AsOf = Annotated[
    date | None,
    typer.Option(
        help="截至日期，如 2024-12-31，默认为记录所到之日", parser=parse_date, show_default=False
    ),
]
FromSnapshot = Annotated[
    int | None,
    typer.Option("--snapshot", help="从这个编号的快照计算，默认为最新的快照", show_default=False),
]
Key = Annotated[str, typer.Argument(help="指标代码或名称", show_default=False)]


@app.command("compile")
def compile_document(
    file: File,
    as_json: AsJson = False,
    annexes: plans.Annexes = None,
    schema: plans.CompilationSchema = False,
) -> None:
    """把规划文件读成目标、任务和核对意见。"""
    from zhiqiang.engines.compiler import compile_file

    compilation = compile_file(file, annexes=annexes or ())
    values = compilation.as_json()
    if as_json:
        return output.print_json(values)
    document = values["document"]
    typer.echo(f"{document.get('title') or file.name}  {document.get('number') or ''}")
    plans.print_readings(values)
    typer.echo(f"核对意见 {len(compilation.findings)} 条")
    return output.print_findings(compilation.findings)


@programme.command("load")
def load(file: File, region: Region, as_json: AsJson = False) -> None:
    """编译规划文件并载入为一个地区的规划。"""
    open_ledger()
    from zhiqiang.domains.plans import actions, queries

    loaded = actions.load_programme(file, region, actor=getpass.getuser())
    summary, remarks = queries.summary(loaded.pk), queries.remarks(loaded)
    if as_json:
        return output.print_json(summary | {"remarks": [one.as_json() for one in remarks]})
    typer.echo(f"已载入《{summary['title']}》（{summary['region_name']}）")
    typer.echo(
        f"目标 {summary['targets']} 项（已对应指标 {summary['linked']} 项，待确认 {summary['open']} 项），"
        f"任务 {summary['tasks']} 项，核对意见 {summary['findings']} 条，其中错误和提醒 {len(remarks)} 条"
    )
    return output.print_findings(remarks, most=100)


@app.command("import")
def import_file(
    source: Annotated[str, typer.Argument(help="来源代码，如 patents")],
    file: File,
    as_json: AsJson = False,
) -> None:
    """把收到的表格接收进台账。"""
    open_ledger()
    from zhiqiang.records.registry import actions

    result = actions.import_file(source, file, actor=getpass.getuser())
    if as_json:
        output.print_json(result.as_json())
    else:
        typer.echo(
            f"{file.name}：共 {result.rows} 行，新增 {result.new}，变更 {result.changed}，"
            f"不变 {result.same}，拒收 {result.refused}；问题 {len(result.findings)} 条"
        )
        output.print_findings(result.findings)
    if result.batch_id is None:
        raise typer.Exit(1)


@app.command("undo-import")
def undo_import(
    batch: Annotated[int, typer.Argument(help="导入批次的编号", show_default=False)],
    as_json: AsJson = False,
) -> None:
    """撤销一次导入；有后来的导入或已发布的数值以它为据时不能撤销。"""
    open_ledger()
    from zhiqiang import pipeline

    told = pipeline.undo_import(batch, actor=getpass.getuser())
    if as_json:
        return output.print_json(told)
    return typer.echo(
        f"已撤销第 {told['undone']} 号批次（{told['file']}）。发布快照后指标随之改变。"
    )


@app.command()
def publish(
    whole: Annotated[bool, typer.Option("--whole", help="全部重写，不沿用上一快照。")] = False,
    as_json: AsJson = False,
) -> None:
    """把台账发布为一个带编号、不再改动的快照。"""
    open_ledger()
    from zhiqiang import pipeline

    actor = getpass.getuser()
    pipeline.find_pairs(actor)
    snapshot = pipeline.publish(actor, whole).as_json()
    if as_json:
        return output.print_json(snapshot)
    typer.echo(f"快照 {snapshot['snapshot']}，共 {snapshot['rows']} 行")
    return output.print_table("", ["表", "行数"], snapshot["tables"].items())


@app.command()
def indicator(
    key: Key,
    region: HomeRegion = "",
    as_of: AsOf = None,
    snapshot: FromSnapshot = None,
    as_json: AsJson = False,
) -> None:
    """算出一项指标在一个地区、截至一天的数值。"""
    open_ledger()
    from zhiqiang.records.indicators import queries

    figure = queries.figure(key, *_where_and_when(region, as_of), snapshot).as_json()
    if as_json:
        return output.print_json(figure)
    return typer.echo(f"{figure['name']}  {_value(figure)}\n{figure['origin']}")


@app.command()
def indicators(
    region: HomeRegion = "",
    as_of: AsOf = None,
    snapshot: FromSnapshot = None,
    as_json: AsJson = False,
) -> None:
    """算出一个地区截至一天的全部指标。"""
    open_ledger()
    from zhiqiang.records.indicators import queries

    where, when = _where_and_when(region, as_of)
    figures = [figure.as_json() for figure in queries.figures(where, when, snapshot)]
    if as_json:
        return output.print_json(figures)
    return output.print_table(
        f"{where} 截至 {when}", ["指标", "数值"], [[f["name"], _value(f)] for f in figures]
    )


def _where_and_when(region: str, as_of: date | None) -> tuple[str, date]:
    """Return region and day as given; what is left out is what pages show when they open."""
    from zhiqiang.portal import scope

    start = scope.default()
    return region or start.region, as_of or start.as_of


def _value(figure: dict[str, object]) -> str:
    if figure["value"] is None:
        return f"—（{figure['reason']}）"
    return f"{figure['value']} {figure['unit']}"


@app.command()
def rows(
    key: Key,
    region: HomeRegion = "",
    as_of: AsOf = None,
    snapshot: FromSnapshot = None,
    as_json: AsJson = False,
) -> None:
    """列出一个数值背后的记录，以及每条记录来自哪个表格的哪一行。"""
    open_ledger()
    from zhiqiang.records.indicators import queries

    asked = _where_and_when(region, as_of)
    found = [row.as_json() for row in queries.rows(key, *asked, snapshot)]
    if as_json:
        return output.print_json(found)
    return output.print_table(
        f"{len(found)} 条记录",
        ["号码", "名称", "文件", "工作表", "行"],
        [[r["identifier"], r["name"], r["file"], r["sheet"], r["row"]] for r in found],
    )


@app.command()
def serve(
    port: Port = 8000,
    host: Annotated[str, typer.Option(help="监听地址")] = "127.0.0.1",
    workers: Annotated[
        int, typer.Option(min=0, max=64, help="进程数；0 为按处理器数，至多 4 个")
    ] = 0,
) -> None:
    """启动网页服务。"""
    open_ledger()
    from zhiqiang.cli.server import processes, run_server

    run_server(host, port, workers or processes())


@app.command()
def demo(
    port: Port = 8000,
    build_only: Annotated[bool, typer.Option("--build-only", help="只生成，不启动服务")] = False,
) -> None:
    """生成示例城市并启动网页服务。"""
    open_ledger()
    from zhiqiang import demo as example

    example.build(typer.echo)
    if build_only:
        return
    for line in example.how_to_sign_in():
        typer.echo(line)
    sys.stdout.flush()
    # The web server forks; threads of the databases that the building opened would stay behind.
    os.execv(sys.executable, in_new_process("serve", "--port", str(port)))


def main() -> None:
    """Run the command that was typed."""
    with output.failures_in_one_line():
        sys.exit(app(standalone_mode=False))
