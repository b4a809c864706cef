"""The result of an assessment on paper says what the ranking shows, and no sheet of another."""

import io
from decimal import Decimal

import pytest
from django.test import Client
from docx import Document

from zhiqiang.domains.assessments import actions, queries
from zhiqiang.domains.assessments.result_paper import result_paper
from zhiqiang.domains.assessments.scoring import Measured
from zhiqiang.kernel.errors import NotFound


def work(units, year, as_of):
    return {
        one.key: {"closed_share": Measured(Decimal(60 + 10 * n))} for n, one in enumerate(units)
    }


@pytest.fixture
def published(cast):
    told = actions.Opened("body_programme", "990100", 2024, [cast.market.pk, cast.science.pk])
    made = actions.open_assessment(cast.official, told)
    with pytest.raises(NotFound, match="还没有评分"):
        result_paper(made, cast.official)
    made = actions.score(cast.official, made.pk, made.version, work)
    return actions.publish(cast.official, made.pk, made.version)


def read(paper):
    out = io.BytesIO()
    paper.save(out)
    return Document(io.BytesIO(out.getvalue()))


def test_the_paper_lists_places_as_the_ranking_and_all_lines_for_an_official(cast, published):
    paper = read(result_paper(published, cast.official))
    ranks, lines = paper.tables
    places = queries.ranking(published, cast.official)
    assert [[cell.text for cell in row.cells[:4]] for row in ranks.rows[1:]] == [
        [str(one.place), one.name, f"{one.points:.2f}", one.grade] for one in places
    ]
    units = [cell.text for cell in lines.rows[0].cells[2:]]
    assert sorted(units) == sorted([cast.market.name, cast.science.name])
    for unit, at in zip(units, (2, 3), strict=True):
        sheet = next(one for one in published.units.all() if one.name == unit).sheets.first()
        kept = [line for line in sheet.lines if line["kind"] != "gate"]
        assert len(kept) == len(lines.rows) - 1
        for row, line in zip(lines.rows[1:], kept, strict=True):
            shown = row.cells[at].text.lstrip("−")
            if line["is_left_out"]:
                assert shown == "—"
            else:
                assert Decimal(shown) == Decimal(line["points"])
    texts = [one.text for one in paper.paragraphs]
    assert texts[0].endswith("结果通报") and "没有收到申诉。" in texts


def test_a_body_reads_the_places_of_all_and_no_table_of_lines(cast, published):
    unit = published.units.get(body=cast.market)
    actions.appeal(cast.lin, unit.pk, "closed_share", "请复核。", "k")
    paper = read(result_paper(published, cast.lin))
    assert len(paper.tables) == 1 and len(paper.tables[0].rows) == 3
    assert any("共收到申诉1件" in one.text and "待复核1件" in one.text for one in paper.paragraphs)


def test_the_paper_is_saved_from_the_page_of_the_ranking(cast, published):
    client = Client()
    client.force_login(cast.lin)
    page = client.get(f"/assessments/{published.pk}/").content.decode()
    assert f"/assessments/{published.pk}/paper/" in page
    saved = client.get(f"/assessments/{published.pk}/paper/")
    assert saved["Content-Disposition"].startswith("attachment")
    client.force_login(cast.stranger)
    assert client.get(f"/assessments/{published.pk}/paper/").status_code == 404
