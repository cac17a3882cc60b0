"""How a score came about, step by step: each an arithmetic expression that gives its result (docs/explain.md).

Rows are those of ``Scores.kpi_scores`` and ``scorecards``; lines of an ``Assessment`` carry a few columns more (targets
before proration, given scores), which are used where they are there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from reportgen.model.reward import TraceStep
from reportgen.model.rounding import half_up
from reportgen.scoring.exact.line import ZERO, DomainError, Line
from reportgen.scoring.exact.methods import METHODS
from reportgen.scoring.expression import Figure, least, most, number
from reportgen.scoring.line_scores import line_of
from reportgen.scoring.origin_rows import Origin
from reportgen.scoring.trace_methods import RULES, Formula, Operands, attained, scored
from reportgen.scoring.trace_steps import Draft, completed, exact, numbered, printed, same, tidy
from reportgen.scoring.trace_variance import variances
from reportgen.scoring.trace_words import STATES, Pair

Row = Mapping[str, Any]
@dataclass(frozen=True, slots=True)
class LineOrigins:
    """Where a line's actual, target and comparisons came from; None where nobody looked."""

    actual: Origin | None = None
    target: Origin | None = None
    previous: Origin | None = None
    last_year: Origin | None = None


@dataclass(frozen=True, slots=True)
class Weights:
    """What the weights of a subject's lines add up to: per segment the weight that counts and the segment's share."""

    counted: Mapping[str, Decimal]
    share: Mapping[str, Decimal]

    @classmethod
    def of(cls, rows: Iterable[Row]) -> Weights:
        """From all rows of one subject."""
        counted: dict[str, Decimal] = {}
        share: dict[str, Decimal] = {}
        for row in rows:
            if row["counted_weight"] is not None:
                segment = row.get("segment") or ""
                counted[segment] = counted.get(segment, ZERO) + exact(row["weight"])
                share[segment] = exact(row.get("share") or 1.0)
        return cls(counted, share)

    @property
    def shares(self) -> Decimal:
        """Share of all segments that count."""
        return sum(self.share.values(), ZERO)

    def part(self, row: Row, points: Figure) -> Figure:
        """weight x points / weight that counts, and the segment's part of the whole where there are several."""
        segment = row.get("segment") or ""
        figure = number(exact(row["weight"])) * points / number(self.counted[segment])
        if self.share[segment] != self.shares:
            figure = figure * number(self.share[segment]) / number(self.shares)
        return figure


def trace_lines(rows: Sequence[Row], origins: Mapping[int, LineOrigins] | None = None) -> tuple[TraceStep, ...]:
    """Every line of one subject, numbered through. ``rows`` are all rows of the subject; ``origins`` by their place."""
    weights = Weights.of(rows)
    found = origins or {}
    return numbered([draft for place, row in enumerate(rows) for draft in line_drafts(row, weights, found.get(place))])


def trace_line(row: Row, weights: Weights, origins: LineOrigins | None = None) -> tuple[TraceStep, ...]:
    """One line: actual, target, attainment, method, cap, weight, weighted score, contribution, variances."""
    return numbered(line_drafts(row, weights, origins))


# ---------------------------------------------------------------------- one line
def line_drafts(row: Row, weights: Weights, origins: LineOrigins | None = None) -> list[Draft]:
    """The steps of a line, unnumbered."""
    given = completed(row)
    found = origins or LineOrigins()
    steps = _measures(given, found)
    if given["direction"] != "none" and given["weight"]:
        steps += _scores(given, weights)
    return steps + variances(given, found.target, found.previous, found.last_year)


def _measures(row: Row, origins: LineOrigins) -> list[Draft]:
    """Actual and target, with the rows they come from."""
    steps = []
    if row["actual"] is not None:
        steps.append(_actual(row, origins.actual))
    if row["target"] is not None:
        steps += _target(row, origins.target)
    sources = () if origins.target is None else origins.target.sources
    for name in ("range_lo", "range_hi"):
        if row[name] is not None and row["direction"] == "range":
            figure = number(exact(row[name]))
            steps.append(Draft("TGT", name, figure, tidy(figure.value), sources=sources))
    return steps


