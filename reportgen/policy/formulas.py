"""The conditions and formulas of a policy file, each with its place: do they read, and may they name what they name?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from reportgen.model.reward_policy import (
    Fixed,
    GradeFactor,
    Matrix,
    Multiplier,
    PerUnit,
    Policy,
    PoolShare,
    RewardPolicy,
)
from reportgen.policy.conditions import ConditionError, Expression, Measure, Scope, kind_of, names, parse
from reportgen.policy.faults import Fault, Path
from reportgen.policy.schema import PolicyFile
from reportgen.policy.syntax import Number

Place = Literal["scoring", "person", "share", "group"]
_POOL_ONLY = ("payroll", "headcount")
_PAY_ONLY = ("base", "proration", "attainment")


@dataclass(frozen=True, slots=True)
class Written:
    """One text of the grammar in the file: its path, the kind of value wanted, and who reads it."""

    path: Path
    text: str
    wanted: Literal["truth", "number"]
    place: Place


def formula_faults(policy: PolicyFile) -> Iterator[Fault]:
    """Texts that do not parse, give the wrong kind of value, or name what is not known at their place."""
    for written in texts(policy):
        try:
            tree = parse(written.text)
        except ConditionError as error:
            key = _key(written)
            fault = {"key": key, "reason": error.message, "position": str(error.position), "text": written.text}
            yield Fault("condition", written.path, fault | {"reason:zh": error.chinese}, error.legal, error.wrong)
            continue
        yield from _kind(written, tree)
        yield from _here(written, tree)


def texts(policy: PolicyFile) -> Iterator[Written]:
    """Every text of the grammar in the file."""
    for index, gate in enumerate(policy.gates):
        yield Written(("gates", index, "when"), gate.when, "truth", "scoring")
    for index, reward in enumerate(policy.rewards):
        yield from _of_reward(reward, ("rewards", index))


def formulas_of(policy: Policy) -> Iterator[tuple[str, Expression]]:
    """Every condition and formula of a policy with the id of its reward policy (of the rules: the policy's own)."""
    for gate in policy.rules.gates:
        yield policy.rules.id, parse(gate.when)
    for reward in policy.rewards:
        for written in _of_reward(reward, ()):
            yield reward.id, parse(written.text)


def scored_scopes(reward: RewardPolicy) -> frozenset[Scope]:
    """Whose scores the amounts of a reward policy rest on; none for policies of events, counts and wages only."""
    trees = [parse(written.text) for written in _of_reward(reward, ()) if written.path[0] != "actions"]
    found = {measure.scope for tree in trees for measure in names(tree) if measure.kpi or measure.field in _SCORED}
    graded = any(isinstance(component, GradeFactor) for component in reward.components)
    return frozenset(found | {"person"} if graded else found)


_SCORED = ("score", "final", "grade", "coefficient", "factor", "attainment")


def _of_reward(reward: RewardPolicy, path: Path) -> Iterator[Written]:
    if reward.measure is not None:
        yield Written((*path, "measure"), reward.measure, "number", "person")
    for number, component in enumerate(reward.components):
        yield from _of_component(component, (*path, "components", number))
    for number, text in enumerate(reward.multipliers):
        yield Written((*path, "multipliers", number), text, "number", "person")
    for number, gate in enumerate(reward.gates):
        yield Written((*path, "gates", number, "when"), gate.when, "truth", "person")
    for number, rule in enumerate(reward.actions):
        yield Written((*path, "actions", number, "when"), rule.when, "truth", "person")


def _of_component(component: object, path: Path) -> Iterator[Written]:
    match component:
        case Matrix(rows=rows, columns=columns):
            yield Written((*path, "rows"), rows, "number", "person")
            yield Written((*path, "columns"), columns, "number", "person")
        case Fixed(when=str() as when):
            yield Written((*path, "when"), when, "truth", "person")
        case PoolShare():
            yield from _of_pool(component, path)
        case Multiplier() | PerUnit() | _ if isinstance(measure := getattr(component, "measure", None), str):
            yield Written((*path, "measure"), measure, "number", "person")
        case _:
            pass


def _of_pool(share: PoolShare, path: Path) -> Iterator[Written]:
    if share.pool is not None:
        yield Written((*path, "pool", "amount"), share.pool.amount, "number", "group")
    if share.weight is not None:
        yield Written((*path, "weight"), share.weight, "number", "share")
    for number, stage in enumerate(share.stages):
        place: Place = "share" if stage.per == "person" else "group"
        if stage.pool is not None:
            yield Written((*path, "stages", number, "pool"), stage.pool, "number", "group")
        yield Written((*path, "stages", number, "weight"), stage.weight, "number", place)


def _kind(written: Written, tree: Expression) -> Iterator[Fault]:
    kind = kind_of(tree)
    if kind != written.wanted:
        wanted = ("a comparison", "比较") if written.wanted == "truth" else ("a number", "数字")
        values = {"key": _key(written), "text": written.text, "kind": kind, "wanted": wanted[0], "wanted_zh": wanted[1]}
        yield Fault("yields", written.path, values)
    if isinstance(tree, Number) and tree.value < 0:
        yield Fault("negative", written.path, {"key": _key(written), "value": f"{tree.value:f}"})


def _here(written: Written, tree: Expression) -> Iterator[Fault]:
    for measure in names(tree):
        if written.path[-1] == "measure" and len(written.path) == 3 and measure.field == "attainment" and measure.kpi is None:
            yield Fault("self_measure", written.path)
        elif not _known(measure, written.place):
            yield Fault("name_here", written.path, {"key": _key(written), "name": str(measure)})


def _known(measure: Measure, place: Place) -> bool:
    if place == "group":
        return measure.scope != "person"
    if measure.field in _POOL_ONLY:
        return place == "share"
    return place != "scoring" or measure.kpi is not None or measure.field not in _PAY_ONLY


def _key(written: Written) -> str:
    return str(next(step for step in reversed(written.path) if isinstance(step, str)))


def literal(text: str | None) -> Decimal | None:
    """The number of a formula that is nothing but a number."""
    try:
        tree = parse(text or "")
    except ConditionError:
        return None
    return tree.value if isinstance(tree, Number) else None
