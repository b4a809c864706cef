"""A plan that is sent through the page is what its name says, or it is refused in words."""

import io
import re
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from docx import Document

from zhiqiang.domains.plans.models import Programme
from zhiqiang.domains.plans.tests.plans import PLAN, REGION, district, write  # noqa: F401
from zhiqiang.engines import compiler
from zhiqiang.records.accounts.actions import register_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def official(client, district):  # noqa: F811
    client.force_login(register_person("chen", "陈工", "official", "四季-青山-2719-桥"))
    return client


def sent(official, name: str, content: bytes):
    form = {"region": REGION, "file": SimpleUploadedFile(name, content)}
    return official.post(reverse("plans:load"), form)


def test_a_program_that_calls_itself_a_document_is_refused(official):
    answer = sent(official, "方案.docx", b"MZ\x90\x00" + b"\x00" * 400)
    assert answer.status_code == 422
    assert "内容不是Word 文档，与扩展名不符" in answer.content.decode()
    assert not Programme.objects.for_program("test").exists()


def test_a_plan_that_is_what_it_says_is_loaded(official, tmp_path):
    path = write(tmp_path)
    answer = sent(official, path.name, path.read_bytes())
    assert answer.status_code == 302
    assert Programme.objects.for_program("test").count() == 1


def with_macros() -> bytes:
    document, out = Document(), io.BytesIO()
    for line in PLAN.splitlines():
        document.add_paragraph(line)
    document.save(out)
    with zipfile.ZipFile(out, "a") as package:
        package.writestr("word/vbaProject.bin", b"Shell")
    return out.getvalue()


def test_a_document_with_macros_is_checked_and_its_macros_are_remarked(client):
    file = SimpleUploadedFile("方案.docm", with_macros())
    page = client.post(reverse("plans:check"), {"file": file})
    assert page.status_code == 200
    assert "有效发明专利拥有量" in page.content.decode()
    assert "带有宏，没有运行" in page.content.decode()


def test_a_document_with_macros_is_not_kept(official):
    answer = sent(official, "方案.docm", with_macros())
    assert answer.status_code == 422
    assert "暂不能读取“.docm”格式。请另存为 Word（.docx）" in answer.content.decode()


def test_the_check_asks_for_every_ending_that_is_read(client):
    page = client.get(reverse("plans:check")).content.decode()
    offered = re.search(r'accept="([^"]*)"', page)
    assert tuple(offered[1].split(",")) == compiler.SUFFIXES
