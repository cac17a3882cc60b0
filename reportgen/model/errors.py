"""Errors that end a command with a message and an exit code (contract 7), never with a traceback."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches


class ReportgenError(Exception):
    """Base of every expected error. ``hint`` says what to do."""

    exit_code = 1

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message, self.hint = message, hint

    def __str__(self) -> str:
        return f"{self.message}\n{self.hint}" if self.hint else self.message


class WrongCallError(ReportgenError):
    """The call names something that is not there: a period, a subject, a report, a format."""

    exit_code = 2


class RefusedError(ReportgenError):
    """The input was refused; nothing was written."""

    exit_code = 3


def unknown(kind: str, name: str, known: Sequence[str], shown: int = 12) -> WrongCallError:
    """A WrongCallError that names the close or the known alternatives."""
    close = get_close_matches(name, known, n=3, cutoff=0.6)
    listed = ", ".join(known[:shown]) + (f", … ({len(known)} in all)" if len(known) > shown else "")
    hint = f"Did you mean {' or '.join(close)}?\n" if close else ""
    return WrongCallError(f"Unknown {kind}: {name}", f"{hint}Known: {listed or 'none'}")
