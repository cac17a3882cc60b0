"""Graphics inside table cells: variance bar, variance pin, waterfall step, sparkline. As high as their row."""

from __future__ import annotations

from reportgen.charts.measure import text_width
from reportgen.charts.scale import BAR_GAP, MINUS, NOTE_GAP, PIN_GAP, SPARK_LEFT, CellScale
from reportgen.charts.style import AXIS_HALF, EFFECT_FILL, Style
from reportgen.charts.svg import Svg
from reportgen.model.chart import CellGraphic, Sparkline, VarianceBar, VariancePin, WaterfallStep

#: A bar takes two thirds of the row and never more than 4 mm (design, "Chart anatomy").
_BAR_SHARE = 2 / 3
_BAR_MOST = 4.0
_EFFECT_TEXT = {"favourable": "fav-text", "unfavourable": "unf", "neutral": "ink-2", "": "ink-3"}


def draw_cell(graphic: CellGraphic, scale: CellScale, height: float, style: Style, axis: bool = True) -> str:
    """The SVG of a graphic cell with its alternative text; without ``axis`` the cell's ground shows it."""
    svg = Svg(scale.width, height, alternative(graphic), style)
    if isinstance(graphic, Sparkline):
        _sparkline(svg, graphic, scale)
        return str(svg)
    if axis:
        svg.axis(scale.zero, scale.axis)
    if isinstance(graphic, WaterfallStep):
        _step(svg, graphic, scale, joined=axis)
    elif graphic.value is None:
        _unmeasured(svg, graphic, scale)
    elif isinstance(graphic, VarianceBar):
        _bar(svg, graphic, scale, float(graphic.value))
    else:
        _pin(svg, graphic, scale, float(graphic.value))
    return str(svg)


def alternative(graphic: CellGraphic) -> str:
    """Alternative text of a graphic: its label, or the values of a sparkline without one; empty for a bare axis."""
    if graphic.label or not isinstance(graphic, Sparkline):
        return graphic.label
    return ", ".join("–" if value is None else f"{value:,f}".replace("-", MINUS) for value in graphic.values)


def draw_axis(scale: CellScale, height: float, style: Style, stretch: bool = False) -> str:
    """The axis alone, for a cell of the column that has no graphic of its own; ``stretch`` lets its height be changed."""
    svg = Svg(scale.width, height, "", style, stretch)
    svg.axis(scale.zero, scale.axis)
    return str(svg)


def draw_ground(graphic: CellGraphic, scale: CellScale, height: float, style: Style) -> str:
    """What runs on through a cell, stretched to the height of its row: the axis, and the joints of a waterfall."""
    svg = Svg(scale.width, height, "", style, stretch=True)
    svg.axis(scale.zero, scale.axis)
    if isinstance(graphic, WaterfallStep):
        svg.lines(_joints(graphic, scale, (0.0, height / 2, height / 2, height)), "ink-3", 0.15)
    return str(svg)


def _joints(
    step: WaterfallStep, scale: CellScale, ends: tuple[float, float, float, float]
) -> list[tuple[float, float, float, float]]:
    """Lines to the steps above and below: from ``ends[0]`` to ``ends[1]`` and from ``ends[2]`` to ``ends[3]``."""
    start = scale.zero + float(step.start) * scale.per_unit
    end = scale.zero + float(step.start + (step.value or 0)) * scale.per_unit
    above = end if step.role != "step" else start
    found = [] if step.first else [(above, ends[0], above, ends[1])]
    return found if step.last else [*found, (end, ends[2], end, ends[3])]


def _bar_height(row: float) -> float:
    return min(row * _BAR_SHARE, _BAR_MOST)


def _unmeasured(svg: Svg, graphic: VarianceBar | VariancePin, scale: CellScale) -> None:
    """A label without a bar beside the axis (n.m., a figure in another unit): left of it where it is negative."""
    middle = svg.height / 2
    way = -1 if graphic.label.startswith(MINUS) else 1
    svg.centred(scale.zero + way * (AXIS_HALF[scale.axis] + BAR_GAP), middle, graphic.label, "start" if way > 0 else "end",
                size=scale.label, fill=_EFFECT_TEXT[graphic.effect], bold=graphic.bold)
    if graphic.note is not None and way < 0:
        svg.disc(scale.zero + 2.8, middle, graphic.note)
    elif graphic.note is not None:
        end = scale.zero + AXIS_HALF[scale.axis] + BAR_GAP + text_width(graphic.label, scale.label)
        svg.disc(end + (NOTE_GAP if graphic.label else 1.9), middle, graphic.note)


