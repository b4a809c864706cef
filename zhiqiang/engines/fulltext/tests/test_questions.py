"""The language of questions: what is read, and errors that point at the place."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhiqiang.engines.fulltext import Asked, BadQuestion, Manner, OpenIndex, Shelf, parse
from zhiqiang.engines.fulltext.tests import corpus
from zhiqiang.engines.fulltext.tree import All, Any, Near, Not, Term

NAMES = corpus.FIELDS.by_name
OPENED = {key: key for key in corpus.FIELDS.fields if key != "people"}
MANNER = Manner(corpus.FIELDS, OPENED)
ROWS = [
    {**dict.fromkeys(corpus.FIELDS.fields), "id": at, "title": title, "number": number}
    for at, (title, number) in enumerate(
        [
            ("水泵的阀门", "201310699744.3"),
            ("photo 镁合金", "95115608.X"),
            ("photon 水、泵", "CN105418762B"),
        ],
        start=1,
    )
]


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> OpenIndex:
    shelf = Shelf(tmp_path_factory.mktemp("index"), corpus.FIELDS)
    shelf.publish(1, corpus.batches(ROWS))
    return shelf.open()


def plain(part: object) -> object:
    """Return a tree without places."""
    if isinstance(part, Term):
        return f"{part.field}{part.compared if part.field else ''}{part.text}"
    if isinstance(part, Not):
        return ("not", plain(part.part))
    if isinstance(part, Near):
        return ("near", part.distance, plain(part.left), plain(part.right))
    assert isinstance(part, All | Any)
    return ("and" if isinstance(part, All) else "or", *map(plain, part.parts))


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("水泵", "水泵"),
        ("水泵 阀门", ("and", "水泵", "阀门")),
        ("水泵 AND 阀门 or 电", ("or", ("and", "水泵", "阀门"), "电")),
        ("水泵 与 （阀门 或 电）", ("and", "水泵", ("or", "阀门", "电"))),
        ("水泵 非 阀门", ("and", "水泵", ("not", "阀门"))),
        ("ti=（水泵 阀门）", ("and", "title=水泵", "title=阀门")),
        ("名称＝“水 泵”", "title=水 泵"),
        ("AD>=2020-01 IPC=H02G", ("and", "filed_on>=2020-01", "ipc=H02G")),
        ("申请日=[2020 TO 2021]", "filed_on=[2020 TO 2021]"),
        ("水泵 NEAR/3 阀门", ("near", 3, "水泵", "阀门")),
        ("水泵 邻近 阀门", ("near", 5, "水泵", "阀门")),
        ("NOT NOT 水泵", ("not", ("not", "水泵"))),
        ("水\x00泵", ("and", "水", "泵")),
    ],
)
def test_a_question_is_read_in_either_language_and_width(text: str, read: object) -> None:
    assert plain(parse(text, NAMES)) == read


@pytest.mark.parametrize(
    ("text", "place", "said"),
    [
        ("", "", "空的"),
        ("水泵 AND", "", "没有写完"),
        ("水泵 AND OR 阀门", "OR", "缺少一个词"),
        ("(水泵 OR 阀门", "(", "右括号"),
        ("水泵) OR 阀门", ")", "多出"),
        ('水泵 "阀门', '"', "引号"),
        ("发明=水泵", "发明", "没有“发明”这个字段。是否指 发明人"),
        ("TI= AND 水泵", "TI", "缺少要找的内容"),
        ("TI>水泵", "水泵", "只能用"),
        ("AD=2020-13", "2020-13", "无法识别"),
        ("AD=[2021 TO 2020]", "[2021 TO 2020]", "起在止之后"),
        ("水泵 AND 种类=商", "商", "可选发明、外观设计"),
        ("IPC=水", "水", "不是分类号"),
        ("AN=水泵", "水泵", "不是号码"),
        ("REG=水泵", "水泵", "没有找到地区"),
        ("水*泵", "水*泵", "只能放在词的末尾"),
        ("p*", "p*", "至少两个字符"),
        ("、", "、", "没有可检索的文字"),
        ("水 NEAR/3 阀门", "水", "至少要两个字"),
        ("水泵 NEAR/99 阀门", "NEAR/99", "1 至 20"),
        ("TI=水泵 NEAR/3 阀门", "NEAR/3", "同一个字段"),
        ("(水泵 OR 阀门) NEAR/3 电压", "NEAR/3", "一个词"),
        ("[2020 TO 2021]", "[", "缺少字段名"),
        ("=水泵", "=", "缺少字段名"),
        ("IN=水泵", "水泵", "有权限"),
    ],
)
def test_an_error_says_what_and_points_at_the_place(
    text: str, place: str, said: str, index: OpenIndex
) -> None:
    with pytest.raises(BadQuestion) as caught:
        index.count(Asked(text or " ", MANNER)) if text else parse(text, NAMES)
    error = caught.value
    assert said in error.reason
    assert text[error.at : error.at + error.length].startswith(place)
    assert f"第 {error.at + 1} 个字符" in str(error)


HOSTILE = {
    "ten thousand terms": " ".join(["水泵"] * 10_000),
    "many short terms": " ".join(["水"] * 1_500),
    "deep brackets": "(" * 2_000 + "水泵" + ")" * 1_000,
    "deep negations": "NOT " * 500 + "水泵",
    "many stars": " OR ".join(["ph*"] * 150),
    "only signs": "！" * 3_000,
    "control characters": "\x00\x01\x02\x7f\u202e" * 50,
    "long word": "x" * 3_900,
    "long phrase": "水泵" * 1_900,
    "many nears": " OR ".join(["水泵 NEAR/20 阀门"] * 90),
    "surrogates": "水\ud800泵",
}


@pytest.mark.parametrize("sort", HOSTILE)
def test_a_hostile_question_is_answered_or_refused_at_once(sort: str, index: OpenIndex) -> None:
    start = time.process_time()
    try:
        index.find(Asked(HOSTILE[sort], MANNER), 20)
    except BadQuestion as error:
        assert error.reason
    assert time.process_time() - start < 2


@settings(max_examples=400, deadline=None)
@given(st.text(max_size=80))
def test_no_text_breaks_the_reader(index_of_examples: OpenIndex, text: str) -> None:
    try:
        found = index_of_examples.find(Asked(text, MANNER), 5)
    except BadQuestion as error:
        assert 0 <= error.at <= len(text)
    else:
        assert len(found.ids) == min(5, found.total)


@pytest.fixture(scope="module")
def index_of_examples(index: OpenIndex) -> OpenIndex:
    return index


@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["水泵", "(", ")", "AND", "或", "NOT", "TI=", "AD=", '"', "NEAR/2", "[", "*"]
        ),
        max_size=14,
    )
)
def test_signs_in_any_order_are_read_or_refused_with_a_place(
    index_of_examples: OpenIndex, parts: list[str]
) -> None:
    text = " ".join(parts)
    try:
        index_of_examples.find(Asked(text, MANNER), 5)
    except BadQuestion as error:
        assert 0 <= error.at <= len(text)


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("ZL201310699744.3", {1}),
        ("2013106997443", {1}),
        ("201310699744", {1}),
        ("２０１３１０６９９７４４．３", {1}),
        ("AN=20131069*", {1}),
        ("ZL 2013 1 0699744.3", {1}),
        ("199510015608", {2}),
        ("CN 105418762 A", {3}),
        ("CN105418762A", {3}),
        ("CN105418762", {3}),
        ("photo*", {2, 3}),
        ("photo", {2}),
        ("水泵", {1}),
        ('"水，泵"', {3}),
        ("TI=（photo 镁）", {2}),
    ],
)
def test_numbers_words_and_beginnings_are_found(
    text: str, titles: set[int], index: OpenIndex
) -> None:
    assert set(index.find(Asked(text, MANNER), 10).ids) == titles
