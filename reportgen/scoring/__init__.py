"""Turn a Dataset and Rules into scores, totals and grades."""

from reportgen.scoring.score import score

__all__ = ["score"]
