"""The form that takes a plan in."""

from __future__ import annotations

from typing import Any

from django import forms

from zhiqiang.engines.compiler import SUFFIXES
from zhiqiang.records.accounts.regions import divisions
from zhiqiang.records.files.types import TYPES
from zhiqiang.ui.uploads import file_field

# What is kept has to be a file that we keep: one with macros is read, but not handed on.
_KEPT = tuple(suffix for suffix in SUFFIXES if suffix[1:] in TYPES)
_ABOUT = "Word、WPS、PDF、网页、文本、表格或扫描图片，不超过 {} MB。"


class RevisedFile(forms.Form):
    """A file that is read as a plan, with one of ``ENDINGS``; ``LARGEST`` is its size in bytes."""

    LARGEST = 20 * 1024 * 1024
    ENDINGS = _KEPT

    file = file_field("规划文件", _KEPT, _ABOUT)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        upload = self.fields["file"]
        upload.help_text = upload.help_text.format(self.LARGEST // 1024**2)
        for name, field in self.fields.items():
            described = [f"help-{name}"]
            if self.is_bound and name in self.errors:
                field.widget.attrs["aria-invalid"] = "true"
                described.append(f"wrong-{name}")
            field.widget.attrs["aria-describedby"] = " ".join(described)

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        suffix = "." + file.name.rsplit(".", 1)[-1].lower() if "." in file.name else ""
        if suffix not in self.ENDINGS:
            raise forms.ValidationError(
                f"暂不能读取“{suffix or '无扩展名'}”格式。请另存为 Word（.docx）或 PDF 后重新选择。"
            )
        if file.size > self.LARGEST:
            size, most = file.size / 1024**2, self.LARGEST // 1024**2
            raise forms.ValidationError(
                f"文件有 {size:.0f} MB，超过 {most} MB。请去掉图片后重新选择。"
            )
        return file


class PlanFile(RevisedFile):
    """A file and the division that it is the plan of."""

    region = forms.CharField(
        label="区划代码",
        max_length=6,
        help_text="6 位代码，省级以 0000 结尾，市级以 00 结尾。",
        error_messages={
            "required": "请填写区划代码。",
            "max_length": "区划代码应为 6 位数字。",
        },
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )

    def clean_region(self) -> str:
        code: str = self.cleaned_data["region"].strip()
        if code not in divisions():
            raise forms.ValidationError(
                f"没有区划代码“{code}”。请核对，例如省级以 0000 结尾、市级以 00 结尾。"
            )
        return code


class IndicatorChoice(forms.Form):
    """The answer to an open question: a target name, and the indicator that it means or none."""

    about = forms.CharField(max_length=200)
    indicator = forms.CharField(max_length=200, required=False)


class CheckedFile(RevisedFile):
    """A file that a stranger wants checked: smaller, and never kept."""

    LARGEST = 10 * 1024 * 1024
    ENDINGS = SUFFIXES

    file = file_field("规划文件", SUFFIXES, _ABOUT)
