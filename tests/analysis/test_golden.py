"""The golden cases of variance and analysis, on the pure functions."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal, cast

import pytest

from reportgen.analysis.contribution import Part, total_percent, unit_contributions
from reportgen.analysis.materiality import is_material
from reportgen.analysis.outlook import YearPlan, outlook
from reportgen.analysis.price_volume import ProductPart, price_volume_mix
from reportgen.analysis.rate_mix import RatioPart, rate_mix
from reportgen.analysis.spread import total
from reportgen.analysis.to_date import ratio_to_date
from reportgen.analysis.variance import profit_word, relative_change, variance
from reportgen.model.analysis import Direction, Variance
from reportgen.model.policy import Materiality
from reportgen.model.rounding import half_up, largest_remainder

Case = dict[str, Any]
FILE = Path(__file__).parents[1] / "golden_cases.csv"
WORDS = {"turned_to_profit": "扭亏为盈", "loss_narrowed": "减亏"}


def _d(value: str) -> Decimal:
    return Decimal(value)


def _cases() -> list[tuple[str, str, Case, Case]]:
    with FILE.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["topic"] in RUN]
    return [(row["case_id"], row["topic"], json.loads(row["inputs_json"]), json.loads(row["expected_json"])) for row in rows]


def _variance(case: Case) -> Case:
    actual, reference = _d(case["actual"]), _d(case["reference"])
    found = variance(actual, reference, cast(Direction, case["direction"]))
    assert found.absolute is not None
    percent = "n.m." if found.percent is None else str(found.percent)
    result = {"abs": str(half_up(found.absolute)), "rel_pct": percent, "reason": found.nm_reason, "effect": found.effect}
    return result | ({"zh": WORDS[profit_word(actual, reference)]} if case.get("profit_words") else {})


def _points(case: Case) -> Case:
    actual, reference = _d(case["actual_pct"]), _d(case["reference_pct"])
    found = variance(actual, reference, "higher", "%")
    assert found.absolute is not None and (found.percent, found.nm_reason) == (None, "pp")
    return {"pp": str(half_up(found.absolute)), "rel_pct": str(relative_change(actual, reference))}


def _run_rate(case: Case) -> Case:
    plan = YearPlan(fy_target=_d(case["fy_target"]))
    found = outlook(_d(case["ytd"]), int(case["elapsed"]), int(case["periods"]), plan)
    rate = found.by("run_rate")
    assert rate is not None
    values = {
        "run_rate_fy": rate.full_year, "required_per_period": found.required, "average_per_period": found.average,
        "completion_pct": found.completion, "time_progress_pct": found.time_progress, "pace_gap_pp": found.pace_gap,
        "run_rate_vs_target": rate.gap,
    }
    return {name: str(half_up(value)) for name, value in values.items() if value is not None}


def _to_date(case: Case) -> Case:
    parts = [(_d(part["num"]), _d(part["den"])) for part in case["periods"]]
    found = ratio_to_date(parts)
    assert found is not None
    wrong = total([100 * num / den for num, den in parts]) / len(parts)
    return {"ytd_pct": str(half_up(found)), "wrong_mean_of_ratios_pct": str(half_up(wrong))}


def _rate_mix(case: Case) -> Case:
    parts = [RatioPart(one["id"], *(_d(one[name]) for name in ("num0", "den0", "num1", "den1"))) for one in case["units"]]
    found = rate_mix(parts, 4)
    assert found is not None
    units = {part.key: {"rate_pp": str(part.rate_effect), "mix_pp": str(part.mix_effect)} for part in found.parts}
    return {"r0_pct": str(found.before), "r1_pct": str(found.after), "change_pp": str(found.change), "units": units}


def _price_volume(case: Case) -> Case:
    parts = [ProductPart(one["id"], *(_d(one[name]) for name in ("q0", "p0", "q1", "p1"))) for one in case["units"]]
    found = price_volume_mix(parts)
    assert found is not None
    return {
        "volume": str(found.volume), "mix": str(found.mix), "price": str(found.price), "total": str(found.change),
        "mix_by_unit": {part.key: str(part.mix) for part in found.parts},
        "price_by_unit": {part.key: str(part.price) for part in found.parts},
    }


def _rounded(case: Case) -> Case:
    shown = largest_remainder({key: _d(value) for key, value in case["values"].items()}, _d(case["unit"]))
    return {"shown": {key: str(value) for key, value in shown.items()}, "total": str(sum(shown.values()))}


def _material(case: Case) -> Case:
    rules = Materiality(abs=_d(case["abs_min"]), pct=_d(case["pct_min"]), mode=cast(Literal["and", "or"], case["mode"]))
    unknown = case["rel_pct"] == "n.m."
    given = Variance(_d(case["abs"]), None if unknown else _d(case["rel_pct"]), "zero_base" if unknown else "", "favourable")
    return {"material": is_material(given, rules)}


def _contribution(case: Case) -> Case:
    parts = [Part(one["id"], _d(one["actual"]), _d(one["target"])) for one in case["units"]]
    rows = unit_contributions(parts)
    actual, target = (total([_d(one[name]) for one in case["units"]]) for name in ("actual", "target"))
    return {
        "abs": {row.subject_id: str(half_up(row.variance)) for row in rows}, "total_abs": str(half_up(actual - target)),
        "pp_of_total_target_1dp": {row.subject_id: str(row.pp_of_target) for row in rows},
        "total_pct_1dp": str(total_percent(actual, target)),
    }


RUN: dict[str, Callable[[Case], Case]] = {
    "variance": _variance, "pp_variance": _points, "run_rate": _run_rate, "ytd_ratio": _to_date, "rate_mix": _rate_mix,
    "pvm": _price_volume, "largest_remainder": _rounded, "materiality": _material, "subunit_contribution": _contribution,
}


@pytest.mark.parametrize(("case_id", "topic", "given", "expected"), _cases())
def test_golden(case_id: str, topic: str, given: Case, expected: Case) -> None:
    assert RUN[topic](given) == expected
