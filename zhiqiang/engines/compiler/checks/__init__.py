"""What a person has to look at before a programme is taken over, as a list of checks."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from zhiqiang.engines.compiler.checks.clauses import (
    check_dates,
    check_lost_verbs,
    check_open_states,
)
from zhiqiang.engines.compiler.checks.duties import (
    check_carried_prefixes,
    check_equal_leads,
    check_leads,
    check_missing_bodies,
    check_spelling_of_bodies,
)
from zhiqiang.engines.compiler.checks.echoes import (
    check_goals_without_task,
    check_orders_without_row,
    check_yearly_sums,
)
from zhiqiang.engines.compiler.checks.figures import (
    check_conflicts,
    check_growth_bases,
    check_missing_units,
    check_spoken_basis,
    check_units_and_bases,
)
from zhiqiang.engines.compiler.checks.paper import (
    check_annexes,
    check_metadata,
    check_nature,
    check_numbering,
    check_title_page,
    check_torn_sentences,
)
from zhiqiang.engines.compiler.checks.tables import (
    check_horizon,
    check_indicator_owners,
    check_table_against_text,
)
from zhiqiang.engines.compiler.checks.wording import (
    check_area,
    check_damage,
    check_double_comparisons,
    check_fused_headings,
    check_repeated_words,
)
from zhiqiang.engines.compiler.draft import Draft
from zhiqiang.kernel.finding import Finding

CHECKS: tuple[Callable[[Draft], Iterable[Finding]], ...] = (
    check_nature,
    check_title_page,
    check_metadata,
    check_dates,
    check_annexes,
    check_torn_sentences,
    check_damage,
    check_repeated_words,
    check_lost_verbs,
    check_open_states,
    check_numbering,
    check_fused_headings,
    check_area,
    check_missing_units,
    check_growth_bases,
    check_spoken_basis,
    check_double_comparisons,
    check_conflicts,
    check_units_and_bases,
    check_yearly_sums,
    check_table_against_text,
    check_horizon,
    check_indicator_owners,
    check_goals_without_task,
    check_orders_without_row,
    check_leads,
    check_equal_leads,
    check_missing_bodies,
    check_carried_prefixes,
    check_spelling_of_bodies,
)
