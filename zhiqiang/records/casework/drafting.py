"""The text of a service item as a bureau writes it: read, checked with place and reason, published.

The text is the YAML that a programmer would put into ``catalogue/services``; what one bureau exports
another imports, after the same checks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from django.db import transaction
from pydantic import ValidationError

from zhiqiang.engines.ingest import load_codes
from zhiqiang.kernel.catalogue import read_text
from zhiqiang.kernel.errors import BadCatalogue, Refused
from zhiqiang.records.accounts import rights
from zhiqiang.records.accounts.roles import access_rights
from zhiqiang.records.casework.checking import REGISTER_FACTS
from zhiqiang.records.casework.items import Leaves, ServiceItem, catalogue_items, rules_named
from zhiqiang.records.casework.models import ServiceDraft, ServiceVersion
from zhiqiang.records.casework.published import content_of, digest_of, item_of, keep_version
from zhiqiang.records.journal.actions import write
from zhiqiang.records.registry.queries import event_kinds

MANAGE = "manage_services"
_KEY = re.compile(r"[a-z][a-z0-9_]{2,59}")
_MOST = 200_000
#: what pydantic calls a fault, in words for people
_WORDS = {
    "missing": "缺少这一项",
    "extra_forbidden": "没有这一项，请核对拼写或者删除",
    "string_type": "应为文字",
    "int_type": "应为整数",
    "int_parsing": "应为整数",
    "bool_type": "应为 true 或 false",
    "bool_parsing": "应为 true 或 false",
    "tuple_type": "应为列表",
    "list_type": "应为列表",
    "dict_type": "应为键值对",
    "model_type": "应为键值对",
    "too_short": "不能为空",
    "date_from_datetime_parsing": "应为日期，例如 2026-01-01",
    "date_type": "应为日期，例如 2026-01-01",
    "date_parsing": "应为日期，例如 2026-01-01",
    "literal_error": "不是可用的值",
    "string_pattern_mismatch": "写法不对：键用小写英文字母、数字和下划线，代号用二至四个大写字母",
    "greater_than_equal": "数值太小",
    "less_than_equal": "数值太大",
}


class FaultyText(Refused):
    """The text of an item has faults; ``faults`` names each place with its reason."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("；".join(faults))
        self.faults = faults


def text_of(item: ServiceItem) -> str:
    """Return an item as the text that can be read again; what is left at its default is left out."""
    content = item.model_dump(mode="json", by_alias=True, exclude={"key"}, exclude_defaults=True)
    return f"# {item.key}\n" + yaml.safe_dump(
        content, allow_unicode=True, sort_keys=False, width=110
    )


def checked_item(key: str, text: str) -> ServiceItem:
    """Return an item of a text, or raise ``FaultyText`` with every fault that was found."""
    faults = (
        [] if _KEY.fullmatch(key) else ["标识：应为三个以上小写英文字母、数字或下划线，以字母开头"]
    )
    if len(text) > _MOST:
        raise FaultyText(["全文：过长，请删去多余的内容"])
    try:
        values = read_text(text)
    except BadCatalogue as error:
        raise FaultyText([*faults, str(error)]) from error
    if not isinstance(values, dict):
        raise FaultyText([*faults, "全文：应为键值对，例如“title: 事项名称”"])
    try:
        item = ServiceItem.model_validate(values | {"key": key})
    except ValidationError as error:
        raise FaultyText([*faults, *map(_in_words, error.errors())]) from error
    except (TypeError, AttributeError, KeyError) as error:
        raise FaultyText(
            [*faults, "全文：有一处应为列表或者键值对的写成了别的，请对照其他事项"]
        ) from error
    faults += _faults_outside(item)
    if faults:
        raise FaultyText(faults)
    return item


def save_text(person: Any, key: str, text: str) -> ServiceDraft:
    """Keep what somebody has written so far, right or wrong; it is published by nobody's accident."""
    rights.require(person, MANAGE)
    if not _KEY.fullmatch(key):
        raise Refused(
            "标识应为三个以上小写英文字母、数字或下划线，以字母开头，例如 rights_training。"
        )
    if len(text) > _MOST:
        raise Refused("文本过长，请删去多余的内容。")
    with transaction.atomic():
        made, _ = ServiceDraft.objects.for_program("keeps the draft of a manager").update_or_create(
            item=key, defaults={"text": text, "saved_by": str(person)[:120]}
        )
        write(person.get_username(), "save_service_text", f"service:{key}", {})
    return made


def draft_of(person: Any, key: str) -> ServiceDraft | None:
    """Return the draft of an item for whoever manages items."""
    rights.require(person, MANAGE)
    found: ServiceDraft | None = ServiceDraft.objects.visible_to(person).filter(item=key).first()
    return found


