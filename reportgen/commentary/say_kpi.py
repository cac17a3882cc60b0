"""Sentences about one KPI: each rule of the plan takes its facts and a voice and gives one sentence."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from reportgen.commentary.nouns import bare_topic, noun, topic
from reportgen.commentary.options import Options
from reportgen.commentary.voice import Voice, vanishes
from reportgen.model.fact import (
    Comparison,
    Contribution,
    DefinitionChange,
    Fact,
    LevelFact,
    LineScore,
    Missing,
    PvmFact,
    RankFact,
    RateMixFact,
    Share,
    StatusChange,
    Streak,
    TargetChangeFact,
    UnitSpread,
    VsPy,
    VsRange,
    VsTarget,
    VsTeamMean,
    Ytd,
)
from reportgen.model.view import Effect, Kpi

_PROFIT = ("利润", "盈利", "损益", "profit", "earnings", "ebit", "net income")
_ORDER = {"green": 2, "amber": 1, "red": 0, "": 0}


def _topic(fact: Fact, kpi: Kpi, voice: Voice, options: Options) -> str:
    return topic(kpi, fact.period if options.period == "natural" else None, voice.locale)


def vs_target(fact: VsTarget, earlier: Comparison | None, voice: Voice, options: Options) -> str:
    """Value, target, difference and effect, with the comparison to an earlier period where there is one."""
    kpi, gap, effect = fact.kpi, fact.gap, fact.outcome
    values = {
        "topic": _topic(fact, kpi, voice, options),
        "actual": voice.value(kpi, fact.actual),
        "tail": _tail(earlier, effect, voice),
    }
    if gap == 0:
        return voice.say("vs_target.equal", **values)
    target = voice.value(kpi, fact.reference)
    if vanishes(kpi, gap):
        return voice.say("vs_target.near", target=target, **values)
    values |= {"target": target, "word": voice.word(kpi, gap), "abs": voice.size(kpi, gap), "effect": voice.effect(effect)}
    return _against("vs_target", fact, values, voice)


def _against(key: str, fact: Comparison, values: dict[str, str], voice: Voice) -> str:
    if fact.kpi.unit in ("%", "pp"):
        return voice.say(f"{key}.ratio", **values)
    relative = _relative(fact, voice)
    if not relative:
        return voice.say(f"{key}.nm", **values)
    return voice.say(f"{key}.amount", rel=relative, **values)


def _relative(fact: Comparison, voice: Voice) -> str:
    if fact.nm_reason == "over_999":
        return ">999%"
    return "" if fact.relative is None else voice.relative(fact.relative)


def _tail(earlier: Comparison | None, effect: Effect, voice: Voice) -> str:
    """``，但较上年同期…高…``: the earlier period joined by whether its effect agrees with that against the target."""
    if earlier is None:
        return ""
    kpi = earlier.kpi
    link = voice.say(f"link.{_link(effect, earlier.outcome)}")
    base = voice.say("base.py" if isinstance(earlier, VsPy) else "base.prior")
    if vanishes(kpi, earlier.gap):
        return voice.say("tail.equal", link=voice.say("link.none"), base=base)
    values = {
        "link": link, "base": base, "reference": voice.value(kpi, earlier.reference),
        "word": voice.word(kpi, earlier.gap), "abs": voice.size(kpi, earlier.gap),
    }
    if kpi.unit in ("%", "pp"):
        return voice.say("tail.ratio", **values)
    return voice.say("tail.amount", rel=_relative(earlier, voice), **values)


def _link(first: Effect, second: Effect) -> str:
    decided = {"favourable", "unfavourable"}
    if first not in decided or second not in decided:
        return "none"
    return "same" if first == second else "opposite"


def vs_range(fact: VsRange, earlier: Comparison | None, voice: Voice, options: Options) -> str:
    """Value and band: inside, above or below it."""
    kpi = fact.kpi
    values = {
        "topic": _topic(fact, kpi, voice, options), "actual": voice.value(kpi, fact.actual),
        "low": voice.value(kpi, fact.low), "high": voice.value(kpi, fact.high),
        "tail": _tail(earlier, "", voice),
    }
    if fact.distance == 0:
        return voice.say("vs_range.inside", **values)
    key = "vs_range.above" if fact.distance > 0 else "vs_range.below"
    return voice.say(key, abs=voice.size(kpi, fact.distance), effect=voice.effect(fact.outcome), **values)


def level(fact: LevelFact, earlier: Comparison | None, voice: Voice, options: Options) -> str:
    """The value of a KPI that has no target."""
    return voice.say(
        "level.plain", topic=_topic(fact, fact.kpi, voice, options), actual=voice.value(fact.kpi, fact.actual),
        tail=_tail(earlier, "", voice),
    )


def turn(fact: Comparison, voice: Voice) -> str:
    """A comparison without percentage: zero or negative base, or a change of sign."""
    kpi = fact.kpi
    key = "turn.py" if isinstance(fact, VsPy) else "turn.prior"
    delta = voice.size(kpi, fact.gap) if voice.chinese else voice.change(kpi, fact.gap)
    return voice.say(
        key, bare=bare_topic(kpi, voice.locale), actual=voice.value(kpi, fact.actual),
        reference=voice.value(kpi, fact.reference),
        turn=voice.say("turn.same") if vanishes(kpi, fact.gap) else voice.say(f"turn.{_turn(fact)}", delta=delta),
    )


def _turn(fact: Comparison) -> str:
    profit = any(word in f"{fact.kpi.id} {fact.kpi.name.zh} {fact.kpi.name.en}".lower() for word in _PROFIT)
    if fact.reference < 0 < fact.actual:
        return "to_profit" if profit else "to_positive"
    if fact.actual < 0 < fact.reference:
        return "to_loss" if profit else "to_negative"
    better = fact.gap > 0
    if profit and fact.actual < 0 and fact.reference < 0:
        return "loss_narrowed" if better else "loss_widened"
    return "up" if better else "down"


def contribution(fact: Contribution, voice: Voice) -> str:
    """Where the variance comes from: the largest parts in its direction, offsets, and the rest."""
    main, offsets, left = fact.split()
    if not main:
        main, offsets = offsets, ()
    if not main:
        return ""
    rest = "" if vanishes(fact.kpi, left) else voice.say("contribution.rest", amount=voice.change(fact.kpi, left))
    offset = voice.say("contribution.offset", items=_shares(offsets, fact.kpi, voice)) if offsets else ""
    return voice.say("contribution.plain", items=_shares(main, fact.kpi, voice), offset=offset, rest=rest)


def _shares(items: tuple[Share, ...], kpi: Kpi, voice: Voice) -> str:
    return voice.listed([
        voice.say("contribution.item", name=voice.before_number(item.name), amount=voice.change(kpi, item.amount))
        for item in items
    ])


def rate_mix(fact: RateMixFact, voice: Voice) -> str:
    """The change of a ratio, the parts' own change and the shift between them; then the parts, if all went one way."""
    kpi, result = fact.kpi, fact.result
    form = noun(kpi, voice.locale)
    way = "same" if vanishes(kpi, result.change) else "up" if result.change > 0 else "down"
    pp = voice.signed_pp
    text = voice.say(
        f"rate_mix.{way}", kpi=form.start, before=voice.value(kpi, result.before), after=voice.value(kpi, result.after),
        change=pp(result.change, kpi.decimals), rate=pp(result.rate_effect, kpi.decimals),
        mix=pp(result.mix_effect, kpi.decimals),
    )
    together = _all_one_way(fact)
    if not together:
        return text
    names = dict(fact.names)
    shown = [voice.name(names[part.key]) if part.key in names else part.key for part in result.parts]
    count = voice.count(len(shown))
    key = "two" if len(shown) == 2 else "few" if len(shown) <= 5 else "many"
    values = {"two": {"names": voice.listed(shown)}, "few": {"names": voice.listed(shown), "count": count}}
    units = voice.say(f"rate_mix.{key}", **values.get(key, {"count": count}))
    what = form.start if voice.chinese else f"The {form.head.lower()}" if form.article else form.start
    return f"{text}{'' if voice.chinese else ' '}{voice.say(f'rate_mix.all_{together}', units=units, what=what)}"


