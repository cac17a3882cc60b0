"""Values of units: targets that add up from their people, results that are their own, and the company's accounts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from random import Random

from datasets.demo.book import Book, Parts
from datasets.demo.cards import ACCIDENT_DEDUCTION, UNIT_CARDS
from datasets.demo.catalogue import KPI, SHARED
from datasets.demo.goals import Goal, events_for, goal_of, value_for
from datasets.demo.individuals import heads_sales
from datasets.demo.organisation import COMPANY, UNITS, Person, above
from datasets.demo.sales import REVISED_FROM, Sold, revision
from datasets.demo.table import MONTHS, QUARTERS, SEED, days_of, months_of, quarter_of, rounded

#: Flows whose targets are the sum of the people's below.
ADDED = ("sales", "new_customers", "output", "cost_saving")
#: KPIs of units whose actual comes from below.
ROLLED = frozenset({
    *ADDED, "collection_rate", "win_rate", "complaint_rate", "first_fix_rate", "pass_rate", "bug_rate", "on_time_supply",
    "stock_accuracy", "inspection_on_time", "innovation", "accidents", "pipeline",
})
#: Mean score of a unit's own results and how much it gains over the eight quarters.
_COURSE: Mapping[str, tuple[float, float]] = {
    "csat": (96, 4), "handling_hours": (97, 3), "delivery_cycle": (95, 6), "iqc_pass_rate": (97, 4),
    "project_on_time": (96, 4), "claim_close_days": (97, 4), "close_days": (99, 3), "availability": (102, 2),
    "recovery_hours": (100, 3), "ticket_on_time": (99, 3), "service_score": (97, 3), "recruit_days": (96, 3),
}
_SPENDING = {"F-IT": 103.5, "P-RD": 97.0, "FUN": 98.8}
_NEW_PRODUCTS = ((2, 1), (2, 2), (2, 2), (3, 3), (2, 2), (3, 2), (3, 3), (3, 4))
#: Planned and actual material cost (percent of sales) by quarter: the cost programme.
_COST_PLAN = (47.2, 47.0, 46.6, 46.2, 45.6, 45.0, 44.4, 43.8)
_COST_REACHED = (47.4, 47.1, 46.6, 46.0, 45.5, 44.7, 43.8, 42.9)
_INVENTORY = (54.2, 53.1, 51.6, 50.2, 49.8, 55.4, 52.3, 48.6)
#: Contribution of the West after all its costs, CNY a month: plan and result by quarter.
_WEST_PLAN = (-420e3, -380e3, -330e3, -260e3, -180e3, -90e3, 60e3, 180e3)
_WEST_REACHED = (-466e3, -412e3, -358e3, -291e3, -214e3, -76e3, 84e3, 233e3)
#: (unit, month) -> target and actual sales.
Totals = Mapping[tuple[str, str], tuple[float, float]]
_FIXED_COST = {"2024": 11.6e6, "2025": 12.3e6}
_VARIABLE_COST, _EXPENSE_RATE = 0.235, {"MKT": 9.8, "M-EAST": 8.8, "M-SOUTH": 9.6, "M-NORTH": 9.4, "M-WEST": 14.5}


def build_units(book: Book, people: list[Person], sold: Sold) -> Totals:
    """Enter scorecard lines of all units, and the targets and actuals that are theirs. Returns sales by unit and month."""
    units = {a.assignment_id: a.unit_id for person in people for a in person.assignments}
    _add_targets(book, people, units)
    totals = _sales_of_units(sold, units)
    _accounts(book, totals)
    for unit in UNITS:
        for kpi, weight in UNIT_CARDS[unit.unit_id]:
            deducted = kpi == "accidents" and unit.unit_id not in (COMPANY, "PRD", "P-PROD")
            book.line(unit.unit_id, kpi, weight, "", "", "deduction" if deducted else "",
                      ACCIDENT_DEDUCTION if deducted else "")
            _level_targets(book, unit.unit_id, kpi)
            if kpi not in ROLLED and not (kpi in SHARED and unit.type == "team"):
                _own_results(book, people, unit.unit_id, kpi)
    _managers(book, people, totals)
    for (kpi, subject, period, _), row in book.targets.items():
        if kpi == "sales" and (subject, period) in totals and period > "2025":
            row["baseline"] = str(int(totals[subject, f"2024{period[4:]}"][1]))
    return totals


def _add_targets(book: Book, people: list[Person], units: Mapping[str, str]) -> None:
    """Targets of flows, person by person, added up to every unit above."""
    home = {person.person_id: person for person in people}
    sums: dict[tuple[str, str, str], float] = defaultdict(float)
    for (kpi, subject, period, mark), row in book.targets.items():
        partial = mark and "Q" in period and kpi in ("sales", "new_customers")
        if kpi in ADDED and not partial:
            held = units[mark] if mark else home[subject].in_post(*days_of(period))[-1].unit_id
            for unit in above(held):
                sums[kpi, unit, period] += float(row["target"])
    for (kpi, unit, period), amount in sums.items():
        if any(kpi == name for name, _ in UNIT_CARDS[unit]):
            limits = (rounded(amount * 0.8, 1000.0), rounded(amount * 1.2, 1000.0)) if kpi == "sales" else (None, None)
            book.target(kpi, unit, period, Goal(amount, *limits))
            if kpi == "sales" and unit.startswith("M-SOUTH") and period >= REVISED_FROM:
                lowered = sum(float(row["target"]) for row in book.revised if row["period"] == period
                              and unit in above(_unit_of(row, units, home, period)))
                goal = {"target": str(int(lowered)), "threshold": str(int(rounded(lowered * 0.8, 1000.0))),
                        "stretch": str(int(rounded(lowered * 1.2, 1000.0)))}
                book.revised.append(revision(book, kpi, unit, period) | goal)


def _unit_of(row: Mapping[str, str], units: Mapping[str, str], home: Mapping[str, Person], period: str) -> str:
    if row["subject_id"] not in home:
        return ""
    return units[row["assignment_id"]] if row["assignment_id"] else home[row["subject_id"]].in_post(*days_of(period))[-1].unit_id



def _sales_of_units(sold: Sold, units: Mapping[str, str]) -> Totals:
    """(unit, month) -> target and actual sales of the people below."""
    sums: dict[tuple[str, str], list[float]] = defaultdict(lambda: [0.0, 0.0])
    for (_, assignment, month), (target, actual) in sold.items():
        for unit in above(units[assignment]):
            sums[unit, month][0] += target
            sums[unit, month][1] += actual
    return {key: (value[0], value[1]) for key, value in sums.items()}


def _accounts(book: Book, totals: Totals) -> None:
    """Material cost, profit and selling expenses by month, tied to the month's sales."""
    random = Random(f"{SEED}:accounts")
    for place, month in enumerate(MONTHS):
        year, quarter = month[:4], place // 3
        asked, sales = totals[COMPANY, month]
        plan, reached = _COST_PLAN[quarter], _COST_REACHED[quarter] + random.gauss(0, 0.06)
        cost = rounded(sales * reached / 100, 100.0)
        for unit in (COMPANY, "PRD", "P-PROD"):
            book.target("material_cost_ratio", unit, month, Goal(plan, rounded(plan + 2.4, 0.1), rounded(plan - 1.2, 0.1)))
            book.actual("material_cost_ratio", unit, month, Parts(cost, sales))
        margin = asked * (1 - plan / 100 - _VARIABLE_COST) - _FIXED_COST[year] * 0.99
        book.target("net_profit", COMPANY, month, Goal(rounded(margin, 10000.0)))
        profit = sales * (1 - _VARIABLE_COST) - cost - _FIXED_COST[year] * (1 + random.gauss(0, 0.008))
        book.actual("net_profit", COMPANY, month, rounded(profit))
        book.target("net_profit", "M-WEST", month, Goal(_WEST_PLAN[quarter]))
        book.actual("net_profit", "M-WEST", month, rounded(_WEST_REACHED[quarter] + random.gauss(0, 21e3)))
        for unit, rate in _EXPENSE_RATE.items():
            _expenses(book, unit, month, rate, totals)


