"""Who is told what about work: one place for the recipients and the words of messages."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse

from zhiqiang.domains.duties.allowed import REPORT, RUN
from zhiqiang.domains.duties.models import ProgressEntry, WorkItem, WorkList
from zhiqiang.records.accounts.queries import people_in_bodies, people_who_may
from zhiqiang.records.notices.actions import Message, tell

_SHORT = 40


def clerks(bodies: Iterable[int | None]) -> set[int]:
    """Return the people who report for these bodies."""
    return set(people_in_bodies(REPORT, {one for one in bodies if one is not None}))


def runners() -> set[int]:
    """Return the people who run programmes."""
    return set(people_who_may(RUN).values_list("pk", flat=True))


def list_issued(of: WorkList, bodies: set[int]) -> None:
    """Tell the clerks of all bodies that a list was issued."""
    tell(
        clerks(bodies),
        Message(
            f"list:{of.pk}:issued",
            f"{of.year} 年度推进计划已下达",
            f"《{of.programme_title}》{of.year} 年度推进计划已下达，请查看本单位承担的事项并按时填报进展。",
            reverse("duties:desk"),
        ),
    )


def short(item: WorkItem) -> str:
    """Return an item in a few words."""
    words = f"{item.number} {item.title}".strip()
    return words if len(words) <= _SHORT else words[:_SHORT] + "…"


def entry_sent(entry: ProgressEntry) -> None:
    """Tell those who run programmes that an entry waits for them."""
    about = f"{entry.body.name if entry.body else ''}填报了“{short(entry.item)}”的进展"
    _about_entry(runners(), entry, "sent", f"待审核：{about}", entry.text)


def entry_checked(entry: ProgressEntry) -> None:
    """Tell the author, and the clerks of the body, what the check said."""
    word = "已退回" if entry.state == ProgressEntry.State.RETURNED else "已采纳"
    people = clerks([entry.body_id]) | ({entry.person_id} if entry.person_id else set())
    _about_entry(people, entry, "checked", f"{word}：{short(entry.item)}", entry.remark)


def _about_entry(
    people: Iterable[int], entry: ProgressEntry, act: str, title: str, text: str
) -> None:
    key = f"entry:{entry.pk}:{act}:{entry.version}"
    tell(people, Message(key, title, text, reverse("duties:item", args=[entry.item_id])))


def given(item: WorkItem, person_id: int, version: int) -> None:
    """Tell somebody that an item was given to him within his body."""
    key = f"item:{item.pk}:given:{version}"
    message = Message(
        key, f"分办给您：{short(item)}", item.request or item.text,
        reverse("duties:item", args=[item.pk]),
    )  # fmt: skip
    tell([person_id], message)


def handed_over(of: WorkList, to: int, count: int) -> None:
    """Tell the clerks of a body that they take over the work of another."""
    title = f"接手 {count} 项工作"
    text = f"《{of.programme_title}》{of.year} 年度推进计划中的 {count} 项工作已移交本单位。"
    tell(
        clerks([to]),
        Message(f"list:{of.pk}:handed:{to}:{of.version}", title, text, reverse("duties:desk")),
    )
