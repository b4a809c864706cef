"""Cut passages into sentences and clauses, with the places they stand at."""

from __future__ import annotations

import re

from zhiqiang.kernel.place import Span

_SENTENCE_END = re.compile(
    r"[。;!?\n]|(?<![\dA-Za-z])\.(?=[^\d\s.]|\s|$)|(?<=[A-Za-z%])\.(?=[\u4e00-\u9fff])|(?<=[\u4e00-\u9fff])\.(?=\d{1,2}\.)"
)
_CLAUSE_END = re.compile(r"(?<!\d),|,(?!\d{3}(?!\d))|:")
_HIDDEN = re.compile(r"《[^》\n]{0,120}》|“[^”\n]{0,60}”|〈[^〉\n]{0,80}〉")


def sentences(text: str) -> list[Span]:
    """Return the sentences of a passage; ； ends one, a Western full stop too."""
    return _cut(text, _SENTENCE_END)


def clauses(sentence: str) -> list[Span]:
    """Return the clauses of a sentence: what stands between commas and colons."""
    return _cut(sentence, _CLAUSE_END)


def _cut(text: str, ends: re.Pattern[str]) -> list[Span]:
    spans: list[Span] = []
    last = 0
    for end in ends.finditer(text):
        if text[last : end.start()].strip():
            spans.append(Span(last, end.start()))
        last = end.end()
    if text[last:].strip():
        spans.append(Span(last, len(text)))
    return spans


def hide(text: str) -> str:
    """Blank out digits and numerals in titles, quotations and brackets: names, not quantities.

    The length is kept, so that offsets stay good.
    """
    return _hide_brackets(_HIDDEN.sub(lambda found: _blank(found.group(0)), text))


_NAMED = "0123456789一二两三四五六七八九十百千万亿,。;:、.%"
_NAME_CHARS = str.maketrans(_NAMED, "□" * len(_NAMED))


def _blank(words: str) -> str:
    return words.translate(_NAME_CHARS)


def _hide_brackets(text: str) -> str:
    out: list[str] = []
    depth = 0
    inner_from = 0
    last = 0
    for at, char in enumerate(text):
        if char in "(〔【":
            if depth == 0:
                inner_from = at
            depth += 1
        elif char in ")〕】" and depth:
            depth -= 1
            if depth == 0:
                out.append(text[last:inner_from])
                out.append(_blank(text[inner_from : at + 1]))
                last = at + 1
    out.append(text[last:])
    return "".join(out)
