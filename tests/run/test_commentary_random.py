"""Random scorecards: every number in the text is a fact's, and the cell beside it prints the same."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.analysis.variance import variance
from reportgen.commentary.lint import banned_words
from reportgen.commentary.options import Options
from reportgen.commentary.verify import names_of, unknown_numbers
from reportgen.commentary.write import write
from reportgen.model.dataset import LOCALES
from reportgen.model.rounding import half_up
from reportgen.model.view import Delta, Kpi, Line, Name
from reportgen.reports import build_report, find_packs, load_pack
from reportgen.reports.pack import Pack
from reportgen.run.facts import facts
from reportgen.run.words import as_texts
from tests.run.alike import cells, compares, nameless, round_alike
from tests.run.test_facts import card, line, view

UNITS = {"CNY": (0, 2 * 10**9), "USD": (0, 5 * 10**6), "%": (0, 120), "家": (0, 400), "h": (0, 90), "分": (0, 100)}


@pytest.fixture(scope="module")
def pack() -> Pack:
    found = load_pack(find_packs()["department_review"])[0]
    assert found is not None
    return found


def value(draw: st.DrawFn, unit: str, decimals: int) -> Decimal:
    low, high = UNITS[unit]
    return Decimal(draw(st.integers(low, high * 10**decimals))).scaleb(-decimals)


@st.composite
def lines(draw: st.DrawFn) -> tuple[Line, ...]:
    found = []
    for index in range(draw(st.integers(1, 4))):
        unit = draw(st.sampled_from(sorted(UNITS)))
        decimals = draw(st.integers(0, 2))
        kpi = Kpi(f"k{index}", Name(f"指标{'甲乙丙丁'[index]}", f"Measure {'ABCD'[index]}"), unit,
                  draw(st.sampled_from(("higher", "lower"))), decimals, "ratio" if unit == "%" else "amount")
        actual, target, earlier = (value(draw, unit, decimals) for _ in range(3))
        deltas = {}
        for name, reference in (("plan", target), ("last_year", earlier)):
            one = variance(actual, reference, kpi.direction, unit)
            deltas[name] = Delta(reference, one.absolute, one.percent, one.nm_reason, one.effect, material=True)
        contribution = half_up(Decimal(draw(st.integers(-1500, 500))) / 100)
        score = half_up(100 + contribution * 2)
        status = "green" if score >= 100 else "amber" if score >= 90 else "red"
        found.append(line(
            kpi, target=target, actual=actual, py_actual=earlier, deltas=deltas, contribution=contribution, score=score,
            score_uncapped=score, status=status, weighted=half_up(score / 2),
        ))
    return tuple(found)


@settings(max_examples=40, deadline=None)
@given(found=lines())
def test_text_and_table_print_the_same(pack: Pack, found: tuple[Line, ...]) -> None:
    scorecard = card(total=Decimal("90.00"), final=Decimal("90.00"), grade="B")
    orders = []
    for locale in LOCALES:
        shown = replace(view(*found, card=scorecard), locale=locale, kpis={one.kpi.id: one.kpi for one in found})
        made = facts(shown, shown.names)
        said = write(made, locale, Options(period="none"))
        for sentence in said.sentences():
            assert unknown_numbers(sentence.text, sentence.facts, names_of(sentence.facts)) == (), sentence.text
            assert banned_words(sentence.text) == ()
        report = build_report(replace(shown, texts=as_texts(said, made)), pack, locale)
        assert any(cell.ref.endswith("#actual") for cell in cells(report))
        round_alike(report, {one.kpi_id: nameless(one) for one in reversed(said.comments) if compares(one)})
        orders.append([(one.kpi_id, one.fact_ids) for one in said.sentences()])
    assert orders[0] == orders[1]
