"""Values that replaced others: the fact on the line, the mark beside the name and the footnote."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from reportgen.model.period import parse_period
from reportgen.model.view import Restated
from reportgen.run.inputs import read
from reportgen.run.results import compute
from reportgen.run.views.build import Views
from tests.dataset.small import SMALL, write
from tests.reports.person import PERSON
from tests.reports.reading import placed, table_of

_KPIS = (
    SMALL["kpis"].replace("data_source\n", "data_source,agg_org\n").replace("P1,ERP\n", "P1,ERP,sum\n")
    .replace("Survey\n", "Survey,mean\n")
)
_HEAD = "kpi_id,subject_id,period,value,status,restated_from\n"
_ROWS = (
    "sales,P1,2025-04,30,,\nsales,P1,2025-05,35,,41\nsales,P1,2025-06,40,restated,38\n"
    "sat,P1,2025-Q2,97,restated,\ncost,P1,2025-Q2,48,,\nsales,P2,2025-Q2,95,,\nsat,P2,2025-Q2,99,,\ncost,P2,2025-Q2,50,,\n"
)


def _restated(folder: Path, subject: str, rows: str = _ROWS) -> dict[str, Restated | None]:
    scorecards = SMALL["scorecards"] + "D1,sales,60\nD1,sat,40\n"
    targets = SMALL["targets"] + "sales,D1,2025-Q2,200\nsat,D1,2025-Q2,98\n"
    folder = write(folder, kpis=_KPIS, actuals=_HEAD + rows, scorecards=scorecards, targets=targets)
    views = Views(compute(read(folder, "2025-Q2")), "en")
    return {line.kpi.id: line.restated for line in views.view(subject).lines}


def test_own_rows_and_the_value_before(tmp_path: Path) -> None:
    months = parse_period("2025-05"), parse_period("2025-06")
    found = _restated(tmp_path / "acme", "P1")
    # 30 + 35 + 40 = 105; before it was 30 + 41 + 38 = 109
    assert found == {"sales": Restated(months, Decimal(109)), "sat": Restated((parse_period("2025-Q2"),)), "cost": None}
    assert not any(_restated(tmp_path / "acme", "P2").values())


def test_a_unit_whose_value_is_rolled_up_from_them(tmp_path: Path) -> None:
    found = _restated(tmp_path / "acme", "D1")
    assert found["sales"] is not None and found["sales"].before == Decimal(204)  # 109 + 95
    assert found["sat"] == Restated((parse_period("2025-Q2"),))


def test_an_own_row_and_a_whole_row_win(tmp_path: Path) -> None:
    rows = _ROWS + "sales,D1,2025-Q2,200,,\nsales,P1,2025-Q2,105,,\n"
    assert _restated(tmp_path / "acme", "D1", rows)["sales"] is None
    assert _restated(tmp_path / "acme", "P1", rows)["sales"] is None


def test_the_tables_mark_it() -> None:
    fact = Restated((parse_period("2025-05"),), Decimal(12_500_000))
    first = replace(PERSON.lines[0], restated=fact)
    second = replace(PERSON.lines[1], restated=Restated((parse_period("2025-Q2"),)))
    view = replace(PERSON, lines=(first, second, *PERSON.lines[2:]))
    for block in ("scorecard_table", "variance_table"):
        table = table_of(view, block)
        assert [placed(table, row)["kpi"].mark for row in table.rows[:3]] == ["\u00a7", "\u00a7", ""]
        assert table.footnotes[0].endswith(
            "\u00a7 \u91cd\u8ff0\uff1a\u9500\u552e\u6536\u5165\uff082025\u5e745\u6708\uff0c\u91cd\u8ff0\u524d"
            "1,250.0\u4e07\u5143\uff09\uff1b\u56de\u6b3e\u7387\uff082025\u5e74\u7b2c\u4e8c\u5b63\u5ea6\uff09\u3002"
        )
