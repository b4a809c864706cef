"""Pages of people, bodies and roles: who may open them, what their forms do and refuse."""

import re

import pytest
from django.test import Client
from django.utils.timezone import localdate

from zhiqiang.portal.people.devices import device_of
from zhiqiang.portal.people.tests.conftest import SECRET, acts, signed_in
from zhiqiang.records.accounts import queries
from zhiqiang.records.accounts.acting import Acting, without_lines
from zhiqiang.records.accounts.actions import bodies, people, posts, register_person

TODAY = str(localdate())


@pytest.fixture
def pages(official, department):
    """Address and whether an official, a clerk and a visitor may open it."""
    return {
        "/people/": (200, 403, 403),
        "/people/add/": (403, 403, 403),
        f"/people/{official.pk}/": (200, 403, 403),
        "/bodies/": (200, 403, 403),
        "/bodies/add/": (403, 403, 403),
        f"/bodies/{department.pk}/": (200, 403, 403),
        "/roles/": (200, 200, 200),
        "/account/": (200, 200, 200),
        "/account/password/": (200, 200, 200),
        "/account/authenticator/": (200, 200, 200),
        "/account/passkeys/add/": (200, 200, 200),
        "/account/recovery-codes/": (200, 200, 200),
    }


def test_each_page_opens_to_those_who_may_and_to_no_stranger(
    pages, official, clerk, visitor, administrator
):
    clients = [signed_in(person) for person in (official, clerk, visitor)]
    admin, stranger = signed_in(administrator), Client()
    for address, expected in pages.items():
        got = tuple(client.get(address).status_code for client in clients)
        assert got == expected, address
        assert admin.get(address).status_code in (200, 400), address
        assert stranger.get(address).url.startswith("/sign-in/?next="), address


def test_a_refusal_names_the_right_that_is_missing(desk):
    assert "管理账户" in desk.get("/people/add/").content.decode()


def test_no_act_of_a_page_is_open_to_those_who_only_look(desk, visitor, department):
    from zhiqiang.portal.people import bodies as body_pages
    from zhiqiang.portal.people import people as people_pages

    version = queries.person(visitor.pk).version
    values = {"until_on": TODAY, "from_on": TODAY, "last_day": TODAY, "name": "市知产局"}
    person = {"display_name": "王某某", "version": version, "body": department.name}
    for act in people_pages.ACTS:
        sent = values | person | {"act": act, "role": "official"}
        answer = desk.post(f"/people/{visitor.pk}/", sent)
        assert answer.status_code in (400, 404), act
    for act in body_pages.ACTS:
        sent = values | {"act": act, "kind": "department", "region_code": "330300", "version": 1}
        answer = desk.post(f"/bodies/{department.pk}/", sent)
        assert answer.status_code in (302, 400), act  # 302: an alias that is not there.
    assert acts() == ["signed_in"]
    assert not queries.posts_of(visitor.pk) and queries.body(department.pk).name == department.name


@pytest.mark.parametrize("number", ["", "x", "0", "999999999", "9" * 40])
def test_forms_that_name_nothing_are_answered_plainly(admin, official, number):
    for act in ("end_post", "hand_over", "name_deputy", "end_deputy", "nothing"):
        sent = {"act": act, "post": number, "deputy": number, "until_on": TODAY, "from_on": TODAY}
        answer = admin.post(f"/people/{official.pk}/", sent | {"successor": "admin"})
        assert answer.status_code in (400, 403, 404)


def test_an_account_is_made_and_its_password_shown_once(admin):
    sent = {"username": "zhao", "display_name": "赵某", "until_on": ""}
    page = admin.post("/people/add/", sent).content.decode()
    password = re.search(r'id="new-password">([^<]+)<', page)[1]
    person = queries.person_named("zhao")
    assert person.check_password(password)
    assert password not in admin.get(f"/people/{person.pk}/").content.decode()


