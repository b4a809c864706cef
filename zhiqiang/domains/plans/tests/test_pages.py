"""The pages of a programme, through the door: who sees what, what they say, what they cost."""

import re
from decimal import Decimal as D

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from zhiqiang.domains.plans import actions, measuring
from zhiqiang.domains.plans.models import Programme, Target
from zhiqiang.domains.plans.tests import figures
from zhiqiang.domains.plans.tests.plans import NOT_A_PLAN, REGION, district, write  # noqa: F401
from zhiqiang.kernel.errors import NotFound
from zhiqiang.records.accounts.actions import register_person

pytestmark = pytest.mark.django_db
AS_OF = {"as_of": "2023-12-31"}
SECRET = "四季-青山-2719-桥"
PAGES = ("programme", "promised", "targets", "tasks", "findings", "source")


@pytest.fixture(autouse=True)
def register(monkeypatch, district):  # noqa: F811
    values = {"inventions": D(1200), "pledged": D(1_000_000_000), "filings": D(700)}
    return figures.install(monkeypatch, lambda key, as_of, since: values.get(key))


@pytest.fixture
def official(client):
    client.force_login(register_person("chen", "陈工", "official", SECRET))
    return client


@pytest.fixture
def programme(tmp_path):
    return actions.load_programme(write(tmp_path), REGION, "陈工")


def address(page, programme, *args):
    return reverse(f"plans:{page}", args=[programme.pk, *args])


def text_of(response):
    return response.content.decode()


def words_of(response):
    """Return the visible words of a page."""
    return re.sub(r"<[^>]+>", "", re.sub(r"(?s)<(script|style).*?</\1>", "", text_of(response)))


@pytest.mark.parametrize("page", PAGES)
def test_a_visitor_sees_a_public_programme_and_not_one_that_is_not(client, programme, page):
    assert client.get(address(page, programme), AS_OF).status_code == 200
    Programme.objects.for_program("test").update(is_public=False)
    assert client.get(address(page, programme), AS_OF).status_code == 404
    assert programme.title not in text_of(client.get(reverse("plans:programmes")))


@pytest.mark.parametrize("page", PAGES)
def test_an_official_sees_a_programme_that_is_not_public(official, programme, page):
    Programme.objects.for_program("test").update(is_public=False)
    assert official.get(address(page, programme), AS_OF).status_code == 200
    assert "未公开" in text_of(official.get(reverse("plans:programmes")))


def test_a_target_of_a_hidden_programme_is_hidden_too(client, programme):
    Programme.objects.for_program("test").update(is_public=False)
    assert client.get(address("target", programme, "T001")).status_code == 404


def test_the_programme_page_says_where_each_target_stands(client, programme):
    page = words_of(client.get(address("programme", programme), AS_OF))
    assert "不低于 2,000 件" in page
    assert "1,200" in page
    # the same value on every day: 1200 is the base, half way to 2000 is 1600 of it, 80 %
    assert "应达 80%，实际 60%，差 20 个百分点" in page
    assert "▲ 滞后" in page
    assert "还差 800 件" in page
    assert "尚未对应到指标目录" in page


def test_before_anything_was_published_a_plan_can_be_read_and_says_what_is_missing(
    client, programme, monkeypatch
):
    def nothing(requests):
        raise NotFound("还没有发布过快照。请先发布。")

    monkeypatch.setattr(measuring.indicators, "figures_for", nothing)
    for page in PAGES:
        assert client.get(address(page, programme), AS_OF).status_code == 200
    assert "还没有发布过快照" in words_of(client.get(address("programme", programme), AS_OF))


def test_every_figure_leads_to_its_rows_for_the_region_and_day_of_the_plan(client, programme):
    page = text_of(client.get(address("programme", programme), AS_OF))
    rows = reverse("portal:indicator_rows", args=["inventions"])
    assert f"{rows}?as_of=2023-12-31&amp;region={REGION}" in page


@pytest.mark.parametrize(
    ("query", "shown", "hidden"),
    [
        ({"lamp": "no_data"}, "民间版权交流会", "不低于 2,000 件"),
        ({"link": "linked"}, "不低于 2,000 件", "民间版权交流会"),
        ({"basis": "cumulative"}, "超过 20 亿元", "不低于 2,000 件"),
        ({"q": "质押"}, "超过 20 亿元", "不低于 2,000 件"),
    ],
)
def test_filters_in_the_address_choose_what_is_listed(client, programme, query, shown, hidden):
    response = client.get(address("programme", programme), AS_OF | query)
    goals = text_of(response).split('id="h-goals"')[1]
    assert shown in goals
    assert hidden not in goals


def test_what_is_listed_can_be_taken_along_as_a_table(client, programme):
    response = client.get(
        address("programme", programme), AS_OF | {"link": "linked", "format": "csv"}
    )
    assert response["Content-Type"].startswith("text/csv")
    lines = response.content.decode("utf-8-sig").splitlines()
    assert lines[0].startswith("规划,沐阳新区知识产权强区建设工作方案")
    assert len(lines) == 4
    assert lines[2].startswith(
        '有效发明专利拥有量,,"不低于 2,000 件",2025,存量,1200,件,2023-12-31,还差 800 件,滞后,'
    )
    assert lines[2].endswith("截至某日，来自某表")


