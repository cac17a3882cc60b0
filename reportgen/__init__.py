"""Turn a scored KPI dataset into performance reports: PDF, Excel and HTML, in Chinese and English."""

__version__ = "0.1.0"
