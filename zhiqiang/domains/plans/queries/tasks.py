"""Tasks of a programme, by section and by responsible body."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import groupby

from zhiqiang.domains.plans.models import Programme, Task, TaskBody

_BODIES = re.compile(
    r"[（(][^（）]*(?:单位|牵头|负责)[^（）]*(?:[（(][^（）]*[）)][^（）]*)*[）)]\s*$"
)
#: how far into a text its own heading may stand, behind a number such as （十一）
_HEADING = 12


@dataclass(frozen=True, slots=True)
class TaskView:
    """A task with its bodies as printed."""

    task: Task
    leads: tuple[str, ...]
    supports: tuple[str, ...]

    @property
    def has_bodies(self) -> bool:
        return bool(self.leads or self.supports)

    @property
    def words(self) -> str:
        """Return the text without the heading before it and the bodies behind it."""
        title, text = self.task.title, self.task.text
        at = text.find(title) if title else -1
        if 0 <= at <= _HEADING:
            text = text[at + len(title) :]
        if self.has_bodies:
            text = _BODIES.sub("", text)
        return text.lstrip(" 。.．:：\n\u3000").rstrip()


@dataclass(frozen=True, slots=True)
class SectionTasks:
    """The tasks of one section of the plan."""

    title: str
    tasks: tuple[TaskView, ...]


@dataclass(frozen=True, slots=True)
class BodyTasks:
    """What one body, as printed, leads and supports."""

    name: str
    leads: tuple[Task, ...]
    supports: tuple[Task, ...]

    @property
    def count(self) -> int:
        return len(self.leads) + len(self.supports)


def tasks(of: Programme) -> list[TaskView]:
    """Return the tasks in order of the document; two queries."""
    return [_view(task) for task in of.tasks.prefetch_related("bodies")]


def tasks_by_section(of: Programme) -> list[SectionTasks]:
    """Return the tasks under the sections of the plan, in order of the document."""
    return [
        SectionTasks(title, tuple(found))
        for title, found in groupby(tasks(of), key=lambda view: view.task.section)
    ]


def tasks_by_body(of: Programme) -> list[BodyTasks]:
    """Return the bodies, those with most to lead first, each with its tasks."""
    leads: dict[str, list[Task]] = {}
    supports: dict[str, list[Task]] = {}
    for view in tasks(of):
        for names, held in ((view.leads, leads), (view.supports, supports)):
            for name in names:
                held.setdefault(name, []).append(view.task)
    found = [
        BodyTasks(name, tuple(leads.get(name, ())), tuple(supports.get(name, ())))
        for name in dict.fromkeys([*leads, *supports])
    ]
    return sorted(found, key=lambda one: (-len(one.leads), -len(one.supports)))


def tasks_without_body(of: Programme) -> list[TaskView]:
    """Return the tasks that name no responsible body."""
    return [view for view in tasks(of) if not view.has_bodies]


def _view(task: Task) -> TaskView:
    bodies = task.bodies.all()
    return TaskView(
        task,
        tuple(one.name for one in bodies if one.duty == TaskBody.Duty.LEAD),
        tuple(one.name for one in bodies if one.duty == TaskBody.Duty.SUPPORT),
    )
