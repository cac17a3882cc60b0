"""The built wheel in an empty environment, run outside the repository: the packs must be inside it."""

from __future__ import annotations

import subprocess
import sys
import venv
from pathlib import Path

import pytest

from tests import company

pytestmark = pytest.mark.e2e
ROOT = Path(__file__).parents[2]


def _do(*command: str | Path, cwd: Path) -> str:
    done = subprocess.run([str(part) for part in command], cwd=cwd, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def test_the_wheel_runs_on_its_own(tmp_path: Path) -> None:
    _do(sys.executable, "-m", "build", "--wheel", "--outdir", tmp_path / "dist", ROOT, cwd=tmp_path)
    wheel = next((tmp_path / "dist").glob("*.whl"))
    venv.create(tmp_path / "env", with_pip=True)
    python = tmp_path / "env" / "bin" / "python"
    _do(python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", wheel, cwd=tmp_path)
    dataset = company.write(tmp_path / "small")
    out = _do(tmp_path / "env" / "bin" / "reportgen", "run", dataset, "--period", company.PERIOD, "--out", tmp_path / "out",
              "--subject", "P2", "--jobs", "1", cwd=tmp_path)
    assert "3 files" in out
    folder = tmp_path / "out" / "small" / company.PERIOD / "individuals" / "P2"
    assert {path.suffix for path in folder.iterdir()} == {".pdf", ".xlsx", ".html"}
    listed = _do(python, "-m", "reportgen", "templates", "list", cwd=tmp_path)
    assert {"board", "department_review", "individual_scorecard"} <= {line.split()[0] for line in listed.splitlines() if line}
    losses = tmp_path / "losses.yaml"
    losses.write_text("rewards: [{id: losses, deductions: [{id: l, class: P3, event: l, limit_pct: 20}]}]\n", encoding="utf-8")
    assert "CN-44-SZ: losses (P3) at most 20%" in _do(python, "-m", "reportgen", "policy", "check", losses, cwd=tmp_path)
