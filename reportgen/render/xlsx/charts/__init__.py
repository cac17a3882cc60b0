"""Turn chart specs into native charts below the tables of a sheet, their data on the data sheet."""

from reportgen.render.xlsx.charts.place import insert_charts

__all__ = ["insert_charts"]
