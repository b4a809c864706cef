"""People who sign in."""

from __future__ import annotations

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models


class People(BaseUserManager["Person"]):
    """Makes persons; the name Django expects for its sign-in machinery."""

    def get_by_natural_key(self, username: str | None) -> Person:
        return self.get(username=username)


class Role(models.TextChoices):
    """What a person may see and do. Visitors see what is public."""

    OFFICIAL = "official", "工作人员"
    VISITOR = "visitor", "访客"


class Person(AbstractBaseUser):
    """A person with an account."""

    username = models.CharField("用户名", max_length=60, unique=True)
    display_name = models.CharField("姓名", max_length=60)
    role = models.CharField("角色", max_length=20, choices=Role.choices)
    is_active = models.BooleanField("启用", default=True)
    created_at = models.DateTimeField("建立时间", auto_now_add=True)

    USERNAME_FIELD = "username"
    objects = People()

    class Meta:
        db_table = "accounts_person"
        verbose_name = "人员"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(role__in=Role.values), name="accounts_person_known_role"
            )
        ]

    @property
    def is_official(self) -> bool:
        return self.role == Role.OFFICIAL

    def __str__(self) -> str:
        return self.display_name


class FailedSignIn(models.Model):
    """A sign-in that failed; several in a row from one address close that name for a while."""

    username = models.CharField("用户名", max_length=60)
    address = models.CharField("网络地址", max_length=45)
    at = models.DateTimeField("时间")

    class Meta:
        db_table = "accounts_failed_sign_in"
        verbose_name = "登录失败"
        indexes = [
            models.Index(fields=["username", "address", "at"], name="accounts_failed_sign_in_who")
        ]
