"""Random requests to every address as everybody: nothing breaks, nothing hidden shows, and nobody
writes what is not theirs to write.

``ZHIQIANG_FUZZ_REQUESTS`` says how many, ``ZHIQIANG_FUZZ_FROM`` the number of the first.
"""

import os

import pytest

from zhiqiang.config.tests.matrix import fuzz, walk
from zhiqiang.config.tests.matrix.world import STRANGER
from zhiqiang.portal import scope
from zhiqiang.records.accounts import rights

pytestmark = pytest.mark.django_db
DECLARED = walk.table()
FEWEST = 1500
MANY = max(FEWEST, int(os.environ.get("ZHIQIANG_FUZZ_REQUESTS", "0")))
FIRST = int(os.environ.get("ZHIQIANG_FUZZ_FROM", "0"))
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.fixture
def seen(world):
    """Return what a few requests of people without rights to a few addresses come to."""

    def few(*names):
        numbers = [number for name in names for number in fuzz.numbers_of(name, 24)]
        asked = fuzz.requests(world, DECLARED, (STRANGER, "visitor"), numbers)
        return fuzz.ask(world, DECLARED, asked).faults

    return few


def test_whatever_anybody_sends_nothing_breaks_and_nothing_hidden_shows(world):
    asked = fuzz.requests(world, DECLARED, world.cookies, range(FIRST, FIRST + MANY))
    seen = fuzz.ask(world, DECLARED, asked)
    assert "\n".join(seen.faults) == ""
    # Were all of them turned away at the door, nothing would have been tried.
    assert seen.statuses[200] > MANY / 5 and seen.statuses[302] > MANY / 50
    assert {"text/html", "application/json", "text/csv", XLSX} <= seen.things.keys()
    assert seen.things["writes"] > MANY / 100


def test_every_address_is_asked_by_everybody_with_hidden_things(world):
    known = walk.addresses()
    # A thing that stands in one address only is drawn seldom; nothing is sent here.
    asked = list(fuzz.requests(world, DECLARED, world.cookies, range(80 * len(known))))
    usual = {name for name in known if not DECLARED.endpoints[name].is_costly}
    assert {(one.name, one.role) for one in asked} >= {
        (name, role) for name in usual for role in world.cookies
    }
    assert {one.name for one in asked} == known.keys()
    filled = {
        name: {DECLARED.endpoints[name].arguments.get(one, one) for one in arguments}
        for name, arguments in known.items()
    }
    for thing, own in world.hidden.items():
        for key, value in own.items():
            names = [name for name, keys in filled.items() if key in keys]
            assert any(one.name in names and f"/{value}" in one.address for one in asked), thing


def test_a_request_is_made_of_its_number_alone(world):
    many = list(fuzz.requests(world, DECLARED, world.cookies, range(40)))
    assert list(fuzz.requests(world, DECLARED, world.cookies, [17])) == [many[17]]


@pytest.mark.parametrize(
    ("name", "thing"),
    [
        ("portal:rights", "natural_person"),
        ("portal:export_rights", "application"),
        ("office:jobs", "job"),
        ("office:journal_export", "journal"),
        ("portal:people", "account"),
        ("figures:reports", "report"),
        ("api:imports", "batch"),
    ],
)
def test_a_leak_that_is_planted_is_noticed(seen, monkeypatch, name, thing):
    assert seen(name) == []
    monkeypatch.setattr(rights, "may", lambda *args: True)
    assert any(f"shows {thing}" in one for one in seen(name))


def test_a_write_that_is_nobodys_is_noticed(seen, monkeypatch):
    forms = ("plans:answer", "plans:load", "portal:add_body", "figures:fill", "office:cancel_job")
    assert seen(*forms) == []
    monkeypatch.setattr(rights, "may", lambda *args: True)
    assert any("wrote to" in one for one in seen(*forms))


def test_a_page_that_breaks_is_noticed(seen, monkeypatch):
    def breaks(query):
        return {"": scope.default()}[query.get("region", "")]

    monkeypatch.setattr(scope, "read", breaks)
    assert any("500" in one or "KeyError" in one for one in seen("portal:rights"))
