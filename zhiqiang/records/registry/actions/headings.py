"""Teach a source the headings that it does not know, once and for all lists to come."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from zhiqiang.engines.ingest import normal_heading
from zhiqiang.kernel.errors import NotFound, Refused
from zhiqiang.records.journal.actions import write
from zhiqiang.records.registry.models import TaughtHeading
from zhiqiang.records.registry.queries.headings import declared

LONGEST = 120


def teach_headings(source: str, headings: Mapping[str, str], actor: str) -> int:
    """Say of headings which field they mean in lists of ``source``, "" for none; return how many.

    Officials do this. What was said of a heading before is replaced. Raises ``NotFound`` for a
    source that is not declared, ``Refused`` for a field that it does not have, for a heading that
    it declares itself, and for two headings of one meaning.
    """
    known = declared(source)
    meant = [field for field in headings.values() if field]
    for heading, field in headings.items():
        if field and field not in known.by_field:
            raise Refused(f"“{known.title}”没有“{field}”这一项，请从列表中选择。")
        if not heading.strip() or len(heading) > LONGEST:
            raise Refused(f"列名为空或超过 {LONGEST} 字，不能记住。请先在文件中改名。")
        if normal_heading(heading) in known.known_headings:
            raise Refused(f"“{heading}”是“{known.title}”已有的列名，不能另作对应。")
        if meant.count(field) > 1:
            name = known.by_field[field].heading
            raise Refused(f"有两列都对应“{name}”，请只留一列。")
    with transaction.atomic():
        for heading, field in headings.items():
            TaughtHeading.objects.for_program("teaches a heading").update_or_create(
                source=source,
                word=normal_heading(heading),
                defaults={"heading": heading.strip(), "field": field, "taught_by": actor},
            )
        if headings:
            write(actor, "teach_headings", f"source:{source}", {"headings": dict(headings)})
    return len(headings)


def forget_heading(taught_id: int, actor: str) -> None:
    """Take one heading back; lists that were read by it stay as they are. Raises ``NotFound``."""
    with transaction.atomic():
        found = TaughtHeading.objects.for_program("forgets a heading").filter(pk=taught_id)
        one = found.select_for_update().first()
        if one is None:
            raise NotFound("没有这条列名对应，可能已经被删除。")
        detail = {"heading": one.heading, "field": one.field}
        write(actor, "forget_heading", f"source:{one.source}", detail)
        found.delete()
