"""What the next grade needs: per line the actual that would lift the final to the grade's minimum, the others unchanged.

Arithmetic, no forecast (docs/explain.md, "What the next grade needs"). The total has to rise by the gap as it is printed;
the actual is rounded to the KPI's decimals on the safe side and checked with the method itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal, localcontext
from typing import Any

from reportgen.model.policy import Rules
from reportgen.model.results import joined_ids
from reportgen.model.rounding import EXACT, half_up
from reportgen.policy.conditions import ConditionError, Expression, Measure, Value, evaluate, names, parse
from reportgen.scoring.exact import points
from reportgen.scoring.exact.line import HUNDRED, ZERO, DomainError, Line, Outcome
from reportgen.scoring.exact.methods import score_line
from reportgen.scoring.grades import best_first
from reportgen.scoring.line_scores import line_of
from reportgen.scoring.needs_inverse import candidates, inverse_of, way_of
from reportgen.scoring.trace_steps import completed, exact, printed

Row = Mapping[str, Any]
CENT = Decimal("0.01")
#: Places up to which a score must reach what is wanted: far finer than any printed figure, coarser than float noise.
_PLACES = 9
_DOUBLINGS = 48


@dataclass(frozen=True, slots=True)
class Need:
    """What one line would have to reach: its score, and the actual that gives it. ``reachable`` is false where none does."""

    score: Decimal
    actual: Decimal | None = None
    reachable: bool = False


@dataclass(frozen=True, slots=True)
class Lock:
    """A closed gate that holds the grade below the one wanted; the line of a KPI that it reads may open it."""

    condition: Expression
    kpis: frozenset[str]


def needs(rows: Sequence[Row], card: Row, minimum: Decimal, rules: Rules) -> tuple[Need | None, ...]:
    """For each row of one subject what would lift the final to ``minimum`` (2 decimals), the other rows unchanged.

    None for lines that are not scored. ``rows`` and ``card`` are those of the results frames.
    """
    if card["final"] is None or card["total"] is None:
        return (None,) * len(rows)
    with localcontext(EXACT):
        wanted = total_for(card, minimum, rules)
        locks = _locks(card, minimum, rules)
        subject = _Subject(rows, wanted, locks)
        return tuple(subject.need(place) for place in range(len(rows)))


def total_for(card: Row, minimum: Decimal, rules: Rules) -> Decimal | None:
    """The KPI total (2 decimals) at which the final is ``minimum``: link and points taken back; None where none is enough."""
    least = minimum.quantize(CENT, rounding=ROUND_CEILING)
    out = joined_ids(card.get("knock_outs"))
    held = [rule.max_score for rule in rules.knock_outs if rule.event in out and rule.max_score is not None]
    if held and min(held) < least:
        return None
    gap = least - printed(card["final"])
    before, total = printed(card["final_before_link"]), printed(card["total"])
    if card.get("link_score") is not None and card.get("link_weight"):
        own = HUNDRED - exact(card["link_weight"])
        if own <= 0:
            return None
        gap = (gap * HUNDRED / own).quantize(CENT, rounding=ROUND_CEILING)
    if before + gap > rules.scoring.total_cap:
        return None
    extra = exact(card["bonus_points"] or 0.0) - exact(card["penalty_points"] or 0.0)
    if half_up(total + extra) == before:
        return total + gap
    return (before + gap - extra).quantize(CENT, rounding=ROUND_CEILING)


def _locks(card: Row, minimum: Decimal, rules: Rules) -> list[Lock] | None:
    """Closed gates below the wanted grade; None where a knock-out or a limit of the method holds it for good."""
    bands = best_first(rules.grades)
    place = {band.grade: index for index, band in enumerate(bands)}
    wanted = next((index for index, band in enumerate(bands) if minimum >= band.min), len(bands) - 1)
    out = [rule.max_grade for rule in rules.knock_outs if rule.event in joined_ids(card.get("knock_outs"))]
    if any(grade is not None and place.get(grade, 0) > wanted for grade in out):
        return None
    locks = []
    for gate in rules.gates:
        if gate.id in joined_ids(card.get("gates")) and gate.max_grade is not None and place.get(gate.max_grade, 0) > wanted:
            try:
                condition = parse(gate.when)
            except ConditionError:
                return None
            read = frozenset(one.kpi for one in names(condition) if one.scope == "person" and one.kpi is not None)
            locks.append(Lock(condition, read))
    return locks


@dataclass
class _Subject:
    """All rows of a subject, the total wanted, and the gates that are closed."""

    rows: Sequence[Row]
    wanted: Decimal | None
    locks: list[Lock] | None

    def __post_init__(self) -> None:
        self._given = [completed(row) for row in self.rows]
        self._scores = [_exact_score(row) for row in self._given]

    def need(self, place: int) -> Need | None:
        row = self._given[place]
        if row["direction"] == "none" or not row["weight"]:
            return None
        score = None if self.wanted is None else self._score_for(place)
        if score is None or self.locks is None:
            return Need(ZERO)
        if any(row["kpi_id"] not in lock.kpis for lock in self.locks) or score > exact(row["cap"]):
            return Need(score)
        return _Search(row, score, self._opens).found()

    def _score_for(self, place: int) -> Decimal | None:
        """The score of this line at which the unrounded total is the one wanted: the total is a straight line of it."""
        assert self.wanted is not None
        none, full = self._total(place, ZERO), self._total(place, HUNDRED)
        if none is None or full is None or full == none:
            return None
        counted, before = self._scores[place], self._total(place, self._scores[place])
        wanted = self.wanted
        if counted is not None and before is not None:
            wanted = before + self.wanted - half_up(before)
        return (wanted - none) * HUNDRED / (full - none)

    def _total(self, place: int, score: Decimal | None) -> Decimal | None:
        """The unrounded total with another score on one line."""
        sums: dict[str, Decimal] = {}
        weights: dict[str, Decimal] = {}
        shares: dict[str, Decimal] = {}
        for index, row in enumerate(self._given):
            value = score if index == place else self._scores[index]
            if value is None or row["direction"] == "none" or not row["weight"]:
                continue
            segment = row.get("segment") or ""
            weight = exact(row["weight"])
            sums[segment] = sums.get(segment, ZERO) + weight * value
            weights[segment] = weights.get(segment, ZERO) + weight
            shares[segment] = exact(row.get("share") or 1.0)
        whole = sum(shares.values(), ZERO)
        return sum((shares[name] * sums[name] / weights[name] for name in sums), ZERO) / whole if whole else None

    def _opens(self, row: Row, outcome: Outcome, actual: Decimal) -> bool:
        """True when no gate stays closed with this outcome on the row."""
        def read(measure: Measure) -> Value | None:
            if measure.kpi is None or measure.scope != "person":
                return None
            if measure.kpi == row["kpi_id"]:
                values = {"attainment": outcome.attainment, "score": outcome.score, "actual": actual}
                value = values.get(measure.field)
                return value if value is None or measure.field == "actual" else half_up(value)
            other = next((item for item in self._given if item["kpi_id"] == measure.kpi), None)
            column = {"attainment": "attainment_pct"}.get(measure.field, measure.field)
            return None if other is None or other[column] is None else exact(other[column])

        return all(evaluate(lock.condition, read) is False for lock in self.locks or ())


def _exact_score(row: Row) -> Decimal | None:
    """The unrounded score that counts; None for a line that does not."""
    if row["counted_weight"] is None:
        return None
    if row["score_raw"] is None:
        return HUNDRED if row.get("assumed") == "target" else ZERO
    if row["method"] != "prescored":
        try:
            score = score_line(line_of(row)).score
        except (DomainError, ArithmeticError, KeyError, TypeError, ValueError):
            score = None
        if score is not None and half_up(score) == printed(row["score"]):
            return score
    return exact(row["score_raw"])


@dataclass(frozen=True)
class _Search:
    """The actual nearest to the present one, on the grid of the KPI's decimals, whose score is enough."""

    row: Row
    score: Decimal
    opens: Any

    def found(self) -> Need:
        try:
            line = line_of(self.row)
            if line.method == "milestone" and points.milestones_known(line):
                return self._of_milestones(line)
            listed = candidates(line)
            actual = self._listed(line, listed) if listed is not None else self._on_grid(line)
        except (DomainError, ArithmeticError, KeyError, TypeError, ValueError):
            return Need(self.score)
        return Need(self.score, actual, actual is not None)

    def _of_milestones(self, line: Line) -> Need:
        """Milestones whose completions are recorded: the score itself, up to that of all of them done, late days as they are."""
        late = line.number("late_days", 0) * line.number("late_points_per_day", 0)
        if self.score > HUNDRED - late:
            return Need(self.score)
        return Need(self.score, _rounded(self.score, Decimal(1).scaleb(-int(self.row.get("decimals") or 0)), 1), True)

    def _enough(self, line: Line, actual: Decimal) -> bool:
        try:
            outcome = score_line(replace(line, actual=actual))
        except (DomainError, AssertionError):
            return False
        if outcome.score is None or half_up(outcome.score, _PLACES) < half_up(self.score, _PLACES):
            return False
        return bool(self.opens(self.row, outcome, actual))

    def _listed(self, line: Line, listed: Sequence[Decimal]) -> Decimal | None:
        """The least of the known ratings or outcomes that is enough."""
        scored = [
            (outcome.score, actual) for actual in listed
            if self._enough(line, actual) and (outcome := score_line(replace(line, actual=actual))).score is not None
        ]
        return min(scored, key=lambda pair: pair[0] or ZERO)[1] if scored else None

    def _on_grid(self, line: Line) -> Decimal | None:
        if line.method == "rank":
            return None
        way, step = way_of(line), Decimal(1).scaleb(-int(self.row.get("decimals") or 0))
        start = inverse_of(line, self.score)
        if start is not None:
            first = _rounded(start, step, way)
            for guess in (first, first + way * step):
                if self._enough(line, guess):
                    return guess if not self._enough(line, guess - way * step) else self._bisected(line, step, way, guess)
        return self._searched(line, step, way)

    def _searched(self, line: Line, step: Decimal, way: int) -> Decimal | None:
        """Walk away from the present actual in growing strides until it is enough, then halve."""
        origin = line.actual if line.actual is not None else line.target if line.target is not None else ZERO
        base = _rounded(origin, step, way)
        stride = step
        for _ in range(_DOUBLINGS):
            if self._enough(line, base + way * stride):
                return self._bisected(line, step, way, base + way * stride, base)
            stride *= 2
        return None

    def _bisected(self, line: Line, step: Decimal, way: int, good: Decimal, bad: Decimal | None = None) -> Decimal:
        """The grid point nearest to ``bad`` that is enough."""
        if bad is None:
            bad = line.actual if line.actual is not None else good - way * step * 2**20
            bad = _rounded(bad, step, -way)
        while abs(good - bad) > step:
            middle = _rounded((good + bad) / 2, step, -way)
            if middle in (good, bad):
                break
            good, bad = (middle, bad) if self._enough(line, middle) else (good, middle)
        return good


def _rounded(value: Decimal, step: Decimal, way: int) -> Decimal:
    """On the grid, in the direction that is better."""
    clean = half_up(value, _PLACES)
    return clean.quantize(step, rounding=ROUND_CEILING if way > 0 else ROUND_FLOOR)
