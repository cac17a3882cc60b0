"""What native charts share: a data block, references into it, quiet axes, labels at the marks and no legend."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from reportgen.model.chart import Effect
from reportgen.render.xlsx.audit import Audit, Entry
from reportgen.render.xlsx.styles import ACTUAL, EFFECT_FILL, GREY, INK, NEUTRAL, PAPER, PREVIOUS

SOLID = {"fill": {"color": ACTUAL}, "border": {"none": True}}
LIGHT = {"fill": {"color": PREVIOUS}, "border": {"none": True}}
OUTLINE = {"fill": {"color": PAPER}, "border": {"color": ACTUAL, "width": 0.75}}
HATCH = {"pattern": {"pattern": "wide_upward_diagonal", "fg_color": ACTUAL, "bg_color": PAPER},
         "border": {"color": ACTUAL, "width": 0.5}}
Colours = dict[str, list[Decimal | None]]
_REFERENCE = re.compile("^=|!")
CLEAR = {"fill": {"none": True}, "border": {"none": True}}


@dataclass(frozen=True, slots=True)
class Kit:
    """What a builder needs: the workbook that makes charts, the place of the data, the font and a title for the data."""

    book: Any
    audit: Audit
    font: str
    title: str

    def chart(self, kind: str, subtype: str = "") -> Any:
        """A chart without legend, frame or background."""
        chart = self.book.add_chart({"type": kind, **({"subtype": subtype} if subtype else {})})
        chart.set_legend({"none": True})
        chart.set_title({"none": True})
        chart.set_chartarea({"border": {"none": True}, "fill": {"none": True}})
        chart.set_plotarea({"fill": {"none": True}})
        chart.show_hidden_data()
        return chart

    def small(self, colour: str = INK, *, bold: bool = False) -> dict[str, Any]:
        """The font of labels."""
        return {"name": self.font, "size": 8, "color": colour, "bold": bold}

    def block(self, head: Sequence[str], rows: Sequence[Sequence[Entry]]) -> Block:
        """Write the chart's data and refer to it."""
        return Block(self.audit.data_name, self.audit.chart_rows(self.title, head, rows), len(rows))


@dataclass(frozen=True, slots=True)
class Block:
    """Rows of the data sheet."""

    sheet: str
    top: int
    count: int

    def column(self, index: int, last: int | None = None) -> list[Any]:
        """A column (or several) of the block as a reference."""
        return [self.sheet, self.top, index, self.top + self.count - 1, index if last is None else last]

    def name(self, index: int) -> list[Any]:
        """The head of a column as a reference: a name never stands in the chart as typed text, which could be a formula."""
        return [self.sheet, self.top - 1, index]


def written(labels: Sequence[str]) -> list[dict[str, Any]]:
    """Labels of points as typed text, none where empty.

    What the writer would take for a formula or a reference (``=1+1``, ``Data!A1``) is parted by a space of no width.
    """
    return [{"value": _REFERENCE.sub("\u200b\\g<0>\u200b", label)} if label else {"delete": True} for label in labels]


def quiet(kit: Kit, **more: Any) -> dict[str, Any]:
    """An axis of names: small grey labels, a thin line, no ticks; labels stay low where values are negative."""
    return {"major_tick_mark": "none", "minor_tick_mark": "none", "num_font": kit.small(GREY), "label_position": "low",
            "line": {"color": NEUTRAL, "width": 0.75}, **more}


def hidden(low: float | None = None, high: float | None = None) -> dict[str, Any]:
    """A value axis that is not drawn: labels stand at the marks."""
    ends = {key: value for key, value in (("min", low), ("max", high)) if value is not None}
    return {"visible": False, "major_gridlines": {"visible": False}, **ends}


def label_code(labels: Sequence[str], *, signed: bool = False) -> str:
    """The number code of data labels: as many places as the model's own labels show."""
    places = max((len(label.partition(".")[2].rstrip("%p ")) for label in labels), default=0)
    body = "#,##0" + (f".{'0' * places}" if places else "")
    return f'+{body};"\u2212"{body};{body}' if signed else f'{body};"\u2212"{body}'


def by_colour(values: Sequence[Decimal | None], effects: Sequence[Effect], neutral: Sequence[bool] = ()) -> Colours:
    """Values parted by the colour of their effect: one series per colour is lighter than a fill for every point."""
    found: Colours = {}
    for index, (value, effect) in enumerate(zip(values, effects, strict=True)):
        if value is not None:
            colour = NEUTRAL if neutral and neutral[index] else EFFECT_FILL.get(effect, NEUTRAL)
            found.setdefault(colour, [None] * len(values))[index] = value
    return found


def fill(colour: str) -> dict[str, Any]:
    """A series of one colour."""
    return {"fill": {"color": colour}, "border": {"none": True}}


def span(values: Sequence[Decimal | None]) -> tuple[float, float]:
    """Lowest and highest of zero and the values."""
    known = [float(value) for value in values if value is not None]
    return min([0.0, *known]), max([0.0, *known])