def _actual(row: Row, origin: Origin | None) -> Draft:
    value = exact(row["actual"])
    if row["given_score"] is not None and row["actual_row"] is None:
        figure = number(value)
        return Draft("ACT", "actual_given", figure, tidy(value), sources=(f"scores!{row['given_row']}",))
    if origin is not None and same(origin.figure.value, value):
        return Draft("ACT", origin.key, origin.figure, tidy(origin.figure.value), "", origin.params, origin.sources)
    sources = () if origin is None else origin.sources
    if row["divisor"] is not None:
        figure = number(exact(row["dividend"])) / number(exact(row["divisor"]))
        if same(figure.value, value):
            return Draft("ACT", "actual_parts", figure, tidy(figure.value), "", {"factor": "1"}, sources)
    key = "actual_partial" if row.get("state") == "partial" or row.get("partial") else "actual_given"
    return Draft("ACT", key, number(value), tidy(value), "", {"n": str(len(sources))}, sources)


def _target(row: Row, origin: Origin | None) -> list[Draft]:
    value = exact(row["target"])
    whole = value if row["full:target"] is None else exact(row["full:target"])
    words_: Mapping[str, str | Pair] = {"note": ("", "")}
    if origin is not None and same(origin.figure.value, whole):
        first = Draft("TGT", origin.key, origin.figure, tidy(origin.figure.value), "", origin.params, origin.sources)
    else:
        first = Draft("TGT", "target_given", number(whole), tidy(whole), "", words_, () if origin is None else origin.sources)
    if row["full:target"] is None:
        return [first]
    figure = _prorated(row, "target")
    return [first, Draft("PRO", "prorated", figure, tidy(figure.value), "", {}, first.sources)]


def _prorated(row: Row, name: str) -> Figure:
    return number(exact(row[f"full:{name}"])) * number(int(row["prorated_days"])) / number(int(row["window_days"]))


def _scores(row: Row, weights: Weights) -> list[Draft]:
    """Attainment, method, cap and floor, missing policy, weights."""
    steps: list[Draft] = []
    if row["score_uncapped"] is not None:
        steps, points = _scored(row)
    elif row.get("assumed"):
        steps, points = [_missing(row)], [number(100 if row["assumed"] == "target" else 0)]
    if row["counted_weight"] is None or not steps:
        return steps
    return [*steps, *_weighted(row, weights, points)]


def score_figures(row: Row) -> list[Figure]:
    """The score that counts: as a number of 12 places, then as the whole expression, for what lies that near a tie."""
    if row["score_raw"] is None:
        return [number(100 if row.get("assumed") == "target" else 0, 2)]
    given = completed(row)
    return _scored(given)[1]


def _scored(row: Row) -> tuple[list[Draft], list[Figure]]:
    """The steps to the score, and the score as operands."""
    attainment, formula = _formulas(row)
    rule = RULES.get(row["method"], "M")
    uncapped, score = printed(row["score_uncapped"]), printed(row["score"])
    steps = []
    if attainment is not None:
        shown = half_up(attainment.figure.value)
        steps.append(Draft("ATT", attainment.key, attainment.figure, shown, "%", attainment.params))
    sources = (f"scores!{row['given_row']}",) if row["given_row"] is not None and row["method"] == "prescored" else ()
    steps.append(Draft(rule, formula.key, formula.figure, uncapped, "score", formula.params, sources))
    whole = attainment.figure if attainment is not None and formula.key == "ratio" else formula.figure
    value = number(whole.value, 2)
    if uncapped != score:
        key = "cap" if score < uncapped else "floor"
        limit = number(exact(row[key]))
        held = (least if key == "cap" else most)(value, limit)
        counted = {"uncapped": number(uncapped, 2).text, "score": number(score, 2).text, "limit": limit.text}
        steps.append(Draft("CAP", key, held, score, "score", counted))
        return steps, [number(held.value, 2)]
    if row["method"] != "prescored" and not exact(row["floor"]) <= whole.value <= exact(row["cap"]):
        return steps, [number(max(exact(row["floor"]), min(exact(row["cap"]), value.value)), 2)]
    return steps, [value, whole]


