"""Turn a Dataset's rows into the value of each KPI and subject at any period."""

from reportgen.measures.actuals import actuals
from reportgen.measures.kpis import kpis_at
from reportgen.measures.org import subjects_in
from reportgen.measures.scorecards import lines_in
from reportgen.measures.series import series
from reportgen.measures.service import service_in
from reportgen.measures.targets import targets

__all__ = ["actuals", "kpis_at", "lines_in", "series", "service_in", "subjects_in", "targets"]
