"""Notes in two languages: each is told once, in the reader's language where it exists."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from reportgen.commentary.translations import in_language

DAY = date(2025, 7, 8)


def note(text: str, language: str | None, **more: Any) -> dict[str, Any]:
    return {"subject_id": "D", "kpi_id": "sales", "period": "2025-Q2", "type": "cause", "author": "P1", "date": DAY, "seq": 1,
            "text": text, "language": language, "action_owner": None, "due_date": None, "status": None, **more}


def told(locale: str, *rows: dict[str, Any]) -> list[str]:
    return [row["text"] for row in in_language(rows, locale)]


@pytest.mark.parametrize("first", ["zh-CN", None])
def test_a_note_and_its_translation_are_one(first: str | None) -> None:
    rows = (note("原文", first), note("translated", "en"))
    assert (told("zh-CN", *rows), told("en", *rows)) == (["原文"], ["translated"])


def test_without_a_translation_the_original_stands() -> None:
    assert told("zh-CN", note("only English", "en")) == ["only English"]
    assert told("en", note("a", "zh-CN"), note("b", "zh-CN", seq=2), note("B", "en", seq=2)) == ["a", "B"]


def test_owner_day_and_state_are_the_original_s() -> None:
    original = note("做", "zh-CN", type="action", action_owner="P2", due_date=DAY, status="done")
    (row,) = in_language([original, note("do", "en", type="action", status="open")], "en")
    assert (row["text"], row["action_owner"], row["due_date"], row["status"]) == ("do", "P2", DAY, "done")


def test_the_number_tells_notes_apart_and_else_the_day() -> None:
    assert told("en", note("a", "zh-CN"), note("B", "en", seq=2)) == ["a", "B"]
    assert told("en", note("a", "zh-CN"), note("A", "en", date=None)) == ["A"]
    later = date(2025, 7, 9)
    assert told("en", note("a", "zh-CN", seq=None), note("B", "en", seq=None, date=later)) == ["a", "B"]
    assert told("en", note("a", "zh-CN", seq=None), note("A", "en", seq=None)) == ["A"]


def test_what_cannot_be_told_apart_stays() -> None:
    loose = {"seq": None, "date": None, "author": None}
    assert told("en", note("a", "zh-CN", **loose), note("B", "en", **loose)) == ["a", "B"]
    assert told("en", note("a", "zh-CN", author="P1"), note("B", "en", author="P2")) == ["a", "B"]
    edits = (note("一", "zh-CN", type="override"), note("one", "en", type="override"))
    assert told("en", *edits) == ["一", "one"]


def test_two_notes_of_a_day_keep_their_order() -> None:
    rows = [note("甲", "zh-CN", seq=None), note("乙", "zh-CN", seq=None), note("A", "en", seq=None), note("B", "en", seq=None)]
    assert told("en", *rows) == ["A", "B"]
    assert told("zh-CN", *rows) == ["甲", "乙"]
    assert told("en", *rows[:3]) == ["A"]
