"""Addresses of the pages that combine."""

from django.urls import path

from zhiqiang.portal.people.urls import urlpatterns as people
from zhiqiang.portal.views import home, imports, indicators, patterns, register, search

app_name = "portal"
urlpatterns = [
    path("", home.home, name="home"),
    path("standings/", home.standings, name="home_standings"),
    # sign-in, accounts, people, bodies, roles
    *people,
    path("search/", search.everything, name="search"),
    path("indicators/", indicators.indicators_page, name="indicators"),
    path("indicators-table/", indicators.board, name="board"),
    path("indicators/<slug:key>/", indicators.indicator, name="indicator"),
    path("indicators/<slug:key>/rows/", indicators.rows, name="indicator_rows"),
    path("register/", register.rights, name="rights"),
    path("register/rights/<int:right_id>/", register.right, name="right"),
    path("register/parties/<int:party_id>/", register.party, name="party"),
    path("imports/", imports.batches, name="batches"),
    path("imports/<int:batch_id>/", imports.batch, name="batch"),
    path("imports/<int:batch_id>/row/", imports.received_row, name="received_row"),
    path("snapshots/<int:number_asked>/", imports.snapshot, name="snapshot"),
    path("ui/patterns/", patterns.patterns, name="patterns"),
]
