"""The first account of an installation: made by whoever can read the console of the server.

There is no default password. While nobody has an account every page leads to the form, and the
form opens with a code that stands only in ``first-account.txt`` of the home folder (readable by
the owner) and on the console. With the first account the file goes.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils.timezone import localdate, now

from zhiqiang.kernel.errors import Refused
from zhiqiang.records.accounts.acting import Acting, Record
from zhiqiang.records.accounts.actions import bodies, lockout, people, posts
from zhiqiang.records.accounts.models import Lock, Person

#: failures with the code are counted under this name
NAME = "·first-account·"


def code_file() -> Path:
    """Return where the code stands."""
    return Path(settings.HOME) / "first-account.txt"


def code() -> str:
    """Return the one-time code, made at random when there is none yet."""
    path = code_file()
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
            out.write("-".join(f"{secrets.randbelow(10**4):04d}" for _ in range(5)))
    except FileExistsError:
        pass
    return path.read_text(encoding="ascii").strip()


def announcement() -> list[str]:
    """Return the lines for the console; none when somebody has an account."""
    if Person.objects.exists():
        return []
    return [
        "本系统还没有账户。请在浏览器打开网页，按提示建立第一个账户。",
        f"一次性口令：{code()}（另存于 {code_file()}，建立后失效）",
    ]


def create_first(
    given: str,
    address: str,
    names: tuple[str, str],
    body_name: str,
    region_code: str,
    password: str,
    record: Record,
) -> Person:
    """Make the first account with the role of administrator; ``names``: user name, full name.

    Refused once anybody has an account, and with a wrong code, which is counted like a password.
    """
    lockout.begin(NAME, address)
    typed = "".join(c for c in given if c.isdigit())
    if not secrets.compare_digest(typed, code().replace("-", "")):
        raise Refused("一次性口令不正确。口令在服务器的控制台和 first-account.txt 文件中。")
    lockout.take_back(NAME, address)
    acting = Acting(None, record)
    with transaction.atomic():
        # One row that both of two simultaneous first accounts must hold.
        Lock.objects.get_or_create(key="first-account", defaults={"failed_at": now()})
        Lock.objects.select_for_update().get(key="first-account")
        if Person.objects.exists():
            raise Refused("已经有账户，请登录。")
        person, _ = people.add_person(acting, *names, password=password)
        Person.objects.filter(pk=person.pk).update(must_change_password=False)
        body = bodies.add_body(acting, body_name, "department", region_code)
        posts.assign_post(acting, person, body, "administrator", localdate())
    code_file().unlink(missing_ok=True)
    person.refresh_from_db()
    return person
