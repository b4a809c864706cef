"""A programme's tasks as the clauses that work lists are drawn up from."""

from __future__ import annotations

from typing import Any

from zhiqiang.domains.duties.actions import Plan
from zhiqiang.domains.duties.pairing import Clause, squeezed
from zhiqiang.domains.plans import queries as plans

#: kinds of tasks as the compiler tells them, with their Chinese names
KINDS = {"table_row": "责任分解表中的事项", "task": "正文中的任务", "safeguard": "保障措施"}
#: findings that leave open who has to do a task
_ABOUT_BODIES = {"no_lead", "several_leads", "misprinted_body"}
#: a shorter name stands in too many sentences by chance
_SHORTEST_NAME = 4


def plan_of(programme: Any) -> Plan:
    """Return what a work list keeps of its programme."""
    return Plan(
        programme.pk,
        programme.title,
        programme.region_code,
        programme.region_name,
        programme.from_year or (programme.issued_on.year if programme.issued_on else None),
        programme.to_year,
    )


def clauses_of(programme: Any) -> list[Clause]:
    """Return the tasks of a programme with what the plan leaves open about their bodies."""
    questions = [
        one
        for one in programme.findings.filter(code__in=_ABOUT_BODIES, answer="")
        if one.span_start is not None
    ]
    named = _names(programme)
    return [_clause(view, questions, named) for view in plans.tasks(programme)]


def _names(programme: Any) -> dict[str, str]:
    """Return the indicators that targets of the programme are linked to, by every printed name."""
    out: dict[str, str] = {}
    linked = programme.targets.exclude(indicator_key="")
    for name, printed, key in linked.values_list("indicator_name", "printed_name", "indicator_key"):
        for one in (name, printed):
            if len(one) >= _SHORTEST_NAME:
                out[squeezed(one)] = key
    return out


def _clause(view: Any, questions: list[Any], named: dict[str, str]) -> Clause:
    task = view.task
    about = [q.message for q in questions if _touches(q, task)]
    text = squeezed(f"{task.title}{task.text}")
    keys = {key for name, key in named.items() if name in text}
    bodies = [("lead", name) for name in view.leads] + [("support", name) for name in view.supports]
    words = view.words or task.text
    # A row of a table of duties stands under the heading of its group; its words are the work.
    is_row = task.kind == "table_row" and bool(task.title)
    return Clause(
        code=task.code,
        number=task.number,
        kind=task.kind,
        title=words.rstrip("。；;") if is_row else task.title,
        text=words,
        section=task.title if is_row else task.section,
        due=task.due,
        bodies=tuple(bodies),
        question="\n".join(dict.fromkeys(about)),
        indicator_key=keys.pop() if len(keys) == 1 else "",
    )


def _touches(question: Any, task: Any) -> bool:
    return question.span_start < task.span_end and task.span_start < (
        question.span_end or question.span_start + 1
    )


def usual_kinds(clauses: list[Clause]) -> tuple[str, ...]:
    """Return the kinds to begin with: the rows of a table of duties where there is one, else all.

    A table repeats the tasks of the text one by one with their bodies; both would count twice.
    """
    there = {one.kind for one in clauses}
    return ("table_row",) if "table_row" in there else tuple(k for k in KINDS if k in there)
