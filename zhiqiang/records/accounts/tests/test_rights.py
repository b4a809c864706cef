"""A right is held everywhere, or in a body and those beneath it; or not at all."""

from datetime import timedelta

import pytest
from django.utils.timezone import localdate

from zhiqiang.kernel.errors import BadCatalogue, Refused
from zhiqiang.records.accounts import queries, rights, roles
from zhiqiang.records.accounts.actions import posts
from zhiqiang.records.accounts.rights import NobodyAsked, may, may_somewhere

pytestmark = pytest.mark.django_db


def again(person):
    """Read a person anew: what one holds is kept for the life of the object."""
    return queries.person(person.pk)


def test_an_official_works_everywhere_and_a_stranger_sees_what_is_public(official, stranger):
    assert may(official, "work_register")
    assert may(stranger, "see_public")
    assert not may(stranger, "see_internal")


def test_a_clerk_holds_rights_in_the_own_body_and_those_beneath_it_only(
    clerk, government, department, centre
):
    assert may(clerk, "report_progress", department)
    assert may(clerk, "report_progress", centre)
    assert not may(clerk, "report_progress", government)
    assert not may(clerk, "report_progress")
    assert may_somewhere(clerk, "report_progress")
    assert not may_somewhere(clerk, "manage_people")
    assert not may(clerk, "work_register")


def test_an_auditor_reads_the_journal_and_works_with_nothing(program, visitor, department):
    posts.assign_post(program, visitor, department, "auditor", localdate())
    person = again(visitor)
    assert may(person, "read_journal")
    assert not may(person, "work_register") and not may(person, "manage_people")


def test_a_post_gives_nothing_before_its_first_and_after_its_last_day(program, visitor, department):
    day = timedelta(days=1)
    today = localdate()
    posts.assign_post(program, visitor, department, "official", today + day)
    assert not may(again(visitor), "work_register")
    posts.assign_post(program, visitor, department, "official", today - day * 9, today - day)
    assert not may(again(visitor), "work_register")
    posts.assign_post(program, visitor, department, "official", today, today)
    assert may(again(visitor), "work_register")


def test_a_deputy_holds_the_rights_for_the_span_and_no_longer(program, clerk, visitor, department):
    post, today = clerk.posts.get(), localdate()
    posts.name_deputy(program, post, visitor, today, today + timedelta(days=3))
    assert may(again(visitor), "report_progress", department)
    deputy = visitor.deputised.get()
    deputy.from_on = deputy.until_on = today - timedelta(days=1)
    deputy.save()
    assert not may_somewhere(again(visitor), "report_progress")


def test_a_deputy_of_an_ended_post_holds_nothing(program, clerk, visitor, department):
    post, today = clerk.posts.get(), localdate()
    posts.name_deputy(program, post, visitor, today, today + timedelta(days=3))
    posts.end_post(program, post, today - timedelta(days=1))
    assert not may_somewhere(again(visitor), "report_progress")
    assert not may_somewhere(again(clerk), "report_progress")


def test_a_closed_account_and_one_past_its_day_hold_nothing(official):
    official.is_active = False
    official.save()
    assert not may(again(official), "work_register")
    official.is_active, official.until_on = True, localdate() - timedelta(days=1)
    official.save()
    assert not may(again(official), "work_register")


def test_a_role_that_the_catalogue_no_longer_knows_gives_nothing(official):
    official.posts.update(role="gone")
    assert not may(again(official), "work_register")


def test_an_undeclared_right_is_a_mistake_and_not_a_no(official):
    with pytest.raises(LookupError):
        may(official, "fly")


@pytest.mark.parametrize("nobody", [None, 7, "chen", object()])
def test_asking_for_nobody_is_a_mistake_and_not_a_no(nobody):
    with pytest.raises(NobodyAsked):
        may(nobody, "see_public")


def test_require_names_the_missing_right(clerk, government):
    with pytest.raises(Refused, match="填报进展.*人民政府"):
        rights.require(clerk, "report_progress", government)


def test_rights_cost_one_query_however_often_they_are_asked(
    clerk, department, centre, django_assert_num_queries
):
    person = again(clerk)
    with django_assert_num_queries(1):
        for _ in range(50):
            may(person, "report_progress", department)
            may(person, "see_internal", centre)
            may(person, "work_register")


def test_every_role_names_declared_rights_and_somebody_can_manage(settings):
    declared = roles.roles()
    for right in ("manage_people", "assign_posts", "read_journal", "manage_bodies"):
        assert any(right in role.rights for role in declared.values())
    assert not any(
        {"read_journal", "assign_posts"} <= set(role.rights) for role in declared.values()
    )
    assert declared["visitor"].rights == ("see_public",)


def test_a_role_with_an_undeclared_right_is_refused(tmp_path, settings):
    from shutil import copytree

    copytree(settings.CATALOGUE / "roles", tmp_path / "roles")
    (tmp_path / "codes").mkdir()
    source = settings.CATALOGUE / "codes" / "access_rights.yml"
    (tmp_path / "codes" / "access_rights.yml").write_text(source.read_text("utf-8"), "utf-8")
    path = tmp_path / "roles" / "visitor.yml"
    path.write_text(path.read_text("utf-8").replace("see_public", "see_all"), "utf-8")
    settings.CATALOGUE = tmp_path
    with pytest.raises(BadCatalogue, match="see_all"):
        roles.roles()
