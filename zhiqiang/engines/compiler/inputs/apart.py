"""Read a file in a process of its own, with bounds on memory, processor and time."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path

from zhiqiang.engines.compiler.inputs.limits import Limits
from zhiqiang.engines.compiler.inputs.manuscript import Manuscript
from zhiqiang.engines.compiler.inputs.readers import refused
from zhiqiang.engines.compiler.inputs.refusal import Refusal

# Exit status by which the worker says that memory ran out, where Python could still tell.
OUT_OF_MEMORY = 77
_ROOT = str(Path(__file__).resolve().parents[4])
_START = (
    "import sys; sys.path.insert(0, sys.argv[1]); "
    "from zhiqiang.engines.compiler.inputs.worker import main; main(sys.argv[2:])"
)
_KEPT = ("PATH", "LANG", "LC_ALL", "TMPDIR", "SYSTEMROOT")


def read_apart(kind: str, path: Path, limits: Limits) -> Manuscript:
    """Return what a worker reads; one that fails, or does not end in time, gives a finding."""
    command = [
        sys.executable, "-I", "-c", _START, _ROOT,
        kind, str(path.resolve()), path.name, json.dumps(asdict(limits)),
    ]  # fmt: skip
    seconds = limits.scan_seconds if kind in ("pdf", "image") else limits.seconds
    try:
        output = run_bounded(command, seconds)
        return Manuscript.from_json(json.loads(output))
    except Refusal as refusal:
        return refused(refusal, path.name)


def run_bounded(command: list[str], seconds: float, cwd: str | None = None) -> bytes:
    """Run a command without our secrets and return its output; ends it and its children in time."""
    environment = {name: os.environ[name] for name in _KEPT if name in os.environ}
    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment | {"PYTHONUTF8": "1", "OMP_NUM_THREADS": "2"},
        cwd=cwd,
        start_new_session=True,
    )
    try:
        output, _ = process.communicate(timeout=seconds)
    except subprocess.TimeoutExpired as problem:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        raise _too_slow(seconds) from problem
    if process.returncode == 0:
        return output
    if process.returncode in (-signal.SIGXCPU, -signal.SIGKILL):
        raise _too_slow(seconds)
    if process.returncode in (OUT_OF_MEMORY, -signal.SIGABRT):
        raise Refusal(
            "too_much_memory", "读取时占用内存超过上限，没有读完，请拆成几份或另存为 .docx 后重试。"
        )
    raise Refusal(
        "damaged_file", "已损坏，读取程序中途退出，请用原来的软件打开并另存为 .docx 后重试。"
    )


def _too_slow(seconds: float) -> Refusal:
    return Refusal(
        "took_too_long", f"{seconds:.0f} 秒内没有读完，已停止，请拆成几份或另存为 .docx 后重试。"
    )
