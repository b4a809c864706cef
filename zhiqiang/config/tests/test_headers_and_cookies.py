"""Every answer carries the headers that keep a browser on our side."""

import os
import subprocess
import sys

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory

from zhiqiang.config.headers import SafeHeaders

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def turned_away():
    """An answer that no page has made: refused at the door."""
    return Client().get("/", {"q": "\x00"})


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("X-Content-Type-Options", "nosniff"),
        ("Referrer-Policy", "same-origin"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
        ("Cross-Origin-Resource-Policy", "same-origin"),
    ],
)
def test_even_a_refusal_at_the_door_carries_the_headers(turned_away, header, value):
    assert turned_away.status_code == 400
    assert turned_away[header] == value


def test_scripts_and_styles_come_from_this_house_only(turned_away):
    policy = dict(
        part.strip().split(" ", 1) for part in turned_away["Content-Security-Policy"].split(";")
    )
    assert policy["default-src"] == policy["script-src"] == policy["style-src"] == "'self'"
    assert policy["object-src"] == policy["frame-ancestors"] == "'none'"
    assert "unsafe" not in turned_away["Content-Security-Policy"]


def test_a_browser_is_asked_for_neither_camera_nor_place(turned_away):
    assert "camera=()" in turned_away["Permissions-Policy"]
    assert "geolocation=()" in turned_away["Permissions-Policy"]


def test_pages_of_somebody_with_a_session_stay_in_no_cache(settings):
    ask = SafeHeaders(lambda request: HttpResponse())
    request = RequestFactory().get("/")
    assert not ask(request).has_header("Cache-Control")
    request.COOKIES[settings.SESSION_COOKIE_NAME] = "x"
    assert ask(request)["Cache-Control"] == "private, no-store"


def settings_with(name: str, tmp_path, **environment: str) -> str:
    code = f"from zhiqiang.config import settings as s; print({name})"
    plain = {k: v for k, v in os.environ.items() if not k.startswith("ZHIQIANG_")}
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=plain | {"ZHIQIANG_HOME": str(tmp_path)} | environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


def test_cookies_are_out_of_reach_of_scripts_and_of_other_sites(settings):
    assert settings.SESSION_COOKIE_HTTPONLY and settings.CSRF_COOKIE_HTTPONLY
    assert settings.SESSION_COOKIE_SAMESITE in {"Lax", "Strict"}
    assert settings.CSRF_COOKIE_SAMESITE in {"Lax", "Strict"}


def test_behind_tls_cookies_are_secure_and_browsers_stay_on_tls(tmp_path):
    names = "s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SECURE_SSL_REDIRECT, s.DEBUG"
    assert settings_with(names, tmp_path, ZHIQIANG_HTTPS="1") == "True True True False"
    assert int(settings_with("s.SECURE_HSTS_SECONDS", tmp_path, ZHIQIANG_HTTPS="1")) >= 31_536_000
    assert settings_with(names, tmp_path) == "False False False False"


def test_each_installation_makes_its_own_key(tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    keys = {settings_with("s.SECRET_KEY", tmp_path / name) for name in ("a", "b")}
    assert len(keys) == 2
    assert min(len(key) for key in keys) >= 50
    assert (tmp_path / "a" / "secret.key").stat().st_mode & 0o077 == 0
