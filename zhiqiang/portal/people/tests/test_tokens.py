"""A token on one's own account: asked for behind the password, shown once, taken back."""

import re

import pytest

from zhiqiang.portal.people.tests.conftest import acts
from zhiqiang.records.accounts.models import AccessToken

pytestmark = pytest.mark.django_db


def issue(client, **given):
    return client.post("/account/tokens/add/", {"name": "取数", "days": "30"} | given)


def test_a_token_is_shown_once_works_and_is_taken_back(desk, stranger):
    page = issue(desk).content.decode()
    secret = re.search(r"zq_[\w-]{43}", page)[0]
    assert secret not in desk.get("/account/").content.decode()
    header = {"authorization": f"Bearer {secret}"}
    assert stranger.get("/api/v1/me", headers=header).json()["username"] == "chen"
    assert "取数" in desk.get("/account/").content.decode()
    desk.post(f"/account/tokens/{AccessToken.objects.get().pk}/revoke/")
    assert stranger.get("/api/v1/me", headers=header).status_code == 401
    assert acts()[-2:] == ["token_issued", "token_revoked"]


@pytest.mark.parametrize("given", [{"name": ""}, {"days": "9999"}, {"days": "x"}])
def test_what_is_missing_or_too_long_is_refused_in_words(desk, given):
    page = issue(desk, **given)
    assert page.status_code == 400 and "没有保存" in page.content.decode()
    assert not AccessToken.objects.exists()


def test_nobody_takes_back_the_token_of_somebody_else(desk, admin):
    issue(desk)
    token = AccessToken.objects.get()
    admin.post(f"/account/tokens/{token.pk}/revoke/")
    token.refresh_from_db()
    assert token.revoked_at is None


def test_who_has_not_signed_in_is_led_to_the_sign_in_page(stranger):
    assert "/sign-in/" in issue(stranger).headers["Location"]
