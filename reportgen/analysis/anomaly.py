"""Anomaly rules A1 to A6 on literal numbers: deterministic, each with the numbers it compared.

docs/method/variance.md, "Anomaly rules". Series run oldest first and end with the current period; None is missing.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from reportgen.analysis.spread import median, median_deviation, quantile
from reportgen.analysis.variance import Band, effect
from reportgen.model.analysis import Anomaly, Direction
from reportgen.model.rounding import EXACT, half_up

Series = Sequence[Decimal | None]
WINDOW = 12
MIN_HISTORY = 6
MIN_PEERS = 8
RUN = 3
MAD_FACTOR = Decimal("5.1891")  # 3.5 x 1.4826
FENCE = Decimal("1.5")


def level_shift(series: Series, tolerance: Decimal = Decimal(0)) -> Anomaly | None:
    """A1: the value is further than 3.5 x 1.4826 x MAD from the median of up to twelve periods before it.

    Where these hardly move (MAD 0) any distance beyond ``tolerance`` counts. Six earlier values are needed.
    """
    value, before = _split(series)
    if value is None or len(before) < MIN_HISTORY:
        return None
    centre, spread = median(before), median_deviation(before)
    distance = abs(EXACT.subtract(value, centre))
    limit = EXACT.multiply(MAD_FACTOR, spread) if spread > 0 else tolerance
    if distance <= limit:
        return None
    numbers = {"median": _short(centre), "mad": _short(spread), "distance": _short(distance)}
    return Anomaly("A1", value, _short(limit), len(before), numbers)


def worsening_run(series: Series, direction: Direction, band: Band | None = None) -> Anomaly | None:
    """A2: each of the last three (or more) periods was worse than the one before it."""
    count = 0
    for earlier, later in zip(reversed(series[:-1]), reversed(series[1:]), strict=True):
        if earlier is None or later is None or effect(later, earlier, direction, band) != "unfavourable":
            break
        count += 1
    if count < RUN:
        return None
    value, first = series[-1], series[-1 - count]
    return Anomaly("A2", value, None, count, {} if first is None else {"before": first})


def first_breach(series: Series, thresholds: Series, direction: Direction) -> Anomaly | None:
    """A3: the value is worse than its threshold, and no measured period before it in the series was."""
    value, limit = (series[-1], thresholds[-1]) if series and thresholds else (None, None)
    if value is None or limit is None or not _breaches(value, limit, direction):
        return None
    earlier = [
        _breaches(old, bound, direction)
        for old, bound in zip(series[:-1], thresholds[:-1], strict=True)
        if old is not None and bound is not None
    ]
    return Anomaly("A3", value, limit, len(earlier)) if earlier and not any(earlier) else None


def positive_outlier(value: Decimal, peers: Sequence[Decimal], direction: Direction) -> Anomaly | None:
    """A4: better than the quartile by more than 1.5 IQR among at least eight peers (the value is one of them)."""
    if len(peers) < MIN_PEERS or direction not in ("higher", "lower"):
        return None
    low, high = quantile(peers, Decimal("0.25")), quantile(peers, Decimal("0.75"))
    reach = EXACT.multiply(FENCE, EXACT.subtract(high, low))
    limit = EXACT.add(high, reach) if direction == "higher" else EXACT.subtract(low, reach)
    beyond = value > limit if direction == "higher" else value < limit
    if reach == 0 or not beyond:
        return None
    return Anomaly("A4", value, _short(limit), len(peers), {"q1": _short(low), "q3": _short(high)})


def stale(series: Series) -> Anomaly | None:
    """A5: nothing was loaded for more than one period, although something was before."""
    missing = 0
    for value in reversed(series):
        if value is not None:
            break
        missing += 1
    return Anomaly("A5", None, None, missing) if 1 < missing < len(series) else None


def too_good(series: Series, targets: Series, natural: Sequence[Decimal] = (Decimal(0),)) -> Anomaly | None:
    """A6: exactly on target in three or more of the last twelve periods; a hint for HR only.

    Targets at a natural end of the scale (no accident, 100 percent) are met exactly by doing well and do not count.
    """
    pairs = list(zip(series, targets, strict=True))[-WINDOW:]
    hits = [value for value, target in pairs if value is not None and value == target and value not in natural]
    if len(hits) < RUN or series[-1] is None:
        return None
    return Anomaly("A6", series[-1], targets[-1], len(hits), hr_only=True)


def _split(series: Series) -> tuple[Decimal | None, list[Decimal]]:
    if not series:
        return None, []
    return series[-1], [value for value in series[-1 - WINDOW : -1] if value is not None]


def _breaches(value: Decimal, limit: Decimal, direction: Direction) -> bool:
    return value < limit if direction == "higher" else value > limit if direction == "lower" else False


def _short(value: Decimal) -> Decimal:
    """A computed number with four decimals at most."""
    exponent = value.as_tuple().exponent
    return value if isinstance(exponent, int) and exponent >= -4 else half_up(value, 4)
