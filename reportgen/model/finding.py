"""A finding: what is wrong with an input, where, and what to do. Texts live in ``reportgen/findings``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Severity = Literal["error", "warning", "info"]
SEVERITY: Mapping[str, Severity] = {"E": "error", "W": "warning", "I": "info"}

#: Errors of the file or the organisation: they stop the run (exit 3). Every other error stops its subject only.
FATAL = frozenset({
    "E-FILE", "E-ENCODING", "E-TABLE", "E-COLUMN", "E-KEY", "E-POLICY", "E-EMPTY", "E-CYCLE", "E-ROOT", "E-VERSION-OVERLAP",
})


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding. ``params`` fill the sentence of the code in any locale; values are printable text.

    ``row`` is the row in the file as its reader counts it (the head is row 1), ``column`` the header as written there.
    """

    code: str
    table: str = ""
    row: int | None = None
    column: str = ""
    subject_id: str = ""
    kpi_id: str = ""
    file: str = ""
    sheet: str = ""
    params: Mapping[str, str] = field(default_factory=dict, hash=False)

    @property
    def severity(self) -> Severity:
        return SEVERITY[self.code[0]]

    @property
    def fatal(self) -> bool:
        """True when nothing can be computed from the dataset (exit code 3)."""
        return self.code in FATAL
