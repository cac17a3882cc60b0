"""Histogram: counts per bin or grade as columns before an outlined quota."""

from __future__ import annotations

from reportgen.charts.layout import Label, every_nth, kept
from reportgen.charts.measure import text_width
from reportgen.charts.svg import Svg
from reportgen.model.chart import Histogram


def draw(svg: Svg, spec: Histogram) -> None:
    """Count above its column; bin and quota named below. The scale starts at 0."""
    style = svg.style
    quotas = any(bin_.quota is not None for bin_ in spec.bins)
    names = max(text_width(spec.count_name, style.tiny), text_width(spec.quota_name, style.tiny) if quotas else 0.0)
    right = svg.width - (names + 1.4 if names else 0.0)
    pitch = right / max(len(spec.bins), 1)
    column = min(pitch * 2 / 3, 12.0)
    shift = column * 0.22 if quotas else 0.0
    foot = 7.0 if any(bin_.quota_label for bin_ in spec.bins) else 4.0
    base = svg.height - foot
    most = max([1e-9, *(max(float(bin_.count), float(bin_.quota or 0)) for bin_ in spec.bins)])
    scale = (base - 3.4) / most
    counts: list[Label] = []
    for index, bin_ in enumerate(spec.bins):
        left = index * pitch + pitch / 2 - column / 2
        if bin_.quota is not None:
            svg.rect(left - shift / 2, base, column, -float(bin_.quota) * scale, "paper", "ac", 0.2)
        if bin_.count:
            svg.rect(left + shift, base, column, -bin_.count * scale, "ac")
        counts.append((index * pitch + pitch / 2 + shift / 2, text_width(bin_.count_label, style.note), bin_.count_label))
    svg.line((0, base, right, base), "ac", 0.2)
    for index in kept(counts, 0.4):
        bin_ = spec.bins[index]
        high = max(float(bin_.count), float(bin_.quota or 0)) * scale
        svg.text(counts[index][0], base - high - 0.8, bin_.count_label, "middle",
                 fill={"unfavourable": "unf", "favourable": "fav-text"}.get(bin_.effect, "ink"))
    _line_below(svg, [bin_.label for bin_ in spec.bins], pitch, base + 3.2, "ink")
    _line_below(svg, [bin_.quota_label for bin_ in spec.bins], pitch, base + 6.2, "ink-2")
    svg.centred(right + 1.2, base - 4.0, spec.count_name, size=style.tiny, fill="ink-2")
    if quotas:
        svg.text(right + 1.2, base + 6.2 if foot > 4 else base - 8.0, spec.quota_name, size=style.tiny, fill="ink-2")


def _line_below(svg: Svg, texts: list[str], pitch: float, y: float, fill: str) -> None:
    labels = [(i * pitch + pitch / 2, text_width(text, svg.style.note), text) for i, text in enumerate(texts)]
    for index in every_nth(labels):
        svg.text(labels[index][0], y, labels[index][2], "middle", fill=fill)
