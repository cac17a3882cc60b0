"""CSV files: comma, semicolon or tab between cells, quoted as spreadsheets do."""

from __future__ import annotations

import csv
import io

from reportgen.dataset.readers.encoding import to_utf8
from reportgen.dataset.readers.sheet import Sheet, sheet_of
from reportgen.model.finding import Finding

#: Enough bytes to hold the head of any sensible table.
_HEAD = 1 << 16


def _separator(head: str) -> str:
    first_line = head.split("\n", 1)[0]
    return max(",\t;", key=lambda mark: (first_line.count(mark), mark == ","))


def _headers(head: str, separator: str) -> list[str]:
    return next(csv.reader(io.StringIO(head, newline=""), delimiter=separator), [])


def read_delimited(name: str, data: bytes) -> tuple[Sheet, ...] | Finding:
    """One sheet with every cell as text. The row of a record is its place among the records; the head is row 1."""
    import polars as pl

    text = to_utf8(data)
    if text is None:
        return Finding("E-ENCODING", file=name)
    text = text if b"\n" in text else text.replace(b"\r", b"\n")
    leading = len(text) - len(text.lstrip(b"\r\n"))
    blank_lines, text = text[:leading].count(b"\n"), text[leading:]
    head = text[:_HEAD].decode("utf-8", errors="ignore")
    separator = _separator(head)
    try:
        headers = _headers(head, separator)
    except csv.Error as error:
        return Finding("E-FILE", row=1, file=name, params={"reason": str(error)})
    if not headers:
        return (Sheet("", (), pl.DataFrame({"row_nr": []}, schema={"row_nr": pl.Int64})),)
    try:
        frame = pl.read_csv(text, infer_schema=False, separator=separator)
        if frame.width == len(headers):
            return (sheet_of("", headers, frame, blank_lines + 2),)
    except pl.exceptions.PolarsError:
        pass
    return _read_slowly(name, text.decode("utf-8"), separator, blank_lines)


def _read_slowly(name: str, text: str, separator: str, blank_lines: int) -> tuple[Sheet, ...] | Finding:
    """Record by record: for files with odd quotation marks, and to name the row whose cells are too many."""
    import polars as pl

    records = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    headers = next(records)
    rows: list[list[str | None]] = []
    try:
        for index, record in enumerate(records):
            if any(cell.strip() for cell in record[len(headers) :]):
                params = {"case": "ragged", "found": str(len(record)), "expected": str(len(headers))}
                return Finding("E-FILE", row=index + blank_lines + 2, file=name, params=params)
            rows.append([*record[: len(headers)], *[None] * (len(headers) - len(record))])
    except csv.Error as error:
        return Finding("E-FILE", row=len(rows) + blank_lines + 2, file=name, params={"reason": str(error)})
    columns = {f"c{index}": [row[index] for row in rows] for index in range(len(headers))}
    return (sheet_of("", headers, pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String)), blank_lines + 2),)
