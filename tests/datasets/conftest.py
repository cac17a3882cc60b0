"""The AdventureWorks tests exist where its tables are: REPORTGEN_ADVENTUREWORKS names their folder (the Makefile sets it)."""

from __future__ import annotations

import os

NAMES = ["test_adventureworks.py", "test_adventureworks_run.py"]
collect_ignore = [] if os.environ.get("REPORTGEN_ADVENTUREWORKS") else NAMES
