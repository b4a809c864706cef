"""What an answer tells is found however it is written down: else the matrix would look past it."""

import io
import json
import zipfile

import pytest
from django.http import FileResponse, HttpResponse, StreamingHttpResponse

from zhiqiang.config.tests.matrix.telling import told_by

MARK = "密存甲"


def packed() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/sharedStrings.xml", f"<t>{MARK}</t>" * 9)
    return out.getvalue()


def with_header(name: str, value: str) -> HttpResponse:
    answer = HttpResponse("")
    answer[name] = value
    return answer


def with_cookie() -> HttpResponse:
    answer = HttpResponse("")
    answer.set_cookie("x", "%E5%AF%86%E5%AD%98%E7%94%B2")
    return answer


@pytest.mark.parametrize(
    "answer",
    [
        HttpResponse(f"<p>{MARK}"),
        HttpResponse("<p>&#23494;&#x5b58;甲"),
        HttpResponse(json.dumps({"a": [MARK]}), content_type="application/problem+json"),
        StreamingHttpResponse(iter([MARK[:1].encode(), MARK[1:].encode()])),
        FileResponse(io.BytesIO(packed())),
        with_header("Content-Disposition", "attachment; filename*=UTF-8''%E5%AF%86%E5%AD%98%E7%94%B2"),
        with_cookie(),
    ],
    ids=["page", "entities", "json", "stream", "workbook", "header", "cookie"],
)  # fmt: skip
def test_a_word_is_found_wherever_it_stands(answer):
    assert MARK in told_by(answer)
    assert "密存乙" not in told_by(answer)
