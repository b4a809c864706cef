"""Kill an act at one SQL statement after another and say what became of the case.

Run as a program in a home of its own: ``python kill_points.py KILLS SEED``. For each kill a case is
brought to where an act is due; a forked process does the act and kills itself (SIGKILL) just before
a statement drawn at random, or right after the last; then the same request is sent again. Prints one
JSON line.
"""

from __future__ import annotations

import json
import os
import random
import sys
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhiqiang.config.settings")

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402

from zhiqiang.records.casework import actions  # noqa: E402
from zhiqiang.records.casework.models import Case, TimelineEntry  # noqa: E402
from zhiqiang.records.casework.tests import office as offices  # noqa: E402
from zhiqiang.records.jobs.tests.killing import in_child, was_killed  # noqa: E402
from zhiqiang.records.journal.models import Entry  # noqa: E402
from zhiqiang.records.journal.queries import verify  # noqa: E402
from zhiqiang.records.registry.models import Event, RecordedFact  # noqa: E402

MOST = 60
WHY = "test"


def state_of(case: Case) -> dict[str, object]:
    """Return everything that an act may change, counted."""
    row = Case.objects.for_program(WHY).filter(pk=case.pk).values().get()
    return {
        "row": {name: str(value) for name, value in row.items()},
        "timeline": TimelineEntry.objects.for_program(WHY).filter(case=case).count(),
        "clocks": sorted(map(str, case.clocks.values_list("key", "stopped_on"))),
        "facts": RecordedFact.objects.for_program(WHY).filter(case=row["number"] or "-").count(),
        "events": Event.objects.for_program(WHY)
        .filter(document_number=row["number"] or "-")
        .count(),
        "journal": Entry.objects.for_program(WHY).filter(subject=f"case:{case.pk}").count(),
    }


def prepared(office: offices.Office, verb: str) -> tuple[Case, object, dict[str, object]]:
    """Return a case for which an act is due, who does it, and with what."""
    match verb:
        case "submit":
            return office.draft(), office.applicant, {}
        case "accept":
            return office.submitted(), office.clerk, {}
        case "forward":
            return office.running(), office.official, {}
        case _:
            given = {"outcome": "registered", "confirmed": offices.SOUND}
            return office.at_decision(rights=list(offices.NUMBERS)), office.approver, given


def main(kills: int, seed: int) -> None:
    call_command("migrate", verbosity=0, skip_checks=True)
    chance = random.Random(seed)
    office = offices.build(Path(settings.HOME))
    out: dict[str, object] = {"seed": seed, "killed": 0, "undone": 0, "done": 0, "wrong": []}
    for number in range(kills):
        verb = ("close", "submit", "accept", "forward")[number % 4]
        case, who, given = prepared(office, verb)
        case = Case.objects.for_program(WHY).get(pk=case.pk)
        before, request = state_of(case), f"kill-{number}"

        def work(case=case, verb=verb, who=who, given=given, request=request) -> None:  # type: ignore[no-untyped-def]
            actions.ACTS[verb](who, case.pk, version=case.version, request_key=request, **given)

        point = chance.randint(1, MOST)
        out["killed"] += was_killed(in_child(work, before=point, kills_at_end=True))  # type: ignore[operator]
        after = state_of(case)
        out["undone" if after == before else "done"] += 1  # type: ignore[operator]
        work()
        twice = state_of(case)
        work()
        effects = len(offices.NUMBERS) if verb == "close" else 0
        sound = (
            (after in (before, twice))
            and twice["facts"] == twice["events"] == effects
            and twice["timeline"] == before["timeline"] + 1  # type: ignore[operator]
            and twice["journal"] == before["journal"] + 1  # type: ignore[operator]
            and state_of(case) == twice
        )
        if not sound:
            out["wrong"].append([verb, before, after, twice])  # type: ignore[attr-defined]
        if verb == "close":
            # The next pledge of the same rights needs them free.
            Event.objects.for_program(WHY).filter(kind="pledge").delete()
            RecordedFact.objects.for_program(WHY).all().delete()
    out["journal_is_whole"] = verify() == []
    print(json.dumps(out))  # noqa: T201 - the answer of this program


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
