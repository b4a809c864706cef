"""The cast: an administrator, an official, a clerk of a body, a stranger; and a small tree."""

from __future__ import annotations

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser

from zhiqiang.records.accounts.acting import Acting
from zhiqiang.records.accounts.actions import bodies, posts, register_person

SECRET = "四季-青山-2719-桥"
REGION = "330300"


class Lines(list):
    """What would stand in the journal."""

    def __call__(self, act, subject, detail):
        self.append((act, subject, detail))

    @property
    def acts(self):
        return [line[0] for line in self]


@pytest.fixture
def lines():
    return Lines()


@pytest.fixture
def program(db, lines):
    return Acting(None, lines)


@pytest.fixture
def administrator(db):
    return register_person("admin", "管某", "administrator", SECRET)


@pytest.fixture
def official(db):
    return register_person("chen", "陈某", "official", SECRET)


@pytest.fixture
def visitor(db):
    return register_person("wang", "王某", "visitor", SECRET)


@pytest.fixture
def stranger():
    return AnonymousUser()


@pytest.fixture
def by(administrator, lines):
    """The administrator as one who acts."""
    return Acting(administrator, lines)


@pytest.fixture
def government(program):
    return bodies.add_body(program, "人民政府", "government", REGION)


@pytest.fixture
def department(program, government):
    return bodies.add_body(program, "市知识产权局", "department", REGION, government)


@pytest.fixture
def centre(program, department):
    return bodies.add_body(program, "知识产权保护中心", "agency", REGION, department)


@pytest.fixture
def clerk(program, department):
    person = register_person("li", "李某", "visitor", SECRET)
    posts.assign_post(program, person, department, "body_clerk", date(2020, 1, 1))
    return person