def _all_one_way(fact: RateMixFact) -> str:
    """``up`` or ``down`` when every part's own rate went that way, which is worth saying when the whole went the other."""
    parts = fact.result.parts
    if len(parts) < 2 or any(part.rate_before is None or part.rate_after is None for part in parts):
        return ""
    moves = [(part.rate_after or Decimal(0)) - (part.rate_before or Decimal(0)) for part in parts]
    if all(move > 0 for move in moves):
        return "up"
    return "down" if all(move < 0 for move in moves) else ""


def pvm(fact: PvmFact, voice: Voice) -> str:
    """The change of a value by volume, mix and price."""
    kpi, result = fact.kpi, fact.result
    extra = "".join(
        voice.say(f"pvm.{key}", amount=voice.change(kpi, amount))
        for key, amount in (("new", result.new), ("discontinued", result.discontinued)) if amount
    )
    return voice.say(
        "pvm.plain", kpi=noun(kpi, voice.locale).start, change=voice.change(kpi, result.change), extra=extra,
        volume=voice.change(kpi, result.volume), mix=voice.change(kpi, result.mix), price=voice.change(kpi, result.price),
    )


def missing(fact: Missing, voice: Voice) -> str:
    """A line without value and what became of its weight."""
    form = noun(fact.kpi, voice.locale)
    state = voice.say(f"missing.{fact.state}{'_plural' if form.plural else ''}")
    if fact.weight is None:
        return voice.say("missing.shown", kpi=form.start, state=state)
    values = {"kpi": form.start, "weight": voice.weight(fact.weight), "state": state}
    if fact.policy != "renormalise" or fact.state in ("not_applicable", "suspended"):
        policy = "renormalise_plain" if fact.policy == "renormalise" else fact.policy
        return voice.say(f"missing.{policy}", **values)
    if fact.total is None or fact.rest is None:
        return voice.say("missing.renormalise_plain", **values)
    text = voice.say("missing.renormalise", total=voice.score(fact.total), rest=voice.weight(fact.rest), **values)
    if fact.total_if_full is None:
        return text
    more = voice.say("missing.if_full", total=voice.score(fact.total_if_full))
    return f"{text}{more}" if voice.chinese else f"{text} {more}"


