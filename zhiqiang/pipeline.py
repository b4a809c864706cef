"""What runs after an import, in reading order, and the kinds of long work."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.utils.timezone import localdate

from zhiqiang.domains.duties import actions as duties
from zhiqiang.domains.duties.spans import read_span
from zhiqiang.domains.information import actions as information
from zhiqiang.domains.landscapes import actions as landscapes
from zhiqiang.domains.plans import queries as plans
from zhiqiang.engines.documents import as_pdf
from zhiqiang.engines.lake import Manifest
from zhiqiang.kernel.errors import Refused
from zhiqiang.portal import bulletins, scope
from zhiqiang.records.accounts import queries as accounts
from zhiqiang.records.casework import actions as cases
from zhiqiang.records.files import queries as files
from zhiqiang.records.indicators import actions as indicators
from zhiqiang.records.indicators import queries as figures
from zhiqiang.records.jobs.work import Kind, Work
from zhiqiang.records.notices import mailing, sending
from zhiqiang.records.registry import actions as registry
from zhiqiang.records.registry import queries as registered
from zhiqiang.records.search import indexing as search


def publish(actor: str, whole: bool = False) -> Manifest:
    """Bring the lake up to the ledger: one new snapshot, from which all figures are computed.

    Then the index of what can be searched; until it is there, the one before is; then what asks it
    by itself. ``whole`` writes every row, not what changed.
    """
    manifest = indicators.publish_snapshot(actor, whole)
    index_for_search()
    ask_watches(actor)
    tell_what_is_new(actor)
    return manifest


def index_for_search() -> dict[str, int]:
    """Bring the index of what can be searched up to the newest snapshot."""
    kept = search.index_snapshot(figures.open_snapshot().number)
    return {"rows_indexed": kept.rows}


def tell_what_is_new(actor: str) -> dict[str, int]:
    """Bring topic databases up to the newest snapshot, offer firms and tell people what is new in it.

    As often as one likes: of one snapshot nothing is offered or released twice.
    """
    told = information.refresh_topics()
    snapshot = figures.open_snapshot().number
    made = information.offer_new(snapshot, actor)
    told |= information.follow_questions(snapshot)
    released = information.release_by_rule(actor)
    return told | {"pushes_offered": made.offered, "pushes_released": released} | send_letters()


def send_letters(tell: Callable[[int], Any] | None = None) -> dict[str, int]:
    """Send the letters that are due and take the receipts of those that were sent."""
    return mailing.send_due(tell) | information.settle_letters()


def _send_letters(work: Work) -> dict[str, Any]:
    """Send what waits to be sent by mail; no parameters but the moment."""
    work.expect(1)
    return work.step_outside(
        "letters", lambda: send_letters(lambda done: work.tell(done, 0, "已处理的邮件"))
    )


def _import_and_publish(work: Work) -> dict[str, Any]:
    """Take a received file over, then publish; parameters: ``source``, ``file`` (id), ``name``."""
    source, name = work.parameters["source"], work.parameters["name"]
    path = files.path_of(files.stored(work.parameters["file"], "takes a list over"))
    work.expect(1 + len(AFTER_A_CHANGE))
    batch = work.step("import", lambda: _taken_over(source, path, name, work))
    if batch["batch_id"] is None:
        raise Refused("；".join(batch["remarks"]) or "文件无法接收。")
    work.note(
        f"{name}：新增 {batch['new']} 行，变更 {batch['changed']} 行，拒收 {batch['refused']} 行"
    )
    return batch | _followed(work)


def _followed(work: Work) -> dict[str, Any]:
    """Do what follows a change of the register, each step once."""
    told: dict[str, Any] = {}
    for key, step in AFTER_A_CHANGE:
        told |= work.step_outside(key, partial(step, work.actor)) or {}
    return told


def ask_watches(_actor: str) -> dict[str, int]:
    """Ask the watches of landscapes of the newest snapshot."""
    return {"alerts": landscapes.look_again()}


def find_pairs(_actor: str) -> dict[str, int]:
    """Bring the queue of parties that may be one up to the register."""
    paired = registry.find_pairs()
    return {"pairs_waiting": paired.waiting, "parties_merged": paired.merged}


def score_register(_actor: str) -> dict[str, int]:
    """Score the quality of the register as it stands, as that of today."""
    return {"quality_scores": registry.score_register(localdate())}


def quality_today(actor: str) -> dict[str, Any]:
    """Score the register and tell what came of it, by aspect and by rule."""
    score_register(actor)
    return registered.quality_of(localdate())


def prepare_figures() -> None:
    """Compute what the first pages ask of the newest snapshot, so that nobody waits for it.

    The answers stand beside the snapshot, where every process finds them.
    """
    on = scope.default().as_of
    for programme in plans.programmes(AnonymousUser()):
        plans.commitment_standings(programme, on)


def each_day() -> None:
    """Do what the program does by itself: fill in what records show of work, remind, send mail, score.

    As often as one likes: nothing is filled in or told twice.
    """
    duties.fill_from_records(localdate())
    duties.remind(localdate())
    send_letters()
    cases.remind(localdate())
    registry.score_if_new(localdate())


def carry_messages() -> None:
    """Send what people have not read by mail and to the gateway, and the letters that are due."""
    sending.carry()
    send_letters()


def _taken_over(source: str, path: Path, name: str, work: Work) -> dict[str, Any]:
    told = registry.import_file(source, path, work.actor, name, _watch(work)).as_json()
    # The findings themselves are kept with the batch.
    findings = told.pop("findings")
    return told | {"remarks": [finding["message"] for finding in findings[:5]]}


def _watch(work: Work) -> registry.Watch:
    return registry.Watch(rows=lambda count: work.tell(count, 0, "已读取的行"))


def undo_import(batch_id: int, actor: str) -> dict[str, Any]:
    """Take an import back unless a later one or a published figure rests on it."""
    batch = registry.undo_import(batch_id, actor, figures.published_upon)
    return {"undone": batch.pk, "file": batch.file_name}


def _undo_and_publish(work: Work) -> dict[str, Any]:
    """Take an import back, then publish; parameter: ``batch`` (id)."""
    work.expect(1 + len(AFTER_A_CHANGE))
    told = work.step("undo", lambda: undo_import(work.parameters["batch"], work.actor))
    work.note(f"已撤销批次 {told['undone']}：{told['file']}")
    return told | _followed(work)


def _preview(work: Work) -> dict[str, Any]:
    """Tell what taking a received file over would come to; parameters as for taking it over."""
    work.expect(1)
    return work.step_outside("preview", lambda: _previewed(work))


def _previewed(work: Work) -> dict[str, Any]:
    source, name = work.parameters["source"], work.parameters["name"]
    path = files.path_of(files.stored(work.parameters["file"], "previews a list"))
    preview = registry.preview_file(source, path, work.actor, name, _watch(work))
    return preview.as_json() | {"refused_file": registry.save_refused(preview, name)}


def _fill_period(work: Work) -> dict[str, Any]:
    """Fill a period in, for who asked for it; parameters: ``region``, ``period``."""
    region, name = work.parameters["region"], work.parameters["period"]
    person = accounts.person_named(work.actor)
    if person is None:
        raise Refused(f"提交人“{work.actor}”的账户已不存在，请由他人重新填报。")
    work.expect(2)
    work.step_outside(
        "figures",
        lambda: indicators.prepare_period(
            region, name, lambda done, total: work.tell(done, total, "已计算的指标")
        ),
    )
    close = work.step("fill", lambda: indicators.fill_period(person, region, name).pk)
    return {"close": close}


def _publish(work: Work) -> dict[str, Any]:
    """Publish the ledger as a snapshot; no parameters."""
    work.expect(len(AFTER_A_CHANGE))
    return _followed(work)


def _published(actor: str) -> dict[str, Any]:
    told = indicators.publish_snapshot(actor).as_json()
    return {"snapshot": told["snapshot"], "rows_published": told["rows"]}


#: what runs after the register changed, in this order: figures are fresh before the index is
AFTER_A_CHANGE: tuple[tuple[str, Callable[[str], dict[str, Any] | None]], ...] = (
    ("pairs", find_pairs),
    ("publish", _published),
    ("figures", lambda _actor: prepare_figures()),
    ("index", lambda _actor: index_for_search()),
    ("watches", ask_watches),
    ("information", tell_what_is_new),
    ("quality", score_register),
)


def _make_paper(work: Work) -> dict[str, Any]:
    """Make a bulletin or report; parameters: ``list`` (id), ``span`` (2024Q1), ``as_of``."""
    work.expect(1)
    return work.step_outside("paper", lambda: _paper_made(work))


def _paper_made(work: Work) -> dict[str, Any]:
    of = duties.list_for_paper(work.parameters["list"])
    span = read_span(work.parameters["span"])
    as_of = date.fromisoformat(work.parameters["as_of"])
    person = accounts.person_named(work.actor)
    if person is None:
        raise Refused("提交这项作业的账户已不存在，请由他人重新编制。")
    work.tell(0, 4, "汇总目标和事项")
    said = bulletins.paper_of(of, span, as_of, person)
    with tempfile.TemporaryDirectory() as folder:
        document, tables = Path(folder) / "paper.docx", Path(folder) / "paper.xlsx"
        work.tell(1, 4, "编写文档")
        bulletins.as_document(said, document, duties.template_in_use())
        work.tell(2, 4, "编制表格")
        bulletins.as_tables(said, tables)
        work.tell(3, 4, "转换版式文件")
        pdf = as_pdf(document)
        made = duties.Made(said.title, span.key, as_of, said.snapshot, document, tables, pdf)
        kept = duties.keep_paper(of, made, work.actor)
    return {"paper": kept.pk, "list": of.pk, "has_pdf": pdf is not None}


def _print_landscape(work: Work) -> dict[str, Any]:
    """Print the report of a landscape as PDF; parameters: ``landscape`` (id), ``version``."""
    person = accounts.person_named(work.actor)
    if person is None:
        raise Refused("提交这项作业的账户已不存在，请由他人重新编制。")
    work.expect(1)
    key = work.parameters["landscape"]
    return work.step_outside("print", lambda: landscapes.print_report(person, key))


#: every kind of long work there is; a page asks for one with ``jobs.actions.submit``
JOBS = {
    kind.key: kind
    for kind in (
        Kind("import_file", _import_and_publish),
        Kind("undo_import", _undo_and_publish),
        Kind("preview_file", _preview),
        Kind("publish", _publish),
        Kind("send_letters", _send_letters),
        Kind("make_paper", _make_paper),
        Kind("fill_period", _fill_period),
        Kind("print_landscape", _print_landscape),
    )
}
