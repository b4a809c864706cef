"""Pages of the register as an official opens them: lists, one right, one party, the fee watch.

The register is the one that the steps before left. Each address is opened once before; then the
median of some rounds counts.
"""

from __future__ import annotations

from statistics import median

from bench.measuring import Line, collect_assets, seconds_of

ROUNDS, CITY, SECRET = 5, "990100", "四季-青山-2719-桥"
_LISTS = {
    "list of rights": "/register/",
    "list of rights, page 200": "/register/?page=200",
    "list of rights, kind and region": f"/register/?kind=invention&region={CITY}",
    "list of rights, a word": "/register/?q=测速97型",
    "fee watch, falling due": f"/register/fees/?region={CITY}&as_of=2025-06-30",
    "fee watch, in grace": f"/register/fees/?region={CITY}&as_of=2025-06-30&watched=grace",
    "fee watch, by holder": f"/register/fees/?region={CITY}&as_of=2025-06-30&by=holder",
    "queue of pairs": "/register/pairs/",
}


def measure(size: int) -> list[Line]:
    """Open the pages, and count what the fee watch holds for each reason."""
    from django.conf import settings
    from django.test import Client

    from zhiqiang.records.accounts.actions import register_person
    from zhiqiang.records.registry.models import Right

    collect_assets()
    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "testserver"]
    person = register_person("bench_opener", "某", "official", SECRET)
    client = Client()
    client.force_login(person)
    newest = Right.objects.for_program("opens a page").order_by("-pk").first()
    rows = Right.objects.for_program("opens a page").count()
    pages = _LISTS | {
        "one right": f"/register/rights/{newest.pk}/",
        "one party": f"/register/parties/{newest.holder_id}/",
    }

    def page(path: str) -> None:
        answer = client.get(path, secure=True)
        if answer.status_code != 200:
            raise SystemExit(f"{path} answers {answer.status_code}")

    lines = []
    for what, path in pages.items():
        page(path)
        taken = median(seconds_of(lambda path=path: page(path)) for _ in range(ROUNDS))
        lines.append(Line(f"page: {what}", rows, taken))
    return [*lines, *_watched(person, rows)]


def _watched(person: object, rows: int) -> list[Line]:
    from datetime import date

    from zhiqiang.records.accounts.workdays import work_calendar
    from zhiqiang.records.registry.fee_rules import fee_rules
    from zhiqiang.records.registry.queries import Asking, FeeWatch, Watched

    lines = []
    for watched in Watched:
        counted: list[int] = []

        def count(watched: Watched = watched, counted: list[int] = counted) -> None:
            watch = FeeWatch(person, Asking(date(2025, 6, 30), 90), fee_rules(), work_calendar())
            counted.append(watch.found(watched).count())

        taken = median(seconds_of(count) for _ in range(ROUNDS))
        lines.append(Line(f"fee watch counted: {watched.value}, {counted[0]:,}", rows, taken))
    return lines
