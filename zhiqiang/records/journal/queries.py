"""Read, verify and hand out the journal."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast
from django.utils import timezone

from zhiqiang.kernel.catalogue import read
from zhiqiang.kernel.errors import NotFound
from zhiqiang.kernel.finding import Finding
from zhiqiang.records.journal import anchors
from zhiqiang.records.journal.lines import LINE_FIELDS, Line, moment, walk
from zhiqiang.records.journal.models import Entry

MOST_FINDINGS = 200


@dataclass(frozen=True, slots=True)
class Asked:
    """What a person looks for in the journal; an empty part does not narrow."""

    actor: str = ""
    act: str = ""
    subject: str = ""
    address: str = ""
    from_on: date | None = None
    until_on: date | None = None


def whole() -> QuerySet[Entry]:
    """Return every line, newest first, for what the program does for nobody in particular."""
    return Entry.objects.for_program("verifies the journal").order_by("-sequence")


def entries(person: Any, asked: Asked | None = None) -> QuerySet[Entry]:
    """Return the lines that ``person`` may see, newest first: all with ``read_journal``, else none."""
    asked = asked or Asked()
    lines = Entry.objects.visible_to(person).order_by("-sequence")
    exact = {"actor": asked.actor, "act": asked.act, "address": asked.address}
    lines = lines.filter(**{name: value for name, value in exact.items() if value})
    if asked.subject:
        # Given whole it is exact; ``batch:`` gives all batches.
        begins = asked.subject.endswith((":", "/"))
        lines = lines.filter(**{"subject__startswith" if begins else "subject": asked.subject})
    if asked.from_on:
        lines = lines.filter(at__gte=_midnight(asked.from_on))
    if asked.until_on:
        lines = lines.filter(at__lt=_midnight(asked.until_on + timedelta(days=1)))
    return lines


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def entry(sequence: int, person: Any) -> Entry:
    """Return one line by its sequence. Raises ``NotFound``, also where ``person`` may not see it."""
    found = Entry.objects.visible_to(person).filter(sequence=sequence).first()
    if found is None:
        raise NotFound(f"日志中没有第 {sequence} 条。")
    return found


def acts() -> dict[str, str]:
    """Return what acts are called in Chinese, by key."""
    return _acts(Path(settings.CATALOGUE) / "codes" / "acts.yml")


@lru_cache(maxsize=2)
def _acts(path: Path) -> dict[str, str]:
    return {str(key): str(name) for key, name in read(path).items()}


#: kinds of subjects whose number stands behind a slash, and those that have none
_WITH_SLASH = ("account", "body", "person")
_ALONE = ("journal",)


@dataclass(frozen=True, slots=True)
class Words:
    """How the journal names kinds of subjects, and the parts of a detail."""

    subjects: dict[str, str]
    details: dict[str, str]

    def subject(self, written: str) -> str:
        """Return a subject for reading: ``batch:14`` as 导入批次 14; an unknown kind as written."""
        kind, _, which = written.partition("/" if written.startswith(_WITH_SLASH) else ":")
        name = self.subjects.get(kind)
        return written if name is None else f"{name} {which}".strip()

    def written(self, subject: str) -> str:
        """Return how a subject that a person types stands in the journal."""
        for kind, name in self.subjects.items():
            if subject == name or subject.startswith(f"{name} "):
                sign = "" if kind in _ALONE else "/" if kind in _WITH_SLASH else ":"
                return f"{kind}{sign}{subject.removeprefix(name).strip()}"
        return subject


def words() -> Words:
    """Return what subjects and details are called in Chinese, by key."""
    return _words(Path(settings.CATALOGUE) / "codes" / "journal_words.yml")


@lru_cache(maxsize=2)
def _words(path: Path) -> Words:
    told = read(path)
    return Words(dict(told["subjects"]), dict(told["details"]))


def lines() -> Iterator[Line]:
    """Yield the whole journal as stored, oldest first, in bounded memory."""
    stored = whole().order_by("sequence").annotate(text=Cast("detail", TextField()))
    names = [name if name != "detail" else "text" for name in LINE_FIELDS]
    for values in stored.values_list(*names).iterator(chunk_size=2000):
        parts: dict[str, Any] = dict(zip(LINE_FIELDS, values, strict=True))
        yield Line(**parts | {"at": moment(parts["at"])})


def verify(anchor_file: Path | None = None) -> list[Finding]:
    """Walk the whole chain and compare it with an anchor file, where one is given.

    Returns what does not hold, each finding naming its line (the first 200); none where all do.
    Raises ``UnreadableFile`` when the anchor file is not there.
    """
    findings = anchors.compare(anchor_file, _hash_of) if anchor_file else []
    return [*findings, *islice(walk(lines()), MOST_FINDINGS)]


def _hash_of(sequence: int) -> str | None:
    return whole().filter(sequence=sequence).values_list("hash", flat=True).first()


def whole_file() -> Iterator[str]:
    """Yield the whole journal as a file that shows whether it is whole: head, lines, end."""
    yield json.dumps({"journal": 1, "made_at": moment(timezone.now())}) + "\n"
    count, last = 0, ""
    for line in lines():
        count, last = count + 1, line.hash
        yield json.dumps(asdict(line), ensure_ascii=False) + "\n"
    yield json.dumps({"end": True, "lines": count, "hash": last}) + "\n"
