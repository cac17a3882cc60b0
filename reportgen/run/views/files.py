"""What was read from each file: rows, and rows and control sums of the period's own rows."""

from __future__ import annotations

from decimal import Decimal

import polars as pl

from reportgen.model.dataset import Dataset
from reportgen.model.period import Period, period_or_none
from reportgen.model.view import FileRead
from reportgen.run.index import decimal
from reportgen.run.inputs import Inputs
from reportgen.run.views.rights import Rights

#: The column of figures that a table's control sum adds up.
_SUMMED = {"actuals": "value", "targets": "target", "scorecards": "weight", "scores": "score", "paybase": "target_bonus",
           "payments": "amount", "events": "amount"}
#: The column that says when a row of a table without periods happened.
_DATED = {"events": "date", "adjustments": "date", "notes": "date"}


def files_read(inputs: Inputs, rights: Rights) -> tuple[FileRead, ...]:
    """Every file in its order, for finance and the whole company only: the files are the company's."""
    if rights.recipient != "finance" or rights.subject != rights.organisation.root:
        return ()
    dataset = inputs.dataset
    shared: dict[str, int] = {}
    for file in dataset.files:
        shared[file.table] = shared.get(file.table, 0) + 1
    found = []
    for file in dataset.files:
        alone = shared[file.table] == 1 and file.table in dataset.tables
        read = dataset.tables[file.table].height if alone else file.rows
        rows, total = _of_period(dataset, file.table, inputs.period) if alone else (None, None)
        found.append(FileRead(file.name, file.rows, read, rows, total))
    return tuple(found)


def _of_period(dataset: Dataset, table: str, period: Period) -> tuple[int | None, Decimal | None]:
    """Rows of periods inside ``period`` (or that happened in it), and their exact control sum."""
    rows = dataset.tables[table]
    if "period" in rows.columns:
        own = rows.filter(pl.col("period").is_in(_labels(rows["period"], dataset, period)))
    elif table in _DATED and _DATED[table] in rows.columns:
        own = rows.filter(pl.col(_DATED[table]).is_between(period.start, period.end))
    else:
        return None, None
    column = _SUMMED.get(table)
    if column is None or column not in own.columns:
        return own.height, None
    known = (decimal(value) for value in own[column].drop_nulls())
    return own.height, sum((value for value in known if value is not None), Decimal(0))


def _labels(column: pl.Series, dataset: Dataset, period: Period) -> list[str]:
    """Labels of periods inside ``period``; where there is none, of those that hold it (a year's pay base serves its quarters)."""
    spans = {label: period_or_none(label, dataset.settings.fiscal) for label in column.unique().drop_nulls().to_list()}
    known = {label: span for label, span in spans.items() if span is not None}
    inside = [label for label, span in known.items() if period.start <= span.start and span.end <= period.end]
    return inside or [label for label, span in known.items() if span.start <= period.start and period.end <= span.end]
