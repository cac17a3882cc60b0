"""Sales: what each seller was asked for and sold, month by month, with the season, the region's story and the person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random

from datasets.demo.book import Book, Parts
from datasets.demo.goals import Goal, goal_of
from datasets.demo.organisation import REGIONS, UNIT, Assignment, Person
from datasets.demo.table import MONTHS, QUARTERS, SEED, days_of, months_of, quarter_of, rounded

#: Planned share of a year's sales: Chinese New Year (February 2024, end of January 2025), quarter ends, a strong December.
SEASON = {
    "2024": (7.1, 4.5, 9.9, 7.5, 7.8, 10.1, 7.4, 7.6, 9.8, 7.0, 8.5, 12.8),
    "2025": (5.3, 6.2, 10.0, 7.5, 7.8, 10.2, 7.4, 7.7, 9.9, 7.0, 8.5, 12.5),
}
#: Sales target of 2025 (CNY) and its growth on 2024.
_PLAN = {"M-EAST": (254e6, 1.10), "M-SOUTH": (170e6, 1.08), "M-NORTH": (160e6, 1.09), "M-WEST": (70e6, 1.15)}
#: Actual over (first) target, month by month.
_COURSE: Mapping[str, tuple[float, ...]] = {
    "M-EAST": (1.00, 0.97, 1.01, 0.99, 1.00, 1.02, 1.01, 0.99, 1.02, 1.00, 1.01, 1.03,
               1.00, 0.98, 1.02, 1.01, 1.00, 1.03, 1.02, 1.01, 1.03, 1.02, 1.02, 1.05),
    "M-SOUTH": (0.99, 0.98, 1.01, 0.98, 1.00, 1.01, 0.98, 0.99, 1.00, 0.99, 0.98, 1.01,
                0.97, 0.95, 0.98, 0.79, 0.57, 0.64, 0.75, 0.82, 0.87, 0.91, 0.92, 0.95),
    "M-NORTH": (0.98, 0.97, 1.00, 0.99, 0.99, 1.01, 1.00, 0.98, 1.01, 1.00, 0.99, 1.02,
                1.00, 0.98, 1.01, 1.00, 0.99, 1.02, 1.01, 1.02, 1.03, 1.03, 1.03, 1.05),
    "M-WEST": (0.88, 0.86, 0.91, 0.90, 0.89, 0.93, 0.92, 0.91, 0.94, 0.93, 0.92, 0.95,
               0.92, 0.91, 0.94, 0.95, 0.94, 0.97, 0.97, 0.98, 1.00, 1.01, 1.02, 1.05),
}
_STAR_TEAM = {"M-EAST-2": 1.045, "M-EAST-1": 0.99, "M-EAST-3": 0.96}
#: The South's targets of the second half of 2025, lowered in July.
REVISION, REVISED_FROM = 0.90, "2025-07"
_COLLECTION_SLUMP = {"2025-Q2": -9.0, "2025-Q3": -5.0, "2025-Q4": 0.5}


@dataclass(frozen=True, slots=True)
class Seat:
    """A territory: its share of the region, and who holds it in each month (person, assignment, part of the month)."""

    region: str
    share: float
    holders: Mapping[str, tuple[tuple[Person, Assignment, float], ...]]


def region_of(unit: str) -> str:
    return unit if unit in REGIONS else UNIT[unit].parent_id


def sellers_of(people: list[Person]) -> list[Person]:
    return [person for person in people if person.card == "seller"]


def _held(person: Person, month: str) -> list[tuple[Person, Assignment, float]]:
    first, last = days_of(month)
    held = person.in_post(first, last)
    return [(person, assignment, 1 / len(held)) for assignment in held]


def _seats(people: list[Person], random: Random) -> list[Seat]:
    """Territories with their holders; a vacant one is looked after by the team's leader."""
    sellers = sellers_of(people)
    seats = sorted({person.seat for person in sellers}, key=[person.seat for person in sellers].index)
    size = {seat: random.uniform(0.8, 1.25) * (1.35 if seat[1] == 0 else 1.0) for seat in seats}
    total = {region: sum(size[seat] for seat in seats if region_of(seat[0]) == region) for region in REGIONS}
    found: list[Seat] = []
    for seat in seats:
        own = [person for person in sellers if person.seat == seat]
        leader = next(person for person in sellers if person.seat == (seat[0], 0))
        holders: dict[str, tuple[tuple[Person, Assignment, float], ...]] = {}
        for month in MONTHS:
            held = [part for person in own for part in _held(person, month)]
            created = min(person.hired for person in own) <= days_of(month)[1]
            holders[month] = tuple(held or (_held(leader, month) if created else ()))
        region = region_of(seat[0])
        found.append(Seat(region, size[seat] / total[region], holders))
    return found


