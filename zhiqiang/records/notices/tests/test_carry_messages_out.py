"""Unread messages leave by mail and to the gateway: once, again after a failure, never doubled."""

import hashlib
import hmac
import json
import threading
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.utils import timezone

from zhiqiang.kernel.errors import Misconfigured, NotFound, Refused
from zhiqiang.records.accounts.actions import register_person
from zhiqiang.records.notices import sending
from zhiqiang.records.notices.actions import Message, mark_all_read, tell
from zhiqiang.records.notices.models import Delivery, Notice
from zhiqiang.records.notices.sending import PAUSES, carry
from zhiqiang.records.notices.tests import post as posts
from zhiqiang.records.notices.ways import configured

pytestmark = pytest.mark.django_db
MAIL = "clerk@office.example"


@pytest.fixture
def clerk(db):
    person = register_person("clerk", "经办人", "visitor", "四季-青山-2719-桥")
    person.mail = MAIL
    person.save()
    return person


@pytest.fixture
def administrator(db):
    return register_person("keeper", "管理员", "administrator", "四季-青山-2719-桥")


@pytest.fixture
def post(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    with posts.serving() as served:
        settings.MAIL = f"smtp://127.0.0.1:{served.port}?from=office@city.example"
        settings.ADDRESS = "https://pages.example/"
        yield served


def told(person, *keys):
    for key in keys:
        tell([person.pk], Message(key, f"事项{key}", f"请办理{key}。", f"/work/{key}/"))


def states():
    return [one.state for one in Delivery.objects.for_program("test").order_by("pk")]


def a_while_later(number=0):
    return timezone.now() + PAUSES[number] + timedelta(seconds=1)


def test_unread_messages_of_one_person_come_as_one_letter_with_their_links(clerk, post):
    told(clerk, "a", "b")
    assert carry().sent == 2
    [letter] = post.letters
    assert letter["To"] == MAIL and letter["From"] == "office@city.example"
    assert letter["Subject"] == "事项a等 2 件事项"
    text = letter.get_content()
    assert "1. 事项a" in text and "请办理b。" in text and "https://pages.example/work/b/" in text
    assert states() == ["sent", "sent"]


def test_no_letter_comes_twice_however_often_the_program_comes_by(clerk, post):
    told(clerk, "a")
    for _ in range(3):
        carry()
    told(clerk, "b")
    carry()
    assert [one["Subject"] for one in post.letters] == ["事项a", "事项b"]


def test_what_was_read_or_is_old_or_has_nowhere_to_go_stays_inside(clerk, administrator, post):
    told(clerk, "read")
    mark_all_read(clerk)
    told(clerk, "old")
    long_ago = timezone.now() - sending.NEW - timedelta(minutes=1)
    Notice.objects.for_program("test").filter(key="old").update(made_at=long_ago)
    told(administrator, "no address")
    gone = register_person("gone", "离任者", "visitor", "四季-青山-2719-桥")
    gone.mail, gone.is_active = "gone@office.example", False
    gone.save()
    told(gone, "gone")
    assert carry().sent == 0 and post.letters == []


def test_a_title_of_two_lines_makes_no_header_of_its_own(clerk, post):
    tell([clerk.pk], Message("odd", "一\r\nBcc: x@evil.example"))
    assert carry().sent == 1
    assert post.letters[0]["Bcc"] is None
    assert post.letters[0]["Subject"] == "一 Bcc: x@evil.example"


def test_a_server_that_cannot_be_reached_is_asked_again_later_and_given_up_in_the_end(
    clerk, settings
):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.MAIL = "smtp://127.0.0.1:9?from=office@city.example"
    told(clerk, "a")
    carry()
    assert states() == ["waiting"]
    assert carry().later == 0  # not due yet
    now = timezone.now()
    for pause in PAUSES:
        now += pause + timedelta(seconds=1)
        carry(now)
    [failed] = Delivery.objects.for_program("test")
    assert (failed.state, failed.tries) == ("failed", len(PAUSES) + 1)
    assert "无法连接邮件服务器" in failed.error


def test_an_address_that_bounces_fails_at_once_and_can_be_sent_again(clerk, administrator, post):
    post.to_recipient = 550
    told(clerk, "a")
    assert carry().failed == 1
    [failed] = Delivery.objects.for_program("test")
    assert failed.error == "邮件服务器拒收收件地址（550）。"
    assert carry(a_while_later()).failed == 0
    post.to_recipient = 250
    sending.send_again(administrator, failed.pk)
    assert carry().sent == 1 and len(post.letters) == 1
    with pytest.raises(Refused, match="只有发送失败"):
        sending.send_again(administrator, failed.pk)


def test_a_full_box_is_tried_again(clerk, post):
    post.to_letter = 452
    told(clerk, "a")
    assert carry().later == 1
    post.to_letter = 250
    assert carry(a_while_later()).sent == 1 and len(post.letters) == 1


def test_where_nobody_knows_whether_a_letter_went_out_it_is_not_sent_again(clerk, post):
    post.breaks = True
    told(clerk, "a")
    assert carry().unsure == 1
    post.breaks = False
    carry(a_while_later())
    assert states() == ["unsure"] and post.letters == []


def test_a_program_that_dies_while_it_sends_leaves_the_letter_unsure(clerk, post, monkeypatch):
    told(clerk, "a")

    def die(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(sending, "_end", die)
        with pytest.raises(KeyboardInterrupt):
            carry()
    assert len(post.letters) == 1 and states() == ["sending"]
    assert carry().sent == 0  # another runner may still be at it
    carry(timezone.now() + sending.BROKEN_OFF + timedelta(seconds=1))
    assert states() == ["unsure"] and len(post.letters) == 1


def test_who_takes_a_letter_up_second_gets_nothing(clerk, post):
    told(clerk, "a")
    way = configured()[0]
    now = timezone.now()
    sending._take_in(way, now)
    first = list(sending._taken(way, now))
    assert len(first) == 1 and list(sending._taken(way, now)) == []


def test_an_address_taken_away_before_the_letter_went_is_not_written_to(clerk, post):
    post.to_recipient = 450
    told(clerk, "a")
    carry()
    clerk.mail = ""
    clerk.save()
    post.to_recipient = 250
    assert carry(a_while_later()).failed == 1 and post.letters == []


def test_a_gateway_folder_gets_one_whole_file_a_message(clerk, administrator, settings, tmp_path):
    settings.GATEWAY = str(tmp_path)
    told(clerk, "a", "b")
    told(administrator, "c")
    assert carry().sent == 3
    told_files = [json.loads(one.read_text("utf-8")) for one in sorted(tmp_path.iterdir())]
    assert [one["matters"][0]["title"] for one in told_files] == ["事项a", "事项b", "事项c"]
    assert told_files[0]["person"] == {"username": "clerk", "name": "经办人", "mail": MAIL}


def test_a_broken_attempt_at_the_gateway_is_made_again_under_the_same_key(
    clerk, settings, tmp_path, monkeypatch
):
    settings.GATEWAY = str(tmp_path)
    told(clerk, "a")
    with monkeypatch.context() as patched:
        patched.setattr(sending, "_end", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            carry()
    [first] = tmp_path.iterdir()
    told(clerk, "b")
    carry(timezone.now() + sending.BROKEN_OFF + timedelta(seconds=1))
    assert states() == ["sent", "sent"]
    assert len(list(tmp_path.iterdir())) == 2 and first.exists()


def test_a_gateway_address_gets_signed_json_and_is_asked_again_after_a_failure(clerk, settings):
    came, answers = [], [503, 302, 200]

    class Answer(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            came.append((self.headers["Idempotency-Key"], self.headers["X-Signature"], body))
            self.send_response(answers[len(came) - 1])
            self.send_header("Location", "http://127.0.0.1:9/elsewhere")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_):
            """Keep quiet."""

    with HTTPServer(("127.0.0.1", 0), Answer) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        settings.GATEWAY = f"http://127.0.0.1:{server.server_address[1]}/in"
        settings.GATEWAY_KEY = "密"
        told(clerk, "a")
        now = timezone.now()
        assert carry(now).failures == ["网关答复 503。"]
        now += PAUSES[0] + timedelta(seconds=1)
        assert carry(now).failures == ["网关答复 302。"]
        assert carry(now + PAUSES[1] + timedelta(seconds=1)).sent == 1
        server.shutdown()
    assert len({key for key, _, _ in came}) == 1
    key, signature, body = came[-1]
    assert signature == hmac.new("密".encode(), body, hashlib.sha256).hexdigest()


@pytest.mark.parametrize(
    ("name", "value", "what"),
    [
        ("MAIL", "http://127.0.0.1", "ZHIQIANG_MAIL 应为"),
        ("MAIL", "smtp://127.0.0.1", "缺少发件地址"),
        ("GATEWAY", "/nowhere/at/all", "目录不存在"),
    ],
)
def test_a_way_that_cannot_be_is_refused_with_what_to_do(settings, name, value, what):
    setattr(settings, name, value)
    with pytest.raises(Misconfigured, match=what):
        configured()


def test_only_who_manages_accounts_sends_again(clerk, post):
    post.to_recipient = 550
    told(clerk, "a")
    carry()
    [failed] = Delivery.objects.for_program("test")
    with pytest.raises(Refused):
        sending.send_again(clerk, failed.pk)


def test_a_delivery_that_is_not_there_is_said_so(administrator):
    with pytest.raises(NotFound):
        sending.send_again(administrator, 99)
