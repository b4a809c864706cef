"""An act killed at any statement happened wholly or not at all; sent again, it is done once."""

import json
import os
import random
import subprocess
import sys
from pathlib import Path


def test_an_act_killed_anywhere_is_all_or_nothing_and_its_effects_come_once(tmp_path) -> None:
    kills, seed = int(os.environ.get("KILLS", "20")), random.randrange(10**6)
    program = Path(__file__).with_name("kill_points.py")
    environment = {k: v for k, v in os.environ.items() if k != "ZHIQIANG_DATABASE"}
    environment |= {
        "ZHIQIANG_HOME": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "zhiqiang.config.settings",
    }
    answer = subprocess.run(
        [sys.executable, str(program), str(kills), str(seed)],
        env=environment,
        capture_output=True,
        text=True,
    )
    assert answer.returncode == 0, f"seed {seed}: {answer.stderr}"
    out = json.loads(answer.stdout)
    assert out["wrong"] == [], f"seed {seed}"
    assert out["killed"] == kills and out["undone"] > 0
    assert out["journal_is_whole"]
