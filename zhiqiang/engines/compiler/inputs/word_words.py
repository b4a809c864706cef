"""Read the words of one Word paragraph as they are printed once all changes are accepted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from zhiqiang.engines.compiler.inputs.packages import local
from zhiqiang.engines.compiler.inputs.word_styles import attribute, child

_SKIPPED = frozenset(
    ("del", "moveFrom", "pPr", "rPr", "sdtPr", "sdtEndPr", "instrText", "delText", "delInstrText",
     "rt", "tblPr", "tblGrid", "trPr", "tcPr", "annotationRef", "fldData", "ctrlPr")
)  # fmt: skip
_LETTERS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "sym": " "}
_OFF = ("0", "false", "off")


@dataclass(slots=True)
class Words:
    """What a paragraph holds; ``boxes`` are the text boxes that hang on it.

    ``pages`` are the page ends inside it that the word processor noted, ``pages_before`` those of
    them that stand before its first word.
    """

    text: str = ""
    boxes: list[Any] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)
    pages: int = 0
    pages_before: int = 0
    pictures: int = 0
    is_revised: bool = False
    is_hidden: bool = False


def words_of(paragraph: Any) -> Words:
    """Return the printed words of a paragraph; a run that is marked as hidden is left out."""
    found = Words()
    pieces: list[str] = []
    for element, name in _walk(paragraph, found):
        if name == "t":
            pieces.append(element.text or "")
        elif name in _LETTERS:
            pieces.append(_LETTERS[name])
        elif name == "lastRenderedPageBreak":
            found.pages += 1
            found.pages_before += not any(pieces)
        elif name in ("footnoteReference", "endnoteReference"):
            found.notes.append((name[: -len("Reference")], attribute(element, "id") or ""))
        elif name in ("blip", "imagedata"):
            found.pictures += 1
    found.text = "".join(pieces)
    return found


def _walk(root: Any, found: Words) -> Iterator[tuple[Any, str]]:
    """Yield the elements that print something, in order, without recursion."""
    waiting = list(reversed(root))
    while waiting:
        element = waiting.pop()
        name = local(element)
        if name in ("del", "moveFrom", "ins", "moveTo"):
            found.is_revised = True
        if name in _SKIPPED:
            continue
        if name == "txbxContent":
            found.boxes.append(element)
            continue
        if name == "r" and is_on(child(element, "rPr", "vanish")):
            found.is_hidden = True
            continue
        if name == "AlternateContent":
            # The same thing twice, for newer and for older programs.
            waiting.extend(list(element)[:1])
            continue
        yield element, name
        waiting.extend(reversed(element))


def is_on(switch: Any) -> bool:
    """Say whether a switch such as ``<w:vanish/>`` is there and not turned off."""
    return switch is not None and attribute(switch, "val") not in _OFF


def is_deleted(part: Any, settings: str) -> bool:
    """Say whether a paragraph mark (``pPr``) or a table row (``trPr``) was deleted as a change."""
    path = ("pPr", "rPr") if settings == "pPr" else ("trPr",)
    found = child(part, *path)
    return found is not None and child(found, "del") is not None
