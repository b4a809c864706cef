"""What the styles and lists of a .docx say: outline level, list and level of each paragraph style."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

from zhiqiang.engines.compiler.inputs.packages import local
from zhiqiang.engines.compiler.inputs.word_lists import LEVELS, ListLevel, NumberedList

_HEADING = re.compile(r"(?:heading|标题)\s*([1-9])$", re.IGNORECASE)
_CONTENTS = re.compile(r"(?:toc|目录)\s*\d", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ParagraphStyle:
    """What a style gives its paragraphs; ``list_number`` None means that it says nothing."""

    parent: str = ""
    outline: int | None = None
    list_number: str | None = None
    list_level: int | None = None
    is_contents: bool = False


def child(element: Any, *path: str) -> Any:
    """Return the first descendant along a path of local names, None where there is none."""
    for name in path:
        element = next((one for one in element if local(one) == name), None)
        if element is None:
            return None
    return element


def value(element: Any, *path: str) -> str | None:
    """Return the ``val`` of a descendant, None where it or the attribute is missing."""
    found = child(element, *path) if path else element
    return None if found is None else attribute(found, "val")


def attribute(element: Any, name: str) -> str | None:
    """Return an attribute by its local name."""
    for key, words in element.attrib.items():
        if key.rpartition("}")[2] == name:
            return str(words)
    return None


def whole(words: str | None, least: int = 0, most: int = 2**31) -> int | None:
    """Return a whole number of an attribute, None for what is none or out of bounds."""
    try:
        number = int(words) if words is not None else None
    except ValueError:
        return None
    return number if number is not None and least <= number <= most else None


def read_styles(root: Any) -> tuple[dict[str, ParagraphStyle], str]:
    """Return the paragraph styles with what they inherit, and the key of the default one."""
    raw: dict[str, ParagraphStyle] = {}
    default = ""
    for style in root if root is not None else ():
        if local(style) != "style" or attribute(style, "type") not in (None, "paragraph"):
            continue
        key = attribute(style, "styleId") or ""
        name = value(style, "name") or ""
        found = paragraph_settings(child(style, "pPr"))
        heading = _HEADING.match(name.strip())
        if found.outline is None and heading:
            found = replace(found, outline=int(heading[1]) - 1)
        raw[key] = replace(
            found,
            parent=value(style, "basedOn") or "",
            is_contents=bool(_CONTENTS.match(name.strip())),
        )
        if attribute(style, "default") in ("1", "true", "on"):
            default = key
    return {key: _inherited(key, raw) for key in raw}, default


def paragraph_settings(settings: Any) -> ParagraphStyle:
    """Return what a pPr says itself."""
    if settings is None:
        return ParagraphStyle()
    return ParagraphStyle(
        outline=whole(value(settings, "outlineLvl"), 0, 9),
        list_number=value(settings, "numPr", "numId"),
        list_level=whole(value(settings, "numPr", "ilvl"), 0, LEVELS - 1),
    )


def _inherited(key: str, raw: dict[str, ParagraphStyle]) -> ParagraphStyle:
    style = raw[key]
    seen = {key}
    parent = style.parent
    while parent in raw and parent not in seen:
        seen.add(parent)
        above = raw[parent]
        style = replace(
            style,
            outline=above.outline if style.outline is None else style.outline,
            list_number=above.list_number if style.list_number is None else style.list_number,
            list_level=above.list_level if style.list_level is None else style.list_level,
        )
        parent = above.parent
    return style


def read_lists(root: Any, styles: dict[str, ParagraphStyle]) -> dict[str, NumberedList]:
    """Return the lists that paragraphs name, with the levels of their patterns filled in."""
    patterns: dict[str, tuple[dict[int, ListLevel], str]] = {}
    numbers: dict[str, Any] = {}
    for item in root if root is not None else ():
        if local(item) == "abstractNum":
            levels = dict(map(_level, _levels(item)))
            link = value(item, "numStyleLink") or ""
            patterns[attribute(item, "abstractNumId") or ""] = (levels, link)
        elif local(item) == "num":
            numbers[attribute(item, "numId") or ""] = item
    lists = {}
    for key, item in numbers.items():
        pattern = value(item, "abstractNumId") or ""
        levels, link = patterns.get(pattern, ({}, ""))
        linked = numbers.get(styles[link].list_number or "") if link in styles else None
        if not levels and linked is not None:
            pattern = value(linked, "abstractNumId") or ""
            levels, _ = patterns.get(pattern, ({}, ""))
        lists[key] = _with_overrides(item, pattern, levels)
    return lists


def _levels(item: Any) -> list[Any]:
    return [one for one in item if local(one) == "lvl"]


def _level(item: Any) -> tuple[int, ListLevel]:
    return whole(attribute(item, "ilvl"), 0, LEVELS - 1) or 0, ListLevel(
        way=value(item, "numFmt") or _alternate(item) or "decimal",
        words=(value(item, "lvlText") or "")[:200],
        start=_or(whole(value(item, "start")), 1),
        restart=whole(value(item, "lvlRestart"), 0, LEVELS),
        is_legal=child(item, "isLgl") is not None,
        style=value(item, "pStyle") or "",
    )


def _alternate(item: Any) -> str | None:
    """Newer formats stand in a choice, with a plain one for older programs behind it."""
    fallback = child(item, "AlternateContent", "Fallback", "numFmt")
    return attribute(fallback, "val") if fallback is not None else None


def _or(number: int | None, otherwise: int) -> int:
    return otherwise if number is None else number


def _with_overrides(item: Any, pattern: str, levels: dict[int, ListLevel]) -> NumberedList:
    starts: dict[int, int] = {}
    own = dict(levels)
    for override in item:
        if local(override) != "lvlOverride":
            continue
        at = whole(attribute(override, "ilvl"), 0, LEVELS - 1) or 0
        for one in _levels(override):
            own[at] = _level(one)[1]
        start = whole(value(override, "startOverride"))
        if start is not None:
            starts[at] = start
    return NumberedList(pattern, own, starts)
