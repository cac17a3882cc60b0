"""Live formulas of a table, written only where their result is exactly the reported number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from xlsxwriter.utility import xl_range, xl_rowcol_to_cell

from reportgen.formatting.cells import plain_number
from reportgen.render.xlsx.graphics import read
from reportgen.render.xlsx.lanes import Laid

#: column = sum of signed columns of the same row, for the columns that reports have (keys of the report model).
_IDENTITIES: tuple[tuple[str, tuple[tuple[str, int], ...]], ...] = (
    ("delta", (("actual", 1), ("plan", -1))),
    ("plan:delta", (("plan:actual", 1), ("plan:reference", -1))),
    ("last_year:delta", (("plan:actual", 1), ("last_year:reference", -1))),
    ("previous:delta", (("plan:actual", 1), ("previous:reference", -1))),
    ("ytd:delta", (("ytd:actual", 1), ("ytd:reference", -1))),
    ("run_rate_gap", (("run_rate", 1), ("target", -1))),
    ("difference", (("pool", 1), ("allocated", -1), ("withheld", -1), ("undistributed", -1))),
    ("difference", (("found", 1), ("expected", -1))),
    ("accrued", (("earned", 1), ("paid", -1))),
    ("change", (("accrued", 1), ("before", -1))),
    ("payable", (("award", 1), ("other", 1))),
)


def number_at(laid: Laid, row: int, column: int) -> Decimal | None:
    """The number that a cell holds in the unit of its column's head, from its value or its graphic."""
    cell = laid.cells[row][column]
    if cell is None:
        return None
    if cell.graphic is not None:
        reading = read(cell.graphic)
        return reading.bar if reading.own else None
    number = plain_number(cell.value) if cell.format.numeric and cell.value is not None else None
    return None if number is None else number / cell.format.scale


def parts_of(laid: Laid, row: int, column: int) -> list[int]:
    """Rows that add up to a subtotal or total: since the last subtotal, or subtotals and points so far, or every row."""
    wanted = number_at(laid, row, column)
    if wanted is None:
        return []
    roles = [one.role for one in laid.table.rows[:row]]
    sums = [index for index, role in enumerate(roles) if role in ("subtotal", "total")]
    last = sums[-1] if sums else -1
    after = [index for index, role in enumerate(roles) if index > last and role in ("body", "point")]
    subtotals = [index for index in sums if roles[index] == "subtotal"]
    candidates = (
        after, [last, *after] if sums else [], subtotals, [*subtotals, *after],
        [index for index, role in enumerate(roles) if role == "body"],
        [index for index, role in enumerate(roles) if role in ("body", "point")],
    )
    for rows in candidates:
        known = [(index, number) for index in rows if (number := number_at(laid, index, column)) is not None]
        if known and sum((number for _, number in known), Decimal(0)) == wanted:
            return [index for index, _ in known]
    return []


def sum_formula(position: int, rows: Sequence[int]) -> str:
    """``=SUM(C5:C8,C10)`` of sheet rows in one column."""
    return "=SUM(" + ",".join(xl_range(first, position, last, position) for first, last in spans(rows)) + ")"


def spans(rows: Sequence[int]) -> list[tuple[int, int]]:
    """First and last of each run of neighbouring rows."""
    found: list[tuple[int, int]] = []
    for row in rows:
        if found and found[-1][1] == row - 1:
            found[-1] = (found[-1][0], row)
        else:
            found.append((row, row))
    return found


def differences(laid: Laid, row: int, sheet_row: int, places: Mapping[str, int]) -> dict[int, str]:
    """Formulas of a row's variances and differences by model column, where their operands stand in the same unit.

    ``places`` are the grid columns of the table's columns by key.
    """
    keys = {column.key: index for index, column in enumerate(laid.table.columns)}
    found: dict[int, str] = {}
    for key, terms in _IDENTITIES:
        if key not in places or key not in keys or keys[key] in found or any(term not in places for term, _ in terms):
            continue
        numbers = [number_at(laid, row, keys[term]) for term, _ in terms]
        known = [number * sign for number, (_, sign) in zip(numbers, terms, strict=True) if number is not None]
        if len(known) == len(terms) and sum(known, Decimal(0)) == number_at(laid, row, keys[key]):
            signed = "".join(("+" if sign > 0 else "-") + xl_rowcol_to_cell(sheet_row, places[term]) for term, sign in terms)
            found[keys[key]] = "=" + signed.removeprefix("+")
    return found
