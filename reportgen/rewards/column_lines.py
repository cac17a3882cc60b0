"""The lines of everybody under one policy, as columns: steps 2 to 10 and 12 to 13 of the normative order, without a trace."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from reportgen.model.reward_policy import RewardPolicy
from reportgen.model.rounding import half_up
from reportgen.rewards.column_formulas import Columns
from reportgen.rewards.column_parts import PartColumn, gate_factors
from reportgen.rewards.columns import Numbers, mapped, times
from reportgen.rewards.limits import bounds
from reportgen.rewards.money import ONE, ZERO, percent_of, round_money


@dataclass(frozen=True, slots=True, kw_only=True)
class LineColumn:
    """One line of everybody's statement; who has None in ``present`` or in ``amount`` has no such line."""

    component: str
    kind: str
    base: Numbers | None = None
    factor: Numbers | None = None
    amount: Numbers | None = None
    actions: Sequence[str] | None = None
    present: Numbers | None = None


@dataclass
class Sheet:
    """Everybody's lines under one policy in the making. ``lacking`` holds the places of those who miss a value."""

    policy: RewardPolicy
    columns: Columns
    parts: list[PartColumn]
    places: int
    lines: list[LineColumn] = field(default_factory=list)
    lacking: set[int] = field(default_factory=set)
    gated: bool = False

    def __post_init__(self) -> None:
        for part in self.parts:
            self._needs(part.value)
        self.applied, self.gates = gate_factors(self.policy, self.columns)
        self.multipliers = [(text, self.columns.numbers(text)) for text in self.policy.multipliers]
        needed: list[Sequence[object]] = [*self.applied, *(values for _, values in self.multipliers)]
        for column in needed:
            self._needs(column)
        for gate, truths in zip(self.policy.gates, self.applied, strict=True):
            if gate.max_grade is not None:
                self.lacking |= {place for place, truth in enumerate(truths) if truth}

    def _needs(self, column: Sequence[object]) -> None:
        self.lacking |= {place for place, value in enumerate(column) if value is None}

    def compute(self) -> None:
        """Base, proration, components, combination, gates, the person's cap and floor."""
        policy, factors = self.policy, [part for part in self.parts if part.factor is not None]
        limits = policy.limits
        based = bool(factors) or limits.person_max_pct is not None or limits.person_min_pct is not None
        if based:
            self._needs(self.columns.base)
            if policy.proration.basis != "none":
                self._add(LineColumn(component="proration", kind="proration", factor=list(self.columns.proration)))
        multiply = policy.combine == "multiply" or (policy.combine is None and len(factors) > 1)
        if multiply:
            for part in factors:
                self._add(LineColumn(component=part.id, kind=part.kind, factor=part.factor, actions=part.actions))
        for text, values in self.multipliers:
            self._add(LineColumn(component=text, kind="multiplier", factor=values))
        if factors and multiply:
            self._product(factors)
        elif factors:
            for part in factors:
                self._own_product(part)
        for part in self.parts:
            if part.amount is not None:
                self._own_amount(part)
        self._limit_person(times(self.columns.base, self.columns.proration) if based else None)

    def _add(self, line: LineColumn) -> None:
        self.lines.append(line)

    def _product(self, factors: Sequence[PartColumn]) -> None:
        """The product of all factors on ``result``."""
        wholes = [_with_extra(part) for part in factors] + [values for _, values in self.multipliers]
        value = times(self.columns.base, self.columns.proration, *wholes)
        self._paid(LineColumn(component="result", kind="result", base=self.columns.base, factor=times(*wholes)), value)

    def _own_product(self, part: PartColumn) -> None:
        """Each factor's own amount, and that of a tier's extra."""
        scaling = [values for _, values in self.multipliers]
        for values, end in ((part.factor, ""), (part.extra, ".extra")):
            if values is None or not any(value is not None for value in values):
                continue
            amount = times(self.columns.base, self.columns.proration, values, *scaling)
            line = LineColumn(
                component=f"{part.id}{end}", kind="tier_extra" if end else part.kind, base=self.columns.base, factor=values,
                actions=None if end else part.actions,
            )
            self._paid(line, amount)

    def _own_amount(self, part: PartColumn) -> None:
        scaling = [values for _, values in self.multipliers] if part.scaled else []
        for values, end in ((part.amount, ""), (part.extra, ".extra")):
            if values is None or not any(value is not None for value in values):
                continue
            line = LineColumn(
                component=f"{part.id}{end}", kind="tier_extra" if end else part.kind, actions=None if end else part.actions,
            )
            self._paid(line, times(values, *scaling))

    def _paid(self, line: LineColumn, value: Numbers) -> None:
        """An amount after gates, rounded; the gates stand before the first one."""
        if self.policy.gates:
            if not self.gated:
                self._gate_lines()
            value = times(value, self.gates)
        amount: Numbers = [None if exact is None else round_money(exact, self.places) for exact in value]
        self._add(LineColumn(
            component=line.component, kind=line.kind, base=line.base, factor=line.factor, amount=amount, actions=line.actions,
            present=amount,
        ))

    def _gate_lines(self) -> None:
        self.gated = True
        for gate, applied in zip(self.policy.gates, self.applied, strict=True):
            factor = ONE if gate.payout_factor is None else gate.payout_factor
            values: Numbers = [factor if truth else ONE for truth in applied]
            self._add(LineColumn(component=gate.id, kind="gate", factor=values))

    def _limit_person(self, prorated: Numbers | None) -> None:
        """Step 9: a single amount is changed itself, several get a line of their own."""
        limits, paid = self.policy.limits, [index for index, line in enumerate(self.lines) if line.amount is not None]
        given = (limits.person_max_pct, limits.person_min_pct, limits.person_max, limits.person_min)
        if not paid or all(limit is None for limit in given):
            return
        counts = [sum(self.lines[index].amount[place] is not None for index in paid) for place in range(len(self))]  # type: ignore[index]
        change = self._changes(prorated, self.totals())
        for index in paid:
            line = self.lines[index]
            assert line.amount is not None
            amount: Numbers = [
                value if value is None or count != 1 or by is None else value + by
                for value, count, by in zip(line.amount, counts, change, strict=True)
            ]
            self.lines[index] = LineColumn(
                component=line.component, kind=line.kind, base=line.base, factor=line.factor, amount=amount,
                actions=line.actions, present=amount,
            )
        rest: Numbers = [by if count > 1 else None for by, count in zip(change, counts, strict=True)]
        self._add(LineColumn(component="limit", kind="limit", amount=rest, present=rest))

    def _changes(self, prorated: Numbers | None, totals: Sequence[Decimal]) -> Numbers:
        """What cap or floor change of each person's sum; None where they do not."""
        found: Numbers = []
        bases = prorated or [None] * len(self)
        for whole, base, gate in zip(totals, bases, self.gates or [ONE] * len(self), strict=True):
            limit = bounds(self.policy.limits, base, self.places)
            if limit.most is not None and whole > limit.most:
                found.append(limit.most - whole)
            elif limit.least is not None and gate != 0 and whole < limit.least:
                found.append(limit.least - whole)
            else:
                found.append(None)
        return found

    def __len__(self) -> int:
        return len(self.columns.people)

    def totals(self) -> list[Decimal]:
        """The sum of each person's signed amounts so far."""
        columns = [line.amount for line in self.lines if line.amount is not None]
        if len(columns) == 1:
            return [ZERO if value is None else value for value in columns[0]]
        if not columns:
            return [ZERO] * len(self)
        return [sum((value for value in row if value is not None), ZERO) for row in zip(*columns, strict=True)]

    def scale(self, scaled: Mapping[str, Decimal]) -> None:
        """Step 12: amounts that a pool cuts; ``scaled`` gives the new award of each person."""
        if not scaled:
            return
        values: Numbers = []
        for subject, before in zip(self.columns.people.subjects, self.totals(), strict=True):
            after = scaled.get(subject)
            values.append(None if after is None or after == before else after - before)
        self._add(LineColumn(component="pool", kind="pool", amount=values, present=values))

    def defer(self) -> None:
        """Step 13: the deferred part."""
        rule = self.policy.deferral
        if rule is None or rule.pct == 0:
            return

        def deferred(whole: Decimal) -> Decimal | None:
            return -round_money(percent_of(rule.pct, whole), self.places) if whole > 0 else None

        values: Numbers = mapped(self.totals(), deferred)
        self._add(LineColumn(component="deferral", kind="deferral", amount=values, present=values))

    def act(self) -> None:
        """The actions of the policy that no line shows."""
        if not self.policy.actions:
            return
        met = [(self.columns.truths(rule.when), rule.do) for rule in self.policy.actions]
        shown = [line.actions for line in self.lines if line.actions is not None]
        texts: list[str] = []
        for place in range(len(self)):
            known = {action for column in shown for action in column[place].split(",")}
            do = dict.fromkeys(action for truths, actions in met if truths[place] for action in actions)
            texts.append(",".join(action for action in do if action not in known))
        present: Numbers = [ONE if text else None for text in texts]
        self._add(LineColumn(component="actions", kind="action", actions=texts, present=present))


def _with_extra(part: PartColumn) -> Numbers:
    factor = part.factor or []
    if part.extra is None:
        return factor
    return [
        main if main is None or extra is None else main + extra for main, extra in zip(factor, part.extra, strict=True)
    ]


def texts_of(values: Numbers, places: int | None = None) -> list[str | None]:
    """Numbers as the results print them: ``places`` decimals, or up to twelve without trailing zeros."""
    def text(value: Decimal | None) -> str | None:
        if value is None:
            return None
        shown = half_up(value, 12).normalize() if places is None else half_up(value, places)
        return f"{shown:f}"

    return mapped(values, text)


