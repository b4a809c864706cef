"""The whole example city as lists, from one seed."""

from __future__ import annotations

from pathlib import Path

from zhiqiang.demo import dirt, lives, marks, public
from zhiqiang.demo.lists import marks as mark_lists
from zhiqiang.demo.lists import others as other_lists
from zhiqiang.demo.lists import patents as patent_lists
from zhiqiang.demo.lists import public as public_lists
from zhiqiang.demo.material import material
from zhiqiang.demo.parties import cast
from zhiqiang.demo.patents import Office
from zhiqiang.demo.sheets import Sheet, write
from zhiqiang.kernel import catalogue

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "wanglan"
SEED = "知强示例 2026"


def names() -> dict[str, str]:
    """Return the invented divisions by code."""
    return {row["code"]: row["name"] for row in catalogue.read(EXAMPLE / "divisions.yml")}


def clean_lists(seed: str = SEED, scale: float = 1.0, is_sampled: bool = False) -> list[Sheet]:
    """Return every list of the city without slips, in the order in which to take them over.

    With ``is_sampled`` there is one of each declared source. ``scale`` 1.0 is 24,000 patents, 30,000 rows of marks and 3,000 firms.
    """
    divisions = names()
    people = cast(seed, scale, divisions)
    patents = list(Office(seed, people).filings(scale))
    lives.live(patents, people, seed, scale)
    signs = marks.marks(people, seed, scale)
    applications, international = marks.abroad(patents, signs, people, seed, scale)
    origins = marks.origins(people, divisions, seed)
    clean = [
        public_lists.parties(people),
        patent_lists.patents(patents),
        patent_lists.patent_events(patents),
        patent_lists.licences(patents),
        patent_lists.pledges(patents),
        mark_lists.trademarks(signs, material("vocabulary")["goods"]),
        mark_lists.pct_applications(applications),
        mark_lists.madrid_marks(international),
        mark_lists.geographical_indications(origins, divisions),
        public_lists.designations(public.designations(people, divisions, seed)),
        other_lists.sign_users(origins),
        public_lists.topic_databases(public.topic_databases(people, seed)),
        public_lists.activities(public.activities(divisions, seed, people)),
        public_lists.statistics(public.statistics(divisions), divisions),
        *other_lists.registrations(people, seed, scale),
        other_lists.candidates(people, divisions, seed),
        other_lists.annual_fees(patents, seed),
        other_lists.open_licences(patents, seed),
        other_lists.insurance(patents, people, seed),
        other_lists.budgets(people, seed),
    ]
    if is_sampled:
        # What other lists of the city tell already, and what only trials need.
        clean += [
            other_lists.honours(patents),
            other_lists.products(patents),
            other_lists.lawsuits(signs, people, seed),
            other_lists.moves(people, seed),
            other_lists.renamings(people, seed),
            other_lists.census(divisions),
        ]
    return clean


def lists(seed: str = SEED, scale: float = 1.0) -> list[Sheet]:
    """Return every list of the city with the slips of real ones, in the order to take them over."""
    return [dirt.soil(sheet, seed) for sheet in clean_lists(seed, scale)]


def write_lists(folder: Path, seed: str = SEED, scale: float = 1.0) -> list[tuple[Sheet, Path]]:
    """Write every list into ``folder`` and return them with their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    return [(sheet, write(sheet, folder)) for sheet in lists(seed, scale)]
