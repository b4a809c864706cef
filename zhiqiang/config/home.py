"""Where this installation keeps its state, and where it reads the catalogue."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from zhiqiang.kernel.errors import Misconfigured, why

CHECKOUT = Path(__file__).resolve().parents[2]
_CHOOSE = "请用环境变量 ZHIQIANG_HOME 指定一个可写的文件夹。"


def home() -> Path:
    """Return the folder of all state: ``ZHIQIANG_HOME``, else ``var`` in the checkout.

    A new one is for its owner only. Raises ``Misconfigured`` where nothing can be kept.
    """
    path = Path(os.environ.get("ZHIQIANG_HOME") or CHECKOUT / "var").expanduser().resolve()
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise Misconfigured(f"无法在“{path}”存放数据：{why(error)}。{_CHOOSE}") from error
    if not os.access(path, os.W_OK | os.X_OK):
        raise Misconfigured(f"无法在“{path}”存放数据：没有写入权限。{_CHOOSE}")
    return path


def ledger() -> Path:
    """Return the file of the embedded ledger, which only its owner may read."""
    path = home() / "ledger.sqlite3"
    path.touch(mode=0o600, exist_ok=True)
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
