"""Call the command in this process and catch what a user would see."""

from __future__ import annotations

import contextlib
import io
import sys
from dataclasses import dataclass
from unittest.mock import patch

from reportgen.cli.main import main


@dataclass(frozen=True)
class Said:
    """Exit code and what stood on both streams."""

    code: int
    out: str
    err: str


def call(*arguments: object) -> Said:
    """Run ``reportgen ARGUMENTS``."""
    out, err = io.StringIO(), io.StringIO()
    code = 0
    with (
        patch.object(sys, "argv", ["reportgen", *map(str, arguments)]),
        contextlib.redirect_stdout(out), contextlib.redirect_stderr(err),
    ):
        try:
            main()
        except SystemExit as stop:
            code = stop.code if isinstance(stop.code, int) else 1
    said = Said(code, out.getvalue(), err.getvalue())
    assert "Traceback" not in said.err + said.out
    return said
