"""What always holds: every number is a fact's, nothing banned, no sentence twice, both languages from the same facts."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.commentary.lint import banned_words, western_marks, without_quotes
from reportgen.commentary.options import Options
from reportgen.commentary.sentence import Commentary
from reportgen.commentary.verify import names_of, unknown_numbers
from reportgen.commentary.write import write
from reportgen.model.analysis import Outlook, Projection, RateMix
from reportgen.model.dataset import LOCALES, Locale
from reportgen.model.fact import (
    Contribution,
    Fact,
    LineScore,
    Missing,
    OutlookFact,
    Payout,
    PointsFact,
    RateMixFact,
    ScoreFact,
    Share,
    Streak,
    VsPrior,
    VsPy,
    VsRange,
    VsTarget,
    VsTeamMean,
)
from reportgen.model.period import parse_period
from reportgen.model.rounding import half_up
from reportgen.model.view import Kpi, Name
from tests.commentary.cases import SUBJECTS

D = Decimal
UNITS = ("CNY", "USD", "%", "家", "小时", "分", "", "mm", "days")
NAMES = ("Pass rate", "Sales", "Net profit", "DAU", "Top 10 accounts")
PERIODS = ("2025", "2025-06", "2025-Q2", "2025-H1", "2025-W23", "2025-09-YTD")


def numbers(low: int, high: int, places: int = 2) -> st.SearchStrategy[Decimal]:
    return st.decimals(low, high, places=places, allow_nan=False, allow_infinity=False)


@st.composite
def kpis(draw: st.DrawFn, index: int) -> Kpi:
    unit = draw(st.sampled_from(UNITS))
    return Kpi(
        f"k{index}", Name(f"指标{'甲乙丙丁戊'[index]}", NAMES[index]),
        unit, draw(st.sampled_from(("higher", "lower", "none"))), draw(st.integers(0, 2)),
        draw(st.sampled_from(("amount", "count", "ratio", ""))),
    )


@st.composite
def facts_of(draw: st.DrawFn, index: int) -> list[Fact]:
    kpi, period = draw(kpis(index)), parse_period(draw(st.sampled_from(PERIODS)))
    value = numbers(-10**9, 10**9) if kpi.unit in ("CNY", "USD") else numbers(0, 5000)
    actual, target, earlier = draw(value), draw(value), draw(value)
    score = draw(numbers(0, 120))
    found: list[Fact] = [
        LineScore(
            kpi=kpi, score=score, contribution=draw(numbers(-20, 20)), status=draw(st.sampled_from(("green", "amber", "red"))),
            material=draw(st.booleans()), score_uncapped=draw(st.sampled_from((score, score + 7))),
        ),
        draw(st.sampled_from((
            VsTarget(kpi=kpi, period=period, actual=actual, reference=target),
            VsRange(kpi=kpi, period=period, actual=actual, low=min(target, earlier), high=max(target, earlier)),
            Missing(kpi=kpi, weight=D("12.5"), rest=D("87.5"), total=draw(numbers(0, 120))),
        ))),
    ]
    parts = tuple(Share(Name(f"部门{n}", f"Unit {n}"), draw(numbers(-10**7, 10**7))) for n in range(draw(st.integers(1, 6))))
    change = draw(numbers(-9, 9))
    more: list[Fact] = [
        VsPy(kpi=kpi, period=period, actual=actual, reference=earlier),
        VsPrior(kpi=kpi, period=period, actual=actual, reference=earlier),
        Contribution(kpi=kpi, total=sum((part.amount for part in parts), D(0)), items=parts),
        RateMixFact(kpi=kpi, result=RateMix(D(20), D(20) + change, change, change + 1, D(-1))),
        Streak(kpi=kpi, values=(draw(numbers(0, 89)), draw(numbers(0, 89))), limit=D(90), escalated=draw(st.booleans())),
        VsTeamMean(kpi=kpi, actual=actual, reference=earlier, others=draw(st.integers(5, 99))),
        OutlookFact(kpi=kpi, period=parse_period("2025-07-YTD"), outlook=Outlook(
            actual, target, 7, 12, half_up(actual / 7), half_up((target - actual) / 5), draw(numbers(0, 150)), D("58.33"),
            draw(numbers(-30, 30)), False, (Projection("run_rate", earlier, earlier - target),),
        )),
    ]
    return found + draw(st.lists(st.sampled_from(more), unique_by=lambda fact: fact.type, max_size=5))


@st.composite
def subjects(draw: st.DrawFn) -> tuple[Fact, ...]:
    found = [fact for index in range(draw(st.integers(1, 5))) for fact in draw(facts_of(index))]
    final = draw(numbers(0, 120))
    found += [
        ScoreFact(final=final, grade="A", prior=final - 3, change=D(3), level=draw(st.sampled_from(("company", "individual")))),
        PointsFact(kind="bonus", points=draw(numbers(0, 5)), reason="专利5项", rule="B-02"),
        Payout(amount=draw(numbers(0, 90000)), base=draw(numbers(0, 90000)), percent=draw(numbers(0, 200))),
    ]
    return tuple(found)


def check(commentary: Commentary, locale: Locale) -> None:
    texts = [sentence.text for sentence in commentary.sentences()]
    assert len(texts) == len(set(texts))
    for sentence in commentary.sentences():
        assert unknown_numbers(sentence.text, sentence.facts, names_of(sentence.facts)) == (), sentence.text
        assert banned_words(sentence.text) == ()
        assert "{" not in sentence.text and "  " not in sentence.text and ".." not in sentence.text
        assert not (locale == "zh-CN" and western_marks(sentence.text)), sentence.text
        assert sentence.text[-1] in "。.”\"", sentence.text
        assert "-" not in without_quotes(sentence.text).replace("1-7月", "") or locale == "en" or "-0" in sentence.text


@settings(max_examples=120, deadline=None)
@given(subjects())
def test_random_facts(facts: tuple[Fact, ...]) -> None:
    for options in (Options(), Options(select="all", order="given", message="variance", period="none")):
        made = {locale: write(facts, locale, options) for locale in LOCALES}
        for locale in LOCALES:
            check(made[locale], locale)
        zh, en = ([(s.kpi_id, s.fact_ids) for s in made[locale].sentences()] for locale in LOCALES)
        assert zh == en


@pytest.mark.parametrize("name", sorted(SUBJECTS))
@pytest.mark.parametrize("locale", LOCALES)
def test_reviewed_subjects(name: str, locale: Locale) -> None:
    commentary = write(SUBJECTS[name], locale)
    texts = [sentence.text for sentence in commentary.sentences()]
    assert len(texts) == len(set(texts))
    for sentence in commentary.sentences():
        assert unknown_numbers(sentence.text, sentence.facts, names_of(sentence.facts)) == (), sentence.text
        assert banned_words(sentence.text) == ()
    assert [sentence.order for sentence in commentary.sentences()] == list(range(1, len(texts) + 1))


@pytest.mark.parametrize("name", sorted(SUBJECTS))
def test_both_languages_say_the_same_in_the_same_order(name: str) -> None:
    zh, en = (write(SUBJECTS[name], locale).sentences() for locale in LOCALES)
    assert [(sentence.kpi_id, sentence.fact_ids, sentence.source) for sentence in zh] == [
        (sentence.kpi_id, sentence.fact_ids, sentence.source) for sentence in en
    ]


@pytest.mark.parametrize("name", sorted(SUBJECTS))
def test_at_most_four_sentences_a_kpi(name: str) -> None:
    assert max(len(sentences) for kpi, sentences in write(SUBJECTS[name], "zh-CN").by_kpi() if kpi) <= 4


def test_same_facts_same_text() -> None:
    first, second = (write(SUBJECTS["company"], "zh-CN") for _ in range(2))
    assert first == second
