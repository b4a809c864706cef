"""Names are made safe and stay readable."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhiqiang.records.files.names import LONGEST, extension_of, safe_name


@pytest.mark.parametrize(
    ("received", "kept"),
    [
        ("专利清单（2024年）.xlsx", "专利清单（2024年）.xlsx"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\张三\\名单.csv", "名单.csv"),
        ("a\x00b\r\nc.txt", "abc.txt"),
        ("report\u202efdp.exe", "reportfdp.exe"),
        ('a<b>:"c|?*.pdf', "a_b___c___.pdf"),
        ("con.txt", "_con.txt"),
        ("...", "未命名"),
        ("", "未命名"),
        (".docx", "docx"),
    ],
)
def test_names_are_made_safe(received, kept):
    assert safe_name(received) == kept


@given(st.text(max_size=400))
def test_whatever_is_sent_the_name_has_no_folder_is_short_and_stays_the_same(text):
    name = safe_name(text)
    assert name and len(name) <= LONGEST + 1
    assert not set(name) & set('/\\<>:"|?*;\r\n\0')
    assert name not in {".", ".."}
    assert safe_name(name) == name


def test_the_extension_survives_shortening():
    assert extension_of(safe_name("长" * 300 + ".xlsx")) == "xlsx"
