"""The phrase banks: same keys, same placeholders, no banned word, no Western mark among Han characters."""

from __future__ import annotations

import re

import pytest

from reportgen.commentary.bank import bank, placeholders
from reportgen.commentary.lint import banned_words, western_marks
from reportgen.model.dataset import LOCALES, Locale

ZH, EN = bank("zh-CN"), bank("en")


def test_same_keys() -> None:
    assert list(ZH) == list(EN)


@pytest.mark.parametrize("key", sorted(ZH))
def test_same_placeholders(key: str) -> None:
    assert placeholders(ZH[key]) == placeholders(EN[key])


@pytest.mark.parametrize("locale", LOCALES)
def test_no_banned_word(locale: Locale) -> None:
    assert [key for key, phrase in bank(locale).items() if banned_words(phrase.replace("{", " {"))] == []


def test_full_width_marks_in_chinese() -> None:
    assert {key: western_marks(phrase) for key, phrase in ZH.items() if western_marks(phrase)} == {}
    assert "\uff0c" in ZH["vs_target.amount"] and "\uff08" in ZH["vs_target.amount"]
    assert all(mark not in "".join(ZH.values()) for mark in (",", ";", "(", ")"))


def test_no_full_width_mark_in_english() -> None:
    assert not re.search(r"[\u3000-\u303f\uff00-\uffef\u201c\u201d\u2018\u2019]", "".join(EN.values()))


def test_western_mark_between_han_is_found() -> None:
    assert western_marks("较目标低,不利") == (",",)
    assert western_marks("目标1,000.0万元") == ()


def test_banned_words_outside_quotes_only() -> None:
    assert banned_words("责任人说明：“由于验收推迟。”") == ()
    assert banned_words("由于验收推迟，回款率低。") == ("由于",)
    assert banned_words("Sales fell because of rain.") == ("because",)
    assert banned_words("Two accounts remain overdue to date.") == ()
