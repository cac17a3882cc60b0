"""Values as text and as number codes, by hand; golden cases FMT-01 to FMT-05."""

from __future__ import annotations

import csv
import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.formatting import (
    MINUS,
    amount_text,
    column_scale,
    compact,
    currency_places,
    date_text,
    excel_code,
    excel_value,
    kpi_text,
    money_text,
    month_name,
    month_short,
    number_text,
    period_name,
    text,
    unit_name,
    word,
)
from reportgen.model.dataset import LOCALES, Locale
from reportgen.model.format import DATE, FACTOR, PERCENT, PERCENT_DELTA, PERIOD, PP_DELTA, SCORE, STATUS, TEXT, Format
from reportgen.model.period import FiscalCalendar, parse_period

D = Decimal
GOLDEN = Path(__file__).parents[1] / "golden_cases.csv"


def golden(topic: str) -> list[dict[str, str]]:
    if not GOLDEN.exists():
        return []
    with GOLDEN.open(encoding="utf-8-sig", newline="") as file:
        return [row for row in csv.DictReader(file) if row["topic"] == topic]


def test_golden_number_formats() -> None:
    for row in golden("number_format"):
        given, wanted = json.loads(row["inputs_json"]), json.loads(row["expected_json"])
        shown = compact(D(given["value"]), int(given["places"]), given["locale"])
        assert shown.replace(MINUS, "-") == wanted["text"], row["case_id"]


def test_compact_promotes_after_rounding() -> None:
    assert compact(D(99999999), 2, "zh-CN") == "1.00亿"
    assert compact(D(99994999), 2, "zh-CN") == "9,999.50万"
    assert compact(D("9999.6"), 0, "zh-CN") == "10,000"
    assert compact(D(999950), 1, "en") == "1.0M"
    assert compact(D("-123456.7"), 2, "zh-CN") == "−12.35万"
    assert compact(D("1.5e12"), 2, "zh-CN") == "1.50万亿"
    assert compact(D(0), 1, "en") == "0.0"


@pytest.mark.parametrize(("value", "zh", "en"), [
    ("9677000", "967.7万元", "CNY 9.68M"),
    ("323000", "32.3万元", "CNY 323.00K"),
    ("123000000", "1.23亿元", "CNY 123.00M"),
    ("3456", "3,456元", "CNY 3.46K"),
    ("345.6", "346元", "CNY 346"),
    ("12.5", "12.50元", "CNY 12.50"),
    ("-1000000", "−100.0万元", "CNY −1.00M"),
    ("0", "0元", "CNY 0"),
])
def test_amounts_in_sentences(value: str, zh: str, en: str) -> None:
    assert amount_text(D(value), "CNY", "zh-CN") == zh
    assert amount_text(D(value), "CNY", "en") == en


def test_signs_of_amounts() -> None:
    assert amount_text(D(150000), "CNY", "zh-CN", "both") == "+15.0万元"
    assert amount_text(D(-273000), "CNY", "en", "both") == "CNY −273.00K"
    assert amount_text(D(-273000), "CNY", "en", "none") == "CNY 273.00K"
    assert money_text(D("64000"), "CNY", "zh-CN") == "64,000.00元"
    assert money_text(D("64000.5"), "JPY", "en") == "JPY 64,001"
    assert money_text(D("-16000"), "USD", "zh-CN") == "−16,000.00美元"


@pytest.mark.parametrize(("value", "unit", "places", "zh", "en"), [
    ("99.2", "%", 1, "99.2%", "99.2%"),
    ("99.25", "%", None, "99.3%", "99.3%"),
    ("18.2", "小时", 1, "18.2小时", "18.2 hours"),
    ("1", "天", 0, "1天", "1 day"),
    ("15", "家", 0, "15家", "15"),
    ("88.4", "分", 1, "88.4分", "88.4 points"),
    ("41.5", "", 1, "41.5", "41.5"),
    ("25.04", "mm", 2, "25.04 mm", "25.04 mm"),
    ("1041000", "人", 0, "1,041,000人", "1,041,000 people"),
])
def test_kpi_values(value: str, unit: str, places: int | None, zh: str, en: str) -> None:
    assert kpi_text(D(value), unit, places, "zh-CN") == zh
    assert kpi_text(D(value), unit, places, "en") == en


