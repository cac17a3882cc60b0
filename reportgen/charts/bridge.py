"""Bridge: a waterfall from a base to a total on the variance axis of the base, one step per line."""

from __future__ import annotations

from reportgen.charts.measure import shortened, text_width
from reportgen.charts.scale import BAR_GAP, NOTE_GAP, NOTE_RADIUS
from reportgen.charts.style import EFFECT_FILL
from reportgen.charts.svg import Svg
from reportgen.model.chart import Bridge, BridgeStep

_ROW = 4.0
_MOST_NAMES = 0.5


def draw(svg: Svg, spec: Bridge) -> None:
    """Names on the left, the base as a double line, each step where the last one ended, the total below a rule."""
    rows = len(spec.steps) + 2
    row = min(_ROW * 1.5, svg.height / rows)
    size = min(svg.style.base, row * 0.78)
    small = min(svg.style.note, size)
    starts = _starts(spec)
    names = _name_room(svg, spec, size)
    zero, scale = _scale(svg, spec, starts, names, small)
    half = text_width(spec.base_value_label, small) / 2
    svg.centred(0, row / 2, spec.base_label, size=small, fill="ink-2")
    svg.centred(min(zero, svg.width - half), row / 2, spec.base_value_label, "middle", size=small, fill="ink-2")
    svg.axis(zero, "pl", row * 0.86)
    joints: list[tuple[float, float, float, float]] = []
    for index, (step, start) in enumerate(zip(spec.steps, starts, strict=True), 1):
        middle = index * row + row / 2
        left, end = zero + start * scale, zero + (start + float(step.value)) * scale
        bold = step.role != "step"
        svg.centred(0, middle, shortened(step.label, names, size, bold), size=size, bold=bold)
        if step.value:
            svg.rect(left, middle - row / 3, end - left, row * 2 / 3, EFFECT_FILL[step.effect])
        label = max(left, end) + BAR_GAP
        svg.centred(label, middle, step.value_label, size=small, bold=bold)
        if step.note is not None:
            svg.disc(label + text_width(step.value_label, small, bold) + NOTE_GAP, middle, step.note)
        joints.append((end, middle + row / 3, end, middle + row * 2 / 3))
    svg.lines(joints, "ink-3", 0.15)
    _total(svg, spec, rows * row - row / 2, row, (zero, scale, size))


def _total(svg: Svg, spec: Bridge, middle: float, row: float, geometry: tuple[float, float, float]) -> None:
    zero, scale, size = geometry
    svg.line((0, middle - row / 2, svg.width, middle - row / 2), "ink", 0.2)
    svg.centred(0, middle, spec.total_label, size=size, bold=True)
    end = zero + float(spec.total_value) * scale
    left = min(zero, end)
    svg.centred(left - 1.5, middle, spec.total_level_label, "end", size=size, bold=True)
    if spec.total_value:
        svg.rect(zero, middle - row / 3, end - zero, row * 2 / 3, EFFECT_FILL[spec.total_effect])
    svg.axis(zero, "pl", middle - row / 2, middle + row / 2)
    svg.centred(max(zero, end) + BAR_GAP, middle, spec.total_value_label, size=min(svg.style.note, size), bold=True)


def _starts(spec: Bridge) -> list[float]:
    """Where each step starts, from the base; a subtotal starts at the base and ends where the steps before it ended."""
    starts, running = [], 0.0
    for step in spec.steps:
        starts.append(0.0 if step.role != "step" else running)
        running = float(step.value) + starts[-1]
    return starts


def _name_room(svg: Svg, spec: Bridge, size: float) -> float:
    named = [text_width(step.label, size, step.role != "step") for step in spec.steps]
    total = text_width(spec.total_label, size, True)
    if spec.total_level_label:
        total += text_width(spec.total_level_label, size, True) + 3.0
    return min(max([*named, total, text_width(spec.base_label, svg.style.note)]), svg.width * _MOST_NAMES)


def _scale(svg: Svg, spec: Bridge, starts: list[float], names: float, small: float) -> tuple[float, float]:
    """Axis position and millimetres per unit such that every bar and label stays between the names and the edge."""
    reaches = [_reach(step, start, small) for step, start in zip(spec.steps, starts, strict=True)]
    total = float(spec.total_value)
    reaches.append((min(total, 0.0), max(total, 0.0), text_width(spec.total_value_label, small, True) + BAR_GAP))
    low = min([0.0, *(reach[0] for reach in reaches)])
    left, room = names + 2.0, svg.width - names - 2.0
    scale = min(((room - label - 0.6) / (high - low) for _, high, label in reaches if high > low), default=1.0)
    return left - low * scale + 0.3, max(scale, 0.0)


def _reach(step: BridgeStep, start: float, small: float) -> tuple[float, float, float]:
    end = start + float(step.value)
    label = text_width(step.value_label, small, step.role != "step") + BAR_GAP
    note = 0.0 if step.note is None else NOTE_GAP + NOTE_RADIUS
    return min(start, end), max(start, end), label + note
