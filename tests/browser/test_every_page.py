"""What must hold on every page: axe finds nothing, a phone scrolls down only, paper has no menu."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser

from zhiqiang.portal.tests import small_city
from zhiqiang.records.accounts.actions import register_person
from zhiqiang.records.registry import queries as registry

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SECRET = "Siji-Qingshan-2719"
RULES = "() => axe.run(document, {resultTypes: ['violations']}).then(r => r.violations.map(v => [v.id, v.nodes.map(n => n.html.slice(0, 200))]))"


@pytest.fixture
def addresses(transactional_db, tmp_path, settings):
    """Every kind of page, with something on it."""
    settings.HOME = tmp_path
    city = small_city.build(tmp_path)
    register_person("chen", "陈某", "official", SECRET)
    right = next(iter(registry.search_rights(AnonymousUser(), "密封结构之1")))
    programme = f"/programmes/{city.programme.pk}/"
    target = city.programme.targets.filter(value__isnull=False).first()
    return [
        "/?wait=1",
        "/indicators/?wait=1",
        "/indicators/valid_invention_patents/?as_of=2024-12-31",
        "/indicators/valid_invention_patents/rows/?as_of=2024-12-31",
        "/register/",
        "/register/?kind=design",
        f"/register/rights/{right.pk}/",
        f"/register/parties/{right.holder_id}/",
        "/imports/",
        "/imports/1/",
        "/imports/1/row/?row=2&field=filed_on",
        "/snapshots/1/",
        "/search/?q=密封",
        "/ui/patterns/",
        "/nowhere/",
        "/programmes/",
        programme,
        f"{programme}targets/",
        f"{programme}targets/{target.code}/",
        f"{programme}tasks/",
        f"{programme}findings/",
        f"{programme}source/",
    ]


def sign_in(page, address):
    page.goto(f"{address}/sign-in/")
    page.get_by_label("用户名").fill("chen")
    page.get_by_label("密码", exact=False).first.fill(SECRET)
    page.get_by_role("button", name="登录").click()
    page.get_by_role("button", name="退出").wait_for()


def test_every_page_passes_the_accessibility_rules(page, live_server, addresses, axe):
    found = {}
    page.goto(f"{live_server.url}/sign-in/")
    page.evaluate(axe)
    found["/sign-in/"] = page.evaluate(RULES)
    sign_in(page, live_server.url)
    for address in addresses:
        page.goto(live_server.url + address)
        page.evaluate(axe)
        found[address] = page.evaluate(RULES)
    wrong = [f"{address} {one}" for address, several in found.items() for one in several]
    assert not wrong, "\n".join(wrong)


def test_no_page_scrolls_sideways_on_a_phone_and_none_prints_its_menu(page, live_server, addresses):
    sign_in(page, live_server.url)
    page.set_viewport_size({"width": 375, "height": 812})
    wide, printed = {}, []
    for address in addresses:
        page.goto(live_server.url + address)
        over = page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        if over > 0:
            wide[address] = over
        page.emulate_media(media="print")
        if page.locator("nav:visible").count():
            printed.append(address)
        page.emulate_media(media="screen")
    assert (wide, printed) == ({}, [])
