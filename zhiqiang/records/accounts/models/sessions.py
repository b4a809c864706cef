"""Where people are signed in, and which doors are closed after failures."""

from __future__ import annotations

from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models

from zhiqiang.records.accounts.models.people import Person


class Session(AbstractBaseSession):
    """A browser that talks to us. ``person`` is empty until somebody signs in with it."""

    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, null=True, blank=True, related_name="sessions"
    )
    began_at = models.DateTimeField("登录时间")
    seen_at = models.DateTimeField("最近活动")
    address = models.CharField("网络地址", max_length=45, blank=True)
    agent = models.CharField("浏览器", max_length=200, blank=True)

    class Meta(AbstractBaseSession.Meta):
        abstract = False
        db_table = "accounts_session"
        verbose_name = "会话"

    @classmethod
    def get_session_store_class(cls) -> type[SessionBase]:
        from zhiqiang.records.accounts.session_store import SessionStore

        return SessionStore


class Lock(models.Model):
    """Failures in a row for one account or one network address, and until when it is closed.

    ``closed_seconds`` is kept beside ``closed_until`` so that a clock that is set back does not
    close the door for longer than it was meant to be.
    """

    key = models.CharField("对象", max_length=120, unique=True)
    failures = models.PositiveIntegerField("连续失败次数", default=0)
    failed_at = models.DateTimeField("最近失败", db_index=True)
    closed_until = models.DateTimeField("锁定至", null=True, blank=True)
    closed_seconds = models.PositiveIntegerField("锁定秒数", default=0)

    class Meta:
        db_table = "accounts_lock"
        verbose_name = "登录锁定"
