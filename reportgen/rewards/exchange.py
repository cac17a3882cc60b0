"""Rates of exchange: which one turns a pay base into the currency of its policy (docs/method/rewards.md, "Currencies")."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from reportgen.model.rounding import EXACT
from reportgen.rewards.facts import exact
from reportgen.rewards.figures import OVER, TIMES, Figure, bracketed, plain


@dataclass(frozen=True, slots=True)
class Rate:
    """One unit of ``given`` is ``value`` units of ``wanted``, as of a day; ``inverse`` where the table states the other way."""

    given: str
    wanted: str
    value: Decimal
    date: date
    inverse: bool = False

    @property
    def source(self) -> str:
        """The row of ``rates``."""
        pair = (self.wanted, self.given) if self.inverse else (self.given, self.wanted)
        return f"rates:{':'.join(pair)}:{self.date.isoformat()}"

    def of(self, figure: Figure) -> Figure:
        """An amount in the other currency, unrounded, with its arithmetic."""
        turn, sign = (EXACT.divide, OVER) if self.inverse else (EXACT.multiply, TIMES)
        return Figure(turn(figure.value, self.value), f"{bracketed(figure.numbers)}{sign}{plain(self.value)}")


Rates = Mapping[tuple[str, str], Rate]


def rates_at(rows: Iterable[Mapping[str, Any]], day: date) -> Rates:
    """The latest rate of each pair up to ``day``; a pair that is stated only the other way round is turned."""
    found: dict[tuple[str, str], Rate] = {}
    for row in rows:
        value, dated = exact(row["rate"]), row["date"]
        if not value or value < 0 or dated is None or dated > day:
            continue
        pair = (row["from"] or "", row["to"] or "")
        if pair not in found or found[pair].date <= dated:
            found[pair] = Rate(*pair, value, dated)
    turned = {(b, a): Rate(b, a, rate.value, rate.date, True) for (a, b), rate in found.items() if (b, a) not in found}
    return found | turned
