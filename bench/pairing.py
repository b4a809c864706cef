"""Bring the queue of doubtful pairs up to a register of ``SIZE`` parties, but at most 100,000.

The names are those of ``linking``, with a second writing, form or slip of the pen for some. The
parties of the steps before are compared too.
"""

from __future__ import annotations

import random

from bench.linking import drawn_names, drawn_parties
from bench.measuring import Line, seconds_of

_MOST, _DOUBLES = 100_000, 20


def measure(size: int) -> list[Line]:
    """Write the parties, find the pairs, and find them once more."""
    from zhiqiang.records.registry.actions.pairing import Paired, find_pairs
    from zhiqiang.records.registry.models import Party, PartyPair
    from zhiqiang.records.registry.names import form_of, name_key
    from zhiqiang.records.registry.queries.resembling import own_comparer

    drawn, words = random.Random(11), own_comparer().reader.words
    parties = drawn_parties(drawn, words, min(size, _MOST))
    doubles = drawn_names(drawn, parties[::_DOUBLES], words)[: len(parties) // _DOUBLES]
    names = {name_key(name): name for name in [*parties, *doubles]}
    Party.objects.bulk_create(
        (
            Party(identity=f"NAME:{key}", name=name, name_key=key, name_form=form_of(name), kind="firm")
            for key, name in names.items()
        ),
        batch_size=2_000,
        ignore_conflicts=True,
    )  # fmt: skip
    rows = Party.objects.for_program("counts the parties").count()
    found: list[Paired] = []
    first = seconds_of(lambda: found.append(find_pairs()))
    again = seconds_of(lambda: found.append(find_pairs()))
    pairs = PartyPair.objects.for_program("counts the queue").count()
    told = f"find the pairs: {found[0].waiting:,} wait, {found[0].merged:,} merged, {pairs:,} kept"
    return [Line(told, rows, first), Line("find them again, nothing changed", rows, again)]
