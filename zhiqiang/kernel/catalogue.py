"""Load catalogue files: one thing per YAML file, the file's stem its key, unknown keys errors."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any, Literal, TypeVar

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


def load(path: Path, model: type[Thing], **extra: object) -> Thing:
    """Return one declared thing; ``extra`` adds keys that the file does not carry itself."""
    values = read(path)
    if not isinstance(values, dict):
        raise BadCatalogue(f"目录文件 {path} 应为键值对，实际为 {type(values).__name__}")
    try:
        return model.model_validate(values | extra)
    except ValidationError as error:
        places = "；".join(
            f"{'.'.join(map(str, one['loc'])) or '整个文件'}：{one['msg']}"
            for one in error.errors()
        )
        raise BadCatalogue(f"目录文件 {path} 有误：{places}") from error


def load_folder(folder: Path, model: type[Thing]) -> dict[str, Thing]:
    """Return every ``*.yml`` of ``folder`` by key, in order of key; the key is handed on as ``key``."""
    if not folder.is_dir():
        raise BadCatalogue(f"目录 {folder} 不存在")
    return {path.stem: load(path, model, key=path.stem) for path in sorted(folder.glob("*.yml"))}
