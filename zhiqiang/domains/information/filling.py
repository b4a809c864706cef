"""What a topic database holds, brought up to what its question finds; in statements for many rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from zhiqiang.domains.information.models import TopicDatabase, TopicEntry
from zhiqiang.records.search.queries import Question, Search

AT_ONCE = 5_000
_KEYS = 800


def ask(question: str, has_synonyms: bool) -> tuple[int, set[int]]:
    """Return the newest snapshot and the ids of all that a question finds there for everybody.

    Raises ``BadQuestion``, and ``NotFound`` before the first snapshot.
    """
    search = Search(Question(question, has_synonyms=has_synonyms), AnonymousUser())
    return search.snapshot, set(search.ids())


def fill(of: TopicDatabase, snapshot: int, found: set[int]) -> int:
    """Take in what is found and was not there, let go what is not found any more; count what is in.

    What an official put in or kept out stays. Called in a transaction.
    """
    now = timezone.now()
    known = dict(of.entries.values_list("right_id", "is_found"))
    fresh = found - known.keys()
    for some in _parts(sorted(fresh), AT_ONCE):
        of.entries.bulk_create(
            TopicEntry(database=of, right_id=one, is_found=True, is_in=True, joined_at=now)
            for one in some
        )
    again = (one for one, is_found in known.items() if not is_found and one in found)
    for rows in _of(of, again):
        rows.exclude(verdict="").update(is_found=True)
        rows.filter(verdict="").update(is_found=True, is_in=True, joined_at=now)
    gone = (one for one, is_found in known.items() if is_found and one not in found)
    for rows in _of(of, gone):
        rows.exclude(verdict="").update(is_found=False)
        rows.filter(verdict="").update(is_found=False, is_in=False)
    of.snapshot, of.refreshed_at, of.trouble = snapshot, now, ""
    of.save(update_fields=["snapshot", "refreshed_at", "trouble"])
    return int(of.entries.filter(is_in=True).count())


def _of(of: TopicDatabase, keys: Iterable[int]) -> Iterator[Any]:
    for some in _parts(keys, _KEYS):
        yield of.entries.filter(right_id__in=some)


def _parts(keys: Iterable[int], size: int) -> Iterator[list[int]]:
    left = iter(keys)
    while some := list(islice(left, size)):
        yield some
