"""Cases: what was applied for, where it stands, who acts, by when, and everything that was done."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.timezone import localdate

from zhiqiang.records.accounts.visibility import GuardedModel, Visibility, clause, for_holders
from zhiqiang.records.casework.verbs import DRAFT, STATES

_STATES = list(STATES.items())


class ServiceVersion(GuardedModel):
    """A published text of a service item. Running cases stay on theirs.

    ``content`` is the declaration; ``withdrawn_at``: no new case is taken.
    """

    item = models.CharField("事项", max_length=60)
    number = models.PositiveIntegerField("版次")
    title = models.CharField("名称", max_length=120)
    content = models.JSONField("内容")
    digest = models.CharField("校验值", max_length=64)
    published_at = models.DateTimeField("发布时间")
    published_by = models.CharField("发布人", max_length=120)
    withdrawn_at = models.DateTimeField("停办时间", null=True)

    class Meta:
        db_table = "casework_service_version"
        verbose_name = "事项版次"
        ordering = ["item", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["item", "number"], name="casework_version_once")
        ]

    @classmethod
    def visible_clause(cls, person: Any) -> Q:
        return Q()  # What is published of a service is for everybody to read.


class ServiceDraft(GuardedModel):
    """The text of a service item that somebody works on; nobody applies under it."""

    item = models.CharField("事项", max_length=60, unique=True)
    text = models.TextField("文本")
    saved_at = models.DateTimeField("保存时间", auto_now=True)
    saved_by = models.CharField("保存人", max_length=120)

    class Meta:
        db_table = "casework_service_draft"
        verbose_name = "事项草稿"
        ordering = ["item"]

    @classmethod
    def visible_clause(cls, person: Any) -> Q:
        return for_holders(person, "manage_services")


def _seen_by(person: Any, prefix: str = "") -> Q:
    """Return the condition "of a case that ``person`` may see": one's own, or by body and kind."""
    inside = clause(person, f"{prefix}visibility", f"{prefix}body")
    if not getattr(person, "pk", None):
        return inside
    return inside | Q(**{f"{prefix}applicant": person.pk})


class Case(GuardedModel):
    """One matter under a service item.

    ``version`` counts the acts, so that two who act at once do not overwrite each other.
    ``due_on`` is the nearest last day of a clock that runs, for lists in order of urgency.
    ``request_key`` is that of the form that began it: sent twice, it is one case. ``about_subject``
    and ``about_id``: the record of the register that it is about. ``check_code`` opens to whoever has
    the receipt where the case stands; ``entered_by`` is empty where somebody without account sent it.
    """

    service = models.ForeignKey(ServiceVersion, on_delete=models.PROTECT, related_name="cases")
    item = models.CharField("事项", max_length=60)
    number = models.CharField("办件编号", max_length=40, null=True, unique=True)
    state = models.CharField("状态", max_length=12, choices=_STATES, default=DRAFT)
    step = models.CharField("环节", max_length=40, blank=True)
    body = models.ForeignKey("accounts.Body", on_delete=models.PROTECT, related_name="+")
    visibility = models.CharField("可见范围", max_length=12, choices=Visibility.choices)
    applicant = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, null=True, related_name="+"
    )
    entered_by = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, null=True, related_name="+"
    )
    on_paper = models.BooleanField("窗口代录", default=False)
    about_subject = models.CharField("所涉记录种类", max_length=12, blank=True)
    about_id = models.BigIntegerField("所涉记录编号", null=True)
    check_code = models.CharField("查询码", max_length=16)
    fields = models.JSONField("填报内容", default=dict)
    holder = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, null=True, related_name="+"
    )
    delegate = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, null=True, related_name="+"
    )
    outcome = models.CharField("办理结果", max_length=40, blank=True)
    correction = models.JSONField("补正要求", default=list)
    corrected = models.BooleanField("已告知补正", default=False)
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    split_from = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    due_on = models.DateField("最近到期日", null=True)
    began_at = models.DateTimeField("建立时间", auto_now_add=True)
    submitted_at = models.DateTimeField("提交时间", null=True)
    closed_at = models.DateTimeField("办结时间", null=True)
    version = models.PositiveIntegerField("版本", default=1)
    request_key = models.CharField("请求标识", max_length=64, unique=True)

    class Meta:
        db_table = "casework_case"
        verbose_name = "办件"
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["body", "state", "due_on"], name="casework_case_inbox"),
            models.Index(fields=["applicant", "state"], name="casework_case_own"),
            models.Index(fields=["item", "state"], name="casework_case_item"),
            models.Index(fields=["about_subject", "about_id"], name="casework_case_about"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=DRAFT) | Q(number__isnull=False), name="casework_case_numbered"
            )
        ]

    def __str__(self) -> str:
        return self.number or f"草稿 {self.pk}"

    @classmethod
    def visible_clause(cls, person: Any) -> Q:
        asked = Consultation.objects.for_program("lets a body see what it is asked about")
        consulted = asked.filter(body__in=_bodies_of(person)).values("case_id")
        drafts_of_others = Q(state=DRAFT) & ~Q(entered_by=getattr(person, "pk", None))
        return (_seen_by(person) & ~drafts_of_others) | Q(pk__in=consulted)


