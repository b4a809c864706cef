"""A register of any size in the ledger, written by bare inserts: for pages, which only read it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from itertools import islice, pairwise
from typing import Any
from zlib import crc32

from zhiqiang.demo.numbering import application_number, credit_code

#: so many rows are handed over at once
AT_ONCE, _ALL = 10_000, 2**64 - 1
COUNTIES = ("990102", "990103", "990104", "990121", "990122", "990123", "990181")
#: of twenty rights in a row, which are of which kind
_KINDS = (
    *["invention"] * 7, *["utility_model"] * 5, *["design"] * 2, *["trademark"] * 5,
    "software_copyright",
)  # fmt: skip
_DIGITS = {"invention": "1", "utility_model": "2", "design": "3"}
_MARKS = (*["ordinary_mark"] * 8, "collective_mark", "certification_mark")
_FIRST, _LAST = date(2008, 1, 2), date(2025, 6, 30)
_PARTS = (
    "阀门",
    "轴承",
    "夹具",
    "滤芯",
    "电机",
    "传感器",
    "镁合金支架",
    "控制柜",
    "喷头",
    "齿轮箱",
)


def fill(size: int) -> None:
    """Bring an empty register to ``size`` rights with parties, holdings, events and origins."""
    from django.db import transaction

    from zhiqiang.records.registry.models import Right

    rights = Right.objects.for_program("looks whether the register of the bench stands")
    if rights.count() == size:
        return
    firms = max(1, size // 20)
    every = range(1, size + 1)
    with transaction.atomic(), _indexed_after():
        batch = _batch(size)
        _write("registry_party", (_party(n) for n in range(1, firms + 1)))
        _write("registry_right", (_right(n, firms) for n in every))
        _write("registry_holding", (one for n in every for one in _holdings(n, firms)))
        _write("registry_event", (one for n in every for one in _events(n, firms)))
        _write("registry_provenance", (_origin(n, batch) for n in every))


@contextmanager
def _indexed_after() -> Iterator[None]:
    """Let SQLite write its indexes when the rows are there: in their order, and so much sooner."""
    from django.db import connection

    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
            " AND tbl_name LIKE 'registry%%'"
        )
        found = cursor.fetchall()
        for name, _ in found:
            cursor.execute(f'DROP INDEX "{name}"')
        yield
        for _, statement in found:
            cursor.execute(statement)


def _write(table: str, rows: Iterable[dict[str, Any]]) -> None:
    from django.db import connection

    left = iter(rows)
    with connection.cursor() as cursor:
        while some := list(islice(left, AT_ONCE)):
            names = ", ".join(f'"{name}"' for name in some[0])
            marks = ", ".join(["%s"] * len(some[0]))
            cursor.executemany(
                f"INSERT INTO {table} ({names}) VALUES ({marks})",  # noqa: S608
                [tuple(one.values()) for one in some],
            )
        if connection.vendor == "postgresql":
            cursor.execute(
                f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM {table}"  # noqa: S608
            )
            cursor.execute(f"ANALYZE {table}")


def _drawn(n: int, what: str) -> Callable[[int], int]:
    """Return a drawing of numbers that is the same for the same row and purpose every time."""
    mixed = (n * 0x9E3779B97F4A7C15 + crc32(what.encode())) & _ALL
    mixed = ((mixed ^ mixed >> 30) * 0xBF58476D1CE4E5B9) & _ALL
    mixed ^= mixed >> 27
    return lambda below: mixed % below


def _batch(size: int) -> int:
    from django.utils import timezone

    from zhiqiang.records.files.models import StoredFile
    from zhiqiang.records.registry.models import Batch

    files = StoredFile.objects.for_program("notes a file of the bench")
    file = files.create(sha256="b" * 64, name="测速.csv", size=size)
    batches = Batch.objects.for_program("notes an import of the bench")
    return int(
        batches.create(
            source="patents", file=file, file_name="测速.csv", taken_over_at=timezone.now(),
            actor="bench", rows=size, new=size, changed=0, same=0, refused=0,
        ).pk
    )  # fmt: skip


def _party(n: int) -> dict[str, Any]:
    is_person, region = n % 40 == 0, COUNTIES[n % 7]
    name = f"欧阳测{n}" if is_person else f"测速{n}号精密机械有限公司"
    code = "" if is_person else credit_code("91", region, 20_000_000 + n)
    return {
        "id": n, "identity": f"USCC:{code}" if code else f"NAME:{name}",
        "kind": "person" if is_person else "firm", "name": name, "name_key": name,
        "name_form": "", "credit_code": code, "region_code": region,
        "address": f"创园一路{n % 400}号", "industry_code": "", "size": "", "same_as_id": None,
    }  # fmt: skip


def _right(n: int, firms: int) -> dict[str, Any]:
    kind, holder = _KINDS[n % 20], _holder(n, firms)
    filed, granted = _days(n)
    digit, is_patent = _DIGITS.get(kind, ""), kind in _DIGITS
    number = application_number(filed.year, digit, n) if is_patent else f"{30_000_000 + n}"
    is_known = not is_patent or granted is not None or _drawn(n, "hidden")(20) > 0
    public = f"CN{int(digit) * 100_000_000 + n}A" if is_patent and is_known else ""
    return {
        "id": n, "identity": f"CN:{number.replace('.', '')}" if is_patent else f"{kind}:{number}",
        "kind": kind, "number": number, "publication_number": public,
        "grant_number": f"CN{int(digit) * 100_000_000 + n}B" if is_patent and granted else "",
        "title": f"一种{_PARTS[_drawn(n, 'part')(10)]}的{_drawn(n, 'made')(99_991)}型加工装置",
        "applicants": _party_name(holder), "filed_on": filed,
        "published_on": filed + timedelta(days=180) if public else None, "granted_on": granted,
        "term_ends_on": None, "status_text": "授权" if granted else "实质审查",
        "ipc_main": f"B23Q{n % 40}/06" if is_patent else "", "ipc_all": "",
        "nice_class": 1 + n % 45 if kind == "trademark" else None,
        "agency": f"测速{n % 300}专利代理事务所" if n % 3 else "", "agency_code": "",
        "strategic_industry": "2.1" if n % 5 == 0 else "", "has_overseas_grant": n % 23 == 0,
        "is_marked_high_value": None,
        "category": _MARKS[n // 20 % 10] if kind == "trademark" else "", "family": "",
        "first_public_on": None, "region_code": COUNTIES[holder % 7], "holder_id": holder,
        "is_published": is_known,
    }  # fmt: skip


def _party_name(n: int) -> str:
    return str(_party(n)["name"]) if n % 40 == 0 else f"测速{n}号精密机械有限公司"


def _holder(n: int, firms: int) -> int:
    return 1 + _drawn(n, "holder")(firms)


def _days(n: int) -> tuple[date, date | None]:
    """Return when a right was filed, and when it was granted where it was."""
    filed = _FIRST + timedelta(days=_drawn(n, "filed")((_LAST - _FIRST).days))
    granted = filed + timedelta(days=200 + _drawn(n, "granted")(700))
    is_granted = _drawn(n, "is granted")(10) < 8 and granted <= _LAST
    return filed, granted if is_granted else None


def _holdings(n: int, firms: int) -> Iterator[dict[str, Any]]:
    """Give who holds a right from its filing on; of every thirtieth, who held it before."""
    filed, _ = _days(n)
    days: list[date | None] = [filed, None]
    if n % 30 == 0:
        days.insert(1, filed + timedelta(days=700 + n % 900))
    for place, (since, until) in enumerate(pairwise(days)):
        holder = _holder(n, firms) if until is None else 1 + _drawn(n, "before")(firms)
        yield {
            "id": 2 * n + place, "right_id": n, "party_id": holder,
            "region_code": COUNTIES[holder % 7], "from_on": since, "until_on": until,
        }  # fmt: skip


def _events(n: int, firms: int) -> Iterator[dict[str, Any]]:
    """Give the grant of a right, the last fees that were paid for some, the end of some."""
    filed, granted = _days(n)
    kind, holder = _KINDS[n % 20], _holder(n, firms)
    if granted is None:
        return
    told: list[tuple[str, date, int | None]] = [("grant", granted, None)]
    if kind in _DIGITS:
        fate = _drawn(n, "fate")(100)
        year = (_LAST - filed).days // 365 + 1
        if fate < 30:
            told.append(("annual_fee", _LAST - timedelta(days=fate * 9), max(year - fate % 3, 1)))
        elif fate < 45:
            ended = granted + timedelta(days=400 + _drawn(n, "ended")(2500))
            told += [("lapse", ended, None)] if ended <= _LAST else []
        elif fate < 47:
            told.append(("fee_unpaid", _LAST - timedelta(days=fate), max(year - 1, 1)))
    for place, (what, day, fee_year) in enumerate(told):
        yield {
            "id": 3 * n + place, "identity": f"{what}:{n}:{place}", "kind": what, "right_id": n,
            "party_id": holder, "counterparty_id": None, "happened_on": day, "amount": None,
            "document_number": "", "note": "", "region_code": COUNTIES[holder % 7],
            "fee_year": fee_year, "reduction_percent": None,
        }  # fmt: skip


def _origin(n: int, batch: int) -> dict[str, Any]:
    return {
        "id": n, "batch_id": batch, "sheet": "", "row": n + 1, "subject": "right", "subject_id": n
    }  # fmt: skip
