"""One cell as a number, a date or a period: the forms of the contract, and what is never guessed."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.dataset.cells import Cell, read_date, read_number, read_period, unit_scale


@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [
        ("98%", "%", 98.0),
        ("98", "%", 98.0),
        ("９８％", "%", 98.0),
        ("12 %", "%", 12.0),
        ("(5%)", "%", -5.0),
        ("3,300,000", "", 3300000.0),
        ("1,000,000.5", "", 1000000.5),
        ("３，３００", "", 3300.0),
        ("330万", "CNY", 3300000.0),
        ("330万", "万元", 330.0),
        ("330万元", "万元", 330.0),
        ("330万元", "元", 3300000.0),
        ("3,300,000元", "万元", 330.0),
        ("1.2亿", "CNY", 120000000.0),
        ("1.2亿", "万元", 12000.0),
        ("1.2亿", "亿元", 1.2),
        ("330万", "CNY thousand", 3300.0),
        ("3万", "万人", 3.0),
        ("3万件", "件", 30000.0),
        ("12件", "件", 12.0),
        ("1.2pp", "pp", 1.2),
        ("(500)", "", -500.0),
        ("（５００）", "", -500.0),
        ("\u22125", "", -5.0),
        ("-5", "", -5.0),
        ("+5", "", 5.0),
        ("1e-9", "", 1e-9),
        (".0000", "", 0.0),
        ("1000000000000000", "", 1e15),
        ("-0", "", 0.0),
        ("5千克", "千克", 5.0),
    ],
)
def test_a_number_is_read(text: str, unit: str, value: float) -> None:
    assert read_number(text, unit) == Cell(value)


@pytest.mark.parametrize(
    ("text", "unit", "problem"),
    [
        ("1,23", "", "text"),
        ("12.3.4", "", "text"),
        ("1,2345", "", "text"),
        ("12abc", "", "text"),
        ("1 2", "", "text"),
        ("5²", "", "text"),
        ("--5", "", "text"),
        ("(-5)", "", "text"),
        ("1e400", "", "text"),
        ("万", "", "text"),
        ("٣", "", "text"),
        ("NaN", "", "not_finite"),
        ("inf", "", "not_finite"),
        ("-Infinity", "", "not_finite"),
        ("#DIV/0!", "", "not_finite"),
        ("#REF!", "", "not_finite"),
        ("=A1/B1", "", "formula"),
        ("98%", "CNY", "percent"),
        ("98%", "pp", "percent"),
        ("330万", "%", "scale"),
        ("5千", "千克", "scale"),
        ("5万%", "%", "scale"),
        ("330万元", "件", "text"),
    ],
)
def test_what_can_be_read_in_two_ways_is_a_problem(text: str, unit: str, problem: str) -> None:
    assert read_number(text, unit) == Cell(problem=problem)


@pytest.mark.parametrize("text", ["", " ", "NULL", "null", "NA", "#N/A", "-", "\u2212", "—", "\u3000"])
def test_words_for_missing(text: str) -> None:
    assert read_number(text) == Cell()


def test_not_applicable_and_not_reported_are_states() -> None:
    assert read_number("N/A") == read_number("不适用") == Cell(state="not_applicable")
    assert read_number("未上报") == Cell(state="not_reported")


def test_missing_values_of_the_dataset_are_more_words() -> None:
    assert read_number("tbd", missing=frozenset({"tbd"})) == Cell()
    assert read_number("tbd").problem == "text"


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**12), max_value=10**12, places=2))
def test_the_same_number_in_every_form(number: Decimal) -> None:
    expected = Cell(float(number) + 0.0)
    grouped, size = f"{number:,}", abs(number)
    assert read_number(str(number)) == read_number(grouped) == expected
    assert read_number(grouped.replace("-", "\u2212")) == expected
    assert read_number(f"{number}%", "%") == expected
    if number < 0:
        assert read_number(f"({size:,})") == expected
    assert read_number(f"{number.scaleb(-4)}万", "CNY") == expected
    assert read_number(f"{number}万", "万元") == expected


@given(st.text(max_size=12))
def test_any_text_is_a_number_a_state_missing_or_a_problem(text: str) -> None:
    cell = read_number(text)
    assert sum((cell.value is not None, bool(cell.state), bool(cell.problem))) <= 1


@pytest.mark.parametrize(
    ("unit", "scale"),
    [
        ("CNY", 0),
        ("元", 0),
        ("万元", 4),
        ("亿元", 8),
        ("千元", 3),
        ("百万元", 6),
        ("件", 0),
        ("", 0),
        ("%", None),
        ("pp", None),
        ("千克", None),
        ("USD million", 6),
        ("USD k", None),
        ("h", 0),
    ],
)
def test_scale_of_a_unit(unit: str, scale: int | None) -> None:
    assert unit_scale(unit) == scale


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2025-06-30", date(2025, 6, 30)),
        ("2025/6/1", date(2025, 6, 1)),
        ("2025年6月30日", date(2025, 6, 30)),
        ("２０２５-06-30", date(2025, 6, 30)),
        ("2025-06-30 00:00:00", date(2025, 6, 30)),
        ("2025-02-30", None),
        ("06/30/2025", None),
        ("30.06.2025", None),
        ("2025-06/30", None),
        ("20250630", None),
    ],
)
def test_dates(text: str, expected: date | None) -> None:
    assert read_date(text) == expected


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("2025年6月", "2025-06"),
        ("2025年第二季度", "2025-Q2"),
        ("2025年2季度", "2025-Q2"),
        ("2025年上半年", "2025-H1"),
        ("2025年下半年", "2025-H2"),
        ("2025年度", "2025"),
        ("2025年", "2025"),
        (" 2025-Q2 ", "2025-Q2"),
        ("Q2 2025", "Q2 2025"),
    ],
)
def test_chinese_periods(text: str, label: str) -> None:
    assert read_period(text) == label