def _formulas(row: Row) -> tuple[Formula | None, Formula]:
    """Attainment and score as formulas whose numbers give what is printed; operands in full where 12 places do not do."""
    uncapped = printed(row["score_uncapped"])
    if row["method"] == "prescored" and row["given_score"] is not None:
        figure = number(exact(row["given_score"]))
        if exact(row["given_scale"]) != 100:
            figure = figure * number(100) / number(exact(row["given_scale"]))
        return None, Formula("prescored" if exact(row["given_scale"]) == 100 else "prescored_scale", figure)
    as_scored = Formula("as_scored", number(exact(row["score_raw"] if row["score"] == row["score_uncapped"] else uncapped), 2))
    if half_up(as_scored.figure.value) != uncapped:
        as_scored = Formula("as_scored", number(uncapped, 2))
    try:
        line = line_of(row)
        for operands in _operands(row, line):
            method = METHODS[line.method]
            attainment = attained(operands) if method.has_attainment and not method.own_attainment else None
            score = scored(operands)
            if score is None or half_up(score.figure.value) != uncapped:
                continue
            if attainment is not None and half_up(attainment.figure.value) != printed(row["attainment_pct"]):
                continue
            return attainment, score
    except (DomainError, ArithmeticError, KeyError, TypeError, ValueError):
        return None, as_scored
    return None, as_scored


def _operands(row: Row, line: Line) -> list[Operands]:
    """The actual and the target as numbers; then as the expressions they were computed with."""
    actual = number(ZERO if row["actual"] is None else exact(row["actual"]))
    target = None if row["target"] is None else number(exact(row["target"]))
    found = [Operands(line, actual, target)]
    if row["divisor"] is not None or row["full:target"] is not None:
        full = number(exact(row["dividend"])) / number(exact(row["divisor"])) if row["divisor"] is not None else actual
        found.append(Operands(line, full, target if row["full:target"] is None else _prorated(row, "target")))
    return found


def _missing(row: Row) -> Draft:
    state: Pair = STATES.get(row["state"], (row["state"], row["state"]))
    params: Mapping[str, str | Pair] = {"state": state}
    sources = () if row["actual_row"] is None else (f"actuals!{row['actual_row']}",)
    policy = row["assumed"]
    if policy in ("zero", "target"):
        figure = number(100 if policy == "target" else 0, 2)
        return Draft("MISS", f"missing_{policy}", figure, half_up(figure.value), "score", params, sources)
    return Draft("MISS", f"missing_{policy}", number(0), half_up(ZERO), "%", params, sources)


def _weighted(row: Row, weights: Weights, points: Sequence[Figure]) -> list[Draft]:
    """Weight that counts, weighted score and contribution; one that was moved by 0.01 so that the table foots says so."""
    segment = row.get("segment") or ""
    source = (f"scorecards!{row['row_nr']}",) if row.get("row_nr") is not None and row["given_row"] is None else ()
    parted = weights.share[segment] != weights.shares
    plain = weights.counted[segment] == 100 and not parted
    counts = number(exact(row["weight"])) if plain else weights.part(row, number(100))
    key = "weight" if plain else "weight_segment" if parted else "weight_renormalised"
    steps = [Draft("WGT", key, counts, half_up(counts.value), "%", sources=source)]
    if row["weighted_score"] is not None:
        gaps = [point - number(100) for point in points]
        for rule, key, parts, column in (
            ("WSC", "weighted", points, "weighted_score"), ("CON", "contribution", gaps, "contribution"),
        ):
            figures = [weights.part(row, part) for part in parts]
            steps.append(_footed(rule, key, figures, printed(row[column])))
    return steps


def _footed(rule: str, key: str, figures: Sequence[Figure], shown: Decimal) -> Draft:
    """A part of the total as printed: plain, or moved by 0.01 so that the parts add up."""
    plain = next((figure for figure in figures if half_up(figure.value) == shown), None)
    if plain is not None:
        return Draft(rule, key, plain, shown, "score")
    moved = shown - half_up(figures[0].value)
    footed = figures[0] + number(moved) if moved > 0 else figures[0] - number(-moved)
    return Draft(rule, f"{key}_footed", footed, shown, "score")
