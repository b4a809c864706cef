"""Accounts: made, changed by one at a time, closed; passwords that do not come back."""

from datetime import timedelta

import pytest
from django.utils.timezone import localdate, now

from zhiqiang.kernel.errors import Refused
from zhiqiang.records.accounts import queries, rights
from zhiqiang.records.accounts.acting import Acting
from zhiqiang.records.accounts.actions import (
    first_account,
    lockout,
    people,
    register_person,
    sign_in,
    signing,
)
from zhiqiang.records.accounts.models import Person
from zhiqiang.records.accounts.tests.conftest import REGION, SECRET

pytestmark = pytest.mark.django_db
NEW = "Kestrel-8-Paddock"


def test_a_new_account_has_a_random_password_to_be_changed_and_no_rights(by, lines):
    person, password = people.add_person(by, "zhao", "赵某")
    assert sign_in("zhao", password, "10.0.0.1") == person
    assert signing.must_change_password(person)
    assert not rights.may(person, "work_register")
    assert lines == [("person_added", f"person/{person.pk}", {"username": "zhao"})]
    assert people.temporary_password() != people.temporary_password()


@pytest.mark.parametrize("username", ["", "a", "with blank", "x" * 61, "bad/name", "名<字"])
def test_bad_user_names_are_refused(by, username):
    with pytest.raises(Refused, match="用户名应为"):
        people.add_person(by, username, "赵某")


def test_of_two_administrators_the_second_is_told_and_nothing_is_lost(by, official):
    mine, theirs = queries.person(official.pk), queries.person(official.pk)
    people.edit_person(by, mine, mine.version, "陈某某", None)
    with pytest.raises(people.Overtaken, match="已被他人修改"):
        people.edit_person(by, theirs, theirs.version, "陈大某", None)
    kept = queries.person(official.pk)
    assert (kept.display_name, kept.version) == ("陈某某", mine.version)


def test_a_change_leaves_before_and_after(by, lines, official):
    people.edit_person(by, official, official.version, "陈某某", localdate())
    assert lines[-1][2] == {
        "display_name": ["陈某", "陈某某"],
        "until_on": [None, str(localdate())],
    }


def test_only_holders_of_the_right_change_accounts(official, clerk, visitor, lines):
    for person in (official, clerk, visitor):
        who = Acting(person, lines)
        for act in (
            lambda who=who: people.add_person(who, "zhao", "赵某"),
            lambda who=who: people.edit_person(who, visitor, 1, "王某某", None),
            lambda who=who: people.set_active(who, visitor, 1, False),
            lambda who=who: people.unlock(who, visitor),
        ):
            with pytest.raises(Refused, match="管理账户"):
                act()
    for one, other in ((official, clerk), (clerk, official)):
        with pytest.raises(Refused, match="管理账户"):
            people.reset_password(Acting(one, lines), other)
        with pytest.raises(Refused, match="管理账户"):
            signing.sign_out_everywhere(Acting(one, lines), other)
    assert lines.acts.count("person_added") == 0


def test_nobody_closes_the_own_account_nor_the_last_that_can_manage(by, administrator, program):
    with pytest.raises(Refused, match="自己的账户"):
        people.set_active(by, administrator, administrator.version, False)
    with pytest.raises(Refused, match="唯一能够管理"):
        people.set_active(program, administrator, administrator.version, False)
    with pytest.raises(Refused, match="唯一能够管理"):
        yesterday = localdate() - timedelta(days=1)
        people.edit_person(program, administrator, administrator.version, "管某", yesterday)


def test_changing_a_password_needs_the_old_one(official, lines):
    who = Acting(official, lines)
    with pytest.raises(Refused, match="现用密码不正确"):
        people.change_password(who, official, "wrong", NEW)
    people.change_password(who, official, SECRET, NEW)
    assert sign_in("chen", NEW, "10.0.0.1") == official
    assert lines.acts == ["password_changed"]


def test_nobody_changes_the_password_of_another(by, official):
    with pytest.raises(Refused, match="自己的密码"):
        people.change_password(by, official, SECRET, NEW)


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("Ab3-xyz", "不能短于 10"),
        ("abcdefghijk", "3 种"),
        ("陈某-Kestrel-8", "姓名"),
        ("chen-Chen-2026", "用户名"),
        ("Password123", "常见"),
        (SECRET, "现用密码或最近"),
    ],
)
def test_weak_passwords_are_refused_with_the_reason(official, lines, password, why):
    with pytest.raises(Refused, match=why):
        people.change_password(Acting(official, lines), official, SECRET, password)


