"""The words of the reports: same keys and placeholders in both languages, native punctuation, nothing but placeholders."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import reportgen.reports
from reportgen.reports.words import TEXT_NAMES, Words, code_in, fill, placeholders, room_texts

HAN = r"[\u3400-\u9fff]"
ASCII_MARK = re.compile(rf"{HAN}[,:;!?()]|[,:;!?(]{HAN}")
SOURCES = sorted(Path(reportgen.reports.__file__).parent.rglob("*.py"))


def test_both_languages_have_the_same_keys_and_placeholders() -> None:
    zh, en = room_texts("zh-CN"), room_texts("en")
    assert list(zh) == list(en)
    assert {key: placeholders(text) for key, text in zh.items()} == {key: placeholders(text) for key, text in en.items()}


def test_chinese_marks_are_full_width() -> None:
    folded = {key: text for key, text in room_texts("zh-CN").items() if ASCII_MARK.search(re.sub(r"\{\{.*?\}\}", "汉", text))}
    assert not folded
    together = "".join(room_texts("zh-CN").values())
    for mark in (0xFF0C, 0xFF08, 0xFF09, 0xFF1A, 0xFF1B, 0x3002, 0x201C, 0x201D, 0x2212):
        assert chr(mark) in together, hex(mark)


def test_english_has_no_chinese_signs() -> None:
    assert not {
        key: text for key, text in room_texts("en").items() if re.search(r"[\u3000-\u9fff\uff00-\uffef\u201c\u201d]", text)
    }


def test_every_word_that_the_code_asks_for_is_there() -> None:
    known = set(room_texts("en"))
    asked = set()
    for path in SOURCES:
        asked |= set(re.findall(r'words\(\s*"([a-z_]+\.[a-z_]+)"', path.read_text(encoding="utf-8")))
        asked |= set(re.findall(r'(?:title_of|detail_of)\(page, options, "([a-z_]+\.[a-z_]+)"', path.read_text(encoding="utf-8")))
    assert asked <= known, asked - known
    assert len(asked) > 150


def test_every_group_of_words_is_used() -> None:
    code = "".join(path.read_text(encoding="utf-8") for path in SOURCES)
    groups = {key.split(".")[0] for key in room_texts("en")}
    assert {group for group in groups if f'"{group}' not in code and f'f"{group}' not in code} == set()


def test_a_text_is_filled_by_name() -> None:
    assert fill("{{ a }}–{{b}}", {"a": 1, "b": "x"}) == "1–x"
    with pytest.raises(KeyError):
        fill("{{ a }}", {})


@pytest.mark.parametrize("text", ["{{ a.b }}", "{% if a %}", "{{ a|safe }}", "{{ ''.__class__ }}", "{# note #}", "{{ f() }}"])
def test_code_in_a_text_is_seen(text: str) -> None:
    assert code_in(text)


def test_plain_text_is_no_code() -> None:
    assert code_in("a { b } {{ name }} 100%") == ""
    assert set(TEXT_NAMES) >= {"company", "period", "subject"}


def test_own_words_win() -> None:
    words = Words("en", {"scorecard.total": "Sum"})
    assert words("scorecard.total") == "Sum"
    assert words("scorecard.kpi") == "KPI"
    assert words.known("method", "house_rule") == "house_rule"
    assert words.list(["a", "b"]) == "a, b"
