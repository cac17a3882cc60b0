"""How a score came about, step by step: each an arithmetic expression that gives its result (docs/explain.md).

Rows are those of ``Scores.kpi_scores`` and ``scorecards``; lines of an ``Assessment`` carry a few columns more (targets
before proration, given scores), which are used where they are there.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from reportgen.model.policy import StatusRules
from reportgen.model.reward import TraceStep
from reportgen.model.rounding import half_up
from reportgen.scoring.exact.line import ZERO, DomainError, Line
from reportgen.scoring.exact.methods import METHODS
from reportgen.scoring.expression import Figure, least, most, number
from reportgen.scoring.line_scores import line_of
from reportgen.scoring.origin_rows import Origin
from reportgen.scoring.trace_methods import RULES, Formula, Operands, attained, scored
from reportgen.scoring.trace_steps import Draft, completed, exact, numbered, printed, same, tidy
from reportgen.scoring.trace_variance import COLUMNS, Reference, variances
from reportgen.scoring.trace_words import PARTIAL, STATES, STEPS, Pair

Row = Mapping[str, Any]
#: Method -> columns of the target that it reads beside the target itself.
_READ: Mapping[str, tuple[str, ...]] = {
    "interpolation": ("threshold", "stretch"), "efficacy": ("threshold",), "progress": ("baseline",),
}


@dataclass(frozen=True, slots=True)
class LineOrigins:
    """Where a line's actual and target came from, None where nobody looked; and what else the actual is compared with.

    ``method`` names the rows that chose the method and its parameters.
    """

    actual: Origin | None = None
    target: Origin | None = None
    others: tuple[Reference, ...] = ()
    method: tuple[str, ...] = ()


def references_of(
    row: Row, origins: Mapping[str, Origin | None] | None = None, labels: Mapping[str, str] | None = None,
    changed: Collection[str] = (),
) -> tuple[Reference, ...]:
    """The values that a row is compared with, beside the plan: those that it has, by the names of ``COLUMNS``."""
    known, named = origins or {}, labels or {}
    return tuple(
        Reference(name, exact(row[column]), known.get(name), named.get(name, ""), name in changed)
        for name, column in COLUMNS.items() if row.get(column) is not None
    )


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


def trace_line(
    row: Row, weights: Weights, origins: LineOrigins | None = None, status: StatusRules | None = None
) -> tuple[TraceStep, ...]:
    """One line: actual, target, attainment, method, cap, status, weight, weighted score, contribution, variances."""
    return numbered(line_drafts(row, weights, origins, status))


# ---------------------------------------------------------------------- one line
def line_drafts(
    row: Row, weights: Weights, origins: LineOrigins | None = None, status: StatusRules | None = None
) -> list[Draft]:
    """The steps of a line, unnumbered. ``status``: the limits of the colours, where the colour is to be explained."""
    given = completed(row)
    found = origins or LineOrigins()
    if found.actual is not None and row["actual"] is not None and same(found.actual.figure.value, exact(row["actual"])):
        given["shown_actual"] = tidy(found.actual.figure.value)
    steps = _measures(given, found)
    if given["direction"] != "none" and given["weight"]:
        steps += _scores(given, weights, found.method, status)
    return steps + variances(given, found.target, found.others or references_of(given))


def _measures(row: Row, origins: LineOrigins) -> list[Draft]:
    """Actual and target, with the rows they come from; of a roll-up first the values below."""
    steps = []
    if row["actual"] is not None:
        if origins.actual is not None and same(origins.actual.figure.value, exact(row["actual"])):
            steps += _below(origins.actual)
        steps.append(_actual(row, origins.actual))
    if row["target"] is not None:
        steps += _target(row, origins.target)
    sources = () if origins.target is None else origins.target.sources
    for name in _points(row):
        steps += _point(row, name, sources)
    return steps


def _below(origin: Origin) -> list[Draft]:
    """One step per unit or person whose value is rolled up."""
    return [
        Draft("SUB", part.origin.key, part.origin.figure, tidy(part.origin.figure.value), "", part.origin.params,
              part.origin.sources, title=part.name)
        for part in origin.parts
    ]


def _points(row: Row) -> tuple[str, ...]:
    """The other columns of the target that the method reads."""
    if row["direction"] == "range":
        return tuple(name for name in ("range_lo", "range_hi") if row[name] is not None)
    wanted = _READ.get(row["method"] or "", ())
    if row["method"] == "interpolation" and "points" in (row.get("params") or ""):
        return ()
    return tuple(name for name in wanted if row.get(name) is not None)


def _point(row: Row, name: str, sources: tuple[str, ...]) -> list[Draft]:
    full = row.get(f"full:{name}")
    figure = number(exact(row[name] if full is None else full))
    steps = [Draft("TGT", name, figure, tidy(figure.value), sources=sources)]
    if full is not None:
        whole = _prorated(row, name)
        steps.append(Draft("PRO", "prorated_point", whole, tidy(whole.value), "", {"point": STEPS[name][0]}, sources))
    return steps


def _status(row: Row, rules: StatusRules | None) -> list[Draft]:
    """The colour, looked up with the printed score."""
    if rules is None or not row.get("status") or row["score"] is None:
        return []
    key = {"green": "status_top", "amber": "status_middle"}.get(row["status"], "status_bottom")
    points, gain = rules.pp, row.get("status_gain")
    by_points = points is not None and gain is not None
    edges = points if points is not None and by_points else rules
    limits = {"green": number(edges.green).text, "amber": number(edges.amber).text}
    shown = exact(gain) if by_points else printed(row["score"])
    key = f"{key}_pp" if by_points else key
    streak = int(row.get("red_streak") or 0)
    note = ("", "")
    if streak > 1:
        late = ("\uff0c\u5df2\u5347\u7ea7", ", escalated") if streak >= rules.escalate_after else ("", "")
        note = f"\uff08\u8fde\u7eed{streak}\u671f{late[0]}\uff09", f" ({streak} in a row{late[1]})"
    figure = number(shown) if by_points else number(shown, 2)
    return [Draft("STAT", key, figure, shown, "pp" if by_points else "score", limits, note=note)]


def _actual(row: Row, origin: Origin | None) -> Draft:
    value = exact(row["actual"])
    if row["given_score"] is not None and row["actual_row"] is None:
        figure = number(value)
        return Draft("ACT", "actual_given", figure, tidy(value), sources=(f"scores!{row['given_row']}",))
    partial = row.get("state") == "partial" or bool(row.get("partial"))
    if origin is not None and same(origin.figure.value, value):
        note = PARTIAL if partial else ("", "")
        return Draft("ACT", origin.key, origin.figure, tidy(origin.figure.value), "", origin.params, origin.sources, note=note)
    sources = () if origin is None else origin.sources
    if row["divisor"] is not None:
        figure = number(exact(row["dividend"])) / number(exact(row["divisor"]))
        if same(figure.value, value):
            return Draft("ACT", "actual_parts", figure, tidy(figure.value), "", {"factor": "1"}, sources)
    key = "actual_partial" if partial else "actual_given"
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


def _scores(row: Row, weights: Weights, method: tuple[str, ...], status: StatusRules | None) -> list[Draft]:
    """Attainment, method, cap and floor, missing policy, status, weights."""
    steps: list[Draft] = []
    if row["score_uncapped"] is not None:
        steps, points = _scored(row, method)
        steps += _status(row, status)
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


def _scored(row: Row, method: tuple[str, ...] = ()) -> tuple[list[Draft], list[Figure]]:
    """The steps to the score, and the score as operands."""
    attainment, formula = _formulas(row)
    rule = RULES.get(row["method"], "M")
    uncapped, score = printed(row["score_uncapped"]), printed(row["score"])
    steps = []
    if attainment is not None:
        shown = half_up(attainment.figure.value)
        steps.append(Draft("ATT", attainment.key, attainment.figure, shown, "%", attainment.params))
    sources = (f"scores!{row['given_row']}",) if row["given_row"] is not None and row["method"] == "prescored" else method
    steps.append(Draft(rule, formula.key, formula.figure, uncapped, "score", formula.params, sources))
    whole = attainment.figure if attainment is not None and formula.key == "ratio" else formula.figure
    value = number(whole.value, 2)
    if uncapped != score:
        key = "cap" if score < uncapped else "floor"
        limit = number(exact(row[key]))
        held = (least if key == "cap" else most)(value, limit)
        counted = {"uncapped": number(uncapped, 2).text, "score": number(score, 2).text, "limit": limit.text}
        if key == "cap" and row.get("held_by"):
            key, counted = "cap_base", {**counted, "kpi": row["held_by"]}
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
    known = row.get("shown_actual") or row["actual"]
    actual = number(ZERO if known is None else exact(known))
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
    if policy == "renormalise" and row["state"] == "not_reported" and row.get("due") is False:
        return Draft("MISS", "missing_awaited", number(0), half_up(ZERO), "%", params, sources)
    if policy in ("zero", "target"):
        figure = number(100 if policy == "target" else 0, 2)
        return Draft("MISS", f"missing_{policy}", figure, half_up(figure.value), "score", params, sources)
    return Draft("MISS", f"missing_{policy}", number(0), half_up(ZERO), "%", params, sources)


def _weighted(row: Row, weights: Weights, points: Sequence[Figure]) -> list[Draft]:
    """Weight that counts, weighted score and contribution; one that was moved by 0.01 so that the table foots says so."""
    segment = row.get("segment") or ""
    source = (f"{'scores' if row.get('unlisted') else 'scorecards'}!{row['row_nr']}",) if row.get("row_nr") is not None else ()
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