def _bar(svg: Svg, graphic: VarianceBar, scale: CellScale, value: float) -> None:
    middle, way = svg.height / 2, -1 if value < 0 else 1
    start = scale.zero + way * AXIS_HALF[scale.axis]
    end = start + value * scale.per_unit
    high = _bar_height(svg.height)
    if value:
        svg.rect(start, middle - high / 2, end - start, high, EFFECT_FILL[graphic.effect])
    _label(svg, graphic, scale, end + way * BAR_GAP)


def _pin(svg: Svg, graphic: VariancePin, scale: CellScale, value: float) -> None:
    middle, way = svg.height / 2, -1 if value < 0 else 1
    far = scale.limit is not None and abs(value) > scale.limit
    shown = way * scale.limit if far and scale.limit is not None else value
    start = scale.zero + way * AXIS_HALF[scale.axis]
    end = start + shown * scale.per_unit
    if value:
        svg.line((start, middle, end, middle), EFFECT_FILL[graphic.effect], 0.75)
    if far:
        svg.triangle(end, middle, 1.15, EFFECT_FILL[graphic.effect], way)
    else:
        svg.rect(end - 0.7, middle - 0.7, 1.4, 1.4, "ac")
    _label(svg, graphic, scale, end + way * PIN_GAP)


def _label(svg: Svg, graphic: VarianceBar | VariancePin, scale: CellScale, x: float) -> None:
    """The label beyond the end; the note after it, or on the free side of the axis where the value is negative."""
    middle, below = svg.height / 2, graphic.value is not None and graphic.value < 0
    svg.centred(x, middle, graphic.label, "end" if below else "start", size=scale.label, bold=graphic.bold)
    if graphic.note is not None:
        after = x + text_width(graphic.label, scale.label, graphic.bold) + NOTE_GAP
        svg.disc(scale.zero + 2.8 if below else after, middle, graphic.note)


def _step(svg: Svg, step: WaterfallStep, scale: CellScale, joined: bool) -> None:
    middle, high = svg.height / 2, _bar_height(svg.height)
    start = scale.zero + float(step.start) * scale.per_unit
    end = scale.zero + float(step.start + (step.value or 0)) * scale.per_unit
    half = 0.0
    if step.value is not None:
        half = high / 2
        svg.rect(start, middle - half, end - start, high, EFFECT_FILL[step.effect])
    if joined:
        svg.lines(_joints(step, scale, (0, middle - half, middle + half, svg.height)), "ink-3", 0.15)
    svg.centred(max(start, end) + BAR_GAP, middle, step.label, size=scale.label, bold=step.role != "step",
                fill="ink" if step.value is not None else "ink-3")
    if step.note is not None:
        svg.disc(scale.width - 1.7, middle, step.note)


def _sparkline(svg: Svg, spark: Sparkline, scale: CellScale) -> None:
    """Columns around an axis that every row of the column shares; a period without a value leaves its place empty.

    An indexed row has its axis in the middle and reaches as far as its own largest value.
    """
    label = text_width(spark.label, style_size := svg.style.tiny)
    left, right = SPARK_LEFT, svg.width - (label + 0.8 if spark.label else 0.0)
    pad = 0.35
    lo, hi = (scale.lo, scale.hi) if spark.reach is None else (-float(spark.reach), float(spark.reach))
    per_unit = (svg.height - 2 * pad) / max(hi - lo, 1e-9)
    zero = pad + hi * per_unit
    step = (right - left) / max(len(spark.values), 1)
    for index, value in enumerate(spark.values):
        if value:
            effect = spark.effects[index] if index < len(spark.effects) else ""
            svg.rect(left + index * step + step / 6, zero, step * 2 / 3, -float(value) * per_unit, EFFECT_FILL[effect])
    svg.line((left, zero, right, zero), "ac", 0.14)
    svg.centred(svg.width, svg.height / 2, spark.label, "end", size=style_size)
