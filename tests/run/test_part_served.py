"""Amounts that somebody made in part of a period are not compared with those of a whole one."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from reportgen.model.fact import VsPrior, VsPy
from reportgen.model.period import parse_period
from reportgen.model.report import Table
from reportgen.model.view import PartServed
from reportgen.run.commentary import all_facts
from reportgen.run.views.build import Views
from reportgen.run.views.served import Served
from tests.reports.reading import build
from tests.run.world import company, demo, demo_views, edited, more

SECOND, FIRST = parse_period("2025-Q2"), parse_period("2025-Q1")
EARLIER = "sales,P2,2025-Q1,100000\ncsat,P2,2025-Q1,91\n"


def test_a_joiner_of_the_period_before_is_compared_in_levels_only(tmp_path: Path) -> None:
    joined = edited("people", "P2,\u674e\u56db,D1,\u9500\u552e,business,2020-01-01",
                    "P2,\u674e\u56db,D1,\u9500\u552e,business,2025-02-15")
    views = Views(company(tmp_path, people=joined, actuals=more("actuals", EARLIER)), "en")
    view = views.view("P2")
    sales, csat = view.lines
    # 15 to 28 February are 14 days, March has 31: 45 of 90
    assert (sales.part_served, csat.part_served) == ({"previous": PartServed(FIRST, 45)}, {})
    assert sales.prior_actual == Decimal(100000)  # the figure stays in the tables
    told = [fact.kpi_id for fact in all_facts(views, view) if isinstance(fact, VsPrior)]
    assert told == ["csat"]


def test_whoever_was_there_all_the_time_is_compared(tmp_path: Path) -> None:
    views = Views(company(tmp_path, actuals=more("actuals", EARLIER)), "en")
    view = views.view("P2")
    assert all(not line.part_served for line in view.lines)
    assert [fact.kpi_id for fact in all_facts(views, view) if isinstance(fact, VsPrior)] == ["sales", "csat"]


def test_a_transfer_counts_the_days_of_its_own_post_and_a_unit_none() -> None:
    served = Served(demo().inputs.dataset)
    autumn, summer = parse_period("2025-Q4"), parse_period("2025-Q3")
    # from 16 August: 16 days of August, 30 of September
    assert served.partly("E010", "A010B", autumn, summer) == PartServed(summer, 46)
    assert served.partly("E010", "", autumn, summer) is None
    assert served.partly("M-SOUTH", "", autumn, summer) is None
    # whoever was not there at all a year ago has loaded figures as a yardstick
    assert served.partly("E010", "A010B", autumn, parse_period("2024-Q4")) is None


def test_the_demo_tells_no_doubled_sales_of_a_transfer() -> None:
    views = demo_views("en")
    told = {fact.kpi_id for fact in all_facts(views, views.view("E010")) if isinstance(fact, VsPrior | VsPy)}
    assert told == {"collection_rate", "win_rate", "pipeline"}


def test_a_scorecard_that_prints_last_year_says_what_is_not_compared() -> None:
    views = demo_views("en")
    (table, *_) = build(views.view("E059"), "scorecard_table")
    assert isinstance(table, Table)
    assert "In post for 78 of the 92 days of Q4 2024: amounts that add up" in "".join(table.footnotes)
