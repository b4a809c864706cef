"""Broken and hostile files for the tests, made by hand so that nothing has to be downloaded."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

_SECTOR = 512
_END, _FREE, _FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD


def compound(streams: dict[str, bytes]) -> bytes:
    """Return a compound file (the container of .doc and of encrypted .docx) with these streams."""
    padded = {name: content.ljust(4096, b"\x00") for name, content in streams.items()}
    sectors: list[bytes] = []
    chain: list[int] = []
    places = {}
    for name, content in padded.items():
        places[name] = len(sectors)
        blocks = [content[at : at + _SECTOR] for at in range(0, len(content), _SECTOR)]
        for at, block in enumerate(blocks, 1):
            chain.append(len(sectors) + 1 if at < len(blocks) else _END)
            sectors.append(block.ljust(_SECTOR, b"\x00"))
    folder = len(sectors)
    entries = [_entry("Root Entry", 5, 1, _END, 0)]
    for at, (name, content) in enumerate(padded.items(), 1):
        after = at + 1 if at < len(padded) else _FREE
        entries.append(_entry(name, 2, _FREE, places[name], len(content), after))
    while len(entries) % 4:
        entries.append(b"\x00" * 128)
    listing = b"".join(entries)
    blocks = [listing[at : at + _SECTOR] for at in range(0, len(listing), _SECTOR)]
    for at, block in enumerate(blocks, 1):
        chain.append(len(sectors) + 1 if at < len(blocks) else _END)
        sectors.append(block)
    table = len(sectors)
    chain.append(_FAT)
    assert len(chain) <= 128, "one sector of the table holds 128"
    sectors.append(struct.pack("<128I", *chain, *[_FREE] * (128 - len(chain))))
    head = struct.pack(
        "<8s16s6H10I", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"", 0x3E, 3, 0xFFFE, 9, 6, 0,
        0, 0, 1, folder, 0, 4096, _END, 0, _END, 0,
    )  # fmt: skip
    return head + struct.pack("<109I", table, *[_FREE] * 108) + b"".join(sectors)


def _entry(name: str, kind: int, child: int, start: int, size: int, after: int = _FREE) -> bytes:
    words = name.encode("utf-16-le")
    return struct.pack(
        "<64sHBB3I36xIQ", words, len(words) + 2, kind, 1, _FREE, after, child, start, size
    )  # fmt: skip


def with_part(package: bytes, name: str, content: bytes) -> bytes:
    """Return a package with one more part, or another one of that name."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(package)) as old,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for entry in old.namelist():
            if entry != name:
                new.writestr(entry, old.read(entry))
        new.writestr(name, content)
    return stream.getvalue()


def pdf_with_password() -> bytes:
    """Return a PDF that no empty password opens."""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 100 100]>>",
        b"<</Filter/Standard/V 1/R 2/P -4/O<" + b"11" * 32 + b">/U<" + b"22" * 32 + b">>>",
    ]
    return pdf_of(objects, b"/Encrypt 4 0 R/ID[<00><00>]")


def pdf_of(objects: list[bytes], more: bytes = b"") -> bytes:
    """Return a PDF of numbered objects, the first of which is its catalogue."""
    out = b"%PDF-1.4\n"
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj%s endobj\n" % (number, content)
    rows = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    trailer = b"trailer<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF" % (size, more, len(out))
    return out + b"xref\n0 %d\n0000000000 65535 f \n" % size + rows + trailer


def picture_bomb() -> bytes:
    """Return a PNG of a few bytes that claims 60,000 by 60,000 dots."""
    out = b"\x89PNG\r\n\x1a\n"
    for kind, content in (
        (b"IHDR", struct.pack(">2I5B", 60_000, 60_000, 1, 0, 0, 0, 0)),
        (b"IDAT", zlib.compress(b"")),
        (b"IEND", b""),
    ):
        check = zlib.crc32(kind + content)
        out += struct.pack(">I", len(content)) + kind + content + struct.pack(">I", check)
    return out


def pdf_with_words(lines: list[str]) -> bytes:
    """Return a PDF of one page in a font that every reader of Chinese knows."""
    return pdf_with_pages(lines, len(lines))


def pdf_with_pages(lines: list[str], at_most: int, *, turned: bool = False) -> bytes:
    """Return a PDF of pages with that many lines each; turned ones lie on their side."""
    start = b"0 1 -1 0 60 60 Tm" if turned else b"60 780 Td"
    rotation = b"/Rotate 90" if turned else b""
    groups = [lines[at : at + at_most] for at in range(0, len(lines), at_most)]
    kids = b" ".join(b"%d 0 R" % (6 + 2 * at) for at in range(len(groups)))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, len(groups)),
        b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H"
        b"/DescendantFonts[4 0 R]>>",
        b"<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo"
        b"<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>/FontDescriptor 5 0 R/DW 1000>>",
        b"<</Type/FontDescriptor/FontName/STSong-Light/Flags 6/FontBBox[0 -120 1000 880]"
        b"/ItalicAngle 0/Ascent 880/Descent -120/CapHeight 880/StemV 80>>",
    ]
    for at, group in enumerate(groups):
        shown = b"".join(
            b"<" + line.encode("utf-16-be", "replace").hex().encode() + b"> Tj T*\n"
            for line in group
        )
        stream = b"BT /F 10 Tf 14 TL " + start + b"\n" + shown + b"ET"
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 1800 842]/Contents %d 0 R"
            b"/Resources<</Font<</F 3 0 R>>>>%s>>" % (7 + 2 * at, rotation)
        )
        objects.append(b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream))
    return pdf_of(objects)
