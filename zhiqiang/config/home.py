"""Where this installation keeps its state, and where it reads the catalogue."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]


def home() -> Path:
    """Return the folder of all state: ``ZHIQIANG_HOME``, else ``var`` in the checkout."""
    path = Path(os.environ.get("ZHIQIANG_HOME") or CHECKOUT / "var").expanduser().resolve()
    path.mkdir(parents=True, exist_ok=True)
    return path


def catalogue() -> Path:
    """Return the folder of catalogue files: ``ZHIQIANG_CATALOGUE``, else the one that ships."""
    return Path(os.environ.get("ZHIQIANG_CATALOGUE") or CHECKOUT / "catalogue").expanduser()


def secret_key() -> str:
    """Return this installation's own signing key, made at random on first use.

    The file is opened exclusively, so that two processes that start together agree on one key.
    """
    path = home() / "secret.key"
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
            out.write(secrets.token_urlsafe(48))
    except FileExistsError:
        pass
    return path.read_text(encoding="ascii")
