"""What a program reads: the same things and the same rights as the pages, in JSON."""

import json
from time import time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from zhiqiang.api.problems import MEDIA
from zhiqiang.config.tests.matrix.world import ACTOR, MARKS, STRANGER, application_number
from zhiqiang.records.accounts.acting import Acting, without_lines
from zhiqiang.records.accounts.actions import factors, tokens
from zhiqiang.records.accounts.queries import person_named
from zhiqiang.records.journal import queries as journal
from zhiqiang.records.registry.actions import import_file

pytestmark = pytest.mark.django_db
V1 = "/api/v1"


def read(world, role, path, status=200, **more):
    answer = world.browser(role).get(f"{V1}{path}", **more)
    assert answer.status_code == status, answer.content.decode()[:300]
    return json.loads(answer.content)


def test_a_programme_is_read_with_its_targets_where_they_stand_and_its_tasks(world):
    listed = read(world, STRANGER, "/programmes")
    assert [one["title"] for one in listed["items"]] == ["澄江市强市建设实施方案（2024—2027年）"]
    at = f"/programmes/{world.open['id']}"
    assert read(world, STRANGER, at)["region_code"] == "990100"
    target = read(world, STRANGER, f"{at}/targets?as_of=2024-12-31")["items"][0]
    assert (target["code"], target["value"], target["unit"]) == ("T001", 10, "件")
    assert target["standing"]["lamp"] in ("ok", "behind", "far_behind", "no_data")
    assert read(world, STRANGER, f"{at}/targets/T001?as_of=2024-12-31") == target
    task = read(world, STRANGER, f"{at}/tasks")["items"][0]
    assert task["leads"] == ["市市场监管局"] or "市市场监管局" in task["leads"] + task["supports"]
    read(world, STRANGER, f"/programmes/{world.hidden['programme']['id']}", 404)


def test_a_figure_is_read_with_its_day_snapshot_and_rows(world):
    key = world.open["filed_key"]
    figure = read(world, STRANGER, f"/indicators/{key}/figure?as_of=2024-12-31")
    assert figure["snapshot"] >= 1 and figure["as_of"] == "2024-12-31" and figure["origin"]
    assert len(read(world, STRANGER, f"/indicators/{key}/series?years=3")) == 3
    rows = read(world, "official", f"/indicators/{key}/rows?since=2019-01-01")
    assert rows["total"] == len(rows["items"])
    assert read(world, STRANGER, f"/indicators/{key}")["name"]
    parts = read(world, STRANGER, f"/indicators/{key}/parts?by=kind&as_of=2024-12-31")
    assert sum(one["rows"] for one in parts) == figure["rows"]
    read(world, STRANGER, f"/indicators/{key}/parts?by=colour", 404)


