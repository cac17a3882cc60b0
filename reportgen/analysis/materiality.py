"""Which variances deserve a comment (docs/method/variance.md, "Materiality")."""

from __future__ import annotations

from reportgen.model.analysis import Variance
from reportgen.model.policy import Materiality


def is_material(variance: Variance, rules: Materiality, always: bool = False) -> bool:
    """True when the variance passes the limits, or ``always`` (listed, escalated, knocked out) whatever its size.

    Without a percentage the absolute test decides alone; measures in percent are judged in points only; no variance and
    a variance of zero are never material.
    """
    if always:
        return True
    if not variance.absolute:
        return False
    size = abs(variance.absolute)
    if variance.pp:
        return size >= rules.pp
    if variance.percent is None:
        return size >= rules.abs
    large, steep = size >= rules.abs, abs(variance.percent) >= rules.pct
    return (large and steep) if rules.mode == "and" else (large or steep)
