"""`python -m benchmarks` knows every benchmark of the folder, and the page has a section of each."""

from __future__ import annotations

import ast
from pathlib import Path

from benchmarks.__main__ import BENCHMARKS

ROOT = Path(__file__).parent.parent


def _runnable(path: Path) -> bool:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return any(isinstance(node, ast.FunctionDef) and node.name == "main" for node in tree.body)


def test_every_benchmark_is_run() -> None:
    found = {path.stem for path in (ROOT / "benchmarks").glob("*.py") if path.stem != "__main__" and _runnable(path)}
    assert found == set(BENCHMARKS)


def test_every_benchmark_is_on_the_page() -> None:
    page = (ROOT / "docs" / "benchmarks.md").read_text(encoding="utf-8")
    for name in BENCHMARKS:
        assert f"\n## {name.replace('_', ' ').capitalize()}\n" in page, name
