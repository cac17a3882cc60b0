"""The formula of each scoring method with its numbers: what ``scoring/exact`` computes, written out (docs/explain.md)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, localcontext
from itertools import pairwise

from reportgen.model.rounding import EXACT
from reportgen.scoring.exact import bands, points, ratings
from reportgen.scoring.exact.attainment import attainment, distance, meets
from reportgen.scoring.exact.line import HUNDRED, ZERO, DomainError, Line, decimal_of
from reportgen.scoring.exact.methods import METHODS
from reportgen.scoring.expression import Figure, least, most, number, total

#: The rule of each method (domain names), as a trace prints it.
RULES: Mapping[str, str] = {
    "ratio": "M1", "inverse": "M1", "binary": "M2", "step": "M3", "add_subtract": "M4", "interpolation": "M5", "efficacy": "M6",
    "on_target": "M7", "range": "M7b", "deduction": "M8", "milestone": "M9", "rating": "M10", "outcome": "M11",
    "progress": "M12", "rank": "M13", "prescored": "M14",
}


@dataclass(frozen=True, slots=True)
class Formula:
    """A figure with the key and the parameters of its words."""

    key: str
    figure: Figure
    params: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Operands:
    """A line and its actual and target as they are to print in formulas."""

    line: Line
    actual: Figure
    target: Figure | None


def attained(given: Operands) -> Formula | None:
    """The attainment by direction (M0); None where the line has none."""
    line, actual, target = given.line, given.actual, given.target
    if target is None or line.target is None or line.actual is None or line.direction not in ("higher", "lower", "target"):
        return None
    hundred = number(HUNDRED)
    if line.target == 0:
        value = attainment(line)
        assert value is not None
        return Formula("att_zero", number(value))
    if line.direction == "target":
        return Formula("att_target", hundred - _gap(actual, target) * hundred / _size(target))
    if line.target > 0 and line.direction == "higher":
        return Formula("att_higher", hundred * actual / target)
    if line.target > 0:
        return Formula("att_lower", number(200) - hundred * actual / target)
    gap = actual - target if line.direction == "higher" else target - actual
    return Formula(f"att_signed_{line.direction}", hundred + gap * hundred / _size(target))


def scored(given: Operands) -> Formula | None:
    """The score before cap and floor; None where the method says nothing. Raises DomainError as the method does."""
    formula = _FORMULAS.get(given.line.method)
    if formula is None:
        return None
    with localcontext(EXACT):
        return formula(given)


def _gap(actual: Figure, target: Figure) -> Figure:
    """|A - T| without bars: the larger less the smaller."""
    return actual - target if actual.value >= target.value else target - actual


def _size(figure: Figure) -> Figure:
    """|T|: the number without its sign."""
    return figure if figure.value >= 0 else number(-figure.value)


def _needed(given: Operands) -> Figure:
    if given.target is None:
        raise DomainError("target", "E-TARGET-MISSING")
    return given.target


def _ratio(given: Operands) -> Formula | None:
    found = attained(given)
    least_pct = given.line.params.get("min_attainment")
    if found is not None and least_pct is not None and found.figure.value < given.line.number("min_attainment"):
        return Formula("ratio_below", number(0), {"least": f"{decimal_of(least_pct):f}"})
    return None if found is None else Formula("ratio", number(found.figure.value))


def _inverse(given: Operands) -> Formula:
    if given.actual.value == 0:
        return Formula("inverse_zero", number(given.line.cap))
    return Formula("inverse", number(HUNDRED) * _needed(given) / given.actual)


def _on_base(line: Line, mark: Figure, full: Decimal) -> Figure:
    """Points on the 100 scale; a base of 100 is not written out."""
    base = line.number("base", full)
    return mark if base == HUNDRED else mark * number(HUNDRED) / number(base)


def _binary(given: Operands) -> Formula:
    line = given.line
    assert line.actual is not None
    met = meets(line, line.actual)
    full = line.number("full", 100)
    return Formula("binary_met" if met else "binary_missed", _on_base(line, number(full if met else ZERO), full))


def _step(given: Operands) -> Formula:
    line = given.line
    lower = bands.reads_lower(line, "attainment")
    table = bands.pairs_of(line.params.get("bands"), "bands")
    value = bands.measured(line, "attainment")
    score = bands.step_score(table, value, lower)
    edges = sorted((edge for edge, _ in table), reverse=not lower)
    edge = next((edge for edge in edges if ((value <= edge) if lower else (value >= edge))), None)
    where = {"x": number(value).text, "edge": "" if edge is None else number(edge).text}
    key = "step_outside" if edge is None else "step_upto" if lower else "step_from"
    return Formula(key, number(score), where)


def _add_subtract(given: Operands) -> Formula:
    line = given.line
    deviation, step = points.deviation_of(line)
    mode = str(line.params.get("mode", "whole"))
    if line.params.get("negative_target") and (line.target or ZERO) < 0:
        return _planned_loss(line)
    count = points.steps_of(deviation, step, mode)
    up = deviation >= 0
    size = number(abs(deviation)) / number(step) if mode == "proportional" else number(count)
    mark = size * number(line.number("points_up" if up else "points_down", 1))
    limit = line.params.get("max_up" if up else "max_down")
    if limit is not None:
        mark = least(mark, number(decimal_of(limit)))
    base = line.number("base", 100)
    score = number(base) + mark if up else number(base) - mark
    words = {"dev": number(deviation).text, "step": number(step).text, "count": number(count).text}
    unit = "" if line.params.get("step") is not None else "_pct"
    return Formula(f"add_subtract{unit}", _on_base(line, score, base), words)


def _planned_loss(line: Line) -> Formula:
    excess, delta, grade = points.negative_target(line)
    base = line.number("base", 100)
    mark = number(base) + number(delta) if delta >= 0 else number(base) - number(-delta)
    words = {"excess": number(excess).text, "grade": grade}
    return Formula("planned_loss", mark * number(HUNDRED) / number(base), words)


def _interpolation(given: Operands) -> Formula:
    line = given.line
    lower = bands.reads_lower(line, "actual")
    curve = bands.points_of(line)
    on_actual = str(line.params.get("on", "actual")) == "actual"
    x = given.actual if on_actual else number(bands.measured(line, "actual"))
    sign = -1 if lower else 1
    first, last = curve[0], curve[-1]
    below = line.params.get("below", 0)
    if sign * x.value >= sign * last[0]:
        return Formula("curve_last", number(last[1]), {"x": x.text, "edge": number(last[0]).text})
    if sign * x.value < sign * first[0]:
        words = {"x": x.text, "edge": number(first[0]).text}
        if below == "clamp":
            return Formula("curve_clamp", number(first[1]), words)
        if below == "extrapolate":
            return Formula("curve_extrapolated", most(number(0), _segment(first, curve[1], x)))
        return Formula("curve_below", number(decimal_of(below, "below")), words)
    a, b = next(pair for pair in reversed(list(pairwise(curve))) if sign * pair[0][0] <= sign * x.value)
    listed = " ".join(f"{number(place).text}\u2192{number(score).text}" for place, score in curve)
    return Formula("curve", _segment(a, b, x), {"points": listed})


def _segment(a: tuple[Decimal, Decimal], b: tuple[Decimal, Decimal], x: Figure) -> Figure:
    (x0, s0), (x1, s1) = ((number(one), number(two)) for one, two in (a, b))
    return s0 + (x - x0) / (x1 - x0) * (s1 - s0)


def _efficacy(given: Operands) -> Formula:
    if given.line.threshold is None:
        raise DomainError("threshold")
    target, refused = _needed(given), number(given.line.threshold)
    return Formula("efficacy", number(60) + number(40) * (given.actual - refused) / (target - refused))


def _on_target(given: Operands) -> Formula | None:
    return attained(given) if given.line.direction == "target" else attained(
        Operands(_aimed(given.line), given.actual, given.target)
    )


def _aimed(line: Line) -> Line:
    return Line(method=line.method, direction="target", target=line.target, actual=line.actual)


def _range(given: Operands) -> Formula:
    line = given.line
    assert line.actual is not None
    away = distance(line.range_lo, line.range_hi, line.actual)
    edges = {"lo": _edge(line.range_lo), "hi": _edge(line.range_hi)}
    if away == 0:
        return Formula("range_inside", number(HUNDRED), edges)
    side = line.params.get("zero_distance_lo" if away < 0 else "zero_distance_hi", line.params.get("zero_distance"))
    zero = line.zero_distance if side is None else decimal_of(side, "zero_distance")
    edge = line.range_lo if away < 0 else line.range_hi
    if zero is None or zero <= 0 or edge is None:
        raise DomainError("zero_distance", "E-RANGE")
    gap = number(edge) - given.actual if away < 0 else given.actual - number(edge)
    return Formula("range_outside", number(HUNDRED) - number(HUNDRED) * gap / number(zero), edges)


def _edge(value: Decimal | None) -> str:
    return "\u2014" if value is None else number(value).text


def _deduction(given: Operands) -> Formula:
    line = given.line
    full, free = line.number("full", 100), line.number("free_events", 0)
    events = most(given.actual - number(free), number(0)) if free else given.actual
    mark = number(full) - number(line.number("per_event")) * events
    if line.params.get("floor") is not None:
        mark = most(mark, number(line.number("floor")))
    return Formula("deduction", _on_base(line, mark, full))


def _milestone(given: Operands) -> Formula:
    line = given.line
    found = line.params.get("milestones")
    if not isinstance(found, list):
        raise DomainError("milestones")
    parts = []
    for place, item in enumerate(found):
        done = item.get("completion")
        share = decimal_of(done) if done is not None else min(Decimal(1), max(ZERO, (line.actual or ZERO) - place))
        parts.append(number(decimal_of(item.get("weight"))) * number(share))
    mark = total(parts)
    late = line.number("late_days", 0)
    if late:
        mark = mark - number(late) * number(line.number("late_points_per_day", 0))
    return Formula("milestone", mark)


def _rating(given: Operands) -> Formula:
    raters = given.line.params.get("raters")
    if raters is None:
        key = "rating" if given.line.params.get("map") is None else "rating_map"
        return Formula(key, number(ratings.rating(given.line)), {"x": given.actual.text})
    pairs = sorted(((_number(item, "score"), _number(item, "weight")) for item in raters), key=lambda pair: pair[0])
    counted = pairs[1:-1] if len(pairs) >= 5 else pairs
    weights = total(number(weight) for _, weight in counted)
    key = "raters_trimmed" if len(pairs) >= 5 else "raters"
    return Formula(key, total(number(score) * number(weight) for score, weight in counted) / weights)


def _number(rater: object, name: str) -> Decimal:
    """A rater's score or weight; a bare number is a score of weight 1."""
    if isinstance(rater, Mapping):
        return decimal_of(rater.get(name, 1))
    return decimal_of(rater) if name == "score" else Decimal(1)


