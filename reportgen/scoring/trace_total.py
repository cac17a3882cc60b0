"""How a subject's total, final and grade came about, step by step (docs/explain.md)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from reportgen.model.policy import GradeBand, Rules
from reportgen.model.results import joined_ids
from reportgen.model.reward import TraceStep
from reportgen.model.rounding import half_up
from reportgen.policy.conditions import ConditionError, names, parse
from reportgen.scoring.derived import OWN, Part
from reportgen.scoring.exact.line import ZERO
from reportgen.scoring.expression import Figure, least, most, number, percent, total
from reportgen.scoring.grades import best_first
from reportgen.scoring.trace import Weights, score_figures
from reportgen.scoring.trace_steps import Draft, exact, numbered, printed, tidy
from reportgen.scoring.trace_words import BANDS, NO_GRADES, Pair, filled

Row = Mapping[str, Any]
ONE = Decimal(1)
#: Types of events that stand for a rule where none is named.
_KINDS = ("bonus_points", "bonus", "penalty_points", "penalty")


@dataclass(frozen=True, slots=True)
class Parts:
    """What a subject's final is made of: its card, all its lines, the points that count, the rules, and names.

    ``link_unit`` names the organisation of the link, ``adjustment`` is the calibration's row, ``events`` are the subject's
    in the period (``reason_en`` of theirs serves English readers), ``derived`` what the total of a unit without lines is made of.
    """

    card: Row
    rows: Sequence[Row]
    rules: Rules
    points: Sequence[Row] = ()
    link_unit: Pair = ("", "")
    adjustment: Row | None = None
    events: Sequence[Row] = ()
    derived: Sequence[Part] = ()


def trace_total(parts: Parts) -> tuple[TraceStep, ...]:
    """KPI total, coverage, points, cap, link, knock-outs, grade, gates, calibration: every step that applies."""
    return numbered(total_drafts(parts))


def total_drafts(parts: Parts) -> list[Draft]:
    """The steps, unnumbered; without a total there is only the coverage."""
    steps = [*_kpi_total(parts), *_coverage(parts)]
    if parts.card["final"] is None:
        return steps
    return [*steps, *_points(parts), *_link(parts), *_grade(parts), *_limits(parts), *_calibration(parts), *_payout(parts)]


# ---------------------------------------------------------------------- totals
def _mean(rows: Sequence[Row], whole: bool = False) -> Figure:
    """The weighted mean of one segment; ``whole`` writes every score out as the expression that gives it."""
    weight = sum((exact(row["weight"]) for row in rows), ZERO)
    scores = [score_figures(row)[-1 if whole else 0] for row in rows]
    return total(number(exact(row["weight"])) * score for row, score in zip(rows, scores, strict=True)) / number(weight)


def _kpi_total(parts: Parts) -> Iterator[Draft]:
    if parts.card["total"] is None:
        return
    shown = printed(parts.card["total"])
    if parts.card.get("score_basis", OWN) != OWN:
        yield _derived(parts, shown)
        return
    counted = [row for row in parts.rows if row["counted_weight"] is not None]
    weights = Weights.of(counted)
    segments = {name: [row for row in counted if (row.get("segment") or "") == name] for name in weights.counted}
    means = {name: _mean(rows) for name, rows in segments.items()}
    if len(means) == 1:
        figure, key = next(iter(means.values())), "total"
        if half_up(figure.value) != shown:
            figure = _mean(counted, whole=True)
    elif means:
        for name, mean in means.items():
            segment = {"segment": name.strip("/") or "\u2014"}
            yield Draft("AGG-1", "segment", mean, half_up(mean.value), "score", segment, _lines(segments[name]))
        shares = [number(weights.share[name]) * number(means[name].value, 2) for name in means]
        figure = total(shares) / total(number(weights.share[name]) for name in means)
        key = "segments"
    else:
        return
    if half_up(figure.value) != shown:
        key, figure = "total_given", number(shown, 2)
    sources = _lines(counted) if len(means) == 1 else ()
    yield Draft("AGG-1" if key != "segments" else "AGG-2", key, figure, shown, "score", sources=sources)


def _derived(parts: Parts, shown: Decimal) -> Draft:
    """A total from the totals of people or units below, by their weight; the total alone where that is not what it is."""
    known = [(number(part.weight), number(exact(part.total), 2)) for part in parts.derived if part.total is not None]
    figure, sources = number(shown, 2), tuple(f"scorecards:{part.subject}" for part in parts.derived if part.total is not None)
    if known:
        mean = total(weight * score for weight, score in known) / total(weight for weight, _ in known)
        figure = mean if half_up(mean.value) == shown else figure
    return Draft("AGG-7", f"derived_{parts.card['score_basis']}", figure, shown, "score", sources=sources)


def _lines(rows: Sequence[Row]) -> tuple[str, ...]:
    """The scored lines that a total is made of."""
    return tuple(f"kpi_scores:{row['subject_id']}:{row['kpi_id']}" for row in rows)


def _coverage(parts: Parts) -> Iterator[Draft]:
    if parts.card["coverage_pct"] is None:
        return
    if parts.card.get("score_basis", OWN) != OWN:
        yield _derived_coverage(parts)
        return
    scored = [row for row in parts.rows if row["direction"] != "none" and row["weight"]]
    shares = {row.get("segment") or "": exact(row.get("share") or 1.0) for row in scored}
    reported = {name: total(
        number(exact(row["weight"])) for row in scored if (row.get("segment") or "") == name and row["score_raw"] is not None
    ) for name in shares}
    if len(shares) == 1:
        figure = next(iter(reported.values()))
    elif shares:
        figure = total(number(shares[name]) * reported[name] for name in shares) / total(number(item) for item in shares.values())
    else:
        return
    shown = printed(parts.card["coverage_pct"])
    if half_up(figure.value) != shown:
        figure = number(shown, 2)
    limit = parts.rules.scoring.min_coverage
    short = parts.card.get("graded_pct") is not None and exact(parts.card["graded_pct"]) < limit
    yield Draft("COV", "coverage_short" if short else "coverage", figure, shown, "%", {"limit": number(limit).text})


def _derived_coverage(parts: Parts) -> Draft:
    """How much of the weight below has a total."""
    shown, limit = printed(parts.card["coverage_pct"]), parts.rules.scoring.min_coverage
    counted = sum((part.weight for part in parts.derived if part.total is not None), ZERO)
    whole = sum((part.weight for part in parts.derived), ZERO)
    figure = number(shown, 2)
    if whole:
        share = number(counted) * number(100) / number(whole)
        figure = share if half_up(share.value) == shown else figure
    key = "coverage_derived_short" if shown < limit else "coverage_derived"
    return Draft("COV", key, figure, shown, "%", {"limit": number(limit).text})


def _points(parts: Parts) -> Iterator[Draft]:
    card, rules = parts.card, parts.rules.scoring
    bonus, penalty = exact(card["bonus_points"] or 0.0), exact(card["penalty_points"] or 0.0)
    for kind, value in (("bonus", bonus), ("penalty", penalty)):
        rows = [row for row in parts.points if row["kind"] == kind]
        if not rows or not (value or any(row["points"] for row in rows)):
            continue
        figure = total(number(exact(row["points"]), 2) for row in rows)
        key = kind
        if kind == "bonus" and figure.value > rules.bonus_points_cap:
            figure, key = least(figure, number(rules.bonus_points_cap)), "bonus_capped"
        reasons = {row["event_id"]: reason_of(row) for row in parts.events}
        listed = _joined([_entry(row, reasons.get(row["event_id"], reason_of(row))) for row in rows])
        sources = tuple(f"events:{row['event_id']}" for row in rows if row["event_id"])
        shown: dict[str, str | Pair] = {"rules": listed, "limit": number(rules.bonus_points_cap).text}
        yield Draft("AGG-3", key, figure, half_up(figure.value), "score", shown, sources)
    raw = number(printed(card["total"]), 2)
    if bonus or penalty:
        raw = raw + number(bonus, 2) - number(penalty, 2)
    before = printed(card["final_before_link"])
    limit = {"limit": number(rules.total_cap).text}
    if half_up(raw.value) != before:
        yield Draft("AGG-4", "points_capped", least(most(raw, number(0)), number(rules.total_cap)), before, "score", limit)
    elif bonus or penalty:
        yield Draft("AGG-4", "points", raw, before, "score")


def reason_of(row: Row) -> Pair:
    """The reason of an event or a calibration in both languages, as far as it was written in both."""
    chinese = row.get("reason") or ""
    return chinese, row.get("x:reason_en") or chinese


def _entry(row: Row, reason: Pair) -> Pair:
    """A line of points: its rule, where that is more than the kind of event, and why."""
    rule = "" if row["rule"] in _KINDS else row["rule"] or ""
    said = [" ".join(text for text in (rule, reason[side]) if text) or row["rule"] or "" for side in (0, 1)]
    return said[0], said[1]


def _joined(entries: Sequence[Pair]) -> Pair:
    return "\uff1b".join(entry[0] for entry in entries), "; ".join(entry[1] for entry in entries)


def _link(parts: Parts) -> Iterator[Draft]:
    card = parts.card
    now = printed(card["final_before_link"])
    if card.get("link_score") is not None and card.get("link_weight"):
        share = percent(exact(card["link_weight"]))
        figure = number(printed(card["link_score"]), 2) * share + number(now, 2) * (number(1) - share)
        now = half_up(figure.value)
        yield Draft("LINK", "link", figure, now, "score", {"unit": parts.link_unit}, (f"scorecards:{card['link_unit_id']}",))
    final = printed(card["final"])
    knocked = joined_ids(card.get("knock_outs"))
    held = [rule for rule in parts.rules.knock_outs if rule.event in knocked and rule.max_score is not None]
    if now != final and held:
        limit = min(rule.max_score for rule in held if rule.max_score is not None)
        ids = ", ".join(rule.event for rule in held)
        yield Draft("KO", "max_score", least(number(now, 2), number(limit)), final, "score", {"ids": ids})
    elif now != final:
        yield Draft("AGG-5", "final", number(final, 2), final, "score")


# ---------------------------------------------------------------------- grades
def _grade(parts: Parts) -> Iterator[Draft]:
    card, bands = parts.card, best_first(parts.rules.grades)
    final, grade = printed(card["final"]), card["grade_before_gates"]
    if not grade:
        reason = card.get("not_rated_reason") or "coverage"
        text = filled(NO_GRADES.get(reason, (reason, reason)), days=str(card.get("days") or 0))
        yield Draft("GRADE", "no_grade", number(final, 2), final, "score", {"reason": text})
        return
    place = next((place for place, band in enumerate(bands) if band.grade == grade), len(bands) - 1)
    yield _coefficient("GRADE", "grade", bands[place], {
        "grade": grade, "final": number(final, 2).text, "band": _band(bands, place),
    })


def _band(bands: Sequence[GradeBand], place: int) -> Pair:
    """Between which limits a grade lies, the best first."""
    low, high = number(bands[place].min).text, number(bands[place - 1].min).text if place else ""
    if len(bands) == 1:
        return BANDS["only"]
    if not place:
        return filled(BANDS["top"], low=low)
    return filled(BANDS["bottom"], high=high) if place == len(bands) - 1 else filled(BANDS["middle"], low=low, high=high)


def _coefficient(rule: str, key: str, band: GradeBand | None, params: Mapping[str, str | Pair],
                 sources: tuple[str, ...] = ()) -> Draft:
    figure = number(band.coefficient if band is not None else ZERO)
    return Draft(rule, key, figure, tidy(figure.value), "factor", params, sources)


def _limits(parts: Parts) -> Iterator[Draft]:
    """Knock-outs, then gates: the strictest grade that each allows."""
    card, bands = parts.card, best_first(parts.rules.grades)
    place = {band.grade: index for index, band in enumerate(bands)}
    grade = card["grade_before_gates"]
    if not grade:
        return
    allowed = {
        "knock_outs": {rule.event: rule.max_grade for rule in parts.rules.knock_outs},
        "gates": {gate.id: gate.max_grade for gate in parts.rules.gates},
    }
    for column, rule in (("knock_outs", "KO"), ("gates", "GATE")):
        ids = joined_ids(card.get(column))
        if not ids:
            continue
        known = [found for name in ids if (found := allowed[column].get(name)) in place]
        stands = card["grade_before_adjustment"] if column == "gates" else grade
        worst = max(known, key=lambda name: place[str(name)], default=None)
        after = worst if worst is not None and place[worst] > place[grade] else grade
        if column == "gates" and place.get(stands, 0) > place[after]:
            after = stands
        key = ("knock_out" if column == "knock_outs" else "gate") if after != grade else "limit_idle"
        shown = {"ids": ", ".join(ids), "before": grade, "after": after, "limit": worst or after,
                 "why": _why(parts, column, ids)}
        yield _coefficient(rule, key, bands[place[after]], shown, _happened(parts, ids) if rule == "KO" else ())
        grade = after


def _why(parts: Parts, column: str, ids: Sequence[str]) -> Pair:
    """What happened, or what the gates' conditions read: ``kpi('x').attainment = 88.10; kpi('x').attainment < 90``."""
    if column == "knock_outs":
        listed = ", ".join(ids)
        reasons = _joined([reason_of(row) for row in parts.events if _named(row) in ids and row.get("reason")])
        said = [f"\uff1a{reasons[0]}" if reasons[0] else "", f": {reasons[1]}" if reasons[1] else ""]
        return f"{listed}已发生{said[0]}", f"{listed} happened{said[1]}"
    texts = []
    for gate in parts.rules.gates:
        if gate.id in ids:
            texts += [*_read(parts.rows, gate.when), gate.when]
    text = "; ".join(texts) or ", ".join(ids)
    return text, text


