"""An award in the making: what the steps of the computation write on, one after the other."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from reportgen.model.reward import LimitResult, LineKind, PenaltyResult, StatementLine, Words, Working
from reportgen.model.reward_policy import RewardPolicy
from reportgen.rewards.components import Part
from reportgen.rewards.context import Context
from reportgen.rewards.figures import Figure
from reportgen.rewards.money import total
from reportgen.rewards.subject import PayInputs
from reportgen.rewards.wording import label_of


@dataclass(slots=True)
class Award:
    """An award in the making: lines with signed amounts, the workings so far, and what it lacks."""

    inputs: PayInputs
    policy: RewardPolicy
    places: int
    context: Context
    grade: str = ""
    base: Figure | None = None
    prorated: Decimal | None = None
    lines: list[StatementLine] = field(default_factory=list)
    workings: list[Working] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    limits: tuple[LimitResult, ...] = ()
    penalties: list[PenaltyResult] = field(default_factory=list)
    payout: Decimal | None = None
    award: Decimal | None = None
    capped: bool = False
    lost: Decimal = Decimal(0)
    missing: tuple[str, ...] = ()
    reason: str = ""

    @property
    def held(self) -> bool:
        return bool(self.missing or self.reason)

    @property
    def amount(self) -> Decimal:
        """The sum of the signed amounts so far."""
        return total(line.amount for line in self.lines if line.amount is not None)

    def line(self, component: str, kind: LineKind, value: Decimal, rests_on: Words, label: Words | None = None) -> None:
        """Add a signed amount."""
        self.lines.append(StatementLine(component, kind, label or label_of(kind), amount=value, note=rests_on))
