"""Every page answers: for officials, for strangers, and to bad addresses."""

from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext

from zhiqiang.domains.plans import actions as plans
from zhiqiang.portal.tests import small_city
from zhiqiang.records.registry import queries as registry

PUBLIC = (
    "/",
    "/?wait=1",
    "/standings/",
    "/search/",
    "/search/?q=阀门",
    "/search/?q=有效发明",
    "/indicators/",
    "/indicators/?wait=1",
    "/indicators/?wait=1&name=发明&group=creation&state=known",
    "/indicators-table/",
    "/indicators/valid_invention_patents/",
    "/indicators/valid_invention_patents/rows/",
    "/indicators/inventions_per_10k/",
    "/register/",
    "/register/?text=阀门&kind=invention",
    "/register/?kind=design",
    "/snapshots/1/",
    "/ui/patterns/",
    "/sign-in/",
)
OFFICIAL = ("/imports/", "/imports/1/", "/imports/1/row/?row=2&field=filed_on")


def text_of(answer):
    return answer.content.decode()


def a_right(**wanted):
    return next(iter(registry.search_rights(AnonymousUser(), **wanted)))


def statuses(client, addresses):
    return {address: client.get(address).status_code for address in addresses}


def test_public_pages_answer_everybody(city, stranger, desk):
    assert set(statuses(stranger, PUBLIC).values()) == {200}
    assert set(statuses(desk, [one for one in PUBLIC if one != "/sign-in/"]).values()) == {200}


def test_public_pages_answer_before_anything_was_received(home, stranger):
    found = statuses(stranger, PUBLIC)
    needing_a_snapshot = {one for one in PUBLIC if "snapshots" in one or one.endswith("/rows/")}
    assert {one for one, status in found.items() if status == 404} == needing_a_snapshot
    assert set(found.values()) == {200, 404}


def test_pages_for_officials_lead_strangers_to_the_sign_in(city, stranger, desk):
    for address in OFFICIAL:
        answer = stranger.get(address)
        assert (answer.status_code, answer.url[:24]) == (302, "/sign-in/?next=%2Fimport")
        assert desk.get(address).status_code == 200


BAD = (
    ("/register/?page=0", 400),
    ("/register/?page=2", 400),
    ("/register/?page=x", 400),
    ("/register/?size=7", 400),
    ("/register/?kind=king", 400),
    ("/indicators/?group=king", 400),
    ("/indicators/?state=king", 400),
    ("/indicators/?kind=king", 400),
    ("/indicators/?order=king", 400),
    ("/indicators/?plan=999", 400),
    ("/indicators/?region=999999", 400),
    ("/indicators/valid_invention_patents/?as_of=2024-02-30", 400),
    ("/indicators/valid_invention_patents/?since=x", 400),
    ("/indicators/valid_invention_patents/rows/?page=99", 400),
    ("/indicators/no_such_thing/", 404),
    ("/register/rights/999/", 404),
    ("/register/rights/99999999999999999999/", 404),
    ("/register/parties/999/", 404),
    ("/snapshots/99/", 404),
    ("/nowhere/", 404),
)


def test_a_bad_address_gets_a_plain_message_and_never_a_failure(city, stranger):
    for address, status in BAD:
        answer = stranger.get(address)
        assert (address, answer.status_code) == (address, status)
        assert 'role="alert"' in text_of(answer)


BAD_ROWS = (
    ("/imports/1/row/", 400),
    ("/imports/1/row/?row=-1", 400),
    ("/imports/1/row/?row=9999", 404),
    ("/imports/1/row/?row=2&sheet=没有", 404),
    ("/imports/99/", 404),
)


def test_a_row_that_was_not_received_is_said_plainly(city, desk):
    assert statuses(desk, dict(BAD_ROWS)) == dict(BAD_ROWS)


