"""The numbers of the starter dataset: six months of five KPIs for a company, two departments and six people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

MONTHS = ("2025-01", "2025-02", "2025-03", "2025-04", "2025-05", "2025-06")
QUARTERS = ("2025-Q1", "2025-Q2")
TEAMS: Mapping[str, tuple[str, ...]] = {"D-SALES": ("P001", "P002", "P003"), "D-SERVICE": ("P004", "P005", "P006")}

#: Weights in percent; units and persons of a department share a scorecard.
COMPANY_CARD = {"sales": 40, "new_customers": 20, "satisfaction": 20, "complaint_rate": 20}
CARDS: Mapping[str, Mapping[str, int]] = {
    "D-SALES": {"sales": 50, "new_customers": 30, "satisfaction": 20},
    "D-SERVICE": {"satisfaction": 40, "complaint_rate": 30, "response_time": 30},
}

#: Direction, agg_time, agg_org, decimals, kind, process or result, hard or soft, perspective, owner.
KPIS: Mapping[str, tuple[str, str, str, int, str, str, str, str, str]] = {
    "sales": ("higher", "sum", "sum", 1, "amount", "result", "hard", "financial", "P001"),
    "new_customers": ("higher", "sum", "sum", 0, "count", "process", "hard", "customer", "P001"),
    "satisfaction": ("higher", "mean", "mean", 1, "index", "result", "soft", "customer", "P004"),
    "complaint_rate": ("lower", "ratio_of_sums", "ratio_of_sums", 2, "ratio", "result", "hard", "internal_process", "P004"),
    "response_time": ("lower", "mean", "mean", 1, "index", "process", "hard", "internal_process", "P004"),
}

#: Monthly targets and actuals of the persons; sales in units of ten thousand.
_TARGETS: Mapping[tuple[str, str], tuple[float, ...]] = {
    ("sales", "P001"): (80, 70, 90, 85, 90, 95),
    ("sales", "P002"): (55, 50, 60, 60, 60, 65),
    ("sales", "P003"): (50, 45, 55, 55, 55, 60),
    ("new_customers", "P001"): (2, 2, 3, 3, 3, 3),
    ("new_customers", "P002"): (4, 3, 4, 4, 5, 5),
    ("new_customers", "P003"): (4, 3, 4, 4, 4, 5),
}
_ACTUALS: Mapping[tuple[str, str], tuple[float, ...]] = {
    ("sales", "P001"): (82.5, 71, 93.4, 88.2, 91, 78.6),
    ("sales", "P002"): (57.3, 48.9, 63.8, 64.1, 61.7, 68.2),
    ("sales", "P003"): (47.2, 41.5, 52.6, 50.3, 51.8, 55.4),
    ("new_customers", "P001"): (2, 2, 3, 4, 3, 3),
    ("new_customers", "P002"): (5, 3, 4, 5, 6, 5),
    ("new_customers", "P003"): (3, 3, 4, 3, 4, 4),
    ("satisfaction", "P001"): (91.5, 92, 91.8, 92.4, 92.1, 91.2),
    ("satisfaction", "P002"): (93, 92.6, 93.4, 94.1, 93.8, 94),
    ("satisfaction", "P003"): (88.4, 87.9, 89, 88.6, 89.2, 89.5),
    ("satisfaction", "P004"): (90.8, 91.4, 91, 92.2, 92.6, 93),
    ("satisfaction", "P005"): (89.6, 90.2, 90.4, 91, 91.3, 91.6),
    ("satisfaction", "P006"): (92.3, 92, 92.7, 93.1, 93.5, 93.2),
    ("response_time", "P004"): (3.8, 3.9, 3.7, 3.4, 3.2, 3.1),
    ("response_time", "P005"): (4.4, 4.3, 4.2, 3.9, 3.6, 3.5),
    ("response_time", "P006"): (3.6, 3.7, 3.5, 3.3, 3.1, 3.0),
}
#: Complaints and customers served.
_COMPLAINTS: Mapping[str, tuple[tuple[int, int], ...]] = {
    "P004": ((4, 210), (3, 198), (4, 225), (3, 231), (3, 240), (2, 236)),
    "P005": ((7, 305), (6, 290), (7, 318), (6, 322), (5, 330), (5, 341)),
    "P006": ((5, 288), (5, 276), (4, 301), (4, 309), (4, 315), (3, 320)),
}
#: The same target for everyone in every month: satisfaction in points, complaints in percent, response in hours.
_LEVELS = {"satisfaction": 91, "complaint_rate": 1.4, "response_time": 3.5}
#: Last year's sales as a part of this year's target.
_LAST_YEAR = 0.9
TARGET_BONUS = {"P001": 18000, "P002": 9000, "P003": 9000, "P004": 12000, "P005": 6000, "P006": 6000}

TargetRow = tuple[str, str, str, float]
#: kpi_id, subject_id, period, value, scenario, numerator, denominator.
ActualRow = tuple[str, str, str, float | None, str, int | None, int | None]


def _units_of(kpi: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The units that carry a KPI, each with the persons whose figures make up its own."""
    teams = {unit: people for unit, people in TEAMS.items() if kpi in CARDS[unit]}
    if kpi in COMPANY_CARD:
        yield "C", tuple(person for people in teams.values() for person in people)
    yield from teams.items()


def target_rows() -> Iterator[TargetRow]:
    """Monthly targets of every unit and person; those of flows add up from the persons."""
    for kpi in KPIS:
        for unit, people in _units_of(kpi):
            for index, month in enumerate(MONTHS):
                flow = kpi not in _LEVELS
                yield kpi, unit, month, sum(_TARGETS[kpi, person][index] for person in people) if flow else _LEVELS[kpi]
                for person in people if unit != "C" else ():
                    yield kpi, person, month, _TARGETS[kpi, person][index] if flow else _LEVELS[kpi]


def actual_rows() -> Iterator[ActualRow]:
    """Monthly actuals of the persons, which the units add up; sales of the year before beside them."""
    for (kpi, person), values in _ACTUALS.items():
        for month, value in zip(MONTHS, values, strict=True):
            yield kpi, person, month, value, "AC", None, None
        for month, target in zip(MONTHS, _TARGETS.get((kpi, person), ()) if kpi == "sales" else (), strict=False):
            yield kpi, person, month, round(target * _LAST_YEAR, 1), "PY", None, None
    for person, pairs in _COMPLAINTS.items():
        for month, (complaints, served) in zip(MONTHS, pairs, strict=True):
            yield "complaint_rate", person, month, None, "AC", complaints, served
