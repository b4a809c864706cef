"""The example's landscape of the magnesium industry, made by the same acts as an analyst's."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from zhiqiang.demo.material import material


def make(person: Any) -> str:
    """Make the project, from the question to findings, and return what to say of it.

    Findings beside the figures are what the numbers of the run say; nobody judged them.
    """
    from zhiqiang.domains.landscapes import actions, queries
    from zhiqiang.domains.landscapes.showing import figures

    told = material("landscape")
    project = actions.open_project(person, _opened(told), "example-landscape")

    def do(act: Callable[..., Any], *given: Any, **more: Any) -> Any:
        project.refresh_from_db()
        return act(person, project.pk, project.version, *given, **more)

    do(actions.state_field, told["field"])
    for one in told["branches"]:
        do(actions.draw_branch, actions.Drawn(**one))
    rules = {key: str(value) if key in ("since", "until", "as_of") else value
             for key, value in told["rules"].items()}  # fmt: skip
    do(actions.set_rules, rules)
    for aim, query in (("precision", ""), ("recall", told["recall"])):
        sample = do(actions.draw_sample, aim, query=query, seed="example")
        verdicts = {row.pk: "镁" in row.title for row in sample.rights.all()}
        do(actions.judge, sample.pk, verdicts, "示例按名称是否含“镁”判读。")
    run = do(actions.run_analyses)
    shown = figures(queries.run(queries.project(project.pk, person)))
    for key, text in told["chapters"].items():
        do(actions.write_passage, key, text)
    for key, figure in shown.items():
        do(actions.write_passage, key, f"{figure.said}。")
    do(actions.set_watch, **told["watch"])
    return f"专利导航：{project.title}，命中 {run.found:,} 件，图表 {len(shown)} 张"


def _opened(told: dict[str, Any]) -> Any:
    from zhiqiang.domains.landscapes.actions import Opened

    return Opened(
        "industry", told["title"], told["question"].strip(), told["commissioner"],
        material("city")["region"], told["begin_on"], told["undertaker"], Decimal(told["cost"]),
        told["due_on"],
    )  # fmt: skip
