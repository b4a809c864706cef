"""Whatever a file contains: refused or read in part with a finding; never a crash, a hang, a run."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pytest

from zhiqiang.engines.compiler import Limits, compile_file
from zhiqiang.engines.compiler.inputs import apart
from zhiqiang.engines.compiler.inputs.reading import read_file
from zhiqiang.engines.compiler.inputs.refusal import Refusal
from zhiqiang.engines.compiler.inputs.tests.hostile import (
    compound,
    pdf_of,
    pdf_with_password,
    picture_bomb,
    with_part,
)
from zhiqiang.engines.compiler.inputs.tests.papers import cell, package, paragraph

SAMPLE = Path(__file__).parent / "samples" / "numbered.doc"
PLAN = package(paragraph("到2027年，新增示范企业3家。"))


def codes(tmp_path: Path, name: str, content: bytes, limits: Limits | None = None) -> list[str]:
    """Return the codes of the findings, after checking that each says what to do."""
    path = tmp_path / name
    path.write_bytes(content)
    compiled = compile_file(path, limits=limits)
    for finding in compiled.findings:
        assert finding.message
        if not compiled.text:
            assert name in finding.message and "请" in finding.message
    return [finding.code for finding in compiled.findings]


@pytest.mark.parametrize("name", ["plan.docx", "plan.xlsx", "plan.doc"])
def test_a_password_is_named_and_nothing_is_read(tmp_path: Path, name: str) -> None:
    locked = compound({"EncryptedPackage": b"locked", "EncryptionInfo": b"\x04\x00"})
    assert codes(tmp_path, name, locked) == ["encrypted"]


def test_a_password_of_an_old_word_file_or_a_pdf_is_named_too(tmp_path: Path) -> None:
    flagged = b"\xec\xa5\xc1\x00" + b"\x00" * 6 + b"\x00\x01"
    assert codes(tmp_path, "plan.doc", compound({"WordDocument": flagged})) == ["encrypted"]
    assert codes(tmp_path, "plan.pdf", pdf_with_password()) == ["encrypted"]


def test_a_bomb_is_refused_by_what_it_declares(tmp_path: Path) -> None:
    swollen = with_part(PLAN, "word/document.xml", b" " * 30_000_000)
    assert codes(tmp_path, "plan.docx", swollen) == ["zip_bomb"]
    crowded = Limits(entries=3)
    assert codes(tmp_path, "plan.docx", PLAN, crowded) == ["zip_bomb"]
    assert codes(tmp_path, "plan.docx", PLAN, Limits(unpacked=1000)) == ["zip_bomb"]
    assert codes(tmp_path, "plan.docx", PLAN, Limits(size=100)) == ["too_large"]


ENTITIES = b"""<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">
<!ENTITY c SYSTEM "file:///etc/passwd">]><w:document
xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>&b;&c;</w:t>
</w:r></w:p></w:body></w:document>"""


def test_entities_are_neither_expanded_nor_fetched(tmp_path: Path) -> None:
    assert codes(tmp_path, "a.docx", with_part(PLAN, "word/document.xml", ENTITIES)) == [
        "hostile_xml"
    ]
    wide = ENTITIES.decode().replace('<?xml version="1.0"?>', "").encode("utf-16")
    assert codes(tmp_path, "a.docx", with_part(PLAN, "word/document.xml", wide)) == ["hostile_xml"]


def test_macros_are_reported_and_the_text_is_read(tmp_path: Path) -> None:
    path = tmp_path / "plan.docm"
    path.write_bytes(with_part(PLAN, "word/vbaProject.bin", b"Shell"))
    found = read_file(path)
    assert found.text == "到2027年，新增示范企业3家。"
    assert [finding.code for finding in found.findings] == ["macros"]


@pytest.mark.parametrize("share", [0.02, 0.3, 0.6, 0.9, 0.999])
def test_torn_files_are_findings(tmp_path: Path, share: float) -> None:
    for name, content in (("a.docx", PLAN), ("a.doc", SAMPLE.read_bytes())):
        torn = content[: max(10, int(len(content) * share))]
        path = tmp_path / name
        path.write_bytes(torn)
        found = read_file(path)
        assert found.findings or found.text


def test_files_that_are_something_else_are_told_by_their_content(tmp_path: Path) -> None:
    path = tmp_path / "方案.doc"
    path.write_bytes(PLAN)
    assert read_file(path).text == "到2027年，新增示范企业3家。"
    assert codes(tmp_path, "a.txt", bytes(range(256)) * 40) == ["not_text"]
    assert codes(tmp_path, "a.exe", b"MZ\x90\x00" + b"\x01\x02" * 50) == ["unknown_format"]
    assert codes(tmp_path, "a.docx", b"%PDF-1.4 nothing") == ["damaged_pdf"]
    assert codes(tmp_path, "a.zip", with_part(b"PK\x05\x06" + b"\x00" * 18, "x.txt", b"x")) == [
        "unknown_format"
    ]
    assert codes(tmp_path, "folder", b"") == ["empty_file"]
    (tmp_path / "inner").mkdir()
    assert [f.code for f in read_file(tmp_path / "inner").findings] == ["unreadable_file"]


def test_pictures_without_text_say_what_to_do(tmp_path: Path) -> None:
    drawing = "<w:p><w:r><w:drawing><a:blip/></w:drawing></w:r></w:p>"
    assert codes(tmp_path, "a.docx", package(drawing)) == ["image_only"]
    empty = pdf_of(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 100 100]>>",
        ]
    )
    assert codes(tmp_path, "a.pdf", empty) == ["image_only"]
    found = read_file(_written(tmp_path / "b.docx", package(drawing + paragraph("正文"))))
    assert (found.text, [f.code for f in found.findings]) == ("正文", ["pictures_not_read"])


def test_a_picture_bomb_is_refused(tmp_path: Path) -> None:
    assert codes(tmp_path, "a.png", picture_bomb()) == ["too_large"]


@pytest.mark.parametrize(
    "page",
    [
        "<div>" * 50_000 + "到2027年新增3家",
        "<table>" * 3_000 + "<tr><td>甲" + "</table>" * 3_000,
        "<table>"
        + "<tr>"
        + "<td rowspan=9999 colspan=99999999>甲</td><td>乙</td>" * 300
        + "</table>",
        "<p>甲</p><script>while(1){}</script><iframe src='file:///etc/passwd'></iframe>",
        "<!DOCTYPE html [<!ENTITY x 'y'>]><p>甲&x;&#0;&#xD800;&#x110000;</p>",
        "<html><frameset><frame src='http://127.0.0.1/'></frameset></html>",
        "<p>甲" + "<b>" * 20_000,
        "<p " + "a=b " * 50_000 + ">甲</p>",
    ],
    ids=["deep", "tables", "spans", "scripts", "entities", "frames", "unclosed", "attributes"],
)
def test_hostile_pages_end_soon_and_run_nothing(tmp_path: Path, page: str) -> None:
    started = time.monotonic()
    found = read_file(_written(tmp_path / "a.html", page.encode()))
    assert time.monotonic() - started < 20
    assert "root:" not in found.text and "while(1)" not in found.text
    assert len(found.text) < 1_000_000
    assert found.text or found.findings


def test_a_reader_that_does_not_end_is_ended() -> None:
    started = time.monotonic()
    with pytest.raises(Refusal) as refused:
        apart.run_bounded([sys.executable, "-c", "import time; time.sleep(60)"], 0.5)
    assert time.monotonic() - started < 20
    assert refused.value.code == "took_too_long"


def test_a_reader_that_burns_the_processor_is_ended() -> None:
    program = (
        "from zhiqiang.engines.compiler.inputs.limits import Limits\n"
        "from zhiqiang.engines.compiler.inputs.worker import confine\n"
        "confine(Limits(seconds=1), False)\nwhile True: pass"
    )
    with pytest.raises(Refusal) as refused:
        apart.run_bounded([sys.executable, "-c", program], 60)
    assert refused.value.code == "took_too_long"


def test_a_document_of_a_hundred_thousand_paragraphs_is_read_in_part(tmp_path: Path) -> None:
    path = _written(tmp_path / "a.docx", package(paragraph("新增三家。") * 100_000))
    found = read_file(path, Limits(characters=20_000))
    assert 19_000 < len(found.text) <= 20_000
    assert [finding.code for finding in found.findings] == ["too_long"]


def test_a_reader_that_crashes_or_eats_memory_is_a_finding(tmp_path: Path) -> None:
    with pytest.raises(Refusal) as refused:
        apart.run_bounded([sys.executable, "-c", "import os; os.abort()"], 20)
    assert refused.value.code == "too_much_memory"
    row = f"<w:tr>{cell('新增三家')}{cell('市甲局')}</w:tr>"
    many = package(f"<w:tbl>{row * 60_000}</w:tbl>")
    starved = Limits(at_once=0, memory=100 * 1024 * 1024)
    assert codes(tmp_path, "a.docx", many, starved)[0] in (
        "too_much_memory", "damaged_file", "damaged_docx",
    )  # fmt: skip


def test_reading_apart_gives_what_reading_here_gives(tmp_path: Path) -> None:
    path = _written(
        tmp_path / "a.docx",
        package(paragraph("甲") + paragraph("新增3家\ud800".replace("\ud800", ""))),
    )
    here, there = read_file(path), read_file(path, Limits(at_once=0))
    assert here.as_json() == there.as_json()


def test_secrets_of_the_server_do_not_reach_the_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZHIQIANG_SECRET", "gold")
    printed = apart.run_bounded(
        [sys.executable, "-c", "import os; print('ZHIQIANG_SECRET' in os.environ)"], 20
    )
    assert printed.strip() == b"False"


def _written(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path
