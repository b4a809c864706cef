"""Tasks of a programme, by section and by responsible body."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import groupby

from zhiqiang.domains.plans.models import Programme, Task, TaskBody

_BODIES = re.compile(
    r"[（(][^（）]*(?:单位|牵头|负责)[^（）]*(?:[（(][^（）]*[）)][^（）]*)*[）)]\s*$"
)
_WIDE = str.maketrans("()", "（）")
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
    def is_lead_told(self) -> bool:
        """Say whether the plan tells the leaders from the others, or there is but one body."""
        return bool(self.supports) or len(self.leads) < 2 or "牵头" in self.task.text

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
    return [_view(task, of.source_text) for task in of.tasks.prefetch_related("bodies")]


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


def _view(task: Task, source: str) -> TaskView:
    bodies = [(one.duty, _as_printed(one.name, source)) for one in task.bodies.all()]
    return TaskView(
        task,
        tuple(name for duty, name in bodies if duty == TaskBody.Duty.LEAD),
        tuple(name for duty, name in bodies if duty == TaskBody.Duty.SUPPORT),
    )


def _as_printed(name: str, source: str) -> str:
    """Return the name of a body with the wide brackets of its document, which a reading folds."""
    wide = name.translate(_WIDE)
    return wide if wide in source else name
