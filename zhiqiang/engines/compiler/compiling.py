"""The two ways into the compiler: a file, or a text that somebody already holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from zhiqiang.engines.compiler.assembly import assemble
from zhiqiang.engines.compiler.compilation import Compilation
from zhiqiang.engines.compiler.draft import Draft
from zhiqiang.engines.compiler.inputs.annexes import joined
from zhiqiang.engines.compiler.inputs.limits import Limits
from zhiqiang.engines.compiler.inputs.reading import read_file
from zhiqiang.engines.compiler.regions import Gazetteer
from zhiqiang.engines.compiler.stages import run
from zhiqiang.kernel.errors import NotFound
from zhiqiang.kernel.finding import Finding, Severity

# A 500-page document, densely printed and with wide tables, has some 800,000 characters.
LONGEST = 2_000_000


def compile_file(
    path: Path,
    *,
    annexes: Sequence[Path] = (),
    divisions: Gazetteer | None = None,
    limits: Limits | None = None,
) -> Compilation:
    """Compile a document of any format that ``inputs`` reads, told apart by its content.

    ``annexes`` are files of the same plan, a workbook of its tables for one; they are read behind
    its text. What cannot be read gives an empty programme and a finding. ``limits`` bound what
    reading may cost; a page that anybody may use passes tighter ones.
    A file that is not there raises ``NotFound``.
    """
    for one in (path, *annexes):
        if not one.exists():
            raise NotFound(f"没有找到文件“{one}”，请检查路径和文件名后重试。")
    manuscript = read_file(path, limits)
    if annexes:
        manuscript = joined(manuscript, [(one.name, read_file(one, limits)) for one in annexes])
    if not manuscript.text.strip():
        return _empty(manuscript.text, path.name, manuscript.findings)
    text, findings = _bounded(manuscript.text, path.name)
    findings = manuscript.findings + findings
    draft = Draft(text, path.name, manuscript.headings, divisions, findings=findings)
    return replace(assemble(run(draft)), anchors=manuscript.anchors)


def compile_text(text: str, *, name: str = "", divisions: Gazetteer | None = None) -> Compilation:
    """Compile a text; ``divisions`` is a table of divisions to use instead of the national one."""
    if not text.strip():
        return _empty(text, name)
    text, findings = _bounded(text, name)
    return assemble(run(Draft(text, name, extra_divisions=divisions, findings=findings)))


def _empty(text: str, name: str, findings: tuple[Finding, ...] = ()) -> Compilation:
    """Return an empty programme that says why, where the reader has not said so itself."""
    if not any(finding.severity is Severity.ERROR for finding in findings):
        message = f"“{name or '文本'}”里没有文字，没有可读取的内容，请提供计划全文。"
        findings += (Finding(Severity.ERROR, "empty_document", message),)
    return Compilation(text, name, findings=findings)


def _bounded(text: str, name: str) -> tuple[str, tuple[Finding, ...]]:
    """Read no more than a long plan holds; what is longer is a data file or damage."""
    if len(text) <= LONGEST:
        return text, ()
    message = (
        f"“{name or '文本'}”有 {len(text)} 字，超出一份计划的篇幅，"
        f"只读了前 {LONGEST} 字，请核对是否传错了文件。"
    )
    return text[:LONGEST], (Finding(Severity.ERROR, "too_long", message),)
