"""What the control sheet says of the files that were read."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from reportgen.run.views.build import Views
from tests.run.world import company

D = Decimal


def test_rows_and_control_sums_of_the_period(tmp_path: Path) -> None:
    views = Views(company(tmp_path), "en")
    found = {one.file: one for one in views.view("C", "finance").files_read}
    actuals = found["actuals.csv"]
    assert (actuals.rows, actuals.read) == (13, 13)
    dataset, quarter = views.results.inputs.dataset, ("2025-04", "2025-05", "2025-06", "2025-Q2")
    own = [row for row in dataset["actuals"].iter_rows(named=True) if row["period"] in quarter and row["value"] is not None]
    assert actuals.period_sum == sum((D(repr(row["value"])) for row in own), D(0))
    assert found["org.csv"].period_rows is None
    assert views.view("C", "manager").files_read == ()
    assert views.view("D1", "finance").files_read == ()
