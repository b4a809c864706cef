"""Jobs come to an end, once, whatever happens to who runs them."""

import json
import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction
from django.utils import timezone

from zhiqiang.kernel.errors import NotFound, Refused
from zhiqiang.records.accounts.actions import register_person
from zhiqiang.records.jobs import actions, aside, queries, runner
from zhiqiang.records.jobs.models import JobRun, JobStep, State
from zhiqiang.records.jobs.runner import run_next
from zhiqiang.records.jobs.work import Cancelled, Kind, Superseded, Work
from zhiqiang.records.journal import queries as journal

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_home(settings, tmp_path):
    settings.HOME = tmp_path


@pytest.fixture
def official(db):
    return register_person("official", "陈某", "official", "四季-青山-2719-桥")


@pytest.fixture
def colleague(db):
    return register_person("colleague", "王某", "official", "四季-青山-2719-桥")


@pytest.fixture
def administrator(db):
    return register_person("admin", "管某", "administrator", "四季-青山-2719-桥")


def three_steps(work: Work) -> dict:
    work.expect(3)
    return {"sum": sum(work.step(f"part {n}", lambda n=n: n) for n in (1, 2, 3))}


def kinds(function=three_steps, **more) -> dict[str, Kind]:
    return {"sum": Kind("sum", function, **more)}


def submitted(**parameters) -> JobRun:
    return actions.submit("sum", parameters, "official", "求和")


def test_a_job_killed_at_each_of_a_hundred_points_ends_with_every_effect_exactly_once(tmp_path):
    program = Path(__file__).with_name("kill_points.py")
    environment = {k: v for k, v in os.environ.items() if k != "ZHIQIANG_DATABASE"}
    environment |= {
        "ZHIQIANG_HOME": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "zhiqiang.config.settings",
    }
    answer = subprocess.run(
        [sys.executable, str(program), "100"], env=environment, capture_output=True, text=True
    )
    assert answer.returncode == 0, answer.stderr
    out = json.loads(answer.stdout)
    assert out["wrong"] == []
    assert out["states"] == {"done": 100}
    assert out["killed"] == 100
    assert out["resumed_midway"] > 50


def test_a_job_runs_to_its_end_and_keeps_its_result_progress_and_log():
    run = submitted(a=1)
    assert run_next(kinds())
    run.refresh_from_db()
    assert (run.state, run.result, run.done, run.total) == (State.DONE, {"sum": 6}, 3, 3)
    assert run.attempt == 1
    assert "完成" in run.log
    assert not run_next(kinds())


def test_the_same_work_is_not_asked_for_twice_while_it_is_open():
    first = submitted(a=1)
    assert submitted(a=1).pk == first.pk
    assert submitted(a=2).pk != first.pk
    while run_next(kinds()):
        pass
    assert submitted(a=1).pk != first.pk


def test_the_database_itself_refuses_a_second_open_run_of_the_same_work():
    run = submitted(a=1)
    run.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        run.save(force_insert=True)


def test_steps_that_are_done_are_not_done_again_after_a_failure():
    calls = []

    def fails_once(work: Work) -> str:
        first = work.step("first", lambda: calls.append("first") or "kept")
        if len(calls) < 2:
            calls.append("failure")
            raise ValueError("broken")
        return first

    run = submitted()
    run_next(kinds(fails_once, retry_after=timedelta(0)))
    run.refresh_from_db()
    assert run.state == State.WAITING
    run_next(kinds(fails_once, retry_after=timedelta(0)))
    run.refresh_from_db()
    assert (run.state, run.result) == (State.DONE, "kept")
    assert calls == ["first", "failure"]


def test_a_retry_waits_longer_each_time_and_gives_up_in_the_end():
    def fails(work: Work) -> None:
        raise ValueError("内部细节")

    run, waits = submitted(), []
    for _ in range(3):
        JobRun.objects.for_program("test").update(due_at=timezone.now())
        before = timezone.now()
        run_next(kinds(fails, attempts=3, retry_after=timedelta(seconds=100)))
        run.refresh_from_db()
        waits.append(round((run.due_at - before).total_seconds() / 100))
    assert waits[:2] == [1, 2]
    assert run.state == State.FAILED
    assert "内部细节" not in run.error + run.log


def test_what_the_rules_refuse_is_not_tried_again():
    def refuses(work: Work) -> None:
        raise Refused("文件缺少“申请号”一列")

    run = submitted()
    run_next(kinds(refuses))
    run.refresh_from_db()
    assert (run.state, run.error, run.attempt) == (State.FAILED, "文件缺少“申请号”一列", 1)


def test_a_job_of_an_unknown_kind_fails_and_says_so():
    run = submitted()
    run_next({})
    run.refresh_from_db()
    assert run.state == State.FAILED
    assert "sum" in run.error


def test_a_waiting_job_is_cancelled_at_once(official):
    run = submitted()
    assert actions.cancel(run.pk, official) == State.CANCELLED
    assert not run_next(kinds())


