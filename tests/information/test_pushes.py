"""Pushes: offered with reasons, released whole, delivered once, counted in the plan by receipts."""

import smtplib
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.timezone import localdate

from zhiqiang import pipeline
from zhiqiang.domains.information import actions
from zhiqiang.domains.information.actions import releasing
from zhiqiang.domains.information.models import FirmProfile, Push, PushDelivery
from zhiqiang.domains.information.queries import pushes as queries
from zhiqiang.kernel.errors import NotFound, Refused
from zhiqiang.portal.tests import small_city
from zhiqiang.records.indicators.actions import publish_snapshot
from zhiqiang.records.indicators.queries import figure
from zhiqiang.records.notices import mailing
from zhiqiang.records.notices.models import Letter
from zhiqiang.records.notices.queries import inbox
from zhiqiang.records.registry import queries as registry

PUMP = "澄江水泵有限公司"
FIRM = "澄江阀门有限公司"
#: what makes a patent one that a maker of valves wants to hear of
VALVE = {"IPC主分类号": "F16K 1/00"}
INDICATORS = ("pushed_information_items", "pushed_information_items_annual")


def browser(person):
    client = Client()
    client.force_login(person)
    return client


def party(name):
    return registry.parties_named(name, None or _official())[0]


def _official():
    from django.contrib.auth.models import AnonymousUser

    return AnonymousUser()


@pytest.fixture
def profile(cast):
    """The profile of the maker of valves, at whose firm the clerk has an account."""
    pipeline.tell_what_is_new("测试")
    of = actions.make_profile(cast.official, party(FIRM).pk, cast.firm.pk)
    edited = actions.Edited(["F16K"], ["阀门", "密封"])
    return actions.edit_profile(cast.clerk, of.pk, of.version, edited)


def offered(of=None):
    rows = Push.objects.for_program("test").filter(state="candidate")
    return sorted((rows.filter(profile=of) if of else rows).values_list("title", flat=True))


def keys():
    return list(Push.objects.for_program("test").values_list("pk", flat=True))


def value(key):
    return figure(key, small_city.REGION, localdate()).value


def test_a_profile_is_read_from_the_rights_of_the_firm(cast):
    of = actions.make_profile(cast.official, party(FIRM).pk)
    assert (of.name, of.words, of.classes) == (FIRM, ["密封", "阀门"], [])
    with pytest.raises(Refused, match="已有画像"):
        actions.make_profile(cast.official, party(FIRM).pk)
    with pytest.raises(Refused, match="管理信息服务"):
        actions.make_profile(cast.clerk, party(FIRM).pk)


def test_a_firm_makes_and_edits_its_own_profile_and_no_other(cast):
    of = actions.make_own_profile(cast.clerk, cast.firm.pk)
    with pytest.raises(Refused):
        actions.make_own_profile(cast.clerk, cast.other.pk)
    edited = actions.Edited(["H02K"], ["电机"], ["新材料"], "a@b.cn")
    of = actions.edit_profile(cast.clerk, of.pk, of.version, edited)
    assert (of.classes, of.words, of.mail) == (["H02K"], ["电机"], "a@b.cn")
    with pytest.raises(NotFound):
        actions.edit_profile(cast.stranger, of.pk, of.version, edited)
    of = actions.read_again(cast.clerk, of.pk, of.version)
    assert of.words == ["密封", "阀门"]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"classes": ["C22"]}, "不是国际专利分类的小类"),
        ({"words": ["阀"]}, "2 到 20 字"),
        ({"words": [f"词{n}" for n in range(40)]}, "最多 30 个"),
        ({"mail": "abc"}, "写法有误"),
    ],
)
def test_what_a_profile_cannot_be_is_refused(cast, profile, changes, words):
    told = {"classes": [], "words": [], "industries": [], "mail": ""} | changes
    with pytest.raises(Refused, match=words):
        actions.edit_profile(cast.clerk, profile.pk, profile.version, actions.Edited(**told))


def test_profiles_of_all_firms_with_enough_patents_are_made_at_once(cast, arrive):
    arrive({f"一种水泵叶轮{n}": PUMP for n in range(3)})
    assert actions.make_profiles(cast.official, small_city.REGION, 3) == 1
    assert actions.make_profiles(cast.official, small_city.REGION, 2) == 1
    assert actions.make_profiles(cast.official, small_city.REGION, 1) == 0
    made = FirmProfile.objects.for_program("test").values_list("name", flat=True)
    assert set(made) == {FIRM, PUMP}


