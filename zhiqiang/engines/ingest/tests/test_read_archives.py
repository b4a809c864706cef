"""Archives of lists: every list in them is read, named after its file."""

from __future__ import annotations

import zipfile

import pytest
import xlsxwriter

from zhiqiang.engines import ingest
from zhiqiang.engines.ingest import archives
from zhiqiang.engines.ingest.tests.test_read_lists import AROUND, HEAD, SOURCE
from zhiqiang.kernel.errors import UnreadableFile


def packed(path, files):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


def workbook(path, rows):
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("明细")
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return path.read_bytes()


def read(path):
    with ingest.opened(path, path.name, SOURCE, AROUND) as reading:
        chunks = [] if reading.is_refused else list(reading.chunks())
    named = [
        (chunk.sheet.name, chunk.numbers[index], chunk.values["name"][index])
        for chunk in chunks
        for index in range(len(chunk.numbers))
    ]
    return named, reading.findings


def test_every_list_of_an_archive_is_read_and_what_is_none_is_named(tmp_path):
    book = workbook(tmp_path / "b.xlsx", [["名称", "编号", "日期"], ["丙", "3", "2024-03-01"]])
    path = packed(
        tmp_path / "月报.zip",
        {
            "二月/合同.csv": (HEAD + "甲,1,2024-01-01\n乙,2,2024-02-01\n").encode("gb18030"),
            "合同.xlsx": book,
            "说明.docx": b"PK",
            "__MACOSX/._合同.xlsx": b"x",
            "二月/.DS_Store": b"x",
        },
    )
    named, findings = read(path)
    assert named == [
        ("二月/合同.csv", 2, "甲"), ("二月/合同.csv", 3, "乙"), ("合同.xlsx/明细", 2, "丙"),
    ]  # fmt: skip
    (told,) = [one for one in findings if one.code == "not_a_list"]
    assert told.message == "压缩包中的“说明.docx”不是表格文件，未读取。"


def test_names_that_old_programs_wrote_are_read(tmp_path):
    path = packed(tmp_path / "a.zip", {"HH.csv": HEAD + "甲,1,2024-01-01\n"})
    path.write_bytes(path.read_bytes().replace(b"HH.csv", "表".encode("gb18030") + b".csv"))
    named, _ = read(path)
    assert named == [("表.csv", 2, "甲")]


def test_a_long_name_is_cut_at_its_beginning_and_stays_its_own(tmp_path):
    row = HEAD + "甲,1,2024-01-01\n"
    long = "长" * 90
    path = packed(tmp_path / "a.zip", {f"{long}.csv": row, f"{long}{long}.csv": row})
    sheets = [sheet for sheet, _, _ in read(path)[0]]
    assert len(set(sheets)) == 2 and max(map(len, sheets)) < 120


@pytest.mark.parametrize(
    ("files", "says"),
    [
        ({"a.csv": b""}, "压缩包中的“a.csv”：文件是空的"),
        ({"a.xlsx": b"%PDF-1.4"}, "压缩包中的“a.xlsx”：文件不是表格"),
        ({f"{n}.csv": b"x" for n in range(3)}, "压缩包中有 3 个文件，超过 2 个"),
    ],
)
def test_what_cannot_be_read_names_the_file(tmp_path, monkeypatch, files, says):
    monkeypatch.setattr(archives, "MOST_MEMBERS", 2)
    with pytest.raises(UnreadableFile, match=says):
        read(packed(tmp_path / "a.zip", files))


def test_an_archive_without_a_list_is_refused(tmp_path):
    named, findings = read(packed(tmp_path / "a.zip", {"说明.txt/": b"", "x.jpg": b"x"}))
    assert named == [] and {one.code for one in findings} == {"not_a_list", "no_rows"}


def test_an_archive_is_not_unpacked_without_end(tmp_path, monkeypatch):
    monkeypatch.setattr(archives, "MOST_BYTES", 1000)
    path = packed(tmp_path / "a.zip", {"a.csv": b"0" * 2_000_000})
    with pytest.raises(UnreadableFile, match="展开后超过"):
        read(path)


def test_a_damaged_and_a_locked_archive_are_refused(tmp_path):
    path = packed(tmp_path / "a.zip", {"a.csv": HEAD + "甲,1,2024-01-01\n" * 50})
    whole = path.read_bytes()
    at = whole.index(b"a.csv") + 12
    path.write_bytes(whole[:at] + b"\0" * 20 + whole[at + 20 :])
    with pytest.raises(UnreadableFile, match="压缩包已损坏"):
        read(path)
    locked = bytearray(whole)
    locked[whole.rindex(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(bytes(locked))
    with pytest.raises(UnreadableFile, match="压缩包有密码"):
        read(path)
