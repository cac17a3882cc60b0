"""Sentences about the subject as a whole: score, counts, largest effects, outlook, points, pay."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

from reportgen.commentary.nouns import noun
from reportgen.commentary.say_kpi import months_span
from reportgen.commentary.voice import Voice, vanishes
from reportgen.model.analysis import Projection
from reportgen.model.fact import (
    ActionFact,
    Coverage,
    DataQuality,
    GradeAdjusted,
    Incentives,
    KnockOutFact,
    LineScore,
    Missing,
    NextGrade,
    NoteFact,
    OutlookFact,
    Payout,
    PointsFact,
    RestFact,
    ScoreFact,
    StatusCounts,
)
from reportgen.model.rounding import half_up
from reportgen.model.view import Kpi

#: Up to so many KPIs are named instead of counted.
_NAMED = 5


def outlook(fact: OutlookFact, voice: Voice) -> str:
    """Year to date, completion, pace, the full year at the run rate, and what is needed from here."""
    kpi, year = fact.kpi, fact.outlook
    if year.fy_target is None or year.completion is None:
        return ""
    values = {
        "span": months_span(fact, voice), "ytd": voice.value(kpi, year.ytd), "target": voice.value(kpi, year.fy_target),
        "completion": voice.percent(year.completion), "each": _by_steps("each", year.periods, voice),
    }
    rate = year.by("run_rate")
    done = year.completion >= 100
    values |= {} if done else {"pace": _pace(fact, voice)}
    if rate is None or year.average is None or rate.gap is None:
        return "" if done else voice.say("outlook.progress", **values)
    values["gap"] = _gap(kpi, rate, voice)
    if year.periods <= year.elapsed:
        return voice.say("outlook.full_equal" if vanishes(kpi, rate.gap) else "outlook.full", **values)
    values |= {"average": voice.value(kpi, year.average), "full_year": voice.value(kpi, rate.full_year)}
    left = year.periods - year.elapsed
    if done or year.required is None or year.required <= 0 or left <= 0:
        return voice.say("outlook.done" if done else "outlook.last", **values)
    said = {"amount": voice.value(kpi, year.required), "left": _left(left, year.periods, voice)}
    key = "outlook.required_last" if left == 1 else "outlook.required"
    required = voice.say(key, each=values["each"], **said)
    return voice.say("outlook.run_rate", required=required, **values)


def _by_steps(key: str, periods: int, voice: Voice, **values: str) -> str:
    """A phrase that depends on how the year is cut: months, quarters, half-years."""
    return voice.say(f"outlook.{key}_{periods if periods in (12, 4, 2) else 'other'}", **values)


def _left(left: int, periods: int, voice: Voice) -> str:
    return _by_steps("last", periods, voice) if left == 1 else _by_steps("left", periods, voice, count=str(left))


def outlook_others(fact: OutlookFact, voice: Voice) -> str:
    """The full year by the other methods: remaining plan, last year's season, the loaded forecast; each says which it is."""
    if fact.outlook.elapsed >= fact.outlook.periods:
        return ""
    items = [
        voice.say(
            f"outlook.{item.method}", full_year=voice.value(fact.kpi, item.full_year), gap=_gap(fact.kpi, item, voice),
        )
        for item in fact.outlook.projections if item.method != "run_rate" and item.gap is not None
    ]
    return voice.say("outlook.others", items=voice.say("outlook.other_and").join(items)) if items else ""


def _pace(fact: OutlookFact, voice: Voice) -> str:
    gap = fact.outlook.pace_gap or Decimal(0)
    plan = "_plan" if fact.outlook.phased else ""
    if half_up(gap, 1) == 0:
        return voice.say(f"outlook.level{plan}")
    return voice.say(f"outlook.{'ahead' if gap > 0 else 'behind'}{plan}", pp=voice.pp(gap))


def _gap(kpi: Kpi, rate: Projection, voice: Voice) -> str:
    gap = rate.gap or Decimal(0)
    if vanishes(kpi, gap):
        return voice.say("outlook.equal")
    return voice.say("outlook.gap", word=voice.word(kpi, gap), abs=voice.size(kpi, gap))