def _bodies_of(person: Any) -> Any:
    """Return the ids of the bodies in which ``person`` holds a post or deputises today."""
    from zhiqiang.records.accounts.queries import bodies_of_person

    return bodies_of_person(getattr(person, "pk", None), localdate())


class OfCase(GuardedModel):
    """A row that hangs on a case, and is seen by who sees the case."""

    class Meta:
        abstract = True

    @classmethod
    def visible_clause(cls, person: Any) -> Q:
        return Q(case__in=Case.objects.visible_to(person).values("pk"))


class CaseParty(OfCase):
    """Who takes part in a case: applicant, the other side, agent."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="parties")
    role = models.CharField("身份", max_length=20)
    name = models.CharField("名称", max_length=250)
    credit_code = models.CharField("统一社会信用代码", max_length=18, blank=True)
    phone = models.CharField("联系电话", max_length=40, blank=True)

    class Meta:
        db_table = "casework_case_party"
        verbose_name = "办件当事人"
        constraints = [
            models.UniqueConstraint(fields=["case", "role", "name"], name="casework_party_once")
        ]


class CaseDocument(OfCase):
    """A paper that came in or went out. ``key`` is that of the item's document."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="documents")
    key = models.CharField("材料", max_length=40)
    name = models.CharField("文件名", max_length=255)
    file = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField("提交时间", auto_now_add=True)
    added_by = models.CharField("提交人", max_length=120)

    class Meta:
        db_table = "casework_case_document"
        verbose_name = "办件材料"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["case", "key", "file"], name="casework_document_once")
        ]


class Signature(OfCase):
    """One signer of a countersigning. ``round`` counts the countersignings of a case."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="signatures")
    round = models.PositiveIntegerField("轮次")
    mode = models.CharField("方式", max_length=8)
    share = models.PositiveSmallIntegerField("应同意百分比", default=100)
    signer = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    agrees = models.BooleanField("同意", null=True)
    opinion = models.CharField("意见", max_length=500, blank=True)
    signed_at = models.DateTimeField("签署时间", null=True)

    class Meta:
        db_table = "casework_signature"
        verbose_name = "会签"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "round", "signer"], name="casework_signature_once"
            )
        ]


class Clock(OfCase):
    """A limit that runs on a case; several of one key may follow each other.

    ``pauses`` are ``[from, until or null, ground]``; ``problem`` says why no day is known.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="clocks")
    key = models.CharField("时限", max_length=40)
    zh = models.CharField("名称", max_length=60)
    started_on = models.DateField("起算日")
    stopped_on = models.DateField("停止日", null=True)
    legal = models.JSONField("法定期限", null=True)
    promised = models.JSONField("承诺期限", null=True)
    extended = models.PositiveIntegerField("延长", default=0)
    pauses = models.JSONField("中止", default=list)
    legal_due_on = models.DateField("法定到期日", null=True)
    promised_due_on = models.DateField("承诺到期日", null=True)
    near = models.PositiveSmallIntegerField("临期提前工作日", default=2)
    problem = models.CharField("不能推算的原因", max_length=300, blank=True)

    class Meta:
        db_table = "casework_clock"
        verbose_name = "时限"
        ordering = ["id"]


class Consultation(OfCase):
    """Another body is asked for its opinion on a case."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="consultations")
    body = models.ForeignKey("accounts.Body", on_delete=models.PROTECT, related_name="+")
    question = models.CharField("征求事项", max_length=500)
    answer = models.CharField("答复", max_length=1000, blank=True)
    answered_by = models.CharField("答复人", max_length=120, blank=True)
    answered_at = models.DateTimeField("答复时间", null=True)

    class Meta:
        db_table = "casework_consultation"
        verbose_name = "征求意见"
        ordering = ["id"]


class TimelineEntry(OfCase):
    """One act on a case. ``request_key`` is that of the request: sent twice, it is one act."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="timeline")
    at = models.DateTimeField("时间")
    actor = models.CharField("办理人", max_length=120)
    verb = models.CharField("动作", max_length=20)
    state = models.CharField("状态", max_length=12)
    step = models.CharField("环节", max_length=40, blank=True)
    note = models.CharField("意见", max_length=1000, blank=True)
    detail = models.JSONField("内容", default=dict)
    is_shown = models.BooleanField("申请人可见")
    request_key = models.CharField("请求标识", max_length=64)

    class Meta:
        db_table = "casework_timeline_entry"
        verbose_name = "办理记录"
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "request_key"], name="casework_timeline_request_once"
            )
        ]
