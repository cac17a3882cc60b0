"""The main job on the demo company: company, units and the showcase people in every format, everyone in HTML."""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
DEMO = ROOT / "datasets" / "demo"


def main() -> int:
    """Make the reports, then say where to look. Returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--period", default="2025-Q4")
    parser.add_argument("--jobs", default="2")
    parser.add_argument("--out", default="output")
    chosen = parser.parse_args()
    people = (DEMO / "showcase.txt").read_text(encoding="utf-8").split()
    command = [sys.executable, "-m", "reportgen", "run", str(DEMO.relative_to(ROOT)), "--period", chosen.period]
    command += ["--out", chosen.out, "--jobs", chosen.jobs]
    picked = [part for person in people for part in ("--subject", person)]
    for selection in (["--level", "individual", "--format", "html"], ["--level", "company", "--level", "department", *picked]):
        code = subprocess.run([*command, *selection], cwd=ROOT, check=False).returncode
        if code not in (0, 1):
            return code
    place = Path(chosen.out) / "demo" / chosen.period
    print(f"\nStart here:   {place / 'index.html'}")
    print(f"Board report: {next(iter(sorted((ROOT / place / 'company').glob('*/board.pdf'))), place).relative_to(ROOT)}")
    print(f"A scorecard:  {place / 'individuals' / people[0] / 'individual_scorecard.pdf'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
