"""Writers of others: checked before they are printed."""

from __future__ import annotations

from decimal import Decimal

import pytest

from reportgen.commentary.sentence import Commentary
from reportgen.commentary.verify import names_of, unknown_numbers
from reportgen.commentary.write import write
from reportgen.commentary.writers import Refusal, Request, apply_writer, load_writer, writer_names
from reportgen.model.errors import WrongCallError
from reportgen.model.fact import NoteFact, VsTarget
from reportgen.model.period import parse_period
from reportgen.model.view import Kpi, Name

D = Decimal
SALES = Kpi("sales", Name("销售额", "Sales"), "CNY", "higher", 2, "amount")
TARGET = VsTarget(kpi=SALES, period=parse_period("2025-06"), actual=D(9500000), reference=D(10000000))


def run(text: str, *notes: NoteFact) -> tuple[Commentary, tuple[Refusal, ...]]:
    return apply_writer(write((TARGET, *notes), "en"), lambda request: text)


NOTE = NoteFact(kpi=SALES, text="验收推迟。")


def test_a_true_text_is_printed_and_notes_stay() -> None:
    made, refused = run("Sales reached CNY 9.5M of CNY 10M, 5.0% short.", NOTE)
    assert made.comments[0].text == "Sales reached CNY 9.5M of CNY 10M, 5.0% short."
    assert made.comments[1].source == "note"
    assert refused == ()


@pytest.mark.parametrize(("text", "reason", "found"), [
    ("Sales reached CNY 9.6M.", "number", ("9.6M",)),
    ("Sales reached CNY 9.5M, 100% of what was there.", "number", ("100",)),
    ("Sales fell to CNY 9.5M because of rain.", "banned", ("because",)),
    ("word " * 200, "length", ()),
])
def test_anything_else_is_refused(text: str, reason: str, found: tuple[str, ...]) -> None:
    made, refused = run(text)
    assert made.comments[0].text.startswith("Sales for June 2025 were CNY 9.50M")
    assert [(refusal.reason, refusal.found) for refusal in refused] == [(reason, found)]


def test_a_cause_needs_a_note_and_praise_is_nobodys() -> None:
    text = "Sales were CNY 9.5M because acceptance was postponed."
    assert run(text, NOTE)[0].comments[0].text == text
    assert run(text)[1][0].reason == "banned"
    assert run("An excellent CNY 9.5M.", NOTE)[1][0].found == ("excellent",)


def test_a_writer_that_fails_costs_nothing() -> None:
    def broken(request: Request) -> str:
        raise ZeroDivisionError

    before = write((TARGET,), "zh-CN")
    made, refused = apply_writer(before, broken)
    assert made == before
    assert (refused[0].reason, refused[0].found) == ("failed", ("ZeroDivisionError",))


def test_what_a_writer_gets() -> None:
    seen: list[Request] = []

    def watch(request: Request) -> str:
        seen.append(request)
        return ""

    apply_writer(write((TARGET,), "en"), watch)
    assert seen[0].kpi_id == "sales"
    assert seen[0].facts[0]["actual"] == "9500000"
    assert seen[0].facts[0]["kpi"] == {
        "id": "sales", "name": {"zh-CN": "销售额", "en": "Sales"}, "unit": "CNY", "direction": "higher",
    }


def test_none_is_shipped() -> None:
    assert writer_names() == ()
    with pytest.raises(WrongCallError):
        load_writer("nobody")


def test_numbers_are_checked_at_the_rounding_they_are_printed_with() -> None:
    facts = (TARGET,)
    assert unknown_numbers("950万元，9.5百万", facts) == ("9.5",)
    assert unknown_numbers("2025年6月为950.0万元，约0.1亿元", facts, names_of(facts)) == ()
    assert unknown_numbers("951万元", facts) == ("951万",)
    assert unknown_numbers("“2,000件”", facts) == ()
