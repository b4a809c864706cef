"""What is too long, too large or not text never reaches a page."""

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from zhiqiang.config.bounds import PARAMETERS, QUERY, SEARCH, VALUE, BoundedRequests

asked = RequestFactory()
ask = BoundedRequests(lambda request: HttpResponse("reached"))


def test_an_ordinary_request_passes():
    answer = ask(asked.get("/register/", {"q": "光伏 电池", "page": "2"}))
    assert answer.content == b"reached"


@pytest.mark.parametrize(
    ("path", "query", "says"),
    [
        ("/register/", {"q": "长" * (SEARCH + 1)}, "检索词过长"),
        ("/register/", {"next": "a" * (VALUE + 1)}, "条件过长"),
        ("/register/", {"a": "x" * (QUERY + 1)}, "地址过长"),
        ("/register/", {f"p{n}": "1" for n in range(PARAMETERS + 1)}, "条件过多"),
        ("/register/", {"q": "a\x00b"}, "控制字符"),
        ("/register/", {"a\x1b": "b"}, "控制字符"),
        ("/register/\x00", {}, "无法识别"),
    ],
)
def test_what_no_link_of_ours_sends_is_refused_in_words(path, query, says):
    answer = ask(asked.get(path, query))
    assert answer.status_code == 400
    assert says in answer.content.decode()


def test_a_body_that_is_too_large_is_refused_before_it_is_read(settings):
    settings.UPLOAD_MAX_SIZE = 5 * 2**20
    answer = ask(asked.post("/imports/", {}, CONTENT_LENGTH=str(5 * 2**20 + 1)))
    assert answer.status_code == 413
    assert "5 MB" in answer.content.decode()


@pytest.mark.parametrize("length", ["abc", "-5", "１２", "1e3", "0x10"])
def test_a_length_that_is_no_number_is_refused(length):
    answer = ask(asked.post("/imports/", {}, CONTENT_LENGTH=length))
    assert answer.status_code == 400
    assert "长度" in answer.content.decode()


def test_control_characters_in_a_form_are_refused():
    answer = ask.process_view(asked.post("/x/", {"name": "张\x00三"}), None, (), {})
    assert answer.status_code == 400
    assert ask.process_view(asked.post("/x/", {"name": "张三\r\n李四\t"}), None, (), {}) is None
