"""What must hold on every page: axe finds nothing, a phone scrolls down only, paper has no menu."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils.timezone import localdate

from zhiqiang.records.registry import queries as registry
from zhiqiang.records.registry.actions import find_pairs, score_register

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MISSING = "/nowhere/"


def pair_of_forms():
    """Return the pair that the city's firm makes with its like under another legal form."""
    from zhiqiang.records.registry.models import Party, PartyPair

    name = "澄江阀门股份有限公司"
    Party.objects.create(identity=f"NAME:{name}", kind="firm", name=name, name_key=name)
    find_pairs()
    return PartyPair.objects.for_program("test").get().pk


@pytest.fixture
def addresses(city):
    """Every kind of page, with something on it."""
    score_register(localdate())
    right = next(iter(registry.search_rights(AnonymousUser(), "密封结构之1")))
    programme = f"/programmes/{city.programme.pk}/"
    target = city.programme.targets.filter(value__isnull=False).first()
    batch = f"/imports/{city.patents.batch_id}/"
    return [
        "/?wait=1",
        "/indicators/?wait=1",
        f"/indicators/?wait=1&plan={city.programme.pk}&order=lamp",
        "/figures/definitions/",
        "/figures/definitions/new/?kind=ratio",
        "/figures/definitions/valid_invention_patents/",
        "/indicators/valid_invention_patents/?as_of=2024-12-31",
        "/indicators/valid_invention_patents/rows/?as_of=2024-12-31",
        "/register/",
        "/register/?kind=design",
        "/register/parties/",
        "/register/events/",
        "/register/events/?kind=grant&since=2020-01-01",
        "/register/designations/",
        "/register/activities/",
        "/register/statistics/",
        "/register/budgets/",
        "/register/fees/?days=90",
        "/register/fees/?by=holder",
        f"/register/rights/{right.pk}/",
        f"/register/rights/{right.pk}/?known=1&on=2021-06-02",
        f"/register/rights/{right.pk}/changes/",
        f"/register/records/right/{right.pk}/",
        f"/register/records/right/{right.pk}/correct/filed_on/",
        "/register/?known=1&on=2021-06-02",
        f"/register/parties/{right.holder_id}/",
        "/register/quality/",
        "/register/quality/class_known/",
        "/register/quality/granted_after_filing/",
        "/register/pairs/",
        f"/register/pairs/{pair_of_forms()}/",
        "/imports/",
        batch,
        f"{batch}row/?row=2&field=filed_on",
        "/snapshots/1/",
        "/search/?q=密封",
        "/search/rights/",
        "/search/rights/?q=名称=密封 OR 阀门",
        "/ui/patterns/",
        MISSING,
        f"{programme}promised/?as_of=2024-12-31",
        "/programmes/",
        programme,
        f"{programme}targets/",
        f"{programme}targets/{target.code}/",
        f"{programme}tasks/",
        f"{programme}findings/",
        f"{programme}source/",
    ]


def visit(page, live_server, address):
    """Open a page that must be there, or the one that must not."""
    answer = page.goto(live_server.url + address)
    assert answer is not None
    assert answer.status == (404 if address == MISSING else 200), address


def test_every_page_passes_the_accessibility_rules(
    page, live_server, addresses, sign_in, violations
):
    page.goto(f"{live_server.url}/sign-in/")
    found = {"/sign-in/": violations()}
    sign_in()
    for address in addresses:
        visit(page, live_server, address)
        found[address] = violations()
    wrong = [f"{address} {one}" for address, several in found.items() for one in several]
    assert not wrong, "\n".join(wrong)


def test_no_page_scrolls_sideways_on_a_phone_and_none_prints_its_menu(
    page, live_server, addresses, sign_in, too_wide
):
    sign_in()
    wide, printed = {}, []
    for address in addresses:
        visit(page, live_server, address)
        if (over := too_wide()) > 0:
            wide[address] = over
        page.emulate_media(media="print")
        if page.locator("nav:visible").count():
            printed.append(address)
        page.emulate_media(media="screen")
    assert (wide, printed) == ({}, [])
