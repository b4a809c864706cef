"""The first ``zhiqiang demo`` builds and then serves; a figure that nobody asked yet is answered."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request

import pytest

#: the example, a fiftieth of its size, by the command itself
SMALL_DEMO = """
import functools, sys
from zhiqiang import demo
from zhiqiang.cli.main import main
demo.build = functools.partial(demo.build, scale=0.02)
main()
"""
PATIENCE = 240


@pytest.fixture
def address(tmp_path):
    """A demo that was started in an empty home, until the test is over."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    started = subprocess.Popen(
        [sys.executable, "-c", SMALL_DEMO, "demo", "--port", str(port)],
        env=_environment(tmp_path / "home"),
        stdout=(tmp_path / "said").open("w"),
        start_new_session=True,
    )
    try:
        yield _answering(f"http://127.0.0.1:{port}", started, tmp_path / "said")
    finally:
        os.killpg(started.pid, signal.SIGTERM)
        started.wait(20)


def _environment(home):
    """Return the environment of an ordinary user, without the settings of tests."""
    ours = ("DJANGO_", "ZHIQIANG_")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    return kept | {"ZHIQIANG_HOME": str(home)}


def _answering(address, started, said):
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and started.poll() is None:
        try:
            urllib.request.urlopen(f"{address}/sign-in/", timeout=5).close()
        except OSError:
            time.sleep(0.3)
        else:
            return address
    raise AssertionError(said.read_text(encoding="utf-8"))


def test_pages_answer_in_the_run_that_built_the_example(address, tmp_path):
    said = (tmp_path / "said").read_text(encoding="utf-8")
    assert re.search(r"示例城市建成.*\n用户名：official\n密码：\S+\n网页地址：", said), said
    for key in ("valid_invention_patents", "high_value_inventions_per_10k"):
        for page in (f"indicators/{key}/", f"indicators/{key}/rows/"):
            # Days that no page asks for by itself, so that the figure has to be computed here.
            asked = f"{address}/{page}?as_of=2024-05-17"
            with urllib.request.urlopen(asked, timeout=60) as answer:
                assert answer.status == 200 and "2024-05-17" in answer.read().decode()
