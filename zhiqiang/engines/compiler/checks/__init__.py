"""What a person has to look at before a programme is taken over, as a list of checks."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from zhiqiang.engines.compiler.checks.duties import (
    check_leads,
    check_missing_bodies,
    check_spelling_of_bodies,
)
from zhiqiang.engines.compiler.checks.figures import (
    check_conflicts,
    check_growth_bases,
    check_missing_units,
    check_spoken_basis,
)
from zhiqiang.engines.compiler.checks.paper import (
    check_annexes,
    check_damage,
    check_nature,
    check_numbering,
    check_title_page,
    check_torn_sentences,
)
from zhiqiang.engines.compiler.checks.tables import check_horizon, check_table_against_text
from zhiqiang.engines.compiler.draft import Draft
from zhiqiang.kernel.finding import Finding

CHECKS: tuple[Callable[[Draft], Iterable[Finding]], ...] = (
    check_nature,
    check_title_page,
    check_annexes,
    check_torn_sentences,
    check_damage,
    check_numbering,
    check_missing_units,
    check_growth_bases,
    check_spoken_basis,
    check_conflicts,
    check_table_against_text,
    check_horizon,
    check_leads,
    check_missing_bodies,
    check_spelling_of_bodies,
)