def outlook_short(fact: OutlookFact, voice: Voice) -> str:
    """The full year in one clause, for key messages: what it came to, the loaded forecast, else the run rate."""
    forecast, form = fact.outlook.by("forecast"), noun(fact.kpi, voice.locale)
    if fact.outlook.elapsed >= fact.outlook.periods:
        return _year_over(fact, voice)
    rate = forecast or fact.outlook.by("run_rate")
    if rate is None or rate.gap is None:
        return ""
    values = {"full_year": voice.value(fact.kpi, rate.full_year), "gap": _gap(fact.kpi, rate, voice)}
    if forecast is not None:
        return voice.say("outlook.short_forecast", kpi=form.mid, **values)
    return voice.say("outlook.short", kpi=form.start, average=_by_steps("average", fact.outlook.periods, voice), **values)


def _year_over(fact: OutlookFact, voice: Voice) -> str:
    year, rate = fact.outlook, fact.outlook.by("run_rate")
    if rate is None or rate.gap is None or year.completion is None:
        return ""
    return voice.say(
        "outlook.short_full", kpi=noun(fact.kpi, voice.locale).mid, ytd=voice.value(fact.kpi, year.ytd),
        completion=voice.percent(year.completion), gap=_gap(fact.kpi, rate, voice),
    )


def score(fact: ScoreFact, voice: Voice) -> str:
    """Final score, grade and the change on the period before."""
    values = {
        "final": voice.score(fact.final), "change": _change(fact, voice),
        "provisional": voice.say("score.provisional") if fact.provisional else "",
    }
    if not fact.grade:
        return voice.say("score.plain", **values)
    return voice.say("score.grade", grade=fact.grade, **values)


def _change(fact: ScoreFact, voice: Voice) -> str:
    if fact.prior is None or fact.change is None:
        return ""
    if half_up(fact.change) == 0:
        return voice.say("score.equal")
    key = "score.up" if fact.change > 0 else "score.down"
    return voice.say(key, prior=voice.score(fact.prior), abs=voice.points(abs(fact.change)))


def counts(fact: StatusCounts, voice: Voice) -> str:
    """How many KPIs have which status."""
    if fact.green == fact.total == 2:
        return voice.say("counts.all_two")
    if fact.green == fact.total and fact.total > 1:
        return voice.say("counts.all_green", total=voice.number(fact.total))
    if fact.total <= _NAMED and fact.kpis:
        parts = [_named(key, kpis, voice) for key, kpis in fact.kpis if kpis]
        return voice.say("counts.named", items=voice.say("counts.named_and").join(parts))
    items = [
        voice.say(f"counts.{key}_one") if number == 1 else voice.say(f"counts.{key}", count=voice.number(number))
        for key, number in (("green", fact.green), ("amber", fact.amber), ("red", fact.red), ("missing", fact.missing))
        if number
    ]
    return voice.say("counts.plain", total=voice.number(fact.total), items=voice.listed(items))


def _named(key: str, kpis: Sequence[Kpi], voice: Voice) -> str:
    """``销售收入、新客户签约两项均达标``: KPIs of one status by name."""
    names = [noun(kpi, voice.locale) for kpi in kpis]
    listed = voice.listed([name.item for name in names])
    if len(names) > 1:
        items = voice.say("counts.named_items", count=voice.count(len(names))) if voice.chinese else ""
        listed = voice.say("counts.named_list", kpis=listed, items=items)
        return voice.say(f"counts.named_{key}", kpis=listed)
    verb = "" if voice.chinese else " are" if names[0].plural else " is"
    return voice.say(f"counts.named_{key}_one", kpis=listed + verb)


def _top(key: str, lines: Sequence[LineScore], voice: Voice) -> str:
    items = [
        voice.say(
            "top.item", kpi=noun(line.kpi, voice.locale).item,
            points=voice.points(line.contribution or Decimal(0), signed=True),
        )
        for line in lines
    ]
    return voice.say(f"top.{key}_one" if len(items) == 1 else f"top.{key}", items=voice.listed(items))


