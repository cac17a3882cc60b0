"""Turn the bytes of one file into sheets of raw cells: one reader per kind of file, by suffix.

A new kind of file is one module here and one line in ``READERS``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from reportgen.dataset.readers.delimited import read_delimited
from reportgen.dataset.readers.parquet import read_parquet
from reportgen.dataset.readers.sheet import Sheet
from reportgen.dataset.readers.workbook import read_workbook
from reportgen.model.finding import Finding

#: Takes the file's name (for findings) and bytes; returns its sheets, or why it cannot be read.
Reader = Callable[[str, bytes], tuple[Sheet, ...] | Finding]

READERS: Mapping[str, Reader] = {
    ".csv": read_delimited,
    ".tsv": read_delimited,
    ".parquet": read_parquet,
    ".xlsx": read_workbook,
    ".xlsm": read_workbook,
}

__all__ = ["READERS", "Reader", "Sheet"]
