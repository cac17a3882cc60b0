"""An error stops its subject in the days that it is about, and in the periods that are compared with them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from reportgen.model.dataset import Dataset
from reportgen.model.finding import Finding
from reportgen.model.period import parse_period
from tests.dataset.small import SMALL, small

_DATED = SMALL["scorecards"].replace("weight\n", "weight,period\n").replace("0\n", "0,\n")


def _stopped(dataset: Dataset, label: str) -> dict[str, tuple[str, ...]]:
    return dataset.excluded_in(parse_period(label))


@pytest.mark.parametrize(
    ("table", "rows", "code"),
    [
        ("actuals", "sales,P1,2023-Q1,abc\n", "E-CELL"),
        ("actuals", "sales,P1,2023-Q1,1\nsales,P1,2023-Q1,2\n", "E-DUP-ACTUAL"),
        ("actuals", "nope,P1,2023-Q1,1\n", "E-UNKNOWN-ID"),
        ("targets", "sales,P1,2023-Q1,#DIV/0!\n", "E-CELL"),
        ("targets", "sales,P1,2023-Q1,1\nsales,P1,2023-Q1,2\n", "E-DUP-KEY"),
    ],
)
def test_an_error_of_an_old_period_stops_that_period_alone(tmp_path: Path, table: str, rows: str, code: str) -> None:
    dataset = small(tmp_path / "acme", **{table: SMALL[table] + rows})
    assert dataset.excluded == {"P1": (code,)}
    assert _stopped(dataset, "2025-Q2") == {}
    assert _stopped(dataset, "2023-Q1") == {"P1": (code,)}
    assert _stopped(dataset, "2023-02") == {"P1": (code,)} == _stopped(dataset, "2023")


def test_it_stops_the_periods_that_are_compared_with_it(tmp_path: Path) -> None:
    dataset = small(tmp_path / "acme", actuals=SMALL["actuals"] + "sales,P1,2024-Q2,abc\n")
    assert [label for label in ("2024-Q1", "2024-Q2", "2024-Q3", "2024-Q4", "2025-Q1", "2025-Q2", "2025-Q3")
            if _stopped(dataset, label)] == ["2024-Q2", "2024-Q3", "2025-Q2"]


def test_weights_of_one_period(tmp_path: Path) -> None:
    lines = "P1,sales,50,2023-Q1\nP1,sat,30,2023-Q1\nP1,cost,-10,2023-Q1\n"
    dataset = small(tmp_path / "acme", scorecards=_DATED + lines)
    assert dataset.excluded == {"P1": ("E-WEIGHT-SIGN", "E-WEIGHT-SUM")}
    assert _stopped(dataset, "2025-Q2") == {} and set(_stopped(dataset, "2023-Q1")) == {"P1"}


def test_an_error_without_a_period_stops_all_of_them(tmp_path: Path) -> None:
    label, weight = SMALL["actuals"] + "sales,P1,2023-Q9,1\n", SMALL["scorecards"].replace("60", "61", 1)
    for change in ({"actuals": label}, {"scorecards": weight}):
        dataset = small(tmp_path / "acme", **change)
        assert set(_stopped(dataset, "2025-Q2")) == set(_stopped(dataset, "2020")) == {"P1"}


def test_a_kpi_in_error_stops_its_carriers_while_they_carry_it(tmp_path: Path) -> None:
    kpis = SMALL["kpis"] + "old,Old,CNY,,P1,ERP\n"
    dataset = small(tmp_path / "acme", kpis=kpis, scorecards=_DATED + "P1,old,100,2023\n")
    assert _stopped(dataset, "2025-Q2") == {} and _stopped(dataset, "2023-Q3") == {"P1": ("E-DIRECTION",)}


def test_days_without_a_post_and_shares_that_do_not_make_one(tmp_path: Path) -> None:
    posts = (
        "person_id,unit_id,from,to,scorecard_share\nP1,D1,2020-01-01,2021-03-31,\nP1,D1,2021-05-01,,\n"
        "P2,D1,2021-05-01,2022-12-31,0.5\nP2,C,2021-05-01,2021-12-31,0.4\nP2,C,2022-01-01,2022-12-31,0.5\nP2,D1,2023-01-01,,\n"
    )
    dataset = small(tmp_path / "acme", assignments=posts)
    assert dataset.excluded == {"P1": ("E-ASSIGN-GAP",), "P2": ("E-SHARE-SUM",)}
    assert _stopped(dataset, "2025-Q2") == {}
    assert set(_stopped(dataset, "2021-Q2")) == {"P1", "P2"} and set(_stopped(dataset, "2020-Q4")) == set()
    stop = dataset.stops["P2"][0]
    assert (stop.start, stop.end) == (date(2021, 5, 1), date(2021, 12, 31))


def test_an_event_stops_the_period_of_its_day(tmp_path: Path) -> None:
    events = "event_id,date,subject_id,type,points\n1,2023-02-10,P1,penalty,x\n"
    dataset = small(tmp_path / "acme", events=events)
    assert set(_stopped(dataset, "2023-02")) == {"P1"} and _stopped(dataset, "2025-Q2") == {}


def test_what_other_rooms_find_is_placed_in_the_file(tmp_path: Path) -> None:
    dataset = small(tmp_path / "acme", targets=SMALL["targets"].replace("target\n", "\u76ee\u6807\u503c\n"))
    placed = dataset.placed(Finding("W-ZERO-TARGET", "targets", 2, "target", "P1", "sales"))
    assert (placed.file, placed.row, placed.column) == ("targets.csv", 2, "\u76ee\u6807\u503c")
    own = Finding("E-POLICY", "targets", file="policy.yaml")
    assert dataset.placed(own) is own
