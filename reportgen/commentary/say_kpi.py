"""Sentences about one KPI: each rule of the plan takes its facts and a voice and gives one sentence."""

from __future__ import annotations

from collections.abc import Callable

from reportgen.commentary.nouns import noun, topic
from reportgen.commentary.options import Options
from reportgen.commentary.say_change import contribution, pvm, rate_mix, rate_mix_after, turn, turn_after
from reportgen.commentary.say_standing import anomaly, best_worst, rank, status_change, streak, team_mean
from reportgen.commentary.voice import Voice, vanishes
from reportgen.formatting.periods import period_name
from reportgen.formatting.units import is_currency
from reportgen.model.fact import (
    Comparison,
    DefinitionChange,
    Fact,
    KpiFact,
    LevelFact,
    LineScore,
    Missing,
    TargetChangeFact,
    VsBenchmark,
    VsForecast,
    VsPy,
    VsRange,
    VsTarget,
    Ytd,
)
from reportgen.model.view import Effect, Kpi


def _topic(fact: Fact, kpi: Kpi, voice: Voice, options: Options) -> str:
    name = voice.name(fact.part) if isinstance(fact, KpiFact) and fact.part is not None else ""
    return topic(kpi, fact.period if options.period == "natural" else None, voice.locale, name)


def vs_target(fact: VsTarget, earlier: Comparison | None, voice: Voice, options: Options) -> str:
    """Value, target, difference and effect, with the comparison to an earlier period where there is one."""
    kpi, gap, effect = fact.kpi, fact.gap, fact.outcome
    values = {"topic": _topic(fact, kpi, voice, options), "actual": voice.value(kpi, fact.actual, fact.scale_by)}
    if gap == 0 and earlier is not None and _looks_equal(earlier, voice):
        return voice.say("vs_target.equal_both", base=_base(earlier, voice), **values)
    values["tail"] = _tail(earlier, effect, voice)
    if gap == 0:
        return voice.say("vs_target.equal", **values)
    target = voice.value(kpi, fact.reference, fact.scale_by)
    if _looks_equal(fact, voice):
        return voice.say("vs_target.near", target=target, **values)
    values |= {
        "target": target, "word": voice.word(kpi, gap), "abs": voice.size(kpi, gap, fact.scale_by),
        "effect": voice.effect(effect),
    }
    return _against("vs_target", fact, values, voice)


def _against(key: str, fact: Comparison, values: dict[str, str], voice: Voice) -> str:
    if fact.kpi.unit in ("%", "pp"):
        return voice.say(f"{key}.ratio", **values)
    relative = _relative(fact, voice)
    if not relative:
        return voice.say(f"{key}.zero" if fact.reference == 0 else f"{key}.nm", **values)
    counted = values["actual"][-1:].isdigit()
    return voice.say(f"{key}.count" if counted else f"{key}.amount", rel=relative, **values)


def _relative(fact: Comparison, voice: Voice) -> str:
    if fact.nm_reason == "over_999":
        return ">999%"
    return "" if fact.relative is None else voice.relative(fact.relative)


def _tail(earlier: Comparison | None, effect: Effect | None, voice: Voice) -> str:
    """``，但较上年同期…高…``: the earlier period joined by whether its effect agrees with that against the target.

    ``effect`` None: nothing was compared before.
    """
    if earlier is None:
        return ""
    kpi = earlier.kpi
    link = voice.say(f"link.{_link(effect, earlier.outcome)}")
    base = _base(earlier, voice)
    if _looks_equal(earlier, voice):
        return voice.say("tail.equal", link=voice.say("link.alone" if effect is None else "link.none"), base=base)
    values = {
        "link": link, "base": base, "reference": voice.value(kpi, earlier.reference, earlier.scale_by),
        "word": voice.word(kpi, earlier.gap), "abs": voice.size(kpi, earlier.gap, earlier.scale_by),
    }
    if kpi.unit in ("%", "pp"):
        return voice.say("tail.ratio", **values)
    relative = _relative(earlier, voice)
    return voice.say("tail.amount", rel=relative, **values) if relative else voice.say("tail.zero", **values)


def _looks_equal(fact: Comparison, voice: Voice) -> bool:
    """True when the difference prints as zero, or the two values print alike: a difference would contradict them.

    Money is printed short, so that a difference has finer figures than the amounts beside it.
    """
    if vanishes(fact.kpi, fact.gap):
        return True
    now, then = (voice.value(fact.kpi, number, fact.scale_by) for number in (fact.actual, fact.reference))
    return now == then and not is_currency(fact.kpi.unit)


def _base(earlier: Comparison, voice: Voice) -> str:
    return voice.say("base.py" if isinstance(earlier, VsPy) else "base.prior")


def _link(first: Effect | None, second: Effect) -> str:
    if first is None:
        return "alone"
    decided = {"favourable", "unfavourable"}
    if first not in decided or second not in decided:
        return "none"
    return "same" if first == second else "opposite"


def vs_range(fact: VsRange, earlier: Comparison | None, voice: Voice, options: Options) -> str:
    """Value and band: inside, above or below it."""
    values = {
        "topic": _topic(fact, fact.kpi, voice, options), "actual": voice.value(fact.kpi, fact.actual, fact.scale_by),
        "tail": _tail(earlier, fact.outcome, voice), "band": _band(fact, voice),
    }
    if fact.distance == 0:
        closed = fact.low is not None and fact.high is not None
        return voice.say("vs_range.inside" if closed else "vs_range.inside_open", **values)
    key = "vs_range.above" if fact.distance > 0 else "vs_range.below"
    return voice.say(key, abs=voice.size(fact.kpi, fact.distance, fact.scale_by), effect=voice.effect(fact.outcome), **values)


