"""What came of long work, in words and with where to look at it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from zhiqiang.records.jobs.queries import JobView
from zhiqiang.ui.templatetags.figures import number


@dataclass(frozen=True, slots=True)
class Line:
    """One line of an outcome; ``href`` leads to what it speaks of."""

    label: str
    text: str
    href: str = ""


def outcome(job: JobView) -> list[Line]:
    """Return what a job that is done has left behind."""
    told: dict[str, Any] = job.result or {}
    if job.kind == "preview_file":
        return [Line("预览", "查看预览结果", reverse("portal:preview", args=[job.id]))]
    out = []
    if told.get("paper"):
        address = reverse("running:papers", args=[told["list"]])
        said = "Word、PDF、Excel" if told["has_pdf"] else "Word、Excel（本机没有转换 PDF 的程序）"
        out.append(Line("通报与报告", said, address))
    if told.get("landscape"):
        address = reverse("landscapes:report", args=[told["landscape"]])
        said = "PDF" if told["has_pdf"] else "本机没有转换 PDF 的程序，请下载 Word"
        out.append(Line("专利导航报告", said, address))
    if told.get("batch_id"):
        address = reverse("portal:batch", args=[told["batch_id"]])
        out.append(Line("导入批次", f"批次 {told['batch_id']}", address))
        counts = (("新增", "new"), ("变更", "changed"), ("不变", "same"), ("拒收", "refused"))
        said = "，".join(f"{word} {number(told[key])}" for word, key in counts)
        out.append(Line("行数", f"{number(told['rows'])} 行：{said}"))
    if told.get("undone"):
        address = reverse("portal:batch", args=[told["undone"]])
        out.append(Line("撤销的批次", f"批次 {told['undone']}", address))
    if told.get("close"):
        address = reverse("figures:period", args=[told["close"]])
        out.append(Line("期末结报", "查看填报的数值", address))
    if told.get("snapshot"):
        address = reverse("portal:snapshot", args=[told["snapshot"]])
        out.append(Line("数据快照", f"快照 {told['snapshot']}", address))
    return out