def test_only_what_is_new_is_offered_with_reasons_never_the_own_and_never_twice(
    cast, profile, arrive
):
    assert offered() == []  # What stood there at the first round is no news.
    arrive({"一种水泵": PUMP})
    arrive({"一种阀门": PUMP, "阀门的密封圈": FIRM}, **VALVE)
    assert offered(profile) == ["一种阀门"]
    one = Push.objects.for_program("test").get()
    assert (one.reasons, one.score) == (["主分类号 F16K", "名称含“阀门”", "同一地区"], 6)
    pipeline.tell_what_is_new("测试")
    arrive({"与此无关的灯具": PUMP})
    actions.offer_since(cast.official, 4, date(2000, 1, 1))
    assert Push.objects.for_program("test").filter(title="一种阀门").count() == 1


def test_an_application_is_offered_when_it_is_published_and_not_before(cast, profile, arrive):
    hidden = VALVE | {"授权公告日": "", "法律状态": "受理"}
    arrive({"一种未公布的阀门": PUMP}, **hidden)
    assert offered() == []
    right = registry.visible_rights(cast.official).get(title="一种未公布的阀门")
    rows = type(right).objects.for_program("test").filter(pk=right.pk)
    rows.update(granted_on=date(2026, 1, 5), is_published=True)
    arrive({"别的": PUMP})
    assert offered() == ["一种未公布的阀门"]


def test_a_firm_that_said_no_is_offered_and_released_nothing_until_it_says_yes(
    cast, profile, arrive
):
    arrive({"一种阀门": PUMP}, **VALVE)
    of = actions.decline(cast.clerk, profile.pk, profile.version)
    assert offered() == []
    with pytest.raises(Refused, match="没有可以发布"):
        actions.release(cast.official, keys())
    arrive({"二种阀门": PUMP}, **VALVE)
    assert offered() == []
    with pytest.raises(Refused, match="只能由企业自己恢复"):
        actions.accept(cast.official, of.pk, of.version)
    actions.accept(cast.clerk, of.pk, of.version)
    arrive({"三种阀门": PUMP}, **VALVE)
    assert offered() == ["三种阀门"]


def test_a_release_reaches_the_firm_and_its_receipt_counts_in_the_plan(cast, profile, arrive):
    publish_snapshot("测试")
    assert [value(one) for one in INDICATORS] == [None, None]
    arrive({"一种阀门": PUMP, "二种阀门": PUMP}, **VALVE)
    (made,) = actions.release(cast.official, keys())
    assert (made.state, made.delivered_by, made.items) == ("delivered", "站内", 2)
    assert inbox(cast.clerk)[0].title == "新推送的专利信息 2 条"
    publish_snapshot("测试")
    assert [value(one) for one in INDICATORS] == [Decimal(2), Decimal(2)]
    # Settling again, releasing again: nothing doubles.
    actions.settle_letters()
    with pytest.raises(Refused):
        actions.release(cast.official, keys())
    publish_snapshot("测试")
    assert value(INDICATORS[0]) == 2


def test_the_firm_opens_and_judges_what_it_got_and_nobody_else_does(cast, profile, arrive):
    arrive({"一种阀门": PUMP, "二种阀门": PUMP}, **VALVE)
    (made,) = actions.release(cast.official, keys())
    first, second = queries.pushes_in(made, cast.clerk)
    actions.open_push(cast.official, first.pk)
    assert queries.receipts([profile.pk])[profile.pk].opened == 0
    actions.open_push(cast.clerk, first.pk)
    actions.answer_push(cast.clerk, second.pk, "useful", "正在研究")
    told = queries.receipts([profile.pk])[profile.pk]
    assert told == queries.Receipts(released=2, delivered=2, opened=2, useful=1, useless=0)
    with pytest.raises(NotFound):
        actions.answer_push(cast.stranger, first.pk, "useful", "")
    with pytest.raises(Refused, match="只有收到推送的企业"):
        actions.answer_push(cast.official, first.pk, "useful", "")
    with pytest.raises(Refused, match="有用或无用"):
        actions.answer_push(cast.clerk, first.pk, "maybe", "")