def test_what_was_typed_stays_when_something_is_wrong(admin, official):
    sent = {"username": "chen", "display_name": "另一个陈", "until_on": "2026-13-01"}
    answer = admin.post("/people/add/", sent)
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "另一个陈" in page and "2026-13-01" in page and "无法识别" in page
    page = admin.post("/people/add/", sent | {"until_on": ""}).content.decode()
    assert "已被使用" in page and "另一个陈" in page


def test_the_second_of_two_editors_is_told_and_both_texts_are_there(admin, official):
    old = official.version
    program = Acting(None, without_lines)
    people.edit_person(program, official, old, "别人改的", None)
    sent = {"act": "edit", "version": old, "display_name": "我改的", "until_on": "2027年1月31日"}
    answer = admin.post(f"/people/{official.pk}/", sent)
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "已被他人修改" in page and "别人改的" in page
    assert "我改的" in page and "2027年1月31日" in page
    assert queries.person(official.pk).display_name == "别人改的"
    # Sent again it is a change of what the page has shown.
    version = re.search(r'name="version" value="(\d+)"', page)[1]
    admin.post(f"/people/{official.pk}/", sent | {"version": version})
    assert queries.person(official.pk).display_name == "我改的"


def test_the_same_for_a_body(admin, department):
    old = department.version
    bodies.edit_body(Acting(None, without_lines), department, old, name="市知识产权总局")
    sent = {"act": "edit", "version": old, "name": "市知识产权中心", "kind": "agency"}
    answer = admin.post(f"/bodies/{department.pk}/", sent | {"region_code": "330300"})
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "市知识产权总局" in page and "市知识产权中心" in page
    assert queries.body(department.pk).name == "市知识产权总局"


def test_a_loop_and_a_body_with_people_are_refused_in_words(admin, clerk, department):
    program = Acting(None, without_lines)
    centre = bodies.add_body(program, "保护中心", "agency", "330300", department)
    sent = {"act": "edit", "version": department.version, "name": department.name}
    sent |= {"kind": "department", "region_code": "330300", "parent": "保护中心"}
    assert "不能作为它的上级单位" in admin.post(f"/bodies/{department.pk}/", sent).content.decode()
    for act in ({"act": "remove"}, {"act": "dissolve", "until_on": TODAY}):
        answer = admin.post(f"/bodies/{department.pk}/", act)
        assert answer.status_code == 400
        assert "项任职" in answer.content.decode()
    assert queries.above(centre) == [department]


def test_a_body_is_made_found_by_alias_and_removed(admin, department):
    sent = {"name": "保护中心", "kind": "agency", "region_code": "330300"}
    made = admin.post("/bodies/add/", sent | {"parent": department.name}).url
    admin.post(made, {"act": "add_alias", "name": "知识产权保护中心"})
    page = admin.get("/bodies/", {"q": "知识产权保护"}).content.decode()
    assert "保护中心" in page and department.name not in page
    assert admin.post(made, {"act": "remove"}).url == "/bodies/"
    kept = ["body_added", "body_alias_added", "body_removed"]
    assert [act for act in acts() if act.startswith("body")] == kept


def test_a_post_is_given_handed_over_deputised_and_ended_through_the_page(
    admin, visitor, official, department
):
    page = f"/people/{visitor.pk}/"
    sent = {"act": "assign", "body": department.name, "role": "body_clerk", "title": "科长"}
    assert admin.post(page, sent | {"from_on": "2026年1月1日"}).status_code == 302
    post = queries.posts_of(visitor.pk).get()
    sent = {"post": post.pk, "from_on": TODAY, "until_on": TODAY}
    assert admin.post(page, sent | {"act": "name_deputy", "deputy": "chen"}).status_code == 302
    assert "陈某" in admin.get(page).content.decode()
    deputy = queries.deputised_by(official.pk).get()
    assert admin.post(page, {"act": "end_deputy", "deputy": deputy.pk}).status_code == 302
    assert admin.post(page, sent | {"act": "hand_over", "successor": "chen"}).status_code == 302
    later = queries.posts_of(official.pk).get(role="body_clerk")
    answer = admin.post(
        f"/people/{official.pk}/", {"act": "end_post", "post": later.pk, "until_on": TODAY}
    )
    assert answer.status_code == 302
    kept = ["post_assigned", "deputy_named", "deputy_ended", "post_assigned", "post_handed_over"]
    assert acts()[1:] == [*kept, "post_ended"]


