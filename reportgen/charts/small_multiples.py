"""Small multiples: panels of columns around an axis, all on one scale."""

from __future__ import annotations

from reportgen.charts.measure import shortened, text_width
from reportgen.charts.style import EFFECT_FILL
from reportgen.charts.svg import Svg
from reportgen.model.chart import Panel, SmallMultiples

_TITLE, _GAP, _STEP = 3.6, 3.0, 3.5


def draw(svg: Svg, spec: SmallMultiples) -> None:
    """Panels left to right, then down. The scale is that of the panel with the widest range, or each panel's own."""
    if not spec.panels:
        return
    columns = max(min(spec.columns, len(spec.panels)), 1)
    rows = -(-len(spec.panels) // columns)
    wide, high = (svg.width - _GAP * (columns - 1)) / columns, svg.height / rows
    up, down = _range(spec.panels)
    periods = _TITLE if any(panel.first_period or panel.last_period for panel in spec.panels) else 0.6
    room = max(high - _TITLE - periods - 2.6, 3.0)
    scale = room / max(up + down, 1e-9)
    label = max(text_width(panel.last_label, svg.style.note, True) for panel in spec.panels) + 1.0
    count = max(len(panel.values) for panel in spec.panels)
    step = min(_STEP, (wide - label) / max(count, 1))
    for index, panel in enumerate(spec.panels):
        left, top = index % columns * (wide + _GAP), index // columns * high
        if spec.indexed:
            up, down = _range((panel,))
            scale = room / max(up + down, 1e-9)
        zero = top + _TITLE + 0.8 + (up * scale if up + down else room / 2)
        _panel(svg, spec, panel, (left, top, zero, scale, step, wide))
        if panel.first_period or panel.last_period:
            y, last = top + high - 1.0, left + (len(panel.values) - 0.5) * step
            svg.text(left, y, panel.first_period, size=svg.style.tiny, fill="ink-2")
            if last - text_width(panel.last_period, svg.style.tiny) / 2 > left + text_width(
                    panel.first_period, svg.style.tiny) + 0.6:
                svg.text(last, y, panel.last_period, "middle", size=svg.style.tiny, fill="ink-2")


def _range(panels: tuple[Panel, ...]) -> tuple[float, float]:
    """How far the values reach above and below the axis."""
    values = [float(value) for panel in panels for value in panel.values if value is not None]
    return max([0.0, *values]), -min([0.0, *values])


def _panel(svg: Svg, spec: SmallMultiples, panel: Panel, place: tuple[float, float, float, float, float, float]) -> None:
    left, top, zero, scale, step, wide = place
    bold = bool(panel.subtitle)
    title = shortened(panel.title, wide, svg.style.note, bold)
    svg.text(left, top + 2.6, title, bold=bold)
    after = text_width(title, svg.style.note, bold) + 1.2
    svg.text(left + after, top + 2.6, shortened(panel.subtitle, max(wide - after, 0.0), svg.style.note), fill="ink-2")
    for index, value in enumerate(panel.values):
        if value:
            edge = zero - 0.28 if value > 0 else zero + 0.28
            effect = panel.effects[index] if index < len(panel.effects) else ""
            svg.rect(left + index * step + step / 6, edge, step * 2 / 3, -float(value) * scale, EFFECT_FILL[effect])
    end = left + max(len(panel.values), 1) * step
    svg.base(zero, spec.axis, left, end)
    last = float(panel.values[-1] or 0) if panel.values else 0.0
    svg.centred(end + 0.8, zero - last * scale / 2, panel.last_label, bold=True)