def streak(fact: Streak, voice: Voice) -> str:
    """Periods in a row below a limit, each value with the two places used in the comparison."""
    form = noun(fact.kpi, voice.locale)
    attainment = fact.measure == "attainment"
    show = voice.percent if attainment else voice.score
    name = form.attributive[0].upper() + form.attributive[1:]
    measure = voice.say(f"streak.{fact.measure}", kpi=name)
    limit = voice.weight(fact.limit) if attainment else voice.limit(fact.limit)
    values = voice.say("list.and").join(show(value, 2) for value in fact.values)
    said = {"measure": measure, "count": str(len(fact.values)), "limit": limit, "values": values}
    if not fact.escalated:
        return voice.say("streak.plain", **said)
    owner = voice.say("streak.owner", owner=fact.owner) if fact.owner else ""
    return voice.say("streak.escalated", owner=owner, **said)


def status_change(fact: StatusChange, voice: Voice) -> str:
    """The status before and now."""
    key = "better" if _ORDER[fact.after] > _ORDER[fact.before] else "worse"
    return voice.say(
        f"status_change.{key}", before=voice.say(f"status_change.{fact.before}"),
        after=voice.say(f"status_change.{fact.after}"),
    )


def cap(fact: LineScore, voice: Voice) -> str:
    """The score before and after cap or floor."""
    if fact.score is None or fact.score_uncapped is None:
        return ""
    key = "cap.cap" if fact.score_uncapped > fact.score else "cap.floor"
    return voice.say(key, uncapped=voice.score(fact.score_uncapped), score=voice.score(fact.score))


