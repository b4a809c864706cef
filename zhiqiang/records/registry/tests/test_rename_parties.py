"""A party under another name: renamed by its credit code in a list, or corrected by hand."""

from __future__ import annotations

import pytest
from django.utils.timezone import localdate

from zhiqiang.records.accounts.tests.someone import OFFICIALS, holder_of
from zhiqiang.records.registry import queries
from zhiqiang.records.registry.actions import Stated, correct_fact, import_file, undo_import
from zhiqiang.records.registry.actions.correcting import withdraw_correction
from zhiqiang.records.registry.correctable import field_of
from zhiqiang.records.registry.models import Party, PartyName
from zhiqiang.records.registry.tests.lists import patent, patents, write

pytestmark = pytest.mark.django_db
OLD, NEW, CODE = "温州云帆测控有限公司", "温州远帆智控有限公司", "91440300708461136T"
OFFICIAL = holder_of(*OFFICIALS)


@pytest.fixture
def take(tmp_path):
    numbers = iter(range(1, 100))

    def listed(name, code=CODE):
        path = tmp_path / f"{next(numbers)}.csv"
        write(
            path, ("企业名称", "统一社会信用代码"), [{"企业名称": name, "统一社会信用代码": code}]
        )
        result = import_file("parties", path, "测试员")
        assert not result.errors
        return result

    return listed


def party():
    return Party.objects.for_program("test").get()


def former():
    rows = PartyName.objects.for_program("test")
    return list(rows.values_list("name", "from_on", "until_on"))


def test_a_party_that_is_renamed_under_its_code_keeps_the_old_name_with_a_day(take):
    take(OLD)
    renamed = take(NEW)
    assert [one.code for one in renamed.findings] == ["party_renamed"]
    assert (party().name, former()) == (NEW, [(OLD, None, localdate())])
    assert [one.name for one in queries.former_names(party().pk, OFFICIAL)] == [OLD]
    assert take(NEW).same == 1 and len(former()) == 1


def test_undoing_the_list_takes_the_former_name_with_it(take):
    take(OLD)
    renamed = take(NEW)
    undo_import(renamed.batch_id, "测试员")
    assert (party().name, former()) == (OLD, [])


def test_another_writing_of_the_name_is_no_former_name(take):
    take("温州云帆（测控）有限公司")
    assert take("温州云帆(测控)有限公司").findings == ()
    assert former() == []


def test_a_corrected_name_is_found_and_lists_with_the_old_one_mean_the_party_still(take, tmp_path):
    take(OLD, "")
    stated = Stated(NEW, "据营业执照", queries.mark_of(field_of("party", "name"), party(), None))
    correct_fact(OFFICIAL, "party", party().pk, "name", stated)
    kept = party()
    assert (kept.name, kept.name_key, kept.name_form[:2]) == (NEW, NEW, "温州")
    assert [one.pk for one in queries.search_parties("远帆智控", OFFICIAL)] == [kept.pk]
    for name in (OLD, NEW):
        take(name, "")
        path = patents(tmp_path / f"{name}.csv", [patent(1 + (name == NEW), 申请人=name)])
        import_file("patents", path, "测试员")
    assert (party().name, party().name_key) == (NEW, NEW)


def test_a_withdrawn_correction_gives_the_name_back_with_its_key(take):
    take(OLD)
    stated = Stated(NEW, "据营业执照", queries.mark_of(field_of("party", "name"), party(), None))
    made = correct_fact(OFFICIAL, "party", party().pk, "name", stated)
    withdraw_correction(OFFICIAL, made.pk, "营业执照是另一家的")
    assert (party().name, party().name_key) == (OLD, OLD)
