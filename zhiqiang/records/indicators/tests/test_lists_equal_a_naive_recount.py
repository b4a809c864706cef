"""From rows of received lists to figures, beside a count of the same rows that knows no register."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from random import Random

import pytest

from zhiqiang.records.indicators import queries
from zhiqiang.records.indicators.actions import publish_snapshot
from zhiqiang.records.indicators.tests import random_lists
from zhiqiang.records.registry.actions import import_file

pytestmark = pytest.mark.django_db(transaction=True)
# The events come before or after what they lean on, where their source allows it. Without the
# directory of firms, the first row that states a region is all that is known of a firm's seat.
ORDERS = (
    ("parties", "patents", "patent_events", "licences", "pledges"),
    ("pledges", "licences", "patents", "patent_events", "parties"),
    ("patents", "licences", "pledges", "parties", "patent_events"),
)
DAYS = (date(2020, 12, 31), date(2022, 6, 30), date(2023, 12, 31))


@pytest.mark.parametrize("seed", range(3))
def test_lists_in_any_order_come_to_what_their_rows_say(seed: int, tmp_path: Path, settings):
    settings.HOME = tmp_path / "home"
    settings.HOME.mkdir()
    lists = random_lists.make(seed, is_astray=ORDERS[seed][-1] != "parties")
    Random(seed).shuffle(lists.events)
    files = lists.write(tmp_path)
    for source in ORDERS[seed]:
        result = import_file(source, files[source], "测试员")
        assert not result.errors and result.refused == 0
    publish_snapshot("测试员")
    recounts = {
        "valid_invention_patents": lists.valid_inventions,
        "transfers": lists.transfers,
        "licences": lists.licences_given,
        "pledge_projects": lists.pledged_projects,
    }
    seen, expected = {}, {}
    for key, recount in recounts.items():
        for region in random_lists.REGIONS:
            for on in DAYS:
                seen[key, region, on] = queries.figure(key, region, on).value
                expected[key, region, on] = recount(region, on)
    assert seen == expected and any(expected.values())