def top_negative(*lines: LineScore, voice: Voice) -> str:
    """The KPIs that take most from the total, by rank of contribution."""
    return _top("negative", lines, voice)


def top_positive(*lines: LineScore, voice: Voice) -> str:
    """The KPIs that add most to the total, by rank of contribution."""
    return _top("positive", lines, voice)


def coverage(fact: Coverage, voice: Voice) -> str:
    """How much of the weight has a score."""
    if fact.limit is not None and fact.coverage < fact.limit:
        return voice.say("coverage.below", coverage=voice.weight(fact.coverage), limit=voice.weight(fact.limit))
    return voice.say("coverage.plain", coverage=voice.weight(fact.coverage))


def not_reported(*facts: Missing, voice: Voice) -> str:
    """The KPIs without a value."""
    names = [noun(fact.kpi, voice.locale) for fact in facts]
    listed = voice.listed([name.item for name in names])
    if len(names) > 1:
        return voice.say("not_reported.plain", kpis=listed)
    verb = "" if voice.chinese else f" {'were' if names[0].plural else 'was'}"
    return voice.say("not_reported.plain_one", kpis=listed + verb)


def data_quality(fact: DataQuality, voice: Voice) -> str:
    """How many remarks the data check made."""
    items = [
        voice.say(f"data_quality.{key}_one") if number == 1 else voice.say(f"data_quality.{key}", count=str(number))
        for key, number in (("error", fact.errors), ("remark", fact.warnings)) if number
    ]
    return voice.say("data_quality.plain", items=voice.listed(items)) if items else ""


def points(fact: PointsFact, voice: Voice) -> str:
    """Bonus or penalty points with reason and rule."""
    return voice.say(
        f"points.{fact.kind}", points=voice.score(fact.points),
        reason=voice.say("points.reason", text=voice.quoted(fact.reason)) if fact.reason else "",
        rule=voice.say("points.rule", rule=fact.rule) if fact.rule else "",
    )


def knock_out(fact: KnockOutFact, voice: Voice) -> str:
    """A knock-out or gate by its name, else by what happened; the grade before and after, and its factor on pay."""
    factor = "" if fact.factor is None else voice.say("knock_out.factor", factor=f"{fact.factor.normalize():f}")
    prefix = "" if fact.kind == "knock_out" else "gate_"
    event = voice.quoted(fact.label or fact.reason or fact.event.replace("_", " ")).rstrip("。.")
    if fact.grade_before and fact.grade_before != fact.grade_after:
        return voice.say(
            f"knock_out.{prefix}grade", event=event, before=fact.grade_before, after=fact.grade_after,
            factor=factor,
        )
    return voice.say(f"knock_out.{prefix}plain", event=event, factor=factor)


def next_grade(fact: NextGrade, voice: Voice) -> str:
    """Points to the next grade, and which KPIs could bring it alone."""
    minimum = voice.limit(fact.minimum)
    ways = [
        voice.say(
            "next_grade.way_down" if kpi.direction == "lower" else "next_grade.way_up", kpi=noun(kpi, voice.locale).item,
            value=voice.value(kpi, needed),
        )
        for kpi, needed in fact.ways
    ]
    key = f"next_grade.ways_{'only' if not fact.others else 'one' if len(ways) == 1 else 'many'}"
    said = voice.say(key, ways=voice.say("next_grade.way_or").join(ways)) if ways else ""
    return voice.say("next_grade.plain", grade=voice.grade(fact.grade), minimum=minimum, gap=voice.points(fact.gap), ways=said)


def grade_adjusted(fact: GradeAdjusted, voice: Voice) -> str:
    """A grade changed in calibration."""
    return voice.say("grade_adjusted.plain", before=fact.before, after=fact.after)