def test_the_figure_leads_to_its_rows_and_the_rows_to_the_right(city, stranger):
    figure = text_of(stranger.get("/indicators/valid_invention_patents/?as_of=2024-12-31"))
    assert "查看构成这一数值的 3 条记录" in figure
    rows = text_of(stranger.get("/indicators/valid_invention_patents/rows/?as_of=2024-12-31"))
    assert rows.count("/register/rights/") == 3


def test_only_officials_see_where_a_row_came_from(city, stranger, desk):
    address = "/indicators/valid_invention_patents/rows/?as_of=2024-12-31"
    assert "专利清单.csv 第 2 行" in text_of(desk.get(address))
    assert "专利清单.csv" not in text_of(stranger.get(address))
    page = f"/register/rights/{a_right(text='密封结构之1').pk}/"
    assert "单元格</a>" in text_of(desk.get(page))
    assert "专利清单.csv" not in text_of(stranger.get(page))


def test_natural_persons_are_masked_for_strangers(city, stranger, desk):
    page = f"/register/rights/{a_right(text='密封结构之2').pk}/"
    assert "张三丰" in text_of(desk.get(page))
    for address in (page, "/register/", "/search/?q=密封结构之2"):
        assert "张三丰" not in text_of(stranger.get(address))
    party = a_right(text="密封结构之2").holder_id
    assert stranger.get(f"/register/parties/{party}/").status_code == 404


def test_the_state_of_a_right_is_told_for_the_day_that_is_asked(city, stranger):
    page = f"/register/rights/{a_right(text='密封结构之1').pk}/"
    assert "尚未授权或注册" in text_of(stranger.get(page + "?as_of=2020-12-31"))
    assert "自 2021-06-01 起" in text_of(stranger.get(page + "?as_of=2024-12-31"))
    assert "保护期届满" in text_of(stranger.get(page + "?as_of=2040-12-31"))


def test_the_asked_cell_is_marked_as_it_stood_in_the_sheet(city, desk):
    page = text_of(desk.get("/imports/1/row/?row=2&field=filed_on"))
    marked = page[page.index('<tr class="here"') :]
    assert "申请日" in marked[: marked.index("</tr>")]
    assert "2019-03-01" in marked[: marked.index("</tr>")]


def queries_of(client, address):
    """Return how many queries a page takes, and the page."""
    with CaptureQueriesContext(connection) as taken:
        answer = client.get(address)
    return len(taken), text_of(answer)


def test_a_list_of_three_takes_as_many_queries_as_a_list_of_one(home, desk):
    lists = ("/register/", "/indicators/valid_invention_patents/rows/?as_of=2024-12-31")
    taken = {}
    for rows in (1, 3):
        small_city.build(home, count=rows)
        for address in lists:
            desk.get(address)
            taken[address, rows], page = queries_of(desk, address)
            assert page.count('<th scope="row"') == rows
    assert [taken[one, 1] for one in lists] == [taken[one, 3] for one in lists]
    assert min(taken.values()) > 0


def test_the_desk_shows_plans_of_the_region_and_of_those_above_and_within(city, stranger, home):
    other = home / "other.txt"
    other.write_text(small_city.PLAN.replace("澄江市", "西坪县"), encoding="utf-8")
    plans.load_programme(other, "990102", small_city.ACTOR)
    both = stranger.get("/?wait=1").content.decode()
    assert "澄江市知识产权" in both and "西坪县知识产权" in both
    beside = stranger.get("/?wait=1&region=990101").content.decode()
    assert "澄江市知识产权" in beside and "西坪县知识产权" not in beside


def test_a_mean_growth_says_from_where_it_is_counted(city, stranger):
    address = "/indicators/madrid_registrations{}/?wait=1&as_of=2024-12-31"
    mean = stranger.get(address.format("_mean_growth")).content.decode()
    assert "自期初起按复合增长计算" in mean and "上年同期" not in mean
    yearly = stranger.get(address.format("_growth")).content.decode()
    assert "与上年同期相比" in yearly and "期初" not in yearly
