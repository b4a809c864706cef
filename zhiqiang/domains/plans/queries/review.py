"""What the review page needs: how far the review is, what a form starts from, who changed what."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from zhiqiang.domains.plans import fields, words
from zhiqiang.domains.plans.models import PlanCorrection, Programme, Target, Task, TaskBody
from zhiqiang.domains.plans.queries.source import Reading, SourceView
from zhiqiang.domains.plans.readings import plain
from zhiqiang.kernel.errors import Refused

_MOST = 400


@dataclass(frozen=True, slots=True)
class Progress:
    """How many readings a person has looked at, and those that nobody has."""

    done: int
    total: int
    open_codes: tuple[str, ...]
    codes: tuple[str, ...]

    def after(self, code: str) -> str:
        """Return the next reading that is not reviewed, behind ``code``, else the first; or empty."""
        at = self.codes.index(code) if code in self.codes else -1
        later = [one for one in self.codes[at + 1 :] if one in self.open_codes]
        rest = [one for one in self.open_codes if one != code]
        return (later or rest or [""])[0]


def progress(view: SourceView) -> Progress:
    """Return how far the review of a plan is."""
    rows = [(one.marked.code, (one.target or one.task)) for one in view.readings]
    still = tuple(code for code, row in rows if row is not None and not row.review)
    return Progress(len(rows) - len(still), len(rows), still, tuple(code for code, _ in rows))


@dataclass(frozen=True, slots=True)
class ReadingForm:
    """The fields of one reading as a form shows them; ``seen`` tells whether it changed since."""

    values: dict[str, Any]
    seen: str
    leads: str = ""
    supports: str = ""


def form_of(reading: Reading) -> ReadingForm:
    """Return what the form of a reading starts from."""
    if reading.target is not None:
        return _target_form(reading.target)
    assert reading.task is not None
    return _task_form(reading.task)


def _target_form(one: Target) -> ReadingForm:
    values = {
        "indicator_name": one.indicator_name,
        "subject": one.subject,
        "operator": one.operator,
        "value": plain(one.value) or "",
        "value_to": plain(one.value_to) or "",
        "unit": one.unit,
        "year": one.year or "",
        "basis": one.basis,
        "is_every_year": one.is_every_year,
        "is_mean": one.is_mean,
    }
    return ReadingForm(values, _seen(values))


def _task_form(one: Task) -> ReadingForm:
    bodies = list(one.bodies.all())
    named = {
        duty: "、".join(body.name for body in bodies if body.duty == duty)
        for duty in (TaskBody.Duty.LEAD, TaskBody.Duty.SUPPORT)
    }
    leads, supports = named[TaskBody.Duty.LEAD], named[TaskBody.Duty.SUPPORT]
    values = {"title": one.title, "due": one.due}
    return ReadingForm(values, _seen(values | {"bodies": leads + "|" + supports}), leads, supports)


def _seen(values: dict[str, Any]) -> str:
    return hashlib.sha256(repr(sorted(values.items())).encode()).hexdigest()[:12]


def require_same(of: Programme, code: str, seen: str) -> None:
    """Refuse when the reading was changed since its form was shown."""
    if not code or not seen:
        return
    target = of.targets.filter(code=code).first()
    task = of.tasks.filter(code=code).first() if target is None else None
    if target is None and task is None:
        return
    now = _target_form(target) if target is not None else _task_form(task) if task else None
    if now is not None and now.seen != seen:
        raise Refused("这一项刚刚由他人更正过，您的更正没有采用。请看现在的内容，再决定是否更正。")


@dataclass(frozen=True, slots=True)
class CorrectionView:
    """A correction in words: each change as label, before, after."""

    correction: PlanCorrection
    quote: str
    changes: tuple[tuple[str, str, str], ...]


def corrections(of: Programme) -> list[CorrectionView]:
    """Return the corrections of a programme, newest first."""
    return [_view(one) for one in of.corrections.order_by("-pk")]


def _view(one: PlanCorrection) -> CorrectionView:
    names = dict.fromkeys([*one.before, *one.after])
    changes = []
    for name in names:
        if name in ("message", "others", "identity"):
            continue
        label = fields.LABELS.get(name, "内容")
        changes.append(
            (label, _words(name, one.before.get(name)), _words(name, one.after.get(name)))
        )
    quote = str(one.anchor.get("quote") or one.after.get("about", ""))
    return CorrectionView(one, quote, tuple(changes))


def _words(name: str, value: Any) -> str:
    if value in (None, "", []):
        return "—"
    if name == "operator":
        return words.OPERATORS.get(value, value)
    if name == "basis":
        return words.BASES.get(value, value)
    if name == "bodies":
        duties = dict(TaskBody.Duty.choices)
        return "；".join(f"{duties[duty]}：{body}" for duty, body in value)
    if name == "parts":
        return f"{len(value)} 项"
    if name == "item":
        return str(value.get("indicator_name") or value.get("title"))
    if isinstance(value, bool):
        return "是" if value else "否"
    return str(value)


def earlier_targets(of: Programme, chosen: Reading | None) -> Sequence[Target]:
    """Return the targets of the edition before that the chosen one may be the same as."""
    if of.replaces is None or chosen is None or chosen.target is None:
        return ()
    is_soft = chosen.target.value is None
    return list(of.replaces.targets.filter(value__isnull=is_soft)[:_MOST])
