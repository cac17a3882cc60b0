"""Turn a Dataset and Rules into scores, totals and grades."""

from reportgen.scoring.score import Scorer, score

__all__ = ["Scorer", "score"]
