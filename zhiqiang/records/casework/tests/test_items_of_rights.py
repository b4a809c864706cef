"""Licence recordal, open licence and product recordal, from draft to the register."""

from datetime import date

import pytest

from zhiqiang.kernel.errors import Refused
from zhiqiang.records.casework.items import catalogue_items
from zhiqiang.records.casework.tests.office import NUMBERS, PAPERS, event
from zhiqiang.records.registry.models import Event, RecordedFact

#: what an item leaves, with which outcome, and what an official confirms
ITEMS = {
    "licence_recordal": ("recorded", "licence", {"amount": 300_000, "note": "普通许可"}, {}),
    "open_licence_statement": (
        "stated", "open_licence", {"note": "每年五万元"}, {"fee_overdue": False},
    ),
    "product_recordal": (
        "recorded", "product_recordal", {"amount": 86_000_000, "note": "精密轴承"}, {},
    ),
}  # fmt: skip


@pytest.mark.parametrize("item", ITEMS)
def test_a_sound_case_leaves_its_record_once(office, item) -> None:
    outcome, kind, wanted, confirmed = ITEMS[item]
    case = office.running(item)
    closed = office.do("close", office.official, case, outcome=outcome, confirmed=confirmed)
    made = Event.objects.for_program("test").get(kind=kind)
    assert {name: getattr(made, name) for name in wanted} == wanted
    assert (made.right.number, made.document_number) == (NUMBERS[0], closed.number)
    facts = RecordedFact.objects.for_program("test").values_list("case", "subject_id")
    assert list(facts) == [(closed.number, made.pk)]


@pytest.mark.parametrize("item", ITEMS)
def test_of_a_right_that_has_ended_nothing_is_recorded(office, item) -> None:
    outcome, kind, _, confirmed = ITEMS[item]
    event(NUMBERS[0], "lapse", date(2025, 1, 5))
    case = office.running(item)
    with pytest.raises(Refused, match="专利权不在有效状态（已终止）"):
        office.do("close", office.official, case, outcome=outcome, confirmed=confirmed)
    assert not Event.objects.for_program("test").filter(kind=kind).exists()


def test_an_open_licence_of_a_pledged_right_needs_the_pledgee(office) -> None:
    event(NUMBERS[0], "pledge", date(2025, 1, 5), document_number="Y2025330000001")
    case = office.running("open_licence_statement", pledgee_agrees=False)
    with pytest.raises(Refused, match="质权人没有同意"):
        office.do(
            "close", office.official, case, outcome="stated", confirmed={"fee_overdue": False}
        )


def test_every_item_that_is_applied_for_has_its_walk_here() -> None:
    # Those for everybody have theirs beside their pages.
    applied_for = {
        key
        for key, item in catalogue_items().items()
        if item.on_application and not item.for_everybody
    }
    assert applied_for == PAPERS.keys()
