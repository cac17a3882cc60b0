"""What one key alone cannot know: scales that overlap, grades without a factor, limits that cross, ids given twice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from reportgen.model.policy import Distribution, GradeBand
from reportgen.model.reward_policy import (
    Curve,
    Fixed,
    GradeFactor,
    Limits,
    Matrix,
    PerUnit,
    PoolShare,
    Rate,
    RewardPolicy,
    ShareLimits,
    SoePay,
    Tier,
)
from reportgen.policy.faults import Fault, Path
from reportgen.policy.formulas import formula_faults, literal
from reportgen.policy.schema import PolicyFile

#: Row ids that a statement uses itself.
RESERVED = (
    "base", "proration", "result", "limit", "pool", "advance", "paid", "deferral", "clawback", "gate", "knock_out", "multiplier",
)
LEVELS = ("company", "division", "department", "team", "individual")


def faults_of(policy: PolicyFile, broken: frozenset[str] = frozenset()) -> Iterator[Fault]:
    """Every fault of a file whose keys are sound; ``broken`` names the top-level parts that lost entries to validation."""
    yield from _scales(policy)
    yield from _places(policy)
    yield from _ranges(policy)
    yield from _limits_of_grade(policy, broken)
    yield from _versions(policy.rewards)
    for index, reward in enumerate(policy.rewards):
        path: Path = ("rewards", index)
        yield from _reward(reward, path)
        yield from _unreachable(reward, policy.scoring.total_cap, path)
        if "grades" not in broken:
            yield from _grades_of_reward(reward, policy.rules().grades, path)
    yield from formula_faults(policy)


def incomplete(policy: PolicyFile) -> Iterator[tuple[Path, str, str]]:
    """Reward policies that leave an amount open: path, policy id, what is missing."""
    for index, reward in enumerate(policy.rewards):
        if not reward.components and not reward.deductions:
            yield ("rewards", index), reward.id, "components"
        for number, component in enumerate(reward.components):
            if not isinstance(component, Tier):
                continue
            for place, step in enumerate(component.tiers):
                if step.factor is None and step.amount is None:
                    path: Path = ("rewards", index, "components", number, "tiers", place)
                    yield path, reward.id, f"factor or amount of {component.id} from {step.min_pct:f}"


def _scales(policy: PolicyFile) -> Iterator[Fault]:
    bands = policy.grades or ()
    yield from _twice([band.grade for band in bands], ("grades",), "grade", "等级", "grade")
    yield from _grades_overlap(bands)
    for index, band in enumerate(bands):
        if band.coefficient < 0:
            yield Fault("negative", ("grades", index, "coefficient"), {"key": "coefficient", "value": str(band.coefficient)})
    scoring, status = policy.scoring, policy.status
    yield from _crossed(("scoring", "floor"), scoring.floor, ("scoring", "cap"), scoring.cap)
    yield from _crossed(("scoring", "floor"), scoring.floor, ("scoring", "total_cap"), scoring.total_cap)
    yield from _crossed(("status", "amber"), status.amber, ("status", "green"), status.green)
    if status.pp is not None:
        yield from _crossed(("status", "pp", "amber"), status.pp.amber, ("status", "pp", "green"), status.pp.green)
    yield from _percent(("scoring", "min_coverage"), scoring.min_coverage)
    yield from _percent(("scoring", "matrix_weight"), scoring.matrix_weight)
    for level in policy.materiality.levels:
        if level not in LEVELS:
            yield Fault("unknown_word", ("materiality", "levels", level), {"key": "levels", "word": level}, LEVELS, level)
    for index, link in enumerate(policy.link):
        yield from _percent(("link", index, "weight"), link.weight)
        for key, word in (("level", link.level), ("organisation", link.organisation)):
            if word not in LEVELS:
                yield Fault("unknown_word", ("link", index, key), {"key": key, "word": word}, LEVELS, word)
        if {link.level, link.organisation} <= set(LEVELS) and LEVELS.index(link.organisation) >= LEVELS.index(link.level):
            above = LEVELS[: LEVELS.index(link.level)]
            names = {"level": link.level, "organisation": link.organisation}
            yield Fault("link_circle", ("link", index, "organisation"), names, above)


def _places(policy: PolicyFile) -> Iterator[Fault]:
    """Percentages of wages out of bounds, and places without a source."""
    for code, place in policy.jurisdictions.items():
        for class_, percent in place.limits.items():
            yield from _percent(("jurisdictions", code, class_), percent)
        if not place.source.strip():
            yield Fault("missing_key", ("jurisdictions", code, "source"), {"key": "source"})


def _grades_overlap(bands: Sequence[GradeBand]) -> Iterator[Fault]:
    """A later band that begins where an earlier one does."""
    for index, band in enumerate(bands):
        first = next((other.grade for other in bands[:index] if other.min == band.min and other.grade != band.grade), None)
        if first is not None:
            values = {"first": first, "second": band.grade, "value": f"{band.min:f}"}
            yield Fault("grades_overlap", ("grades", index, "min"), values)


def _ranges(policy: PolicyFile) -> Iterator[Fault]:
    ranges: list[tuple[Path, str, RewardPolicy | PolicyFile]] = [((), policy.id, policy)]
    ranges += [(("rewards", index), reward.id, reward) for index, reward in enumerate(policy.rewards)]
    for path, name, part in ranges:
        days = part.effective
        if days is None:
            continue
        if days[1] < days[0]:
            yield Fault("reversed", (*path, "effective"))
        elif path and policy.effective and not policy.effective[0] <= days[0] <= days[1] <= policy.effective[1]:
            yield Fault("outside", (*path, "effective"), {"id": name})


def _versions(rewards: Sequence[RewardPolicy]) -> Iterator[Fault]:
    """One id may stand several times where every version has days of its own, and no day has two."""
    for index, reward in enumerate(rewards):
        for other in rewards[:index]:
            if other.id != reward.id:
                continue
            ours, theirs = reward.effective, other.effective
            if ours is None or theirs is None:
                values = {"what": "reward policy", "what_zh": "奖励政策", "name": reward.id}
                yield Fault("twice", ("rewards", index, "id"), values)
            elif ours[0] <= theirs[1] and theirs[0] <= ours[1]:
                yield Fault("versions_overlap", ("rewards", index, "effective"), {"name": reward.id})


def _limits_of_grade(policy: PolicyFile, broken: frozenset[str]) -> Iterator[Fault]:
    grades = tuple(band.grade for band in policy.rules().grades)
    for index, gate in enumerate(policy.gates):
        yield from _effect(("gates", index), "gate", gate.id, (gate.max_grade, gate.payout_factor))
        yield from _grade(("gates", index, "max_grade"), gate.max_grade, grades, broken)
    for index, rule in enumerate(policy.knock_outs):
        yield from _effect(("knock_outs", index), "knock-out", rule.event, (rule.max_grade, rule.payout_factor, rule.max_score))
        yield from _grade(("knock_outs", index, "max_grade"), rule.max_grade, grades, broken)
    yield from _twice([gate.id for gate in policy.gates], ("gates",), "gate", "门槛")
    if policy.distribution:
        yield from _quotas(policy.distribution, grades, broken)


def _quotas(rule: Distribution, grades: tuple[str, ...], broken: frozenset[str]) -> Iterator[Fault]:
    top: Path = ("distribution",)
    for grade in rule.quota:
        yield from _grade((*top, "quota", grade), grade, grades, broken)
    total = sum(rule.quota.values(), Decimal(0))
    if rule.quota and total != 100:
        yield Fault("quota", (*top, "quota"), {"total": f"{total:f}"})
    for unit_grade, quota in rule.by_unit_grade.items():
        path: Path = (*top, "by_unit_grade", unit_grade)
        for grade, where in [(unit_grade, path), *((grade, (*path, grade)) for grade in quota)]:
            yield from _grade(where, grade, grades, broken)
        total = sum(quota.values(), Decimal(0))
        if total > 100:
            yield Fault("quota_over", path, {"total": f"{total:f}"})
        for grade, percent in quota.items():
            yield from _percent((*path, grade), percent)
    for names in rule.limits:
        for grade in names.split("+"):
            yield from _grade((*top, "limits", names), grade.strip(), grades, broken)


def _unreachable(reward: RewardPolicy, cap: Decimal, path: Path) -> Iterator[Fault]:
    """Tiers on the final score that begin above its cap: nobody can ever reach them."""
    for number, component in enumerate(reward.components):
        if isinstance(component, Tier) and (component.measure or reward.measure) in ("final", "person.final"):
            for index, step in enumerate(component.tiers):
                if step.min_pct > cap:
                    values = {"value": f"{step.min_pct:f}", "cap": f"{cap:f}"}
                    yield Fault("unreachable", (*path, "components", number, "tiers", index, "min_pct"), values)


def _grades_of_reward(reward: RewardPolicy, scale: Sequence[GradeBand], path: Path) -> Iterator[Fault]:
    grades = tuple(band.grade for band in scale)
    for number, component in enumerate(reward.components):
        if isinstance(component, GradeFactor):
            place = (*path, "components", number, "map")
            for grade in grades:
                if grade not in component.map:
                    yield Fault("unmapped_grade", place, {"grade": grade}, grades)
            for grade in component.map:
                yield from _grade((*place, grade), grade, grades, frozenset())
    for index, gate in enumerate(reward.gates):
        yield from _grade((*path, "gates", index, "max_grade"), gate.max_grade, grades, frozenset())
    for index, rule in enumerate(reward.knock_outs):
        yield from _grade((*path, "knock_outs", index, "max_grade"), rule.max_grade, grades, frozenset())


def _reward(reward: RewardPolicy, path: Path) -> Iterator[Fault]:
    ids = {
        "components": [item.id for item in reward.components], "penalties": [item.id for item in reward.penalties],
        "deductions": [item.id for item in reward.deductions], "gates": [item.id for item in reward.gates],
    }
    for key, names in ids.items():
        yield from _twice(names, (*path, key), "id", "编号")
    for number, component in enumerate(reward.components):
        place = (*path, "components", number)
        if component.id in RESERVED:
            yield Fault("reserved", (*place, "id"), {"name": component.id})
        if isinstance(component, Tier | Curve | SoePay) and not (component.measure or reward.measure):
            yield Fault("measure_missing", place, {"id": component.id})
        yield from _component(component, place)
    for index, gate in enumerate(reward.gates):
        yield from _effect((*path, "gates", index), "gate", gate.id, (gate.max_grade, gate.payout_factor))
    for index, rule in enumerate(reward.knock_outs):
        yield from _effect((*path, "knock_outs", index), "knock-out", rule.event, (rule.max_grade, rule.payout_factor))
    yield from _person_limits(reward.limits, (*path, "limits"), reward.limits.pool)


def _component(component: object, path: Path) -> Iterator[Fault]:
    match component:
        case Tier(tiers=tiers):
            yield from _overlaps([step.min_pct for step in tiers], (*path, "tiers"), "min_pct")
            for index, step in enumerate(tiers):
                if step.factor is not None and step.amount is not None:
                    yield Fault("not_both", (*path, "tiers", index), {"keys": "factor, amount"})
        case Curve(points=points):
            yield from _growing([x for x, _ in points], (*path, "points"))
        case Rate(bands=bands):
            yield from _growing([start for start, _ in bands], (*path, "bands"), "bands_back")
        case Matrix():
            yield from _matrix(component, path)
        case SoePay(starts=starts):
            edges = (starts.D, starts.C, starts.B, starts.A, starts.cap)
            if any(high <= low for low, high in pairwise(edges)):
                yield Fault("starts", (*path, "starts"))
        case PerUnit(id=name, event=event, measure=measure):
            yield from _one_of(path, name, {"event": event, "measure": measure})
        case Fixed(id=name, event=event, when=when):
            yield from _one_of(path, name, {"event": event, "when": when})
        case PoolShare():
            yield from _pool(component, path)
        case _:
            pass


def _matrix(matrix: Matrix, path: Path) -> Iterator[Fault]:
    yield from _overlaps(list(matrix.row_breaks), (*path, "row_breaks"))
    yield from _overlaps(list(matrix.column_breaks), (*path, "column_breaks"))
    rows, columns = len(matrix.row_breaks), len(matrix.column_breaks)
    if not rows or not columns or len(matrix.factors) != rows or any(len(row) != columns for row in matrix.factors):
        yield Fault("matrix", (*path, "factors"), {"rows": str(rows), "columns": str(columns)})


def _pool(share: PoolShare, path: Path) -> Iterator[Fault]:
    yield from _one_of(path, share.id, {"pool": share.pool, "stages": share.stages or None})
    if share.pool and not share.weight:
        yield Fault("missing_key", path, {"key": "weight"})
    if share.stages:
        first, *later = share.stages
        if first.pool is None or any(stage.pool for stage in later) or share.stages[-1].per != "person":
            yield Fault("stages", (*path, "stages"))
        if any(stage.per == "person" for stage in share.stages[:-1]):
            yield Fault("stages", (*path, "stages"))
    amount = share.pool.amount if share.pool else share.stages[0].pool if share.stages else None
    yield from _person_limits(share.caps, (*path, "caps"), literal(amount))


def _person_limits(limits: Limits | ShareLimits, path: Path, pool: Decimal | None) -> Iterator[Fault]:
    for low, high in (("person_min_pct", "person_max_pct"), ("person_min", "person_max")):
        yield from _crossed((*path, low), getattr(limits, low), (*path, high), getattr(limits, high))
    if pool is not None and limits.person_min is not None and limits.person_min > pool:
        yield Fault("floor_over_pool", (*path, "person_min"), {"floor": f"{limits.person_min:f}", "pool": f"{pool:f}"})


def _crossed(low: Path, low_value: Decimal | None, high: Path, high_value: Decimal | None) -> Iterator[Fault]:
    if low_value is not None and high_value is not None and low_value > high_value:
        values = {"low": str(low[-1]), "low_value": f"{low_value:f}", "high": str(high[-1]), "high_value": f"{high_value:f}"}
        yield Fault("limits_crossed", low, values)


def _percent(path: Path, value: Decimal) -> Iterator[Fault]:
    if not 0 <= value <= 100:
        values = {"key": str(path[-1]), "word": f"{value:f}", "bound": "0 to 100", "bound_zh": "应在0至100之间"}
        yield Fault("bound", path, values)


def _twice(names: Sequence[str], path: Path, what: str, what_zh: str, key: str = "id") -> Iterator[Fault]:
    for index, name in enumerate(names):
        if name in names[:index]:
            yield Fault("twice", (*path, index, key), {"what": what, "what_zh": what_zh, "name": name})


def _overlaps(edges: Sequence[Decimal], path: Path, *key: str) -> Iterator[Fault]:
    for index, edge in enumerate(edges):
        if edge in edges[:index]:
            yield Fault("bands_overlap", (*path, index, *key), {"value": f"{edge:f}"})


def _growing(edges: Sequence[Decimal], path: Path, back: str = "goes_back") -> Iterator[Fault]:
    for index, (before, after) in enumerate(pairwise(edges)):
        if after == before:
            yield Fault("bands_overlap", (*path, index + 1), {"value": f"{after:f}"})
        elif after < before:
            yield Fault(back, (*path, index + 1), {"value": f"{before:f}", "next": f"{after:f}"})


def _grade(path: Path, grade: str | None, grades: tuple[str, ...], broken: Iterable[str]) -> Iterator[Fault]:
    if grade is not None and "grades" not in broken and grade not in grades:
        yield Fault("unknown_grade", path, {"grade": grade}, grades, grade)


def _effect(path: Path, what: str, name: str, effects: Iterable[object]) -> Iterator[Fault]:
    if all(effect is None for effect in effects):
        chinese = "门槛" if what == "gate" else "一票否决"
        yield Fault("no_effect", path, {"what": what, "what_zh": chinese, "name": name, "keys": "max_grade, payout_factor"})


def _one_of(path: Path, name: str, given: dict[str, object]) -> Iterator[Fault]:
    if sum(value is not None for value in given.values()) != 1:
        yield Fault("one_of", path, {"name": name, "keys": ", ".join(given)})