def test_without_account_and_mail_an_official_hands_the_list_over(cast, profile, arrive):
    FirmProfile.objects.for_program("test").update(body=None)
    arrive({"一种阀门": PUMP}, **VALVE)
    (made,) = actions.release(cast.official, keys())
    assert made.state == "waiting" and queries.totals().waiting == 1
    with pytest.raises(Refused, match="发布日期之后"):
        actions.hand_over(cast.official, made.pk, localdate() - timedelta(days=1))
    made = actions.hand_over(cast.official, made.pk, localdate())
    assert (made.state, made.delivered_by) == ("delivered", "文件")
    with pytest.raises(Refused, match="已经送达"):
        actions.hand_over(cast.official, made.pk, localdate())
    publish_snapshot("测试")
    assert value(INDICATORS[0]) == 1


def test_killed_in_the_middle_a_release_leaves_nothing(cast, profile, arrive, monkeypatch):
    arrive({"一种阀门": PUMP, "二种阀门": PUMP}, **VALVE)

    def die(*_):
        raise SystemExit("killed")

    for where in ("_write_letters", "tell_all", "_arrived"):
        with monkeypatch.context() as patched:
            patched.setattr(releasing, where, die)
            with pytest.raises(SystemExit):
                actions.release(cast.official, keys())
        assert offered() == ["一种阀门", "二种阀门"]
        assert not PushDelivery.objects.for_program("test").exists()
        assert not inbox(cast.clerk).exists()
    assert actions.release(cast.official, keys())[0].items == 2


@pytest.fixture
def mailed(cast, profile, arrive, settings):
    """A delivery that goes by mail only."""
    settings.MAIL = "smtp://127.0.0.1?from=push@example.org"
    FirmProfile.objects.for_program("test").update(body=None, mail="firm@example.org")
    arrive({"一种阀门": PUMP}, **VALVE)
    return actions.release(cast.official, keys())[0]


def due_again():
    Letter.objects.for_program("test").update(due_at=timezone.now())


def test_a_letter_is_sent_once_and_its_sending_is_the_receipt(mailed):
    assert mailed.state == "waiting"
    assert pipeline.send_letters()["pushes_delivered"] == 1
    pipeline.send_letters()
    (sent,) = mail.outbox
    assert "一种阀门（主分类号 F16K；名称含“阀门”；同一地区）" in sent.body
    assert sent.to == ["firm@example.org"]
    name = mailing.name_of(f"push:{mailed.pk}")
    assert sent.extra_headers["Message-ID"] == f"<{name}@example.org>"
    mailed.refresh_from_db()
    assert (mailed.state, mailed.delivered_by) == ("delivered", "邮件")


def failing(monkeypatch, act, error):
    def fail(self, *_):
        raise error

    monkeypatch.setattr(f"django.core.mail.backends.locmem.EmailBackend.{act}", fail)


def test_a_server_that_is_away_is_tried_again_and_the_letter_goes_once(mailed, monkeypatch):
    with monkeypatch.context() as patched:
        failing(patched, "open", ConnectionRefusedError("away"))
        for _ in range(2):
            pipeline.send_letters()
            due_again()
        mailed.refresh_from_db()
        assert mailed.state == "waiting" and Letter.objects.for_program("test").get().tries == 2
    pipeline.send_letters()
    mailed.refresh_from_db()
    assert (mailed.state, len(mail.outbox)) == ("delivered", 1)


def test_a_refused_address_is_shown_and_sent_again_after_it_is_mended(
    cast, profile, mailed, monkeypatch
):
    refusal = smtplib.SMTPRecipientsRefused({"firm@example.org": (550, b"no such user")})
    with monkeypatch.context() as patched:
        failing(patched, "send_messages", refusal)
        assert pipeline.send_letters()["pushes_failed"] == 1
        assert pipeline.send_letters()["pushes_failed"] == 0
    mailed.refresh_from_db()
    assert mailed.state == "failed" and "（550）" in mailed.failure
    page = browser(cast.official).get(f"/information/deliveries/{mailed.pk}/").content.decode()
    assert "邮件服务器拒收" in page and "再次发送邮件" in page
    FirmProfile.objects.for_program("test").update(mail="right@example.org")
    actions.send_again(cast.official, mailed.pk)
    pipeline.send_letters()
    assert [one.to for one in mail.outbox] == [["right@example.org"]]
    publish_snapshot("测试")
    assert value(INDICATORS[0]) == 1


