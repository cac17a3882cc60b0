"""Run the benchmarks one after another and print their tables.

    python -m benchmarks [--small] [name …]

Without names all of them, at the sizes of their goals, which takes a while; ``--small`` takes sizes of seconds.
"""

from __future__ import annotations

import argparse
import platform
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent


@dataclass(frozen=True, slots=True)
class Benchmark:
    """What it measures, and the arguments of its full and of its small size."""

    about: str
    full: tuple[str, ...]
    small: tuple[str, ...]


BENCHMARKS: Mapping[str, Benchmark] = {
    "reading": Benchmark("a large CSV with every check, beside polars.read_csv without any", ("50",), ("5",)),
    "scoring": Benchmark("scores, totals, ranks and variances, beside one DuckDB script", ("1000", "10000", "100000"), ("1000",)),
    "analysis": Benchmark("variances, anomalies, team means, contributions, statistics", ("10000",), ("1000",)),
    "commentary": Benchmark("one person's sentences in one language", ("10000",), ("500",)),
    "rendering": Benchmark("a scorecard as PDF, beside a plain HTML(string=…).write_pdf()", ("100",), ("10",)),
    "long_tables": Benchmark("a PDF with one long table, per row", ("2000",), ("250",)),
}


def main() -> int:
    """Run what was asked for. Returns the number of benchmarks that failed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Speed and memory against named alternatives.")
    parser.add_argument("names", nargs="*", metavar="name", help=f"one or more of {', '.join(BENCHMARKS)} (default: all)")
    parser.add_argument("--small", action="store_true", help="small sizes, for a first look")
    chosen = parser.parse_args()
    if unknown := [name for name in chosen.names if name not in BENCHMARKS]:
        parser.error(f"unknown: {', '.join(unknown)}; known: {', '.join(BENCHMARKS)}")
    print(f"Python {platform.python_version()}, {platform.machine()}, {_processors()}", flush=True)
    return sum(_run(name, chosen.small) for name in chosen.names or BENCHMARKS)


def _processors() -> str:
    from os import cpu_count

    return f"{cpu_count()} processors"


def _run(name: str, small: bool) -> int:
    benchmark = BENCHMARKS[name]
    arguments = benchmark.small if small else benchmark.full
    print(f"\n== {name} {' '.join(arguments)}: {benchmark.about}", flush=True)
    began = time.perf_counter()
    done = subprocess.run([sys.executable, "-m", f"benchmarks.{name}", *arguments], cwd=ROOT, check=False)
    failed = f", failed ({done.returncode})" if done.returncode else ""
    print(f"   {time.perf_counter() - began:.0f} s{failed}", flush=True)
    return int(done.returncode != 0)


if __name__ == "__main__":
    sys.exit(main())
