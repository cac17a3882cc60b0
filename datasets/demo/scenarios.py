"""Values beside the actuals: last year's accounts, rolling forecasts, benchmarks of the trade."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random

from datasets.demo.book import Book
from datasets.demo.organisation import COMPANY
from datasets.demo.table import MONTHS, SEED, months_of, quarter_of, rounded
from datasets.demo.units import Totals

#: The forecast of September 2025 over the (first) target of the fourth quarter, region by region; the units above add up.
_LEAN = {"M-EAST": 1.0, "M-SOUTH": 0.93, "M-NORTH": 0.99, "M-WEST": 1.01}
#: The same for the other flows: (KPI, subject) -> factor and step.
_OTHER_FLOWS = {
    ("net_profit", COMPANY): (0.96, 10_000.0), ("net_profit", "M-WEST"): (1.0, 10_000.0),
    ("new_customers", "MKT"): (0.97, 1.0), ("new_customers", "M-EAST"): (1.0, 1.0), ("new_customers", "M-SOUTH"): (0.92, 1.0),
    ("output", "P-PROD"): (0.98, 5.0),
}
FORECAST_OF = {"2025": "2025-Q3 滚动预测", "2026": "2025-Q4 滚动预测"}
#: Growth on the same month of 2025 that the forecast of December 2025 sees; Chinese New Year 2026 is in February.
_AHEAD = {"2026-01": 1.42, "2026-02": 0.79, "2026-03": 1.07}
_REGIONS_AHEAD = {"M-EAST": 1.01, "M-SOUTH": 0.97, "M-NORTH": 1.0, "M-WEST": 1.06}
#: Forecasts of the first quarter of 2026 of the other flows, month by month.
_FLOWS_AHEAD: Mapping[tuple[str, str], tuple[float, float, float]] = {
    ("net_profit", COMPANY): (3_600e3, -1_900e3, 10_400e3), ("net_profit", "M-WEST"): (170e3, 90e3, 240e3),
    ("new_customers", "MKT"): (58, 41, 104), ("new_customers", "M-EAST"): (22, 16, 43),
    ("new_customers", "M-SOUTH"): (17, 11, 30),
    ("output", "P-PROD"): (2_880, 1_990, 3_150),
}
#: Region -> price of a standard unit at the beginning of 2024, CNY, and its growth a year. The West sells the large valves.
_PRICES: Mapping[str, tuple[float, float]] = {
    "M-EAST": (15_800, 0.022), "M-SOUTH": (14_200, -0.031), "M-NORTH": (17_300, 0.034), "M-WEST": (21_400, 0.018),
}
BENCHMARK = "行业协会对标报告 2025"
#: (KPI, subject) -> the trade's median of the year 2025.
_BENCHMARKS: Mapping[tuple[str, str], float] = {
    ("collection_rate", COMPANY): 91.5, ("collection_rate", "MKT"): 91.5, ("material_cost_ratio", COMPANY): 44.6,
    ("csat", COMPANY): 4.45, ("pass_rate", COMPANY): 97.2, ("delivery_cycle", COMPANY): 182, ("inventory_days", COMPANY): 58,
    ("staff_turnover", COMPANY): 2.8, ("expense_ratio", "MKT"): 10.6, ("csat", "MKT"): 4.45, ("csat", "M-SERVICE"): 4.45,
    ("complaint_rate", "M-SERVICE"): 2.3, ("first_fix_rate", "M-SERVICE"): 88.5, ("material_cost_ratio", "PRD"): 44.6,
    ("material_cost_ratio", "P-PROD"): 44.6, ("pass_rate", "PRD"): 97.2, ("pass_rate", "P-PROD"): 97.2,
    ("delivery_cycle", "PRD"): 182, ("delivery_cycle", "P-PROD"): 182, ("inventory_days", "PRD"): 58,
    ("inventory_days", "P-SUPPLY"): 58, ("on_time_supply", "P-SUPPLY"): 91, ("close_days", "F-FIN"): 6.2,
    ("recruit_days", "F-HR"): 53, ("availability", "F-IT"): 99.8,
}


def build_scenarios(book: Book, totals: Totals) -> None:
    """Enter rows of the scenarios PY, FC and BM. ``totals``: (unit, month) -> target and actual sales."""
    _last_year(book, totals)
    _quantities(book, totals)
    for month in months_of("2025-Q4"):
        _sales(book, month, {unit: totals[unit, month][0] * factor for unit, factor in _LEAN.items()})
    for (kpi, subject), (factor, step) in _OTHER_FLOWS.items():
        for month in months_of("2025-Q4"):
            _forecast(book, kpi, subject, month, rounded(_target(book, kpi, subject, month) * factor, step))
    _full_year(book, totals)
    for month, growth in _AHEAD.items():
        before = {unit: totals[unit, f"2025{month[4:]}"][1] for unit in _REGIONS_AHEAD}
        _sales(book, month, {unit: before[unit] * growth * factor for unit, factor in _REGIONS_AHEAD.items()})
    for (kpi, subject), values in _FLOWS_AHEAD.items():
        for month, value in zip(_AHEAD, values, strict=True):
            _forecast(book, kpi, subject, month, value)
    for (kpi, subject), value in _BENCHMARKS.items():
        for period in ("2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4", "2025"):
            book.scenario(kpi, subject, period, "BM", value, BENCHMARK)


def _quantities(book: Book, totals: Totals) -> None:
    """Units sold by region and month: sales over a price that rises by two to four percent a year, quarter by quarter."""
    for unit, (price, growth) in _PRICES.items():
        random = Random(f"{SEED}:price:{unit}")
        for place, month in enumerate(MONTHS):
            mean = price * (1 + growth * (place // 3) / 4) * (1 + random.gauss(0, 0.012))
            book.actual("units_sold", unit, month, rounded(totals[unit, month][1] / mean))


def _last_year(book: Book, totals: Totals) -> None:
    """The company's sales of 2023, beside those of 2024."""
    random = Random(f"{SEED}:scenarios")
    for month in MONTHS[:12]:
        before = totals[COMPANY, month][1] / (1.075 + random.gauss(0, 0.03))
        book.scenario("sales", COMPANY, month, "PY", rounded(before, 1000.0), "2023 年审定报表")


