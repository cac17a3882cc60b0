"""Sentences about what a change consists of: turns of sign, parts, rate and mix, price and volume."""

from __future__ import annotations

from decimal import Decimal

from reportgen.commentary.nouns import bare_topic, noun
from reportgen.commentary.voice import Voice, vanishes
from reportgen.model.fact import Comparison, Contribution, PvmFact, RateMixFact, Share, VsPy
from reportgen.model.view import Kpi

_PROFIT = ("利润", "盈利", "损益", "profit", "earnings", "ebit", "net income")


def turn_after(fact: Comparison, voice: Voice) -> str:
    """A comparison without percentage behind a sentence that has named the value."""
    return turn(fact, voice, after=True)


def turn(fact: Comparison, voice: Voice, *, after: bool = False) -> str:
    """A comparison without percentage: a negative base or a change of sign."""
    kpi = fact.kpi
    key = "turn.py" if isinstance(fact, VsPy) else "turn.prior"
    delta = (voice.size if voice.chinese else voice.change)(kpi, fact.gap, fact.scale_by)
    values = {
        "reference": voice.value(kpi, fact.reference, fact.scale_by),
        "turn": voice.say("turn.same") if vanishes(kpi, fact.gap) else voice.say(f"turn.{_turn(fact)}", delta=delta),
    }
    if after:
        return voice.say(f"{key}_after", **values)
    return voice.say(
        key, bare=bare_topic(kpi, voice.locale), actual=voice.value(kpi, fact.actual, fact.scale_by), **values
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
    if len(main) == 1 and not offsets and main[0].amount == fact.total:
        return voice.say("contribution.single", name=voice.listable(main[0].name))
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
        f"rate_mix.{way}", against=voice.say(f"rate_mix.against_{fact.against}"),
        kpi=form.mid if fact.against else form.start, before=voice.value(kpi, result.before),
        after=voice.value(kpi, result.after),
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


def rate_mix_after(fact: RateMixFact, voice: Voice) -> str:
    """What a change consists of that the sentence before has told."""
    pp, decimals = voice.signed_pp, fact.kpi.decimals
    return voice.say(
        f"rate_mix_after.{fact.against}", rate=pp(fact.result.rate_effect, decimals), mix=pp(fact.result.mix_effect, decimals),
    )


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
    form = noun(kpi, voice.locale)
    extra = "".join(
        voice.say(f"pvm.{key}", amount=voice.change(kpi, amount))
        for key, amount in (("new", result.new), ("discontinued", result.discontinued)) if amount
    )
    return voice.say(
        "pvm.plain", against=voice.say(f"rate_mix.against_{fact.against}"),
        kpi=form.mid if fact.against else form.start, change=voice.change(kpi, result.change), extra=extra,
        volume=voice.change(kpi, result.volume), mix=voice.change(kpi, result.mix), price=voice.change(kpi, result.price),
    )