def test_a_post_of_somebody_else_cannot_be_named_in_the_form(admin, visitor, clerk):
    sent = {"act": "end_post", "post": clerk.posts.get().pk, "until_on": TODAY}
    assert admin.post(f"/people/{visitor.pk}/", sent).status_code == 404


def test_somebody_leaves_through_the_page(admin, clerk, official):
    post = clerk.posts.get()
    sent = {"act": "leave", "last_day": TODAY, f"successor-{post.pk}": "chen"}
    assert admin.post(f"/people/{clerk.pk}/", sent).status_code == 302
    assert queries.posts_of(official.pk).filter(role="body_clerk").exists()
    assert "有效至" in admin.get(f"/people/{clerk.pk}/").content.decode()


def test_forms_are_shown_after_the_password_was_shown(admin, official, monkeypatch):
    from zhiqiang.portal.people import entering

    assert "登记任职" in admin.get(f"/people/{official.pk}/").content.decode()
    now = entering.time.time()
    monkeypatch.setattr(entering.time, "time", lambda: now + 700)
    page = admin.get(f"/people/{official.pk}/").content.decode()
    assert "再次输入密码" in page and "登记任职" not in page
    # A form that was opened in time is still taken.
    assert admin.post(f"/people/{official.pk}/", {"act": "unlock"}).url.startswith("/people/")
    monkeypatch.setattr(entering.time, "time", lambda: now + 2000)
    answer = admin.post(f"/people/{official.pk}/", {"act": "unlock"})
    assert answer.url.startswith("/sign-in/confirm/")


@pytest.mark.parametrize("rows", [1, 3])
def test_lists_cost_the_same_queries_for_one_and_three(
    admin, department, rows, django_assert_max_num_queries
):
    program = Acting(None, without_lines)
    for number in range(rows):
        person = register_person(f"person{number}", "某人", "visitor", SECRET)
        posts.assign_post(program, person, department, "body_clerk", localdate())
        bodies.add_body(program, f"某单位{number}", "bank", "330300", department)
    for address in ("/people/", "/bodies/", f"/bodies/{department.pk}/"):
        with django_assert_max_num_queries(12):
            assert admin.get(address).status_code == 200


def test_no_page_carries_a_script_or_a_style_of_its_own(admin, official, department):
    for address in ("/account/", f"/people/{official.pk}/", f"/bodies/{department.pk}/", "/roles/"):
        page = admin.get(address).content.decode()
        assert "style=" not in page and " onclick" not in page and "<script>" not in page


def test_names_with_markup_are_written_as_text(admin, official):
    program = Acting(None, without_lines)
    people.edit_person(program, official, official.version, "<b>陈</b>", None)
    page = admin.get(f"/people/{official.pk}/").content.decode()
    assert "<b>陈</b>" not in page and "&lt;b&gt;陈&lt;/b&gt;" in page


def test_the_roles_page_says_what_the_catalogue_says(desk):
    page = desk.get("/roles/").content.decode()
    for word in ("系统管理员", "审计员", "查看完整个人信息", "须用第二因素登录", "不得同时任"):
        assert word in page


@pytest.mark.parametrize(
    ("agent", "device"),
    [
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/130 Safari/537.36 Edg/130", "Edge · Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101 Firefox/140.0", "火狐浏览器 · Linux"),
        ("curl/8", "未知设备"),
        ("", "未知设备"),
    ],
)  # fmt: skip
def test_devices_are_named_plainly(agent, device):
    assert device_of(agent) == device
