"""A designation that a closed case leaves: recorded once, known to later lists, kept beneath an undo."""

from datetime import date

import pytest
from django.db import transaction

from zhiqiang.kernel.errors import Refused
from zhiqiang.records.registry.actions import Designated, record_designation
from zhiqiang.records.registry.actions.facts import designation_identity
from zhiqiang.records.registry.actions.recording import cases_on
from zhiqiang.records.registry.models import Designation, Party, RecordedFact

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 2)
MADE = Designated("custody_firm", "东岸精密有限公司", DAY, region_code="990100")


def record(case: str = "TG1", made: Designated = MADE) -> int:
    with transaction.atomic():
        return record_designation(case, "joined/1", "测试", made)


def test_it_is_recorded_once_with_its_party() -> None:
    assert record() == record()
    one = Designation.objects.for_program("test").get()
    assert one.party == Party.objects.for_program("test").get(name="东岸精密有限公司")
    assert (one.from_on, one.region_code) == (DAY, "990100")
    assert one.identity == designation_identity("custody_firm", "", DAY, "东岸精密有限公司")
    assert RecordedFact.objects.for_program("test").get().subject == "designation"


def test_what_a_list_stated_already_is_what_the_case_speaks_of() -> None:
    assert record() == record("TG2")
    assert Designation.objects.for_program("test").count() == 1


def test_a_kind_that_does_not_exist_is_refused() -> None:
    with pytest.raises(Refused, match="没有“strange”这种认定"):
        record(made=Designated("strange", "东岸精密有限公司", DAY))


def test_an_import_beneath_it_names_the_case() -> None:
    made = record()
    party = Party.objects.for_program("test").get()
    assert cases_on({"registry_party": [party.pk, party.pk]}) == ["TG1"]
    assert cases_on({"registry_designation": [made, made]}) == ["TG1"]
    assert cases_on({"registry_designation": [made + 1, made + 9]}) == []
