"""Days of absence in a period."""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from reportgen.measures.service import absent_in
from tests.measures.world import company, day, period


def test_days_of_absence_count_once_and_inside_the_period() -> None:
    schema = {"person_id": pl.String, "type": pl.String, "from": pl.Date, "to": pl.Date}
    rows = [
        ("p1", "sick", day("2025-05-20"), day("2025-06-10")), ("p1", "annual", day("2025-06-08"), day("2025-06-12")),
        ("p2", "parental", day("2025-06-15"), None), ("p3", "sick", day("2025-01-01"), day("2025-01-31")),
    ]
    data = company()
    data = replace(data, tables={**data.tables, "absences": pl.DataFrame(rows, schema=schema, orient="row")})
    assert absent_in(data, period("2025-06")) == {"p1": 12, "p2": 16}
    assert absent_in(replace(data, tables={**data.tables, "absences": pl.DataFrame(schema=schema)}), period("2025-06")) == {}
