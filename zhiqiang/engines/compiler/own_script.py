"""Give what was read in simplified script back in the script that the document is written in."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import replace
from typing import Any, TypeVar

from zhiqiang.engines.compiler.compilation import Compilation, DocumentFacts, Fact
from zhiqiang.engines.compiler.folding import Folded
from zhiqiang.kernel.finding import Finding

Read = TypeVar("Read")
_CJK = re.compile(r"[\u4e00-\u9fff]")
_QUOTED = re.compile(r"(?<=“)[^”]*(?=”)")
# What the official spelling of a name adds (…数, …额, 每万人口…), though the document may print none.
_ADDED = str.maketrans("数额万拥", "數額萬擁")
_DOCUMENT = ("title", "number", "issuer")
_FIELDS = {
    "outline": ("title",),
    "targets": ("indicator", "printed", "unit", "cue", "section", "scope", "subject"),
    "soft_targets": ("section",),
    "tasks": ("title", "section", "lead_units", "support_units", "due"),
    "money": ("section",),
    "systems": ("name", "section"),
    "bodies": ("name", "full_name"),
}


class Script:
    """The characters that a document prints for those that were read, by how often it does so."""

    def __init__(self, source: str, folded: Folded) -> None:
        seen: dict[str, Counter[str]] = defaultdict(Counter)
        for char, at in zip(folded.plain, folded.origin, strict=True):
            if _CJK.match(char):
                seen[char][source[at]] += 1
        usual = {char: counts.most_common(1)[0][0] for char, counts in seen.items()}
        self._usual = _ADDED | {ord(char): ord(printed) for char, printed in usual.items()}
        self._several = {char for char, counts in seen.items() if len(counts) > 1}
        self._folded = folded
        self._source = source

    def of(self, words: str) -> str:
        """Return words as the document prints them.

        Where a character is printed in two ways (後 and 后 are both read 后), the words are looked up.
        """
        at = self._folded.plain.find(words) if self._several.intersection(words) else -1
        if at < 0:
            return words.translate(self._usual)
        places = self._folded.origin[at : at + len(words)]
        return "".join(
            self._source[place] if _CJK.match(char) else char
            for char, place in zip(words, places, strict=True)
        )


def in_own_script(compiled: Compilation, folded: Folded) -> Compilation:
    """Return the compilation with its words in the script of the document; spans stay as they are."""
    if not folded.rewritten:
        return compiled
    script = Script(compiled.text, folded)
    changed: dict[str, Any] = {
        part: tuple(_rewritten(one, fields, script) for one in getattr(compiled, part))
        for part, fields in _FIELDS.items()
    }
    findings = tuple(_quoting(finding, script) for finding in compiled.findings)
    document = _facts(compiled.document, script)
    return replace(compiled, document=document, findings=findings, **changed)


def _rewritten(one: Read, fields: tuple[str, ...], script: Script) -> Read:
    changed: dict[str, Any] = {}
    for name in fields:
        value = getattr(one, name)
        if isinstance(value, str):
            changed[name] = script.of(value)
        elif isinstance(value, tuple):
            changed[name] = tuple(script.of(words) for words in value)
    return replace(one, **changed)  # type: ignore[type-var]


def _facts(facts: DocumentFacts, script: Script) -> DocumentFacts:
    changed: dict[str, Any] = {}
    for name in _DOCUMENT:
        fact: Fact | None = getattr(facts, name)
        if fact is not None:
            changed[name] = replace(fact, value=script.of(fact.value))
    return replace(facts, **changed)


def _quoting(finding: Finding, script: Script) -> Finding:
    """Rewrite what a message quotes; the message itself is in simplified script."""
    message = _QUOTED.sub(lambda found: script.of(found.group(0)), finding.message)
    return replace(finding, message=message)
