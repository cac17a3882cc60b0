"""Several tables on one sheet share its columns: where each lane stands, so that no column is squeezed or torn apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property

from reportgen.render.xlsx.formulas import parts_of
from reportgen.render.xlsx.lanes import Laid, Lane

#: How much wider than it asks a lane may become: a figure right of a text may move freely, between figures it may not.
_SLACK = {"text": 30.0, "second": 12.0, "figure": 6.5, "bar": 12.0, "spark": 12.0, "note": 7.0, "gap": 8.0}
_FREE = 24.0
_WIDEST_HOLE = 22.0
_NEVER = float("inf")


@dataclass(frozen=True, slots=True)
class _Standing:
    """A lane in a grid column: the width it asks for and the width it bears."""

    need: float
    most: float


@dataclass(frozen=True)
class Placed:
    """A table with the grid column of each of its lanes."""

    laid: Laid
    at: tuple[int, ...]

    @cached_property
    def sums(self) -> dict[tuple[int, int], list[int]]:
        """Subtotals and totals by row and model column, each with the rows that add up to it exactly."""
        found = {(row, column): parts_of(self.laid, row, column)
                 for row, one in enumerate(self.laid.table.rows) if one.role in ("subtotal", "total")
                 for column, source in enumerate(self.laid.table.columns) if source.total}
        return {place: parts for place, parts in found.items() if parts}

    @property
    def checked(self) -> list[int]:
        """Model columns whose last total is checked against the reported number."""
        totals = [row for row, one in enumerate(self.laid.table.rows) if one.role == "total"]
        return [column for row, column in self.sums if totals and row == totals[-1]]

    @property
    def last(self) -> int:
        return self.at[-1]


@dataclass
class Grid:
    """The columns of one sheet, and the tables that stand on them."""

    widths: list[float] = field(default_factory=list)
    tables: list[Placed] = field(default_factory=list)
    _standing: list[list[_Standing]] = field(default_factory=list)

    def add(self, laid: Laid) -> bool:
        """Place a table below the others; False where it would tear columns apart."""
        wanted = [_Standing(lane.need, lane.need + _slack(laid.lanes, index)) for index, lane in enumerate(laid.lanes)]
        at = self._fit(wanted, laid.lanes)
        if at is None:
            return False
        for column, standing in zip(at, wanted, strict=True):
            while len(self.widths) <= column:
                self.widths.append(0.0)
                self._standing.append([])
            self.widths[column] = max(self.widths[column], standing.need)
            self._standing[column].append(standing)
        self.tables.append(Placed(laid, at))
        return True

    def spread(self, least: float) -> None:
        """Add free columns at the right end, so that texts and charts have at least this width."""
        while sum(self.widths) < least:
            self.widths.append(min(9.0, max(2.0, least - sum(self.widths))))

    def _fit(self, wanted: Sequence[_Standing], lanes: Sequence[Lane]) -> tuple[int, ...] | None:
        """The cheapest columns from left to right; only behind a text a column may be left free, for the text to run into."""
        @cache
        def best(lane: int, start: int) -> tuple[float, tuple[int, ...]]:
            if lane == len(wanted):
                return 0.0, ()
            holes = lane > 0 and lanes[lane - 1].left and lanes[lane - 1].kind in ("text", "second")
            found: tuple[float, tuple[int, ...]] = (_NEVER, ())
            for column in range(start, (max(len(self.widths), start) if holes else start) + 1):
                skipped = sum(self.widths[start:column])
                if skipped > _WIDEST_HOLE:
                    break
                cost = self._cost(wanted[lane], column) + skipped
                if cost < found[0]:
                    rest, behind = best(lane + 1, column + 1)
                    found = min(found, (cost + rest, (column, *behind)), key=lambda one: one[0])
            return found

        cost, at = best(0, 0)
        return at if cost < _NEVER else None

    def _cost(self, lane: _Standing, column: int) -> float:
        if column >= len(self.widths):
            return 0.0
        width = max(self.widths[column], lane.need)
        if width > lane.most or any(width > other.most for other in self._standing[column]):
            return _NEVER
        return (width - self.widths[column]) + 0.3 * (width - lane.need)


def _slack(lanes: Sequence[Lane], index: int) -> float:
    lane = lanes[index]
    behind_text = index > 0 and lanes[index - 1].left and lanes[index - 1].kind in ("text", "second")
    if lane.left and lane.kind in ("text", "second"):
        return _SLACK["text"]
    return _FREE if behind_text else _SLACK[lane.kind]
