"""Every address as everybody: who may open it, who may send its form, and that nothing leaks."""

import subprocess
import sys
from importlib import import_module

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse

from zhiqiang.config.tests.matrix import walk
from zhiqiang.config.tests.matrix.world import STRANGER

pytestmark = pytest.mark.django_db
DECLARED = walk.table()
PLANS = "zhiqiang.domains.plans.queries.programmes.visible_to"
NAMES = "zhiqiang.records.registry.queries.visibility.sees_origins"
RIGHT = "zhiqiang.records.accounts.rights.may"
#: kind of path, permission that is made to say yes, where the leak has to be noticed, what leaks
LEAKS = [
    ("list", PLANS, "plans:programmes", "programme"),
    ("detail", PLANS, "plans:programme", "programme"),
    ("search", PLANS, "portal:search", "programme"),
    ("export", PLANS, "plans:targets", "programme"),
    ("aggregate", PLANS, "portal:home", "programme"),
    ("fragment", PLANS, "portal:home_standings", "programme"),
    ("download", PLANS, "plans:source", "programme"),
    ("search", NAMES, "portal:rights", "natural_person"),
    ("search", RIGHT, "portal:find", "natural_person"),
    ("search", RIGHT, "portal:find", "application"),
    ("api", RIGHT, "api:find", "application"),
    ("detail", RIGHT, "portal:party", "natural_person"),
    ("list", RIGHT, "portal:batches", "batch"),
    ("detail", RIGHT, "portal:received_row", "batch"),
    ("list", RIGHT, "office:jobs", "job"),
    ("fragment", RIGHT, "office:job_progress", "job"),
    ("export", RIGHT, "office:journal_export", "journal"),
    ("list", RIGHT, "portal:people", "account"),
    ("search", RIGHT, "portal:rights", "application"),
    ("detail", RIGHT, "portal:right", "application"),
    ("list", RIGHT, "portal:indicator_rows", "application"),
    ("export", RIGHT, "figures:period", "close"),
    ("list", RIGHT, "figures:reports", "report"),
    ("download", RIGHT, "figures:evidence", "report"),
    ("list", RIGHT, "assessments:assessment", "score"),
    ("list", RIGHT, "information:topics", "topic"),
    ("export", RIGHT, "information:export_topic", "topic"),
    ("detail", RIGHT, "assessments:sheet", "score"),
    ("aggregate", RIGHT, "landscapes:analyses", "landscape"),
    ("download", RIGHT, "landscapes:paper", "landscape"),
    ("list", RIGHT, "duties:board", "work"),
    ("detail", RIGHT, "duties:item", "work"),
    ("download", RIGHT, "duties:evidence", "work"),
    ("detail", RIGHT, "portal:correction", "correction"),
    ("api", PLANS, "api:programmes", "programme"),
    ("api", PLANS, "api:targets", "programme"),
    ("api", PLANS, "api:search", "programme"),
    ("api", NAMES, "api:rights", "natural_person"),
    ("api", RIGHT, "api:right", "application"),
    ("api", RIGHT, "api:rows", "application"),
    ("api", RIGHT, "api:imports", "batch"),
    ("api", RIGHT, "api:jobs", "job"),
    ("api", RIGHT, "api:journal", "journal"),
]


def test_every_address_of_the_project_is_in_the_table_and_none_besides():
    assert set(walk.addresses()) == set(DECLARED.endpoints)


def test_an_address_that_the_table_does_not_know_is_noticed(monkeypatch):
    known = DECLARED.endpoints.keys() - {"portal:batch"}
    assert set(walk.addresses()) - known == {"portal:batch"}


def test_everybody_gets_what_the_table_says_and_nothing_that_is_hidden(world):
    visits = list(walk.visits(world, DECLARED))
    assert {visit.role for visit in visits} == set(world.cookies)
    assert "\n".join(walk.problems(world, DECLARED, visits)) == ""


def test_those_who_may_see_the_hidden_things_do_see_them(world):
    """Without this, a page that shows nothing to anybody would pass."""
    shown = {
        "programme": ("official", "plans:programmes"),
        "natural_person": ("official", "portal:rights"),
        "batch": ("official", "portal:batches"),
        "job": ("official", "office:jobs"),
        "journal": ("auditor", "office:journal"),
        "account": ("administrator", "portal:people"),
        "report": ("official", "figures:reports"),
        "close": ("official", "figures:period"),
        "correction": ("official", "portal:correction"),
        "application": ("official", "portal:right"),
        "work": ("official", "duties:item"),
        "case": ("official", "services:case"),
        "score": ("official", "assessments:assessment"),
        "landscape": ("official", "landscapes:project"),
        "topic": ("official", "information:topic"),
    }
    assert shown.keys() == walk.MARKS.keys()
    for thing, (role, name) in shown.items():
        page = world.browser(role).get(reverse(name, kwargs=_hidden(world, name, thing)))
        assert walk.MARKS[thing][0] in page.content.decode(), thing


def _hidden(world, name, thing):
    return {key: world.hidden[thing][key] for key in walk.addresses()[name]}


@pytest.mark.parametrize(("kind", "permission", "name", "thing"), LEAKS)
def test_a_leak_planted_in_a_path_makes_the_matrix_fail(
    world, monkeypatch, kind, permission, name, thing
):
    assert DECLARED.endpoints[name].kind == kind
    roles = (STRANGER, "visitor")
    visits = list(walk.visits(world, DECLARED, names=[name], roles=roles))
    assert walk.problems(world, DECLARED, visits) == []
    # By module: a package may give the same name to a function.
    module, _, function = permission.rpartition(".")
    open_to_all = _everything if permission == PLANS else _yes
    monkeypatch.setattr(import_module(module), function, open_to_all)
    found = walk.problems(world, DECLARED, visits)
    assert any(f"shows {thing}" in line or "was answered" in line for line in found), found


def _yes(*args, **kwargs):
    return True


def _everything(person):
    return apps.get_model("plans", "Programme").objects.for_program("leaks")


def test_a_leak_is_planted_in_each_kind_of_path_that_shows_rows():
    kinds = {endpoint.kind for endpoint in DECLARED.endpoints.values()} - {"page", "form"}
    assert {leak[0] for leak in LEAKS} == kinds


def test_the_table_is_printed_whole_for_an_auditor(root):
    program = [sys.executable, str(root / "tools" / "print_rights.py")]
    lines = subprocess.run(program, capture_output=True, text=True, check=True).stdout.splitlines()
    told = [line.split(" | ")[2] for line in lines[2:] if line.startswith("|")]
    assert told == list(DECLARED.endpoints)
    verify = next(line for line in lines if "office:journal_verify" in line)
    assert verify.endswith("| — | — | — | — | — | — | 办 |")


def test_no_form_is_taken_without_its_token(world):
    arguments = walk.addresses()
    for name in DECLARED.endpoints:
        things = {key: world.open[key] for key in arguments[name]}
        client = Client(enforce_csrf_checks=True)
        assert client.post(reverse(name, kwargs=things)).status_code in (403, 405), name
