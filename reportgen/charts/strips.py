"""Strips: the values of each group as dots on one shared axis, with a box between the quartiles and a line at the median."""

from __future__ import annotations

from dataclasses import dataclass

from reportgen.charts.measure import shortened, text_width
from reportgen.charts.svg import Svg
from reportgen.model.chart import Strip, Strips

_HEAD, _FOOT, _GAP = 3.6, 4.0, 1.6
_MOST_PITCH, _NAME_SHARE = 6.5, 0.4
_RADIUS = 0.55
#: Places of a dot by its rank, as a share of the half height of a box: neighbours never stand in one lane.
_LANES = (0.0, -0.6, 0.6)


@dataclass(frozen=True, slots=True)
class _Place:
    """Millimetres: the strip from ``left`` to ``right``, ``per_unit`` from ``low`` on, ``pitch`` from row to row."""

    left: float
    right: float
    low: float
    per_unit: float
    pitch: float

    def x(self, value: object) -> float:
        return self.left + (float(str(value)) - self.low) * self.per_unit

    def y(self, row: int) -> float:
        return _HEAD + (row + 0.5) * self.pitch


def draw(svg: Svg, spec: Strips) -> None:
    """Names and counts at the left, medians at the right; groups without values show their word on the axis side."""
    place = _place(svg, spec)
    style = svg.style
    foot = _HEAD + len(spec.strips) * place.pitch
    counts = place.left - _GAP
    room = counts - _counts(svg, spec) - 1.0
    svg.text(counts, 2.4, spec.count_name, "end", size=style.tiny, fill="ink-2")
    svg.text(svg.width, 2.4, spec.median_name, "end", size=style.tiny, fill="ink-2")
    for row, strip in enumerate(spec.strips):
        svg.centred(0, place.y(row), shortened(strip.label, room, style.note))
        svg.centred(counts, place.y(row), strip.count_label, "end", fill="ink-2")
        _row(svg, place, strip, row)
    _axis(svg, spec, place, foot)


def _place(svg: Svg, spec: Strips) -> _Place:
    style = svg.style
    names = max([0.0, *(text_width(one.label, style.note) for one in spec.strips)])
    left = min(names, svg.width * _NAME_SHARE) + 1.0 + _counts(svg, spec) + _GAP
    medians = max([text_width(spec.median_name, style.tiny), *(text_width(one.median_label, style.note) for one in spec.strips)])
    right = max(svg.width - medians - _GAP, left + 1.0)
    # Half a dot stays free at both ends, so that none is cut.
    low, span = float(spec.low), float(spec.high - spec.low) or 1.0
    pitch = min((svg.height - _HEAD - _FOOT) / max(len(spec.strips), 1), _MOST_PITCH)
    return _Place(left + _RADIUS, right - _RADIUS, low, (right - left - 2 * _RADIUS) / span, pitch)


def _counts(svg: Svg, spec: Strips) -> float:
    texts = (text_width(one.count_label, svg.style.note) for one in spec.strips)
    return max([text_width(spec.count_name, svg.style.tiny), *texts])


def _row(svg: Svg, place: _Place, strip: Strip, row: int) -> None:
    y, half = place.y(row), place.pitch * 0.38
    if not strip.values:
        svg.centred(place.left, y, strip.note, size=svg.style.tiny, fill="ink-2")
        return
    if strip.lower_quartile is not None and strip.upper_quartile is not None:
        start = place.x(strip.lower_quartile)
        svg.rect(start, y - half, place.x(strip.upper_quartile) - start, 2 * half, "py")
    for rank, value in enumerate(strip.values):
        svg.dot(place.x(value), y + _LANES[rank % 3] * half, _RADIUS, "paper", "ac")
    if strip.median is not None:
        at = place.x(strip.median)
        svg.line((at, y - half - 0.2, at, y + half + 0.2), "ac", 0.7)
    svg.centred(svg.width, y, strip.median_label, "end")


def _axis(svg: Svg, spec: Strips, place: _Place, foot: float) -> None:
    """A thin line with its two ends named, and the mean of everyone across all rows, named above them."""
    style = svg.style
    svg.line((place.left, foot, place.right, foot), "ac", 0.2)
    svg.lines(((place.left, foot, place.left, foot + 0.8), (place.right, foot, place.right, foot + 0.8)), "ac", 0.2)
    svg.text(place.left, foot + 3.2, spec.low_label, size=style.tiny, fill="ink-2")
    svg.text(place.right, foot + 3.2, spec.high_label, "end", size=style.tiny, fill="ink-2")
    if spec.mean is not None:
        at, half = place.x(spec.mean), text_width(spec.mean_label, style.tiny) / 2
        svg.line((at, _HEAD - 0.8, at, foot), "ac", 0.25, "1 0.8")
        svg.text(min(max(at, place.left + half), place.right - half), 2.4, spec.mean_label, "middle", size=style.tiny)
