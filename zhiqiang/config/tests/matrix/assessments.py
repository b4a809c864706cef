"""An assessment that everybody in it sees, and a draft that nobody but officials sees."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.apps import apps
from django.utils.timezone import localdate

from zhiqiang.domains.assessments import actions
from zhiqiang.domains.assessments.scoring import Measured
from zhiqiang.records.accounts.actions import register_person

SECRET = "四季-青山-2719-桥"


def add_assessments(office: int, mark: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the arguments of a published assessment and of a draft with ``mark`` in it."""
    official = register_person("user_scorer", "某评分", "administrator", SECRET)
    year = localdate().year
    shown = _scored(official, year, office)
    shown = actions.publish(official, shown.pk, shown.version)
    unit = shown.units.get()
    appeal = actions.appeal(official, unit.pk, "closed_share", "请复核。", "matrix")
    draft = _scored(official, year - 1, office)
    draft.units.update(name=mark)
    shown_honour, kept_honour = (_commended(official, office, name) for name in ("公开", mark))
    actions.publicise(official, shown_honour.pk, shown_honour.version)
    open_ = {"assessment_id": shown.pk, "unit_id": unit.pk, "appeal_id": appeal.pk}
    open_["commendation_id"] = shown_honour.pk
    hidden = {"assessment_id": draft.pk, "unit_id": draft.units.get().pk}
    return open_, hidden | {"commendation_id": kept_honour.pk}


def _commended(official: Any, office: int, name: str) -> Any:
    """Return a commendation, a draft, with one nominee."""
    told = actions.Announced("先进表彰", localdate().year, "测试方案", f"{name}局")
    made = actions.open_commendation(official, told)
    actions.nominate(official, made.pk, made.version, "body", "", office, f"{name}事迹")
    made.refresh_from_db()
    return made


def _scored(official: Any, year: int, office: int) -> Any:
    region = apps.get_model("accounts", "Body").objects.get(pk=office).region_code
    opened = actions.Opened("body_programme", region, year, [office])
    made = actions.open_assessment(official, opened)
    return actions.score(official, made.pk, made.version, _work)


def _work(units: Any, year: int, as_of: Any) -> Any:
    return {one.key: {"closed_share": Measured(Decimal(80))} for one in units}
