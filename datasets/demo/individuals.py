"""Values of everybody who does not sell: from a person's skill and a quarter's luck to counts, hours and ratings."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random

from datasets.demo.book import Book, Parts
from datasets.demo.cards import ACCIDENT_DEDUCTION, person_card
from datasets.demo.catalogue import KPI
from datasets.demo.goals import Goal, events_for, goal_of, milestones_for, proposals_for, value_for
from datasets.demo.organisation import COMPANY, REGIONS, Assignment, Person
from datasets.demo.table import QUARTERS, SEED, days_of, months_of, rounded, text

Pull = Mapping[tuple[str, str], float]

#: Mean score and its spread over one standard deviation of a person's tendency.
_COURSE: Mapping[str, tuple[float, float]] = {
    "csat": (97, 12), "complaint_rate": (98, 12), "handling_hours": (99, 10), "first_fix_rate": (97, 11),
    "bug_rate": (99, 12), "review_score": (98, 9), "innovation": (99, 12), "milestone": (97, 12),
    "inspection_on_time": (99, 11), "claim_close_days": (100, 12), "audit_findings": (98, 9),
    "output": (98, 8), "pass_rate": (98, 12), "five_s": (103, 12),
    "on_time_supply": (99, 10), "cost_saving": (101, 12), "stock_accuracy": (101, 12),
    "close_days": (101, 12), "report_errors": (99, 9), "service_score": (100, 12),
    "recruit_days": (100, 12), "task_on_time": (100, 11), "ticket_on_time": (100, 11), "recovery_hours": (100, 12),
    "unit_result": (98, 7), "key_projects": (96, 11), "teamwork": (91, 4),
}
#: Denominators of ratios: the smallest and the largest count of a month or quarter.
_COUNTS: Mapping[str, tuple[int, int]] = {
    "complaint_rate": (62, 88), "first_fix_rate": (21, 32), "bug_rate": (180, 320), "inspection_on_time": (150, 260),
    "pass_rate": (30, 60), "on_time_supply": (62, 120), "stock_accuracy": (900, 1600), "task_on_time": (22, 34),
    "ticket_on_time": (90, 150),
}
_OUTPUT = {"P-PROD-A": (46, 50), "P-PROD-B": (68, 74), "P-PROD-C": (108, 118)}
#: Working days of a month as a share of an ordinary month, for output plans.
_PACE = {"2024": (1.0, 0.72, 1.05, 1, 0.98, 1.04, 1.02, 1, 1.06, 0.9, 1.04, 1.12),
         "2025": (0.74, 0.98, 1.06, 1, 0.97, 1.05, 1.02, 1.01, 1.06, 0.88, 1.05, 1.12)}
#: (seat, quarter) of the accidents; the last one is the knock-out of the story.
ACCIDENTS = {(("P-PROD-C", 3), "2024-Q2"), (("P-PROD-A", 4), "2025-Q1"), (("P-PROD-B", 4), "2025-Q4")}
_STORY = {"P-RD-2": 0.35, "P-QUALITY": 0.1, "P-SUPPLY-B": -0.25, "M-SERVICE-H": -0.2, "M-SERVICE-F": 0.15, "F-HR": -0.15}


def skills(people: list[Person]) -> dict[str, float]:
    """A lasting tendency of each person, in standard deviations."""
    return {p.person_id: max(-2.1, min(2.1, Random(f"{SEED}:skill:{p.person_id}").gauss(0, 1))) for p in people}


def tendencies(people: list[Person], skill: Mapping[str, float]) -> dict[tuple[str, str], float]:
    """Skill, unit and the luck of the quarter together, in standard deviations."""
    found: dict[tuple[str, str], float] = {}
    for person in people:
        for quarter in QUARTERS:
            unit = person.in_post(*days_of(quarter))
            team = Random(f"{SEED}:team:{person.seat[0]}:{quarter}").gauss(0, 1)
            luck = Random(f"{SEED}:luck:{person.person_id}:{quarter}").gauss(0, 1)
            story = _STORY.get(unit[-1].unit_id if unit else "", 0.0)
            new = -0.7 if (days_of(quarter)[1] - person.hired).days < 120 else 0.0
            found[person.person_id, quarter] = 0.85 * skill[person.person_id] + 0.3 * team + 0.55 * luck + story + new
    return found


def heads_sales(person: Person) -> bool:
    return person.role == "manager" and person.seat[0] in (COMPANY, "MKT", *REGIONS)


def build_individuals(book: Book, people: list[Person], pull: Pull) -> None:
    """Enter scorecard lines of all people, and targets and actuals of all KPIs that are not a seller's."""
    for person in people:
        for quarter in QUARTERS:
            for assignment in person.in_post(*days_of(quarter)):
                work = _Quarter(book, person, assignment, quarter, pull[person.person_id, quarter])
                work.enter()