def _band(fact: VsRange, voice: Voice) -> str:
    low, high = ("" if end is None else voice.value(fact.kpi, end, fact.scale_by) for end in (fact.low, fact.high))
    if low and high:
        return voice.say("vs_range.band", low=low, high=high)
    if fact.distance == 0:
        return voice.say("vs_range.at_least", low=low) if low else voice.say("vs_range.at_most", high=high)
    return voice.say("vs_range.floor", low=low) if low else voice.say("vs_range.ceiling", high=high)


def level(fact: LevelFact, earlier: Comparison | None, voice: Voice, options: Options) -> str:
    """The value of a KPI that has no target."""
    return voice.say(
        "level.plain", topic=_topic(fact, fact.kpi, voice, options), actual=voice.value(fact.kpi, fact.actual, fact.scale_by),
        tail=_tail(earlier, None, voice),
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
    kind = "" if fact.total_is_final else "_kpis"
    text = voice.say(f"missing.renormalise{kind}", total=voice.score(fact.total), rest=voice.weight(fact.rest), **values)
    if fact.total_if_full is None:
        return text
    more = voice.say(f"missing.if_full{kind}", total=voice.score(fact.total_if_full))
    return f"{text}{more}" if voice.chinese else f"{text} {more}"


def cap(fact: LineScore, voice: Voice) -> str:
    """The score before and after cap or floor."""
    if fact.score is None or fact.score_uncapped is None:
        return ""
    key = "cap.cap" if fact.score_uncapped > fact.score else "cap.floor"
    return voice.say(key, uncapped=voice.score(fact.score_uncapped), score=voice.score(fact.score))


def beside(fact: VsForecast | VsBenchmark, voice: Voice) -> str:
    """Away from a loaded forecast or benchmark, and by how much."""
    kpi = fact.kpi
    if _looks_equal(fact, voice):
        return ""
    values = {
        "base": voice.say("beside.forecast" if isinstance(fact, VsForecast) else "beside.benchmark"),
        "actual": voice.value(kpi, fact.actual, fact.scale_by), "reference": voice.value(kpi, fact.reference, fact.scale_by),
        "word": voice.word(kpi, fact.gap), "abs": voice.size(kpi, fact.gap, fact.scale_by), "effect": voice.effect(fact.outcome),
    }
    return _against("beside", fact, values, voice)


def ytd(fact: Ytd, voice: Voice, first: Comparison | VsRange | None = None) -> str:
    """The year to date against its target; where the period has gone the other way, with a but."""
    kpi, gap = fact.kpi, fact.gap
    year = fact.period is not None and fact.period.days > 360
    kind = ("ratio_" if kpi.unit in ("%", "pp") else "") + ("year" if year else "sum")
    but = "" if first is None or first.outcome == fact.outcome else voice.say("ytd.but")
    span = voice.say(f"ytd.{kind}", but=but) if year else voice.say(f"ytd.{kind}", but=but, span=months_span(fact, voice))
    values = {
        "span": span, "goal": voice.say("ytd.year_goal" if year else "ytd.goal"),
        "actual": voice.value(kpi, fact.actual, fact.scale_by),
    }
    if vanishes(kpi, gap):
        return voice.say("ytd.equal", **values)
    values |= {
        "target": voice.value(kpi, fact.reference, fact.scale_by), "word": voice.word(kpi, gap),
        "abs": voice.size(kpi, gap, fact.scale_by), "effect": voice.effect(fact.outcome),
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


def target_change(fact: TargetChangeFact, voice: Voice) -> str:
    """A changed target: since when, from what to what, who approved it, and the reason as recorded."""
    since = (
        voice.say("target_change.since", date=voice.since(fact.valid_from)) if fact.valid_from
        else voice.say("target_change.since_unknown")
    )
    target = voice.say("target_change.own")
    if fact.of is not None:
        target = voice.say("target_change.of", period=period_name(fact.of, voice.locale))
        since = "" if fact.valid_from is not None and fact.of.start <= fact.valid_from <= fact.of.end else since
    text = voice.say(
        "target_change.plain", target=target, since=since,
        old=voice.value(fact.kpi, fact.old), new=voice.value(fact.kpi, fact.new),
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


#: Rules that need nothing but their first fact.
PLAIN: dict[str, Callable[..., str]] = {
    "turn": turn, "rate_mix_after": rate_mix_after, "turn_after": turn_after, "contribution": contribution,
    "rate_mix": rate_mix, "pvm": pvm, "missing": missing, "streak": streak, "status_change": status_change, "cap": cap,
    "ytd": ytd, "vs_team_mean": team_mean, "target_change": target_change, "definition_change": definition_change,
    "vs_forecast": beside, "vs_benchmark": beside, "rank": rank, "best_worst": best_worst, "anomaly": anomaly,
}
#: Rules whose sentence may end with an earlier period.
WITH_EARLIER: dict[str, Callable[..., str]] = {"vs_target": vs_target, "vs_range": vs_range, "level": level}
