"""The golden cases of rewards, on the pure functions."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal
from pathlib import Path
from typing import Any

import pytest

from reportgen.model.policy import GradeBand
from reportgen.model.reward import LimitResult
from reportgen.model.rounding import EXACT
from reportgen.rewards.context import limited_grade
from reportgen.rewards.limits import payout_factor
from reportgen.rewards.money import floor_money, percent_of, product, round_money, total
from reportgen.rewards.payout import commission, commission_amount, curve_payout, matrix_cell, soe_multiple, tier_of
from reportgen.rewards.pools import allocate, scale_down
from reportgen.rewards.proration import Share, day_share
from reportgen.rewards.wages import deduct

Case = dict[str, Any]
FILE = Path(__file__).parents[1] / "golden_cases.csv"


def _cases() -> list[tuple[str, str, Case, Case]]:
    with FILE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    wanted = [row for row in rows if row["topic"] in RUN]
    return [(row["case_id"], row["topic"], json.loads(row["inputs_json"]), json.loads(row["expected_json"])) for row in wanted]


def _d(value: str) -> Decimal:
    return Decimal(value)


def _points(pairs: list[list[str]]) -> list[tuple[Decimal, Decimal]]:
    return [(_d(x), _d(y)) for x, y in pairs]


def _amounts(values: dict[str, str]) -> dict[str, Decimal]:
    return {key: _d(value) for key, value in values.items()}


def _text(values: dict[str, Decimal]) -> dict[str, str]:
    return {key: str(value) for key, value in values.items()}


def _tier(case: Case) -> Case:
    tiers, base = case["tiers"], _d(case["base"])
    position = tier_of([_d(tier["min_pct"]) for tier in tiers], _d(case["attainment_pct"]))
    assert position is not None
    tier = tiers[position]
    bonus = round_money(base * _d(tier["factor"]))
    extra = round_money(base * _d(tier.get("extra_factor", "0")))
    return {"tier": tier["id"], "bonus": str(bonus), "extra": str(extra), "total": str(bonus + extra), "actions": tier["actions"]}


def _curve(case: Case) -> Case:
    percent = curve_payout(_points(case["points"]), _d(case["below"]), _d(case["attainment_pct"])).percent
    return {"payout_pct": str(round_money(percent)), "amount": str(round_money(percent_of(percent, _d(case["base"]))))}


def _proration(case: Case) -> Case:
    first, last, start, end = (date.fromisoformat(case[key]) for key in ("from", "to", "period_from", "period_to"))
    share, base = day_share(first, last, (start, end)), _d(case["base"])
    four = Share(share.part, share.whole, 4)
    return {
        "days": share.part, "period_days": share.whole,
        "amount_unrounded_factor": str(round_money(EXACT.multiply(base, share.factor))),
        "factor_4dp": str(four.factor), "amount_4dp_factor": str(round_money(base * four.factor)),
    }


def _pool(case: Case) -> Case:
    found = allocate(_d(case["pool"]), _amounts(case["weights"]), caps=_amounts(case.get("caps", {})))
    shares = dict(found.shares)
    result: Case = {"shares": _text(shares), "total": str(total(shares.values()))}
    return result | ({"undistributed": str(found.undistributed)} if "caps" in case else {})


def _commission(case: Case) -> Case:
    bands, amount = _points(case["tiers"]), _d(case["amount"])
    return {
        "marginal": str(round_money(commission_amount(commission(bands, amount, "marginal")))),
        "retroactive": str(round_money(commission_amount(commission(bands, amount, "retroactive")))),
    }


def _soe(case: Case) -> Case:
    found = soe_multiple(_amounts(case["starts"]), _d(case["score"]))
    pay = round_money(EXACT.multiply(_d(case["base"]), found.multiple))
    return {"grade": found.grade, "multiple": str(round_money(found.multiple, 6)), "pay": str(pay)}


def _wage(case: Case) -> Case:
    found = deduct(_d(case["monthly_wage"]), _d(case["minimum_wage"]), _d(case["requested"]), _d(case["max_pct"]))
    amounts = {
        "cap": found.cap, "headroom": found.headroom, "deducted": found.deducted, "carried_forward": found.carried_forward,
        "net_wage": found.net_wage,
    }
    return {key: str(round_money(value)) for key, value in amounts.items()} | {"binding": found.binding}


def _gates(case: Case) -> Case:
    failed = [gate for gate in case["gates"] if _d(gate["value"]) < _d(gate["min"])]
    factor = product(_d(gate["factor_if_failed"]) for gate in failed)
    return {
        "factor": str(round_money(factor)), "payout": str(round_money(_d(case["payout"]) * factor)),
        "failed": [gate["id"] for gate in failed],
    }


def _clawback(case: Case) -> Case:
    points, base = _points(case["points"]), _d(case["base"])
    paid, again = (
        round_money(percent_of(curve_payout(points, Decimal(0), _d(case[key])).percent, base))
        for key in ("original_pct", "restated_pct")
    )
    return {"paid": str(paid), "restated": str(again), "recover": str(max(Decimal(0), paid - again))}


def _matrix(case: Case) -> Case:
    rows, columns = [[_d(edge) for edge in case[key]] for key in ("row_edges", "col_edges")]
    cells = [[_d(cell) for cell in row] for row in case["matrix"]]
    factor = matrix_cell(rows, columns, cells, (_d(case["row_value"]), _d(case["col_value"])))
    return {"factor": str(factor), "amount": str(round_money(_d(case["base"]) * factor))}


def _penalty(case: Case) -> Case:
    bonus, raw = _d(case["bonus"]), _d(case["events"]) * _d(case["per_event"])
    applied = min(raw, percent_of(_d(case["max_pct_of_bonus"]), bonus))
    return {"raw": str(round_money(raw)), "applied": str(round_money(applied)), "net_bonus": str(round_money(bonus - applied))}


def _rounding(case: Case) -> Case:
    amount, places = _d(case["amount"]), int(case["minor_units"])
    even = amount.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_EVEN)
    return {"half_up": str(round_money(amount, places)), "half_even": str(even)}


def _chain(case: Case) -> Case:
    steps = [_d(case["target"])]
    for factor in case["factors"]:
        steps.append(steps[-1] * _d(factor["value"]))
    award = min(steps[-1], _d(case["max"]))
    return {
        "trace": [str(round_money(step)) for step in steps], "award": str(round_money(award)), "capped": award < steps[-1],
    }


def _scale(case: Case) -> Case:
    found = scale_down(_d(case["pool"]), _amounts(case["awards"]))
    awards = dict(found.awards)
    whole = round_money(total(awards.values()))
    return {"factor": str(round_money(found.factor, 6)), "awards": _text(awards), "total": str(whole)}


def _segments(case: Case) -> Case:
    days, lines = [], []
    for segment in case["segments"]:
        first, last = date.fromisoformat(segment["from"]), date.fromisoformat(segment["to"])
        share = day_share(first, last, (date(first.year, 1, 1), date(first.year, 12, 31)))
        days.append(share.part)
        lines.append(round_money(product((_d(segment["annual_target"]), share.factor, _d(segment["factor"])))))
    return {"days": days, "lines": [str(line) for line in lines], "total": str(total(lines))}


def _multiplied(case: Case) -> Case:
    factor = product(_d(text) for text in case["factors"])
    return {"factor": str(factor.normalize()), "payout": str(round_money(_d(case["base"]) * factor))}


def _knock_out(case: Case) -> Case:
    limits = [
        LimitResult(event["id"], "knock_out", event["triggered"], _d(event.get("payout_factor", "1")), event.get("max_grade"))
        for event in case["events"]
    ]
    scale = tuple(
        GradeBand(grade, Decimal(-place), Decimal(1)) for place, grade in enumerate(case["order"])
    )
    applied = [limit for limit in limits if limit.applied]
    band = limited_grade(case["grade"], [limit.max_grade for limit in applied if limit.max_grade], scale)
    factor = payout_factor(limits)
    assert band is not None
    return {
        "grade": band.grade, "payout_factor": str(round_money(factor)), "payout": str(round_money(_d(case["payout"]) * factor)),
        "triggered": [limit.id for limit in applied],
    }


RUN: dict[str, Callable[[Case], Case]] = {
    "payout_tier": _tier, "payout_curve": _curve, "proration": _proration, "pool_share": _pool, "pool_capped": _pool,
    "commission": _commission, "sasac_pay": _soe, "deduction_limit": _wage, "gates": _gates, "clawback": _clawback,
    "payout_matrix": _matrix, "variable_penalty": _penalty, "round_money": _rounding, "award_chain": _chain,
    "fund_scale": _scale, "segment_bonus": _segments, "link_multiplicative": _multiplied, "knockout": _knock_out,
}


@pytest.mark.parametrize(("case_id", "topic", "given", "expected"), _cases())
def test_golden(case_id: str, topic: str, given: Case, expected: Case) -> None:
    assert RUN[topic](given) == expected


def test_all_reward_topics_are_here() -> None:
    assert len(_cases()) >= 30


def test_limits_round_down() -> None:
    assert floor_money(Decimal("1600.019")) == Decimal("1600.01")
