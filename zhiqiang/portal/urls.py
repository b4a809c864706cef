"""Addresses of the pages that combine."""

from collections.abc import Iterator

from django.urls import URLPattern, path

from zhiqiang.portal.people.urls import urlpatterns as people
from zhiqiang.portal.views import (
    correcting,
    fees,
    finding,
    histories,
    home,
    imports,
    indicators,
    one_party,
    one_right,
    pairs,
    patterns,
    receiving,
    recognising,
    register,
    rolls,
    scores,
    search,
)

app_name = "portal"


def _rolls(*names: str) -> Iterator[URLPattern]:
    """Give the page of each kind of record, and the file of it."""
    for name in names:
        yield path(f"register/{name}/", rolls.roll, {"name": name}, name=name)
        address = f"register/{name}/export/"
        yield path(address, rolls.export_roll, {"name": name}, name=f"export_{name}")


urlpatterns = [
    path("", home.home, name="home"),
    path("standings/", home.standings, name="home_standings"),
    # sign-in, accounts, people, bodies, roles
    *people,
    path("search/", search.everything, name="search"),
    path("search/rights/", finding.find, name="find"),
    path("search/rights/export/", finding.export_found, name="export_found"),
    path("indicators/", indicators.indicators_page, name="indicators"),
    path("indicators-table/", indicators.board, name="board"),
    path("indicators/<slug:key>/", indicators.indicator, name="indicator"),
    path("indicators/<slug:key>/rows/", indicators.rows, name="indicator_rows"),
    path(
        "indicators/<slug:key>/rows/export/",
        indicators.export_rows,
        name="export_indicator_rows",
    ),
    path("register/", register.rights, name="rights"),
    path("register/records/<slug:subject>/<int:subject_id>/", correcting.record, name="record"),
    path("register/rights/<int:right_id>/changes/", histories.changes, name="changes"),
    path(
        "register/records/<slug:subject>/<int:subject_id>/correct/<slug:field>/",
        correcting.correct,
        name="correct",
    ),
    path("register/corrections/<int:correction_id>/", correcting.correction, name="correction"),
    path(
        "register/corrections/<int:correction_id>/evidence/",
        correcting.evidence,
        name="correction_evidence",
    ),
    path("register/export/", register.export_rights, name="export_rights"),
    path("register/fees/", fees.fee_watch, name="fee_watch"),
    path("register/fees/export/", fees.export_fee_watch, name="export_fee_watch"),
    path("register/rights/<int:right_id>/", one_right.right, name="right"),
    path("register/parties/<int:party_id>/", one_party.party, name="party"),
    path("register/parties/<int:party_id>/export/", one_party.export_party, name="export_party"),
    *_rolls("parties", "events", "designations", "activities", "statistics"),
    path("register/budgets/", rolls.budgets, {"name": "budgets"}, name="budgets"),
    path(
        "register/budgets/export/", rolls.export_budgets, {"name": "budgets"}, name="export_budgets"
    ),
    path("register/pairs/", pairs.pairs, name="pairs"),
    path("register/pairs/export/", pairs.export_pairs, name="export_pairs"),
    path("register/pairs/<int:pair_id>/", pairs.pair, name="pair"),
    path("register/pairs/<int:pair_id>/judge/", pairs.judge, name="judge"),
    path("register/quality/", scores.scores, name="scores"),
    path("register/quality/<slug:key>/", scores.failing, name="failing"),
    path("register/quality/<slug:key>/export/", scores.export_failing, name="export_failing"),
    path("imports/", imports.batches, name="batches"),
    path("imports/export/", imports.export_batches, name="export_batches"),
    path("imports/upload/", receiving.upload, name="upload"),
    path("imports/incoming/", recognising.incoming, name="incoming"),
    path("imports/incoming/teach/", recognising.teach, name="teach_headings"),
    path("imports/headings/", recognising.headings, name="taught_headings"),
    path("imports/headings/<int:taught_id>/forget/", recognising.forget, name="forget_heading"),
    path("imports/previews/<int:run_id>/", receiving.preview, name="preview"),
    path("imports/previews/<int:run_id>/part/", receiving.preview_part, name="preview_part"),
    path("imports/previews/<int:run_id>/take-over/", receiving.take_over, name="take_over"),
    path(
        "imports/previews/<int:run_id>/refused/",
        receiving.preview_refused,
        name="download_preview_refused",
    ),
    path("imports/templates/", receiving.templates, name="list_templates"),
    path("imports/templates/<slug:source>/", receiving.template, name="download_list_template"),
    path("imports/<int:batch_id>/", imports.batch, name="batch"),
    path("imports/<int:batch_id>/undo/", imports.undo, name="undo_import"),
    path("imports/<int:batch_id>/refused/", imports.refused, name="download_refused"),
    path("imports/<int:batch_id>/findings/", imports.export_findings, name="export_findings"),
    path("imports/<int:batch_id>/row/", imports.received_row, name="received_row"),
    path("snapshots/<int:number_asked>/", imports.snapshot, name="snapshot"),
    path("ui/patterns/", patterns.patterns, name="patterns"),
]
