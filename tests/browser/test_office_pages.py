"""The pages about people, jobs and the journal: axe finds nothing, a phone scrolls down only."""

from __future__ import annotations

import pytest
from django.db import transaction

from zhiqiang.records.jobs import actions as jobs
from zhiqiang.records.journal import actions as journal

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ADMINISTRATOR = (
    *("/account/", "/account/password/", "/account/tokens/add/", "/account/authenticator/"),
    *("/people/", "/people/add/", "/bodies/", "/bodies/add/", "/roles/"),
    *("/office/jobs/", "/office/jobs/{job}/"),
)
AUDITOR = ("/office/journal/", "/office/journal/1/", "/office/journal/?act=submit_job")


@pytest.fixture
def job(register):
    register("admin", "管某", "administrator")
    register("shen", "审某", "auditor")
    run = jobs.submit("publish", {}, "admin", "发布快照")
    with transaction.atomic():
        journal.write("admin", "person_edited", "person/1", {"display_name": ["旧", "新"]})
    return run.pk


@pytest.mark.parametrize(("name", "addresses"), [("admin", ADMINISTRATOR), ("shen", AUDITOR)])
def test_office_pages_pass_the_rules_and_fit_a_phone(sign_in, wrong_on, job, name, addresses):
    sign_in(name)
    wrong = wrong_on(one.format(job=job) for one in addresses)
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("address", ["/people/", "/bodies/"])
def test_a_box_to_tick_stands_in_line_with_its_button(page, live_server, sign_in, job, address):
    page.set_viewport_size({"width": 1280, "height": 800})
    sign_in("admin")
    page.goto(live_server.url + address)
    form = page.locator("form.filters")
    boxes = [form.locator(one).bounding_box() for one in ("input[type=checkbox]", "button")]
    box, button = (one["y"] + one["height"] / 2 for one in boxes)
    assert abs(box - button) <= 3
