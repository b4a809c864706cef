"""The programme as a workbook: targets by year, tasks with their bodies, findings, corrections."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.timezone import localdate

from zhiqiang.domains.plans import words
from zhiqiang.domains.plans.models import Programme, Target
from zhiqiang.domains.plans.papers.check_report import SEVERITIES
from zhiqiang.domains.plans.queries import review
from zhiqiang.domains.plans.queries.programmes import finding_views
from zhiqiang.domains.plans.queries.standings import target_standings
from zhiqiang.domains.plans.queries.tasks import tasks
from zhiqiang.domains.plans.standing import Standing
from zhiqiang.engines.documents import Sheet, write_workbook
from zhiqiang.records.indicators import queries as indicators


def programme_workbook(of: Programme, with_corrections: bool, as_of: date) -> bytes:
    """Return the workbook of a programme with its figures as of a day.

    Corrections name persons and are for editors.
    """
    note = (
        f"{of.title}　{of.number}　{of.region_name}　第 {of.edition} 版（{of.get_state_display()}）"
    )
    targets = list(of.targets.all())
    sheets = [
        _by_year(note, [one for one in targets if one.value is not None]),
        _targets(note, targets, target_standings(of, as_of)),
        _tasks(note, of),
        _findings(note, of),
    ]
    if with_corrections:
        sheets.append(_corrections(note, of))
    return write_workbook(sheets)


def _origin(one: Target) -> tuple[str, str, str]:
    return words.PLACES.get(one.where, "正文"), one.section.replace(" > ", " › "), one.quote


def _by_year(note: str, targets: list[Target]) -> Sheet:
    """One row a target of the same name, subject, basis and unit; one column a year."""
    years = sorted({one.year for one in targets if one.year is not None})
    rows: dict[tuple[str, ...], dict[int | None, Target]] = {}
    for one in targets:
        key = (one.indicator_name, one.subject, one.basis, one.unit)
        rows.setdefault(key, {}).setdefault(one.year, one)
    columns = [("目标", 32.0), ("对象", 14.0), ("口径", 8.0), ("单位", 10.0)]
    columns += [(f"{year} 年", 12.0) for year in years] + [("未写年份", 12.0), ("位置", 8.0)]
    columns += [("章节", 28.0), ("原文用语", 46.0)]

    def lines() -> Iterator[list[Any]]:
        for (name, subject, basis, unit), by_year in rows.items():
            first = next(iter(by_year.values()))
            cells = [_amount(by_year.get(year)) for year in [*years, None]]
            yield [name, subject, words.BASES.get(basis, "未写明"), unit, *cells, *_origin(first)]

    return Sheet("目标分年度", note, columns, lines())


def _amount(one: Target | None) -> Decimal | str | None:
    """Return a plain number where the plan says exactly that, else the words with the operator."""
    if one is None or one.value is None:
        return None
    if one.value_to is None and one.operator in ("=", "", ">="):
        return one.value
    return words.promised(one.operator, one.value, one.value_to, "")


def _targets(note: str, targets: list[Target], standings: list[Standing]) -> Sheet:
    names = {key: one.name for key, one in indicators.catalogue().items()}
    stands = {one.target.code: one for one in standings}
    columns = (
        ("编号", 8.0), ("目标", 32.0), ("对象", 14.0), ("比较", 12.0), ("目标值", 12.0),
        ("上限", 10.0), ("单位", 10.0), ("目标年", 8.0), ("逐年", 6.0), ("年均", 6.0), ("口径", 8.0),
        ("对应指标", 22.0), ("对应方式", 14.0), ("人工核对", 10.0), ("实际", 12.0),
        ("计算至", 12.0), ("差距", 18.0), ("亮灯", 10.0), ("理由", 36.0), ("数据来源", 40.0),
        ("位置", 8.0), ("章节", 28.0), ("原文用语", 46.0),
    )  # fmt: skip
    rows = (
        (
            one.code, one.indicator_name or words.SOFT_KINDS.get(one.soft_kind, "无数字目标"),
            one.subject, words.OPERATORS.get(one.operator, one.operator), one.value, one.value_to,
            one.unit, one.year and str(one.year), one.is_every_year, one.is_mean,
            words.BASES.get(one.basis, "") if one.value is not None else "",
            names.get(one.indicator_key, one.indicator_key),
            words.MATCHES.get(one.match, "") if one.value is not None else "",
            words.REVIEWS.get(one.review, ""), *_where_it_stands(stands.get(one.code)), *_origin(one),
        )
        for one in targets
    )  # fmt: skip
    return Sheet("逐处目标", note, columns, rows)


def _where_it_stands(one: Standing | None) -> tuple[object, ...]:
    """Return value, day, gap, lamp, reason and source; nothing of a target without a number."""
    if one is None:
        return ("",) * 6
    source = one.figure.origin if one.figure else ""
    return one.value, one.judged_on, one.gap, one.lamp.word, one.reason, source


def _tasks(note: str, of: Programme) -> Sheet:
    columns = (
        ("编号", 8.0), ("序号", 10.0), ("任务", 36.0), ("牵头单位", 26.0), ("配合单位", 36.0),
        ("单位未列全", 10.0), ("时限", 14.0), ("种类", 10.0), ("人工核对", 10.0), ("章节", 28.0),
        ("原文", 60.0),
    )  # fmt: skip
    rows = (
        (
            view.task.code, view.task.number, view.task.title or view.words[:60],
            "、".join(view.leads), "、".join(view.supports),
            "是" if view.task.is_open_list else "", view.task.due,
            words.TASK_KINDS.get(view.task.kind, "任务"), words.REVIEWS.get(view.task.review, ""),
            view.task.section.replace(" > ", " › "), view.task.text,
        )
        for view in tasks(of)
    )  # fmt: skip
    return Sheet("任务分工", note, columns, rows)


def _findings(note: str, of: Programme) -> Sheet:
    columns = (("程度", 8.0), ("核对意见", 60.0), ("原文", 60.0), ("答复", 40.0), ("答复人", 12.0))
    rows = (
        (
            SEVERITIES.get(view.finding.severity, view.finding.severity), view.finding.message,
            "\n".join(place.words for place in view.places), view.finding.answer,
            view.finding.answered_by,
        )
        for view in finding_views(of)
    )  # fmt: skip
    return Sheet("核对意见", note, columns, rows)


def _corrections(note: str, of: Programme) -> Sheet:
    columns = (
        ("办理", 14.0), ("原文用语", 46.0), ("更正前后", 50.0), ("理由", 30.0), ("更正人", 12.0),
        ("日期", 12.0), ("状态", 10.0),
    )  # fmt: skip
    rows = (
        (
            view.correction.get_kind_display(), view.quote,
            "\n".join(f"{label}：{before} → {after}" for label, before, after in view.changes),
            view.correction.reason, view.correction.made_by, localdate(view.correction.made_at),
            "已撤回" if view.correction.withdrawn_at else "有效",
        )
        for view in review.corrections(of)
    )  # fmt: skip
    return Sheet("更正记录", note, columns, rows)
