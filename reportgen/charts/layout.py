"""Placing labels without overlap: shift what is near an edge, leave out what cannot stand."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

_CLEAR = 0.6

#: Left, top, right, bottom.
Box = tuple[float, float, float, float]
#: Centre, width and text of a label on one line.
Label = tuple[float, float, str]


def kept(labels: Sequence[Label], clear: float = _CLEAR) -> set[int]:
    """Indexes of the labels that stand side by side. The last stays; then the first; then from right to left."""
    order = [len(labels) - 1, 0, *range(len(labels) - 2, 0, -1)]
    taken: list[tuple[float, float]] = []
    chosen: set[int] = set()
    for index in order:
        if not 0 <= index < len(labels) or index in chosen or not labels[index][2]:
            continue
        centre, width, _ = labels[index]
        left, right = centre - width / 2 - clear / 2, centre + width / 2 + clear / 2
        if all(right <= a or left >= b for a, b in taken):
            chosen.add(index)
            taken.append((left, right))
    return chosen


def every_nth(labels: Sequence[Label], clear: float = _CLEAR) -> set[int]:
    """Indexes at an even distance that fit side by side, counted from the last (periods of a time axis)."""
    if not labels:
        return set()
    for step in range(1, len(labels) + 1):
        chosen = list(range(len(labels) - 1, -1, -step))
        if all(labels[a][0] - labels[b][0] >= (labels[a][1] + labels[b][1]) / 2 + clear for a, b in pairwise(chosen)):
            return set(chosen)
    return {len(labels) - 1}


def spread(labels: Sequence[Label], left: float, right: float) -> list[tuple[float, str]]:
    """Centres and texts of the labels that fit between ``left`` and ``right``, moved inward at the edges."""
    inside = [(min(max(centre, left + width / 2), right - width / 2), width, text) for centre, width, text in labels]
    chosen = kept(inside)
    return [(inside[i][0], inside[i][2]) for i in range(len(inside)) if i in chosen]


def stacked(wanted: Sequence[float], height: float, top: float, bottom: float) -> list[float]:
    """Heights of labels at least ``height`` apart and within bounds, as near as can be to where they are wanted."""
    order = sorted(range(len(wanted)), key=lambda i: (wanted[i], i))
    placed = [0.0] * len(wanted)
    cursor = top
    for index in order:
        placed[index] = max(wanted[index], cursor)
        cursor = placed[index] + height
    limit = bottom
    for index in reversed(order):
        placed[index] = min(placed[index], limit)
        limit = placed[index] - height
    return placed


def touches(a: Box, b: Box) -> bool:
    """True where two boxes overlap."""
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