def test_a_letter_during_which_the_program_died_is_not_sent_again_by_itself(mailed):
    long_ago = timezone.now() - timedelta(hours=1)
    Letter.objects.for_program("test").update(state="sending", tried_at=long_ago)
    pipeline.send_letters()
    mailed.refresh_from_db()
    assert (mailed.state, mail.outbox) == ("failed", [])
    assert "是否发出不明" in mailed.failure


def test_the_rule_of_the_installation_releases_by_itself(cast, profile, arrive):
    shipped = (cast.home.parent / "none", "push_rule.yml")[1]
    from django.conf import settings

    text = (settings.CATALOGUE / "parameters" / shipped).read_text(encoding="utf-8")
    (cast.home / "parameters").mkdir()
    own = text.replace("    least: 4\n", "    least: 2\n    releases_from: 5\n")
    (cast.home / "parameters" / shipped).write_text(own, encoding="utf-8")
    arrive({"一种阀门": PUMP, "一种密封圈": PUMP}, **VALVE)
    arrive({"另一种密封": PUMP})
    assert offered() == ["另一种密封"]
    made = list(PushDelivery.objects.for_program("test"))
    assert [(one.released_by, one.items, one.state) for one in made] == [
        ("自动发布", 2, "delivered")
    ]


def test_pages_lead_from_a_profile_to_a_release_and_the_firm_answers(cast, profile, arrive):
    arrive({"一种阀门": PUMP, "二种阀门": PUMP, "三种阀门": PUMP}, **VALVE)
    official, clerk = browser(cast.official), browser(cast.clerk)
    page = official.get("/information/pushes/").content.decode()
    assert "主分类号 F16K；名称含“阀门”" in page and "待发布 3 条" in page
    first = Push.objects.for_program("test").get(title="三种阀门")
    act = {"act": "drop", "push": first.pk}
    assert official.post("/information/pushes/act/", act).status_code == 302
    official.post("/information/pushes/act/", {"act": "release_all"})
    of = PushDelivery.objects.for_program("test").get()
    assert of.items == 2
    page = clerk.get("/information/own/").content.decode()
    assert f"TS-{of.pk}" in page
    page = clerk.get(f"/information/deliveries/{of.pk}/").content.decode()
    assert "一种阀门" in page and "登记文件送达" not in page
    one = of.pushes.first()
    assert clerk.post(f"/information/pushes/{one.pk}/open/")["Location"].endswith(
        f"/rights/{one.right_id}/"
    )
    answer = {"act": "useful", "word": "好", "delivery": of.pk}
    clerk.post(f"/information/pushes/{one.pk}/answer/", answer)
    assert "企业意见：好" in official.get(f"/information/deliveries/{of.pk}/").content.decode()
    for kind in ("docx", "xlsx", "csv"):
        saved = clerk.get(f"/information/deliveries/{of.pk}/file/?format={kind}")
        assert saved.status_code == 200
    for address in ("pushes/", "deliveries/", "profiles/"):
        assert clerk.get(f"/information/{address}").status_code == 403
    assert browser(cast.stranger).get(f"/information/deliveries/{of.pk}/").status_code == 404


def test_lists_of_one_and_of_three_ask_the_same_number_of_queries(cast, profile, arrive):
    arrive({"一种阀门": PUMP}, **VALVE)
    actions.release(cast.official, keys())
    arrive({"又一种阀门": PUMP}, **VALVE)
    client = browser(cast.official)

    def asked():
        out = []
        for address in ("pushes/", "deliveries/", "profiles/", "deliveries/1/"):
            with CaptureQueriesContext(connection) as captured:
                assert client.get(f"/information/{address}").status_code == 200
            out.append(len(captured))
        return out

    asked()
    before = asked()
    actions.release(cast.official, keys())
    arrive({"三种阀门": PUMP, "四种阀门": PUMP, "五种阀门": PUMP}, **VALVE)
    actions.make_profiles(cast.official, small_city.REGION, 1)
    asked()  # The first page after a snapshot reads it.
    assert asked() == before
