"""Bodies as a tree, the names that plans print for them, and who holds which post in them."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from zhiqiang.records.accounts.models.people import Person


class BodyKind(models.TextChoices):
    """What sort of body it is."""

    GOVERNMENT = "government", "人民政府"
    LEAD_GROUP = "lead_group", "领导小组"
    DEPARTMENT = "department", "部门"
    JUDICIAL = "judicial", "司法机关"
    ZONE = "zone", "园区"
    ENTERPRISE = "enterprise", "企业"
    UNIVERSITY = "university", "高等院校"
    INSTITUTE = "institute", "科研院所"
    BANK = "bank", "金融机构"
    AGENCY = "agency", "服务机构"
    ASSOCIATION = "association", "行业协会"


class Body(models.Model):
    """A public body, zone, firm or institution that people act for.

    ``path`` names every body above and the body itself by id (``/000003/000018/``), so that "this body and
    all beneath it" is one indexed prefix. ``until_on`` is the last day; after it the body is
    dissolved: it stays in the record and gives no rights.
    """

    name = models.CharField("名称", max_length=120)
    kind = models.CharField("类别", max_length=20, choices=BodyKind.choices)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children"
    )
    path = models.CharField("路径", max_length=300, default="", db_index=True)
    region_code = models.CharField("区划代码", max_length=6, db_index=True)
    from_on = models.DateField("设立日期", null=True, blank=True)
    until_on = models.DateField("撤销日期", null=True, blank=True)
    version = models.PositiveIntegerField("版本", default=1)

    class Meta:
        db_table = "accounts_body"
        verbose_name = "单位"
        ordering = ["path"]
        constraints = [
            models.UniqueConstraint(
                fields=["region_code", "name"],
                condition=Q(until_on__isnull=True),
                name="accounts_body_name_in_region",
            ),
            models.UniqueConstraint(
                fields=["path"], condition=~Q(path=""), name="accounts_body_path_once"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=BodyKind.values), name="accounts_body_known_kind"
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")),
                name="accounts_body_not_above_itself",
            ),
            models.CheckConstraint(
                condition=Q(until_on__isnull=True)
                | Q(from_on__isnull=True)
                | Q(until_on__gte=F("from_on")),
                name="accounts_body_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class BodyAlias(models.Model):
    """Another name that documents print for a body."""

    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="aliases")
    name = models.CharField("别名", max_length=120, db_index=True)

    class Meta:
        db_table = "accounts_body_alias"
        verbose_name = "单位别名"
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["body", "name"], name="accounts_body_alias_once")
        ]


class Post(models.Model):
    """A person holds a role in a body, from a day to a day, both included.

    ``role`` is a key of ``catalogue/roles``; it says what the person may do, everywhere or in the
    body and those beneath it.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="posts")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="posts")
    role = models.CharField("角色", max_length=40)
    title = models.CharField("职务", max_length=60, blank=True)
    from_on = models.DateField("任职日期")
    until_on = models.DateField("截止日期", null=True, blank=True)
    version = models.PositiveIntegerField("版本", default=1)

    class Meta:
        db_table = "accounts_post"
        verbose_name = "任职"
        ordering = ["-from_on", "id"]
        indexes = [models.Index(fields=["person", "until_on"], name="accounts_post_of_person")]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "body", "role"],
                condition=Q(until_on__isnull=True),
                name="accounts_post_open_once",
            ),
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gte=F("from_on")),
                name="accounts_post_ends_after_start",
            ),
        ]


class Deputy(models.Model):
    """Another person acts for the holder of a post, from a day to a day, both included."""

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="deputies")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="deputised")
    from_on = models.DateField("起始日期")
    until_on = models.DateField("截止日期")

    class Meta:
        db_table = "accounts_deputy"
        verbose_name = "临时代理"
        ordering = ["-from_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until_on__gte=F("from_on")), name="accounts_deputy_ends_after_start"
            )
        ]
