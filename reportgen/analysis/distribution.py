"""Grades of a population: spread, cuts, movement, order (docs/method/variance.md, "Distribution"). Quotas: ``quotas``."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from reportgen.model.analysis import GradeMove, HistogramBin, NearCut, PayoutByGrade
from reportgen.model.policy import GradeBand
from reportgen.model.rounding import EXACT, half_up

HUNDRED = Decimal(100)
BIN_WIDTH = Decimal(5)
NEAR = Decimal("1.00")
MOST_INVERSIONS = 100


@dataclass(frozen=True, slots=True)
class Rated:
    """A rated person: the printed final, the grade, and what is known of the period before and of pay."""

    subject_id: str
    final: Decimal
    grade: str
    prior_final: Decimal | None = None
    prior_grade: str = ""
    target_bonus: Decimal | None = None
    payable: Decimal | None = None
    unit_id: str = ""
    job_family: str = ""


def histogram(finals: Sequence[Decimal], width: Decimal = BIN_WIDTH) -> tuple[HistogramBin, ...]:
    """Bins of equal width on multiples of it, from the one of the lowest to the one of the highest final, none left out."""
    counts = Counter(int(final // width) for final in finals)
    if not counts:
        return ()
    return tuple(
        HistogramBin(width * index, width * (index + 1), counts[index]) for index in range(min(counts), max(counts) + 1)
    )


def near_cuts(people: Sequence[Rated], bands: Sequence[GradeBand], within: Decimal = NEAR) -> tuple[NearCut, ...]:
    """People whose final is at most ``within`` points from a grade's lower border, nearest first.

    The lowest band's border is no cut. ``ties`` is the number of people with the very same final, themselves included.
    """
    borders = sorted(band.min for band in bands)[1:]
    same = Counter(person.final for person in people)
    found = []
    for person in people:
        for border in borders:
            distance = EXACT.subtract(person.final, border)
            if abs(distance) <= within:
                found.append(NearCut(person.subject_id, person.final, person.grade, border, distance, same[person.final]))
    return tuple(sorted(found, key=lambda cut: (abs(cut.distance), -cut.border, cut.subject_id)))


def grade_moves(people: Sequence[Rated], scale: Sequence[str]) -> tuple[GradeMove, ...]:
    """How many went from each grade to each grade, of those who had one before; in the order of the scale."""
    counts = Counter((person.prior_grade, person.grade) for person in people if person.prior_grade and person.grade)
    place = {grade: index for index, grade in enumerate(scale)}
    order = sorted(counts, key=lambda move: [(place.get(grade, len(place)), grade) for grade in move])
    return tuple(GradeMove(before, after, counts[before, after]) for before, after in order)


def order_agreement(
    people: Sequence[Rated], scale: Sequence[str]
) -> tuple[Decimal | None, tuple[tuple[str, str], ...], int]:
    """Kendall's tau between final and grade (best first in ``scale``), the widest inversions, and how many there are.

    Pairs that are equal in final or grade say nothing and are left out: (agreeing - disagreeing) / (both), two decimals; 1
    when nobody stands above a better final; None without a pair. An inversion is (better grade, better final), the
    widest gap of finals first, then by ids, at most a hundred.
    """
    place = {grade: index for index, grade in enumerate(scale)}
    groups: dict[int, list[Rated]] = {}
    for person in people:
        if person.grade in place:
            groups.setdefault(place[person.grade], []).append(person)
    agree, disagree = 0, 0
    inversions: list[tuple[Decimal, str, str]] = []
    worse: list[Rated] = []
    for rank in sorted(groups, reverse=True):
        worse.sort(key=lambda person: person.final)
        finals = [person.final for person in worse]
        for person in groups[rank]:
            above = bisect_right(finals, person.final)
            agree += bisect_left(finals, person.final)
            disagree += len(finals) - above
            widest = worse[max(above, len(worse) - MOST_INVERSIONS):]
            inversions += [(person.final - other.final, person.subject_id, other.subject_id) for other in widest]
        worse += groups[rank]
    pairs = agree + disagree
    tau = half_up(EXACT.divide(Decimal(agree - disagree), Decimal(pairs))) if pairs else None
    return tau, tuple((better, other) for _, better, other in sorted(inversions)[:MOST_INVERSIONS]), disagree


def payout_by_grade(people: Sequence[Rated], scale: Sequence[str]) -> tuple[PayoutByGrade, ...]:
    """Payable over target bonus per grade, in percent: the sum over the sum, of those who have both."""
    found = []
    for grade in scale:
        paid = [(p.target_bonus, p.payable) for p in people if p.grade == grade]
        both = [(target, payable) for target, payable in paid if target is not None and payable is not None]
        if not both:
            continue
        target, payable = sum((pair[0] for pair in both), Decimal(0)), sum((pair[1] for pair in both), Decimal(0))
        percent = half_up(EXACT.divide(EXACT.multiply(HUNDRED, payable), target)) if target > 0 else None
        found.append(PayoutByGrade(grade, len(both), target, payable, percent))
    return tuple(found)
