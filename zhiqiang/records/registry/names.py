"""Names of parties: the key they are compared by, and what kind of party a name speaks of."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from zhiqiang.engines.ingest import CodeList
from zhiqiang.engines.linking import key_of

_PERSON = re.compile(
    r"[\u3400-\u9fff\U00020000-\U000323af]{2,4}|[\u3400-\u9fff]+·[\u3400-\u9fff·]+"
)


@lru_cache(maxsize=100_000)
def name_key(name: str) -> str:
    """Return a name after NFKC without spaces, in lower case; brackets have one form in it."""
    return "".join(unicodedata.normalize("NFKC", name).split()).lower()[:240]


@lru_cache(maxsize=100_000)
def form_of(name: str) -> str:
    """Return a name in one writing, with neither brackets nor signs; what is equal is one name."""
    return key_of(name)[:240]


class KindOfName:
    """Tells a party's kind from its name by the endings of ``catalogue/codes/party_kinds.yml``.

    A short name of Han letters without any such word is taken for a natural person's, because
    that is how lists print them, and because a name that may be a person's must be masked.
    """

    def __init__(self, codes: CodeList, persons: str = "") -> None:
        self._endings = [
            (ending, kind) for kind, code in codes.values.items() for ending in code.endings
        ]
        self._persons = re.compile(persons) if persons else None
        self._seen: dict[str, str] = {}

    def __call__(self, name: str) -> str:
        """Return a key of ``party_kinds.yml`` or ``unknown``."""
        kind = self._seen.get(name)
        if kind is None:
            if len(self._seen) > 100_000:
                self._seen.clear()
            kind = self._seen[name] = self._tell(name_key(name))
        return kind

    def _tell(self, key: str) -> str:
        if self._persons and self._persons.fullmatch(key.upper()):
            return "person"
        ending = max(
            (
                (key.rfind(word) + len(word), len(word), kind)
                for word, kind in self._endings
                if word in key
            ),
            default=None,
        )
        if ending:
            return ending[2]
        return "person" if _PERSON.fullmatch(key) else "unknown"


def masked(name: str, kind: str) -> str:
    """Return a natural person's name with all but its first letter hidden; other names as is."""
    return name[:1] + "*" * max(len(name) - 1, 1) if kind == "person" else name


def without_stray(name: str) -> str:
    """Return a name without what a hand leaves behind it and no name ends with: 甲公司。"""
    return name.rstrip("。；，、;, ")
