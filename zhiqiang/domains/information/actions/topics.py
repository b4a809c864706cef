"""Found, fill, curate and close topic databases."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.timezone import localdate

from zhiqiang.domains.information.filling import ask, fill
from zhiqiang.domains.information.models import TopicDatabase, TopicEntry, TopicVisit
from zhiqiang.domains.information.models.topics import digits
from zhiqiang.engines.fulltext import BadQuestion
from zhiqiang.kernel.errors import NotFound, Refused
from zhiqiang.records.accounts import queries as accounts
from zhiqiang.records.accounts import rights
from zhiqiang.records.accounts.actions.people import Overtaken
from zhiqiang.records.journal import actions as journal
from zhiqiang.records.registry import actions as registry
from zhiqiang.records.registry import queries as registered
from zhiqiang.records.registry.correctable import field_of

RUN = "run_information"
KIND = "topic_database"
MOST_FIELDS, MOST_READERS = 8, 200
Access, Verdict = TopicDatabase.Access, TopicEntry.Verdict


@dataclass(frozen=True, slots=True)
class Founded:
    """What a topic database is to be: ``readers`` are the ids of bodies that it is opened to.

    ``industry``: the code of the industry whose firms may read it, by the profiles of the firms.
    """

    title: str
    about: str
    question: str
    access: str
    founded_on: date
    region_code: str
    has_synonyms: bool = False
    fields: Sequence[str] = ()
    readers: Sequence[int] = ()
    document_number: str = ""
    industry: str = ""


def found_topic(person: Any, told: Founded, request_key: str = "") -> TopicDatabase:
    """Found a topic database, fill it, and leave the record that counts it in plans.

    For who runs information services. The same ``request_key`` gives the one that it made. Refuses
    a question that cannot be read or finds nothing, a name that an open database bears.
    """
    rights.require(person, RUN)
    fields = _checked(told)
    if not date(1985, 1, 1) <= told.founded_on <= localdate():
        raise Refused("建成日期应在 1985 年之后、不晚于今天。")
    held = TopicDatabase.objects.visible_to(person)
    found = _asked(told)
    try:
        with transaction.atomic():
            same = held.filter(request_key=request_key).first() if request_key else None
            if same is not None:
                return same
            if held.filter(title=told.title.strip(), closed_on=None).exists():
                raise Refused(f"已有名为“{told.title.strip()}”的专题数据库，请另取名称。")
            made: TopicDatabase = held.create(
                title=told.title.strip(), about=told.about.strip(), fields=fields,
                question=told.question.strip(), has_synonyms=told.has_synonyms, access=told.access,
                region_code=told.region_code, document_number=told.document_number.strip()[:80],
                founded_on=told.founded_on, made_by=str(person), request_key=request_key or None,
                industry=_industry(told),
            )  # fmt: skip
            _open_to(made, told.readers)
            held_now = fill(made, *found)
            made.designation_id = _recorded(made, person)
            made.save(update_fields=["designation_id"])
            journal.write(
                person.get_username(), "found_topic", _subject(made),
                {"title": made.title, "rows": held_now},
            )  # fmt: skip
    except IntegrityError:
        same = held.filter(request_key=request_key).first() if request_key else None
        if same is None:
            raise
        return same
    return made


def _checked(told: Founded) -> list[str]:
    for text, most, label in ((told.title, 120, "名称"), (told.about, 500, "用途")):
        if not text.strip() or len(text.strip()) > most:
            raise Refused(f"请填写{label}，不超过 {most} 字。")
    if not told.question.strip() or len(told.question) > 4_000:
        raise Refused("请填写检索式，不超过 4,000 字。")
    if told.access not in Access.values:
        raise Refused("请选择开放范围。")
    if told.access == Access.FIRM and not told.readers:
        raise Refused("向指定单位开放的，请至少选择一个单位。")
    if told.access == Access.INDUSTRY and not 2 <= len(digits(told.industry)) <= 4:
        raise Refused("向本行业企业开放的，请填写国民经济行业代码，2 到 4 位数字，如 34。")
    if len(set(told.readers)) > MOST_READERS:
        raise Refused(f"一个专题数据库最多向 {MOST_READERS} 个单位开放。")
    fields = list(dict.fromkeys(one.strip() for one in told.fields if one.strip()))
    if len(fields) > MOST_FIELDS or any(len(one) > 30 for one in fields):
        raise Refused(f"附加字段最多 {MOST_FIELDS} 个，每个名称不超过 30 字。")
    return fields


def _industry(told: Founded) -> str:
    return digits(told.industry) if told.access == Access.INDUSTRY else ""


def _asked(told: Founded) -> tuple[int, set[int]]:
    """Return snapshot and ids that a question finds for everybody; refuse one that finds nothing."""
    try:
        found = ask(told.question.strip(), told.has_synonyms)
    except BadQuestion as error:
        raise Refused(f"检索式有误：{error.reason}") from error
    except NotFound as error:
        raise Refused(str(error)) from error
    if not found[1]:
        raise Refused("检索式没有命中任何已公布的记录。请先在检索页试好检索式。")
    return found


def _open_to(of: TopicDatabase, readers: Sequence[int]) -> None:
    wanted = set(readers) if of.access == Access.FIRM else set()
    if len(accounts.body_names(wanted)) != len(wanted):
        raise Refused("选择的单位已不存在，请重新选择。")
    of.readers.exclude(body__in=wanted).delete()
    there = set(of.readers.values_list("body_id", flat=True))
    of.readers.bulk_create(of.readers.model(database=of, body_id=one) for one in wanted - there)


def _recorded(of: TopicDatabase, person: Any) -> int:
    """Leave the record in the register that counts the database in plans.

    Everybody reads the register: the name of a database that is not public is not told there.
    """
    name = of.title if of.access == Access.PUBLIC else f"专题数据库 ZT-{of.pk}"
    designated = registry.Designated(
        kind=KIND, name=name, from_on=of.founded_on, region_code=of.region_code,
        document_number=of.document_number, is_thing=True,
    )  # fmt: skip
    return registry.record_designation(f"ZT-{of.pk}", "founded", str(person), designated)


def held_topic(person: Any, key: int, version: int) -> TopicDatabase:
    """Return an open database for who runs information services, as read at ``version``, held."""
    rights.require(person, RUN)
    found: TopicDatabase | None = (
        TopicDatabase.objects.visible_to(person).select_for_update().filter(pk=key).first()
    )
    if found is None:
        raise NotFound("没有这个专题数据库，或您无权查看。")
    if found.closed_on is not None:
        raise Refused("这个专题数据库已停用，不能再改动。")
    if found.version != version:
        raise Overtaken("这个专题数据库刚被他人改动，没有办理。请核对最新内容后重新提交。")
    return found


def edit_topic(person: Any, key: int, version: int, told: Founded) -> TopicDatabase:
    """Change what a database is for, asks for or is open to; name and founding stay.

    What officials put in or kept out stays so, whatever the new question finds.
    """
    rights.require(person, RUN)
    fields = _checked(told)
    found = _asked(told)
    with transaction.atomic():
        of = held_topic(person, key, version)
        of.about, of.question, of.fields = told.about.strip(), told.question.strip(), fields
        of.has_synonyms, of.access, of.version = told.has_synonyms, told.access, of.version + 1
        of.industry = _industry(told)
        of.save(
            update_fields=[
                "about",
                "question",
                "fields",
                "has_synonyms",
                "access",
                "industry",
                "version",
            ]
        )
        _open_to(of, told.readers)
        held_now = fill(of, *found)
        journal.write(
            person.get_username(), "edit_topic", _subject(of),
            {"title": of.title, "rows": held_now},
        )  # fmt: skip
    return of


def judge_entry(
    person: Any, key: int, version: int, number: str | int, verdict: str, reason: str
) -> TopicEntry:
    """Put a published right into a database or keep it out, with a reason; ``""``: as is found.

    ``number`` is any number under which the register knows it, or its key there.
    """
    rights.require(person, RUN)
    if verdict not in Verdict.values:
        raise Refused("请选择收入、剔除或按检索式。")
    if verdict and (not reason.strip() or len(reason.strip()) > 300):
        raise Refused("请写明理由，不超过 300 字。")
    right = _right(number)
    with transaction.atomic():
        of = held_topic(person, key, version)
        one = of.entries.filter(right_id=right.pk).first()
        now = timezone.now()
        if one is None:
            one = TopicEntry(database=of, right_id=right.pk, is_found=False, joined_at=now)
        was_in = bool(one.pk) and one.is_in
        one.verdict, one.reason = verdict, reason.strip() if verdict else ""
        one.judged_by, one.judged_at = str(person), now
        one.is_in = verdict == Verdict.IN or (not verdict and one.is_found)
        one.joined_at = one.joined_at if was_in or not one.is_in else now
        one.save()
        of.version += 1
        of.save(update_fields=["version"])
        journal.write(
            person.get_username(), "judge_entry", _subject(of),
            {"title": of.title, "number": right.number, "result": one.get_verdict_display(),
             "reason": one.reason},
        )  # fmt: skip
    return one


def _right(number: str | int) -> Any:
    """Return the one right that everybody may see under a number, or by its key."""
    if isinstance(number, int):
        return registered.right_by_id(number, AnonymousUser())
    if not number.strip():
        raise Refused("请填写申请号、公开号或注册号。")
    found = list(registered.search_rights(AnonymousUser(), number.strip(), size=2).rows[:2])
    exact = [one for one in found if number.strip() == one.number]
    if len(found) != 1 and len(exact) != 1:
        what = "有不止一件" if found else "没有"
        raise Refused(
            f"台账中已公布的记录里{what}与“{number.strip()[:40]}”相符，请填写完整的号码。"
        )
    return (exact or found)[0]


def annotate(
    person: Any, entry_id: int, note: str, values: dict[str, str]
) -> TopicEntry:  # fmt: skip
    """Write a note on a record of a database, and the further fields that the database has."""
    rights.require(person, RUN)
    if len(note.strip()) > 1_000 or any(len(one) > 200 for one in values.values()):
        raise Refused("批注不超过 1,000 字，附加字段不超过 200 字。")
    with transaction.atomic():
        one: TopicEntry | None = (
            TopicEntry.objects.visible_to(person)
            .select_related("database")
            .select_for_update(of=("self",))
            .filter(pk=entry_id)
            .first()
        )
        if one is None:
            raise NotFound("没有这条记录，或您无权查看。")
        if one.database.closed_on is not None:
            raise Refused("这个专题数据库已停用，不能再改动。")
        one.note = note.strip()
        one.values = {
            label: values[label].strip()
            for label in one.database.fields
            if values.get(label, "").strip()
        }
        one.save(update_fields=["note", "values"])
        journal.write(
            person.get_username(), "annotate_entry", _subject(one.database),
            {"title": one.database.title, "note": one.note},
        )  # fmt: skip
    return one


def close_topic(person: Any, key: int, version: int, on: date, reason: str) -> TopicDatabase:
    """Close a database from a day on; its record in the register ends on that day."""
    if not reason.strip() or len(reason.strip()) > 300:
        raise Refused("请写明停用的理由，不超过 300 字。")
    with transaction.atomic():
        of = held_topic(person, key, version)
        if not of.founded_on < on <= localdate():
            raise Refused(f"停用日期应晚于建成日期（{of.founded_on}）、不晚于今天。")
        of.closed_on, of.close_reason, of.version = on, reason.strip(), of.version + 1
        of.save(update_fields=["closed_on", "close_reason", "version"])
        _ended(of, on, person)
        journal.write(
            person.get_username(), "close_topic", _subject(of),
            {"title": of.title, "on": on, "reason": of.close_reason},
        )  # fmt: skip
    return of


def _ended(of: TopicDatabase, on: date, person: Any) -> None:
    if of.designation_id is None:
        return
    field = field_of("designation", "until_on")
    fact = registered.fact_of("designation", of.designation_id, person)
    held = registered.held_correction("designation", of.designation_id, field.name, person)
    stated = registry.Stated(
        str(on), f"专题数据库停用：{of.close_reason}", registered.mark_of(field, fact, held)
    )
    registry.correct_fact(person, "designation", of.designation_id, field.name, stated)


def mark_seen(person: Any, key: int) -> None:
    """Note that a person has seen what a database holds now."""
    if not TopicDatabase.objects.visible_to(person).filter(pk=key).exists():
        raise NotFound("没有这个专题数据库，或您无权查看。")
    TopicVisit.objects.visible_to(person).update_or_create(
        database_id=key, person_id=person.pk, defaults={"seen_at": timezone.now()}
    )


def refresh_topics() -> dict[str, int]:
    """Bring every open database up to the newest snapshot; called after each.

    One that cannot be asked keeps what it holds and says why.
    """
    changed = 0
    open_ = TopicDatabase.objects.for_program("keeps topic databases fresh").filter(closed_on=None)
    for one in open_:
        try:
            found = ask(one.question, one.has_synonyms)
        except (BadQuestion, NotFound) as error:
            one.trouble = str(error)[:300]
            one.save(update_fields=["trouble"])
            continue
        with transaction.atomic():
            before = one.entries.filter(is_in=True).count()
            changed += fill(one, *found) != before
    return {"topics_changed": changed}


def _subject(of: TopicDatabase) -> str:
    return f"topic:{of.pk}"
