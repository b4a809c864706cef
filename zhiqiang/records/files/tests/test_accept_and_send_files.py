"""Files are kept once, taken only as what they are, and sent only as attachments."""

import pytest
from docx import Document

from zhiqiang.kernel.errors import NotFound, Refused
from zhiqiang.records.files import actions, queries
from zhiqiang.records.files.models import StoredFile
from zhiqiang.records.files.serving import as_download

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_home(settings, tmp_path):
    settings.HOME = tmp_path / "home"
    settings.HOME.mkdir()


@pytest.fixture
def letter(tmp_path):
    Document().save(str(tmp_path / "letter"))
    return tmp_path / "letter"


def test_the_same_content_is_kept_once_whatever_its_name(letter):
    first = actions.accept(letter, "../函.docx")
    assert first.name == "函.docx"
    assert actions.accept(letter, "另一份.docx").pk == first.pk
    assert [path.name for path in (queries.path_of(first).parent).iterdir()] == [first.sha256]


def test_a_file_that_lies_leaves_nothing_behind(letter, settings):
    with pytest.raises(Refused, match="不是PDF 文件"):
        actions.accept(letter, "函.pdf")
    with pytest.raises(Refused, match="此处不接收"):
        actions.accept(letter, "函.docx", only=("xlsx", "csv"))
    assert StoredFile.objects.for_program("test").count() == 0
    assert not (settings.HOME / "files").exists()


def test_a_file_is_sent_as_an_attachment_that_the_browser_does_not_interpret(letter):
    stored = actions.accept(letter, "函（一）.docx")
    answer = as_download(stored)
    assert b"".join(answer.streaming_content) == letter.read_bytes()
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert answer["Cache-Control"] == "private, no-store"


def test_a_name_cannot_smuggle_a_header_or_a_type(letter):
    stored = actions.accept(letter, "函.docx")
    answer = as_download(stored, 'x"\r\nSet-Cookie: a=b.html')
    answer.close()
    assert "\r" not in answer["Content-Disposition"]
    assert answer["Content-Type"] == "application/octet-stream"


def test_a_file_whose_content_is_gone_or_altered_is_noticed(letter):
    stored = actions.accept(letter, "函.docx")
    assert list(queries.damaged()) == []
    queries.path_of(stored).write_bytes(b"other")
    assert [finding.code for finding in queries.damaged()] == ["file_altered"]
    queries.path_of(stored).unlink()
    assert [finding.code for finding in queries.damaged()] == ["file_missing"]
    with pytest.raises(NotFound):
        as_download(stored)


def test_an_unknown_file_is_not_found():
    with pytest.raises(NotFound):
        queries.stored(1, "test")
