"""Select, order and merge facts into a plan of sentences. No language is known here, so both get the same plan."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from reportgen.commentary.options import Options
from reportgen.model.fact import (
    ActionFact,
    Comparison,
    Fact,
    KpiFact,
    LevelFact,
    LineScore,
    Missing,
    NoteFact,
    OutlookFact,
    OverrideFact,
    RateMixFact,
    RestFact,
    StatusChange,
    StatusCounts,
    VsPrior,
    VsPy,
    VsRange,
    VsTarget,
    VsTeamMean,
    Ytd,
)
from reportgen.model.view import Kpi

#: What may follow a KPI's first sentence, most telling first; notes and actions come after these.
_FOLLOWING = (
    "streak", "rate_mix", "contribution", "pvm", "turn", "target_change", "definition_change", "outlook", "vs_forecast",
    "cap", "ytd", "anomaly", "outlook_others", "status_change", "vs_team_mean", "vs_benchmark", "best_worst", "rank",
)
#: Facts that make a KPI worth a comment whatever its variance.
_ALWAYS = frozenset({"streak", "missing", "note", "action", "override", "target_change", "definition_change"})


@dataclass(frozen=True, slots=True)
class Planned:
    """One sentence to come: the rule that phrases it and the facts it uses."""

    rule: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """The comment on one KPI."""

    kpi: Kpi
    sentences: tuple[Planned, ...]
    overrides: tuple[OverrideFact, ...] = ()

    @property
    def has_cause(self) -> bool:
        """True when a person has recorded a cause or comment, so that an edited text may name one."""
        return any(isinstance(fact, NoteFact) for planned in self.sentences for fact in planned.facts)

    @property
    def facts(self) -> tuple[Fact, ...]:
        """The facts of the generated sentences, which an edited text stands for."""
        seen = {fact.id: fact for planned in self.sentences for fact in planned.facts if fact.evidence != "L3"}
        return tuple(seen.values())


@dataclass(slots=True)
class KpiFacts:
    """All facts about one KPI, by type."""

    kpi: Kpi
    by_type: dict[str, list[Fact]] = field(default_factory=dict)

    def first(self, type_: str) -> Fact | None:
        found = self.by_type.get(type_)
        return found[0] if found else None

    @property
    def line(self) -> LineScore | None:
        found = self.first("line_score")
        return found if isinstance(found, LineScore) else None


def group(facts: Iterable[Fact]) -> tuple[dict[str, KpiFacts], dict[str, list[Fact]]]:
    """Facts by KPI, in the order in which KPIs first come, and facts about the subject by type."""
    kpis: dict[str, KpiFacts] = {}
    subject: dict[str, list[Fact]] = {}
    for fact in facts:
        if fact.kpi is None:
            subject.setdefault(fact.type, []).append(fact)
            continue
        part = fact.part.zh if isinstance(fact, KpiFact) and fact.part is not None else ""
        key = f"{fact.kpi.id}/{part}" if part else fact.kpi.id
        held = kpis.get(key)
        if held is None:
            held = kpis[key] = KpiFacts(fact.kpi)
        held.by_type.setdefault(fact.type, []).append(fact)
    return kpis, subject


def blocks(kpis: dict[str, KpiFacts], options: Options) -> tuple[Block, ...]:
    """The KPIs that get a comment, in order, each with its sentences."""
    chosen = [held for held in kpis.values() if _selected(held, kpis, options)]
    if options.order == "contribution":
        chosen.sort(key=_weight)
    planned = [_block(held, options) for held in chosen]
    lightest = sorted(range(len(chosen)), key=lambda index: _weight(chosen[index]), reverse=True)
    return tuple(block for block in _limited(planned, lightest, options.per_report) if block.sentences)


def rest(kpis: dict[str, KpiFacts], made: Sequence[Block]) -> Planned | None:
    """The one sentence about KPIs within the limits."""
    commented = {block.kpi.id for block in made}
    left = [
        held.kpi for key, held in kpis.items()
        if key not in commented and held.line is not None and held.line.score is not None and not _explained(held, kpis)
    ]
    return Planned("rest", (RestFact(kpis=tuple(left), commented=len(commented)),)) if left else None


def counts(kpis: dict[str, KpiFacts]) -> StatusCounts | None:
    """How many KPIs of the scorecard have which status."""
    absent = [held for held in kpis.values() if "missing" in held.by_type]
    lines = [held.line for held in kpis.values() if held.line is not None and "missing" not in held.by_type]
    status = [line.status for line in lines if line.status]
    if not status and not absent:
        return None
    named = {
        key: tuple(line.kpi for line in lines if line.status == key) for key in ("green", "amber", "red")
    } | {"missing": tuple(held.kpi for held in absent)}
    return StatusCounts(
        total=len(status) + len(absent), green=status.count("green"), amber=status.count("amber"),
        red=status.count("red"), missing=len(absent), kpis=tuple(named.items()),
        not_reported=sum(1 for held in absent if getattr(held.first("missing"), "state", "") == "not_reported"),
    )


def _selected(held: KpiFacts, kpis: dict[str, KpiFacts], options: Options) -> bool:
    line = held.line
    if _ALWAYS.intersection(held.by_type):
        return True
    if line is None:
        return True
    if _explained(held, kpis):
        return False
    return options.select == "all" or line.material or line.status == "red"


def _explained(held: KpiFacts, kpis: dict[str, KpiFacts]) -> bool:
    """True when a material parent's comment already speaks of this KPI and it is not red itself."""
    line = held.line
    if line is None or not line.parent_kpi_id or line.status == "red":
        return False
    parent = kpis.get(line.parent_kpi_id)
    return parent is not None and parent.line is not None and parent.line.material