def test_an_exported_cell_is_never_a_formula(client, programme):
    target = Target.objects.for_program("test").filter(code="T001")
    target.update(subject="=HYPERLINK(1)", quote=" ＝HYPERLINK(2)")
    programmes = type(programme).objects.for_program("test").filter(pk=programme.pk)
    programmes.update(title="=HYPERLINK(3)", number="@HYPERLINK(4)")
    response = client.get(address("programme", programme), AS_OF | {"format": "csv"})
    text = response.content.decode()
    for cell in ("'=HYPERLINK(1)", "' ＝HYPERLINK(2)", "'=HYPERLINK(3)", "'@HYPERLINK(4)"):
        assert cell in text


def test_the_nature_that_a_plan_prints_can_be_listed_beside_its_targets(client, programme):
    Target.objects.for_program("test").filter(code="T001").update(nature="预期性")
    page = words_of(client.get(address("targets", programme), AS_OF | {"col": "name,nature"}))
    assert "属性" in page
    assert "预期性" in page


def test_filters_that_leave_nothing_say_so_and_how_to_undo_it(client, programme):
    page = words_of(client.get(address("programme", programme), AS_OF | {"q": "没有这个词"}))
    assert "没有符合条件的目标" in page
    assert "清除筛选" in page


@pytest.mark.parametrize(
    ("page", "query", "says"),
    [
        ("programme", {"lamp": "purple"}, "亮灯“purple”无效，可选正常、滞后、严重滞后、无数据"),
        ("targets", {"basis": "x"}, "口径“x”无效"),
        ("targets", {"page": "0"}, "页码“0”无效"),
        ("targets", {"page": "9"}, "没有第 9 页"),
        ("targets", {"size": "7"}, "每页条数“7”无效"),
        ("targets", {"kind": "x"}, "目标种类“x”无效"),
        ("tasks", {"by": "colour"}, "任务的排列方式“colour”无效"),
        ("programme", {"as_of": "去年"}, "日期“去年”无法识别"),
    ],
)
def test_a_bad_address_is_answered_with_what_would_be_right(client, programme, page, query, says):
    response = client.get(address(page, programme), query)
    assert response.status_code == 400
    assert says in words_of(response)


@pytest.mark.parametrize("at", ["T999", "5-3", "0-999999", "<script>"])
def test_a_place_that_the_text_does_not_have_is_not_found(client, programme, at):
    response = client.get(address("source", programme), {"at": at})
    assert response.status_code == 404
    assert "<script>" not in text_of(response).split("没有“")[1][:40]


def test_what_is_not_there_is_not_found(client, programme):
    assert client.get(reverse("plans:programme", args=[999])).status_code == 404
    assert client.get(address("target", programme, "T999")).status_code == 404


def test_a_target_page_quotes_its_clause_and_shows_figure_years_and_rows(client, programme):
    response = client.get(address("target", programme, "T001"), AS_OF)
    page, words = text_of(response), words_of(response)
    assert "<mark>有效发明专利拥有量达到2000件以上</mark>" in page
    assert "到2025年" in words
    assert "当日应达" in words
    assert "按时间折算" in words
    assert 'type="application/json"' in page


def test_a_target_without_an_indicator_shows_the_question_about_it(client, programme):
    code = Target.objects.for_program("test").get(indicator_name="民间版权交流会数").code
    words = words_of(client.get(address("target", programme, code), AS_OF))
    assert "尚未对应到指标目录。请补充指标定义或报送来源" in words


def test_a_goal_without_a_number_has_a_page_without_figures(client, programme):
    soft = Target.objects.for_program("test").get(value__isnull=True)
    response = client.get(address("target", programme, soft.code), AS_OF)
    assert response.status_code == 200
    assert "位次领先" in words_of(response)
    listed = client.get(address("targets", programme), {"kind": "soft"})
    assert soft.quote in words_of(listed)


def test_tasks_are_counted_for_each_body(client, programme):
    page = re.sub(r"\s+", " ", words_of(client.get(address("tasks", programme), {"by": "body"})))
    assert "区市场监管局" in page
    assert "牵头 1 项" in page
    assert "未写明责任单位的任务" in page


def test_a_task_is_listed_without_its_heading_and_bodies_said_twice(client, programme):
    page = words_of(client.get(address("tasks", programme)))
    assert page.count("扩大转化运用") == 1
    assert "推进知识产权质押融资线上办理，建立企业需求信息库。" in page
    assert "牵头单位：区地方金融局" not in page


def test_text_and_readings_lead_to_each_other_without_script(client, programme):
    page = text_of(client.get(address("source", programme), {"at": "T001"}))
    anchors = set(re.findall(r'id="([wr]-[^"]+)"', page))
    links = set(re.findall(r'href="#([wr]-[^"]+)"', page))
    assert links
    assert links <= anchors
    assert 'id="w-at"' in page
    assert "onclick" not in page


