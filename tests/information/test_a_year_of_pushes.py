"""A year of pushes: 2,000 to forty firms, none twice, each counted by its receipt in the plan."""

from collections import Counter
from datetime import date, datetime, time, timedelta
from random import Random

from django.db.models import Sum
from django.utils import timezone
from django.utils.timezone import localdate

from zhiqiang.domains.information import actions
from zhiqiang.domains.information.actions import releasing
from zhiqiang.domains.information.models import FirmProfile, Push, PushDelivery
from zhiqiang.domains.plans import actions as plans
from zhiqiang.domains.plans import queries as standing_of
from zhiqiang.portal.tests import small_city
from zhiqiang.records.indicators.actions import publish_snapshot
from zhiqiang.records.indicators.queries import figure
from zhiqiang.records.registry.models import Activity, Party, Right

FIRMS, WEEKS, WEEKLY, WANTED = 40, 52, 65, 2_000
PLAN = """\
澄江市知识产权强市建设实施方案（{year}—{end}年）

为推进知识产权强市建设，制定本方案。

一、主要目标
到{end}年，定点推送专利信息2000条。

二、主要任务
（一）推送专利信息。面向企业定点推送。（责任单位：市市场监管局）
"""


def firms():
    """Forty firms, each with a profile of a class of its own and of one that four share."""
    made = Party.objects.bulk_create(
        Party(identity=f"NAME:企业{n}", kind="firm", name=f"企业{n}", name_key=f"企业{n}",
              region_code="990101")
        for n in range(FIRMS)
    )  # fmt: skip
    FirmProfile.objects.bulk_create(
        FirmProfile(
            party_id=one.pk, name=one.name, region_code="990101", made_by="测试",
            classes=[f"F{n + 10}K", f"B{n // 4 + 10}D"],
        )
        for n, one in enumerate(made)
    )  # fmt: skip
    return made


def week(number, rng, parties):
    """Patents of a week, each of one firm, in the class of another."""
    rights = []
    for place in range(WEEKLY):
        serial, about = number * 100 + place, rng.randrange(FIRMS)
        holder = parties[(about + rng.choice([0, 1, 7])) % FIRMS]
        rights.append(
            Right(
                identity=f"CN:Y{serial:06d}", kind="invention", number=f"Y{serial:06d}",
                title=f"第{serial}件", ipc_main=f"F{about + 10}K 1/00",
                ipc_all=f"B{about // 4 + 10}D 1/00", region_code="990101", holder=holder,
                granted_on=date(2024, 1, 1) + timedelta(days=7 * number), is_published=True,
                applicants=holder.name,
            )
        )  # fmt: skip
    Right.objects.bulk_create(rights)


def test_two_thousand_pushes_in_a_year_are_counted_by_themselves(cast):
    rng, parties = Random(7), firms()  # noqa: S311
    today = localdate()
    # A year that the five years of today hold as well.
    year = today.year
    plan = cast.home / "推送方案.txt"
    plan.write_text(PLAN.format(year=year, end=year + 1), encoding="utf-8")
    programme = plans.load_programme(plan, small_city.REGION, "测试")
    target = programme.targets.get(indicator_name__contains="推送专利信息")
    actions.offer_new(1, "测试")
    released = 0
    for number in range(WEEKS):
        week(number, rng, parties)
        made_now = actions.offer_new(number + 2, "测试")
        assert actions.offer_new(number + 2, "测试").pk == made_now.pk
        if number == 20:
            no = FirmProfile.objects.for_program("test").get(name="企业3")
            actions.decline(cast.official, no.pk, no.version)
        waiting = Push.objects.for_program("test").filter(state="candidate").order_by("pk")
        keys = list(waiting.values_list("pk", flat=True)[: WANTED - released])
        if not keys:
            continue
        day = date(year, 1, 1) + timedelta(days=min(7 * number, (today - date(year, 1, 1)).days))
        for made in actions.release(cast.official, keys):
            rows = PushDelivery.objects.for_program("test").filter(pk=made.pk)
            rows.update(released_at=timezone.make_aware(datetime.combine(day, time(9))))
            actions.hand_over(cast.official, made.pk, day)
            released += made.items
    assert released == WANTED
    _nothing_doubled_and_nobody_served_against_his_will(parties)
    publish_snapshot("测试")
    counted = {
        key: figure(key, small_city.REGION, today).value
        for key in ("pushed_information_items", "pushed_information_items_annual")
    }
    assert counted == dict.fromkeys(counted, WANTED)
    standing = standing_of.commitment_of(target, today).standing
    assert standing.value == WANTED
    assert releasing.settle_letters() == {"pushes_delivered": 0, "pushes_failed": 0}


def _nothing_doubled_and_nobody_served_against_his_will(parties):
    pushes = Push.objects.for_program("test").filter(state="released").select_related("profile")
    pairs = Counter((one.profile_id, one.right_id) for one in pushes)
    assert len(pairs) == WANTED and set(pairs.values()) == {1}
    holders = dict(Right.objects.for_program("test").values_list("pk", "holder_id"))
    assert not [one for one in pushes if holders[one.right_id] == one.profile.party_id]
    no = pushes.filter(profile__name="企业3").order_by("-round").first()
    assert no.round.snapshot <= 22
    records = Activity.objects.for_program("test").filter(kind="information_push")
    deliveries = PushDelivery.objects.for_program("test")
    assert records.count() == deliveries.count() == deliveries.filter(state="delivered").count()
    assert records.aggregate(n=Sum("items"))["n"] == WANTED