def _expenses(book: Book, unit: str, month: str, rate: float, totals: Totals) -> None:
    """Selling expenses: three fifths run evenly through the year, the rest moves with sales; planned by quarter."""
    random = Random(f"{SEED}:expenses:{unit}:{month}")
    sales = totals[unit, month][1]
    even = sum(totals[unit, m][0] for m in MONTHS if m[:4] == month[:4]) / 12 * rate / 100 * 0.6
    asked = sum(totals[unit, m][0] for m in months_of(quarter_of(month)))
    planned = 100 * (3 * even + 0.4 * asked * rate / 100) / asked
    spent = rounded((even + 0.4 * sales * rate / 100) * (1 + random.gauss(-0.004, 0.018)), 100.0)
    book.target("expense_ratio", unit, month, Goal(rounded(planned, 0.1)))
    book.actual("expense_ratio", unit, month, Parts(spent, sales))


def periods_of(kpi: str) -> Iterable[str]:
    return MONTHS if KPI[kpi].frequency == "month" else QUARTERS


def _level_targets(book: Book, unit: str, kpi: str) -> None:
    """Targets of rates, times, ratings and stocks, which are levels and never add up."""
    if kpi in ADDED or KPI[kpi].direction == "none" or kpi in ("material_cost_ratio", "net_profit", "expense_ratio"):
        return
    for number, period in enumerate(periods_of(kpi)):
        year = period[:4]
        if kpi == "inventory_days":
            book.target(kpi, unit, period, Goal(46), range_lo="42", range_hi="50", zero_distance="20")
        elif kpi == "new_products":
            book.target(kpi, unit, period, Goal(_NEW_PRODUCTS[number][0]))
        elif kpi == "innovation":
            heads = {"P-RD": 31, "P-RD-1": 11, "P-RD-2": 11, "P-RD-3": 8}[unit]
            book.target(kpi, unit, period, Goal(heads * 2 - (2 if unit == "P-RD" else 1)))
        else:
            owner = {"M-SERVICE-H": "hotline", "M-SERVICE-F": "field"}.get(unit, unit)
            book.target(kpi, unit, period, goal_of(kpi, year, owner))


