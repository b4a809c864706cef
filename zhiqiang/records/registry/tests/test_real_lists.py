"""Real lists of public publications and of the census, taken over as they are."""

from __future__ import annotations

import csv
import time
from pathlib import Path

import pytest
from django.conf import settings
from django.db.models import Sum

from zhiqiang.engines.ingest import load_codes, normal_heading, words
from zhiqiang.kernel.identifiers import Verdict, parse_application_number
from zhiqiang.records.accounts.tests.someone import OFFICIALS, holder_of
from zhiqiang.records.registry import queries
from zhiqiang.records.registry.actions import import_file
from zhiqiang.records.registry.models import Batch, Party, Right, Statistic

OFFICIAL = holder_of(*OFFICIALS)
pytestmark = pytest.mark.django_db
CODES = Path(settings.CATALOGUE) / "codes"
DATA = Path(__file__).resolve().parents[5] / "shared" / "data"


def _file(name: str) -> Path:
    path = DATA / name
    if not path.exists():
        pytest.skip(f"{path} 不在")
    return path


def _take(source, path):
    started = time.process_time()
    result = import_file(source, path, "测试员")
    assert time.process_time() - started < 10
    assert result.rows == result.new + result.changed + result.same + result.refused
    return result


def test_1770_publications_are_taken_over_and_every_check_digit_holds():
    path = _file("patents_beijing/cn_patents_beijing_firms.csv")
    result = _take("patents", path)
    assert (result.rows, result.new, result.refused) == (1770, 1770, 0)
    assert not any(one.code == "bad_check_digit" for one in result.findings)
    for number in Right.objects.for_program("test").values_list("number", flat=True):
        assert parse_application_number(number).verdict is Verdict.VALID
    assert Right.objects.for_program("test").filter(region_code__startswith="11").count() > 1690
    again = _take("patents", path)
    assert (again.same, again.rows) == (1770, 1770)


def test_16422_publications_are_16303_rights_and_119_of_them_are_application_and_grant():
    result = _take("patents", _file("patents_listed_groups/cn_patents_listed_groups.csv"))
    assert (result.rows, result.new, result.changed) == (16422, 16303, 119)
    both = Right.objects.for_program("test").exclude(publication_number="").exclude(grant_number="")
    assert both.count() == 119
    row = queries.received_row(result.batch_id, "", 2, OFFICIAL)
    assert (row.cells[0][0], row.cells[0][2]) == ("pub_no", "publication_number")


def test_the_census_is_taken_over_with_the_zones_that_the_totals_need():
    result = _take("population", _file("population/county_population_2020.csv"))
    assert (result.rows, result.new) == (2989, 2989)
    assert (
        Batch.objects.for_program("test").get().findings.filter(code="unlisted_region").count()
        >= 134
    )
    everybody = (
        Statistic.objects.for_program("test")
        .filter(key="population", year=2020)
        .aggregate(all=Sum("value"))
    )
    assert 1_400_000_000 < everybody["all"] < 1_420_000_000


def test_47_geographical_indications_are_taken_over_with_their_category():
    path = _file("geographical_indications/jiangsu_agri_gi_sample.csv")
    result = _take("geographical_indications", path)
    assert (result.rows, result.new, result.refused) == (47, 47, 0)
    found = Right.objects.for_program("test").values_list("category", flat=True)
    assert set(found) == {"indication_of_farms"}
    assert Right.objects.for_program("test").filter(region_code__startswith="32").count() == 47


@pytest.mark.parametrize(
    ("name", "kind", "least_share"),
    [
        ("universities/cn_universities_2014.csv", "university", 0.99),
        ("firms/listed_group_applicants_patent_counts.csv", "firm", 0.9),
        ("firms/beijing_firms.csv", "firm", 0.9),
        ("agencies/patent_agencies_seen_in_beijing.csv", "", 0),
    ],
)
def test_lists_of_parties_are_taken_over_with_counts_that_add_up(name, kind, least_share):
    path = _file(name)
    with path.open(encoding="utf-8-sig", newline="") as given:
        rows = sum(1 for _ in csv.reader(given)) - 1
    result = _take("parties", path)
    assert result.rows == rows and result.refused == 0
    parties = Party.objects.for_program("test")
    assert parties.count() == result.new
    assert parties.filter(kind=kind).count() >= least_share * result.new


def test_every_code_of_the_gazette_and_its_words_mean_an_event():
    known = words(load_codes(CODES, ["patent_event_codes"])["patent_event_codes"])
    with _file("legal_events/cnipa_legal_event_codes.csv").open(encoding="utf-8-sig") as given:
        lines = list(csv.DictReader(given))
    meant = {one["event_code"]: known.get(normal_heading(one["event_code"])) for one in lines}
    assert {code for code, kind in meant.items() if kind is None} == set()
    for one in lines:
        if (named := known.get(normal_heading(one["event_name"]))) is not None:
            assert named == meant[one["event_code"]]
