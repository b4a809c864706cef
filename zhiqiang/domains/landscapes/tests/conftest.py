"""A field, an analyst, and a project that is ready to run."""

from __future__ import annotations

from datetime import date

import pytest

from zhiqiang.domains.landscapes import actions
from zhiqiang.domains.landscapes.tests import field
from zhiqiang.records.accounts.actions import register_person

SECRET = "四季-青山-2719-桥"
RULES = {
    "unit": "application", "kinds": ["invention", "utility_model"], "day": "filed_on",
    "since": "2012-01-01", "until": "2023-12-31", "as_of": "2023-12-31",
}  # fmt: skip


@pytest.fixture
def home(db, tmp_path, settings):
    settings.HOME = tmp_path
    field.build(tmp_path)
    return tmp_path


@pytest.fixture
def analyst(db):
    return register_person("analyst", "林某", "official", SECRET)


@pytest.fixture
def stranger(db):
    return register_person("stranger", "吴某", "visitor", SECRET)


def opened(analyst, kind="industry", **more):
    told = {
        "kind": kind, "title": "镁产业专利导航", "question": "本市镁产业强在哪里、缺什么？",
        "commissioner": "澄江市市场监督管理局", "region": field.REGION, "begin_on": date(2024, 3, 1),
    }  # fmt: skip
    return actions.open_project(analyst, actions.Opened(**(told | more)))


def branched(analyst, project):
    """Give a project its field, three branches and an effect, and rules."""
    project = actions.state_field(analyst, project.pk, project.version, "名称=镁合金")
    for name, query, axis in (
        ("压铸", "名称=压铸", "technology"), ("熔炼", "名称=熔炼", "technology"),
        ("制品", "名称=轮毂 OR 名称=板材", "technology"), ("减重", "名称=减重", "effect"),
    ):  # fmt: skip
        actions.draw_branch(
            analyst, project.pk, project.version, actions.Drawn(name, query, axis=axis)
        )
        project.refresh_from_db()
    return actions.set_rules(analyst, project.pk, project.version, dict(RULES))


@pytest.fixture
def project(home, analyst):
    return branched(analyst, opened(analyst))


@pytest.fixture
def run(analyst, project):
    made = actions.run_analyses(analyst, project.pk, project.version)
    project.refresh_from_db()
    return made
