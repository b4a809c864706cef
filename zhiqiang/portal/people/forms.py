"""What people type on the pages of accounts: fields with plain messages, checked before any act."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from zhiqiang.records.accounts.queries import BODY_KINDS
from zhiqiang.records.accounts.roles import VISITOR, roles
from zhiqiang.ui.asked import BadAddress, read_day

MUST = {"required": "此项必填。"}


class DayField(forms.CharField):
    """A day as 2024-3-5, 2024年3月5日 or 20240305."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"inputmode": "numeric", "autocomplete": "off", "placeholder": "2026-01-31"}
        super().__init__(
            max_length=20, error_messages=MUST, widget=forms.TextInput(attrs), **kwargs
        )

    def to_python(self, value: Any) -> date | None:  # type: ignore[override]
        text = super().to_python(value)
        if not text:
            return None
        try:
            return read_day(text)
        except BadAddress as error:
            raise forms.ValidationError(str(error)) from error

    def run_validators(self, value: Any) -> None:
        """A day has no length."""


def text(label: str, most: int = 120, required: bool = True, **kwargs: Any) -> forms.CharField:
    """Return a field of one line."""
    return forms.CharField(
        label=label,
        max_length=most,
        required=required,
        error_messages=MUST | {"max_length": f"不能超过 {most} 字。"},
        **kwargs,
    )


def secret(label: str, complete: str, help_text: str = "") -> forms.CharField:
    """Return a field for a password; what was typed is not sent back."""
    return forms.CharField(
        label=label,
        max_length=1000,
        strip=False,
        error_messages=MUST,
        help_text=help_text,
        widget=forms.PasswordInput({"autocomplete": complete}),
    )


PASSWORD_RULES = (
    "不少于 10 个字符，含大写字母、小写字母、数字、汉字、符号中的 3 种，或不少于 16 个字符；"
    "不用常见密码，不含用户名和姓名。"
)


class FirstAccount(forms.Form):
    """The first account and the body that it works for."""

    code = text(
        "一次性口令",
        40,
        help_text="在服务器的控制台和状态目录的 first-account.txt 中。",
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    body_name = text("单位名称", help_text="使用本系统的单位，用全称。")
    region_code = text("区划代码", 6, help_text="6 位，例如省级以 0000 结尾。")
    username = text("用户名", 60, widget=forms.TextInput({"autocomplete": "username"}))
    display_name = text("姓名", 60, widget=forms.TextInput({"autocomplete": "name"}))
    password = secret("密码", "new-password", PASSWORD_RULES)
    repeated = secret("再次输入密码", "new-password")

    def clean(self) -> dict[str, Any]:
        out = super().clean() or {}
        if out.get("password") != out.get("repeated"):
            self.add_error("repeated", "两次输入的密码不一致。")
        return out


class ChangePassword(forms.Form):
    """A new password for oneself."""

    old = secret("现用密码", "current-password")
    new = secret("新密码", "new-password", PASSWORD_RULES)
    repeated = secret("再次输入新密码", "new-password")

    def clean(self) -> dict[str, Any]:
        out = super().clean() or {}
        if out.get("new") != out.get("repeated"):
            self.add_error("repeated", "两次输入的密码不一致。")
        return out


class SetMail(forms.Form):
    """Where one's own messages are sent; nothing is allowed."""

    mail = text(
        "邮件地址",
        200,
        required=False,
        widget=forms.TextInput({"type": "email", "autocomplete": "email"}),
    )


class AddPerson(forms.Form):
    """A new account."""

    username = text(
        "用户名",
        60,
        help_text="登录时使用，如工号或姓名拼音；之后不能更改。",
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    display_name = text("姓名", 60)
    until_on = DayField(label="有效期至", required=False, help_text="含当日；不填为长期有效。")


class EditPerson(forms.Form):
    """What may change about an account."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    display_name = text("姓名", 60)
    until_on = DayField(label="有效期至", required=False, help_text="含当日；不填为长期有效。")


class AssignPost(forms.Form):
    """A role in a body for a person."""

    body = text(
        "单位",
        help_text="全称或别名。",
        widget=forms.TextInput({"list": "bodies", "autocomplete": "off"}),
    )
    role = forms.ChoiceField(label="角色", error_messages=MUST)
    title = text("职务", 60, required=False)
    from_on = DayField(label="任职日期")
    until_on = DayField(label="截止日期", required=False, help_text="含当日；不填为未定。")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["role"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "请选择")] + [
            (r.key, r.zh) for r in roles().values() if r.key != VISITOR
        ]


class EditBody(forms.Form):
    """A body; its place in the tree is named by the body above it."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    name = text("名称", help_text="单位全称。")
    kind = forms.ChoiceField(label="类别", choices=BODY_KINDS, error_messages=MUST)
    region_code = text("区划代码", 6)
    parent = text(
        "上级单位",
        required=False,
        help_text="全称或别名；没有上级单位的不填。",
        widget=forms.TextInput({"list": "bodies", "autocomplete": "off"}),
    )
    from_on = DayField(label="设立日期", required=False)