def _weight(held: KpiFacts) -> tuple[bool, float, str]:
    line = held.line
    if line is None or line.contribution is None:
        return True, 0.0, held.kpi.id
    return False, -abs(float(line.contribution)), held.kpi.id


def _limited(planned: list[Block], lightest: list[int], limit: int | None) -> list[Block]:
    """At most ``limit`` generated sentences: later sentences of the lightest KPIs go first, then their comments.

    ``lightest``: the places of the blocks, those that weigh least in front. Words of people always stay.
    """
    if limit is None:
        return planned
    kept = [list(block.sentences) for block in planned]
    for least in (1, 0):
        for index in lightest:
            sentences = kept[index]
            generated = [planned for planned in sentences if planned.facts[0].evidence != "L3"]
            while len(generated) > least and _generated(kept) > limit:
                sentences.remove(generated.pop())
    return [Block(block.kpi, tuple(sentences), block.overrides) for block, sentences in zip(planned, kept, strict=True)]


def _generated(kept: list[list[Planned]]) -> int:
    return sum(planned.facts[0].evidence != "L3" for sentences in kept for planned in sentences)


def _block(held: KpiFacts, options: Options) -> Block:
    first = _first(held)
    following = [planned for rule in _FOLLOWING for planned in _follow(rule, held, first)]
    human = _human(held, options)
    room = max(options.per_kpi - len(first) - len(human), 0)
    said = (*first, *following[:room], *human)[: max(options.per_kpi, len(first) + len(human))]
    overrides = [fact for fact in held.by_type.get("override", ()) if isinstance(fact, OverrideFact)]
    return Block(held.kpi, said, tuple(overrides))


def _first(held: KpiFacts) -> tuple[Planned, ...]:
    missing = held.first("missing")
    if isinstance(missing, Missing):
        return (Planned("missing", (missing,)),)
    for rule, kind in (("vs_target", VsTarget), ("vs_range", VsRange), ("level", LevelFact)):
        fact = held.first(rule)
        if isinstance(fact, kind):
            earlier = _earlier(held)
            return (Planned(rule, (fact, earlier) if earlier is not None and not _is_turn(earlier) else (fact,)),)
    return ()


