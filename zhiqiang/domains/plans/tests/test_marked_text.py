"""The source text with marks: nested and overlapping words, nothing unsafe, nothing lost."""

from zhiqiang.domains.plans.queries.source import Marked, SourceView, pieces
from zhiqiang.domains.plans.templatetags.programmes import marked_text

TEXT = "（一）培育示范企业40家，建成平台2个。"
TASK = Marked("K1", "task", 0, len(TEXT))
LONG = Marked("T1", "target", 3, 18)
SHORT = Marked("T2", "target", 12, 18)
CROSSING = Marked("S1", "soft", 7, 15)


def html(text, marks, asked=None):
    return marked_text(SourceView(tuple(pieces(text, marks, asked)), (), asked))


def test_pieces_joined_are_the_text_however_marks_nest_and_cross():
    for marks in ([], [TASK], [TASK, LONG, SHORT, CROSSING]):
        assert "".join(piece.text for piece in pieces(TEXT, marks)) == TEXT


def test_words_lead_to_the_closest_reading():
    found = {
        piece.text: piece.words_of and piece.words_of.code
        for piece in pieces(TEXT, [TASK, LONG, SHORT])
    }
    assert found[TEXT[12:18]] == "T2"
    assert found[TEXT[3:12]] == "T1"
    assert found[TEXT[0:3]] is None


def test_every_mark_has_one_anchor_even_where_two_have_the_same_words():
    twin = Marked("T3", "target", 12, 18)
    page = html(TEXT, [TASK, LONG, SHORT, CROSSING, twin])
    for code in ("K1", "T1", "T2", "S1", "T3"):
        assert page.count(f'id="w-{code}"') == 1


def test_links_do_not_stand_inside_links():
    page = html(TEXT, [TASK, LONG, SHORT, CROSSING])
    open_links = 0
    for part in page.split("<")[1:]:
        open_links += 1 if part.startswith("a ") else -1 if part.startswith("/a>") else 0
        assert open_links in (0, 1)
    assert open_links == 0


def test_what_stands_in_the_text_is_never_markup():
    text = 'A<script>alert("1")</script>&B'
    page = html(text, [Marked("T1", "target", 1, 9)])
    assert "<script>" not in page
    assert "&lt;script&gt;" in page
    assert "&amp;B" in page


def test_the_words_that_were_asked_for_have_the_anchor_of_the_address():
    page = html(TEXT, [TASK, LONG], Marked("T1", "asked", 3, 18))
    assert page.count('id="w-at"') == 1
    assert page.index('id="w-at"') < page.index('id="w-T1"') < page.index("示范企业")


def test_runs_of_empty_lines_are_drawn_as_one():
    assert html("甲\n\n \n\n乙", []) == "甲\n\n乙"
