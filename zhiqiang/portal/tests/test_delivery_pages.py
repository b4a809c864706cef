"""One's own address of mail, and the administrator's list of what was sent."""

import pytest
from django.test import Client
from django.urls import reverse

from zhiqiang.records.accounts.actions import register_person
from zhiqiang.records.accounts.models import Person
from zhiqiang.records.journal import queries as journal
from zhiqiang.records.notices import sending
from zhiqiang.records.notices.actions import Message, tell
from zhiqiang.records.notices.models import Delivery

pytestmark = pytest.mark.django_db
SECRET = "四季-青山-2719-桥"


@pytest.fixture
def keeper():
    client = Client()
    client.force_login(register_person("keeper", "管理员", "administrator", SECRET))
    return client


def failed(settings, number=1):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.MAIL = "smtp://127.0.0.1:9?from=office@city.example"
    for at in range(number):
        person = register_person(f"clerk{at}", f"经办{at}", "visitor", SECRET)
        person.mail = f"clerk{at}@office.example"
        person.save()
        tell([person.pk], Message("a", "一件密事"))
    sending.carry()
    Delivery.objects.for_program("test").update(state="failed")


def test_a_person_says_where_messages_go_and_the_journal_keeps_it_masked(desk, official):
    answer = desk.post(reverse("portal:set_mail"), {"mail": "chen@office.example"}, follow=True)
    assert "chen@office.example" in answer.content.decode()
    assert Person.objects.get(pk=official.pk).mail == "chen@office.example"
    assert journal.whole()[0].detail == {"mail": ["", "c***@office.example"]}
    desk.post(reverse("portal:set_mail"), {"mail": ""})
    assert Person.objects.get(pk=official.pk).mail == ""


def test_half_an_address_is_refused_with_what_is_meant(desk, official):
    answer = desk.post(reverse("portal:set_mail"), {"mail": "chen@"})
    assert answer.status_code == 400 and "不是完整的邮件地址" in answer.content.decode()
    assert Person.objects.get(pk=official.pk).mail == ""


def test_the_list_says_to_whom_by_which_way_and_why_not_but_not_what(keeper, settings):
    failed(settings)
    page = keeper.get(reverse("office:deliveries")).content.decode()
    assert "经办0" in page and "邮件" in page and "无法连接邮件服务器" in page
    assert "一件密事" not in page


def test_an_administrator_sends_again_what_failed(keeper, settings):
    failed(settings)
    [one] = Delivery.objects.for_program("test")
    answer = keeper.post(reverse("office:send_again", args=[one.pk]), follow=True)
    assert "已列入待发送" in answer.content.decode()
    one.refresh_from_db()
    assert one.state == "waiting"


def test_an_installation_without_a_mail_server_says_so(keeper, settings):
    settings.MAIL = settings.GATEWAY = ""
    assert "目前只在系统内提醒" in keeper.get(reverse("office:deliveries")).content.decode()
    settings.MAIL = "imap://nowhere"
    assert "ZHIQIANG_MAIL 应为" in keeper.get(reverse("office:deliveries")).content.decode()


@pytest.mark.parametrize("how_many", [1, 30])
def test_the_list_takes_the_same_queries_for_one_and_for_many(
    keeper, settings, how_many, django_assert_max_num_queries
):
    failed(settings, how_many)
    keeper.get(reverse("office:deliveries"))
    with django_assert_max_num_queries(9):
        keeper.get(reverse("office:deliveries"))
