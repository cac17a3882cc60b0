"""Growth in words against target and baseline: caught where a clause is about nothing else, left alone otherwise."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from reportgen.dataset.checks.growth import stated_in
from reportgen.findings import describe
from tests.dataset.small import SMALL, found, only, small

_HEAD = "kpi_id,subject_id,period,target,baseline,reason\n"
_REST = "".join(f"{line},,\n" for line in SMALL["targets"].splitlines()[2:])


def _targets(baseline: str, reason: str, target: str = "100") -> str:
    return f"{_HEAD}sales,P1,2025-Q2,{target},{baseline},{reason}\n{_REST}"


@pytest.mark.parametrize(
    ("text", "growth", "least"),
    [
        ("\u589e\u957f20%", "20", False), ("\u540c\u6bd4\u589e\u957f20\uff05", "20", False),
        ("\u76ee\u6807\u8f83\u4e0a\u5e74\u589e\u957f12.5%", "12.5", False), ("\u964d\u4f4e8%", "-8", False),
        ("\u589e\u957f\u4e0d\u4f4e\u4e8e20%", "20", True), ("Sales growth of 20%", "20", False), ("20% growth", "20", False),
        ("Target: growth of 20% over last year", "20", False), ("reduction of 10%", "-10", False),
        ("agreed in May, growth of at least 5%", "5", True),
    ],
)
def test_a_clause_that_states_growth(text: str, growth: str, least: bool) -> None:
    (said,) = stated_in(text, ("Sales",))
    assert (said.growth, said.least) == (Decimal(growth), least)


@pytest.mark.parametrize(
    "text",
    [
        "\u5e02\u573a\u4e0b\u964d10%\uff0c\u76ee\u6807\u4e0b\u8c03", "\u63d0\u53472\u4e2a\u767e\u5206\u70b9",
        "\u76ee\u6807\u4e0a\u8c0320%", "\u73af\u6bd4\u589e\u957f20%", "market fell by 10%", "raised after a tariff of 20%",
        "share of customers with growth of 20%",
    ],
)
def test_a_clause_about_something_else(text: str) -> None:
    assert stated_in(text, ("Sales",)) == []


def test_the_reason_contradicts_the_numbers(tmp_path: Path) -> None:
    finding = only(small(tmp_path / "acme", targets=_targets("90", "\u589e\u957f20%")), "W-GROWTH-MISMATCH")
    assert (finding.file, finding.row, finding.column, finding.subject_id) == ("targets.csv", 2, "reason", "P1")
    assert describe(finding, "en").text.endswith("but 90 to 100 is 11.11 %.")
    assert describe(finding, "en").remedy == "For 20 % the target would be 108; correct the text, the target or the baseline."


@pytest.mark.parametrize(
    ("baseline", "reason"), [("80", "growth of 25%"), ("80", "growth of at least 20%"), ("", "growth of 20%")]
)
def test_it_agrees_or_cannot_be_told(tmp_path: Path, baseline: str, reason: str) -> None:
    assert not found(small(tmp_path / "acme", targets=_targets(baseline, reason)), "W-GROWTH-MISMATCH")


def test_last_year_stands_in_for_a_baseline(tmp_path: Path) -> None:
    actuals = SMALL["actuals"].replace("value\n", "value,scenario\n").replace("\n", ",\n").replace("scenario,\n", "scenario\n")
    for row in ("sales,P1,2025-Q2,95,PY\n", "sales,P1,2024-Q2,95,AC\n"):
        dataset = small(tmp_path / "acme", targets=_targets("", "growth of 20% on last year"), actuals=actuals + row)
        assert only(dataset, "W-GROWTH-MISMATCH").params["baseline"] == "95"


def test_the_definition_contradicts_the_numbers(tmp_path: Path) -> None:
    kpis = SMALL["kpis"].replace("data_source\n", "data_source,definition\n").replace("Survey\n", "Survey,\n")
    kpis = kpis.replace("P1,ERP\n", "P1,ERP,Net sales; growth of 20%\n")
    finding = only(small(tmp_path / "acme", kpis=kpis, targets=_targets("90", "")), "W-GROWTH-MISMATCH")
    assert (finding.column, finding.params["text"]) == ("target", "growth of 20%")


def test_percent_kpis_are_left_alone(tmp_path: Path) -> None:
    targets = _targets("90", "").replace("sat,P1,2025-Q2,98,,", "sat,P1,2025-Q2,98,90,growth of 20%")
    assert not found(small(tmp_path / "acme", targets=targets), "W-GROWTH-MISMATCH")


def test_numbers_beyond_all_sense(tmp_path: Path) -> None:
    for cell in ("1e19", "1e-19", "-1e300"):
        finding = only(small(tmp_path / "acme", actuals=SMALL["actuals"].replace("105", cell)), "E-CELL")
        assert (finding.row, finding.params["case"], finding.params["value"]) == (2, "size", cell)
    assert not found(small(tmp_path / "acme", actuals=SMALL["actuals"].replace("105", "1e18")), "E-CELL")
