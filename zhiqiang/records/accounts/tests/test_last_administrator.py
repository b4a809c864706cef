"""Two administrators who take each other away at the same moment: one stays."""

import contextlib
import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.utils.timezone import localdate

from zhiqiang.kernel.errors import Refused
from zhiqiang.records.accounts import queries
from zhiqiang.records.accounts.acting import Acting, without_lines
from zhiqiang.records.accounts.actions import people, posts, register_person
from zhiqiang.records.accounts.tests.conftest import SECRET

pytestmark = pytest.mark.django_db(transaction=True)


def close(one, other):
    people.set_active(Acting(one, without_lines), other, other.version, False)


def end_post(one, other):
    posts.end_post(Acting(one, without_lines), queries.posts_of(other.pk).get(), localdate())


@pytest.mark.parametrize("act", [close, end_post])
def test_of_two_administrators_who_take_each_other_away_one_stays(monkeypatch, act):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite lets one transaction write at a time; run on PostgreSQL")
    pair = [register_person(name, name, "administrator", SECRET) for name in ("one", "two")]
    both = threading.Barrier(2, timeout=2)

    def meet(*args, **kwargs):
        # Broken where the other one waits for a lock, as it should.
        with contextlib.suppress(threading.BrokenBarrierError):
            both.wait()

    for module in (people, posts):
        kept = module.keep_an_administrator if module is people else module._keep_an_administrator
        name = kept.__name__
        monkeypatch.setattr(module, name, lambda *a, kept=kept: (kept(*a), meet()))
    refused = []

    def work(one, other):
        try:
            act(one, other)
        except Refused as error:
            refused.append(str(error))
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=(a, b)) for a, b in (pair, pair[::-1])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert queries.people_who_may("manage_people", localdate() + timedelta(days=1)).count() == 1
    assert len(refused) == 1