def test_the_figures_of_all_indicators_are_read_page_by_page(world):
    first = read(world, STRANGER, "/indicators/figures?as_of=2024-12-31&size=5")
    last = -(-first["total"] // 5)
    assert len(first["items"]) == 5
    assert first["total"] == read(world, STRANGER, "/indicators")["total"]
    one = first["items"][0]
    assert one == read(world, STRANGER, f"/indicators/{one['key']}/figure?as_of=2024-12-31")
    read(world, STRANGER, f"/indicators/figures?size=5&page={last + 1}", 400)


def test_masks_and_origins_are_those_of_the_pages(world):
    seen = {role: read(world, role, "/rights") for role in (STRANGER, "official")}
    assert (seen[STRANGER]["total"], seen["official"]["total"]) == (2, 3)
    assert MARKS["natural_person"][0] not in str(seen[STRANGER])
    assert MARKS["natural_person"][0] in str(seen["official"])
    at = f"/rights/{world.open['right_id']}"
    assert read(world, STRANGER, at)["origins"] == []
    origin = read(world, "official", at)["origins"][0]
    cells = read(world, "official", f"/imports/{origin['batch_id']}/rows/{origin['row']}")["cells"]
    assert {
        "heading": "申请号",
        "text": application_number(2019, 1),
        "field": "application_number",
    } in cells


def test_what_is_refused_is_a_problem_in_chinese(world):
    for role, path, status in (
        (STRANGER, "/imports", 401),
        ("visitor", "/imports", 403),
        ("official", "/imports/9999", 404),
        ("official", f"/imports/{world.open['batch_id']}/rows/{'9' * 40}", 422),
        (STRANGER, "/nothing", 404),
        (STRANGER, "/rights?page=0", 422),
        (STRANGER, "/rights?page=900", 400),
        (STRANGER, "/rights?region=zz", 400),
        (STRANGER, "/rights?kind=none", 422),
    ):
        answer = world.browser(role).get(f"{V1}{path}")
        assert (answer.status_code, answer["Content-Type"]) == (status, MEDIA), path
        told = json.loads(answer.content)
        assert told["status"] == status and any("一" <= c <= "鿿" for c in told["detail"]), told
    posted = world.browser(STRANGER).post(f"{V1}/rights", {})
    assert (posted.status_code, posted["Content-Type"]) == (405, MEDIA)


def test_a_program_reads_with_the_token_of_a_person_and_no_cookie(world):
    person = person_named("user_official")
    secret = tokens.issue(Acting(person, without_lines), person, "取数", 7)
    header = {"headers": {"authorization": f"Bearer {secret}"}}
    assert read(world, STRANGER, "/me", **header)["username"] == "user_official"
    assert read(world, STRANGER, "/imports", **header)["total"] == 1
    # The header counts, whatever the cookies say; and it opens no page.
    assert read(world, "auditor", "/me", **header)["username"] == "user_official"
    assert world.browser(STRANGER).get("/imports/", **header).status_code == 302
    for wrong in ("Bearer zq_nothing", "Basic dXNlcjpwYXNz", "Bearer"):
        told = read(world, "official", "/rights", 401, headers={"authorization": wrong})
        assert "令牌" in told["detail"]


def test_a_token_is_the_second_factor_and_a_session_without_one_is_told(world, settings):
    settings.SECOND_FACTOR_BY_ROLE = True
    person = person_named("user_auditor")
    acting = Acting(person, without_lines)
    header = {"authorization": f"Bearer {tokens.issue(acting, person, '审计', 7)}"}
    assert "第二因素" in read(world, "auditor", "/journal", 403)["detail"]
    # One that was issued before the role demanded a factor, to somebody who has none, opens nothing.
    assert "第二因素" in read(world, STRANGER, "/journal", 403, headers=header)["detail"]
    key = factors.new_secret()
    factors.start_authenticator(acting, person, key, factors.code_at(key, int(time()) // 30))
    read(world, STRANGER, "/journal", headers=header)


def test_reading_the_journal_is_written_in_it(world):
    read(world, "auditor", "/journal?act=import")
    line = journal.whole().first()
    assert (line.actor, line.act) == ("user_auditor", "read_journal")
    assert line.detail == {"filter": {"act": "import"}, "page": 1, "by": "api"}
    assert read(world, "auditor", f"/journal/{line.sequence}")["hash"] == line.hash


def test_a_page_of_any_length_takes_the_same_number_of_queries(world, tmp_path):
    def asked(role):
        world.browser(role).get(f"{V1}/rights?size=100")
        with CaptureQueriesContext(
            connection,
        ) as taken:
            total = read(world, role, "/rights?size=100")["total"]
        return total, len(taken)

    before = {role: asked(role) for role in (STRANGER, "body_clerk", "official")}
    path = tmp_path / "more.csv"
    lines = [
        f"{application_number(2018, n)},一种装置{n},发明,2018-03-01,CN{108000000 + n}A,2018-09-01,澄江阀门有限公司,990101"
        for n in range(60)
    ]
    path.write_text(
        "申请号,专利名称,专利类型,申请日,公开(公告)号,公开(公告)日,申请人,区划代码\n"
        + "\n".join(lines),
        "utf-8",
    )
    assert import_file("patents", path, ACTOR).new == 60
    for role, (total, queries) in before.items():
        assert asked(role) == (total + 60, queries), role


def test_asking_too_often_is_refused_with_the_time_to_wait(world, settings):
    from zhiqiang.config.limits import Limit, RateLimits

    settings.RATE_LIMITS = (Limit("api", "person", 2, 60, (), ("api:",)),)
    browser = world.browser("official")
    browser.handler._middleware_chain = None  # A counter of its own.
    assert RateLimits
    answers = [browser.get(f"{V1}/me") for _ in range(3)]
    assert [one.status_code for one in answers] == [200, 200, 429]
    assert int(answers[-1]["Retry-After"]) > 0 and answers[-1]["Content-Type"] == MEDIA
    browser.handler._middleware_chain = None