def payout(fact: Payout, voice: Voice) -> str:
    """A bonus as base times payout, with the measure read and its place between curve points."""
    amount = voice.money(fact.amount, fact.currency)
    if fact.base is None or fact.percent is None:
        return voice.say("payout.amount", amount=amount)
    values = {
        "amount": amount, "base": voice.money(fact.base, fact.currency), "percent": voice.percent(fact.percent, 2),
    }
    place = _place(fact, voice)
    if not place or fact.measure_value is None:
        return voice.say("payout.plain", **values)
    show = voice.percent if fact.measure == "attainment" else voice.score
    return voice.say(
        "payout.curve", measure=voice.say(f"payout.{fact.measure}"), value=show(fact.measure_value, 2), place=place,
        **values,
    )


def _place(fact: Payout, voice: Voice) -> str:
    def point(number: Decimal, name: str) -> str:
        value = voice.weight(number) if fact.measure == "attainment" else voice.limit(number)
        return voice.say(f"payout.{name or 'point'}", value=value)

    lower = None if fact.lower is None else point(fact.lower, fact.lower_name)
    upper = None if fact.upper is None else point(fact.upper, fact.upper_name)
    if lower and fact.lower == fact.measure_value and upper:
        return voice.say("payout.at", lower=lower)
    if lower and upper:
        return voice.say("payout.between", lower=lower, upper=upper)
    if upper:
        return voice.say("payout.under", upper=upper)
    return voice.say("payout.over", lower=lower) if lower else ""


def incentives(fact: Incentives, voice: Voice) -> str:
    """Rewards of a whole unit."""
    values = {"people": str(fact.people), "payable": voice.money(fact.payable, fact.currency)}
    if fact.target is None or fact.percent is None:
        return voice.say("incentives.plain", **values)
    return voice.say(
        "incentives.percent", target=voice.money(fact.target, fact.currency), percent=voice.percent(fact.percent, 2),
        **values,
    )


def rest(fact: RestFact, voice: Voice) -> str:
    """The KPIs within the materiality limits, in one sentence."""
    number = len(fact.kpis)
    if number <= 3 and fact.commented:
        names = voice.listed([noun(kpi, voice.locale).item for kpi in fact.kpis])
        return voice.say("rest.named" if number == 1 else "rest.named_many", kpis=names)
    if not fact.commented:
        return voice.say("rest.all", count=voice.number(number))
    return voice.say("rest.others", count=voice.number(number))


def note(fact: NoteFact, voice: Voice) -> str:
    """A person's words, as written, with who said them."""
    text = voice.quoted(fact.text)
    key = "suggestion" if fact.kind == "suggestion" else fact.role
    if not fact.author:
        return voice.say(f"note.{key}", text=text, stop=voice.stop(text))
    author = fact.author if fact.on is None else voice.chained([fact.author, voice.day(fact.on)])
    return voice.say(f"note.{key}_named", text=text, author=author, stop=voice.stop(text))


def action(fact: ActionFact, voice: Voice) -> str:
    """An agreed action with owner, due date and state."""
    items = [voice.say("action.owner", owner=fact.owner)] if fact.owner else []
    if fact.due is not None:
        items.append(voice.say("action.due", date=voice.day(fact.due)))
    items.append(voice.say(f"action.{fact.status}"))
    details = voice.say("action.details", items=voice.chained(items))
    return voice.say("action.carried" if fact.carried else "action.plain", text=voice.quoted(fact.text), details=details)


#: Rules of one fact, by name.
SUBJECT: dict[str, Callable[..., str]] = {
    "outlook": outlook, "outlook_short": outlook_short, "score": score, "counts": counts, "coverage": coverage,
    "data_quality": data_quality, "bonus_points": points, "knock_out": knock_out, "next_grade": next_grade,
    "grade_adjusted": grade_adjusted, "outlook_others": outlook_others,
    "payout": payout, "incentives": incentives, "rest": rest, "note": note, "action": action,
}
#: Rules of several facts of one type.
MANY: dict[str, Callable[..., str]] = {
    "top_negative": top_negative, "top_positive": top_positive, "not_reported": not_reported,
}

