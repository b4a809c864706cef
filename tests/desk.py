"""An official's browser, and what is done and read with it."""

from __future__ import annotations

from typing import Any

from django.test import Client

from zhiqiang.pipeline import JOBS
from zhiqiang.records.jobs.runner import run_next

SECRET = "Siji-Qingshan-2719"


def browser_of(person: Any) -> Client:
    """Return a browser in which ``person`` is signed in."""
    client = Client()
    client.force_login(person)
    return client


def text_of(answer: Any) -> str:
    """Return a page as text."""
    return str(answer.content.decode())


def work() -> None:
    """Do all the long work that waits."""
    while run_next(JOBS):
        pass
