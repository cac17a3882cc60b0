"""Reading a 50 MB table of actuals with every check, beside polars reading the same file and checking nothing.

    python -m benchmarks.reading [MEGABYTES]
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

KPIS, PERIODS = 5, [f"{year}-{month:02d}" for year in (2024, 2025) for month in range(1, 13)]


def write_dataset(folder: Path, megabytes: int) -> int:
    """A folder dataset whose ``actuals.csv`` has at least this size; returns its rows."""
    row_size, people, rows = 33, 0, 0
    people = megabytes * 1_000_000 // (row_size * KPIS * len(PERIODS)) + 1
    ids = [f"P{number:06d}" for number in range(people)]
    kpis = [f"kpi{number}" for number in range(KPIS)]
    _write(folder / "org.csv", ["unit_id,name,type", "C,Company,company"])
    _write(folder / "people.csv", ["person_id,name,unit_id", *(f"{who},{who},C" for who in ids)])
    _write(folder / "kpis.csv", ["kpi_id,name,unit,direction,data_source,owner_id", *(f"{k},{k},CNY,higher,ERP,C" for k in kpis)])
    _write(folder / "scorecards.csv", ["subject_id,kpi_id,weight", *(f"{who},{kpi},20" for who in ids for kpi in kpis)])
    _write(folder / "targets.csv", ["kpi_id,subject_id,period,target", *(f"{k},{w},2025-12,1000" for w in ids for k in kpis)])
    with (folder / "actuals.csv").open("w", encoding="utf-8") as file:
        file.write("kpi_id,subject_id,period,value\n")
        for number, who in enumerate(ids):
            for place, kpi in enumerate(kpis):
                for month, period in enumerate(PERIODS):
                    file.write(f'{kpi},{who},{period},"{(number * 37 + place * 11 + month * 101) % 9_000_000:,}.25"\n')
                    rows += 1
    return rows


def _write(path: Path, lines: list[str]) -> None:
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def measure(kind: str, folder: Path) -> None:
    """Read in this process and print wall seconds, CPU seconds and peak memory."""
    began = time.perf_counter()
    if kind == "reportgen":
        from reportgen.dataset import load

        assert load(folder)["actuals"].height > 0
    else:
        import polars as pl

        assert pl.read_csv(folder / "actuals.csv", infer_schema=False).height > 0
    usage = resource.getrusage(resource.RUSAGE_SELF)
    print(f"{time.perf_counter() - began:.2f} {usage.ru_utime + usage.ru_stime:.2f} {usage.ru_maxrss / 1024:.0f}")


def main() -> None:
    """Write the file, read it both ways in fresh processes, print a table."""
    if len(sys.argv) == 3:
        measure(sys.argv[1], Path(sys.argv[2]))
        return
    megabytes = int(sys.argv[1]) if len(sys.argv) > 1 else 50
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        rows = write_dataset(folder, megabytes)
        size = (folder / "actuals.csv").stat().st_size / 1e6
        print(f"actuals.csv: {size:.0f} MB, {rows:,} rows")
        print(f"{'way':34}{'wall s':>8}{'CPU s':>8}{'peak MB':>9}")
        for kind, name in (("reportgen", "reportgen, every check"), ("plain", "polars.read_csv, nothing checked")):
            command = [sys.executable, "-m", "benchmarks.reading", kind, str(folder)]
            wall, cpu, peak = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
            print(f"{name:34}{wall:>8}{cpu:>8}{peak:>9}")


if __name__ == "__main__":
    main()
