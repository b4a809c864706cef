"""Every number of a run equals a count of the register, row by row."""

from __future__ import annotations

from collections import Counter
from itertools import combinations

import pytest

from zhiqiang.domains.landscapes import actions
from zhiqiang.domains.landscapes.actions.running import recount
from zhiqiang.domains.landscapes.tests import field, naive
from zhiqiang.domains.landscapes.tests.conftest import RULES
from zhiqiang.records.registry.models import Event


@pytest.fixture
def rows(home):
    found = naive.in_field()
    assert len(found) > 40
    return found


@pytest.fixture
def results(rows, run):
    return run.results


@pytest.fixture
def named(run):
    return {one["id"]: one["name"] for one in run.branches}


def test_trend_regions_ipc_and_states(rows, results, run):
    assert run.counted == len(rows)
    years = naive.counts(rows, lambda one: one.filed_on.year)
    assert {r["year"]: r["total"] for r in results["trend"]} == years
    kinds = naive.counts(rows, lambda one: (one.filed_on.year, one.kind))
    assert all(r["invention"] == kinds[r["year"], "invention"] for r in results["trend"])
    assert all(r["utility_model"] == kinds[r["year"], "utility_model"] for r in results["trend"])
    assert {r["place"]: r["total"] for r in results["regions"]} == naive.counts(
        rows, lambda one: one.region_code
    )
    live = naive.counts([r for r in rows if naive.state(r) == 3], lambda one: one.region_code)
    assert {r["place"]: r["in_force"] for r in results["regions"] if r["in_force"]} == live
    assert {r["ipc"]: r["total"] for r in results["ipc"]} == naive.counts(
        [r for r in rows if r.ipc_main], lambda one: one.ipc_main.replace(" ", "")[:4]
    )
    assert {(r["kind"], r["state"]): r["total"] for r in results["states"]} == naive.counts(
        rows, lambda one: (one.kind, naive.state(one))
    )
    assert {state for _, state in naive.counts(rows, lambda r: (r.kind, naive.state(r)))} >= {
        0,
        2,
        3,
    }


def test_applicants_newcomers_firms_and_life_cycle(rows, results):
    totals = naive.counts(rows, naive.holder)
    assert {r["name"]: r["total"] for r in results["applicants"]} == totals
    assert [r["total"] for r in results["applicants"]] == sorted(totals.values(), reverse=True)
    for one in results["applicants"]:
        assert one["rank"] == 1 + sum(n > one["total"] for n in totals.values())
        assert one["all"] == len(totals)
    locals_ = {naive.holder(r) for r in rows if naive.is_local(r) and r.holder.kind == "firm"}
    assert {r["name"] for r in results["local_firms"]} == locals_ and locals_
    first: dict[str, int] = {}
    for one in rows:
        first[naive.holder(one)] = min(first.get(naive.holder(one), 9999), one.filed_on.year)
    for row in results["newcomers"]:
        active = {naive.holder(r) for r in rows if r.filed_on.year == row["year"]}
        assert row["active"] == len(active)
        assert row["new"] == sum(first[name] == row["year"] for name in active)
    for row in results["life_cycle"]:
        own = [r for r in rows if r.filed_on.year == row["year"]]
        assert (row["total"], row["parties"]) == (len(own), len({naive.holder(r) for r in own}))


def test_branches_by_year_crossed_and_compared_with_the_region(rows, results, named):
    inside = {name: [r for r in rows if test(r.title)] for name, test in naive.BRANCHES.items()}
    told = {named.get(r["branch"], "field"): r for r in results["branches"]}
    for name, own in inside.items():
        assert told[name]["total"] == len(own) > 0
        assert told[name]["local"] == sum(map(naive.is_local, own))
        assert told[name]["invention"] == sum(r.kind == "invention" for r in own)
    by_year = {(named[r["branch"]], r["year"]): r["total"] for r in results["branch_years"]}
    assert by_year == Counter((n, r.filed_on.year) for n, own in inside.items() for r in own)
    crossed = {
        frozenset((named[r["first"]], named[r["second"]])): r["total"] for r in results["crossed"]
    }
    both = Counter(
        frozenset(pair) for one in rows
        for pair in combinations([n for n, test in naive.BRANCHES.items() if test(one.title)], 2)
    )  # fmt: skip
    assert crossed == both and both
    local = sum(map(naive.is_local, rows))
    for row in results["strengths"]:
        own = inside[named[row["branch"]]]
        ours = sum(map(naive.is_local, own)) / local
        assert row["quotient"] == pytest.approx(ours / (len(own) / len(rows)), abs=1e-5)


def test_concentration(rows, results, named):
    for row in results["concentration"]:
        own = [
            r for r in rows
            if row["branch"] == 0 or naive.BRANCHES[named[row["branch"]]](r.title)
        ]  # fmt: skip
        totals = sorted(naive.counts(own, naive.holder).values(), reverse=True)
        assert row["first_four"] == sum(totals[:4])
        assert row["squares"] == sum(n * n for n in totals)
        assert (row["parties"], row["total"]) == (len(totals), len(own))


def test_together_and_uses_of_what_is_counted(rows, results):
    pairs = Counter(
        tuple(sorted(pair)) for one in rows
        for pair in combinations([n for n in one.applicants.split("; ") if n in field.FIRMS], 2)
    )  # fmt: skip
    assert {(r["first"], r["second"]): r["total"] for r in results["together"]} == pairs and pairs
    ids = {one.pk for one in rows}
    events = [
        e for e in Event.objects.for_program("test").filter(right_id__in=ids)
        if e.kind in ("pledge", "licence", "transfer") and e.happened_on <= naive.ON
    ]  # fmt: skip
    told = Counter((e.happened_on.year, e.kind) for e in events)
    kept = {
        (r["year"], k): r[k]
        for r in results["uses"]
        for k in ("transfer", "licence", "pledge")
        if r[k]
    }
    assert kept == told and told


def test_families_are_counted_once_at_their_first_day(analyst, project, rows):
    rules = dict(RULES) | {"unit": "family"}
    actions.set_rules(analyst, project.pk, project.version, rules)
    project.refresh_from_db()
    run = actions.run_analyses(analyst, project.pk, project.version)
    every = naive.families(rows)
    assert run.counted == len(every) < len(rows)
    years = Counter(family[0].filed_on.year for family in every)
    assert {r["year"]: r["total"] for r in run.results["trend"]} == years
    members = {one.pk for family in every for one in family}
    pledged = Event.objects.for_program("test").filter(kind="pledge", right_id__in=members)
    told = sum(event.happened_on <= naive.ON for event in pledged)
    assert sum(row["pledge"] for row in run.results["uses"]) == told > 0
    live = sum(max(map(naive.state, family)) == 3 for family in every)
    assert sum(r["total"] for r in run.results["states"] if r["state"] == 3) == live


def test_no_name_of_a_natural_person_and_nothing_unpublished_is_in_a_run(run, rows):
    assert "欧阳" not in str(run.results)
    assert all(one.is_published for one in rows)
    assert run.found >= run.counted


def test_a_run_computes_again_after_the_register_has_moved_on(home, analyst, project, run):
    assert recount(run) == run.results
    field.take(home / "more.csv", "patents", field.patents(30, 9, first=5000))
    field.publish()
    for folder in (home / "landscapes").iterdir():
        for path in folder.iterdir():
            path.unlink()
    assert recount(run) == run.results
    later = actions.run_analyses(analyst, project.pk, project.version)
    assert later.snapshot > run.snapshot and later.counted > run.counted
    run.refresh_from_db()
    assert recount(run) == run.results
