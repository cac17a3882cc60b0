"""Sentences about a loaded forecast or benchmark."""

from __future__ import annotations

from decimal import Decimal

from reportgen.commentary.options import Options
from reportgen.commentary.sentence import joined
from reportgen.commentary.write import write
from reportgen.model.dataset import Locale
from reportgen.model.fact import Fact, Streak, VsBenchmark, VsForecast, VsTarget
from reportgen.model.period import parse_period
from reportgen.model.view import Kpi, Name

D = Decimal
JUNE = parse_period("2025-06")
SALES = Kpi("sales", Name("\u9500\u552e\u989d", "Sales"), "CNY", "higher", 2, "amount")
PASS = Kpi("pass", Name("\u5408\u683c\u7387", "Pass rate"), "%", "higher", 1, "ratio")
CUSTOMERS = Kpi("new", Name("\u65b0\u5ba2\u6237\u7b7e\u7ea6", "New customers signed"), "\u5bb6", "higher", 0, "count")


def said(locale: Locale, *facts: Fact) -> str:
    return joined(write(facts, locale, Options(period="none")).comments)


def test_a_forecast_after_the_target() -> None:
    facts = (
        VsTarget(kpi=SALES, period=JUNE, actual=D(9677000), reference=D(10000000)),
        VsForecast(kpi=SALES, period=JUNE, actual=D(9677000), reference=D(9500000)),
    )
    assert said("zh-CN", *facts).endswith(
        "\u672c\u671f\u8f83\u9884\u6d4b950.0\u4e07\u5143\u9ad817.7\u4e07\u5143\uff08+1.9%\uff09\uff0c\u6709\u5229\u3002"
    )
    assert said("en", *facts).endswith(
        " The value of the period is CNY 177.00K (1.9%) above the forecast of CNY 9.50M (favourable)."
    )


def test_a_benchmark_of_a_percentage_and_of_a_count() -> None:
    rate = (
        VsTarget(kpi=PASS, period=JUNE, actual=D("97.8"), reference=D(98)),
        VsBenchmark(kpi=PASS, period=JUNE, actual=D("97.8"), reference=D("95.2")),
    )
    assert said("zh-CN", *rate).endswith(
        "\u672c\u671f\u8f83\u5bf9\u6807\u503c95.2%\u9ad82.6\u4e2a\u767e\u5206\u70b9\uff0c\u6709\u5229\u3002"
    )
    assert said("en", *rate).endswith("The value of the period is 2.6 pp above the benchmark of 95.2% (favourable).")
    count = (
        VsTarget(kpi=CUSTOMERS, period=JUNE, actual=D(15), reference=D(12)),
        VsBenchmark(kpi=CUSTOMERS, period=JUNE, actual=D(15), reference=D(0)),
    )
    assert said("en", *count).endswith("The value of the period is 15 more than the benchmark of 0 (favourable).")


def test_what_prints_alike_is_not_told() -> None:
    facts = (
        VsTarget(kpi=PASS, period=JUNE, actual=D("97.8"), reference=D(98)),
        VsForecast(kpi=PASS, period=JUNE, actual=D("97.81"), reference=D("97.79")),
    )
    assert "forecast" not in said("en", *facts)


def test_the_score_of_a_name_that_ends_otherwise_stands_before_it() -> None:
    def measure(name: str) -> str:
        kpi = Kpi("k", Name("\u6307\u6807", name), "%", "higher", 1, "ratio")
        text = said("en", Streak(kpi=kpi, period=JUNE, measure="score", values=(D(80), D(85)), limit=D(90)))
        return text.partition(" has been below")[0]

    assert measure("Complaint rate") == "The complaint-rate score"
    assert measure("Unit goals reached") == "The score of unit goals reached"
    assert measure("Reporting errors") == "The score of reporting errors"
    assert measure("Internal service score") == "The score of the internal service score"
