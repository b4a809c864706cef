"""Received files are kept once, whole."""

from __future__ import annotations

import pytest

from zhiqiang.kernel.errors import UnreadableFile
from zhiqiang.records.files import actions, queries

pytestmark = pytest.mark.django_db


def test_one_content_is_kept_once_under_its_hash(tmp_path):
    for name in ("甲.csv", "乙.csv"):
        (tmp_path / name).write_bytes("同一内容".encode())
    first = actions.keep(tmp_path / "甲.csv")
    second = actions.keep(tmp_path / "乙.csv", "别名.csv")
    assert first.pk == second.pk
    path = queries.path_of(first)
    assert path.read_bytes() == "同一内容".encode()
    assert (path.name, path.parent.name) == (first.sha256, first.sha256[:2])
    assert [one.name for one in path.parent.iterdir()] == [path.name]


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(UnreadableFile, match="没有"):
        actions.keep(tmp_path / "没有.csv")
