"""What scoring has to say about its input: one finding per line, row or subject concerned."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

import polars as pl

from reportgen.measures.service import minimum_days
from reportgen.model.finding import Finding
from reportgen.model.period import Period
from reportgen.model.rounding import EXACT, half_up

Row = Mapping[str, Any]
#: Lines named one by one where every scored line lacks the same thing.
MOST_ROWS = 20
#: What a whole period may lack, and the table where it belongs.
_WHOLLY = {"E-TARGET-MISSING": "targets", "W-MISSING-ACTUAL": "actuals"}
_READ = (
    "subject_id", "kpi_id", "line_period", "row_nr", "actual_row", "target_row", "given_row", "scored", "method", "state", "due",
    "given_score", "actual", "target", "problem", "flag", "other_grain", "partial", "computed_score", "owner_id", "numerator",
    "denominator", "factor", "missing", "children", "missing_names", "score", "floor", "cap", "range_lo", "range_hi",
    "zero_distance",
)


def text(value: object) -> str:
    """A cell as a finding prints it: plain decimal text, empty for missing."""
    if value is None:
        return ""
    if isinstance(value, float):
        number = Decimal(repr(value)).normalize()
        return f"{number:f}"
    return str(value)


def line_findings(lines: pl.DataFrame) -> Iterator[Finding]:
    """Findings of scored lines: methods and targets that do not fit, values missing, partial or doubtful, given scores."""
    lines = lines.select(_READ)
    scored, in_ratio = pl.col("scored"), pl.col("method").is_in(["ratio", "on_target"])
    own_problem = pl.col("problem").is_not_null() & ~pl.col("problem").str.contains("^E-(RATIO-DEN|TARGET-MISSING)")
    yield from _summed("E-TARGET-MISSING", lines, ("target", "range_lo", "range_hi"), _problem)
    yield from _summed("W-MISSING-ACTUAL", lines, ("actual",), _unreported)
    cases: list[tuple[pl.Expr, Callable[[Row], Finding]]] = [
        (scored & own_problem, _problem),
        (scored & in_ratio & (pl.col("target") == 0), lambda row: _target("W-ZERO-TARGET", row)),
        (scored & in_ratio & (pl.col("target") < 0), lambda row: _target("W-NEG-TARGET", row)),
        (pl.col("flag") == "den_zero", lambda row: _actual("W-RATIO-DEN", row, "denominator")),
        (pl.col("flag") == "den_negative", lambda row: _actual("E-RATIO-DEN", row, "denominator")),
        (pl.col("flag") == "mismatch", _mismatch),
        (pl.col("other_grain").is_not_null(), lambda row: _actual("W-PERIOD-GRAIN", row, "period", found=row["other_grain"])),
        (pl.col("partial"), _partial),
        (pl.col("computed_score").is_not_null(), _differs),
    ]
    for condition, make in cases:
        for row in lines.filter(condition).iter_rows(named=True):
            yield make(row)


def _summed(code: str, lines: pl.DataFrame, given: Sequence[str], make: Callable[[Row], Finding]) -> Iterator[Finding]:
    """What a whole period lacks, said once with the number of lines and then for the first of them; else line by line.

    A period lacks it where none of its scored lines has a cell in one of the columns ``given``.
    """
    scored = pl.col("scored") & pl.col("given_score").is_null()
    none = lines.filter(scored).select(pl.all_horizontal(pl.col(name).is_null().all() for name in given)).item()
    rows = lines.filter(scored & _lacking(code))
    if none and rows.height > MOST_ROWS:
        labels = ", ".join(rows["line_period"].unique(maintain_order=True))
        yield Finding(code, _WHOLLY[code], params={"case": "all", "count": str(rows.height), "period": labels})
        rows = rows.head(MOST_ROWS)
    for row in rows.iter_rows(named=True):
        yield make(row)


def ahead_of_actuals(lines: pl.DataFrame, period: Period, reported: Sequence[Period]) -> Iterator[Finding]:
    """A period that begins after all actuals have ended: there are targets alone, and no score can be given.

    ``reported``: the periods of the actuals.
    """
    lines = lines.filter("scored")
    if lines.is_empty() or lines.select(pl.any_horizontal(pl.col("actual", "given_score").is_not_null()).any()).item():
        return
    latest = max(reported, key=lambda span: (span.end, span.days), default=None)
    if latest is None or latest.end < period.start:
        params = {"period": period.label, "count": str(lines.height)}
        yield Finding("W-FUTURE-PERIOD", "actuals", column="period", params=params | (
            {"latest": latest.label} if latest else {"case": "none"}))


def _lacking(code: str) -> pl.Expr:
    silent = (pl.col("state") == "not_reported") & pl.col("given_score").is_null() & pl.col("actual").is_null()
    late = pl.col("due") & silent
    return late if code == "W-MISSING-ACTUAL" else pl.col("problem").str.starts_with(code).fill_null(False)


def _line(code: str, row: Row, table: str = "scorecards", **params: str) -> Finding:
    place = {"scorecards": "row_nr", "actuals": "actual_row", "targets": "target_row", "scores": "given_row"}[table]
    return Finding(
        code, table, row[place], "", row["subject_id"], row["kpi_id"],
        params={"kpi_id": row["kpi_id"], "period": row["line_period"], **params},
    )


def _target(code: str, row: Row) -> Finding:
    return _line(code, row, "targets", target=text(row["target"]))


def _actual(code: str, row: Row, column: str, **params: str) -> Finding:
    found = _line(code, row, "actuals", denominator=text(row["denominator"]), **params)
    return Finding(found.code, found.table, found.row, column, found.subject_id, found.kpi_id, params=found.params)


def _mismatch(row: Row) -> Finding:
    parts = (Decimal(repr(row[name])) for name in ("numerator", "factor", "denominator"))
    numerator, factor, denominator = parts
    quotient = half_up(EXACT.divide(EXACT.multiply(numerator, factor), denominator), 4).normalize()
    return _actual("W-RATIO-MISMATCH", row, "value", given=text(row["actual"]), computed=f"{quotient:f}")


def _unreported(row: Row) -> Finding:
    return _line("W-MISSING-ACTUAL", row, "actuals", owner=row["owner_id"] or "\u2014")


def _partial(row: Row) -> Finding:
    below = {"missing": text(row["missing"]), "count": text(row["children"]), "names": row["missing_names"] or "\u2014"}
    return _line("W-ROLLUP-PARTIAL", row, **below)


def _differs(row: Row) -> Finding:
    return _line("W-SCORE-DIFF", row, "scores", given=text(row["score"]), computed=text(row["computed_score"]))


def _problem(row: Row) -> Finding:
    code, reason = row["problem"].split("|", 1)
    if code == "E-RANGE":
        return _range(row, reason)
    if code == "E-SCORE-RANGE":
        score = text(row["given_score"])
        return _line(code, row, "scores", score=score, low=text(row["floor"]), high=text(row["cap"]))
    if reason == "range_lo" and row["target"] is not None:  # a target is there; it is the method that asks for something else
        code = "E-METHOD-DOMAIN"
    case = {"case": reason.replace(" ", "_").replace("step_pct", "step")} if code == "E-METHOD-DOMAIN" else {}
    return _line(code, row, method=row["method"], reason=reason, **case)


def _range(row: Row, reason: str) -> Finding:
    params = {"range_lo": text(row["range_lo"]), "range_hi": text(row["range_hi"]), "zero_distance": text(row["zero_distance"])}
    if reason == "zero_distance":
        params["case"] = "no_distance" if row["zero_distance"] is None else "distance"
    return _line("E-RANGE", row, "targets", **params)


def assumed_targets(lines: pl.DataFrame) -> Iterator[Finding]:
    """Lines that count 100 although nothing was reported and nobody approved it (``surroundings.unapproved_assumptions``)."""
    for row in lines.iter_rows(named=True):
        yield replace(_line("W-ASSUMED", row), column="approved_by")


def short_service(cards: pl.DataFrame, period: Period) -> Iterator[Finding]:
    """Persons with too few days for a grade."""
    least = str(minimum_days(period))
    for subject, days in cards.filter(~pl.col("rated")).select("subject_id", "days").iter_rows():
        params = {"subject_id": subject, "days": str(days), "minimum": least}
        yield Finding("W-SHORT-SERVICE", "people", subject_id=subject, params=params)


def child_sums(lines: pl.DataFrame, sums: pl.DataFrame) -> Iterator[Finding]:
    """Targets of additive KPIs that differ from the sum of those below (``sums``, see ``surroundings.children_targets``)."""
    rows = lines.select(_READ).join(sums, on=["subject_id", "kpi_id", "line_period"], maintain_order="left").filter(
        pl.col("target").is_not_null() & (pl.col("target") != pl.col("children_target"))
    )
    for row in rows.iter_rows(named=True):
        gap = EXACT.subtract(Decimal(repr(row["children_target"])), Decimal(repr(row["target"])))
        sums_up = {"children": text(row["children_target"]), "target": text(row["target"]), "gap": f"{gap.normalize():f}"}
        yield _line("W-CHILD-SUM", row, "targets", **sums_up)


def absent_owners(kpis: pl.DataFrame, people: pl.DataFrame, period: Period) -> Iterator[Finding]:
    """Scored KPIs whose owner is a person who was not there on any day of the period. kpis: kpi_id, owner_id, row_nr."""
    dates = people.select(owner_id="person_id", hired="hire_date", left="leave_date")
    gone, later = pl.col("left") < period.start, pl.col("hired") > period.end
    rows = kpis.join(dates, on="owner_id", how="inner", maintain_order="left").filter((gone | later).fill_null(False))
    for row in rows.iter_rows(named=True):
        case, day = ("left", row["left"]) if row["left"] is not None and row["left"] < period.start else ("later", row["hired"])
        params = {"case": case, "owner": row["owner_id"], "date": str(day), "period": period.label}
        yield Finding("W-OWNER", "kpis", row["row_nr"], "owner_id", kpi_id=row["kpi_id"], params=params)


def definition_changes(changes: Iterable[tuple[str, int | None, object]]) -> Iterator[Finding]:
    """KPIs whose definition changed inside the compared time: (kpi, row of the newer version, date)."""
    for kpi, row, day in changes:
        yield Finding("W-DEF-CHANGE", "kpis", row, "version", kpi_id=kpi, params={"kpi_id": kpi, "date": str(day)})
