"""File names as they may be kept, shown and sent."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 120
_RESERVED = {"CON", "PRN", "AUX", "NUL", *(f"{d}{n}" for d in ("COM", "LPT") for n in range(1, 10))}


def safe_name(name: str) -> str:
    """Return ``name`` without folders, invisible characters and what some system cannot store.

    The extension is kept when the rest has to be shortened.
    """
    name = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    # Cc, Cf: control characters and those that turn the writing direction (report‮fdp.exe).
    name = "".join(one for one in name if unicodedata.category(one) not in {"Cc", "Cf", "Cs", "Co"})
    name = re.sub(r'[<>:"|?*;]', "_", name).strip().strip(".").strip()
    stem, dot, extension = name.rpartition(".")
    if not dot:
        stem, extension = name, ""
    extension = extension[:10]
    stem = stem[: LONGEST - len(extension) - 1].strip() or "未命名"
    if stem.upper() in _RESERVED:
        stem = f"_{stem}"
    return f"{stem}.{extension}" if extension else stem


def extension_of(name: str) -> str:
    """Return the extension in lower case, without the dot."""
    return name.rpartition(".")[2].lower() if "." in name else ""