def _named(event: Row) -> str:
    """What an event is called by a policy: its rule, else its type."""
    return str(event["rule"] or event["type"])


def _happened(parts: Parts, ids: Sequence[str]) -> tuple[str, ...]:
    return tuple(f"events:{row['event_id']}" for row in parts.events if _named(row) in ids and row["event_id"])


def _read(rows: Sequence[Row], condition: str) -> Iterator[str]:
    """The subject's own measures that a condition names, with their values."""
    try:
        measures = names(parse(condition))
    except ConditionError:
        return
    for measure in measures:
        column = {"attainment": "attainment_pct"}.get(measure.field, measure.field)
        row = next((row for row in rows if row["kpi_id"] == measure.kpi), None) if measure.scope == "person" else None
        if row is not None and row.get(column) is not None:
            yield f"{measure} = {number(exact(row[column]), 2).text}"


def _calibration(parts: Parts) -> Iterator[Draft]:
    card, row = parts.card, parts.adjustment
    before, after = card["grade_before_adjustment"], card["grade"]
    if not before or not after or before == after:
        return
    reason: Pair = ("\u2014", "\u2014")
    if row is not None:
        decided = " ".join(str(row[name]) for name in ("decided_by", "date") if row[name])
        reason = (f"{reason_of(row)[0]} {decided}".strip(), f"{reason_of(row)[1]} {decided}".strip())
    band = next((band for band in parts.rules.grades if band.grade == after), None)
    sources = (f"adjustments!{row['row_nr']}",) if row else ()
    yield _coefficient("ADJ", "calibrated", band, {"before": before, "after": after, "reason": reason}, sources)


def _payout(parts: Parts) -> Iterator[Draft]:
    """What gates and knock-outs leave of pay, where that is not everything."""
    card = parts.card
    if card.get("payout_factor") is None or exact(card["payout_factor"]) == ONE:
        return
    gates = [gate.payout_factor for gate in parts.rules.gates if gate.id in joined_ids(card.get("gates"))]
    out = [rule.payout_factor for rule in parts.rules.knock_outs if rule.event in joined_ids(card.get("knock_outs"))]
    factors = [number(item) for item in gates if item is not None]
    strictest = min((item for item in out if item is not None), default=None)
    if strictest is not None:
        factors.append(number(strictest))
    figure = factors[0] if factors else number(exact(card["payout_factor"]))
    for factor in factors[1:]:
        figure = figure * factor
    yield Draft("PAYOUT", "payout", figure, tidy(figure.value), "factor")
