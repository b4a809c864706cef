"""Every endpoint of the API, room by room."""

from django.urls import path

from zhiqiang.api import indicators, office, programmes, register
from zhiqiang.api.door import open_door

door = open_door()
for prefix, router in (
    ("me", office.me_router),
    ("programmes", programmes.router),
    ("indicators", indicators.router),
    ("snapshots", indicators.snapshots_router),
    ("rights", register.rights_router),
    ("parties", register.parties_router),
    ("imports", register.imports_router),
    ("search", register.search_router),
    ("jobs", office.jobs_router),
    ("journal", office.journal_router),
):
    door.add_router(prefix, router)

urlpatterns = [path("v1/", door.urls)]