def test_no_internal_key_is_shown(client, programme):
    for page in PAGES:
        words = words_of(client.get(address(page, programme), AS_OF))
        for key in (
            "inventions",
            "cumulative",
            "no_data",
            "indicator_open",
            "T001",
            "goal",
            "None",
        ):
            assert key not in words, (page, key)


def test_an_official_loads_a_plan_from_a_form(official, tmp_path):
    with write(tmp_path, name="方案.txt").open("rb") as file:
        response = official.post(reverse("plans:load"), {"file": file, "region": REGION})
    loaded = Programme.objects.for_program("test").get()
    assert response.status_code == 302
    assert response.url == reverse("plans:programme", args=[loaded.pk])
    assert loaded.file.name == "方案.txt"


@pytest.mark.parametrize(
    ("name", "text", "region", "says"),
    [
        ("方案.txt", "", REGION, "所选文件是空的"),
        ("方案.pptx", "x", REGION, "暂不能读取“.pptx”格式"),
        ("灯会.txt", NOT_A_PLAN, REGION, "没有载入“灯会.txt”："),
        ("方案.txt", "一、目标", "000001", "没有区划代码“000001”"),
        ("方案.txt", "一、目标", "", "请填写区划代码"),
    ],
)
def test_a_form_that_cannot_be_taken_says_at_the_field_what_is_wrong(
    official, tmp_path, name, text, region, says
):
    with write(tmp_path, text, name).open("rb") as file:
        response = official.post(reverse("plans:load"), {"file": file, "region": region})
    assert response.status_code == 422
    wrong = re.findall(r'<p class="wrong"[^>]*>(.*?)</p>', text_of(response))
    assert any(says in one for one in wrong), wrong
    assert not Programme.objects.for_program("test").exists()


def test_a_visitor_may_not_load_a_plan(client):
    response = client.get(reverse("plans:load"))
    assert response.status_code == 302
    assert reverse("portal:sign_in") in response.url
    client.force_login(register_person("guest", "访客", "visitor", SECRET))
    assert client.post(reverse("plans:load")).status_code == 403
    assert "载入规划" not in text_of(client.get(reverse("plans:programmes")))


def test_an_empty_list_says_why_and_what_to_do(client, official):
    page = words_of(official.get(reverse("plans:programmes")))
    assert "还没有载入任何规划" in page


@pytest.mark.parametrize("page", ["programmes", *PAGES])
def test_the_number_of_queries_does_not_grow_with_the_rows(client, programme, page):
    where = reverse("plans:programmes") if page == "programmes" else address(page, programme)
    client.get(where, AS_OF)
    with CaptureQueriesContext(connection) as few:
        client.get(where, AS_OF)
    first = programme.targets.first()
    for number in range(30):
        Target.objects.create(
            programme=programme, code=f"X{number}", position=100 + number, indicator_name=f"某数{number}",
            indicator_key="filings", operator=">=", value=number + 1, unit="件", year=2025, basis="annual",
            quote=first.quote, span_start=first.span_start, span_end=first.span_end,
        )  # fmt: skip
        task = programme.tasks.create(
            code=f"Y{number}",
            position=100 + number,
            kind="task",
            text="某事",
            span_start=0,
            span_end=2,
        )
        task.bodies.create(position=0, name=f"第{number}局", duty="lead")
        programme.findings.create(
            position=100 + number,
            severity="notice",
            code="x",
            message="某处",
            span_start=0,
            span_end=2,
        )
    with CaptureQueriesContext(connection) as many:
        assert client.get(where, AS_OF).status_code == 200
    assert len(many) == len(few)


def rows_of(response):
    """Return the first cells of the rows of a page's list."""
    body = text_of(response).split("<tbody>")[1]
    return [re.sub(r"<[^>]+>", "", row.split("</th>")[0]) for row in body.split("<tr>")[1:]]


def test_targets_and_tasks_are_sorted_by_a_heading(client, programme):
    counted = programme.targets.filter(value__isnull=False)
    names = sorted(counted.values_list("indicator_name", flat=True))
    assert len(set(names)) > 2
    for sort, expected in (("name", names), ("-name", names[::-1])):
        page = client.get(address("targets", programme), AS_OF | {"sort": sort})
        assert [row.split("对象")[0].strip() for row in rows_of(page)] == expected
    titles = sorted(programme.tasks.values_list("title", flat=True), reverse=True)
    page = client.get(address("tasks", programme), {"sort": "-title"})
    for row, title in zip(rows_of(page), titles, strict=True):
        assert title in row
    assert 'aria-sort="descending"' in text_of(page)
    wrong = client.get(address("tasks", programme), {"sort": "colour"})
    assert wrong.status_code == 400
    assert "不能按“colour”排序" in text_of(wrong)


def test_the_check_of_a_draft_is_in_the_navigation_of_a_visitor(client, programme):
    page = text_of(client.get(reverse("plans:check")))
    current = re.findall(r'<a[^>]*aria-current="true"[^>]*>([^<]+)</a>', page)
    assert set(current) == {"核对文稿"}
    assert reverse("plans:check") in text_of(client.get(reverse("plans:programmes")))
