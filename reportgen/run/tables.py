"""The results tables of contract 4 as text, JSON or Parquet: numbers with their places, empty for missing."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from reportgen.delivery.files import write_whole
from reportgen.model.results import COMMENTARY, FINDINGS, KPI_SCORES, REWARD_TRACE, REWARDS, SCORECARDS
from reportgen.run.index import decimal

if TYPE_CHECKING:
    import polars as pl

    from reportgen.run.commentary import Commentator
    from reportgen.run.results import Results

TableFormat = Literal["csv", "json", "parquet"]
#: Columns that always print two decimals (percentages and scores); every other number prints as given.
TWO_PLACES = frozenset({
    "variance_pct", "attainment_pct", "score_uncapped", "score", "weighted_score", "contribution", "total", "coverage_pct",
    "bonus_points", "penalty_points", "final", "prior_final", "change",
})
#: Columns that Parquet holds as decimals, as integers and as yes or no.
NUMBERS = TWO_PLACES | {
    "weight", "target", "actual", "prior_actual", "py_actual", "variance", "base", "factor", "amount", "unrounded",
}
COUNTS = frozenset({"rank", "peers", "step", "order", "row"})
TRUTHS = frozenset({"stale"})


def tables(results: Results, commentator: Commentator | None = None) -> dict[str, pl.DataFrame]:
    """Every results table, all cells as text. ``commentator``: the one that has said the documents of this run."""
    from reportgen.rewards.rows import reward_rows, trace_rows
    from reportgen.run.commentary import Commentator
    from reportgen.run.findings import finding_rows
    from reportgen.run.views.sources import sources_of
    from reportgen.run.views.traces import score_trace

    scores, rewards = results.scores, results.rewards
    locale = results.inputs.dataset.settings.locale
    commentator = commentator or Commentator(results)
    sentences = from_rows(commentator.rows(), COMMENTARY)
    findings = tuple(dict.fromkeys((*results.findings, *commentator.findings())))
    sources = sources_of(results)
    traced = trace_rows(rewards, locale, lambda subject: score_trace(sources, subject))
    return {
        "kpi_scores": printed(scores.kpi_scores, KPI_SCORES),
        "scorecards": printed(scores.scorecards, SCORECARDS),
        "rewards": results.table.frame if results.table else from_rows(reward_rows(rewards), REWARDS),
        "reward_trace": from_rows(traced, REWARD_TRACE),
        "commentary": sentences,
        "findings": from_rows(finding_rows(findings, locale), FINDINGS),
    }


def write_tables(
    results: Results, folder: Path, form: TableFormat, commentator: Commentator | None = None
) -> tuple[Path, ...]:
    """Write ``folder/<table>.<form>`` for every table. Raises CannotWriteError."""
    written = []
    for name, frame in tables(results, commentator).items():
        path = folder / f"{name}.{form}"
        write_whole(path, _bytes(frame, form))
        written.append(path)
    return tuple(written)


def _bytes(frame: pl.DataFrame, form: TableFormat) -> bytes:
    buffer = io.BytesIO()
    if form == "parquet":
        typed(frame).write_parquet(buffer)
    elif form == "json":
        frame.write_json(buffer)
    else:
        frame.write_csv(buffer, line_terminator="\n")
    return buffer.getvalue()


def typed(frame: pl.DataFrame) -> pl.DataFrame:
    """The table with numbers as numbers: decimals with the places that the text has, counts as integers, yes or no as such.

    A column stays text where its decimals need more than 38 digits together.
    """
    import polars as pl

    cells = []
    for name in frame.columns:
        series = frame[name]
        if name in COUNTS:
            series = series.cast(pl.Int64)
        elif name in NUMBERS:
            places = series.str.len_chars() - series.str.find(".", literal=True) - 1
            scale = int(str(places.max() or 0))
            whole = series.str.split(".").list.first().str.strip_chars_start("-").str.len_chars().max() or 1
            series = series.cast(pl.Decimal(38, scale)) if int(str(whole)) + scale <= 38 else series
        elif name in TRUTHS:
            series = series == "true"
        cells.append(series)
    return pl.DataFrame(cells)


def printed(frame: pl.DataFrame, columns: Sequence[str]) -> pl.DataFrame:
    """The contract's columns as text: two decimals where the contract says so, else the shortest exact decimal."""
    import polars as pl

    cells = []
    for name in columns:
        series = frame[name]
        if not series.dtype.is_float():
            cells.append(series.cast(pl.String).replace("", None).alias(name))
            continue
        values = series.unique().drop_nulls().to_list()
        text = {value: number_text(value, 2 if name in TWO_PLACES else None) for value in values}
        cells.append(series.replace_strict(text, default=None, return_dtype=pl.String).alias(name))
    return pl.DataFrame(cells)


def number_text(value: float | Decimal | int, places: int | None) -> str:
    """A number in plain digits, never in powers of ten, ``-`` before negatives, no sign before zero."""
    number = decimal(value)
    assert number is not None
    if places is not None:
        number = number.quantize(Decimal(1).scaleb(-places))
    text = format(number, "f")
    return text.lstrip("-") if number == 0 else text


def from_rows(rows: Iterable[Mapping[str, Any]], columns: Sequence[str]) -> pl.DataFrame:
    """Rows of plain values as a frame of text in the contract's column order."""
    import polars as pl

    listed = list(rows)
    data = {name: [_text(row.get(name)) for row in listed] for name in columns}
    return pl.DataFrame(data, schema=dict.fromkeys(columns, pl.String))


def _text(value: Any) -> str | None:
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal | float):
        return number_text(value, None)
    if isinstance(value, list | tuple):
        return ",".join(map(str, value))
    return str(value)
