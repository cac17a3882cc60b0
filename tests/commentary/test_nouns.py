"""Any KPI name reads right in a sentence."""

from __future__ import annotations

import pytest

from reportgen.commentary.nouns import bare_topic, noun, topic
from reportgen.model.period import parse_period
from reportgen.model.view import Kpi, Name

JUNE, YEAR = parse_period("2025-06"), parse_period("2025")


def kpi(en: str, zh: str = "指标", unit: str = "") -> Kpi:
    return Kpi("k", Name(zh, en), unit, "higher")


@pytest.mark.parametrize(("name", "june", "year"), [
    ("Sales", "Sales for June 2025 were", "Sales for 2025 were"),
    ("Pass rate", "The pass rate for June 2025 was", "The annual pass rate was"),
    ("Net profit", "Net profit for June 2025 was", "Net profit for 2025 was"),
    ("Customer satisfaction", "Customer satisfaction for June 2025 was", "Customer satisfaction for 2025 was"),
    ("Complaints per 1,000 shipments",
     "Complaints per 1,000 shipments for June 2025 were", "Complaints per 1,000 shipments for 2025 were"),
    ("Days sales outstanding", "Days sales outstanding for June 2025 were", "Days sales outstanding for 2025 were"),
    ("New-product share of revenue",
     "The new-product share of revenue for June 2025 was", "The annual new-product share of revenue was"),
    ("Staff turnover, annualised", "Staff turnover, annualised, for June 2025 was", "Staff turnover, annualised, for 2025 was"),
    ("DAU", "DAU for June 2025 was", "DAU for 2025 was"),
    ("eNPS", "eNPS for June 2025 was", "eNPS for 2025 was"),
    ("Net Promoter Score", "The Net Promoter Score for June 2025 was", "The annual Net Promoter Score was"),
    ("Gross margin", "Gross margin for June 2025 was", "Gross margin for 2025 was"),
    ("Response time (h)", "The response time (h) for June 2025 was", "The annual response time (h) was"),
    ("Loss", "Loss for June 2025 was", "Loss for 2025 was"),
    ("Logistics", "Logistics for June 2025 was", "Logistics for 2025 was"),
])
def test_english_topics(name: str, june: str, year: str) -> None:
    assert topic(kpi(name), JUNE, "en") == june
    assert topic(kpi(name), YEAR, "en") == year


@pytest.mark.parametrize(("name", "before_noun", "inside"), [
    ("Complaint rate", "the complaint-rate", "the complaint rate"),
    ("Sales", "the sales", "sales"),
    ("On-time delivery rate", "the on-time delivery rate", "the on-time delivery rate"),
    ("DAU", "the DAU", "DAU"),
])
def test_english_forms(name: str, before_noun: str, inside: str) -> None:
    assert (noun(kpi(name), "en").attributive, noun(kpi(name), "en").mid) == (before_noun, inside)


@pytest.mark.parametrize(("name", "item"), [
    ("Time to hire, key posts", "the time to hire (key posts)"),
    ("Time to hire (days), key posts", "the time to hire (days), key posts"),
    ("Teamwork rating", "teamwork rating"),
])
def test_a_name_in_a_list_keeps_its_comma_in_brackets(name: str, item: str) -> None:
    assert noun(kpi(name), "en").item == item


def test_chinese_topics() -> None:
    assert topic(kpi("", "销售额", "CNY"), JUNE, "zh-CN") == "2025年6月销售额实际"
    assert topic(kpi("", "合格率", "%"), YEAR, "zh-CN") == "年度合格率为"
    assert topic(kpi("", "回款率", "%"), parse_period("2025-09-YTD"), "zh-CN") == "2025年1–9月回款率为"
    assert bare_topic(kpi("", "净利润"), "zh-CN") == "净利润"
    assert bare_topic(kpi("", "EBIT"), "zh-CN") == "EBIT为"


def test_a_name_without_english_stands_as_it_is() -> None:
    assert topic(Kpi("k", Name("销售额"), "CNY", "higher"), JUNE, "en") == "销售额 for June 2025 was"
