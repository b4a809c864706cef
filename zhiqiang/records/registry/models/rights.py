"""Rights, who held them when, and what happened to them."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from zhiqiang.records.accounts.visibility import GuardedModel, for_holders


class RightKind(models.TextChoices):
    INVENTION = "invention", "发明"
    UTILITY_MODEL = "utility_model", "实用新型"
    DESIGN = "design", "外观设计"
    PCT_APPLICATION = "pct_application", "PCT国际申请"
    TRADEMARK = "trademark", "商标"
    MADRID_MARK = "madrid_mark", "马德里国际商标"
    GEOGRAPHICAL_INDICATION = "geographical_indication", "地理标志"
    SOFTWARE_COPYRIGHT = "software_copyright", "软件著作权"
    WORK_COPYRIGHT = "work_copyright", "作品著作权"
    PLANT_VARIETY = "plant_variety", "植物新品种"
    LAYOUT_DESIGN = "layout_design", "集成电路布图设计"


def _of_right(person: Any, others: Q | None = None) -> Q:
    """Return the condition "hangs on a right that ``person`` may see", or meets ``others``."""
    shown = Q(right__is_published=True)
    return for_holders(person, "see_restricted", shown if others is None else shown | others)


#: Nothing of a patent application may be told before the office has published it (Patent Law,
#: article 34): it counts as published once it has a day or a number of publication or grant.
IS_PUBLISHED = (
    ~Q(kind__in=[RightKind.INVENTION, RightKind.UTILITY_MODEL, RightKind.DESIGN])
    | Q(published_on__isnull=False)
    | Q(granted_on__isnull=False)
    | ~Q(publication_number="")
    | ~Q(grant_number="")
)


class Right(GuardedModel):
    """An IP right or an application for one; one row however many documents print it.

    ``identity`` is what a later list is matched by: ``CN:`` and the application number without
    dot, else ``PUB:`` and the publication digits with the kind family (A, B and C are one
    family), ``TM:`` number and class, ``PCT:`` number, ``GI:`` number or name; registrations of
    software, works, plant varieties and layout designs ``SR:``, ``WR:``, ``PV:``, ``LD:`` and number.
    ``category`` is a key of ``catalogue/codes/right_categories.yml``; ``family`` lists the documents
    of the patent family as printed; ``first_public_on`` is the day of first publication or use.
    """

    identity = models.CharField("识别键", max_length=80, unique=True)
    kind = models.CharField("种类", max_length=24, choices=RightKind.choices)
    number = models.CharField("申请号或注册号", max_length=40)
    publication_number = models.CharField("公开号", max_length=30, blank=True)
    grant_number = models.CharField("授权公告号", max_length=30, blank=True)
    title = models.CharField("名称", max_length=500)
    applicants = models.TextField("申请人", blank=True)
    filed_on = models.DateField("申请日", null=True)
    published_on = models.DateField("公开日", null=True)
    granted_on = models.DateField("授权日或注册日", null=True)
    term_ends_on = models.DateField("届满日", null=True)
    status_text = models.CharField("来源所载状态", max_length=80, blank=True)
    ipc_main = models.CharField("主分类号", max_length=30, blank=True)
    ipc_all = models.TextField("分类号", blank=True)
    nice_class = models.PositiveSmallIntegerField("国际分类", null=True)
    agency = models.CharField("代理机构", max_length=120, blank=True)
    agency_code = models.CharField("代理机构代码", max_length=10, blank=True)
    strategic_industry = models.CharField("战略性新兴产业分类", max_length=200, blank=True)
    has_overseas_grant = models.BooleanField("海外有同族专利权", null=True)
    is_marked_high_value = models.BooleanField("名单标注高价值", null=True)
    category = models.CharField("类别", max_length=40, blank=True)
    family = models.TextField("同族文献", blank=True)
    first_public_on = models.DateField("首次发表或商业利用日", null=True)
    region_code = models.CharField("现权利人区划代码", max_length=6, blank=True)
    holder = models.ForeignKey(
        "registry.Party", on_delete=models.PROTECT, null=True, related_name="+"
    )
    is_published = models.BooleanField("已公布")

    class Meta:
        db_table = "registry_right"
        verbose_name = "权利"
        indexes = [
            # Filters and order of a page are read from an index alone, however many rows there are.
            models.Index(
                fields=["kind", "region_code", "id", "is_published"],
                name="registry_right_kind_region",
            ),
            models.Index(
                fields=["region_code", "id", "is_published"], name="registry_right_region"
            ),
            models.Index(
                fields=["filed_on", "id", "is_published", "kind", "region_code"],
                name="registry_right_filed",
            ),
            models.Index(
                fields=["title", "id", "is_published", "kind", "region_code"],
                name="registry_right_title",
            ),
            models.Index(
                fields=["granted_on", "id", "is_published"], name="registry_right_granted"
            ),
            models.Index(
                fields=["status_text", "id", "is_published"], name="registry_right_status"
            ),
            models.Index(fields=["number", "id", "is_published"], name="registry_right_number"),
            models.Index(
                fields=["publication_number", "id", "is_published"],
                name="registry_right_publication",
            ),
            models.Index(
                fields=["grant_number", "id", "is_published"], name="registry_right_grant"
            ),
            # Few kinds have categories; most rights have none and are not in it.
            models.Index(
                fields=["category", "kind", "region_code", "is_published"],
                condition=Q(category__gt=""),
                name="registry_right_category",
            ),
            models.Index(fields=["holder"], name="registry_right_holder"),
        ]
        constraints = [
            # Whoever writes a right writes this too; the statement of another truth is refused.
            models.CheckConstraint(
                condition=(Q(is_published=True) & IS_PUBLISHED)
                | (Q(is_published=False) & ~IS_PUBLISHED),
                name="registry_right_published_by_rule",
            )
        ]

    def __str__(self) -> str:
        return self.title

    @classmethod
    def visible_clause(cls, person: Any) -> Q:
        return for_holders(person, "see_restricted", Q(is_published=True))


class RightKey(GuardedModel):
    """A publication number under which a right is known, beside its identity.

    ``key`` is ``PUB:`` with digits and kind family; by it a list that prints publication numbers
    only finds the right that another list knows by application number.
    """

    key = models.CharField("公开号识别键", max_length=40, unique=True)
    right = models.ForeignKey(Right, on_delete=models.CASCADE, related_name="keys")

    class Meta:
        db_table = "registry_right_key"
        verbose_name = "公开号"

    @classmethod
    def visible_clause(cls, person: Any) -> Q:
        return _of_right(person)


class Holding(GuardedModel):
    """A party held a right from a day (inclusive) until a day (exclusive); first holder only.

    The region is that of the holder's address in that time: indicators count by it.
    """

    right = models.ForeignKey(
        Right,
        on_delete=models.CASCADE,
        related_name="holdings",
        db_index=False,  # the constraint has one that begins with it
    )
    party = models.ForeignKey("registry.Party", on_delete=models.PROTECT, related_name="+")
    region_code = models.CharField("区划代码", max_length=6, blank=True)
    from_on = models.DateField("起", null=True)
    until_on = models.DateField("止", null=True)

    class Meta:
        db_table = "registry_holding"
        verbose_name = "权属"
        ordering = ["right", "from_on"]
        indexes = [
            models.Index(  # of the few rights that have moved: who held them before
                fields=["right"],
                condition=Q(until_on__isnull=False),
                name="registry_holding_moved",
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["right", "from_on"], name="registry_holding_one_from_a_day"
            ),
            models.CheckConstraint(
                condition=models.Q(from_on__isnull=True)
                | models.Q(until_on__isnull=True)
                | models.Q(from_on__lt=models.F("until_on")),
                name="registry_holding_in_order",
            ),
        ]

    @classmethod
    def visible_clause(cls, person: Any) -> Q:
        return _of_right(person)


class EventKind(models.TextChoices):
    """What happens to a right or a party; gazette codes are mapped to these by the sources."""

    GRANT = "grant", "授权"
    REGISTRATION = "registration", "注册或登记"
    LAPSE = "lapse", "权利终止"
    EXPIRY = "expiry", "期限届满"
    ABANDONMENT = "abandonment", "主动放弃"
    RESTORATION = "restoration", "权利恢复"
    INVALIDATION = "invalidation", "全部无效"
    PARTIAL_INVALIDATION = "partial_invalidation", "部分无效"
    TRANSFER = "transfer", "转让"
    ADDRESS_CHANGE = "address_change", "权利人地址变更"
    NAME_CHANGE = "name_change", "权利人名称变更"
    LICENCE = "licence", "许可"
    LICENCE_END = "licence_end", "许可注销"
    PLEDGE = "pledge", "质押登记"
    PLEDGE_RELEASE = "pledge_release", "质押注销"
    PRESERVATION = "preservation", "保全"
    PRESERVATION_END = "preservation_end", "保全解除"
    RENEWAL = "renewal", "续展"
    AWARD = "award", "获奖"
    PRODUCT_RECORDAL = "product_recordal", "专利产品备案"
    INDUSTRIALISATION = "industrialisation", "产业化"
    PUBLICATION = "publication", "公布"
    EXAMINATION = "examination", "实质审查"
    REFUSAL = "refusal", "驳回"
    WITHDRAWAL = "withdrawal", "撤回"
    LICENCE_CHANGE = "licence_change", "许可变更"
    PLEDGE_CHANGE = "pledge_change", "质押变更"
    NOTICE = "notice", "其他公告"
    OPEN_LICENCE = "open_licence", "开放许可声明"
    OPEN_LICENCE_END = "open_licence_end", "开放许可撤回"
    INSURANCE = "insurance", "知识产权保险"
    LITIGATION = "litigation", "诉讼"
    ANNUAL_FEE = "annual_fee", "缴纳年费"
    FEE_UNPAID = "fee_unpaid", "名单载明未缴年费"


class Event(GuardedModel):
    """Something that happened on a day.

    ``party`` is the side of the right's holder (who transfers, licenses, pledges, is awarded),
    ``counterparty`` the other one (who acquires, is licensed, lends).
    ``amount`` is in yuan; where one document covers several rights (a pledge contract) the amount
    of the whole stands on each, and ``document_number`` says that they are one. Of annual fees,
    ``fee_year`` is the patent year that is paid for, ``reduction_percent`` what was let off.
    """

    identity = models.CharField("识别键", max_length=200, unique=True)
    kind = models.CharField("种类", max_length=20, choices=EventKind.choices)
    right = models.ForeignKey(
        Right,
        on_delete=models.CASCADE,
        null=True,
        related_name="events",
        db_index=False,  # one of those below begins with it
    )
    party = models.ForeignKey(
        "registry.Party", on_delete=models.PROTECT, null=True, related_name="+"
    )
    counterparty = models.ForeignKey(
        "registry.Party", on_delete=models.PROTECT, null=True, related_name="+"
    )
    happened_on = models.DateField("日期")
    amount = models.DecimalField("金额（元）", max_digits=18, decimal_places=2, null=True)
    document_number = models.CharField("登记号或文号", max_length=80, blank=True)
    note = models.CharField("说明", max_length=300, blank=True)
    region_code = models.CharField("区划代码", max_length=6, blank=True)
    fee_year = models.PositiveSmallIntegerField("年费年度", null=True)
    reduction_percent = models.PositiveSmallIntegerField("费减比例", null=True)

    class Meta:
        db_table = "registry_event"
        verbose_name = "事件"
        ordering = ["happened_on", "id"]
        indexes = [
            models.Index(
                fields=["right", "happened_on", "kind", "fee_year"],
                name="registry_event_right_day",
            ),
            models.Index(
                fields=["kind", "happened_on", "right", "fee_year"],
                name="registry_event_kind_day",
            ),
            models.Index(fields=["happened_on"], name="registry_event_day"),
            models.Index(
                fields=["region_code", "kind", "right", "party"], name="registry_event_region"
            ),
        ]

    @classmethod
    def visible_clause(cls, person: Any) -> Q:
        return _of_right(person, Q(right=None))
