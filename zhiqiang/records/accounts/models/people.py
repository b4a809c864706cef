"""People with an account, the passwords they used before, and who they are elsewhere."""

from __future__ import annotations

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.timezone import localdate


class People(BaseUserManager["Person"]):
    """Makes persons; the name Django expects for its sign-in machinery."""

    def get_by_natural_key(self, username: str | None) -> Person:
        return self.get(username=username)


class Person(AbstractBaseUser):
    """A person with an account.

    What a person may do follows from the posts held today, never from the person: a post that
    ends takes its rights along at midnight. ``until_on`` is the last day on which the account
    opens. ``version`` counts the changes, so that two editors do not overwrite each other.
    """

    username = models.CharField("用户名", max_length=60, unique=True)
    display_name = models.CharField("姓名", max_length=60)
    mail = models.EmailField("接收邮件的地址", max_length=200, blank=True)
    is_active = models.BooleanField("启用", default=True)
    until_on = models.DateField("有效期至", null=True, blank=True)
    created_at = models.DateTimeField("建立时间", auto_now_add=True)
    password_set_at = models.DateTimeField("密码设置时间", null=True, blank=True)
    must_change_password = models.BooleanField("登录后须改密码", default=False)
    version = models.PositiveIntegerField("版本", default=1)

    USERNAME_FIELD = "username"
    objects = People()

    class Meta:
        db_table = "accounts_person"
        verbose_name = "人员"
        ordering = ["username"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(username="") & ~models.Q(display_name=""),
                name="accounts_person_has_names",
            )
        ]

    @property
    def is_open(self) -> bool:
        """Say whether the account opens today."""
        return self.is_active and (self.until_on is None or localdate() <= self.until_on)

    def __str__(self) -> str:
        return self.display_name


class FormerPassword(models.Model):
    """A password that a person used before, hashed; it must not come back."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="former_passwords")
    password = models.CharField("密码摘要", max_length=128)
    replaced_at = models.DateTimeField("更换时间")

    class Meta:
        db_table = "accounts_former_password"
        verbose_name = "曾用密码"
        ordering = ["-replaced_at", "-id"]


class ExternalIdentity(models.Model):
    """Who a person is at the identity provider of the city: its address and its own key."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="identities")
    issuer = models.CharField("签发方", max_length=300)
    subject = models.CharField("外部标识", max_length=255)
    linked_at = models.DateTimeField("关联时间")

    class Meta:
        db_table = "accounts_external_identity"
        verbose_name = "外部身份"
        constraints = [
            models.UniqueConstraint(
                fields=["issuer", "subject"], name="accounts_external_identity_once"
            ),
            models.UniqueConstraint(
                fields=["person", "issuer"], name="accounts_external_identity_one_each"
            ),
        ]