def ytd(fact: Ytd, voice: Voice) -> str:
    """The year to date against its target."""
    kpi, gap = fact.kpi, fact.gap
    values = {"span": months_span(fact, voice), "actual": voice.value(kpi, fact.actual)}
    if vanishes(kpi, gap):
        return voice.say("ytd.equal", **values)
    values |= {
        "target": voice.value(kpi, fact.reference), "word": voice.word(kpi, gap), "abs": voice.size(kpi, gap),
        "effect": voice.effect(fact.outcome),
    }
    return _against("ytd", fact, values, voice)


def months_span(fact: Fact, voice: Voice) -> str:
    """``1-7月``, ``January-July`` of the fact's period."""
    if fact.period is None:
        return ""
    first, last = voice.month(fact.period.start.month), voice.month(fact.period.end.month)
    if first == last:
        return voice.say("outlook.span_one", first=first)
    return voice.say("outlook.span", first=first, last=last)


def team_mean(fact: VsTeamMean, voice: Voice) -> str:
    """The value beside the mean of the others."""
    prefix = "" if fact.level == "individual" else "unit_"
    values = {"reference": voice.value(fact.kpi, fact.reference), "others": str(fact.others)}
    if vanishes(fact.kpi, fact.gap):
        return voice.say(f"team_mean.{prefix}equal", **values)
    return voice.say(
        f"team_mean.{prefix}amount", word=voice.word(fact.kpi, fact.gap), abs=voice.size(fact.kpi, fact.gap), **values
    )


def target_change(fact: TargetChangeFact, voice: Voice) -> str:
    """A changed target: since when, from what to what, who approved it, and the reason as recorded."""
    since = (
        voice.say("target_change.since", date=voice.since(fact.valid_from)) if fact.valid_from
        else voice.say("target_change.since_unknown")
    )
    text = voice.say(
        "target_change.plain", since=since, old=voice.value(fact.kpi, fact.old), new=voice.value(fact.kpi, fact.new),
        approver=voice.say("target_change.approver", name=fact.approved_by) if fact.approved_by else "",
        late=voice.say("target_change.late") if fact.retroactive else "",
    )
    if not fact.reason:
        return text
    quoted = voice.quoted(fact.reason)
    reason = voice.say("target_change.reason", text=quoted, stop=voice.stop(quoted))
    return f"{text}{reason}" if voice.chinese else f"{text} {reason}"


def definition_change(fact: DefinitionChange, voice: Voice) -> str:
    """Earlier periods do not compare."""
    if fact.valid_from is None:
        return voice.say("definition_change.plain")
    return voice.say("definition_change.since", date=voice.since(fact.valid_from))


def rank(fact: RankFact, voice: Voice) -> str:
    """The place among peers."""
    key = "rank.person" if fact.level == "individual" else "rank.unit"
    return voice.say(key, rank=str(fact.rank), peers=str(fact.peers))


def best_worst(fact: UnitSpread, voice: Voice) -> str:
    """The highest and the lowest part, by value."""
    def show(number: Decimal) -> str:
        return voice.value(fact.kpi, number) if fact.kpi else voice.score(number)

    return voice.say(
        "best_worst.kpi" if fact.kpi else "best_worst.score", count=str(fact.count), highest=voice.name(fact.highest),
        lowest=voice.name(fact.lowest), highest_value=show(fact.highest_value), lowest_value=show(fact.lowest_value),
    )


#: Rules that need nothing but their first fact.
PLAIN: dict[str, Callable[..., str]] = {
    "turn": turn, "contribution": contribution, "rate_mix": rate_mix, "pvm": pvm, "missing": missing, "streak": streak,
    "status_change": status_change, "cap": cap, "ytd": ytd, "vs_team_mean": team_mean, "target_change": target_change,
    "definition_change": definition_change, "rank": rank, "best_worst": best_worst,
}
#: Rules whose sentence may end with an earlier period.
WITH_EARLIER: dict[str, Callable[..., str]] = {"vs_target": vs_target, "vs_range": vs_range, "level": level}
