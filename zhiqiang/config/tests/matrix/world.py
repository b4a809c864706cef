"""A small installation in which everything that may be hidden carries a mark.

The marks are words that occur nowhere else, so that finding one in an answer proves a leak.
"""

from __future__ import annotations

import csv
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.utils import timezone
from django.utils.timezone import localdate

from zhiqiang import pipeline
from zhiqiang.config.tests.matrix.assessments import add_assessments
from zhiqiang.config.tests.matrix.cases import add_cases
from zhiqiang.config.tests.matrix.figures import add_figures
from zhiqiang.config.tests.matrix.information import add_information
from zhiqiang.config.tests.matrix.landscapes import add_landscapes
from zhiqiang.config.tests.matrix.work import add_work
from zhiqiang.domains.plans import actions as plans
from zhiqiang.portal.people import entering
from zhiqiang.records.accounts.acting import Acting, without_lines
from zhiqiang.records.accounts.actions import bodies, posts, register_person
from zhiqiang.records.accounts.tests.someone import OFFICIALS, holder_of
from zhiqiang.records.files import actions as files
from zhiqiang.records.jobs import actions as jobs
from zhiqiang.records.journal import actions as journal
from zhiqiang.records.notices.actions import Message, tell
from zhiqiang.records.registry.actions import (
    Stated,
    correct_fact,
    find_pairs,
    import_file,
    preview_file,
    save_refused,
    teach_headings,
)
from zhiqiang.records.registry.correctable import field_of
from zhiqiang.records.registry.queries import mark_of

REGION, ACTOR, SECRET = "990100", "测试", "四季-青山-2719-桥"
ROLES = ("visitor", "body_clerk", "figures_clerk", "official", "administrator", "auditor")
#: where the clerk of figures works: not where anything of this world belongs to
ELSEWHERE = "990200"
STRANGER = "stranger"
DIVISIONS = """\
- {code: "990000", name: 云外省}
- {code: "990100", name: 澄江市}
- {code: "990101", name: 东岸区}
- {code: "990200", name: 沙洲市}
"""
PLAN = """\
澄江市{name}建设实施方案（2024—2027年）

为贯彻落实知识产权强国建设要求，结合本市实际，制定本方案。

一、主要目标
到2027年，有效发明专利拥有量达到{value}件。

二、主要任务
（一）推进{name}。支持企业布局高价值专利。（责任单位：市市场监管局、市科技局）
"""
#: what is hidden, the word that marks it, and what to search for to find it
MARKS = {
    "programme": ("密存甲", "方案"),
    "natural_person": ("密丁", "欧阳"),
    "application": ("密案辛", "阀门"),
    "batch": ("密档丙", "csv"),
    "job": ("密作己", "作业"),
    "journal": ("密志庚", "programme"),
    "account": ("密账戊", "hidden"),
    "report": ("密报壬", "满意度"),
    "close": ("密结癸", "结报"),
    "work": ("密事子", "推进"),
    "correction": ("密正子", "更正"),
    "case": ("密件丑", "办件"),
    "score": ("密分丑", "考核"),
    "landscape": ("密航寅", "导航"),
    "topic": ("密库寅", "专题"),
}


@dataclass
class World:
    """Who looks, and what there is: arguments of addresses by name, open ones and hidden ones."""

    home: Path
    cookies: dict[str, str] = field(default_factory=dict)
    open: dict[str, Any] = field(default_factory=dict)
    hidden: dict[str, dict[str, Any]] = field(default_factory=dict)
    _client: Client = field(default_factory=lambda: Client(raise_request_exception=False))

    def browser(self, role: str) -> Client:
        """Return a browser in which somebody of ``role`` is signed in; nobody for strangers.

        Its cookies are as after the sign-in: a page may have signed its visitor out, and a cookie
        is not undone. The browser itself is one for all, because it loads every middleware.
        """
        self._client.cookies.clear()
        if self.cookies[role]:
            self._client.cookies[settings.SESSION_COOKIE_NAME] = self.cookies[role]
        return self._client


