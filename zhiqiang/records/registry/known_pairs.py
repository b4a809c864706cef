"""Pairs of names whose truth is known, by which the matching of firms is measured.

What ships are invented names in the manner of real ones. A bureau's own pairs, as
``zhiqiang firms --check`` reads them, take their place: ``parameters/firm_pairs.csv`` of the home
folder, with former names in ``parameters/firm_histories.csv`` beside it.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from django.conf import settings
from pydantic import Field

from zhiqiang.engines import linking
from zhiqiang.kernel import catalogue
from zhiqiang.kernel.catalogue import Declared

_PAIRS, _HISTORIES = "firm_pairs.csv", "firm_histories.csv"


class DeclaredPair(Declared):
    """Two names and the truth about them; ``kind`` says what makes them hard."""

    a: str
    b: str
    same: Literal["yes", "no", "unsure"]
    kind: str


class DeclaredPairs(Declared):
    """The pairs that ship; ``renamings`` are names with a former name of the same body."""

    title: str
    pairs: tuple[DeclaredPair, ...] = Field(min_length=1)
    renamings: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class KnownPairs:
    """What the matching is measured on."""

    title: str
    is_own: bool
    pairs: list[linking.Pair]
    renamings: list[tuple[str, str]]


def known_pairs() -> KnownPairs:
    """Return the pairs of this installation: its own, else those that ship."""
    own = _own(_PAIRS)
    if own.exists():
        histories = _own(_HISTORIES)
        renamings = linking.read_renamings(histories) if histories.exists() else []
        return KnownPairs("本单位自备的名称对", True, linking.read_pairs(own), renamings)
    shipped = catalogue.load(
        Path(settings.CATALOGUE) / "parameters" / "firm_pairs.yml", DeclaredPairs
    )
    pairs = [linking.Pair(one.a, one.b, one.same, one.kind) for one in shipped.pairs]
    return KnownPairs(shipped.title, False, pairs, list(shipped.renamings))


def keep_own_pairs(pairs: Path, histories: Path | None) -> None:
    """Make a file of pairs, which was read before, this installation's own."""
    for path, name in ((pairs, _PAIRS), (histories, _HISTORIES)):
        own = _own(name)
        own.parent.mkdir(parents=True, exist_ok=True)
        if path is None:
            own.unlink(missing_ok=True)
        elif path.resolve() != own.resolve():
            shutil.copyfile(path, own)


def _own(name: str) -> Path:
    return Path(settings.HOME) / "parameters" / name