def drafts(person: Any) -> list[ServiceDraft]:
    """Return every draft for whoever manages items."""
    rights.require(person, MANAGE)
    return list(ServiceDraft.objects.visible_to(person))


def imported_key(name: str, text: str) -> str:
    """Return the key of an exported text: its first line says it, else the name of the file."""
    first = text.lstrip("\ufeff").split("\n", 1)[0].removeprefix("#").strip()
    return first if _KEY.fullmatch(first) else Path(name).stem


def publish_text(person: Any, key: str, text: str) -> ServiceVersion:
    """Publish an item by its text, a new one or the next version; the same text is not published twice.

    Raises ``FaultyText``. Cases that run stay on the text that they began with; the draft is done with.
    """
    rights.require(person, MANAGE)
    item = checked_item(key, text)
    actor = person.get_username()
    with transaction.atomic():
        made, is_new = keep_version(item, actor)
        ServiceDraft.objects.for_program("what was published is no draft").filter(item=key).delete()
        if is_new:
            about = {"version": made.number, "sha256": made.digest}
            write(actor, "publish_service_text", f"service:{key}", about)
    return made


def changes_between(before: ServiceItem | None, after: ServiceItem) -> list[str]:
    """Return the parts of an item in which two texts differ, as their keys; nothing for the same."""
    if before is None or digest_of(before) == digest_of(after):
        return []
    old, new = content_of(before), content_of(after)
    return [name for name in new if old.get(name) != new[name]]


def _in_words(fault: Any) -> str:
    place = ".".join(map(str, fault["loc"])) or "整个事项"
    said = str(fault["msg"]).removeprefix("Value error, ")
    if fault["type"] == "literal_error":
        said = f"应为以下之一：{fault['ctx']['expected'].replace(' or ', '、')}"
    elif fault["type"] != "value_error":
        said = _WORDS.get(fault["type"], "内容不对，请对照其他事项的写法")
    return said if fault["type"] == "value_error" and not fault["loc"] else f"{place}：{said}"


def _faults_outside(item: ServiceItem) -> list[str]:
    """Return what an item names that does not exist: rights, rules and facts, kinds, its own code."""
    return [*_strange_rights(item), *_strange_rule(item), *_strange_kinds(item), *_taken_code(item)]


def _strange_rights(item: ServiceItem) -> Iterator[str]:
    known = access_rights()
    for step in item.steps:
        if step.right not in known:
            yield f"steps.{step.key}.right：没有权限 {step.right}"
    if item.oversight not in known:
        yield f"oversight：没有权限 {item.oversight}"


def _strange_rule(item: ServiceItem) -> Iterator[str]:
    if item.rule is None:
        return
    if not (Path(settings.CATALOGUE) / "rules" / item.rule.rules / "rules.yml").is_file():
        yield f"rule.rules：没有规则 {item.rule.rules}"
        return
    known = rules_named(item.rule.rules).facts.keys()
    for fact in sorted((set(item.rule.facts) | set(item.rule.register_facts)) - known):
        yield f"rule.facts：规则 {item.rule.rules} 没有事实 {fact}"
    for fact in sorted(set(item.rule.register_facts) - REGISTER_FACTS):
        yield f"rule.register：台账不提供事实 {fact}"


def _strange_kinds(item: ServiceItem) -> Iterator[str]:
    folder = Path(settings.CATALOGUE) / "codes"
    codes = load_codes(folder, ["activities", "designations"])
    known = {
        "event": set(event_kinds()),
        "activity": set(codes["activities"].values),
        "designation": set(codes["designations"].values),
        "ends": set(codes["designations"].values),
    }
    for outcome in item.outcomes:
        for place, leaves in enumerate(outcome.leaves, 1):
            for way, values in known.items():
                yield from _strange_kind(
                    leaves, way, values, f"outcomes.{outcome.key}.leaves.{place}"
                )


def _strange_kind(leaves: Leaves, way: str, known: set[str], place: str) -> Iterator[str]:
    kind = getattr(leaves, way)
    if kind and kind not in known:
        yield f"{place}.{way}：没有种类 {kind}"


def _taken_code(item: ServiceItem) -> Iterator[str]:
    """Numbers of cases begin with the code: two items that share one could not be told apart."""
    others = {one.code: one for key, one in catalogue_items().items() if key != item.key}
    rows = ServiceVersion.objects.for_program("knows the codes of every item")
    others |= {item_of(one).code: item_of(one) for one in rows.exclude(item=item.key)}
    if item.code in others:
        yield f"code：代号 {item.code} 已由“{others[item.code].title}”使用，请另取"
