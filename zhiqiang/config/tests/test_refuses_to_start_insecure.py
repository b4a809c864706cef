"""The program does not start in a way in which somebody could walk in."""

import os
import subprocess
import sys

import pytest

from zhiqiang.config import sqlite
from zhiqiang.config.security import is_public, refuse_insecure
from zhiqiang.kernel.errors import Misconfigured

KEY = "q7Zk2mX9vB4nR8tL1pW6yC3dF5gH0jS-aEuIoQxNzMkTrPwVbYc"
LOCAL = ["127.0.0.1", "localhost", "[::1]"]


def test_a_local_start_with_a_key_of_its_own_is_fine():
    refuse_insecure(False, LOCAL, KEY, https=False)
    refuse_insecure(True, LOCAL, KEY, https=False)


@pytest.mark.parametrize("host", ["ip.example.gov.cn", "*", "203.0.113.8", "192.168.3.4", ".cn"])
def test_debugging_is_for_this_machine_only(host):
    with pytest.raises(Misconfigured, match="DEBUG"):
        refuse_insecure(True, [*LOCAL, host], KEY, https=True)


@pytest.mark.parametrize("key", ["", "secret", "x" * 60, "django-insecure-" + KEY, "changeme" * 8])
def test_a_default_or_short_key_is_refused(key):
    with pytest.raises(Misconfigured, match="密钥"):
        refuse_insecure(False, LOCAL, key, https=True)


@pytest.mark.parametrize("host", ["ip.example.gov.cn", "*", "8.8.8.8"])
def test_a_public_name_needs_encryption(host):
    assert is_public(host)
    with pytest.raises(Misconfigured, match="HTTPS"):
        refuse_insecure(False, [*LOCAL, host], KEY, https=False)


@pytest.mark.parametrize("host", ["ip.example.gov.cn", ".example.gov.cn", "8.8.8.8"])
def test_names_are_listed_and_not_any_name_is_taken(host):
    refuse_insecure(False, [*LOCAL, host], KEY, https=True)
    with pytest.raises(Misconfigured, match="逐个列出"):
        refuse_insecure(False, [*LOCAL, host, "*"], KEY, https=True)


def test_an_address_of_a_private_network_may_be_tried_without():
    refuse_insecure(False, [*LOCAL, "192.168.3.4", "10.1.2.3"], KEY, https=False)


def test_a_key_that_others_can_read_is_refused(tmp_path):
    path = tmp_path / "secret.key"
    path.write_text(KEY)
    path.chmod(0o644)
    with pytest.raises(Misconfigured, match="chmod 600"):
        refuse_insecure(False, LOCAL, KEY, False, path)


def test_the_settings_themselves_refuse(tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", "import zhiqiang.config.settings"],
        env=os.environ | {"ZHIQIANG_HOME": str(tmp_path), "ZHIQIANG_HOSTS": "ip.example.gov.cn"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode != 0
    assert "ZHIQIANG_HTTPS=1" in done.stderr


def test_an_sqlite_library_with_the_wal_reset_bug_is_refused(monkeypatch):
    monkeypatch.setattr(sqlite.sqlite3, "sqlite_version_info", (3, 51, 2))
    monkeypatch.setitem(sys.modules, "pysqlite3", None)
    with pytest.raises(Misconfigured, match="WAL"):
        sqlite.use_fixed_library()