def _forecast(book: Book, kpi: str, subject: str, period: str, value: float) -> None:
    book.scenario(kpi, subject, period, "FC", value, FORECAST_OF[period[:4]])


def _sales(book: Book, month: str, regions: Mapping[str, float]) -> None:
    """Forecast sales of the regions, to the hundred thousand, and of the units above them."""
    parts = {unit: rounded(amount, 100_000.0) for unit, amount in regions.items()}
    whole = sum(parts.values())
    for unit, amount in ((COMPANY, whole), ("MKT", whole), *parts.items()):
        _forecast(book, "sales", unit, month, amount)


def _target(book: Book, kpi: str, subject: str, month: str) -> float:
    return float(book.targets[kpi, subject, month, ""]["target"])


def _full_year(book: Book, totals: Totals) -> None:
    """The forecast of the whole year 2025, made in September: nine months as they were and three as forecast."""
    done = [month for month in MONTHS if month[:4] == "2025" and quarter_of(month) < "2025-Q4"]
    ahead = {(row["kpi_id"], row["subject_id"], row["period"]): float(row["value"])
             for row in book.others if row["scenario"] == "FC"}
    flows = [("sales", unit) for unit in (COMPANY, "MKT", *_LEAN)] + [("net_profit", COMPANY), ("net_profit", "M-WEST")]
    for kpi, subject in flows:
        reached = sum(
            totals[subject, month][1] if kpi == "sales" else book.value(kpi, subject, month) for month in done
        )
        rest = sum(ahead[kpi, subject, month] for month in months_of("2025-Q4"))
        _forecast(book, kpi, subject, "2025", reached + rest)
