"""Posts give and take rights: by others, for a span, with a line for each."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from zhiqiang.kernel.errors import Refused
from zhiqiang.records.accounts import queries, rights
from zhiqiang.records.accounts.acting import Acting
from zhiqiang.records.accounts.actions import posts, register_person
from zhiqiang.records.accounts.models import Deputy, Person, Post
from zhiqiang.records.accounts.tests.conftest import SECRET

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def again(person):
    return queries.person(person.pk)


def test_a_post_is_given_with_a_line(by, lines, visitor, department):
    posts.assign_post(by, visitor, department, "body_clerk", date(2026, 1, 1), title="科长")
    act, subject, detail = lines[-1]
    assert (act, subject) == ("post_assigned", f"person/{visitor.pk}")
    assert detail["role"] == "body_clerk" and detail["from_on"] == "2026-01-01"


def test_nobody_changes_a_post_of_ones_own(by, administrator, department, clerk):
    with pytest.raises(Refused, match="自己的任职"):
        posts.assign_post(by, administrator, department, "protection_official", localdate())
    with pytest.raises(Refused, match="自己的任职"):
        posts.end_post(by, administrator.posts.get(), localdate())
    with pytest.raises(Refused, match="自己的任职"):
        posts.name_deputy(by, clerk.posts.get(), administrator, localdate(), localdate())
    with pytest.raises(Refused, match="自己的任职"):
        posts.hand_over(by, clerk.posts.get(), administrator, localdate())


def test_only_holders_of_the_right_change_posts(official, clerk, visitor, lines, department):
    post = clerk.posts.get()
    deputy = Deputy.objects.create(
        post=post, person=visitor, from_on=localdate(), until_on=localdate()
    )
    for person in (official, clerk, visitor):
        who = Acting(person, lines)
        for act in (
            lambda who=who: posts.assign_post(who, visitor, department, "official", localdate()),
            lambda who=who: posts.end_post(who, post, localdate()),
            lambda who=who: posts.hand_over(who, post, visitor, localdate()),
            lambda who=who: posts.name_deputy(who, post, visitor, localdate(), localdate()),
            lambda who=who: posts.end_deputy(who, deputy),
            lambda who=who: posts.leave(who, clerk, localdate()),
        ):
            with pytest.raises(Refused, match="管理任职"):
                act()


def test_roles_that_exclude_each_other_are_not_held_together(by, official, visitor, department):
    with pytest.raises(Refused, match="不得同时任"):
        posts.assign_post(by, official, department, "auditor", localdate())
    posts.assign_post(by, visitor, department, "auditor", localdate())
    with pytest.raises(Refused, match="不得同时任"):
        posts.assign_post(by, visitor, department, "administrator", localdate())


def test_nor_by_way_of_a_deputy(by, visitor, clerk, department):
    posts.assign_post(by, visitor, department, "auditor", localdate())
    with pytest.raises(Refused, match="不得同时任"):
        posts.name_deputy(by, clerk.posts.get(), visitor, localdate(), localdate())


def test_the_same_post_is_not_given_twice_over_the_same_days(by, clerk, department):
    with pytest.raises(Refused, match="已任"):
        posts.assign_post(by, clerk, department, "body_clerk", localdate())
    with pytest.raises(IntegrityError), transaction.atomic():
        post = clerk.posts.get()
        post.pk = None
        post.save(force_insert=True)


@pytest.mark.parametrize("role", ["visitor", "king", ""])
def test_only_declared_roles_are_given(by, visitor, department, role):
    with pytest.raises(Refused, match="没有可以登记的角色"):
        posts.assign_post(by, visitor, department, role, localdate())


def test_a_span_that_ends_before_it_begins_is_refused(by, visitor, department, clerk):
    with pytest.raises(Refused, match="早于"):
        posts.assign_post(by, visitor, department, "official", localdate(), localdate() - DAY)
    with pytest.raises(Refused, match="早于任职日期"):
        posts.end_post(by, clerk.posts.get(), date(2019, 12, 31))


def test_hand_over_leaves_no_gap_and_no_overlap(by, lines, clerk, visitor):
    day = localdate() + 5 * DAY
    later = posts.hand_over(by, clerk.posts.get(), visitor, day)
    assert clerk.posts.get().until_on == day - DAY
    assert (later.from_on, later.role, later.body) == (day, "body_clerk", clerk.posts.get().body)
    assert lines.acts[-2:] == ["post_assigned", "post_handed_over"]


def test_a_post_that_changed_meanwhile_is_not_ended_by_an_old_page(by, clerk):
    old = queries.post(clerk.posts.get().pk)
    posts.end_post(by, queries.post(old.pk), localdate() + 9 * DAY)
    with pytest.raises(Refused, match="刚被他人修改"):
        posts.end_post(by, old, localdate())


def test_leaving_ends_posts_deputies_and_account_and_hands_over(
    by, lines, clerk, visitor, official, department, centre
):
    other = posts.assign_post(by, clerk, centre, "body_clerk", date(2024, 1, 1))
    held = posts.assign_post(by, visitor, department, "body_clerk", date(2024, 1, 1))
    posts.name_deputy(by, held, clerk, localdate(), localdate() + 30 * DAY)
    last = localdate() + 3 * DAY
    post = clerk.posts.get(body=department)
    assert posts.leave(by, clerk, last, {post.pk: official}) == 1
    assert set(clerk.posts.values_list("until_on", flat=True)) == {last}
    assert official.posts.filter(body=department, from_on=last + DAY).exists()
    assert not official.posts.filter(body=centre).exists()
    assert Deputy.objects.get(person=clerk).until_on == last
    assert again(clerk).until_on == last and again(clerk).is_open
    assert lines.acts[-1] == "person_left"
    assert Post.objects.get(pk=other.pk).until_on == last


@pytest.mark.parametrize(
    "act",
    [
        lambda who, person: posts.end_post(who, person.posts.get(), localdate()),
        lambda who, person: posts.leave(who, person, localdate()),
    ],
)
def test_the_last_who_can_manage_is_not_taken_away(program, administrator, act):
    with pytest.raises(Refused, match="唯一能够管理"):
        act(program, administrator)
    second = register_person("second", "副某", "administrator", SECRET)
    act(program, administrator)
    with pytest.raises(Refused, match="唯一能够管理"):
        act(program, second)


def test_administrators_have_no_deputies_and_deputies_have_a_span(by, clerk, visitor, department):
    second = register_person("second", "副某", "administrator", SECRET)
    with pytest.raises(Refused, match="不能代理"):
        posts.name_deputy(by, second.posts.get(), visitor, localdate(), localdate())
    post = clerk.posts.get()
    with pytest.raises(Refused, match="最长一年"):
        posts.name_deputy(by, post, visitor, localdate(), localdate() + 400 * DAY)
    with pytest.raises(Refused, match="任职期限之内"):
        posts.name_deputy(by, post, visitor, date(2019, 1, 1), date(2019, 2, 1))
    with pytest.raises(Refused, match="另一人"):
        posts.name_deputy(by, post, clerk, localdate(), localdate())


def test_a_deputy_ends_today(by, clerk, visitor, department):
    deputy = posts.name_deputy(by, clerk.posts.get(), visitor, localdate(), localdate() + DAY)
    assert rights.may(again(visitor), "report_progress", department)
    posts.end_deputy(by, deputy)
    assert not rights.may(Person.objects.get(pk=visitor.pk), "report_progress", department)
