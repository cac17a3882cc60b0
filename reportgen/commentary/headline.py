"""The message of a page: one fact, one comparison, computed (notation, rule 12)."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from reportgen.commentary.nouns import noun
from reportgen.commentary.plan import KpiFacts, Planned, counts
from reportgen.commentary.voice import Voice, vanishes
from reportgen.formatting.periods import period_name
from reportgen.formatting.units import is_currency
from reportgen.model.fact import (
    Contribution,
    Coverage,
    Fact,
    GroupFact,
    LineScore,
    Missing,
    Payout,
    PayTotal,
    ScoreFact,
    StatusCounts,
    VsTarget,
)

#: With fewer perspectives the counts of KPIs say more.
_GROUPS = 3


def plan_headline(kpis: dict[str, KpiFacts], subject: dict[str, list[Fact]], message: str) -> Planned | None:
    """The facts of the message: a variance with its parts, or score, groups or counts, the line that weighs most, what
    is missing."""
    if message == "variance":
        return _plan_variance(kpis)
    scores = subject.get("score", [])[:1]
    lines = [
        held.line for held in kpis.values()
        if held.line is not None and held.line.status and "missing" not in held.by_type
    ]
    absent = [fact for held in kpis.values() for fact in held.by_type.get("missing", ())]
    reported = [fact for fact in absent if isinstance(fact, Missing) and fact.state == "not_reported"]
    person = not scores or (isinstance(scores[0], ScoreFact) and scores[0].level == "individual")
    groups = subject.get("group", [])
    counted = counts(kpis)
    if counted is None:
        return Planned("headline", tuple(scores)) if scores else None
    told = tuple(groups) if len(groups) >= _GROUPS and not person else ()
    short = [fact for fact in subject.get("coverage", ()) if isinstance(fact, Coverage) and fact.limit is not None]
    return Planned("headline", (*scores, *told, counted, *_extreme([*lines, *_zeros(kpis)]), *reported, *short))


def _zeros(kpis: dict[str, KpiFacts]) -> list[LineScore]:
    """Lines that were not reported and count as zero: they cost what they would have weighed."""
    return [
        held.line for held in kpis.values()
        if held.line is not None and any(isinstance(fact, Missing) and fact.policy == "zero" and fact.state == "not_reported"
                                         for fact in held.by_type.get("missing", ()))
    ]


def _extreme(lines: Sequence[LineScore]) -> tuple[LineScore, ...]:
    """The contributions below zero, lowest first; where there is none, the highest one."""
    known = [line for line in lines if line.contribution is not None]
    below = sorted((line for line in known if (line.contribution or 0) < 0), key=_signed)
    above = sorted((line for line in known if (line.contribution or 0) > 0), key=lambda line: (-_signed(line)[0], line.kpi.id))
    return tuple(below) or tuple(above[:1]) or tuple(lines[:1])


def _signed(line: LineScore) -> tuple[Decimal, str]:
    return line.contribution or Decimal(0), line.kpi.id


def _plan_variance(kpis: dict[str, KpiFacts]) -> Planned | None:
    """The variance that weighs most in the score, of those in money where there are any."""
    having = [held for held in kpis.values() if "vs_target" in held.by_type]
    if not having:
        return None
    first = min(having, key=lambda held: (not is_currency(held.kpi.unit), -abs(_contribution(held))))
    return Planned("headline_variance", (*first.by_type["vs_target"][:1], *first.by_type.get("contribution", ())[:1]))


def _contribution(held: KpiFacts) -> Decimal:
    line = held.line
    return line.contribution if line is not None and line.contribution is not None else Decimal(0)


def headline(facts: Sequence[Fact], voice: Voice) -> str:
    """``3项达标，回款率一项拉低4.00分；客户满意度未上报，结果暂定。``"""
    score = next((fact for fact in facts if isinstance(fact, ScoreFact)), None)
    groups = [fact for fact in facts if isinstance(fact, GroupFact)]
    counted = next((fact for fact in facts if isinstance(fact, StatusCounts)), None)
    absent = [fact for fact in facts if isinstance(fact, Missing)]
    uncovered = any(isinstance(fact, Coverage) and fact.limit is not None for fact in facts)
    missing = voice.say("headline.uncovered") if uncovered and not absent else _missing(absent, score, voice)
    if counted is None:
        return voice.say("headline.none_scored")
    if counted.missing == counted.total:
        return voice.say("headline.nothing")
    lines = [fact for fact in facts if isinstance(fact, LineScore)]
    if groups and score is not None:
        worst = _worst(lines, voice) if lines and (lines[0].contribution or 0) < 0 else ""
        return _with_score("groups", score, voice, groups=_groups(groups, voice), worst=worst, missing=missing)
    worst = "" if counted.total == 1 else _worst(lines, voice)
    said = {"met": _met(counted, lines, voice), "worst": worst, "missing": missing}
    if score is None or score.level == "individual":
        return voice.say("headline.counts", **said)
    return _with_score("scored", score, voice, **said)


def _with_score(key: str, score: ScoreFact, voice: Voice, **values: str) -> str:
    final = voice.score(score.final)
    if not score.grade:
        return voice.say(f"headline.{key}_plain", final=final, **values)
    return voice.say(f"headline.{key}", final=final, grade=score.grade, **values)


def _met(counted: StatusCounts, lines: Sequence[LineScore], voice: Voice) -> str:
    scored = counted.scored
    if counted.total == 1 and lines and lines[0].score is not None and lines[0].status:
        name = noun(lines[0].kpi, voice.locale).item
        return voice.say(f"headline.one_{lines[0].status}", kpi=name, score=voice.score(lines[0].score))
    total = voice.number(scored)
    if counted.green == scored and counted.missing:
        return voice.say("headline.all_scored_one" if scored == 1 else "headline.all_scored", total=total)
    kind = "all_met" if counted.green == scored else "none_met" if not counted.green else ""
    if kind:
        few = {1: "_one", 2: "_two"}.get(scored, "") if kind == "none_met" or scored == 2 else ""
        return voice.say(f"headline.{kind}{few}", total=total)
    if counted.green == 1:
        return voice.say("headline.met_one")
    return voice.say("headline.met", count=voice.number(counted.green))


def _worst(lines: Sequence[LineScore], voice: Voice) -> str:
    if not lines or not lines[0].contribution:
        return ""
    first = lines[0]
    form = noun(first.kpi, voice.locale)
    key = "best" if (first.contribution or 0) > 0 else "alone" if len(lines) == 1 else "most"
    size = voice.points(abs(first.contribution or Decimal(0)))
    return voice.say(f"headline.{key}{'_plural' if form.plural else ''}", kpi=form.item, points=size)


def _missing(absent: Sequence[Missing], score: ScoreFact | None, voice: Voice) -> str:
    provisional = score is not None and score.provisional
    if not absent:
        return voice.say("headline.provisional") if provisional else ""
    if len(absent) > 2:
        return voice.say("headline.missing_many", count=voice.number(len(absent)))
    names = [noun(fact.kpi, voice.locale) for fact in absent]
    kpis = voice.listed([name.item for name in names])
    several = len(names) > 1 or names[0].plural
    if not voice.chinese:
        kpis += " were" if several else " was"
    if all(fact.policy == "zero" for fact in absent):
        return voice.say("headline.missing_zero_plural" if several else "headline.missing_zero", kpis=kpis)
    return voice.say("headline.missing", kpis=kpis)


def _groups(groups: Sequence[GroupFact], voice: Voice) -> str:
    below = sorted((group for group in groups if group.gap < 0), key=lambda group: group.gap)
    if not below:
        return voice.say("headline.groups_all", count=voice.count(len(groups)))
    worst = below[0]
    name = voice.name(worst.name) if voice.chinese else voice.name(worst.name).lower()
    gap = voice.points(abs(worst.gap), 1)
    above = len(groups) - len(below)
    if not above:
        return voice.say("headline.groups_none", count=voice.count(len(groups)), name=name, gap=gap)
    key = "headline.groups_level" if any(group.gap == 0 for group in groups) else "headline.groups_above"
    said = voice.say(key, count=voice.count(above)) if above > 1 else voice.say(f"{key}_one")
    return voice.say("headline.groups_one" if len(below) == 1 else "headline.groups_two", above=said, name=name, gap=gap)


def headline_variance(facts: Sequence[Fact], voice: Voice) -> str:
    """``2025年9月营业利润较目标低10.5万元：毛利−16.4万元，其他收益+6.2万元抵消一部分。``"""
    main = next(fact for fact in facts if isinstance(fact, VsTarget))
    parts = next((fact for fact in facts if isinstance(fact, Contribution)), None)
    form = noun(main.kpi, voice.locale)
    when = voice.say("headline.when", period=period_name(main.period, voice.locale)) if main.period else ""
    values = {"kpi": form.start, "when": when, "verb": form.be}
    if vanishes(main.kpi, main.gap):
        return voice.say("headline.variance_equal", **values)
    return voice.say(
        "headline.variance", word=_word(main, voice), abs=voice.size(main.kpi, main.gap), detail=_detail(main, parts, voice),
        **values,
    )


def _word(main: VsTarget, voice: Voice) -> str:
    return voice.word(main.kpi, main.gap)


def _detail(main: VsTarget, parts: Contribution | None, voice: Voice) -> str:
    if parts is None:
        shown = main.kpi.unit in ("%", "pp") or main.relative is None
        return "" if shown else voice.say("headline.variance_rel", rel=voice.relative(main.relative or Decimal(0)))
    largest, offsets, _ = parts.split()
    if not largest:
        return ""

    def listed(items: Sequence[object]) -> str:
        shares = [item for item in parts.items if item in items]
        shares.sort(key=lambda item: -abs(item.amount))
        return voice.listed([
            voice.say("contribution.item", name=voice.before_number(item.name), amount=voice.change(main.kpi, item.amount))
            for item in shares
        ])

    offset = voice.say("headline.variance_offset", items=listed(offsets)) if offsets else ""
    return voice.say("headline.variance_parts", items=listed(largest), offset=offset)


def pay_total(facts: Sequence[Payout]) -> PayTotal:
    """Several bonuses of the first one's currency added up."""
    alike = [fact for fact in facts if fact.currency == facts[0].currency]
    return PayTotal(
        subject_id=facts[0].subject_id, period=facts[0].period, currency=facts[0].currency,
        amount=sum((fact.amount for fact in alike), Decimal(0)),
        payable=sum((fact.amount if fact.payable is None else fact.payable for fact in alike), Decimal(0)),
        percent=facts[0].percent if len(facts) == 1 else None, provisional=any(fact.provisional for fact in facts),
    )


def pay_headline(fact: PayTotal, voice: Voice) -> str:
    """``奖金测算60,576.00元（兑现126.20%），本次应发40,576.00元。``"""
    currency, amount, payable, provisional = fact.currency, fact.amount, fact.payable, fact.provisional
    shown = "" if fact.percent is None else voice.say("pay_headline.percent", percent=voice.percent(fact.percent, 2))
    values = {"amount": voice.money(amount, currency), "percent": shown}
    if payable < 0:
        return voice.say("pay_headline.refund", payable=voice.money(-payable, currency), **values)
    if payable == 0:
        return voice.say("pay_headline.estimate" if provisional and amount > 0 else "pay_headline.none", **values)
    later = voice.say("pay_headline.provisional") if provisional else ""
    if payable == amount:
        return voice.say("pay_headline.due", payable=values["amount"], percent=shown, provisional=later)
    return voice.say("pay_headline.both", payable=voice.money(payable, currency), provisional=later, **values)
