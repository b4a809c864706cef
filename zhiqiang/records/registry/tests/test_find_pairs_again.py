"""Finding pairs again looks only at names that changed, and comes to what looking at all would."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from zhiqiang.engines.linking import NameReader
from zhiqiang.records.registry.actions import find_pairs, import_file, undo_import
from zhiqiang.records.registry.models import Party, PartyPair
from zhiqiang.records.registry.queries.resembling import (
    own_comparer,
    own_memory,
    resembling_parties,
)
from zhiqiang.records.registry.tests.lists import write

pytestmark = pytest.mark.django_db
NAMES = [
    "温州云帆测控有限公司",
    "温州云帆测控股份有限公司",
    "云帆测控(温州)有限公司",
    "温州远山环境有限公司",
    "温州远山环镜有限公司",
    "浙江青禾材料厂",
    *(f"温州{sign}机械有限公司" for sign in "甲乙丙丁戊己庚辛"),
]


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.HOME = tmp_path


@pytest.fixture
def take(tmp_path):
    def import_names(number, names):
        path = tmp_path / f"{number}.csv"
        write(
            path,
            ("企业名称", "统一社会信用代码", "地址", "企业规模"),
            [{"企业名称": name} for name in names],
        )
        return import_file("parties", path, "测试员").batch_id

    return import_names


def queue():
    columns = ("first_id", "second_id", "state", "proposal", "score", "reasons", "facts")
    return sorted(PartyPair.objects.for_program("test").values_list(*columns), key=str)


def by_looking_at_all():
    return resembling_parties(own_comparer())


def test_after_every_change_the_pairs_are_those_of_looking_at_all(take):
    undone = []
    for number in range(0, len(NAMES), 2):
        undone.append(take(number, NAMES[number : number + 2]))
        find_pairs()
        assert resembling_parties(own_comparer(), memory=own_memory()) == by_looking_at_all()
    assert len(queue()) >= 3
    Party.objects.for_program("test").filter(name=NAMES[5]).update(name="温州云帆测控厂")
    find_pairs()
    assert resembling_parties(own_comparer(), memory=own_memory()) == by_looking_at_all()
    undo_import(undone[-1], "测试员")
    find_pairs()
    assert resembling_parties(own_comparer(), memory=own_memory()) == by_looking_at_all()


def test_where_no_name_changed_none_is_read_and_no_pair_is_written(take, monkeypatch):
    take(1, NAMES)
    find_pairs()
    before, read = queue(), []
    plain = NameReader.read
    monkeypatch.setattr(NameReader, "read", lambda own, name: read.append(name) or plain(own, name))
    with CaptureQueriesContext(connection) as asked:
        find_pairs()
    assert (queue(), read) == (before, [])
    written = ('UPDATE "registry_party_pair" SET "', "INSERT", "DELETE")
    assert not [one["sql"] for one in asked if one["sql"].startswith(written)]


def test_after_a_small_list_only_names_near_the_new_ones_are_read(take, monkeypatch):
    take(1, NAMES)
    find_pairs()
    take(2, ["浙江青禾材料有限公司"])
    read, plain = set(), NameReader.read
    monkeypatch.setattr(NameReader, "read", lambda own, name: read.add(name) or plain(own, name))
    find_pairs()
    assert read == {"浙江青禾材料有限公司", "浙江青禾材料厂"}
