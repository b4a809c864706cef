"""What runs after an import, in reading order, and the kinds of long work."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from zhiqiang.engines.lake import Manifest
from zhiqiang.kernel.errors import Refused
from zhiqiang.records.files import queries as files
from zhiqiang.records.indicators import actions as indicators
from zhiqiang.records.jobs.work import Kind, Work
from zhiqiang.records.registry import actions as registry


def publish(actor: str) -> Manifest:
    """Bring the lake up to the ledger: one new snapshot, from which all figures are computed."""
    return indicators.publish_snapshot(actor)


def _import_and_publish(work: Work) -> dict[str, Any]:
    """Take a received file over, then publish; parameters: ``source``, ``file`` (id), ``name``."""
    source, name = work.parameters["source"], work.parameters["name"]
    path = files.path_of(files.stored(work.parameters["file"], "takes a list over"))
    work.expect(2)
    batch = work.step("import", lambda: _taken_over(source, path, work.actor, name))
    if batch["batch_id"] is None:
        raise Refused("；".join(batch["remarks"]) or "文件无法接收。")
    work.note(
        f"{name}：新增 {batch['new']} 行，变更 {batch['changed']} 行，拒收 {batch['refused']} 行"
    )
    return batch | work.step_outside("publish", lambda: _published(work.actor))


def _taken_over(source: str, path: Path, actor: str, name: str) -> dict[str, Any]:
    told = registry.import_file(source, path, actor, name).as_json()
    # The findings themselves are kept with the batch.
    findings = told.pop("findings")
    return told | {"remarks": [finding["message"] for finding in findings[:5]]}


def _publish(work: Work) -> dict[str, Any]:
    """Publish the ledger as a snapshot; no parameters."""
    work.expect(1)
    return work.step_outside("publish", lambda: _published(work.actor))


def _published(actor: str) -> dict[str, Any]:
    told = publish(actor).as_json()
    return {"snapshot": told["snapshot"], "rows_published": told["rows"]}


#: every kind of long work there is; a page asks for one with ``jobs.actions.submit``
JOBS = {
    kind.key: kind for kind in (Kind("import_file", _import_and_publish), Kind("publish", _publish))
}
