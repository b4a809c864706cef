"""The JSON Schema of a programme, for those who read it without a ledger."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

SCHEMA = Path(__file__).with_name("programme.schema.json")


def schema() -> dict[str, Any]:
    """Return the schema that ``json_form.programme_json`` follows."""
    loaded: dict[str, Any] = json.loads(SCHEMA.read_text(encoding="utf-8"))
    return loaded
