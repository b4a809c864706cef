"""A file is what its name says, or it is refused in words."""

import struct
import zipfile

import pytest
from docx import Document
from xlsxwriter import Workbook

from zhiqiang.kernel.errors import Refused
from zhiqiang.records.files import types
from zhiqiang.records.files.types import TYPES, check


def docx(path):
    Document().save(str(path))


def xlsx(path):
    with Workbook(path) as book:
        book.add_worksheet().write("A1", "申请号")


def packed(path, members):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)


REAL = {
    "docx": docx,
    "xlsx": xlsx,
    "doc": lambda path: path.write_bytes(types._OLE + b"\0" * 600),
    "xls": lambda path: path.write_bytes(types._OLE + b"\0" * 600),
    "et": lambda path: path.write_bytes(types._OLE + b"\0" * 600),
    "wps": lambda path: path.write_bytes(types._OLE + b"\0" * 600),
    "html": lambda path: path.write_text("<!DOCTYPE html><p>方案</p>", encoding="utf-8"),
    "htm": lambda path: path.write_text("\ufeff <html><p>方案</p></html>", encoding="utf-8"),
    "tif": lambda path: path.write_bytes(b"II*\0" + b"\0" * 20),
    "tiff": lambda path: path.write_bytes(b"MM\0*" + b"\0" * 20),
    "csv": lambda path: path.write_text("申请号,名称\n1,光伏\n", encoding="gb18030"),
    "txt": lambda path: path.write_text("一段说明\n", encoding="utf-16"),
    "pdf": lambda path: path.write_bytes(b"%PDF-1.7\n1 0 obj\nendobj\n%%EOF\n"),
    "ofd": lambda path: packed(path, {"OFD.xml": "<ofd/>"}),
    "png": lambda path: path.write_bytes(b"\x89PNG\r\n\x1a\n" + b"\0" * 20),
    "jpg": lambda path: path.write_bytes(b"\xff\xd8\xff\xe0" + b"\0" * 20),
    "jpeg": lambda path: path.write_bytes(b"\xff\xd8\xff\xe0" + b"\0" * 20),
    "zip": lambda path: packed(path, {"说明.txt": "一", "表/名单.csv": "二"}),
}
#: claimed, real: what the bytes cannot tell apart, or is an archive whatever else it is
_SAME = (
    ("doc", "xls", "wps", "et"),
    ("csv", "txt"),
    ("jpg", "jpeg"),
    ("html", "htm"),
    ("tif", "tiff"),
)
LOOKS_ALIKE = {(a, b) for group in _SAME for a in group for b in group} | {
    ("zip", real) for real in ("docx", "xlsx", "ofd")
}
LIES = [(c, r) for c in TYPES for r in TYPES if c != r and (c, r) not in LOOKS_ALIKE]


def test_every_type_that_is_taken_has_a_true_example():
    assert REAL.keys() == TYPES.keys()


@pytest.mark.parametrize("extension", TYPES)
def test_a_true_file_is_taken(extension, tmp_path):
    REAL[extension](tmp_path / "x")
    assert check(tmp_path / "x", f"名单.{extension.upper()}").extension == extension


@pytest.mark.parametrize(("claimed", "real"), LIES)
def test_a_file_that_lies_about_its_type_is_refused(claimed, real, tmp_path):
    REAL[real](tmp_path / "x")
    with pytest.raises(Refused, match="不是"):
        check(tmp_path / "x", f"a.{claimed}")


@pytest.mark.parametrize(
    "name", ["a.exe", "a.docx.exe", "a.js", "a.svg", "a.docm", "a", ".docx.", ""]
)
def test_what_is_not_in_the_list_is_refused_with_the_list(name, tmp_path):
    docx(tmp_path / "x")
    with pytest.raises(Refused, match="可以接收：docx、xlsx"):
        check(tmp_path / "x", name)


def test_an_empty_and_a_too_large_file_are_refused(tmp_path):
    (tmp_path / "x").touch()
    with pytest.raises(Refused, match="是空的"):
        check(tmp_path / "x", "a.txt")
    with (tmp_path / "x").open("wb") as file:
        file.truncate(TYPES["png"].most + 1)
    with pytest.raises(Refused, match="超过PNG 图片的上限 20 MB"):
        check(tmp_path / "x", "a.png")


def test_a_program_that_calls_itself_text_is_refused(tmp_path):
    (tmp_path / "x").write_bytes(b"\x7fELF\x02\x01\x01" + b"\0" * 100)
    with pytest.raises(Refused):
        check(tmp_path / "x", "a.txt")


def test_macros_are_refused(tmp_path):
    packed(tmp_path / "x", {"xl/workbook.xml": "<x/>", "xl/vbaProject.bin": "x"})
    with pytest.raises(Refused, match="宏"):
        check(tmp_path / "x", "a.xlsx")


def test_a_bomb_is_refused_before_it_is_unpacked_whole(tmp_path):
    packed(tmp_path / "x", {"xl/workbook.xml": "<x/>", "xl/sheet.xml": b"\0" * (120 * types.MB)})
    assert (tmp_path / "x").stat().st_size < types.MB
    with pytest.raises(Refused, match="展开后过大"):
        check(tmp_path / "x", "a.xlsx")


def test_an_archive_that_lies_about_its_sizes_is_refused(tmp_path):
    path = tmp_path / "x"
    packed(path, {"a.txt": b"\0" * (60 * types.MB)})
    body = path.read_bytes()
    size = struct.pack("<L", 60 * types.MB)
    assert body.count(size) == 2
    path.write_bytes(body.replace(size, struct.pack("<L", 10)))
    with pytest.raises(Refused):
        check(path, "a.zip")


@pytest.mark.parametrize("member", ["../outside.txt", "/etc/x", "C:/x", "a/../../x", "..\\x"])
def test_an_archive_that_points_outside_itself_is_refused(member, tmp_path):
    packed(tmp_path / "x", {member: "x"})
    with pytest.raises(Refused, match="包外"):
        check(tmp_path / "x", "a.zip")


def test_an_archive_with_too_many_files_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(types, "MOST_MEMBERS", 3)
    packed(tmp_path / "x", {f"{n}.txt": "x" for n in range(4)})
    with pytest.raises(Refused, match="超过 3 个文件"):
        check(tmp_path / "x", "a.zip")


def test_a_broken_workbook_is_refused(tmp_path):
    xlsx(tmp_path / "x")
    body = bytearray((tmp_path / "x").read_bytes())
    body[60:90] = b"\xff" * 30
    (tmp_path / "x").write_bytes(body)
    with pytest.raises(Refused, match="损坏"):
        check(tmp_path / "x", "a.xlsx")
