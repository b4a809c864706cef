"""Split lists of bodies into names: commas outside brackets, groups, prefixes that are carried."""

from __future__ import annotations

import re

from zhiqiang.engines.compiler.body_words import (
    BODY_SUFFIXES,
    COLLECTIVE_NOUNS,
    DUTY_ENDINGS,
    OPEN_LIST_ENDINGS,
)

OPENERS, CLOSERS = "([【〔", ")]】〕"


def _any(words: tuple[str, ...]) -> str:
    return "|".join(sorted((re.escape(word) for word in words), key=len, reverse=True))


_ENDING = re.compile(rf"(?:{_any(DUTY_ENDINGS)})$")
_OPEN = re.compile(rf"(?:{_any(OPEN_LIST_ENDINGS)})$")
BODY = re.compile(rf"(?:{_any(BODY_SUFFIXES)})(?:\([^)]*\))?$")
_OFFICES = ("局", "厅", "委", "法院", "检察院")
_HAS_PREFIX = re.compile(
    r"[省市县区州](?!场监)|[\u4e00-\u9fff]{2,8}(?:省|市|县|区|州)(?!场)|.*(?:分局|税务局|银保监局|邮政局|海事局)$|团.?委$|国家|中国|全国|各|有关"
)


def split_names(words: str) -> tuple[list[str], bool]:
    """Split a list at commas outside brackets; the second value is true where 等 leaves it open."""
    words = words.strip(" ,;。、:")
    role = _ENDING.search(words)
    if role and role.start() > 1 and "分工" in role.group(0):
        words = words[: role.start()]
    is_open = bool(_OPEN.search(words))
    words = _OPEN.sub("", words)
    names: list[str] = []
    for part in outer_split(words, ",;"):
        names.extend(_join_collectives(outer_split(part, "、/")))
    spaced = [piece for name in names for piece in _split_spaces(name)]
    return [name for name in spaced if name], is_open


def carried_names(names: tuple[str, ...]) -> dict[str, str]:
    """Return the names that leave out the prefix of the first, with their full form.

    县市场监管局、发改局 gives {发改局: 县发改局}; a place, a hall or a group takes no prefix.
    """
    first = names[0] if names else ""
    if len(names) < 2 or first[:1] not in "省市县区州" or not first.endswith(_OFFICES):
        return {}
    if first[:1] == "市" and first[1:2] == "场":
        return {}
    return {
        name: first[0] + name
        for name in names[1:]
        if name.endswith(_OFFICES) and len(name) <= 14 and not _HAS_PREFIX.match(name)
    }


def _split_spaces(name: str) -> list[str]:
    pieces = name.split()
    if len(pieces) > 1 and all(BODY.search(piece) for piece in pieces):
        return pieces
    return ["".join(pieces)]


def _join_collectives(names: list[str]) -> list[str]:
    """Keep 各镇、街道、功能区 one name: what follows 各 names kinds of places, not bodies."""
    out: list[str] = []
    for name in names:
        if out and out[-1].startswith(("各", "有关", "相关")) and name in COLLECTIVE_NOUNS:
            out[-1] += "、" + name
        else:
            out.append(name)
    return out


def outer_split(words: str, separators: str) -> list[str]:
    parts: list[str] = []
    depth = last = 0
    for at, char in enumerate(words):
        if char in OPENERS or char == "“":
            depth += 1
        elif char in CLOSERS or char == "”":
            depth = max(0, depth - 1)
        elif depth == 0 and char in separators:
            parts.append(words[last:at].strip())
            last = at + 1
    parts.append(words[last:].strip())
    return [part for part in parts if part]
