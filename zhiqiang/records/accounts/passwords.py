"""Rules for passwords beyond those that Django brings; named in the settings."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.hashers import check_password
from django.core.exceptions import ValidationError

# In this order: Chinese characters are letters that are neither capital nor small.
CLASSES = (str.isupper, str.islower, str.isdigit, str.isalpha)


class LongEnough:
    """At least ``least`` characters."""

    def __init__(self, least: int = 10) -> None:
        self.least = least

    def validate(self, password: str, user: Any = None) -> None:
        if len(password) < self.least:
            raise ValidationError(self.get_help_text(), code="password_too_short")

    def get_help_text(self) -> str:
        return f"密码不能短于 {self.least} 个字符。"


class NoOwnName:
    """Neither the user name nor the name of the person stands in it."""

    def validate(self, password: str, user: Any = None) -> None:
        names = (getattr(user, "username", ""), getattr(user, "display_name", ""))
        if any(len(name) >= 2 and name.lower() in password.lower() for name in names):
            raise ValidationError(self.get_help_text(), code="password_has_name")

    def get_help_text(self) -> str:
        return "密码中不能含有用户名或姓名。"


class SeveralKinds:
    """At least ``least`` of: capitals, small letters, digits, Chinese characters, signs.

    A pass phrase of ``long`` characters need not mix kinds.
    """

    def __init__(self, least: int = 3, long: int = 16) -> None:
        self.least, self.long = least, long

    def validate(self, password: str, user: Any = None) -> None:
        kinds = {next((i for i, is_in in enumerate(CLASSES) if is_in(c)), 9) for c in password}
        if len(kinds) < self.least and len(password) < self.long:
            raise ValidationError(self.get_help_text(), code="password_too_plain")

    def get_help_text(self) -> str:
        return (
            f"密码须含大写字母、小写字母、数字、汉字、符号中的 {self.least} 种，"
            f"或不少于 {self.long} 个字符。"
        )


class NotUsedBefore:
    """Not the present password, and none of the ``last`` ones before it."""

    def __init__(self, last: int = 5) -> None:
        self.last = last

    def validate(self, password: str, user: Any = None) -> None:
        if user is None or user.pk is None:
            return
        former = user.former_passwords.values_list("password", flat=True)[: self.last]
        if any(check_password(password, one) for one in (user.password, *former) if one):
            raise ValidationError(self.get_help_text(), code="password_used_before")

    def get_help_text(self) -> str:
        return f"密码不能与现用密码或最近 {self.last} 次用过的密码相同。"
