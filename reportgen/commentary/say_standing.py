"""Sentences about where a KPI stands: streaks, status, anomalies, the team, peers."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from reportgen.commentary.nouns import noun
from reportgen.commentary.voice import Voice, vanishes
from reportgen.formatting.periods import period_name
from reportgen.model.fact import AnomalyFact, RankFact, StatusChange, Streak, UnitSpread, VsTeamMean

_ORDER = {"green": 2, "amber": 1, "red": 0, "": 0}


def streak(fact: Streak, voice: Voice) -> str:
    """Periods in a row below a limit, each value with the two places used in the comparison; of many the latest three."""
    if fact.measure == "points":
        return _missed(fact, voice)
    form = noun(fact.kpi, voice.locale)
    attainment = fact.measure == "attainment"
    show = voice.percent if attainment else voice.score
    if form.plural or form.head.lower() == "score" or not form.mid.lower().endswith(form.head.lower()):
        measure = voice.say(f"streak.{fact.measure}_of", kpi=form.item)
    else:
        measure = voice.say(f"streak.{fact.measure}", kpi=form.attributive[0].upper() + form.attributive[1:])
    limit = voice.weight(fact.limit) if attainment else voice.limit(fact.limit)
    values = _latest(fact, voice, [show(value, 2) for value in fact.shown()])
    said = {"measure": measure, "count": str(len(fact.values)), "limit": limit, "values": values}
    if not fact.escalated:
        return voice.say("streak.plain", **said)
    owner = voice.say("streak.owner", owner=fact.owner) if fact.owner else ""
    return voice.say("streak.escalated", owner=owner, **said)


def _missed(fact: Streak, voice: Voice) -> str:
    """Periods in a row that missed the target by more points than the limit allows."""
    places = max(0, -int(fact.limit.normalize().as_tuple().exponent))
    said = {
        "kpi": noun(fact.kpi, voice.locale).item, "count": str(len(fact.values)), "limit": voice.pp(fact.limit, places),
        "values": _latest(fact, voice, [voice.size(fact.kpi, value) for value in fact.shown()]),
    }
    if not fact.escalated:
        return voice.say("streak.missed", **said)
    owner = voice.say("streak.owner", owner=fact.owner) if fact.owner else ""
    return voice.say("streak.missed_escalated", owner=owner, **said)


def _latest(fact: Streak, voice: Voice, shown: Sequence[str]) -> str:
    values = voice.say("list.and").join(shown)
    if len(shown) == len(fact.values):
        return values
    return voice.say("streak.latest", count=voice.count(len(shown)), values=values)


def status_change(fact: StatusChange, voice: Voice) -> str:
    """The status before and now."""
    key = "better" if _ORDER[fact.after] > _ORDER[fact.before] else "worse"
    return voice.say(
        f"status_change.{key}", before=voice.say(f"status_change.{fact.before}"),
        after=voice.say(f"status_change.{fact.after}"),
    )


def team_mean(fact: VsTeamMean, voice: Voice) -> str:
    """The value beside the mean of the others."""
    prefix = "" if fact.level == "individual" else "unit_"
    values = {"reference": voice.value(fact.kpi, fact.reference), "others": str(fact.others)}
    if vanishes(fact.kpi, fact.gap):
        return voice.say(f"team_mean.{prefix}equal", **values)
    return voice.say(
        f"team_mean.{prefix}amount", word=voice.word(fact.kpi, fact.gap), abs=voice.size(fact.kpi, fact.gap), **values
    )


def anomaly(fact: AnomalyFact, voice: Voice) -> str:
    """What an anomaly rule compared, and which rule it was."""
    def show(number: Decimal | None) -> str:
        return "" if number is None else voice.value(fact.kpi, number)

    key: str = fact.rule
    if key == "A4" and fact.whose is not None:
        return voice.say("anomaly.A4_of", whose=voice.name(fact.whose), value=show(fact.value), limit=show(fact.limit),
                         count=str(fact.count))
    if key == "A1" and not fact.limit:
        key = "A1_flat"
    if key == "A3":
        key = "A3_above" if fact.kpi.direction == "lower" else "A3_below"
    distance = "" if fact.distance is None else voice.size(fact.kpi, fact.distance)
    limit = "" if fact.limit is None else voice.size(fact.kpi, fact.limit) if fact.rule == "A1" else show(fact.limit)
    latest = voice.say("anomaly.latest")
    if fact.latest is not None:
        latest = voice.say("anomaly.latest_of", period=period_name(fact.latest, voice.locale))
    return voice.say(
        f"anomaly.{key}", latest=latest,
        value=show(fact.value), base=show(fact.base), distance=distance, limit=limit, count=str(fact.count),
    )


def rank(fact: RankFact, voice: Voice) -> str:
    """The place among peers."""
    key = "rank.person" if fact.level == "individual" else "rank.unit"
    return voice.say(key, rank=str(fact.rank), peers=str(fact.peers))


def best_worst(fact: UnitSpread, voice: Voice) -> str:
    """The highest and the lowest part, by value."""
    def show(number: Decimal) -> str:
        return voice.value(fact.kpi, number) if fact.kpi else voice.score(number)

    return voice.say(
        "best_worst.kpi" if fact.kpi else "best_worst.score", count=str(fact.count), highest=voice.listable(fact.highest),
        lowest=voice.listable(fact.lowest), highest_value=show(fact.highest_value), lowest_value=show(fact.lowest_value),
    )