@pytest.mark.parametrize(("value", "format", "zh", "en"), [
    (D("1286.4"), Format("number", 1), "1,286.4", "1,286.4"),
    (D("-0.04"), Format("number", 1, signed=True), "0.0", "0.0"),
    (D("2.5"), Format("count"), "3", "3"),
    (D("7.2"), PERCENT_DELTA, "+7.2%", "+7.2%"),
    (D("98"), PERCENT, "98.0%", "98.0%"),
    (D("-1.8"), PP_DELTA, "−1.8pp", "−1.8 pp"),
    (D("101.4"), SCORE, "101.40", "101.40"),
    (D("1"), FACTOR, "×1.0000", "×1.0000"),
    (D("12864000"), Format("money", 1, "CNY", 10**4), "1,286.4", "1,286.4"),
    (D("12864000"), Format("money", 1, "CNY", 10**4, show_unit=True), "1,286.4万元", "CNY 1,286.4 × 10K"),
    (D("12864000"), Format("money", 2, "CNY", 10**6, show_unit=True), "12.86百万元", "CNY 12.86M"),
    (D("365"), Format("days"), "365天", "365 days"),
    (None, SCORE, "—", "—"),
    (None, Format("score", 2, missing=""), "", ""),
    ("n.m.", PERCENT_DELTA, "n.m.", "n.m."),
    ("98.0", PERCENT, "98.0%", "98.0%"),
    (0.1, Format("number", 2), "0.10", "0.10"),
    (2.675, Format("number", 2), "2.68", "2.68"),
    (date(2026, 1, 12), DATE, "2026-01-12", "2026-01-12"),
    ("2025-06", PERIOD, "2025年6月", "June 2025"),
    ("red", STATUS, "▼ 未达标", "▼ Off target"),
    ("", STATUS, "○ 未计", "○ Not counted"),
    ("未上报", TEXT, "未上报", "未上报"),
])
def test_cells(value: Decimal | float | str | date | None, format: Format, zh: str, en: str) -> None:  # noqa: A002
    assert text(value, format, "zh-CN") == zh
    assert text(value, format, "en") == en


@pytest.mark.parametrize(("format", "code"), [
    (Format("number", 1), '#,##0.0;"−"#,##0.0'),
    (Format("number", 1, signed=True), '+#,##0.0;"−"#,##0.0;#,##0.0'),
    (PERCENT_DELTA, '+0.0%;"−"0.0%;0.0%'),
    (PP_DELTA, '+0.0"pp";"−"0.0"pp";0.0"pp"'),
    (SCORE, '#,##0.00;"−"#,##0.00'),
    (FACTOR, '"×"0.0000;"×""−"0.0000'),
    (Format("days"), '#,##0"天";"−"#,##0"天"'),
    (Format("money", 1, "CNY", 10**4, show_unit=True), '#,##0.0"万元";"−"#,##0.0"万元"'),
    (DATE, "yyyy-mm-dd"),
    (TEXT, "@"),
])
def test_number_codes(format: Format, code: str) -> None:  # noqa: A002
    assert excel_code(format, "zh-CN") == code


def test_what_a_spreadsheet_cell_holds() -> None:
    assert excel_value(D(12864000), Format("money", 1, "CNY", 10**4)) == D("1286.4")
    assert excel_value(D("7.2"), PERCENT_DELTA) == D("0.072")
    assert excel_value(D("-1.8"), PP_DELTA) == D("-1.8")
    assert excel_value(None, SCORE) is None
    assert excel_value("未上报", SCORE) == "未上报"
    assert excel_value("98.0", PERCENT) == D("0.98")
    assert excel_value(date(2025, 1, 1), DATE) == date(2025, 1, 1)
    assert excel_code(Format("money", 2, "CNY", 10**6, show_unit=True), "en").startswith('"CNY "#,##0.00"M"')


@pytest.mark.parametrize(("largest", "zh", "en"), [
    ("9999.99", (1, "元", 2), (1, "CNY", 2)),
    ("64000", (1, "元", 0), (1, "CNY", 0)),
    ("323000", (10**4, "万元", 1), (1000, "CNY K", 2)),
    ("72600000", (10**4, "万元", 1), (10**6, "CNY M", 2)),
    ("726000000", (10**4, "万元", 0), (10**6, "CNY M", 2)),
    ("7260000000", (10**8, "亿元", 2), (10**9, "CNY B", 2)),
    ("1000000000000000", (10**12, "万亿元", 2), (10**12, "CNY T", 2)),
])
def test_one_scale_per_column(largest: str, zh: tuple[int, str, int], en: tuple[int, str, int]) -> None:
    values = (D(largest), D("-1"), None)
    for locale, wanted in (("zh-CN", zh), ("en", en)):
        found = column_scale(values, "CNY", locale)  # type: ignore[arg-type]
        assert (found.scale, found.unit, found.decimals) == wanted


