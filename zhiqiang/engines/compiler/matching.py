"""Names against names: official spelling of an indicator, and the nearest entry of a catalogue.

Nothing here guesses: an entry is *the* match only when the names are the same after spelling, or
stand in the alias table; a near name is a suggestion for a person.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz, process

from zhiqiang.engines.compiler.vocabulary import HEADCOUNTS, METRIC_ENDINGS
from zhiqiang.kernel.traditional_script import simplified_name

SUGGEST_FROM = 82.0
_WHITE = re.compile(r"\s+")
_QUOTES = re.compile("[《》“”\"'‘’]")
_WHOLE_REGION = re.compile(r"^全(?:省|市|县|区|州|域|旗|社会)(?=[\u4e00-\u9fffA-Za-z“]{4})")
_PER_HEAD = re.compile(r"^(?:每)?万人(?:口)?(?:均)?(?=[\u4e00-\u9fff])")
_SPELLINGS = (
    ("数量", "数"), ("总数量", "数"), ("个数", "数"), ("家数", "数"), ("总金额", "额"), ("金额", "额"),
    ("总量", "量"), ("所占比例", "比重"), ("占比", "占比"), ("拥有数", "拥有量"),
)  # fmt: skip
# Totals of their own, and words that only end like 家数.
_NOT_CUT = (
    "总产值",
    "总收入",
    "总动力",
    "总装机",
    "专家数",
    "国家数",
    "作家数",
    "科学家数",
    "企业家数",
)
_OF_SHARE = re.compile(r"占(.{2,12})的?(?:比重|比例|比)$")


@dataclass(frozen=True, slots=True)
class Match:
    """``key`` is set only for ``how`` exact or alias; for near it is the suggestion's key."""

    key: str | None
    how: str
    score: float = 0.0


@lru_cache(maxsize=8192)
def normalise_indicator(name: str) -> str:
    """Return an indicator's name as official tables write it: 每万人口…, …数, …额, no quotes.

    >>> normalise_indicator("万人发明专利拥有量")
    '每万人口发明专利拥有量'
    >>> normalise_indicator("全县示范企业数量")
    '示范企业数'
    """
    plain = _WHITE.sub("", name).strip("的、,。")
    plain = _WHOLE_REGION.sub("", plain)
    plain = _PER_HEAD.sub("每万人口", plain)
    for printed, official in _SPELLINGS:
        if (
            plain.endswith(printed)
            and len(plain) > len(printed) + (3 if printed == "总量" else 1)
            and not plain.endswith(_NOT_CUT)
        ):
            plain = plain[: -len(printed)] + official
            break
    return _OF_SHARE.sub(lambda found: f"占{found.group(1).rstrip('的')}比重", plain)


def counted_name(name: str, unit: str) -> str:
    """Add 数 to the name of a thing that is counted: 示范企业 in 家 is 示范企业数."""
    if unit in HEADCOUNTS and not name.endswith(unit):
        return name if name.endswith(METRIC_ENDINGS) else name + unit
    if not name or name.endswith((*METRIC_ENDINGS, ")", "”")):
        return name
    return name + "数"


@lru_cache(maxsize=8192)
def fold_name(name: str) -> str:
    """Return a name in simplified script without quotes and blanks, for comparison only."""
    plain = _QUOTES.sub("", normalise_indicator(simplified_name(name)))
    return plain.replace("（", "(").replace("）", ")").lower()


def match_indicator(name: str, catalogue: Mapping[str, str]) -> Match:
    """Find an indicator in ``catalogue`` (official or alias name → key)."""
    return resolve_names(name, catalogue)


def resolve_names(name: str, aliases: Mapping[str, str]) -> Match:
    """Return how ``name`` stands to the names of a table: exact, alias, near or none.

    ``exact`` is the same string, ``alias`` the same after folding, ``near`` a suggestion with its
    score (0 to 100) when it is at least ``SUGGEST_FROM`` and no other key is as near.
    """
    if name in aliases:
        return Match(aliases[name], "exact", 100.0)
    folded: dict[str, set[str]] = {}
    for known, key in aliases.items():
        folded.setdefault(fold_name(known), set()).add(key)
    wanted = fold_name(name)
    keys = folded.get(wanted, set())
    if len(keys) == 1:
        return Match(next(iter(keys)), "alias", 100.0)
    best = process.extract(
        wanted, list(folded), scorer=fuzz.ratio, limit=2, score_cutoff=SUGGEST_FROM
    )
    if not best or len(folded[best[0][0]]) != 1:
        return Match(None, "none", 0.0)
    if len(best) > 1 and best[1][1] == best[0][1] and folded[best[1][0]] != folded[best[0][0]]:
        return Match(None, "none", 0.0)
    return Match(next(iter(folded[best[0][0]])), "near", float(best[0][1]))
