"""Plain texts: encodings, damage, line ends, letters nobody sees."""

from __future__ import annotations

import codecs
import re
from pathlib import Path

import pytest

from zhiqiang.engines.compiler import Compilation, compile_file
from zhiqiang.engines.compiler.inputs.plain_text import decode
from zhiqiang.engines.compiler.inputs.reading import read_file
from zhiqiang.kernel.errors import NotFound

TEXT = "云川市专利工作方案\n为做好工作，制定本方案。\n一、工作目标\n到2027年，有效发明专利拥有量达到880件。\n"


def compiled(tmp_path: Path, content: bytes) -> Compilation:
    path = tmp_path / "plan.txt"
    path.write_bytes(content)
    found = compile_file(path)
    for target in found.targets:
        assert target.span.of(found.text) == target.quote
    return found


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "gb18030"]
)
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_the_same_text_in_any_usual_encoding_and_line_end_gives_the_same_target(
    tmp_path: Path, encoding: str, ending: str
) -> None:
    found = compiled(tmp_path, TEXT.replace("\n", ending).encode(encoding))
    assert [(target.value, target.year) for target in found.targets] == [(880, 2027)]
    assert str(found.anchor_at(found.targets[0].span.start)) == "第 4 段"
    assert "uncertain_encoding" not in {finding.code for finding in found.findings}


def test_letters_that_nobody_sees_and_hard_spaces_do_not_matter(tmp_path: Path) -> None:
    text = TEXT.replace("发明", "发\u200b明").replace("880", "\u00a0880\ufeff")
    assert [t.value for t in compiled(tmp_path, text.encode()).targets] == [880]


def test_two_encodings_in_one_file_are_read_line_by_line(tmp_path: Path) -> None:
    lines = TEXT.splitlines()
    content = b"\n".join(
        line.encode("gb18030" if at % 2 else "utf-8") for at, line in enumerate(lines)
    )
    found = compiled(tmp_path, content)
    assert [t.value for t in found.targets] == [880]
    assert "mixed_encodings" in {finding.code for finding in found.findings}


def test_a_text_torn_inside_a_letter_keeps_the_rest() -> None:
    assert decode("新增三家".encode()[:-1]) == ("新增三", "truncated_text")
    assert decode("新增三家企业和机构".encode("gb18030")[:-1])[0] == "新增三家企业和机"


def test_one_damaged_letter_does_not_turn_the_text_into_another_encoding() -> None:
    torn = "新增示范企业三家。".encode() + b"\xff" + "市甲局负责落实。".encode()
    text, doubt = decode(torn)
    assert text == "新增示范企业三家。\ufffd市甲局负责落实。"
    assert doubt == "uncertain_encoding"


def test_a_missing_file_is_a_failure_with_a_chinese_message(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match=r"没有找到文件“.*none\.txt”"):
        compile_file(tmp_path / "none.txt")
    said = read_file(tmp_path / "none.txt").findings[0]
    assert said.code == "unreadable_file"
    assert not re.search("[A-Za-z]{4}", said.message.replace("none.txt", ""))


@pytest.mark.parametrize("mark", [codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF8 + b"\n"])
def test_a_file_with_nothing_but_a_byte_order_mark_is_an_empty_document(
    tmp_path: Path, mark: bytes
) -> None:
    assert [one.code for one in compiled(tmp_path, mark).findings] == ["empty_document"]


def test_an_empty_file_is_a_finding(tmp_path: Path) -> None:
    assert compiled(tmp_path, b"").findings[0].code == "empty_file"
    assert compiled(tmp_path, b" \n\t").targets == ()