def _earlier(held: KpiFacts) -> Comparison | None:
    """The comparison with an earlier period: a year ago, else the period before."""
    if "definition_change" in held.by_type:
        return None
    for rule, kind in (("vs_py", VsPy), ("vs_prior", VsPrior)):
        fact = held.first(rule)
        if isinstance(fact, kind) and fact.nm_reason not in ("missing", "definition_changed"):
            return fact
    return None


def _is_turn(fact: Comparison) -> bool:
    """True when a value below zero leaves no percentage, so that the comparison needs its own sentence."""
    below = fact.actual < 0 or fact.reference < 0
    return below and fact.kpi.unit not in ("%", "pp") and fact.relative is None and fact.nm_reason != "over_999"


def _split_of_the_same(held: KpiFacts) -> bool:
    """True where the variance itself is split; a split of the change since a year ago explains another one."""
    splits = (*held.by_type.get("rate_mix", ()), *held.by_type.get("pvm", ()))
    return any(not getattr(fact, "against", "") for fact in splits)


def _follow(rule: str, held: KpiFacts, first: tuple[Planned, ...]) -> list[Planned]:
    if rule == "turn":
        earlier = _earlier(held)
        used = any(earlier is fact for planned in first for fact in planned.facts)
        return [Planned("turn_after" if first else "turn", (earlier,))] if earlier is not None and not used else []
    if rule == "cap":
        line = held.line
        return [Planned("cap", (line,))] if line is not None and line.capped else []
    if rule == "contribution" and _split_of_the_same(held):
        return []
    found = [fact for fact in held.by_type.get("outlook" if rule == "outlook_others" else rule, ()) if _worth(fact, held)]
    if rule == "rate_mix" and found and any(isinstance(fact, VsPy) for planned in first for fact in planned.facts):
        rule = "rate_mix_after" if getattr(found[0], "against", "") else rule
    against = [planned.facts[0] for planned in first] if rule == "ytd" else []
    planned = [Planned(rule, (fact, *against)) for fact in found]
    return planned if rule in ("target_change", "best_worst") else planned[:1]


def _is_the_year(fact: OutlookFact, held: KpiFacts) -> bool:
    """True when the period is the year, so that the first sentence has said it."""
    first, year = held.first("vs_target"), fact.outlook
    same = isinstance(first, VsTarget) and (first.actual, first.reference) == (year.ytd, year.fy_target)
    return same and year.elapsed >= year.periods


def _worth(fact: Fact, held: KpiFacts) -> bool:
    """False for what the first sentence has said in effect: a year to date of the same kind, a place equal to the team's,
    a status that only moved between good and fair."""
    if isinstance(fact, Ytd):
        first = held.first("vs_target") or held.first("vs_range")
        same = isinstance(first, (Comparison, VsRange)) and first.outcome == fact.outcome
        return not same and fact.outcome in ("favourable", "unfavourable") and "outlook" not in held.by_type
    if isinstance(fact, OutlookFact):
        return not _is_the_year(fact, held)
    if isinstance(fact, VsTeamMean):
        return fact.gap != 0
    if isinstance(fact, RateMixFact) and fact.against:
        rate, mix = abs(fact.result.rate_effect), abs(fact.result.mix_effect)
        return mix * 10 >= rate + mix and mix > 0
    if isinstance(fact, StatusChange):
        return "red" in (fact.before, fact.after) and "streak" not in held.by_type
    return True


def _human(held: KpiFacts, options: Options) -> list[Planned]:
    notes = [fact for fact in held.by_type.get("note", ()) if isinstance(fact, NoteFact)]
    actions = [fact for fact in held.by_type.get("action", ()) if isinstance(fact, ActionFact) and not fact.carried]
    if options.final:
        notes = [note for note in notes if note.status not in ("edited", "draft")]
    return [*(Planned("note", (note,)) for note in notes), *(Planned("action", (action,)) for action in actions)]