@pytest.mark.parametrize(
    "password", ["Ab3-Ab3-Ab3", "四季-青山-2719-河", "a phrase of several words"]
)
def test_good_passwords_are_taken(official, lines, password):
    people.change_password(Acting(official, lines), official, SECRET, password)


def test_the_last_five_passwords_do_not_come_back_but_the_sixth_does(official, lines):
    who, old = Acting(official, lines), SECRET
    for number in range(5):
        new = f"Kestrel-{number}-Paddock"
        people.change_password(who, official, old, new)
        with pytest.raises(Refused, match="最近"):
            people.change_password(who, official, new, SECRET)
        old = new
    people.change_password(who, official, old, "Kestrel-9-Paddock")
    people.change_password(who, official, "Kestrel-9-Paddock", SECRET)
    assert official.former_passwords.count() == people.KEPT_PASSWORDS


def test_an_old_password_is_due(official, settings):
    assert not signing.must_change_password(official)
    official.password_set_at = now() - timedelta(days=181)
    assert signing.must_change_password(official)
    settings.PASSWORD_DAYS = 0
    assert not signing.must_change_password(official)


def test_a_reset_opens_the_door_and_makes_the_password_due(by, official):
    for _ in range(5):
        with pytest.raises(Refused):
            sign_in("chen", "wrong", "10.0.0.1")
    password = people.reset_password(by, official)
    person = sign_in("chen", password, "10.0.0.1")
    assert signing.must_change_password(person)


def test_an_administrator_opens_a_closed_door(by, lines, official):
    for _ in range(5):
        with pytest.raises(Refused):
            sign_in("chen", "wrong", "10.0.0.1")
    assert lockout.seconds_closed("chen") > 0
    assert people.unlock(by, official)
    assert sign_in("chen", SECRET, "10.0.0.1") == official
    assert lines.acts == ["account_unlocked"]


def test_no_password_and_no_secret_stands_in_any_line(by, official, lines):
    _, first = people.add_person(by, "zhao", "赵某")
    reset = people.reset_password(by, official)
    people.change_password(Acting(official, lines), official, reset, NEW)
    assert not any(word in str(lines) for word in (first, reset, NEW))


@pytest.fixture
def home(tmp_path, settings):
    settings.HOME = tmp_path
    return tmp_path


def make_first(code, lines, username="first"):
    return first_account.create_first(
        code, "10.0.0.1", (username, "首某"), "市知识产权局", REGION, SECRET, lines
    )


def test_the_first_account_opens_with_the_code_of_the_console_only(db, home, lines):
    said = "\n".join(first_account.announcement())
    code = first_account.code()
    assert code in said
    assert first_account.code_file().stat().st_mode & 0o777 == 0o600
    with pytest.raises(Refused, match="一次性口令"):
        make_first("0000-0000-0000-0000-0000", lines)
    person = make_first(code, lines)
    assert (
        rights.may(person, "work_register")
        and queries.people_who_may("manage_people").get() == person
    )
    assert not first_account.code_file().exists()
    assert first_account.announcement() == []
    assert lines.acts == ["person_added", "body_added", "post_assigned"]


def test_the_code_works_once(db, home, lines):
    code = first_account.code()
    make_first(code, lines)
    with pytest.raises(Refused):
        make_first(code, lines, "second")
    with pytest.raises(Refused, match="已经有账户"):
        make_first(first_account.code(), lines, "second")
    assert Person.objects.count() == 1


def test_guessing_the_code_closes_the_door(db, home, lines):
    for _ in range(5):
        with pytest.raises(Refused):
            make_first("1", lines)
    with pytest.raises(lockout.Locked):
        make_first(first_account.code(), lines)


def test_without_a_person_there_is_no_way_in(db):
    for username, password in (("admin", "admin"), ("root", ""), ("", "")):
        with pytest.raises(Refused):
            sign_in(username, password, "10.0.0.1")


def test_register_person_makes_the_office_once(official, administrator):
    register_person("third", "三某", "official", SECRET)
    assert queries.bodies().count() == 1
