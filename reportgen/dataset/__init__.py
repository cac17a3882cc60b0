"""Turn a folder, a workbook or a flat file into a Dataset: typed tables, and every finding at once."""

from reportgen.dataset.load import list_periods, load

__all__ = ["list_periods", "load"]