def build(home: Path) -> World:
    """Fill the installation in ``home``, which the settings have to name, through real actions."""
    (home / "divisions.yml").write_text(DIVISIONS, encoding="utf-8")
    (home / "region.txt").write_text(REGION, encoding="utf-8")
    world = World(home)
    world.cookies = {STRANGER: ""} | {role: _signed_in(role) for role in ROLES}
    batch = import_file("patents", _patents(home / f"{MARKS['batch'][0]}.csv"), ACTOR)
    assert batch.batch_id and (batch.new, batch.refused) == (3, 1), batch.findings
    teach_headings("patents", {MARKS["batch"][0]: ""}, ACTOR)
    manifest = pipeline.publish(ACTOR).as_json()
    pipeline.score_register(ACTOR)
    shown = _programme(home, "强市", 10)
    kept_back = _programme(home, MARKS["programme"][0], 20)
    _rows(kept_back).filter(pk=kept_back.pk).update(is_public=False)
    job = jobs.submit("publish", {}, ACTOR, f"{MARKS['job'][0]}作业")
    ended = jobs.submit("publish", {"n": 2}, ACTOR, f"{MARKS['job'][0]}作业二")
    _rows(ended).filter(pk=ended.pk).update(state="failed")
    preview = _previewed(batch.batch_id, home / f"{MARKS['batch'][0]}.csv")
    cases, kept_case = add_cases(home, _office(), ELSEWHERE, MARKS["case"][0])
    account = register_person("hidden", MARKS["account"][0], "visitor", SECRET)
    rights = apps.get_model("registry", "Right").objects.for_program("test").order_by("id")
    parties = apps.get_model("registry", "Party").objects.for_program("test")
    headings = apps.get_model("registry", "TaughtHeading").objects.for_program("test")
    firm, person = parties.exclude(kind="person").first(), parties.get(kind="person")
    world.open = {
        "id": shown.pk, "code": "T001", "key": "inventions_per_10k", "filed_key": "invention_applications_cumulative", "right_id": rights[0].pk,
        "party_id": firm.pk, "batch_id": batch.batch_id, "number_asked": manifest["snapshot"],
        "run_id": job.pk, "ended_run_id": ended.pk, "preview_run_id": preview, "source": "patents", "sequence": 1, "person_id": account.pk, "body_id": _office(),
        "tag": "0", "passkey_id": 1, "identity_id": 1, "token_id": 1, "row": 2, "letter_id": _undelivered(account),
        "taught_id": headings.get().pk, "pair_id": _pair(firm), "quality_key": "credit_code_known",
    }  # fmt: skip
    corrected = _corrected(home, rights[0])
    world.open |= {
        "subject": "right", "subject_id": rights[0].pk, "field": "title", "correction_id": corrected
    }  # fmt: skip
    figures, draft = add_figures(home, REGION, manifest["snapshot"], MARKS)
    world.open |= figures
    work, kept_work = add_work(home, shown, _office(), MARKS["work"][0])
    world.open |= work | cases
    scores, draft_scores = add_assessments(_office(), MARKS["score"][0])
    world.open |= scores
    landscape, kept_landscape = add_landscapes(REGION, MARKS["landscape"][0])
    world.open |= landscape
    topics, kept_topic = add_information(REGION, MARKS["topic"][0])
    world.open |= topics
    # Last, so that it stands on the first page of the journal.
    with transaction.atomic():
        journal.write(ACTOR, "load_programme", f"programme:{MARKS['journal'][0]}", {})
    world.hidden = {
        "programme": {"id": kept_back.pk},
        "natural_person": {"right_id": rights[1].pk, "party_id": person.pk},
        "application": {"right_id": rights[2].pk, "subject_id": rights[2].pk},
        "correction": {"correction_id": corrected},
        "close": draft,
        "work": kept_work,
        "case": kept_case,
        "score": draft_scores,
        "landscape": kept_landscape,
        "topic": kept_topic,
    }
    return world


def _signed_in(role: str) -> str:
    client = Client()
    client.force_login(_person(role))
    # Shown the password just now, so that the pages that ask for it again open.
    session = client.session
    session[entering.CONFIRMED] = int(time.time())
    session.save()
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def _person(role: str) -> Any:
    if role != "figures_clerk":
        return register_person(f"user_{role}", f"某{role}", role, SECRET)
    acting = Acting(None, without_lines)
    person = register_person(f"user_{role}", f"某{role}", "visitor", SECRET)
    body = bodies.add_body(acting, "沙洲市知识产权局", "department", ELSEWHERE)
    posts.assign_post(acting, person, body, role, localdate())
    return person


