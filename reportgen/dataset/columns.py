"""A column of raw cells as numbers, dates, periods or words: the plain ones all at once, the odd ones each form once."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import polars as pl

from reportgen.dataset.cells import MISSING_WORDS, NOT_APPLICABLE_WORDS, Cell, half_width, read_date, read_number, read_period
from reportgen.dataset.synonyms import fold, words
from reportgen.model.period import FiscalCalendar, parse_period

if TYPE_CHECKING:
    from collections.abc import Iterable

#: Marks that no eye sees: stripped with the spaces at both ends of a cell.
_UNSEEN = " \t\r\n\v\f\u00a0\u3000\u200b\u200e\u200f\ufeff"
#: Numbers beyond this, and nearer to 0 than its reciprocal, are slips.
_LARGEST = 1e18
_GROUPED = r"^[+-]?\d{1,3}(,\d{3})+(\.\d+)?$"


#: The unit of a whole column, or a function from row indexes to the units of those rows.
Units = Callable[[pl.Series], pl.Series] | str


@dataclass(frozen=True, slots=True)
class Read:
    """What a column became. ``problems`` holds index, value (as written) and case of every cell that stays unread;
    ``states`` index and state of cells that say not applicable or not reported."""

    values: pl.Series
    problems: pl.DataFrame
    states: pl.DataFrame


_PROBLEMS = {"index": pl.UInt32, "value": pl.String, "case": pl.String}
_STATES = {"index": pl.UInt32, "state": pl.String}


def no_problems() -> pl.DataFrame:
    return pl.DataFrame(schema=_PROBLEMS)


def no_states() -> pl.DataFrame:
    return pl.DataFrame(schema=_STATES)


def clean(cells: pl.Series) -> pl.Series:
    """Text cells without spaces and unseen marks at their ends; an empty cell is null. Other types become text."""
    text = cells if cells.dtype == pl.String else cells.cast(pl.String)
    stripped = text.str.strip_chars(_UNSEEN)
    return stripped.set(stripped == "", None) if (stripped == "").any() else stripped


def _typed_numbers(cells: pl.Series) -> Read:
    values = cells.cast(pl.Float64)
    bad = values.is_not_null() & ~values.is_finite().fill_null(True)
    odd = pl.DataFrame({"index": bad.arg_true(), "value": values.filter(bad).cast(pl.String)})
    problems = odd.with_columns(case=pl.lit("not_finite")).select(list(_PROBLEMS)) if odd.height else no_problems()
    return Read(values.set(bad, None), problems, no_states())


def numbers(cells: pl.Series, units: Units, missing: frozenset[str]) -> Read:
    """Cells as Float64. ``units`` is the unit of all, or gives the units of the rows with the indexes that it is handed."""
    return _in_size(_numbers(cells, units, missing), cells)


def _in_size(read: Read, cells: pl.Series) -> Read:
    """Numbers so large or so small that products and quotients of them leave what a number can hold are problems."""
    size = read.values.abs()
    odd = ((size > _LARGEST) | ((size < 1 / _LARGEST) & (size > 0))).fill_null(False)
    if not odd.any():
        return read
    shown = cells if cells.dtype == pl.String else cells.cast(pl.String)
    return Read(read.values.set(odd, None), pl.concat([read.problems, _unread(shown, odd, "size")]), read.states)


def _numbers(cells: pl.Series, units: Units, missing: frozenset[str]) -> Read:
    if cells.dtype.is_numeric():
        return _typed_numbers(cells)
    text = clean(cells)
    values = text.cast(pl.Float64, strict=False) + 0.0
    odd = text.is_not_null() & ~values.is_finite().fill_null(False)
    if not odd.any():
        return Read(values, no_problems(), no_states())
    index = odd.arg_true()
    left = pl.DataFrame({"index": index.cast(pl.UInt32), "text": text.filter(odd)})
    left = left.with_columns(unit=pl.lit(units) if isinstance(units, str) else units(index))
    left = left.with_columns(unit=pl.col("unit").fill_null(""))
    grouped = pl.when(pl.col("text").str.contains(_GROUPED)).then(pl.col("text").str.replace_all(",", "", literal=True))
    left = left.with_columns(quick=grouped.otherwise(None).cast(pl.Float64, strict=False))
    slow = _parsed(left.filter(pl.col("quick").is_null()), missing)
    quick = left.filter(pl.col("quick").is_not_null())
    where = pl.concat([quick["index"], slow["index"]])
    found = pl.concat([quick["quick"], slow["number"]])
    values = values.scatter(where, found) if where.len() else values
    problems = slow.filter(pl.col("case") != "").select(index="index", value="text", case="case")
    states = slow.filter(pl.col("state") != "").select("index", "state")
    return Read(values, problems, states)


def _parsed(left: pl.DataFrame, missing: frozenset[str]) -> pl.DataFrame:
    """index, text, number, state and case: every distinct text and unit is parsed once."""
    forms = left.select("text", "unit").unique(maintain_order=True)
    cells: list[Cell] = [read_number(text, unit, missing) for text, unit in forms.iter_rows()]
    forms = forms.with_columns(
        pl.Series("number", [cell.value for cell in cells], dtype=pl.Float64),
        pl.Series("state", [cell.state for cell in cells], dtype=pl.String),
        pl.Series("case", [cell.problem for cell in cells], dtype=pl.String),
    )
    return left.join(forms, on=["text", "unit"], how="left", maintain_order="left")


def _by_form(text: pl.Series, read: Callable[[str], object | None], dtype: pl.DataType, case: str) -> Read:
    """Every distinct text is read once; None is a problem of ``case``."""
    forms = text.drop_nulls().unique(maintain_order=True).to_list()
    known = {form: value for form in forms if (value := read(form)) is not None}
    values = text.replace_strict(list(known), pl.Series(list(known.values()), dtype=dtype), default=None, return_dtype=dtype)
    odd = text.is_not_null() & values.is_null()
    missing = odd & text.is_in([form for form in forms if _says_missing(form)])
    return Read(values, _unread(text, odd & ~missing, case), no_states())


def _says_missing(form: str) -> bool:
    return half_width(form).casefold() in MISSING_WORDS | NOT_APPLICABLE_WORDS


def _unread(text: pl.Series, odd: pl.Series, case: str) -> pl.DataFrame:
    if not odd.any():
        return no_problems()
    problems = pl.DataFrame({"index": odd.arg_true().cast(pl.UInt32), "value": text.filter(odd)})
    return problems.with_columns(case=pl.lit(case))


def wholes(cells: pl.Series, missing: frozenset[str]) -> Read:
    """Cells as Int64; a number with a fraction is a problem."""
    read = numbers(cells, "", missing)
    odd = (read.values.floor() != read.values).fill_null(False) | (read.values.abs() > 1e15).fill_null(False)
    whole = read.values.set(odd, None).cast(pl.Int64)
    return Read(whole, pl.concat([read.problems, _unread(read.values.cast(pl.String), odd, "whole")]), read.states)


def dates(cells: pl.Series) -> Read:
    """Cells as Date."""
    if cells.dtype == pl.Date:
        return Read(cells, no_problems(), no_states())
    text = clean(cells)

    def read(form: str) -> date | None:
        return read_date(form)

    return _by_form(text, read, pl.Date(), "date")


def periods(cells: pl.Series, fiscal: FiscalCalendar, may_be_ytd: bool = False) -> Read:
    """Cells as period labels. Problems have case ``period`` or ``ytd``: measures to date are computed, not loaded."""
    text = clean(cells)

    def read(form: str) -> str | None:
        try:
            period = parse_period(read_period(form), fiscal)
        except ValueError:
            return None
        return None if period.kind == "ytd" and not may_be_ytd else period.label

    result = _by_form(text, read, pl.String(), "period")
    ytd = pl.when(pl.col("value").str.to_uppercase().str.ends_with("-YTD")).then(pl.lit("ytd")).otherwise("case")
    return Read(result.values, result.problems.with_columns(case=ytd), result.states)


def listed(cells: pl.Series, name: str, is_open: bool) -> Read:
    """Cells as words of a list; an unknown word of an open list is kept as written."""
    known: Mapping[str, str] = words(name)

    def read(form: str) -> str | None:
        return known.get(fold(form)) or known.get(half_width(form).casefold()) or (form if is_open else None)

    return _by_form(clean(cells), read, pl.String(), "word")


def objects(cells: pl.Series) -> Read:
    """Cells as text that holds a JSON object."""

    def read(form: str) -> str | None:
        try:
            value = json.loads(form, parse_constant=_no_constant)
        except (ValueError, RecursionError):
            return None
        return form if isinstance(value, dict) else None

    return _by_form(clean(cells), read, pl.String(), "json")


def _no_constant(name: str) -> float:
    raise ValueError(name)


def references(cells: pl.Series, known: Iterable[str]) -> pl.Series:
    """Optional ids: the words for missing are null, unless something really has that id."""
    text = clean(cells)
    real = set(known)
    forms = [form for form in text.drop_nulls().unique().to_list() if _says_missing(form) and form not in real]
    return text.set(text.is_in(forms), None) if forms else text
