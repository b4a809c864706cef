"""The pages about people, jobs and the journal: axe finds nothing, a phone scrolls down only."""

from __future__ import annotations

import pytest
from django.db import transaction

from zhiqiang.records.accounts.actions import register_person
from zhiqiang.records.jobs import actions as jobs
from zhiqiang.records.journal import actions as journal

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SECRET = "Siji-Qingshan-2719"
RULES = "() => axe.run(document, {resultTypes: ['violations']}).then(r => r.violations.map(v => [v.id, v.nodes.map(n => n.html.slice(0, 200))]))"
ADMINISTRATOR = (
    *("/account/", "/account/password/", "/account/tokens/add/", "/account/authenticator/"),
    *("/people/", "/people/add/", "/bodies/", "/bodies/add/", "/roles/"),
    *("/office/jobs/", "/office/jobs/{job}/"),
)
AUDITOR = ("/office/journal/", "/office/journal/1/", "/office/journal/?act=submit_job")


@pytest.fixture
def job(transactional_db, tmp_path, settings):
    settings.HOME = tmp_path
    register_person("admin", "管某", "administrator", SECRET)
    register_person("shen", "审某", "auditor", SECRET)
    run = jobs.submit("publish", {}, "admin", "发布快照")
    with transaction.atomic():
        journal.write("admin", "person_edited", "person/1", {"display_name": ["旧", "新"]})
    return run.pk


@pytest.mark.parametrize(("name", "addresses"), [("admin", ADMINISTRATOR), ("shen", AUDITOR)])
def test_office_pages_pass_the_rules_and_fit_a_phone(page, live_server, axe, job, name, addresses):
    page.goto(f"{live_server.url}/sign-in/")
    page.get_by_label("用户名").fill(name)
    page.get_by_label("密码", exact=False).first.fill(SECRET)
    page.get_by_role("button", name="登录").click()
    page.get_by_role("button", name="退出").wait_for()
    wrong = []
    for address in (one.format(job=job) for one in addresses):
        page.set_viewport_size({"width": 1366, "height": 900})
        answer = page.goto(live_server.url + address)
        assert answer is not None and answer.status == 200, address
        page.evaluate(axe)
        wrong += [f"{address} {one}" for one in page.evaluate(RULES)]
        page.set_viewport_size({"width": 375, "height": 812})
        over = page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        wrong += [f"{address} is {over} px too wide"] if over > 0 else []
    assert not wrong, "\n".join(wrong)
