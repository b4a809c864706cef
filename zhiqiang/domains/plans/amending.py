"""Revise a plan: the new text becomes the next edition, with the corrections carried over."""

from __future__ import annotations

from pathlib import Path

from django.db import transaction

from zhiqiang.domains.plans import linking
from zhiqiang.domains.plans.models import PlanCorrection, Programme, Share
from zhiqiang.domains.plans.rebuilding import rebuild
from zhiqiang.domains.plans.taking import compile_plan, keep_reading, programme_of
from zhiqiang.kernel.errors import Refused
from zhiqiang.records.accounts.regions import divisions
from zhiqiang.records.files import actions as files
from zhiqiang.records.journal import actions as journal

State = Programme.State


def amend_programme(of: Programme, path: Path, actor: str, name: str | None = None) -> Programme:
    """Take a revised text of ``of`` over as its next edition, a draft that is not public.

    Corrections and shares are carried over; a correction whose words no longer stand becomes an
    open error of the new edition. A draft is replaced at once, a plan in force when the new
    edition is put in force. Refused where a later edition exists, where the text is the same, and
    where the document is no plan.
    """
    path = Path(path)
    compilation = compile_plan(path, name or path.name)
    with transaction.atomic():
        of = (
            Programme.objects.for_program("takes over an edition").select_for_update().get(pk=of.pk)
        )
        later = Programme.objects.for_program("takes over an edition").filter(replaces=of).first()
        if later is not None or of.state == State.REPLACED:
            raise Refused("这一版之后已有修订稿，请在最新一版上修订。")
        if compilation.text == of.source_text:
            raise Refused("上传的文本与现有版本完全相同，没有需要修订的内容。")
        stored = files.keep(path, name)
        if (
            Programme.objects.for_program("takes over an edition")
            .filter(file_id=stored.pk, region_code=of.region_code)
            .exists()
        ):
            raise Refused("这份文件已经载入过，请核对是否选错了文件。")
        new = programme_of(compilation, of.region_code, stored.pk, name or path.name)
        new.edition, new.replaces, new.is_public = of.edition + 1, of, False
        new.save()
        if of.state == State.DRAFT:
            new.is_public = of.is_public
            new.save(update_fields=["is_public"])
            Programme.objects.for_program("takes over an edition").filter(pk=of.pk).update(
                state=State.REPLACED
            )
        _carry(of, new)
        keep_reading(
            new, compilation, linking.region_question(compilation, of.region_code, divisions())
        )
        rebuild(new)
        detail = {
            "title": new.title,
            "before": of.pk,
            "edition": new.edition,
            "file": stored.sha256,
        }
        journal.write(actor, "amend_programme", f"programme:{new.pk}", detail)
    return new


def _carry(of: Programme, new: Programme) -> None:
    """Give the new edition the corrections and shares of the one before."""
    carried = of.corrections.filter(withdrawn_at=None).exclude(kind=PlanCorrection.Kind.IDENTIFY)
    PlanCorrection.objects.bulk_create(
        PlanCorrection(
            programme=new,
            kind=one.kind,
            subject=one.subject,
            anchor=one.anchor,
            before=one.before,
            after=one.after,
            reason=one.reason,
            made_by=one.made_by,
            made_at=one.made_at,
            carried_from=one,
        )
        for one in carried
    )
    Share.objects.bulk_create(
        Share(
            programme=new,
            identity=one.identity,
            region_code=one.region_code,
            value=one.value,
            set_by=one.set_by,
            set_at=one.set_at,
        )
        for one in of.shares.all()
    )
