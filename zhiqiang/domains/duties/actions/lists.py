"""Work lists: drawn up from a plan, brought up to a changed plan, issued to the bodies, closed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from zhiqiang.domains.duties import telling
from zhiqiang.domains.duties.allowed import require_run
from zhiqiang.domains.duties.due import due_in
from zhiqiang.domains.duties.models import ItemBody, ItemLine, WorkItem, WorkList
from zhiqiang.domains.duties.pairing import Clause, Paired, pair
from zhiqiang.domains.duties.story import actor, display
from zhiqiang.kernel.errors import NotFound, Refused
from zhiqiang.records.accounts.actions.people import Overtaken
from zhiqiang.records.accounts.queries import resolve_names
from zhiqiang.records.journal import actions as journal

State = WorkList.State


@dataclass(frozen=True, slots=True)
class Plan:
    """The programme that a list is drawn up from."""

    key: int
    title: str
    region_code: str
    region_name: str
    from_year: int | None
    to_year: int | None


def open_list(
    person: Any, plan: Plan, year: int, clauses: Iterable[Clause], kinds: Sequence[str]
) -> WorkList:
    """Draw up the list of ``year`` from the clauses of ``kinds``, a draft; for who runs programmes.

    Printed bodies are looked up once for the whole list; a name that means no one body stays as
    printed and is an open question of its item. Refused for a year outside the programme, for a
    year that has a list already, and where no clause is left.
    """
    require_run(person)
    first, last = plan.from_year or year, plan.to_year or year
    if not first <= year <= last:
        raise Refused(f"规划期为 {first}—{last} 年，不能拟定 {year} 年度的推进计划。")
    chosen = [one for one in clauses if one.kind in kinds]
    if not chosen:
        raise Refused(
            "规划中没有所选种类的任务，请改选任务种类，或先在规划的“核对与更正”中补充任务。"
        )
    with transaction.atomic():
        if _lists().filter(programme_key=plan.key, year=year).exists():
            raise Refused(f"{year} 年度推进计划已经拟定，请在原计划上办理。")
        made = WorkList.objects.create(
            programme_key=plan.key,
            programme_title=plan.title,
            region_code=plan.region_code,
            region_name=plan.region_name,
            year=year,
            kinds=",".join(sorted(kinds)),
            made_by=display(person),
        )
        _add(made, chosen, 0)
        journal.write(
            actor(person),
            "open_work_list",
            f"work_list:{made.pk}",
            {"title": plan.title, "year": year, "items": len(chosen)},
        )
    return made


def _lists() -> Any:
    return WorkList.objects.for_program("keeps work lists")


def locked_list(list_id: int) -> WorkList:
    """Return a list, held until the end of the transaction."""
    found: WorkList | None = _lists().select_for_update().filter(pk=list_id).first()
    if found is None:
        raise NotFound("没有这份年度推进计划。")
    return found


def _add(of: WorkList, clauses: Sequence[Clause], position: int) -> list[WorkItem]:
    """Add an item for each clause, with its bodies."""
    items = WorkItem.objects.bulk_create(
        [_item(of, one, position + n) for n, one in enumerate(clauses)]
    )
    _add_bodies(of, list(zip(items, clauses, strict=True)))
    return items


def _item(of: WorkList, clause: Clause, position: int) -> WorkItem:
    return WorkItem(
        work_list=of,
        identity=clause.identity,
        code=clause.code,
        number=clause.number,
        position=position,
        title=(clause.title or clause.text)[:300],
        text=clause.text,
        section=clause.section,
        due_on=due_in(of.year, clause.due),
        due_printed=clause.due,
        indicator_key=clause.indicator_key,
        link="printed" if clause.indicator_key else "",
        question=clause.question,
    )


def _add_bodies(of: WorkList, drawn: Sequence[tuple[WorkItem, Clause]]) -> None:
    rows = []
    for item, clause in drawn:
        rows += body_rows(item, clause.bodies, of.region_code)
        if not any(duty == ItemBody.Duty.LEAD for duty, _ in clause.bodies):
            ask(item, "规划没有写明牵头单位，请指定。")
    # Names stand beside one another within an item only, so prefixes carry no further.
    ItemBody.objects.bulk_create(rows)
    WorkItem.objects.for_program("keeps open questions").bulk_update(
        [item for item, _ in drawn], ["question"], batch_size=200
    )


def body_rows(item: WorkItem, printed: Sequence[tuple[str, str]], region: str) -> list[ItemBody]:
    """Return the rows of the bodies that a clause prints; names that mean nobody are asked about."""
    found = resolve_names([name for _, name in printed], region) if printed else []
    rows, seen = [], set()
    for at, ((duty, name), named) in enumerate(zip(printed, found, strict=True)):
        known = named.body_id if named.body_id not in seen else None
        if named.body_id is None:
            why = "在单位名录中有几个" if named.bodies else "不在单位名录中"
            ask(item, f"“{name}”{why}，请确认是哪个单位。")
        elif known is None:
            continue
        seen.add(known)
        rows.append(ItemBody(item=item, position=at, duty=duty, printed=name[:120], body_id=known))
    return rows


def ask(item: WorkItem, question: str) -> None:
    """Add an open question to an item, once."""
    if question not in item.question:
        item.question = f"{item.question}\n{question}".strip()


@dataclass(frozen=True, slots=True)
class Refreshed:
    """What a changed plan did to a list."""

    kept: int
    added: int
    lost: tuple[str, ...]


def refresh_list(person: Any, list_id: int, plan: Plan, clauses: Iterable[Clause]) -> Refreshed:
    """Bring a list up to the plan in force: entries stay with their items.

    Items whose words are gone stay, without ground, until a person cancels them; clauses that are
    new become items. Bodies and days that people settled are left as they are.
    """
    require_run(person)
    with transaction.atomic():
        of = locked_list(list_id)
        _refuse_closed(of)
        chosen = [one for one in clauses if one.kind in of.kinds.split(",")]
        items = list(of.items.all())
        found = pair(items, chosen)
        _follow(found)
        lost = [one for one in found.lost if isinstance(one, WorkItem)]
        newly = [one for one in lost if one.has_ground]
        of.items.filter(pk__in=[one.pk for one in lost]).update(has_ground=False)
        last = max((one.position for one in items), default=-1)
        added = _add(of, found.new, last + 1)
        of.programme_key, of.programme_title = plan.key, plan.title
        of.version += 1
        of.save(update_fields=["programme_key", "programme_title", "version"])
        for one in newly:
            _line(one, "ground_lost", "规划现行文本中已没有这一任务的原文。")
        journal.write(
            actor(person),
            "refresh_work_list",
            f"work_list:{of.pk}",
            {"added": len(added), "lost": [one.title for one in lost]},
        )
    return Refreshed(len(found.pairs), len(added), tuple(one.title for one in lost))


def _follow(found: Paired) -> None:
    """Give items the place and the words of the clauses that they stand on now."""
    changed = []
    for item, clause in found.pairs:
        assert isinstance(item, WorkItem)
        item.identity, item.code, item.number = clause.identity, clause.code, clause.number
        item.section, item.has_ground = clause.section, True
        if item.text != clause.text:
            _line(item, "text_changed", f"规划要求由“{item.text}”改为“{clause.text}”。")
            item.text = clause.text
        item.title = (clause.title or clause.text)[:300]
        changed.append(item)
    WorkItem.objects.for_program("follows a changed plan").bulk_update(
        changed,
        ["identity", "code", "number", "section", "has_ground", "text", "title"],
        batch_size=200,
    )


def _line(item: WorkItem, act: str, note: str) -> None:
    ItemLine.objects.for_program("tells the story of an item").create(
        item=item, act=act, at=timezone.now(), by="系统", note=note
    )


def _refuse_closed(of: WorkList) -> None:
    if of.state == State.CLOSED:
        raise Refused(f"{of.year} 年度推进计划已经结束，只供查阅。")


def _held(person: Any, list_id: int, version: int, state: str, word: str) -> WorkList:
    """Return a list for who runs programmes, as read at ``version`` and in ``state``, held."""
    require_run(person)
    of = locked_list(list_id)
    if of.version != version:
        raise Overtaken(f"这份推进计划刚被他人改动，没有{word}。请核对后重新{word}。")
    if of.state != state:
        raise Refused(f"这份推进计划的状态是“{of.get_state_display()}”，不能{word}。")
    return of


def issue_list(person: Any, list_id: int, version: int) -> WorkList:
    """Issue a draft: from now on the bodies see it and report. Their clerks are told.

    Refused for a list that is no draft, and where no item has a body that is known.
    """
    with transaction.atomic():
        of = _held(person, list_id, version, State.DRAFT, "下达")
        bodies = _bodies(of)
        if not bodies:
            raise Refused(
                "没有一项工作落实到已登记的单位，下达后无人收到。请先登记单位或指定承担单位。"
            )
        of.state, of.issued_at, of.version = State.ISSUED, timezone.now(), F("version") + 1
        of.save(update_fields=["state", "issued_at", "version"])
        of.refresh_from_db()
        telling.list_issued(of, bodies)
        detail = {"title": of.programme_title, "year": of.year, "bodies": len(bodies)}
        journal.write(actor(person), "issue_work_list", f"work_list:{of.pk}", detail)
    return of


def _bodies(of: WorkList) -> set[int]:
    rows = ItemBody.objects.for_program("issues a list").filter(item__work_list=of)
    return set(rows.exclude(body=None).values_list("body_id", flat=True))


def close_list(person: Any, list_id: int, version: int) -> WorkList:
    """End a list after its year: nothing is reported any more, what is open stays open for all to see."""
    with transaction.atomic():
        of = _held(person, list_id, version, State.ISSUED, "结束")
        of.state, of.version = State.CLOSED, F("version") + 1
        of.save(update_fields=["state", "version"])
        of.refresh_from_db()
        still = of.items.exclude(
            state__in=[WorkItem.State.CLOSED, WorkItem.State.CANCELLED]
        ).count()
        journal.write(
            actor(person), "close_work_list", f"work_list:{of.pk}", {"year": of.year, "open": still}
        )
    return of
