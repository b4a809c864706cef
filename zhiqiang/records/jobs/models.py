"""Long work that was asked for, and the marks of the steps that are done."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from zhiqiang.records.accounts.visibility import GuardedModel, for_holders


class State(models.TextChoices):
    """Where a job is. ``WAITING`` and ``RUNNING`` are open; the other three are final."""

    WAITING = "waiting", "等待"
    RUNNING = "running", "进行中"
    DONE = "done", "完成"
    FAILED = "failed", "失败"
    CANCELLED = "cancelled", "已取消"


OPEN = (State.WAITING, State.RUNNING)


class JobRun(GuardedModel):
    """One piece of long work, asked for by somebody and taken up by a runner.

    ``token`` is new at every take-over: whoever holds an old one may not write any more.
    ``fruitless`` counts the take-overs since the last step that was finished.
    """

    kind = models.CharField("类别", max_length=60)
    title = models.CharField("名称", max_length=200)
    parameters = models.JSONField("参数", default=dict)
    parameters_hash = models.CharField("参数校验值", max_length=64)
    state = models.CharField("状态", max_length=20, choices=State.choices, default=State.WAITING)
    done = models.PositiveIntegerField("已完成步数", default=0)
    total = models.PositiveIntegerField("总步数", default=0)
    log = models.TextField("记录", blank=True)
    asked_by = models.CharField("提交人", max_length=120)
    asked_at = models.DateTimeField("提交时间", auto_now_add=True)
    due_at = models.DateTimeField("应开始时间")
    started_at = models.DateTimeField("开始时间", null=True)
    ended_at = models.DateTimeField("结束时间", null=True)
    heartbeat_at = models.DateTimeField("最近活动时间", null=True)
    runner = models.CharField("执行进程", max_length=200, blank=True)
    token = models.CharField("执行凭据", max_length=32, blank=True)
    attempt = models.PositiveIntegerField("执行次数", default=0)
    fruitless = models.PositiveIntegerField("无进展次数", default=0)
    is_cancel_asked = models.BooleanField("要求取消", default=False)
    result = models.JSONField("结果", null=True)
    error = models.TextField("错误", blank=True)

    class Meta:
        db_table = "jobs_job_run"
        verbose_name = "后台作业"
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "parameters_hash"],
                condition=models.Q(state__in=["waiting", "running"]),
                name="jobs_job_run_once_while_open",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=State.values), name="jobs_job_run_known_state"
            ),
        ]
        indexes = [
            models.Index(fields=["state", "due_at"], name="jobs_job_run_due"),
            models.Index(fields=["asked_by", "-id"], name="jobs_job_run_asked_by"),
        ]

    @classmethod
    def visible_clause(cls, person: Any) -> Q:
        return for_holders(person, "see_jobs")


class JobStep(GuardedModel):
    """The mark of a step that is done, written in the transaction of the step's effect."""

    run = models.ForeignKey(JobRun, models.CASCADE, related_name="+", verbose_name="后台作业")
    key = models.CharField("步骤", max_length=120)
    result = models.JSONField("结果", null=True)
    done_at = models.DateTimeField("完成时间", auto_now_add=True)

    class Meta:
        db_table = "jobs_job_step"
        verbose_name = "作业步骤"
        constraints = [
            models.UniqueConstraint(fields=["run", "key"], name="jobs_job_step_done_once")
        ]

    @classmethod
    def visible_clause(cls, person: Any) -> Q:
        return for_holders(person, "see_jobs")
