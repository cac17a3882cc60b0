"""Turn a Report into an Excel workbook: real numbers, frozen heads, print set-up, native charts, stored formula results."""

from reportgen.render.xlsx.workbook import render

__all__ = ["render"]
