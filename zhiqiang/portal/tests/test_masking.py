"""Names of natural persons behind a figure: for officials only, whatever kind of record it is."""

import pytest
from django.contrib.auth.models import AnonymousUser

from zhiqiang.portal.shown import shown_changes
from zhiqiang.portal.tests import small_city
from zhiqiang.records.indicators.actions import publish_snapshot
from zhiqiang.records.indicators.recomputing import RowChange
from zhiqiang.records.registry import queries as registry
from zhiqiang.records.registry.actions import import_file

LISTS = {
    "patent_events": (
        "申请号,事务类型,事务日期,原权利人,新权利人,新区划代码\n"
        "{number},专利权的转移,2024-05-01,王小明,东岸科技有限公司,990101\n"
    ),
    "designations": ("认定种类,名称,认定日期,区划代码\n维权援助,王小明,2024-01-01,990101\n"),
}


@pytest.mark.parametrize(
    ("source", "indicator"), [("patent_events", "transfers"), ("designations", "assisted_bodies")]
)
def test_rows_of_a_figure_name_a_person_to_officials_only(
    city, stranger, desk, tmp_path, source, indicator
):
    received = tmp_path / f"{source}.csv"
    text = LISTS[source].format(number=small_city.application_number(2019, 2))
    received.write_text(text, encoding="utf-8")
    taken = import_file(source, received, small_city.ACTOR)
    assert [one.message for one in taken.errors] == []
    publish_snapshot(small_city.ACTOR)
    address = f"/indicators/{indicator}/rows/?region=990100&as_of=2024-12-31"
    assert "王小明" in desk.get(address).content.decode()
    seen = stranger.get(address).content.decode()
    assert "2024-0" in seen and "王小明" not in seen


def test_a_person_whose_name_does_not_look_like_one_is_masked_wherever_it_is_printed(
    city, stranger, desk, tmp_path
):
    """The list says that the applicant is a person; the form of the name would not."""
    row = small_city.patents(4)[3] | {"申请人": "申请人丁0095", "申请人类型": "个人"}
    import_file("patents", small_city.write_csv(tmp_path / "x.csv", [row]), small_city.ACTOR)
    small_city.publish()
    right = next(iter(registry.search_rights(AnonymousUser(), "密封结构之4")))
    rows = "/indicators/valid_invention_patents/rows/?as_of=2024-12-31"
    for address in (f"/register/rights/{right.pk}/", "/register/", rows, "/search/?q=之4"):
        assert "申请人丁" not in stranger.get(address).content.decode(), address
    assert "申请人丁0095" in desk.get(f"/register/rights/{right.pk}/").content.decode()


def test_a_record_that_differs_between_snapshots_names_nobody_to_visitors(city, official):
    change = RowChange(
        "changed", "", "designation", 1, "", "王小明", (("名称", "王小明", "东岸科技有限公司"),)
    )
    (seen,) = shown_changes([change], AnonymousUser())
    assert seen.name == "王**" and seen.fields == (("名称", "王**", "东岸科技有限公司"),)
    assert shown_changes([change], official) == [change]