def _ramp(person: Person, month: str) -> float:
    """Newcomers sell less in their first two quarters."""
    months = (int(month[:4]) - person.hired.year) * 12 + int(month[5:7]) - person.hired.month
    return 0.82 if months < 3 else 0.92 if months < 6 else 1.0


def _invoiced(amount: float, random: Random) -> float:
    """An amount as invoices add up: mostly even hundreds, sometimes tens or single yuan."""
    return rounded(max(amount, 0.0), random.choices((100.0, 10.0, 1.0), (7, 2, 1))[0])


Sold = dict[tuple[str, str, str], list[float]]


def build_sales(book: Book, people: list[Person], skill: Mapping[str, float]) -> Sold:
    """Enter targets and actuals of all sellers; returns (person, assignment, month) -> [target, actual]."""
    sold: Sold = {}
    for number, seat in enumerate(_seats(people, Random(f"{SEED}:territories"))):
        random = Random(f"{SEED}:sales:{number}")
        carried = 0.0
        for place, month in enumerate(MONTHS):
            target = _planned(seat, month)
            noise = random.gauss(0, 0.14)
            for person, assignment, part in seat.holders[month]:
                region = region_of(assignment.unit_id)
                factor = _COURSE[region][place] * _STAR_TEAM.get(assignment.unit_id, 1.0)
                factor *= (1 + 0.1 * skill[person.person_id]) * _ramp(person, month) * (1 + noise - carried)
                cell = sold.setdefault((person.person_id, assignment.assignment_id, month), [0.0, 0.0])
                cell[0] += rounded(target * part, 10000.0)
                cell[1] += _invoiced(target * part * factor, random)
            carried = noise * 0.5
    by_assignment = {a.assignment_id: (person, a) for person in people for a in person.assignments}
    for (key, assignment_id, month), (target, actual) in sold.items():
        person, assignment = by_assignment[assignment_id]
        mark = assignment_id if person.segmented else ""
        _enter_sales(book, key, month, mark, region_of(assignment.unit_id), target, actual)
    return sold


def _planned(seat: Seat, month: str) -> float:
    amount, growth = _PLAN[seat.region]
    year = amount if month[:4] == "2025" else amount / growth
    return year * seat.share * SEASON[month[:4]][int(month[5:7]) - 1] / 100


def _enter_sales(book: Book, key: str, month: str, mark: str, region: str, target: float, actual: float) -> None:
    goal = Goal(target, rounded(target * 0.8, 1000.0), rounded(target * 1.2, 1000.0))
    book.target("sales", key, month, goal, mark)
    book.actual("sales", key, month, actual, mark)
    if region == "M-SOUTH" and month >= REVISED_FROM:
        book.revised.append(revision(book, "sales", key, month, mark))


def revision(book: Book, kpi: str, subject: str, period: str, mark: str = "") -> dict[str, str]:
    """The second version of a target of the South, approved by the general manager."""
    first = book.targets[kpi, subject, period, mark]
    goal = rounded(float(first["target"]) * REVISION, 10000.0)
    return first | {
        "target": str(int(goal)), "threshold": str(int(rounded(goal * 0.8, 1000.0))),
        "stretch": str(int(rounded(goal * 1.2, 1000.0))), "version": "2", "valid_from": "2025-07-01",
        "reason": "华南区在建项目暂停，经总经理办公会批准下调下半年销售目标", "approved_by": "E001",
    }


def build_seller_rates(book: Book, people: list[Person], sold: Sold, pull: Mapping[tuple[str, str], float]) -> None:
    """Collection, new customers, win rate and pipeline of all sellers. ``pull``: (person, quarter) -> tendency in SDs."""
    for person in sellers_of(people):
        random = Random(f"{SEED}:seller:{person.person_id}")
        for assignment in person.assignments:
            mark = assignment.assignment_id if person.segmented else ""
            months = [m for p, a, m in sold if p == person.person_id and a == assignment.assignment_id]
            region = region_of(assignment.unit_id)
            for quarter in QUARTERS:
                own = [month for month in months if quarter_of(month) == quarter]
                if not own:
                    continue
                tendency = pull[person.person_id, quarter] + _STAR_TEAM.get(assignment.unit_id, 1.0) * 6 - 6
                begins = person.hired.year >= 2024 and own[0] == months[0]
                due = {m: 0.0 if begins else sold[person.person_id, assignment.assignment_id, m][0] for m in own}
                work = _Work(book, person.person_id, mark, region, tendency, random)
                _collection(work, due)
                _customers(work, own)
                _wins(work, quarter)