def _own_results(book: Book, people: list[Person], unit: str, kpi: str) -> None:
    for number, period in enumerate(periods_of(kpi)):
        random = Random(f"{SEED}:unit:{unit}:{kpi}:{period}")
        at = number / 3 if KPI[kpi].frequency == "month" else float(number)
        if kpi in ("material_cost_ratio", "net_profit", "expense_ratio"):
            return
        if kpi == "staff_turnover":
            book.actual(kpi, unit, period, _turnover(people, unit, period))
        elif kpi == "headcount":
            book.actual(kpi, unit, period, _heads(people, unit, period))
        elif kpi == "new_products":
            book.actual(kpi, unit, period, _NEW_PRODUCTS[number][1])
        elif kpi == "inventory_days":
            away = {"PRD": 0.4, "P-SUPPLY": 0.2, "P-SUPPLY-W": -0.3}.get(unit, 0.0)
            book.actual(kpi, unit, period, rounded(_INVENTORY[number // 3] + away + random.gauss(0, 0.5), 0.1))
        elif kpi == "budget_execution":
            book.actual(kpi, unit, period, rounded(_SPENDING.get(unit, 98.2) + random.gauss(0, 1.7), 0.1))
        elif kpi in ("audit_findings", "report_errors"):
            book.actual(kpi, unit, period, events_for(kpi, 92 + at * 0.9 + random.gauss(0, 7)))
        else:
            _by_course(book, unit, kpi, period, at, random)


def _by_course(book: Book, unit: str, kpi: str, period: str, at: float, random: Random) -> None:
    mean, gain = _COURSE[kpi]
    owner = {"M-SERVICE-H": "hotline", "M-SERVICE-F": "field"}.get(unit, unit)
    steady = Random(f"{SEED}:unit:{unit}:{kpi}").gauss(0, 2.2)
    value = value_for(kpi, goal_of(kpi, period[:4], owner), mean + steady + gain * at / 7 + random.gauss(0, 2.5))
    if kpi in ("project_on_time", "ticket_on_time", "iqc_pass_rate"):
        of = random.randint(*{"project_on_time": (22, 34), "ticket_on_time": (960, 1280), "iqc_pass_rate": (420, 560)}[kpi])
        book.actual(kpi, unit, period, Parts(min(round(of * value / 100), of), of))
    else:
        step = 10.0 ** -KPI[kpi].decimals
        book.actual(kpi, unit, period, rounded(min(value, 99.99) if kpi == "availability" else value, step))


def _heads(people: list[Person], unit: str, period: str) -> int:
    last = days_of(period)[1]
    return sum(1 for p in people for a in p.in_post(last, last)[:1] if unit in above(a.unit_id))


def _turnover(people: list[Person], unit: str, quarter: str) -> Parts:
    """People who left in the quarter over the mean headcount of its months."""
    first, last = days_of(quarter)
    left = sum(1 for p in people if p.left and first <= p.left <= last and unit in above(p.assignments[-1].unit_id))
    return Parts(left, rounded(sum(_heads(people, unit, month) for month in months_of(quarter)) / 3))


def _managers(book: Book, people: list[Person], totals: Totals) -> None:
    """Heads of sales areas answer for the sales of their area, quarter by quarter."""
    for person in people:
        if not heads_sales(person):
            continue
        unit = person.seat[0]
        for quarter in QUARTERS:
            asked, sales = (sum(totals[unit, month][side] for month in months_of(quarter)) for side in (0, 1))
            book.target("unit_sales", person.person_id, quarter, Goal(asked))
            book.actual("unit_sales", person.person_id, quarter, sales)
            if unit == "M-SOUTH" and quarter >= "2025-Q3":
                lowered = sum(float(row["target"]) for row in book.revised if row["kpi_id"] == "sales"
                              and row["subject_id"] == unit and row["period"] in months_of(quarter))
                goal = {"target": str(int(lowered)), "threshold": "", "stretch": ""}
                book.revised.append(revision(book, "unit_sales", person.person_id, quarter) | goal)
