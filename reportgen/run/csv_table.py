"""A CSV file that gets rows added or changed while everything else keeps its bytes: encoding, line ends, order, columns."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


@dataclass(frozen=True, slots=True)
class CsvTable:
    """Raw records of a file, the head first, each with its line end; and how it is written."""

    records: tuple[str, ...]
    encoding: str = "utf-8"
    bom: bytes = b""
    newline: str = "\n"
    separator: str = ","

    @property
    def headers(self) -> list[str]:
        """The head as written."""
        return _cells(self.records[0], self.separator) if self.records else []

    def cells(self, row: int) -> list[str]:
        """The cells of a record; the head is row 1, as people count."""
        return _cells(self.records[row - 1], self.separator) if 0 < row <= len(self.records) else []

    def with_columns(self, names: Sequence[str]) -> CsvTable:
        """The table with further columns at the end, empty in every record."""
        if not names:
            return self
        width = len(self.headers)
        records = []
        for index, record in enumerate(self.records):
            body = record.rstrip("\r\n")
            short = width - len(_cells(record, self.separator)) if body else 0
            more = self.separator * (short + len(names)) if index else self.separator + self._line(names).rstrip("\r\n")
            records.append(body + more + record[len(body):] if body else record)
        return replace(self, records=tuple(records))

    def with_cells(self, row: int, values: Mapping[str, str]) -> CsvTable:
        """The table with some cells of one record changed, by header; its other cells stay as they read."""
        headers, cells = self.headers, self.cells(row)
        cells += [""] * (len(headers) - len(cells))
        for name, value in values.items():
            cells[headers.index(name)] = value
        records = list(self.records)
        records[row - 1] = self._line(cells)
        return replace(self, records=tuple(records))

    def with_row(self, values: Mapping[str, str]) -> CsvTable:
        """The table with one more record at the end."""
        records = list(self.records)
        if records and not records[-1].endswith(("\n", "\r")):
            records[-1] += self.newline
        return replace(self, records=(*records, self._line([values.get(name, "") for name in self.headers])))

    def to_bytes(self) -> bytes:
        """The file."""
        return self.bom + "".join(self.records).encode(self.encoding)

    def _line(self, cells: Sequence[str]) -> str:
        out = io.StringIO()
        csv.writer(out, delimiter=self.separator, lineterminator=self.newline).writerow(cells)
        return out.getvalue()


def read_csv_table(data: bytes) -> CsvTable:
    """The records of a file in UTF-8 (with BOM or without), UTF-16 with BOM, or GB18030. Raises UnicodeDecodeError."""
    bom, encoding = next(((mark, name) for mark, name in _BOMS if data.startswith(mark)), (b"", "utf-8"))
    body = data[len(bom):]
    try:
        text = body.decode(encoding)
    except UnicodeDecodeError:
        if bom:
            raise
        encoding = "gb18030"
        text = body.decode(encoding)
    newline = "\r\n" if "\r\n" in text else "\n" if "\n" in text or "\r" not in text else "\r"
    first = text.lstrip("\r\n").split(newline, 1)[0]
    separator = max(",\t;", key=lambda mark: (first.count(mark), mark == ","))
    return CsvTable(tuple(_records(text, separator)), encoding, bom, newline, separator)


def empty_csv_table(headers: Sequence[str]) -> CsvTable:
    """A new file in UTF-8 that holds its head only."""
    table = CsvTable(())
    return replace(table, records=(table._line(headers),))


def _records(text: str, separator: str) -> Iterator[str]:
    """The text of each record, quoted line ends inside it; blank lines before the head stay with the head."""
    lines = iter(io.StringIO(text, newline=""))
    taken: list[str] = []

    def fed() -> Iterator[str]:
        for line in lines:
            taken.append(line)
            yield line

    pending = ""
    for record in csv.reader(fed(), delimiter=separator):
        raw = pending + "".join(taken)
        taken.clear()
        pending = ""
        if not record and not raw.strip("\r\n"):
            pending = raw
            continue
        yield raw
    if pending or taken:
        yield pending + "".join(taken)


def _cells(record: str, separator: str) -> list[str]:
    return next(csv.reader(io.StringIO(record.lstrip("\r\n"), newline=""), delimiter=separator), [])
