"""A small dataset that loads without a finding; tests change one table at a time."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from reportgen.dataset import load
from reportgen.model.dataset import Dataset
from reportgen.model.finding import Finding

SMALL: Mapping[str, str] = {
    "org": "unit_id,name,type,parent_id,manager_id\nC,Acme,company,,P1\nD1,Sales,department,C,P1\n",
    "people": "person_id,name,unit_id,hire_date\nP1,Zhang San,D1,2020-01-01\nP2,Li Si,D1,2021-05-01\n",
    "kpis": (
        "kpi_id,name,unit,direction,owner_id,data_source\nsales,Sales,CNY,higher,P1,ERP\nsat,Satisfaction,%,higher,P1,Survey\n"
        "cost,Cost,CNY,lower,P1,ERP\n"
    ),
    "scorecards": (
        "subject_id,kpi_id,weight\nP1,sales,60\nP1,sat,30\nP1,cost,10\nP2,sales,60\nP2,sat,30\nP2,cost,10\n"
        "C,sales,60\nC,sat,30\nC,cost,10\n"
    ),
    "targets": (
        "kpi_id,subject_id,period,target\nsales,P1,2025-Q2,100\nsat,P1,2025-Q2,98\ncost,P1,2025-Q2,50\n"
        "sales,P2,2025-Q2,100\nsat,P2,2025-Q2,98\ncost,P2,2025-Q2,50\n"
    ),
    "actuals": (
        "kpi_id,subject_id,period,value\nsales,P1,2025-Q2,105\nsat,P1,2025-Q2,97\ncost,P1,2025-Q2,48\n"
        "sales,P2,2025-Q2,95\nsat,P2,2025-Q2,99\ncost,P2,2025-Q2,50\n"
    ),
}


def write(folder: Path, **changes: str | bytes | None) -> Path:
    """The small dataset as a folder. A change replaces a file (``dataset_yaml`` for dataset.yaml); None leaves it out."""
    folder.mkdir(exist_ok=True)
    for name, content in {**SMALL, **changes}.items():
        if content is not None:
            file = "dataset.yaml" if name == "dataset_yaml" else f"{name}.csv"
            (folder / file).write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def small(folder: Path, **changes: str | bytes | None) -> Dataset:
    """The small dataset with changes, loaded."""
    return load(write(folder, **changes))


def found(dataset: Dataset, code: str) -> list[Finding]:
    """The findings of one code."""
    return [finding for finding in dataset.findings if finding.code == code]


def only(dataset: Dataset, code: str) -> Finding:
    """The one finding of a code."""
    findings = found(dataset, code)
    assert len(findings) == 1, [f"{f.code} {f.params}" for f in dataset.findings]
    return findings[0]


def codes(dataset: Dataset) -> set[str]:
    """All codes that were found."""
    return {finding.code for finding in dataset.findings}
