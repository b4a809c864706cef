"""Binary Word and WPS files: a sample that we wrote, with lists, changes, notes and a table."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from zhiqiang.engines.compiler import compile_file
from zhiqiang.engines.compiler.inputs.reading import read_file

SAMPLE = Path(__file__).parent / "samples" / "numbered.doc"


@pytest.mark.parametrize("name", ["方案.doc", "方案.wps", "方案.docx", "方案"])
def test_the_printed_text_is_read_whatever_the_file_is_called(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    shutil.copyfile(SAMPLE, path)
    found = read_file(path)
    assert found.text.split("\n") == [
        "云川市专利工作方案", "一、工作目标", "到2027年，新增示范企业20家。", "二、重点任务", "（一）加强创造",
        "1.高价值专利", "高价值发明专利拥有量达到100件。😀", "（二）加强保护", "重点任务\t序号\t工作内容\t",
        "加强创造\t1\t培育示范企业3家。\t市甲局 市乙局", "加强创造\t2\t开展商标宣传。\t市丙局", "附则", "注：指符合条件的发明专利。",
    ]  # fmt: skip
    assert found.headings == ((1, 1), (3, 1))
    assert [finding.code for finding in found.findings] == ["tracked_changes", "hidden_text"]


def test_targets_point_at_their_words_and_cells_at_their_places() -> None:
    found = compile_file(SAMPLE)
    assert {20, 100} <= {target.value for target in found.targets}
    for target in found.targets:
        assert target.span.of(found.text) == target.quote
    place = found.anchor_at(found.text.index("市丙局"))
    assert (place.table, place.row, place.column) == (1, 3, 4)
