"""An office lays its bulletins out by its own Word file, and goes back to ours."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from docx import Document

from zhiqiang.domains.duties import actions, queries
from zhiqiang.engines.documents.templates import blank
from zhiqiang.kernel.errors import Refused
from zhiqiang.records.accounts.actions import register_person

pytestmark = pytest.mark.django_db


SECRET = "四季-青山-2719-桥"


@pytest.fixture
def official(db, settings, tmp_path):
    settings.HOME = tmp_path
    return register_person("chen", "陈某", "official", SECRET)


@pytest.fixture
def desk(client, official):
    client.force_login(official)
    return client


def word_file(*before):
    out = io.BytesIO()
    paper = blank()
    paper.save(out)
    document = Document(io.BytesIO(out.getvalue()))
    for text in before:
        document.paragraphs[0].insert_paragraph_before(text)
    out = io.BytesIO()
    document.save(out)
    return SimpleUploadedFile("本局版式.docx", out.getvalue())


def text_of(answer):
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def test_a_template_is_sent_used_saved_again_and_dropped(desk, official):
    page = reverse("duties:template")
    assert "系统自带的版式" in desk.get(page).content.decode()
    answer = desk.post(page, {"file": word_file("某局文件")}, follow=True)
    assert "模板已启用" in answer.content.decode() and "本局版式.docx" in answer.content.decode()
    path = actions.template_in_use()
    assert [one.text for one in Document(str(path)).paragraphs][0] == "某局文件"
    saved = text_of(desk.get(reverse("duties:download_template")))
    assert saved == path.read_bytes()
    desk.post(reverse("duties:drop_template"))
    assert actions.template_in_use() is None and queries.template(official) is None
    with pytest.raises(Refused, match="就是系统自带"):
        actions.drop_template(official)


def test_a_second_template_takes_the_place_of_the_first(desk):
    for name in ("甲局文件", "乙局文件"):
        desk.post(reverse("duties:template"), {"file": word_file(name)})
    found = Document(str(actions.template_in_use()))
    assert found.paragraphs[0].text == "乙局文件"


def test_a_file_that_cannot_be_a_template_leaves_the_one_before_in_use(desk):
    desk.post(reverse("duties:template"), {"file": word_file("甲局文件")})
    before = actions.template_in_use()
    wrong = SimpleUploadedFile("错.docx", b"nothing of Word")
    answer = desk.post(reverse("duties:template"), {"file": wrong})
    assert answer.status_code == 422 and "不是 .docx 文件" in answer.content.decode()
    assert actions.template_in_use() == before


def test_the_template_to_begin_with_can_be_sent_back_as_it_is(desk):
    saved = text_of(desk.get(reverse("duties:download_template")))
    sent = SimpleUploadedFile("模板.docx", saved)
    assert desk.post(reverse("duties:template"), {"file": sent}).status_code == 302


def test_who_does_not_run_programmes_cannot_change_the_layout(client):
    client.force_login(register_person("guest", "来访", "visitor", SECRET))
    assert client.get(reverse("duties:template")).status_code == 403
    assert client.post(reverse("duties:template"), {"file": word_file()}).status_code == 403
    assert actions.template_in_use() is None
