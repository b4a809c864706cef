"""Mutated documents of every format: no crash, and every span points at the words it quotes.

``ZHIQIANG_MUTANTS`` is how many are made (200; 2000 before a release), ``ZHIQIANG_SEED`` another
series of them.
"""

from __future__ import annotations

import io
import json
import os
import random
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter

from zhiqiang.engines.compiler import Compilation, compile_file
from zhiqiang.engines.compiler.inputs.tests.hostile import pdf_with_words
from zhiqiang.engines.compiler.inputs.tests.papers import as_site, as_word

COUNT = int(os.environ.get("ZHIQIANG_MUTANTS", "200"))
SEED = int(os.environ.get("ZHIQIANG_SEED", "0"))
SAMPLE = Path(__file__).parent / "samples" / "numbered.doc"
PLAN = """云川市人民政府办公室关于印发云川市知识产权强市建设方案（2026—2028年）的通知
云政办〔2026〕3号
各县区人民政府，市政府各部门：
为贯彻落实有关部署，制定本方案。
一、工作目标
到2028年，新增示范企业30家；每万人口高价值发明专利拥有量达到12件；专利质押融资登记额累计超20亿元，年均增长10%以上。
二、重点任务
（一）加强创造。培育高价值专利组合5至8项，建设专利导航基地3个。（责任单位：市甲局、市乙局，各县区人民政府）
（二）加强保护。1.完善快速维权机制。2.到2027年，建成维权援助站点百余个。（牵头单位：市丙局；配合单位：市丁局）
三、保障措施
对新认定的示范企业每家给予5万元奖励。
云川市人民政府办公室
2026年3月1日
附件1
责任分解表
序号 | 重点工作 | 主要内容 | 责任单位 |
1 | 培育企业 | 新增示范企业30家。 | *市甲局、市乙局 |
2 | 加强保护 | 建成站点。 | 市丙局 |
序号 | 主要指标 | 2026年 | 2027年 | 2028年 |
1 | 新增示范企业（家） | 10 | 10 | 12 |
"""
ODD = "0123456789%（）()、，。；：|\t\n\r　 一二十百万亿年月日件家达超至〔〕《》“”\u200b\ufeff\ufffd\x00\ud800\U0001f600附件第章"


def assert_holds(found: Compilation) -> None:
    """Check that everything points into the text, and that all of it can be written as JSON."""
    for item in (*found.targets, *found.soft_targets):
        assert item.span.of(found.text) == item.quote
        assert item.quote
    for task in found.tasks:
        assert 0 <= task.span.start < task.span.end <= len(found.text)
    for finding in found.findings:
        assert finding.message
        for place in (finding.span, *finding.others):
            assert place is None or place.end <= len(found.text)
    for span in found.blocks:
        json.dumps(found.anchor_at(span.start).as_json(), ensure_ascii=False)
    json.dumps(found.as_json(), ensure_ascii=False)


def mutated_text(text: str, chance: random.Random) -> str:
    """Change a text in a few places: letters, lines, pieces."""
    for _ in range(chance.randint(1, 12)):
        at = chance.randrange(len(text) + 1)
        end = min(len(text), at + chance.choice((1, 1, 2, 5, 30, 200)))
        piece = chance.choice(
            (
                "",
                "".join(chance.choices(ODD, k=chance.randint(1, 6))),
                text[at:end] * 2,
                text[end:at:-1],
                text[(other := chance.randrange(len(text) + 1)) : other + 40],
            )
        )
        text = text[:at] + piece + text[end:]
    return text


def mutated_bytes(content: bytes, chance: random.Random) -> bytes:
    """Change some bytes, drop or repeat a stretch, or tear the end off."""
    out = bytearray(content)
    for _ in range(chance.choice((1, 2, 8, 40))):
        at = chance.randrange(max(1, len(out)))
        way = chance.randrange(5)
        if way < 3 and out:
            out[at] = chance.randrange(256)
        elif way == 3:
            del out[at : at + chance.randint(1, 64)]
        else:
            out[at:at] = out[at : at + 64]
    if len(out) > 1 and chance.random() < 0.1:
        del out[chance.randrange(1, len(out)) :]
    return bytes(out)


def mutated_package(content: bytes, chance: random.Random) -> bytes:
    """Change the parts inside a package, which stays a sound package."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            part = old.read(name)
            if name.startswith("word/document") or chance.random() < 0.1:
                if chance.random() < 0.6:
                    part = moved_tags(part.decode("utf-8", "replace"), chance).encode(
                        "utf-8", "replace"
                    )
                else:
                    part = mutated_bytes(part, chance)
            new.writestr(name, part)
    return stream.getvalue()


def moved_tags(page: str, chance: random.Random) -> str:
    """Swap, drop and repeat whole elements of a marked-up text, which mostly stays well formed."""
    pieces = page.split("<w:p>" if "<w:p>" in page else "<")
    joint = "<w:p>" if "<w:p>" in page else "<"
    for _ in range(chance.randint(1, 6)):
        a, b = chance.randrange(len(pieces)), chance.randrange(len(pieces))
        pieces[a], pieces[b] = pieces[b], pieces[a]
        if chance.random() < 0.3:
            pieces[a] = mutated_text(pieces[a], chance) if chance.random() < 0.5 else ""
    return joint.join(pieces)


def _word(folder: Path) -> bytes:
    return as_word(PLAN, folder / "source.docx").read_bytes()


def _sheet(folder: Path) -> bytes:
    path = folder / "source.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("目标")
        for row, line in enumerate(PLAN.split("\n")):
            sheet.write_row(row, 0, line.split(" | "))
    return path.read_bytes()


Way = Callable[[bytes, random.Random], bytes]
# Suffix, share of all mutants, source, and how it is changed.
FORMATS: dict[str, tuple[float, Callable[[Path], bytes], Way]] = {
    ".txt": (
        0.40,
        lambda _: PLAN.encode(),
        lambda content, chance: (
            mutated_text(content.decode(), chance).encode(
                chance.choice(("utf-8", "utf-8", "gb18030", "utf-16")), "replace"
            )
            if chance.random() < 0.7
            else mutated_bytes(content, chance)
        ),
    ),
    ".docx": (0.28, _word, mutated_package),
    ".html": (
        0.20,
        lambda _: as_site(PLAN).encode(),
        lambda content, chance: (
            moved_tags(content.decode(), chance).encode("utf-8", "replace")
            if chance.random() < 0.6
            else mutated_bytes(content, chance)
        ),
    ),
    ".doc": (0.06, lambda _: SAMPLE.read_bytes(), mutated_bytes),
    ".pdf": (0.04, lambda _: pdf_with_words(PLAN.split("\n")), mutated_bytes),
    ".xlsx": (0.02, _sheet, mutated_bytes),
}


@pytest.mark.parametrize("suffix", list(FORMATS))
def test_mutants_do_not_crash_and_their_spans_hold(suffix: str, tmp_path: Path) -> None:
    share, source, change = FORMATS[suffix]
    content = source(tmp_path)
    path = tmp_path / f"plan{suffix}"
    for number in range(max(1, round(COUNT * share))):
        path.write_bytes(change(content, random.Random(f"{SEED}{suffix}{number}")))
        try:
            assert_holds(compile_file(path))
        except Exception as problem:
            raise AssertionError(f"mutant {number} of {suffix}, seed {SEED}") from problem


@pytest.mark.parametrize("suffix", list(FORMATS))
def test_the_sources_of_the_mutants_are_sound(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"plan{suffix}"
    path.write_bytes(FORMATS[suffix][1](tmp_path))
    found = compile_file(path)
    assert found.targets
    assert_holds(found)
