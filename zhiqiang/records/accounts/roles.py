"""Roles as the catalogue declares them: named sets of rights of access."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Literal

from django.conf import settings
from pydantic import TypeAdapter, ValidationError

from zhiqiang.kernel.catalogue import Declared, load_folder, read
from zhiqiang.kernel.errors import BadCatalogue

VISITOR = "visitor"


class AccessRight(Declared):
    """One thing that a person may be allowed to do. ``is_sensitive``: its use is journalled."""

    zh: str
    explanation: str
    is_sensitive: bool = False


class Role(Declared):
    """A set of rights that comes with a post.

    ``reach``: the rights hold everywhere, or in the body of the post and those beneath it.
    ``excludes``: roles that the same person must not hold at the same time.
    ``needs_second_factor``: without one the account opens nothing but its own page.
    """

    key: str
    zh: str
    explanation: str
    reach: Literal["everywhere", "body"]
    rights: tuple[str, ...]
    excludes: tuple[str, ...] = ()
    needs_second_factor: bool = False
    may_be_deputised: bool = True
    order: int


def access_rights() -> dict[str, AccessRight]:
    """Return every right of access by key, in the order of the file."""
    return _access_rights(Path(settings.CATALOGUE))


def roles() -> dict[str, Role]:
    """Return every role by key, in the order in which they are offered."""
    return _roles(Path(settings.CATALOGUE))


@lru_cache(maxsize=4)
def _access_rights(catalogue: Path) -> dict[str, AccessRight]:
    path = catalogue / "codes" / "access_rights.yml"
    try:
        return TypeAdapter(dict[str, AccessRight]).validate_python(read(path))
    except ValidationError as error:
        raise BadCatalogue(f"目录文件 {path} 有误：{error}") from error


@lru_cache(maxsize=4)
def _roles(catalogue: Path) -> dict[str, Role]:
    declared = load_folder(catalogue / "roles", Role)
    known = _access_rights(catalogue)
    for role in declared.values():
        if strange := [right for right in role.rights if right not in known]:
            raise BadCatalogue(f"角色 {role.key}：权限未声明 {'、'.join(strange)}")
        if strange := [other for other in role.excludes if other not in declared]:
            raise BadCatalogue(f"角色 {role.key}：互斥角色未声明 {'、'.join(strange)}")
    if VISITOR not in declared:
        raise BadCatalogue(f"目录 {catalogue / 'roles'} 缺少角色 {VISITOR}")
    return dict(sorted(declared.items(), key=lambda item: (item[1].order, item[0])))
