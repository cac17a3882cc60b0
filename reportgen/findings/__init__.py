"""Turn a Finding into a sentence and a remedy in zh-CN or en."""

from reportgen.findings.describe import Description, Explanation, codes, describe, explain, parameters, suggestion

__all__ = ["Description", "Explanation", "codes", "describe", "explain", "parameters", "suggestion"]
