"""AdventureWorks through the engine: scores against its golden files, budgets against its check figures, pages made."""

from __future__ import annotations

import csv
import os
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest

from datasets.adventureworks.build import QUARTERS, main
from reportgen.run.index import decimal
from reportgen.run.inputs import read
from reportgen.run.results import Results, compute
from tests.cli.call import call

pytestmark = pytest.mark.e2e

SOURCE = Path(os.environ["REPORTGEN_ADVENTUREWORKS"])
CENT = Decimal("0.01")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("adventureworks")
    assert main([str(SOURCE), str(out)]) == 0
    return out


@pytest.fixture(scope="module")
def quarters(built: Path) -> dict[str, Results]:
    return {label: compute(read(built, label)) for label in QUARTERS}


def _golden(name: str) -> list[dict[str, str]]:
    with (SOURCE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _labels() -> dict[str, str]:
    starts = sorted({row["period_start"] for row in _golden("golden_quota_attainment.csv")})
    return dict(zip(starts, QUARTERS, strict=True))


def _line(results: Results, subject: str) -> dict[str, Decimal | None]:
    frame = results.scores.kpi_scores
    rows = [row for row in frame.iter_rows(named=True) if row["subject_id"] == subject and row["kpi_id"] == "sales"]
    assert len(rows) == 1, subject
    return {name: decimal(rows[0][name]) for name in ("target", "actual", "attainment_pct", "variance")}


def _has(results: Results, subject: str) -> bool:
    frame = results.scores.kpi_scores
    return any(row == (subject, "sales") for row in frame.select("subject_id", "kpi_id").iter_rows())


def _cents(value: str | Decimal) -> Decimal:
    return Decimal(value).quantize(CENT, rounding=ROUND_HALF_UP)


def test_the_163_attainments_are_the_golden_ones(quarters: dict[str, Results]) -> None:
    golden, labels = _golden("golden_quota_attainment.csv"), _labels()
    assert len(golden) == 163
    for row in golden:
        line = _line(quarters[labels[row["period_start"]]], row["EmployeeKey"])
        assert line["target"] == Decimal(row["quota"])
        assert line["actual"] == Decimal(row["actual"])
        exact = Decimal(row["actual"]) * 100 / Decimal(row["quota"])
        assert line["attainment_pct"] == _cents(exact)


def test_the_40_roll_ups_are_the_golden_ones(quarters: dict[str, Results]) -> None:
    golden, labels = _golden("golden_manager_rollup.csv"), _labels()
    assert len(golden) == 40
    for row in golden:
        unit = "AW" if row["manager_key"] == "277" else f"T-{row['manager_key']}"
        wanted = QUARTERS if row["period_start"] == "ALL" else (labels[row["period_start"]],)
        lines = [_line(quarters[label], unit) for label in wanted if _has(quarters[label], unit)]
        assert sum(line["target"] or 0 for line in lines) == Decimal(row["quota"])
        assert sum(line["actual"] or 0 for line in lines) == Decimal(row["actual"])
        if len(lines) == 1:
            assert lines[0]["attainment_pct"] == _cents(Decimal(row["actual"]) * 100 / Decimal(row["quota"]))


def test_eight_cells_reach_their_quota(quarters: dict[str, Results]) -> None:
    reached = [
        row for results in quarters.values() for row in results.scores.kpi_scores.iter_rows(named=True)
        if row["level"] == "individual" and row["attainment_pct"] is not None and row["attainment_pct"] >= 100
    ]
    assert len(reached) == 8


def test_reports_of_the_company_a_team_and_a_seller(built: Path, tmp_path: Path) -> None:
    said = call("run", built, "--period", "2013-Q3", "--out", tmp_path, "--jobs", "1", "--format", "pdf,xlsx,html",
                "--subject", "AW", "--subject", "T-272", "--subject", "282")
    assert said.code == 0, said.err
    made = sorted(path.name for path in tmp_path.rglob("*.pdf"))
    assert made == ["board.pdf", "department_review.pdf", "individual_scorecard.pdf"]
