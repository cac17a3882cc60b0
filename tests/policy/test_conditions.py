"""The condition grammar: what it reads, what it refuses and where, and what it makes of missing values."""

from __future__ import annotations

import subprocess
import sys
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.policy.conditions import ConditionError, Measure, Value, evaluate, names, outcome, parse, substituted

SALES = Measure("person", "attainment", kpi="sales")
PROFIT = Measure("company", "attainment", kpi="net_profit")
FACTS: dict[Measure, Value | None] = {
    SALES: Decimal("98.50"), PROFIT: None, Measure("person", "grade"): "B", Measure("person", "final"): Decimal("105.24"),
    Measure("unit", "factor"): Decimal("1.2"), Measure("unit", "payroll"): Decimal(50000),
    Measure("person", "events", event="star"): Decimal(2), Measure("person", "days"): Decimal(0),
}


@pytest.mark.parametrize(("text", "value"), [
    ("kpi('sales').attainment < 100", True),
    ("kpi(\"sales\").attainment >= 98.5", True),
    ("grade == 'B' and not final < 100", True),
    ("grade = 'B'", True),
    ("grade <> 'B'", False),
    ("person.final = final", True),
    ("award('star')", True),
    ("award('absent')", False),
    ("event('star') * 200", Decimal(400)),
    ("payroll * unit.factor", Decimal(60000)),
    ("1 + 2 * 3 - 4 / 2", Decimal(5)),
    ("-(1 + 2) * 2", Decimal(-6)),
    ("8 - 4 - 2", Decimal(2)),
    ("company.kpi('net_profit').attainment < 90", None),
    ("company.kpi('net_profit').attainment < 90 or final > 1", True),
    ("company.kpi('net_profit').attainment < 90 and final < 1", False),
    ("company.kpi('net_profit').attainment < 90 and final > 1", None),
    ("not company.kpi('net_profit').attainment < 90", None),
    ("1 / days", None),
    ("final ≥ 105.24", True),
])
def test_values(text: str, value: Value | None) -> None:
    assert evaluate(parse(text), FACTS.get) == value


@pytest.mark.parametrize(("text", "position", "part", "legal"), [
    ("finale < 100", 1, "unknown name 'finale'", "final"),
    ("unit.finals < 100", 6, "unit has no 'finals'", "final"),
    ("kpi('x').value < 1", 10, "kpi('x') has no 'value'", "attainment"),
    ("kpi(sales).actual < 1", 5, "in quotes", ""),
    ("kpi('').actual < 1", 5, "in quotes", ""),
    ("1 / 0 < 2", 3, "division by zero", ""),
    ("90 <= final < 100", 13, "cannot be chained", "and"),
    ("grade > 'B'", 7, "== or !=", "=="),
    ("grade < 3", 7, "== or !=", "=="),
    ("grade == 3", 7, "compares a text with a number", ""),
    ("final and 3", 7, "'and' wants a comparison", ""),
    ("final < ", 9, "at the end", "final"),
    ("(final < 3", 11, "')' is expected at the end", ")"),
    ("final < 3)", 10, "one too many", ""),
    ("final < 90%", 11, "'%' cannot stand", ""),
    ("__import__('os')", 1, "unknown name", "final"),
    ("", 1, "is expected at the end", "grade"),
    ("'a' + 1 < 2", 5, "wants numbers", ""),
    ("(" * 40 + "1" + ")" * 40, 32, "nested deeper", ""),
    ("not " * 300 + "final < 1", 1000, "longer than", ""),
])
def test_refused(text: str, position: int, part: str, legal: str) -> None:
    with pytest.raises(ConditionError) as caught:
        parse(text)
    assert caught.value.position == position
    assert part in caught.value.message
    assert legal == "" or legal in caught.value.legal


def test_why_a_value_is_missing() -> None:
    assert outcome(parse("company.kpi('net_profit').attainment + final < 90"), FACTS.get).missing == (PROFIT,)
    assert outcome(parse("1 / days < 3"), FACTS.get).divided_by_zero
    assert outcome(parse("final > 1 or 1 / days < 3"), FACTS.get).divided_by_zero is False


def test_names_once_each_in_order() -> None:
    tree = parse("final > 1 and (award('star') or unit.kpi('csat').actual > final)")
    assert names(tree) == (
        Measure("person", "final"), Measure("person", "events", event="star"), Measure("unit", "actual", kpi="csat"),
    )
    assert [str(measure) for measure in names(tree)] == ["person.final", "event('star')", "unit.kpi('csat').actual"]


def test_printed_with_its_numbers() -> None:
    tree = parse("company.kpi('p').attainment - 1 < 90 / 2")
    assert substituted(tree, lambda measure: "96.40") == "96.40 \u2212 1 < 90\u00f72"


@settings(deadline=None)
@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        parse(text)
    except ConditionError as error:
        assert 1 <= error.position <= len(text) + 1


def _sums(part: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.tuples(part, st.sampled_from("+-*"), part).map(lambda sides: f"({''.join(sides)})")


@settings(deadline=None)
@given(st.recursive(st.integers(0, 99).map(str), _sums, max_leaves=12))
def test_arithmetic_is_exact(text: str) -> None:
    assert evaluate(parse(text), FACTS.get) == Decimal(eval(text))  # digits and + - * only, made above


def test_conditions_need_no_heavy_import() -> None:
    code = "import sys, reportgen.policy.conditions; print(sorted({'pydantic', 'ruamel', 'polars'} & set(sys.modules)))"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"
