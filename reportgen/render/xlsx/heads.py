"""The head of a table: names at the foot of their columns, groups above them, one rule below."""

from __future__ import annotations

from reportgen.render.xlsx.grid import Placed
from reportgen.render.xlsx.lanes import Lane
from reportgen.render.xlsx.measure import lines_in
from reportgen.render.xlsx.sheet import Sheet
from reportgen.render.xlsx.styles import GREY, HAIR, HEAD, Look

_LINE = 11.4


def write_head(out: Sheet, placed: Placed) -> tuple[int, int]:
    """Write the head at the cursor; returns its first and last row."""
    top = out.row
    lanes = list(zip(placed.laid.lanes, placed.at, strict=True))
    if any(lane.source.group for lane, _ in lanes):
        _write_groups(out, lanes)
        out.down()
    lines = 1
    for position in {*range(placed.last + 1)} - {*placed.at}:
        out.blank(position, HEAD)
    for lane, position in lanes:
        align = "left" if lane.left or lane.kind in ("bar", "spark", "note") else "right"
        if lane.source.align == "centre" and lane.kind == "text":
            align = "center"
        out.text(position, lane.head, HEAD._replace(align=align, indent=lane.apart))
        lines = max(lines, lines_in(lane.head, out.widths[position] - 1.0, 8.0))
    out.height(max(15.0, lines * _LINE + 3.0))
    bottom = out.row
    out.down()
    return top, bottom


def _write_groups(out: Sheet, lanes: list[tuple[Lane, int]]) -> None:
    """Heads above neighbouring columns, centred across them without merging; gaps between groups stay open."""
    before = ""
    for lane, position in lanes:
        group = lane.source.group
        if group:
            look = Look(size=8, colour=GREY, bottom=HAIR, align="center_across")
            if group == before:
                out.blank(position, look)
            else:
                out.text(position, group, look)
        before = group