@dataclass(frozen=True, slots=True)
class _Work:
    """A seller's quarter: where its rows go, the region, and the person's tendency in standard deviations."""

    book: Book
    person: str
    mark: str
    region: str
    tendency: float
    random: Random

    def slump(self, quarter: str, depth: float) -> float:
        return depth if self.region == "M-SOUTH" and quarter == "2025-Q2" else 0.0


def _collection(work: _Work, due: Mapping[str, float]) -> None:
    """Collected and due amounts; a newcomer has nothing due in the first quarter."""
    quarter = quarter_of(next(iter(due)))
    goal = goal_of("collection_rate", quarter[:4])
    slump = _COLLECTION_SLUMP.get(quarter, 0.0) if work.region == "M-SOUTH" else 0.0
    level = goal.target - 1.0 + 3.2 * work.tendency + slump
    for month, amount in due.items():
        owed = rounded(amount * work.random.uniform(0.82, 1.0), 100.0)
        rate = min(max(level + work.random.gauss(0, 1.6), 60.0), 102.0)
        paid = Parts(rounded(owed * rate / 100, 100.0), owed)
        work.book.actual("collection_rate", work.person, month, paid, work.mark)
    work.book.target("collection_rate", work.person, quarter, goal, work.mark)


def _customers(work: _Work, months: list[str]) -> None:
    plan = (1, 1, 1) if work.region == "M-WEST" else (1, 1, 2)
    quarter = quarter_of(months[0])
    goals = [plan[months_of(quarter).index(month)] for month in months]
    tendency = work.tendency + work.slump(quarter, -1.2)
    wanted = max(0, round(sum(goals) * (0.98 + 0.13 * tendency + work.random.gauss(0, 0.08))))
    won = [0] * len(months)
    for _ in range(wanted):
        won[work.random.choices(range(len(months)), goals)[0]] += 1
    for month, goal, count in zip(months, goals, won, strict=True):
        work.book.target("new_customers", work.person, month, Goal(goal), work.mark)
        work.book.actual("new_customers", work.person, month, count, work.mark)


def _wins(work: _Work, quarter: str) -> None:
    goal = goal_of("win_rate", quarter[:4])
    closed = work.random.randint(11, 19)
    won = max(1, round(closed * goal.target / 100 * (0.98 + 0.11 * (work.tendency + work.slump(quarter, -1.0)))))
    work.book.target("win_rate", work.person, quarter, goal, work.mark)
    work.book.actual("win_rate", work.person, quarter, Parts(won, closed), work.mark)
    size = work.random.uniform(2.4e6, 5.2e6) * (0.62 if work.slump(quarter, 1.0) else 1.0)
    work.book.actual("pipeline", work.person, quarter, rounded(size, 10000.0), work.mark)


def close_parts_of_quarters(book: Book, people: list[Person], sold: Sold) -> None:
    """Who changes post within a quarter gets a row for the own part of the quarter, under each assignment."""
    for person in sellers_of(people):
        for assignment in person.assignments if person.segmented else ():
            months = [m for p, a, m in sold if p == person.person_id and a == assignment.assignment_id]
            for quarter in QUARTERS:
                own = [month for month in months if quarter_of(month) == quarter]
                if 0 < len(own) < 3:
                    _sum_up(book, person.person_id, assignment, quarter, own)


def _sum_up(book: Book, person: str, assignment: Assignment, quarter: str, months: list[str]) -> None:
    mark = assignment.assignment_id
    for kpi in ("sales", "new_customers"):
        book.actual(kpi, person, quarter, sum(book.value(kpi, person, month, mark) for month in months), mark)
        target = sum(float(book.targets[kpi, person, month, mark]["target"]) for month in months)
        book.target(kpi, person, quarter, Goal(target), mark)
    if region_of(assignment.unit_id) == "M-SOUTH":
        lowered = sum(float(row["target"]) for row in book.revised if row["subject_id"] == person and row["period"] in months)
        whole = {"target": str(int(lowered)), "threshold": "", "stretch": ""}
        book.revised.append(revision(book, "sales", person, quarter, mark) | whole)
    rows = [book.actuals["collection_rate", person, month, mark] for month in months]
    parts = Parts(sum(float(row["numerator"]) for row in rows), sum(float(row["denominator"]) for row in rows))
    book.actual("collection_rate", person, quarter, parts, mark)
