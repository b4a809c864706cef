"""Open a zipped document within bounds; XML parts are parsed without entities, network or DTD."""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Iterator
from typing import Any

from lxml import etree

from zhiqiang.engines.compiler.inputs.limits import MIB, Limits
from zhiqiang.engines.compiler.inputs.refusal import DAMAGE, Refusal

_ENCRYPTED = 0x1
_OFFICE = "/officeDocument"
# Text that repeats itself packs well; below this size it may.
_HARMLESS = 20 * MIB


def open_package(content: bytes, limits: Limits) -> zipfile.ZipFile:
    """Return the package if what it declares is within bounds; zipfile unpacks no more than that."""
    try:
        package = zipfile.ZipFile(io.BytesIO(content))
    except DAMAGE as problem:
        raise Refusal(
            "damaged_docx",
            "不是完整的文件（可能没有传完），请用文字处理软件打开并重新保存后重试。",
        ) from problem
    entries = package.infolist()
    total = sum(entry.file_size for entry in entries)
    if len(entries) > limits.entries:
        raise Refusal(
            "zip_bomb", f"里有 {len(entries)} 个部件，不像正常文件，没有读取，请核对来源。"
        )
    swollen = any(
        entry.file_size > _HARMLESS and entry.file_size > limits.ratio * max(1, entry.compress_size)
        for entry in entries
    )
    if total > limits.unpacked or swollen:
        raise Refusal(
            "zip_bomb",
            f"解开后有 {total / MIB:.0f} MB，远大于文件本身，不像正常文件，没有读取，请核对来源。",
        )
    if any(entry.flag_bits & _ENCRYPTED for entry in entries):
        raise Refusal("encrypted", "带打开密码，请去掉密码后重新上传。")
    return package


def unpacked_size(content: bytes, limits: Limits) -> int:
    """Return how many bytes a package declares to hold; raises Refusal as ``open_package``."""
    with open_package(content, limits) as package:
        return sum(entry.file_size for entry in package.infolist())


def part(package: zipfile.ZipFile, name: str) -> bytes:
    """Return a part, empty where there is none."""
    try:
        found = package.read(name)
    except KeyError:
        return b""
    _refuse_entities(found)
    return found


def main_part(package: zipfile.ZipFile) -> str:
    """Return the name of the part that holds the document itself."""
    for kind, target in relations(package, ""):
        if kind.endswith(_OFFICE):
            return target
    return "word/document.xml"


def relations(package: zipfile.ZipFile, name: str) -> list[tuple[str, str]]:
    """Return (kind, target part) of every internal relation of a part."""
    folder, file = posixpath.split(name)
    tree = parse(part(package, posixpath.join(folder, "_rels", f"{file}.rels")))
    found = []
    for item in tree if tree is not None else ():
        if item.get("TargetMode") != "External":
            target = posixpath.normpath(posixpath.join("/", folder, item.get("Target", "")))
            found.append((item.get("Type", ""), target.lstrip("/")))
    return found


def parse(content: bytes) -> Any:
    """Return the root of a small XML part, None where it is empty."""
    if not content:
        return None
    return etree.fromstring(content, _parser())


def parts_of(content: bytes, tags: tuple[str, ...]) -> Iterator[Any]:
    """Yield the elements with these local names as they end; who asks clears them."""
    _refuse_entities(content)
    names = [f"{{*}}{tag}" for tag in tags]
    events = etree.iterparse(
        io.BytesIO(content), events=("end",), tag=names, resolve_entities=False, no_network=True,
        load_dtd=False, remove_comments=True, remove_pis=True, huge_tree=False,
    )  # fmt: skip
    for _, element in events:
        yield element


def local(element: Any) -> str:
    """Return the name of an element without its namespace; a document may use either of two."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _parser() -> Any:
    return etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_pis=True
    )


def _refuse_entities(content: bytes) -> None:
    """Office writes no document type; a part that has one wants something else."""
    head = content[:65_536].replace(b"\x00", b"")
    if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
        raise Refusal(
            "hostile_xml",
            "里有外部实体声明，正常的文字处理软件不会写入，为安全起见没有读取，请核对来源后另存为新文件。",
        )
