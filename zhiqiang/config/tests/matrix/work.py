"""Work lists for the world of the matrix: one of the office, one in which it takes no part."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from django.utils import timezone
from django.utils.timezone import localdate

from zhiqiang.domains.duties import actions
from zhiqiang.domains.duties.pairing import Clause
from zhiqiang.portal.clauses import plan_of
from zhiqiang.records.accounts.acting import Acting, without_lines
from zhiqiang.records.accounts.actions import bodies, register_person
from zhiqiang.records.accounts.queries import body

SECRET = "四季-青山-2719-桥"


def add_work(
    home: Path, programme: Any, office: int, mark: str
) -> tuple[dict[str, int], dict[str, int]]:
    """Leave two issued lists with an entry each; return their ids, of the open and the hidden one."""
    runner = register_person("user_runner", "某推进", "administrator", SECRET)
    acting = Acting(None, without_lines)
    other = bodies.add_body(acting, f"{mark}局", "department", programme.region_code)
    names = {2024: (body(office).name, "公开事项"), 2025: (other.name, f"{mark}事项")}
    made = [
        _list(home, runner, programme, year, name, title) for year, (name, title) in names.items()
    ]
    return made[0] | {"notice_id": 0}, made[1]


def _list(
    home: Path, runner: Any, programme: Any, year: int, name: str, title: str
) -> dict[str, int]:
    clause = Clause("K001", "1", "task", title, f"{title}的要求。", title, "", (("lead", name),))
    drawn = actions.open_list(runner, plan_of(programme), year, [clause], ["task"])
    issued = actions.issue_list(runner, drawn.pk, drawn.version)
    item = issued.items.get()
    part = item.bodies.get()
    path = home / f"{title}.txt"
    path.write_text("证明。", encoding="utf-8")
    told = actions.Told(f"{title}的进展。", 10)
    entry = actions.report(runner, item.pk, part.body_id, told, f"key-{year}")
    stored = entry.evidence.create(file=_kept(path), name=path.name)
    made = actions.Made(f"{title}通报", f"{year}Q1", date(year, 3, 31), None, path, path, path)
    paper = actions.keep_paper(issued, made, "测试")
    ordered = actions.Ordered(
        part.body_id or 0,
        f"{title}督办",
        "推进计划",
        f"{title}请办理。",
        date(2099, 12, 31),
        item.pk,
    )
    order = actions.issue_order(runner, ordered, f"order-{year}")
    reply = order.replies.create(
        person=runner, text=f"{title}已办。", file=_kept(path), file_name=path.name,
        made_at=timezone.now(),
    )  # fmt: skip
    sitting = _sitting(runner, issued, part.body_id, title)
    return {
        "sitting_id": sitting.pk, "sitting_form": "minutes", "order_id": order.pk, "reply_id": reply.pk, "list_id": issued.pk, "item_id": item.pk, "entry_id": entry.pk, "evidence_id": stored.pk,
        "body_id": part.body_id, "paper_id": paper.pk, "form": "docx",
    }  # fmt: skip


def _sitting(runner: Any, of: Any, body: int, title: str) -> Any:
    """Return a sitting about a list whose minutes are issued, with one decision."""
    called = actions.Called("joint", f"{title}联席会议", localdate())
    made = actions.open_sitting(runner, of.pk, called)
    points = [actions.Point(f"{title}议题")]
    made = actions.change_agenda(runner, made.pk, made.version, called, points, [body])
    made = actions.convene(runner, made.pk, made.version)
    decided = [actions.Decided(1, body, f"{title}议定办理。", date(2099, 12, 31))]
    kept = actions.Minutes("", [f"{title}意见。"], {body: (True, "某")}, decided)
    made = actions.keep_minutes(runner, made.pk, made.version, kept)
    return actions.issue_minutes(runner, made.pk, made.version)


def _kept(path: Path) -> Any:
    from zhiqiang.records.files import actions as files

    return files.keep(path)
