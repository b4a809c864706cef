"""Roles: what each may do, as the catalogue says."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from zhiqiang.portal.people.gate import signed_in
from zhiqiang.records.accounts import roles as declared


@require_GET
@signed_in
def roles(request: HttpRequest) -> HttpResponse:
    """Show every role with its rights, and every right with the roles that give it."""
    given = declared.roles()
    context = {
        "roles": [
            (role, [given[key].zh for key in role.excludes if key in given])
            for role in given.values()
        ],
        "table": [
            (right, [right_key in role.rights for role in given.values()])
            for right_key, right in declared.access_rights().items()
        ],
    }
    return render(request, "portal/people/roles.html", context)
