"""Printed pages: lines become paragraphs, rulings tables; heads, feet and page numbers go."""

from __future__ import annotations

from pathlib import Path

from zhiqiang.engines.compiler.inputs.manuscript import Scribe
from zhiqiang.engines.compiler.inputs.printed_lines import (
    Letter,
    Line,
    Page,
    PrintedTable,
    joined,
    lines_of,
    plain_letters,
)
from zhiqiang.engines.compiler.inputs.printed_pages import write_pages
from zhiqiang.engines.compiler.inputs.reading import read_file
from zhiqiang.engines.compiler.inputs.ruled_grid import Edge, cut_out, grids_of
from zhiqiang.engines.compiler.inputs.tests.conftest import Printer
from zhiqiang.engines.compiler.inputs.tests.hostile import pdf_with_pages
from zhiqiang.engines.compiler.inputs.tests.papers import as_page

SIZE = 16.0


def line(text: str, top: float, x0: float = 72.0) -> Line:
    return Line(text, x0, top, x0 + SIZE * len(text), top + SIZE, SIZE)


def page(number: int, *items: Line | PrintedTable) -> Page:
    return Page(number, 595.0, 842.0, list(items))


def text_of(*pages: Page) -> list[str]:
    scribe = Scribe(100_000)
    write_pages(list(pages), scribe)
    return scribe.finish().text.split("\n")


FULL = "为贯彻落实有关部署要求加快建设示范城市结合本市实际制定方"  # 28 letters, the whole width


def test_full_lines_run_on_and_an_indented_line_begins_a_paragraph() -> None:
    found = text_of(
        page(
            1,
            line(FULL[:26], 100, 104.0),
            line(FULL, 129),
            line("案如下。", 158),
            line(FULL[:26], 187, 104.0),
            line("到二〇三〇年。", 216),
        )
    )
    assert found == [FULL[:26] + FULL + "案如下。", FULL[:26] + "到二〇三〇年。"]


def test_a_paragraph_runs_over_the_end_of_a_page_past_heads_and_feet() -> None:
    pages = [
        page(
            number,
            line("云川市人民政府文件", 30, 200.0),
            line(FULL, 700),
            line(f"— {number} —", 800, 280.0),
        )
        for number in (1, 2, 3)
    ]
    assert text_of(*pages) == [FULL * 3]


def test_a_table_goes_on_over_the_page_without_its_head_and_mends_a_torn_row() -> None:
    head = ("序号", "任务", "单位")
    first = PrintedTable(
        (head, ("1", "培育示范企", "市甲局")), 600.0, 780.0, (72.0, 110.0, 400.0, 520.0)
    )
    second = PrintedTable(
        (head, ("", "业三家。", ""), ("2", "宣传。", "市乙局")), 60.0, 200.0, first.edges
    )
    assert text_of(page(1, line("附件", 100), first), page(2, second)) == [
        "附件", "序号\t任务\t单位", "1\t培育示范企业三家。\t市甲局", "2\t宣传。\t市乙局",
    ]  # fmt: skip


def test_lines_join_without_a_space_in_chinese_and_with_one_in_western_words() -> None:
    assert joined("新增", "三家") == "新增三家"
    assert joined("the", "plan") == "the plan"
    assert joined("达到20", "30件") == "达到2030件"


def test_flat_letters_and_radicals_stand_in_their_line() -> None:
    letters = [
        Letter(one, 20.0 * at, 10.0, 20.0 * at + 20, 30.0) for at, one in enumerate("第⼀批")
    ]
    assert [found.text for found in lines_of(letters)] == ["第一批"]
    assert plain_letters("⻓⻋⾼新⼈才") == "长车高新人才"


def test_rulings_make_cells_and_merged_cells_reach_down_and_not_across() -> None:
    xs, ys = (0.0, 100.0, 200.0, 300.0), (0.0, 50.0, 100.0, 150.0)
    across = [Edge(0, 0, 300), Edge(50, 0, 300), Edge(100, 100, 300), Edge(150, 0, 300)]
    down = [Edge(0, 0, 150), Edge(100, 0, 150), Edge(200, 50, 150), Edge(300, 0, 150)]
    (grid,) = grids_of(across, down, 2.0)
    assert (grid.xs, grid.ys) == (xs, ys)
    letters = [
        Letter(words, x, y, x + 10, y + 10)
        for words, x, y in [
            ("甲", 10, 10), ("乙", 110, 10), ("丙", 10, 90), ("丁", 110, 60), ("戊", 210, 60),
            ("己", 110, 110), ("庚", 210, 110), ("外", 400, 60),
        ]
    ]  # fmt: skip
    left, (table,) = cut_out(letters, [grid])
    assert [letter.text for letter in left] == ["外"]
    assert table.rows == (("甲", "乙", ""), ("丙", "丁", "戊"), ("丙", "己", "庚"))


def test_a_frame_and_an_underline_are_no_table() -> None:
    frame = grids_of([Edge(0, 0, 90), Edge(50, 0, 90)], [Edge(0, 0, 50), Edge(90, 0, 50)], 2.0)
    assert frame == []


TEXT = "\n".join(
    ["云川市专利工作方案", "为做好工作，制定本方案。", "一、工作目标"]
    + [
        f"（{n}）到2027年，新增示范企业{n}家，{'建设公共服务平台并持续完善运行机制，' * 6}形成合力。"
        for n in range(1, 25)
    ]
    + ["序号 | 任务 | 单位 |"]
    + [f"{n} | {'加强知识产权创造运用保护管理服务。' * 3} | 市甲局、市乙局 |" for n in range(1, 31)]
)


def test_a_pdf_of_several_pages_gives_its_paragraphs_tables_and_pages(
    tmp_path: Path, print_page: Printer
) -> None:
    found = read_file(print_page(as_page(TEXT), tmp_path / "plan.pdf"))
    expected = [one.rstrip(" |").replace(" | ", "\t") for one in TEXT.split("\n")]
    assert found.text.split("\n") == expected
    place = found.anchors.at(found.text.index("30\t加强"))
    assert place is not None and place.page >= 3 and place.row == 31


def test_a_page_that_lies_on_its_side_is_read_as_it_is_shown(tmp_path: Path) -> None:
    lines = ["云川市专利工作方案", "一、工作目标", "到2027年，新增示范企业20家。"]
    path = tmp_path / "plan.pdf"
    path.write_bytes(pdf_with_pages(lines, 3, turned=True))
    assert read_file(path).text.split("\n") == lines
