"""What a person signs in with beside the password: one-time codes, passkeys, recovery codes."""

from __future__ import annotations

from django.db import models

from zhiqiang.records.accounts.models.people import Person


class Authenticator(models.Model):
    """An app that shows six digits every half minute (RFC 6238).

    ``secret`` is sealed. ``last_step`` is the newest half minute whose code was accepted: a code
    of that step or an older one is refused, whatever the clock says.
    """

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="authenticator")
    secret = models.BinaryField("密钥")
    last_step = models.BigIntegerField("最近使用的时间步", default=0)
    made_at = models.DateTimeField("启用时间")

    class Meta:
        db_table = "accounts_authenticator"
        verbose_name = "动态口令"


class Passkey(models.Model):
    """A key on a device or token of a person (WebAuthn); ``count`` must grow where it is kept."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="passkeys")
    name = models.CharField("名称", max_length=60)
    credential_id = models.BinaryField("凭证标识", unique=True)
    credential = models.BinaryField("凭证公钥")
    count = models.BigIntegerField("使用计数", default=0)
    made_at = models.DateTimeField("登记时间")
    used_at = models.DateTimeField("最近使用", null=True, blank=True)

    class Meta:
        db_table = "accounts_passkey"
        verbose_name = "通行密钥"
        ordering = ["made_at"]


class RecoveryCode(models.Model):
    """A code on paper that opens the account once when the second factor is lost."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="recovery_codes")
    hash = models.CharField("摘要", max_length=64)
    made_at = models.DateTimeField("生成时间")
    used_at = models.DateTimeField("使用时间", null=True, blank=True)

    class Meta:
        db_table = "accounts_recovery_code"
        verbose_name = "恢复码"
        constraints = [
            models.UniqueConstraint(fields=["person", "hash"], name="accounts_recovery_code_once")
        ]


class AccessToken(models.Model):
    """A key with which a program of a person reads what that person may see, until a day.

    ``digest`` is a keyed hash of the secret, which nobody keeps; ``hint`` are its first characters,
    by which people tell their tokens apart.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="tokens")
    name = models.CharField("用途", max_length=60)
    digest = models.CharField("摘要", max_length=64, unique=True)
    hint = models.CharField("开头", max_length=12)
    made_at = models.DateTimeField("签发时间")
    until_on = models.DateField("有效期至")
    used_at = models.DateTimeField("最近使用", null=True, blank=True)
    revoked_at = models.DateTimeField("撤销时间", null=True, blank=True)

    class Meta:
        db_table = "accounts_access_token"
        verbose_name = "访问令牌"
        ordering = ["-made_at", "-id"]
