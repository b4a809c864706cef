"""Precision, recall and the size of the queue, on our own pairs and on real ones where they are."""

from __future__ import annotations

from pathlib import Path

import pytest

from zhiqiang.engines.linking import Histories, Pair, answers, read_pairs, read_renamings, score
from zhiqiang.engines.linking.tests.reading import COMPARER, ROOT
from zhiqiang.kernel.errors import UnreadableFile

OWN = Path(__file__).with_name("pairs.csv")
REAL = ROOT.parent / "shared" / "eval" / "firm_pairs_dev.csv"
RENAMED = {"former_name", "univ_former"}


def measured(path: Path, *, with_histories: bool):
    pairs = read_pairs(path)
    renamed = [(p.a, p.b) for p in pairs if p.same == "yes" and p.kind in RENAMED]
    return score(answers(COMPARER, pairs, Histories(COMPARER, renamed if with_histories else [])))


@pytest.mark.parametrize("path", [OWN, REAL], ids=["own", "real"])
def test_merges_are_right_and_the_queue_is_short(path: Path):
    if not path.exists():
        pytest.skip(f"{path} 不在")
    by_names = measured(path, with_histories=False)
    assert by_names["precision"] >= 0.99 and by_names["merged"]["right"] >= 5
    assert by_names["recall"] >= 0.65
    assert by_names["queue_ratio"] <= 3
    known = measured(path, with_histories=True)
    assert known["precision"] >= 0.99
    assert known["recall"] >= 0.95
    assert known["queue_ratio"] <= 3


def test_figures_are_counted_as_they_are_defined():
    pairs = [
        Pair("云帆测控有限公司", "云帆测控 有限公司", "yes", "punct"),
        Pair("云帆测控有限公司", "云帆测控股份有限公司", "yes", "legal_form"),
        Pair("云帆测控有限公司", "远山测控有限公司", "yes", "former_name"),
        Pair("远山测控有限公司", "远山测控股份有限公司", "no", "legal_form_trap"),
        Pair("远山测控有限公司", "远山测控（有限公司）", "no", "branch"),
        Pair("云帆测控有限公司", "云帆测控有限公司", "unsure", ""),
    ]
    found = score(answers(COMPARER, pairs, Histories(COMPARER, [])))
    assert (found["pairs"], found["true"]) == (5, 3)
    assert (found["precision"], found["precision_without_branches"]) == (0.5, 1.0)
    assert (found["recall_merged"], found["recall"]) == (0.3333, 0.6667)
    assert found["queue_ratio"] == 2.0
    assert score([])["precision"] is None


def test_histories_follow_chains_and_survive_circles():
    histories = Histories(
        COMPARER, [("丙公司", "乙公司"), ("乙公司", "甲公司"), ("甲公司", "丙公司")]
    )
    assert set(histories.former("甲公司")) == {"甲公司", "乙公司", "丙公司"}
    assert histories.former("丁公司") == ()
    (one,) = answers(COMPARER, [Pair("甲公司", "丙公司", "yes", "")], histories)
    assert one.match.decision == "merge" and "曾用名" in one.match.reasons[0]


def test_files_of_another_shape_are_refused_with_the_columns_that_are_missing(tmp_path: Path):
    path = tmp_path / "表.csv"
    path.write_text("a,b\n甲,乙\n", encoding="utf-8")
    with pytest.raises(UnreadableFile, match="缺少列 same"):
        read_pairs(path)
    with pytest.raises(UnreadableFile, match="name、former_name"):
        read_renamings(path)
    with pytest.raises(UnreadableFile, match="无法读取"):
        read_pairs(tmp_path)