def _programme(home: Path, name: str, value: int) -> Any:
    path = home / f"方案{value}.txt"
    path.write_text(PLAN.format(name=name, value=value), encoding="utf-8")
    return plans.load_programme(path, REGION, ACTOR)


def _undelivered(person: Any) -> int:
    """Return a delivery to ``person`` that failed."""
    tell([person.pk], Message("matrix", "一条消息"))
    notice = apps.get_model("notices", "Notice").objects.for_program("test").get(key="matrix")
    made = apps.get_model("notices", "Delivery").objects.for_program("test")
    now = timezone.now()
    state = {"state": "failed", "due_at": now, "changed_at": now}
    return int(made.create(notice=notice, way="mail", **state).pk)


def _previewed(batch_id: int, path: Path) -> int:
    """Return the job of a preview that is done."""
    batches = apps.get_model("registry", "Batch").objects.for_program("test")
    given = {"source": "patents", "file": batches.get(pk=batch_id).file_id, "name": path.name}
    run = jobs.submit("preview_file", given, ACTOR, f"预览 {MARKS['job'][0]}")
    told = preview_file("patents", path, ACTOR)
    result = told.as_json() | {"refused_file": save_refused(told, path.name)}
    _rows(run).filter(pk=run.pk).update(state="done", result=result)
    return int(run.pk)


def _pair(firm: Any) -> int:
    """Return the pair of a firm and of its like under another legal form."""
    parties = apps.get_model("registry", "Party").objects
    name = firm.name.replace("有限公司", "股份有限公司")
    parties.create(identity=f"NAME:{name}", kind="firm", name=name, name_key=name)
    assert find_pairs().waiting == 1
    return int(apps.get_model("registry", "PartyPair").objects.for_program("test").get().pk)


def _rows(one: Any) -> Any:
    return type(one).objects.for_program("test")


def _corrected(home: Path, right: Any) -> int:
    """Correct a field of a right, with evidence."""
    known = field_of("right", "agency")
    stated = Stated("甲代理", MARKS["correction"][0], mark_of(known, right, None))
    one = correct_fact(holder_of(*OFFICIALS), "right", right.pk, "agency", stated)
    letter = home / f"{MARKS['correction'][0]}.txt"
    letter.write_text("更正的依据。", encoding="utf-8")
    _rows(one).filter(pk=one.pk).update(evidence=files.keep(letter), evidence_name=letter.name)
    return int(one.pk)


def _office() -> int:
    return apps.get_model("accounts", "Body").objects.values_list("pk", flat=True)[0]


def _patents(path: Path) -> Path:
    rows = [
        {
            "申请号": number,
            "专利名称": f"一种阀门的密封结构之{index}"
            + (MARKS["application"][0] if index == 4 else ""),
            "专利类型": "发明",
            "申请日": "2019-13-45" if index == 3 else f"2019-03-0{index}",
            # The fourth is an application that nobody has published.
            "授权公告日": f"2021-06-0{index}" if index < 4 else "",
            "申请人": holder,
            "申请人类型": kind,
            "区划代码": "990101",
            "法律状态": "授权" if index < 4 else "受理",
        }
        for index, number, holder, kind in (
            (1, application_number(2019, 1), "澄江阀门有限公司", "企业"),
            (2, application_number(2019, 2), f"欧阳{MARKS['natural_person'][0]}", "个人"),
            (3, application_number(2019, 3), "澄江阀门有限公司", "企业"),
            (4, application_number(2019, 4), "澄江阀门有限公司", "企业"),
        )
    ]
    with path.open("w", encoding="utf-8-sig", newline="") as out:
        writer = csv.DictWriter(out, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def application_number(year: int, serial: int) -> str:
    """Return the application number of an invention with its check digit (ZC 0006-2003)."""
    digits = f"{year}1{serial:07d}"
    weights = (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5)
    rest = sum(int(d) * w for d, w in zip(digits, weights, strict=True)) % 11
    return f"{digits}.{'X' if rest == 10 else rest}"
