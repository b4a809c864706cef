"""Define an indicator of one's own, put a dated version below one, and take it back."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.db import transaction
from pydantic import ValidationError

from zhiqiang.engines.metrics import Indicator, Question
from zhiqiang.engines.metrics.writing import (
    plain,
    with_version,
    without_last_version,
    written,
)
from zhiqiang.kernel import catalogue
from zhiqiang.kernel.durable import write_whole
from zhiqiang.kernel.errors import BadCatalogue, NotFound, Refused
from zhiqiang.records.accounts import rights
from zhiqiang.records.accounts.regions import divisions
from zhiqiang.records.indicators import opened
from zhiqiang.records.indicators.computing import computed
from zhiqiang.records.indicators.figures import FigureView
from zhiqiang.records.indicators.models import Figure, ReportedFigure
from zhiqiang.records.indicators.rules import (
    is_own,
    own_folder,
    rules,
    shipped_file,
    with_indicator,
)
from zhiqiang.records.journal import actions as journal

RIGHT = "define_indicators"
_LATER = "新版本应从 {last} 之后施行；已有口径不改写，从新的日期起另立一版。"


@dataclass(frozen=True, slots=True)
class Draft:
    """A definition that is not kept yet: the indicator as it would be, and its file.

    ``added`` is the part of the file that is new; ``seen`` tells the file that it was made upon.
    """

    indicator: Indicator
    text: str
    added: str
    seen: str


def draft_indicator(key: str, values: Mapping[str, Any]) -> Draft:
    """Return a new indicator of plain values, as a file has them. Raises ``BadCatalogue``."""
    if key in rules().indicators:
        raise BadCatalogue(f"代码“{key}”已被“{rules().indicators[key].name}”使用，请另取一个。")
    text = written(values)
    return Draft(_fitting(key, values), text, text, _seen(key))


def draft_version(key: str, version: Mapping[str, Any]) -> Draft:
    """Return an indicator with a later version of plain values. Raises ``BadCatalogue``."""
    known = rules().indicators.get(key)
    if known is None:
        raise NotFound(f"指标目录中没有代码为“{key[:60]}”的指标。")
    last = known.versions[-1].start
    if version["from"] <= last:
        raise BadCatalogue(_LATER.format(last=last))
    before = _file(key).read_text(encoding="utf-8")
    text = with_version(before, version)
    values = plain(known)
    values["versions"] = [*values["versions"], version]
    return Draft(_fitting(key, values), text, text[len(before.rstrip()) + 1 :], _seen(key))


def preview(draft: Draft, region: str, as_of: date) -> FigureView:
    """Return the figure that a draft would give, from the newest snapshot; nothing is kept."""
    divisions().get(region)
    known = with_indicator(draft.indicator)
    return computed(draft.indicator, Question(region, as_of), opened.snapshot(), known)


def keep_definition(person: Any, draft: Draft, seen: str) -> Indicator:
    """Keep a draft among this installation's own indicators, for who may define indicators.

    Figures that are published keep the version that they were computed by. ``seen`` is that of the
    draft that the person looked at; refuses where the file was changed since. Journalled.
    """
    rights.require(person, RIGHT)
    key = draft.indicator.key
    if seen != draft.seen:
        raise Refused(f"“{draft.indicator.name}”的口径刚被他人修改，请核对后重新预览。")
    with_indicator(draft.indicator)
    version = draft.indicator.versions[-1]
    with transaction.atomic():
        detail = {"indicator": draft.indicator.name, "from_on": version.start.isoformat()}
        journal.write(
            person.get_username(),
            "define_indicator",
            f"indicator:{key}",
            {**detail, "definition": draft.added},
        )
        _write(own_folder() / f"{key}.yml", draft.text)
    return draft.indicator


def take_back_definition(person: Any, key: str, targets: int = 0) -> str:
    """Take the last own version of an indicator back; return in words what was done.

    Refuses where a published or reported figure, or (``targets``) a target of a plan, leans on it.
    An indicator that ships is afterwards as it ships; one of one's own with one version is gone.
    """
    rights.require(person, RIGHT)
    if not is_own(key):
        raise Refused("这项指标没有本地口径，随程序发布的口径不能撤回。")
    known, text = rules().indicators[key], _file(key).read_text(encoding="utf-8")
    start = known.versions[-1].start
    _refuse_in_use(key, known, targets)
    path, shipped = own_folder() / f"{key}.yml", shipped_file(key)
    left = without_last_version(text) if len(known.versions) > 1 else ""
    is_shipped = shipped.exists() and shipped.read_text(encoding="utf-8").rstrip() == left.rstrip()
    with transaction.atomic():
        detail = {"indicator": known.name, "from_on": start.isoformat()}
        journal.write(
            person.get_username(),
            "take_back_definition",
            f"indicator:{key}",
            {**detail, "definition": text[len(left) :]},
        )
        if left and not is_shipped:
            _write(path, left)
        else:
            path.unlink()
    if not left:
        return f"已删除本地指标“{known.name}”。"
    return f"已撤回“{known.name}”{start} 起的口径。"


def _refuse_in_use(key: str, known: Indicator, targets: int) -> None:
    name = f"{key}@{known.versions[-1].start}"
    kept = Figure.objects.for_program("looks whether a definition is in use")
    if kept.filter(definition=name).exists():
        raise Refused(
            f"已有发布的数值按“{known.name}”{known.versions[-1].start} 起的口径计算，不能撤回。"
            "如需改变，请从新的日期起另立一版。"
        )
    if len(known.versions) > 1:
        return
    reported = ReportedFigure.objects.for_program("looks whether an indicator is in use")
    if reported.filter(indicator=key).exists():
        raise Refused(f"“{known.name}”已有填报值，不能删除。")
    if targets:
        raise Refused(f"有 {targets} 个规划目标对应“{known.name}”，请先改为对应其他指标。")


def _file(key: str) -> Path:
    return own_folder() / f"{key}.yml" if is_own(key) else shipped_file(key)


def _seen(key: str) -> str:
    path = _file(key)
    return hashlib.sha256(path.read_bytes()).hexdigest()[:16] if path.exists() else "new"


def _fitting(key: str, values: Mapping[str, Any]) -> Indicator:
    """Return the indicator; ``BadCatalogue`` where it is none, or does not fit to the others."""
    try:
        found = Indicator.model_validate({**values, "key": key})
    except ValidationError as error:
        raise BadCatalogue("；".join(catalogue.in_words(error))) from error
    with_indicator(found)
    return found


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    write_whole(path, text)