def _outcome(given: Operands) -> Formula:
    return Formula("outcome", number(ratings.outcome(given.line)), {"x": given.actual.text})


def _progress(given: Operands) -> Formula:
    if given.line.baseline is None:
        raise DomainError("baseline")
    start = number(given.line.baseline)
    return Formula("progress", (given.actual - start) * number(HUNDRED) / (_needed(given) - start))


def _rank(given: Operands) -> Formula:
    line = given.line
    return Formula("rank", number(METHODS["rank"].score(line)), {"x": str(line.rank), "n": str(line.peers)})


def _prescored(given: Operands) -> Formula:
    scale = given.line.number("scale_max", 100)
    if scale == HUNDRED:
        return Formula("prescored", given.actual)
    return Formula("prescored_scale", given.actual * number(HUNDRED) / number(scale))


_FORMULAS: Mapping[str, Callable[[Operands], Formula | None]] = {
    "ratio": _ratio, "inverse": _inverse, "binary": _binary, "step": _step, "add_subtract": _add_subtract,
    "interpolation": _interpolation, "efficacy": _efficacy, "on_target": _on_target, "range": _range, "deduction": _deduction,
    "milestone": _milestone, "rating": _rating, "outcome": _outcome, "progress": _progress, "rank": _rank,
    "prescored": _prescored,
}
