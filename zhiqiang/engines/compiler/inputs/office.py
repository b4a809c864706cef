"""Turn formats that we do not read into .docx by LibreOffice, where that is installed."""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from zhiqiang.engines.compiler.inputs.apart import run_bounded
from zhiqiang.engines.compiler.inputs.formats import refuse_foreign
from zhiqiang.engines.compiler.inputs.limits import MIB, Limits
from zhiqiang.engines.compiler.inputs.refusal import Refusal

_SUFFIXES = {"rtf": ".rtf", "odt": ".odt", "word_old": ".doc", "ole": ".doc"}
# A profile of its own: no macro runs, no link is followed, nothing is kept.
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update"><prop oor:name="Link" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""
_BOUND = (
    "import os, resource, sys; m = int(sys.argv[1]); s = int(sys.argv[2]); "
    "resource.setrlimit(resource.RLIMIT_AS, (m, m)); "
    "resource.setrlimit(resource.RLIMIT_CPU, (s, s)); "
    "resource.setrlimit(resource.RLIMIT_CORE, (0, 0)); "
    "resource.setrlimit(resource.RLIMIT_FSIZE, (m, m)); os.execv(sys.argv[3], sys.argv[3:])"
)


def program() -> str | None:
    """Return where LibreOffice is, None where it is not."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def convert(path: Path, kind: str, limits: Limits) -> bytes:
    """Return the .docx that LibreOffice makes of a file; raises Refusal where it cannot."""
    office = program()
    if office is None:
        raise refuse_foreign(kind)
    with tempfile.TemporaryDirectory(prefix="zhiqiang-office-") as folder:
        home = Path(folder)
        source = home / f"document{_SUFFIXES[kind]}"
        shutil.copyfile(path, source)
        profile = home / "profile" / "user"
        profile.mkdir(parents=True)
        (profile / "registrymodifications.xcu").write_text(_SETTINGS, encoding="utf-8")
        command = [
            sys.executable, "-I", "-c", _BOUND, str(4_000 * MIB), str(limits.seconds * 2), office,
            f"-env:UserInstallation={profile.parent.as_uri()}", "--headless", "--norestore",
            "--convert-to", "docx", "--outdir", folder, str(source),
        ]  # fmt: skip
        run_bounded(command, limits.seconds, folder)
        made = home / "document.docx"
        if not made.exists():
            raise Refusal("damaged_file", "打不开，可能已损坏，请用原来的软件另存为 .docx 后重试。")
        if made.stat().st_size > limits.size:
            raise Refusal("too_large", "转换后过大，请拆成几份后重试。")
        return made.read_bytes()