def test_a_running_job_is_cancelled_at_its_next_step_and_keeps_what_is_done(official):
    effects = []

    def is_cancelled_after_one(work: Work) -> None:
        work.step("one", lambda: effects.append("one"))
        actions.cancel(run.pk, official)
        work.step("two", lambda: effects.append("two"))

    run = submitted()
    run_next(kinds(is_cancelled_after_one))
    run.refresh_from_db()
    assert run.state == State.CANCELLED
    assert effects == ["one"]
    assert not aside.is_cancel_asked(run.pk)


def test_a_long_step_is_broken_off_by_a_cancel_and_undone():
    def long_step(work: Work) -> None:
        def effect() -> None:
            JobRun.objects.for_program("test").filter(pk=run.pk).update(title="halfway")
            work.tell(5, 10)
            aside.ask_cancel(run.pk)
            work.tell(6, 10)

        work.step("long", effect)

    run = submitted()
    run_next(kinds(long_step))
    run.refresh_from_db()
    assert (run.state, run.title) == (State.CANCELLED, "求和")


def test_a_job_that_has_ended_cannot_be_cancelled_and_one_that_never_was_is_not_found(official):
    run = submitted()
    run_next(kinds())
    with pytest.raises(Refused):
        actions.cancel(run.pk, official)
    with pytest.raises(NotFound):
        actions.cancel(run.pk + 1, official)


def test_a_runner_that_was_thought_dead_cannot_write_any_more():
    """Its machine slept; meanwhile another one took the job over and did the first step."""
    run = submitted()
    old = Work(runner._take())
    JobRun.objects.for_program("test").update(heartbeat_at=timezone.now() - timedelta(minutes=2))
    assert run_next(kinds())
    with pytest.raises(Superseded):
        old.step("part 1", lambda: 1 / 0)
    run.refresh_from_db()
    assert run.state == State.DONE
    assert JobStep.objects.for_program("test").filter(run=run).count() == 3


def test_a_job_whose_runner_lives_elsewhere_is_left_alone_until_its_heartbeat_is_stale():
    run = submitted()
    runner._take()
    JobRun.objects.for_program("test").update(
        runner="another-host:1:abc", heartbeat_at=timezone.now()
    )
    assert not run_next(kinds())
    JobRun.objects.for_program("test").update(heartbeat_at=timezone.now() - runner.STALE * 2)
    assert run_next(kinds())
    run.refresh_from_db()
    assert run.state == State.DONE


def test_a_job_that_kills_its_runner_every_time_is_given_up():
    run = submitted()
    for _ in range(3):
        assert runner._take() is not None
    assert run_next(kinds(attempts=3))
    run.refresh_from_db()
    assert run.state == State.FAILED
    assert "没有进展" in run.error


def test_a_stopped_runner_gives_its_job_back():
    def is_interrupted(work: Work) -> None:
        raise KeyboardInterrupt

    run = submitted()
    with pytest.raises(KeyboardInterrupt):
        run_next(kinds(is_interrupted))
    run.refresh_from_db()
    assert run.state == State.WAITING


def test_the_progress_shown_counts_steps_and_the_part_of_the_step_under_way():
    run = submitted()
    work = Work(runner._take())
    work.expect(4)
    work.step("one", lambda: None)
    work.tell(50, 100, "读取第 50 行")
    run.refresh_from_db()
    view = queries.view_of(run)
    assert view.percent == 37
    assert view.step.note == "读取第 50 行"
    work.note("第一步写入完毕")
    run.refresh_from_db()
    assert "第一步写入完毕" in run.log


def test_an_effect_outside_the_ledger_runs_without_a_transaction_and_is_marked():
    seen = []

    def publishes(work: Work) -> object:
        work.step_outside("publish", lambda: seen.append(1) or len(seen))
        return work.step_outside("publish", lambda: seen.append(1) or len(seen))

    run = submitted()
    run_next(kinds(publishes))
    run.refresh_from_db()
    assert (run.result, seen) == (1, [1])


def test_a_cancelled_wish_is_a_failure_of_its_own(official):
    run = submitted()
    work = Work(runner._take())
    actions.cancel(run.pk, official)
    with pytest.raises(Cancelled):
        work.step("one", lambda: None)


def test_only_who_asked_or_who_manages_jobs_may_end_or_repeat_one(
    official, colleague, administrator
):
    run = submitted()
    for act in (actions.cancel, actions.retry):
        with pytest.raises(Refused, match="他人"):
            act(run.pk, colleague)
        with pytest.raises(NotFound):
            act(run.pk, AnonymousUser())
    assert actions.cancel(run.pk, administrator) == State.CANCELLED
    again = actions.retry(run.pk, official)
    assert again.pk != run.pk
    with pytest.raises(Refused):
        actions.retry(again.pk, official)


def test_asking_for_work_and_for_its_end_are_written_in_the_journal(official):
    run = submitted()
    actions.cancel(run.pk, official)
    acts = [entry.act for entry in journal.whole().filter(subject=f"job:{run.pk}")]
    assert acts == ["cancel_job", "submit_job"]
