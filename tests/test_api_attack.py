"""Generated requests against everything that the API's document describes, as three people.

Nothing may break, every answer is as the document says, and no row of another appears.
``ZHIQIANG_API_EXAMPLES`` says how many examples an endpoint gets from each of them.
"""

import json
import os

import pytest
import schemathesis
from django.conf import settings as django_settings
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.specs.openapi.checks import positive_data_acceptance

from zhiqiang.config.tests.matrix import walk
from zhiqiang.config.tests.matrix.world import MARKS, STRANGER
from zhiqiang.config.wsgi import application

pytestmark = pytest.mark.django_db
EXAMPLES = int(os.environ.get("ZHIQIANG_API_EXAMPLES", "4"))
ROLES = (STRANGER, "body_clerk", "official")
_DECLARED = walk.table()


def _document():
    from zhiqiang.api.urls import door

    return json.loads(json.dumps(door.get_openapi_schema(path_prefix="/api/v1/"), default=str))


_schema = schemathesis.openapi.from_dict(_document())
_schema.app = application
OPERATIONS = [one.ok() for one in _schema.get_all_operations()]


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda one: one.label)
def test_no_generated_request_breaks_anything_or_shows_a_row_of_another(world, operation, role):
    cookie = (
        {django_settings.SESSION_COOKIE_NAME: world.cookies[role]} if world.cookies[role] else {}
    )

    # Generated numbers lead nowhere mostly; every other request goes to what there is, hidden or not.
    there = st.sampled_from([{}, world.open, *(world.open | own for own in world.hidden.values())])

    @given(case=operation.as_strategy(), things=there)
    @settings(
        max_examples=EXAMPLES, deadline=None, database=None, phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    def attack(case, things):
        case.path_parameters |= {key: things[key] for key in case.path_parameters if key in things}
        with transaction.atomic():
            answer = case.call(cookies=cookie)
            transaction.set_rollback(True)
        # A region that no table knows and a page past the end are refused with 400, as they should.
        case.validate_response(answer, excluded_checks=[positive_data_acceptance])
        for thing, (mark, _) in MARKS.items():
            if mark in answer.text and not _DECLARED.may(role, _DECLARED.sees[thing]):
                pytest.fail(f"{role} {case.formatted_path} shows {thing}")

    attack()
