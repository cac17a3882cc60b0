"""Turn a Dataset and Rules into scores, totals and grades."""

from reportgen.scoring.score import score, score_history

__all__ = ["score", "score_history"]
