"""The template of bulletins and reports: an office puts its own in place, or goes back to ours."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.db import transaction

from zhiqiang.domains.duties.allowed import require_run
from zhiqiang.domains.duties.models import PaperTemplate
from zhiqiang.engines.documents import templates
from zhiqiang.kernel.errors import Refused
from zhiqiang.records.files import actions as files
from zhiqiang.records.files import queries as stored
from zhiqiang.records.journal import actions as journal

_WHY = "lays papers out"


def set_template(person: Any, path: Path, name: str) -> PaperTemplate:
    """Lay out what is made from now on by a Word file; papers already made stay as they are.

    Raises ``UnreadableFile`` for a file that cannot be a template; the one before stays.
    """
    require_run(person)
    templates.check(path)
    with transaction.atomic():
        _in_use().update(is_in_use=False)
        file = files.accept(path, name, ("docx",))
        kept: PaperTemplate = PaperTemplate.objects.for_program(_WHY).create(
            file=file, made_by=person.get_username()
        )
        journal.write(kept.made_by, "set_paper_template", f"template:{kept.pk}", {"name": name})
    return kept


def drop_template(person: Any) -> None:
    """Go back to the layout of the standard. Raises ``Refused`` where it is in use already."""
    require_run(person)
    with transaction.atomic():
        found = _in_use().select_for_update().first()
        if found is None:
            raise Refused("现在使用的就是系统自带的版式。")
        found.is_in_use = False
        found.save(update_fields=["is_in_use"])
        name = person.get_username()
        journal.write(name, "drop_paper_template", f"template:{found.pk}", {})


def template_in_use() -> Path | None:
    """Return the Word file by which papers are laid out, or None for the layout of the standard."""
    found = _in_use().select_related("file").first()
    return stored.path_of(found.file) if found else None


def _in_use() -> Any:
    return PaperTemplate.objects.for_program(_WHY).filter(is_in_use=True)
