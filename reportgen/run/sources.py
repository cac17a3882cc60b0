"""Sources of a step as a person finds them: file and row of the dataset."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from reportgen.model.dataset import Dataset, Locale
from reportgen.model.period import Period, period_or_none

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Places:
    """Table -> the file it was read from; and rows of pay and of events, which traces name by person and event."""

    files: Mapping[str, str] = field(default_factory=dict)
    pay: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    events: Mapping[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, dataset: Dataset, period: Period) -> Places:
        """From the files of a dataset. A workbook names its sheet too."""
        names = [file.name for file in dataset.files]
        files = {
            file.table: f"{file.name} {file.table}" if names.count(file.name) > 1 else file.name for file in dataset.files
        }
        rows = dataset["events"].select("event_id", "row_nr").iter_rows() if "events" in dataset.tables else ()
        return cls(files, _pay_rows(dataset, period), dict(rows))

    def of_source(self, source: str, locale: Locale = "en") -> str:
        """``actuals!123`` as ``actuals.csv row 123``; what is no row of a file stays as it is."""
        table, mark, row = source.partition("!")
        if mark:
            return self._row(table, row, locale)
        table, _, rest = source.partition(":")
        if table == "events" and rest in self.events:
            return self._row("events", str(self.events[rest]), locale)
        if table == "paybase" and (rows := self.pay.get(rest.split(":")[0])):
            return self._row("paybase", ranges(rows, locale), locale)
        if table in ("scorecards", "kpi_scores") and rest:
            return _explained(*rest.split(":", 1), locale=locale)
        return source

    def _row(self, table: str, row: str, locale: Locale) -> str:
        file = self.files.get(table, table)
        return f"{file} \u7b2c{row}\u884c" if locale == "zh-CN" else f"{file} row {row}"

    def listed(self, sources: Sequence[str], locale: Locale = "en") -> tuple[str, ...]:
        """Sources for reading: rows of one file together, those that follow each other as a range."""
        found: list[str] = []
        rows: dict[str, list[int]] = {}
        for source in sources:
            table, mark, row = source.partition("!")
            if mark and row.isdigit():
                rows.setdefault(table, []).append(int(row))
            else:
                found.append(self.of_source(source, locale))
        own = [self._row(table, ranges(numbers, locale), locale) for table, numbers in rows.items()]
        return tuple(dict.fromkeys([*own, *found]))


def _explained(subject: str, kpi: str = "", *, locale: Locale) -> str:
    """A result that has an explanation of its own, and how to ask for it."""
    call = f"explain --subject {subject}" + (f" --kpi {kpi}" if kpi else "")
    if locale == "zh-CN":
        return f"{subject}\u7684\u8ba1\u5206\u5361\uff08{call}\uff09"
    return f"scorecard of {subject} ({call})"


def ranges(numbers: Iterable[int], locale: Locale = "en") -> str:
    """``2, 3, 4, 9`` as ``2-4, 9``; Chinese lists take their own mark."""
    ordered = sorted(set(numbers))
    runs = [[number for _, number in run] for _, run in groupby(enumerate(ordered), key=lambda pair: pair[1] - pair[0])]
    separator = "\u3001" if locale == "zh-CN" else ", "
    return separator.join(f"{run[0]}-{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs)


def _pay_rows(dataset: Dataset, period: Period) -> dict[str, tuple[int, ...]]:
    """Person -> the rows of ``paybase`` that serve the period: the narrowest around it, else those inside."""
    if "paybase" not in dataset.tables:
        return {}
    spans: dict[str, Period | None] = {}
    found: dict[str, list[tuple[Period, int]]] = {}
    for person, label, row in dataset["paybase"].select("person_id", "period", "row_nr").iter_rows():
        if label not in spans:
            spans[label] = period_or_none(label, dataset.settings.fiscal)
        span = spans[label]
        if span is not None:
            found.setdefault(person, []).append((span, row))
    return {person: _serving(rows, period) for person, rows in found.items()}


def _serving(rows: Sequence[tuple[Period, int]], period: Period) -> tuple[int, ...]:
    around = [(span.days, row) for span, row in rows if span.start <= period.start and period.end <= span.end]
    if around:
        return (min(around)[1],)
    return tuple(row for span, row in rows if period.start <= span.start and span.end <= period.end)