class _Quarter:
    """One assignment's quarter of one person."""

    def __init__(self, book: Book, person: Person, assignment: Assignment, quarter: str, tendency: float) -> None:
        self.book, self.quarter, self.tendency = book, quarter, tendency
        self.subject, self.seat, self.assignment = person.person_id, person.seat, assignment
        self.mark = assignment.assignment_id if person.segmented else ""
        self.card = person_card(assignment.card, quarter[:4], heads_sales(person))
        self.random = Random(f"{SEED}:quarter:{person.person_id}:{assignment.assignment_id}:{quarter}")

    def enter(self) -> None:
        for kpi, weight in self.card:
            method, params = "", ""
            if kpi in ("milestone", "key_projects"):
                params, reached = milestones_for(self.score(kpi), self.random)
                self.put(kpi, reached)
            elif kpi == "accidents":
                method, params = "deduction", ACCIDENT_DEDUCTION
                self.put(kpi, float((self.seat, self.quarter) in ACCIDENTS))
            elif kpi not in ("sales", "collection_rate", "new_customers", "win_rate", "pipeline", "unit_sales"):
                self.measure(kpi)
            self.book.line(self.subject, kpi, weight, self.quarter, self.mark, method, params)

    def score(self, kpi: str) -> float:
        mean, spread = _COURSE[kpi]
        return mean + spread * (self.tendency + self.random.gauss(0, 0.55))

    @property
    def goal_owners(self) -> tuple[str, str]:
        return self.assignment.card, self.assignment.unit_id

    def goal(self, kpi: str) -> Goal:
        return goal_of(kpi, self.quarter[:4], *self.goal_owners)

    def put(self, kpi: str, value: float | Parts) -> None:
        self.book.target(kpi, self.subject, self.quarter, self.goal(kpi), self.mark)
        self.book.actual(kpi, self.subject, self.quarter, value, self.mark)

    def measure(self, kpi: str) -> None:
        if kpi == "training_hours":
            asked = self.goal(kpi).target
            self.put(kpi, asked + self.random.choices((0, 1, 2, 4), (6, 2, 3, 1))[0])
        elif kpi == "output":
            self.produce()
        elif kpi in ("complaint_rate", "first_fix_rate", "handling_hours"):
            self.serve(kpi)
        elif kpi == "budget_execution":
            gap = 4.2 - 1.6 * self.tendency + self.random.gauss(0, 1.5)
            self.put(kpi, 100 + rounded(self.random.choice((-1, -1, 1)) * max(gap, 0.4), 0.1))
        elif kpi in ("audit_findings", "report_errors"):
            self.put(kpi, events_for(kpi, self.score(kpi)))
        elif kpi == "innovation":
            self.put(kpi, proposals_for(self.score(kpi)))
        elif kpi == "cost_saving":
            self.save()
        elif kpi == "teamwork":
            self.rate()
        elif kpi in _COUNTS:
            if kpi != "pass_rate":  # entered with the output
                self.put(kpi, self.share(kpi, self.score(kpi)))
        else:
            value = value_for(kpi, self.goal(kpi), self.score(kpi))
            highest = {"csat": 4.95, "service_score": 99.0, "review_score": 118.0, "five_s": 98.5}.get(kpi, value)
            self.put(kpi, rounded(min(value, highest), 10.0 ** -KPI[kpi].decimals))

    def share(self, kpi: str, score: float, parts: int = 1) -> Parts:
        """Numerator and denominator of a ratio that earns about ``score``; ``parts`` of a whole count."""
        of = max(1, self.random.randint(*_COUNTS[kpi]) // parts)
        rate = value_for(kpi, self.goal(kpi), score) / 100
        return Parts(min(max(round(of * rate), 0), of), of)

    def serve(self, kpi: str) -> None:
        """Monthly values of the service desk, the target once a quarter."""
        score = self.score(kpi)
        self.book.target(kpi, self.subject, self.quarter, self.goal(kpi), self.mark)
        for month in months_of(self.quarter):
            here = score + self.random.gauss(0, 6)
            plain = value_for(kpi, self.goal(kpi), here)
            value = self.share(kpi, here) if kpi in _COUNTS else rounded(plain, 0.1)
            self.book.actual(kpi, self.subject, month, value, self.mark)

    def produce(self) -> None:
        """Output and first-pass yield of an operator, month by month."""
        year = self.quarter[:4]
        plan = _OUTPUT[self.assignment.unit_id][year == "2025"]
        level, quality = self.score("output"), self.score("pass_rate")
        self.book.target("pass_rate", self.subject, self.quarter, self.goal("pass_rate"), self.mark)
        for month in months_of(self.quarter):
            asked = rounded(plan * _PACE[year][int(month[5:7]) - 1], 2.0)
            made = round(asked * (level + self.random.gauss(0, 3)) / 100)
            rate = min(value_for("pass_rate", self.goal("pass_rate"), quality) + self.random.gauss(0, 0.5), 100.0)
            self.book.target("output", self.subject, month, Goal(asked), self.mark)
            self.book.actual("output", self.subject, month, made, self.mark)
            self.book.actual("pass_rate", self.subject, month, Parts(min(round(made * rate / 100), made), made), self.mark)

    def save(self) -> None:
        asked = {"2024": 160_000.0, "2025": 180_000.0}[self.quarter[:4]]
        self.book.target("cost_saving", self.subject, self.quarter, Goal(asked, asked * 0.7, asked * 1.3), self.mark)
        saved = rounded(asked * max(self.score("cost_saving"), 30.0) / 100, 100.0)
        self.book.actual("cost_saving", self.subject, self.quarter, saved, self.mark)

    def rate(self) -> None:
        """A rating that arrives as a score on a scale of five."""
        points = max(2.5, min(5.0, self.score("teamwork") / 20))
        self.book.scores.append({
            "kpi_id": "teamwork", "subject_id": self.subject, "period": self.quarter,
            "score": text(rounded(points, 0.1), 1), "scale_max": "5",
        })