def test_other_units_are_not_scaled() -> None:
    assert column_scale((D(1234567890),), "人", "zh-CN", 0).scale == 1
    assert column_scale((D(10) ** 15,), "%", "zh-CN", 0).scale == 1


def test_enormous_counts_are_scaled_like_money() -> None:
    value = D(10) ** 15
    found = [column_scale((value,), "件", "zh-CN"), column_scale((value,), "件", "en"), column_scale((value,), "kWh", "en")]
    assert [(one.scale, one.unit, one.decimals) for one in found] == [
        (10**12, "万亿件", 2), (10**12, "T", 2), (10**12, "T kWh", 2),
    ]


def test_no_values_no_scale() -> None:
    assert column_scale((), "CNY", "en").scale == 1


def test_units() -> None:
    assert [unit_name("CNY", scale, "zh-CN") for scale in (1, 10**4, 10**8)] == ["元", "万元", "亿元"]
    assert [unit_name("CNY", scale, "en") for scale in (1, 1000, 10**6)] == ["CNY", "CNY K", "CNY M"]
    assert unit_name("h", 1, "zh-CN") == "小时"
    assert unit_name("批次", 1, "en") == "批次"
    assert (currency_places("JPY"), currency_places("KWD"), currency_places("CNY"), currency_places("xx")) == (0, 3, 2, 2)


@pytest.mark.parametrize(("label", "zh", "en"), [
    ("2025", "2025年度", "2025"),
    ("2025-H1", "2025年上半年", "H1 2025"),
    ("2025-Q2", "2025年第二季度", "Q2 2025"),
    ("2025-06", "2025年6月", "June 2025"),
    ("2025-W23", "2025年第23周", "week 23 of 2025"),
    ("2025-09-YTD", "2025年1–9月（累计）", "January to September 2025"),
    ("2025-01-YTD", "2025年1月（累计）", "January 2025 to date"),
])
def test_periods(label: str, zh: str, en: str) -> None:
    assert period_name(label, "zh-CN") == zh
    assert period_name(label, "en") == en


def test_a_year_to_date_over_new_year() -> None:
    period = parse_period("2026-02-YTD", FiscalCalendar(4))
    assert period_name(period, "zh-CN") == "2025年4月–2026年2月（累计）"
    assert period_name(period, "en") == "April 2025 to February 2026"


def test_short_names() -> None:
    assert [period_name(label, "en", short=True) for label in ("2025-06", "2025-Q2", "2025", "2025-09-YTD")] == [
        "Jun", "Q2", "2025", "_Sep",
    ]
    assert (month_short(6, "zh-CN"), month_name(6, "zh-CN"), month_name(12, "en")) == ("6月", "6月", "December")
    assert date_text(date(2026, 1, 12), "zh-CN", long=True) == "2026年1月12日"
    assert date_text(date(2026, 1, 12), "en", long=True) == "12 January 2026"


def test_words() -> None:
    assert word("effect", "unfavourable", "zh-CN") == "不利"
    assert word("state_short", "not_reported", "en") == "n.r."
    assert word("perspective", "增长", "en") == "增长"


@given(st.decimals(-10**12, 10**12, places=4), st.integers(0, 4))
def test_text_reads_back_as_the_rounded_number(value: Decimal, places: int) -> None:
    shown = number_text(value, places)
    back = D(shown.replace(",", "").replace(MINUS, "-"))
    assert abs(back - value) * 2 <= D(1).scaleb(-places)
    assert not (shown.startswith(MINUS) and back == 0)


@given(st.decimals(-10**13, 10**13, places=2), st.sampled_from(LOCALES))
def test_compact_stays_below_the_next_word(value: Decimal, locale: Locale) -> None:
    digits = compact(value, 1, locale).lstrip(MINUS).rstrip("KMBT万亿").replace(",", "")
    top = compact(value, 1, locale).endswith(("T", "万亿"))
    assert top or D(digits) < (10000 if locale == "zh-CN" else 1000) or not compact(value, 1, locale)[-1].isalpha()
