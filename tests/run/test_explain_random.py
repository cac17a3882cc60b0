"""The law of every explanation: on random companies each step's numbers, done again, give its printed result."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.dataset.draft import empty_table
from reportgen.dataset.schema import TABLES
from reportgen.model.dataset import Dataset
from reportgen.model.reward_policy import Policy
from reportgen.policy import load_policy
from reportgen.run.explain import Explainer, Explanation
from reportgen.run.inputs import Inputs
from tests.measures.world import actual, company, day, kpi, line, months, period, target
from tests.scoring.evaluate import check

POLICY = """id: random
version: 3
scoring: {bonus_points_cap: 3, not_reported: zero, min_coverage: 50}
link: [{level: individual, mode: additive, organisation: department, weight: 30}]
gates: [{id: g, when: "kpi('sum').score < 80", max_grade: B, payout_factor: 0.9}]
knock_outs: [{event: accident, max_grade: C, max_score: 95, payout_factor: 0.5}]
rewards:
  - id: bonus
    base: {field: target_bonus}
    components:
      - {id: main, type: curve, measure: person.final, points: [[60, 30], [100, 100], [120, 213.7]], below: 0}
      - {id: grade, type: grade_factor, map: {S: 1.5, A: 1.2, B: 1.0, C: 0.6, D: 0}}
    combine: multiply
    multipliers: [unit.factor]
    limits: {person_max_pct: 150}
    penalties: [{id: late, type: per_event, event: late, amount: 33.33, max_pct_of_bonus: 10}]
  - {id: pool, base: {field: target_bonus}, components: [{id: s, type: pool_share, pool: {amount: 9999.99, per: department}, \
weight: "base * coefficient * proration"}]}
"""
#: KPI -> how it is scored and put together.
KPIS: list[dict[str, Any]] = [
    kpi("sum", agg_org="sum"),
    kpi("rate", unit="%", agg_time="ratio_of_sums", agg_org="ratio_of_sums", method="interpolation"),
    kpi("cost", direction="lower", agg_time="mean", agg_org="mean"),
    kpi("days", unit="d", direction="range", agg_time="last", agg_org="max"),
    kpi("events", unit="n", direction="lower", method="deduction", params=json.dumps({"per_event": 7}), agg_org="sum"),
    kpi("rated", unit="n", agg_time="last", method="prescored"),
]
WEIGHTS = ([30, 20, 20, 10, 10, 10], [45, 15, 12.5, 12.5, 10, 5], [100 / 8] * 2 + [25, 25, 12.5, 12.5])
#: Whom every example explains: the company, a department, a person in a team and one alone.
ASKED = ("C", "D1", "p1", "p8")
SUBJECTS = ("C", "D1", "D2", *(f"p{number}" for number in range(1, 9)))
PEOPLE = [{"person_id": f"p{number}", "name": f"N{number}", "unit_id": "D1" if number < 8 else "D2"} for number in range(1, 9)]
MONTHS = [*months(*range(10, 13), year=2024), *months(*range(1, 10))]


@pytest.fixture(scope="module")
def policy(tmp_path_factory: pytest.TempPathFactory) -> Policy:
    file = tmp_path_factory.mktemp("policy") / "policy.yaml"
    file.write_text(POLICY, encoding="utf-8")
    found = load_policy(Path(file))
    assert not found.fatal, found.findings
    return found


def number(random: Random, low: float, high: float) -> float:
    """Mostly with places, sometimes round, now and then zero or negative."""
    kind = random.random()
    if kind < 0.05:
        return 0.0
    value = random.uniform(low, high) * (-1 if kind < 0.1 else 1)
    return float(round(value, random.choice((0, 0, 1, 2, 4))))


def actuals_of(random: Random, subject: str) -> list[dict[str, Any]]:
    rows = []
    for label in MONTHS:
        if random.random() < 0.04:
            continue
        rows.append(actual(subject, label, number(random, 50, 150), "sum"))
        below = float(random.randint(1, 90))
        rows.append(actual(subject, label, None, "rate", numerator=float(random.randint(0, 90)), denominator=below))
        rows.append(actual(subject, label, number(random, 40, 60), "cost"))
        rows.append(actual(subject, label, number(random, 20, 40), "days"))
        rows.append(actual(subject, label, float(random.choice((0, 0, 0, 1, 2))), "events"))
        for scenario in ("FC", "BM"):
            if random.random() < 0.2:
                rows.append(actual(subject, label, number(random, 50, 150), "sum", scenario=scenario))
    return rows


def targets_of(random: Random, subject: str) -> list[dict[str, Any]]:
    rows = [target(subject, label, abs(number(random, 80, 120)), "sum") for label in months(*range(1, 13))]
    for label in months(7, 8, 9):
        goal = random.uniform(40, 70)
        rows.append(target(subject, label, round(goal, 1), "rate", threshold=round(goal - 9.3, 1), stretch=round(goal + 11.7, 1)))
        rows.append(target(subject, label, number(random, 45, 55), "cost", baseline=number(random, 45, 55)))
        rows.append(target(subject, label, None, "days", range_lo=26.0, range_hi=32.0, zero_distance=8.5))
        rows.append(target(subject, label, 0.0, "events"))
    return rows


def rated(random: Random, subject: str) -> dict[str, Any]:
    mark = round(random.uniform(1, 5), 1)
    return {"subject_id": subject, "kpi_id": "rated", "period": "2025-Q3", "score": mark, "scale_max": 5.0}


def random_company(random: Random) -> Dataset:
    """Eight people in two departments, six KPIs, twelve months, points, a knock-out, given scores."""
    people = [subject for subject in SUBJECTS if subject.startswith("p")]
    weights = {subject: random.choice(WEIGHTS) for subject in SUBJECTS}
    events = [
        {"event_id": f"e{place}", "date": day("2025-08-05"), "subject_id": random.choice(people), "type": kind, "rule": rule,
         "points": random.choice((0.5, 1.25, 2.0)) if points else None}
        for place, (kind, rule, points) in enumerate((
            ("bonus_points", None, True), ("bonus_points", "idea", True), ("penalty", None, True),
            ("knock_out", "accident", False), ("late", None, False),
        ))
    ]
    scored = company(
        people=PEOPLE, kpis=KPIS, events=events,
        scorecards=[line(subject, weights[subject][place], item["kpi_id"]) for subject in SUBJECTS
                    for place, item in enumerate(KPIS)],
        targets=[row for subject in SUBJECTS for row in targets_of(random, subject)],
        actuals=[row for subject in people for row in actuals_of(random, subject)],
        scores=[rated(random, subject) for subject in SUBJECTS if random.random() < 0.9],
    )
    pay = pl.DataFrame([
        {"person_id": person, "period": "2025", "target_bonus": round(random.uniform(1000, 90000), 2), "currency": "CNY"}
        for person in people
    ])
    whole = {name: pl.concat([empty_table(name), frame], how="diagonal_relaxed") for name, frame in (
        *scored.tables.items(), *((name, empty_table(name)) for name in TABLES if name not in scored.tables), ("paybase", pay),
    )}
    return replace(scored, tables=whole)


def every_step(found: Explanation) -> int:
    """Do every step again; returns how many there are."""
    lists = [*(item.steps for item in found.kpis), found.total, *(paid.steps for paid in found.rewards)]
    for steps in lists:
        check(steps)
    for paid in found.rewards:
        if paid.statement.payable is not None:
            assert paid.steps[-1].rounded == paid.statement.payable
    return sum(len(steps) for steps in lists)


@settings(max_examples=3, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_every_step_of_random_companies_is_done_again(policy: Policy, seed: int) -> None:
    """And what the steps end with is what the tables hold."""
    dataset = random_company(Random(seed))
    explainer = Explainer(Inputs(dataset, policy, period("2025-Q3"), day("2025-10-20")))
    rows = {(row["subject_id"], row["kpi_id"]): row for row in explainer.scores.kpi_scores.to_dicts()}
    cards = {row["subject_id"]: row for row in explainer.scores.scorecards.to_dicts()}
    assert len(rows) == len(SUBJECTS) * len(KPIS)
    for subject in ASKED:
        found = explainer.explain(subject)
        assert every_step(found) > 30
        for item in found.kpis:
            row, steps = rows[subject, item.kpi_id], {step.rule_id: step for step in item.steps}
            for rule, column in (("WSC", "weighted_score"), ("CON", "contribution"), ("ATT", "attainment_pct")):
                if rule in steps:
                    assert steps[rule].rounded == Decimal(str(row[column])), (subject, item.kpi_id, rule)
            if row["variance"] is not None:
                assert abs(steps["VAR-PL"].rounded - Decimal(repr(row["variance"]))) < Decimal("1e-9"), (subject, item.kpi_id)
                assert ("VAR-PL%" in steps) == (row["variance_pct"] is not None)
            assert all(step.sources for step in item.steps if step.rule_id in ("ACT", "TGT", "WGT")), (subject, item.kpi_id)
        total = {step.rule_id: step for step in found.total}
        card = cards[subject]
        if card["final"] is not None:
            assert total.get("KO", total["LINK"] if "LINK" in total else total["AGG-1"]) is not None
            assert "CHG" not in total or total["CHG"].rounded == Decimal(str(card["change"]))


def test_a_derived_score_names_those_whom_it_is_made_of(policy: Policy) -> None:
    """D2: p8 alone. D1: p1 (90) and p2 (110), (92 x 90 + 92 x 110) / 184 = 100."""
    rules = replace(policy.rules, scoring=replace(policy.rules.scoring, unit_score="members"), link=())
    subjects = {"p1": 90.0, "p2": 110.0}
    dataset = company(
        kpis=[kpi()], scorecards=[line(subject) for subject in subjects],
        targets=[target(subject, "2025-Q3", 100.0) for subject in subjects],
        actuals=[actual(subject, "2025-Q3", value) for subject, value in subjects.items()],
    )
    found = Explainer(Inputs(dataset, replace(policy, rules=rules), period("2025-Q3"), day("2025-10-20"))).explain("D1")
    check(found.total)
    first, second = found.total[:2]
    assert (first.rule_id, first.numbers, str(first.rounded)) == ("AGG-7", "(92×90.00 + 92×110.00)÷(92 + 92)", "100.00")
    assert first.sources == ("scorecards:p1", "scorecards:p2")
    assert (second.rule_id, second.numbers) == ("COV", "184×100÷184")
