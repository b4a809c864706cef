"""No row is had without saying for whom: every table of facts is guarded, and none forgotten."""

import pytest
from django.apps import apps
from django.contrib.auth.models import AnonymousUser

from zhiqiang.records.accounts.rights import NobodyAsked
from zhiqiang.records.accounts.visibility import Guarded, GuardedModel

pytestmark = pytest.mark.django_db
#: tables without a guard, and why nobody needs one
OPEN = {
    "accounts": "asked before anybody is known, to find out who somebody is",
    "indicators": "published snapshots and frozen figures are public whole",
    "auth": "Django's own, unused",
    "contenttypes": "Django's own, no facts",
}
GUARDED = [model for model in apps.get_models() if issubclass(model, GuardedModel)]


def test_every_table_of_facts_is_guarded():
    bare = [
        model._meta.label
        for model in apps.get_models()
        if model not in GUARDED and model._meta.app_label not in OPEN
    ]
    assert bare == [], "inherit from GuardedModel and say who sees the rows in visible_clause"
    assert {model._meta.app_label for model in GUARDED} >= {"registry", "plans", "jobs", "journal"}


@pytest.mark.parametrize("model", GUARDED, ids=lambda model: model._meta.label)
def test_a_query_without_a_person_is_an_error(model):
    assert isinstance(model._default_manager.all(), Guarded)
    for ask in (list, lambda rows: rows.count(), lambda rows: rows.filter(pk=1).first()):
        with pytest.raises(NobodyAsked):
            ask(model._default_manager.all())


@pytest.mark.parametrize("model", GUARDED, ids=lambda model: model._meta.label)
def test_every_kind_says_who_sees_its_rows(model):
    assert list(model._default_manager.visible_to(AnonymousUser())) == []
    with pytest.raises(NobodyAsked):
        model._default_manager.visible_to(None)
