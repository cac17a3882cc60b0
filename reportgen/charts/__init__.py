"""Turn a chart spec into SVG: geometry in millimetres, colours by token, labels that never overlap."""

from reportgen.charts.cells import alternative, draw_axis, draw_cell, draw_ground
from reportgen.charts.draw import draw_chart
from reportgen.charts.measure import text_width
from reportgen.charts.scale import SPARK_LEFT, CellScale, fit_column
from reportgen.charts.style import Style

__all__ = [
    "SPARK_LEFT", "CellScale", "Style", "alternative", "draw_axis", "draw_cell", "draw_chart", "draw_ground", "fit_column",
    "text_width",
]
