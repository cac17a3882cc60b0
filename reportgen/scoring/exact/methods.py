"""The registry of scoring methods: a new method is one function from Line to Decimal, an entry here, and its cases."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from reportgen.scoring.exact import bands, points, ratings
from reportgen.scoring.exact.attainment import attainment, inverse, unified
from reportgen.scoring.exact.line import ZERO, DomainError, Line, Outcome, clamp, exactly


@dataclass(frozen=True, slots=True)
class Method:
    """``score`` gives the score before cap and floor. ``own_attainment``: that score is the attainment too."""

    score: Callable[[Line], Decimal]
    own_attainment: bool = False
    needs_target: bool = True
    has_attainment: bool = True


def ratio(line: Line) -> Decimal:
    """100 x attainment (M1); below ``min_attainment`` 0."""
    target = line.need_target()
    if line.direction not in ("higher", "lower"):
        raise DomainError("direction")
    value = unified(line.sign, target, _actual(line))
    least = line.params.get("min_attainment")
    return ZERO if least is not None and value < line.number("min_attainment") else value


def inverse_ratio(line: Line) -> Decimal:
    """100 T / A where less is better; at A = 0 the cap (SCORE-07)."""
    target = line.need_target()
    if line.direction != "lower":
        raise DomainError("direction")
    value = inverse(target, _actual(line))
    return line.cap if value is None else value


def ranked(line: Line) -> Decimal:
    """The score of the rank among the peers (M13), or of the rank in percent of them (``by: percentile``)."""
    if line.rank is None or line.peers is None:
        raise DomainError("peers")
    percentile = line.params.get("by") == "percentile"
    reading = Decimal(line.rank) * 100 / line.peers if percentile else Decimal(line.rank)
    return bands.step_score(bands.pairs_of(line.params.get("bands"), "bands"), reading, lower=True)


METHODS: Mapping[str, Method] = {
    "ratio": Method(ratio),
    "inverse": Method(inverse_ratio, own_attainment=True),
    "binary": Method(points.binary),
    "step": Method(bands.step),
    "add_subtract": Method(points.add_subtract),
    "interpolation": Method(bands.interpolation),
    "efficacy": Method(bands.efficacy),
    "on_target": Method(bands.on_target, own_attainment=True),
    "range": Method(bands.range_score, own_attainment=True, needs_target=False),
    "deduction": Method(points.deduction, needs_target=False),
    "milestone": Method(points.milestone, needs_target=False, has_attainment=False),
    "rating": Method(ratings.rating, needs_target=False, has_attainment=False),
    "outcome": Method(ratings.outcome, needs_target=False, has_attainment=False),
    "progress": Method(bands.progress, own_attainment=True),
    "rank": Method(ranked, needs_target=False, has_attainment=False),
    "prescored": Method(ratings.as_given, needs_target=False),
}


@exactly
def score_line(line: Line) -> Outcome:
    """Attainment, score before and after cap and floor of one line; all ``None`` without an actual.

    Raises DomainError when the method cannot score the line.
    """
    method = METHODS.get(line.method)
    if method is None:
        raise DomainError(f"method {line.method}")
    if line.direction == "none":
        return Outcome(None, None, None)
    if line.actual is None and not (line.method == "milestone" and points.milestones_known(line)):
        return Outcome(None, None, None)
    if lacks_target(line):
        raise DomainError("target", "E-TARGET-MISSING")
    codes = _warnings(line)
    if line.method == "add_subtract" and line.params.get("negative_target") and (line.target or ZERO) < 0:
        return _negative_target(line, codes)
    uncapped = method.score(line)
    if method.own_attainment:
        reached = None if line.method == "inverse" and line.actual == 0 else uncapped
    else:
        reached = attainment(line) if method.has_attainment else None
    return Outcome(reached, uncapped, clamp(uncapped, line.floor, line.cap), codes)


def lacks_target(line: Line) -> bool:
    """True where the method reads a target (or a band) that is not there."""
    if line.direction == "range":
        return line.method in ("range", "binary") and line.range_lo is None and line.range_hi is None
    if line.target is not None or not METHODS[line.method].needs_target:
        return False
    if line.method == "interpolation":
        return line.params.get("points") is None
    return line.method != "step" or line.params.get("on") != "actual"


def _negative_target(line: Line, codes: tuple[str, ...]) -> Outcome:
    _, delta, grade = points.negative_target(line)
    base = line.number("base", 100)
    uncapped = 100 * (base + delta) / base
    return Outcome(attainment(line), uncapped, clamp(uncapped, line.floor, line.cap), codes, grade)


def _warnings(line: Line) -> tuple[str, ...]:
    """W-ZERO-TARGET and W-NEG-TARGET belong to the formulas that divide by the target."""
    if line.method not in ("ratio", "on_target") or line.target is None:
        return ()
    if line.target == 0:
        return ("W-ZERO-TARGET",)
    return ("W-NEG-TARGET",) if line.target < 0 else ()


def _actual(line: Line) -> Decimal:
    assert line.actual is not None
    return line.actual
