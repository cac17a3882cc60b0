"""A 50 MB table is read, not refused, and within a gigabyte."""

import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.reading import write_dataset

pytestmark = pytest.mark.e2e
ROOT = Path(__file__).parents[2]


def test_fifty_megabytes_within_a_gigabyte(tmp_path: Path) -> None:
    write_dataset(tmp_path, 50)
    assert (tmp_path / "actuals.csv").stat().st_size >= 50_000_000
    command = [sys.executable, "-m", "benchmarks.reading", "reportgen", str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert float(done.stdout.split()[2]) < 1000
