"""Printed amounts add up: lines to the payable of a statement, rows of ``rewards`` to the same, shares to their pool."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.model.reward import Event, RewardRun
from reportgen.policy.load import load_policy
from reportgen.rewards.rows import reward_rows
from reportgen.rewards.run import pay_all
from reportgen.rewards.subject import PayInputs
from tests.rewards.people import person

FILES = sorted((Path(__file__).parents[2] / "datasets" / "policies").glob("*.yaml"))
CENTS = st.integers(0, 12_500).map(lambda cents: Decimal(cents) / 100)


@st.composite
def people(draw: st.DrawFn) -> list[PayInputs]:
    """Up to eight people of two departments, some without a bonus, some with complaints."""
    found, reached = [], draw(st.sampled_from((None, Decimal("89.99"), Decimal(90))))
    profit = {} if reached is None else {"company.kpi('net_profit').attainment": reached}
    for number in range(draw(st.integers(1, 8))):
        final, key = draw(CENTS), f"E{number}"
        complaints = tuple(
            Event(f"C{number}-{index}", key, "complaint", rule="complaint") for index in range(draw(st.integers(0, 3)))
        )
        department = draw(st.sampled_from(("D1", "D2")))
        grade, coefficient = draw(st.sampled_from((("S", "1.5"), ("A", "1.2"), ("B", "1.0"), ("C", "0.6"), ("D", "0"))))
        found.append(person(
            key, final=final, total=final, grade=grade, coefficient=Decimal(coefficient), job_family="business",
            unit_id=department, department_id=department, groups={"company": "C", "department": department, "unit": department},
            path=(department, "C"), paybase={"target_bonus": Decimal(draw(st.integers(0, 9_999_999))) / 100},
            events=complaints, measures={"company.factor": Decimal("1.1"), "unit.factor": Decimal("0.9")} | profit,
        ))
    return found


def _foots(run: RewardRun) -> None:
    rows = reward_rows(run)
    for statement in run.statements:
        if statement.payable is None:
            assert all(line.amount is None for line in statement.lines), "nobody adds up what is held"
            continue
        lines = sum((line.amount for line in statement.lines if line.amount is not None), Decimal(0))
        own = [row for row in rows if (row["subject_id"], row["policy_id"]) == (statement.subject_id, statement.policy_id)]
        assert lines == statement.payable == sum((Decimal(row["amount"]) for row in own if row["amount"]), Decimal(0))
        assert statement.payable == statement.payable.quantize(Decimal("0.01"))
    for pool in run.pools:
        assert pool.allocated + pool.withheld + pool.undistributed == pool.pool and pool.difference == 0
    units = {statement.department_id for statement in run.statements}
    by_unit = [
        sum((one.payable or Decimal(0) for one in run.statements if one.department_id == unit), Decimal(0)) for unit in units
    ]
    assert sum(by_unit, Decimal(0)) == sum((Decimal(row["amount"]) for row in rows if row["amount"]), Decimal(0))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
@settings(max_examples=25, deadline=None)
@given(population=people())
def test_every_amount_of_the_example_policies_adds_up(file: Path, population: list[PayInputs]) -> None:
    policy = load_policy(file)
    assert policy.findings == () or not policy.fatal
    run = pay_all(population, policy.rewards)
    assert run.statements
    _foots(run)
