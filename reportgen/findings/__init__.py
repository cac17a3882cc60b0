"""Turn a Finding into a sentence and a remedy in zh-CN or en."""

from reportgen.findings.describe import Description, Explanation, codes, describe, explain, parameters, suggestion
from reportgen.findings.listing import counted, listing

__all__ = ["Description", "Explanation", "codes", "counted", "describe", "explain", "listing", "parameters", "suggestion"]
