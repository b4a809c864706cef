"""Load catalogue files: one thing per YAML file, the file's stem its key, unknown keys errors."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any, Literal, Protocol, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from zhiqiang.kernel.errors import BadCatalogue


class Declared(BaseModel):
    """What every declared thing is: frozen, and closed against keys it does not know."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Basis(Declared):
    """The legal source of a rule.

    ``mark`` says how sure we are that the text says so: ``S`` read in the source, ``V`` to be
    verified (said on screen), ``C`` set locally.
    """

    document: str
    number: str = ""
    article: str = ""
    issued_on: date | None = None
    mark: Literal["S", "V", "C"]


Thing = TypeVar("Thing", bound=Declared)


class Dated(Protocol):
    """What holds from a day on, until the next one begins."""

    @property
    def start(self) -> date: ...


Entry = TypeVar("Entry", bound=Dated)


def check_order(entries: Sequence[Dated], name: str) -> None:
    """Raise ``ValueError`` where dated entries do not stand the earliest first, each day once."""
    starts = [one.start for one in entries]
    if starts != sorted(set(starts)):
        raise ValueError(f"{name} 应按 from 先后排列，且不重复")


def held_at(entries: Sequence[Entry], day: date) -> Entry:
    """Return the entry that holds on a day; before the first, the first."""
    held = [one for one in entries if one.start <= day]
    return held[-1] if held else entries[0]


_DEEPEST = 30


class _Loader(yaml.CSafeLoader):
    """A safe loader that refuses a key that stands twice in one mapping."""


def _mapping(loader: _Loader, node: yaml.MappingNode) -> dict[Any, Any]:
    keys = [loader.construct_object(key, deep=True) for key, _ in node.value]
    twice = {key for key in keys if keys.count(key) > 1}
    if twice:
        raise BadCatalogue(
            f"第 {node.start_mark.line + 1} 行起：键重复 {'、'.join(map(str, twice))}"
        )
    return {
        key: loader.construct_object(value, deep=True)
        for key, (_, value) in zip(keys, node.value, strict=True)
    }


_Loader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)


def read(path: Path) -> Any:
    """Return the values of one YAML file, or raise ``BadCatalogue`` naming file and line."""
    try:
        return yaml.load(path.read_text(encoding="utf-8"), _Loader)  # noqa: S506
    except (OSError, UnicodeDecodeError) as error:
        raise BadCatalogue(f"目录文件 {path} 无法读取：{error}") from error
    except yaml.YAMLError as error:
        raise BadCatalogue(f"目录文件 {path} 不是有效的 YAML：{error}") from error
    except BadCatalogue as error:
        raise BadCatalogue(f"目录文件 {path} {error}") from error


def read_text(text: str) -> Any:
    """Return the values of a YAML text that somebody sent, or raise ``BadCatalogue`` naming the line.

    Without anchors: a short text with them stands for one of any size. At most thirty levels deep.
    """
    depth = 0
    try:
        for one in yaml.parse(text, _Loader):
            if isinstance(one, yaml.AliasEvent):
                raise BadCatalogue("全文：不能使用锚点和引用（& 和 *）")
            depth += isinstance(one, yaml.CollectionStartEvent)
            depth -= isinstance(one, yaml.CollectionEndEvent)
            if depth > _DEEPEST:
                raise BadCatalogue("全文：层次过深，请核对缩进和括号")
        return yaml.load(text, _Loader)  # noqa: S506 - a safe loader
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise BadCatalogue(f"第 {line} 行：写法不对，请核对缩进、冒号和引号") from error
    except (yaml.YAMLError, ValueError, TypeError) as error:
        raise BadCatalogue("全文：不是有效的 YAML 文本") from error


def load(path: Path, model: type[Thing], **extra: object) -> Thing:
    """Return one declared thing; ``extra`` adds keys that the file does not carry itself."""
    values = read(path)
    if not isinstance(values, dict):
        raise BadCatalogue(f"目录文件 {path} 应为键值对，实际为 {type(values).__name__}")
    try:
        return model.model_validate(values | extra)
    except ValidationError as error:
        raise BadCatalogue(f"目录文件 {path} 有误：{'；'.join(in_words(error))}") from error


def in_words(error: ValidationError) -> list[str]:
    """Return each fault with its place: what the file's own rules say, in their own words."""
    return [
        f"{'.'.join(map(str, one['loc'])) or '整个文件'}：{one['msg'].removeprefix('Value error, ')}"
        for one in error.errors()
    ]


def load_folder(folder: Path, model: type[Thing]) -> dict[str, Thing]:
    """Return every ``*.yml`` of ``folder`` by key, in order of key; the key is handed on as ``key``."""
    if not folder.is_dir():
        raise BadCatalogue(f"目录 {folder} 不存在")
    return {path.stem: load(path, model, key=path.stem) for path in sorted(folder.glob("*.yml"))}
