"""The facts of a view, worked by hand: what is told of a line, and what is not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from reportgen.commentary.options import Options
from reportgen.commentary.write import write
from reportgen.model.analysis import Anomaly, Outlook, Projection, RateMix, RateMixPart, UnitContribution
from reportgen.model.fact import (
    AnomalyFact,
    Contribution,
    DataQuality,
    DefinitionChange,
    Fact,
    GradeAdjusted,
    GroupFact,
    Incentives,
    KnockOutFact,
    LineScore,
    Missing,
    NextGrade,
    OutlookFact,
    RateMixFact,
    StatusChange,
    Streak,
    TargetChangeFact,
    VsBenchmark,
    VsForecast,
    VsPrior,
    VsPy,
    VsRange,
    VsTarget,
    VsTeamMean,
    Ytd,
)
from reportgen.model.finding import Finding
from reportgen.model.period import parse_period
from reportgen.model.policy import KnockOut, PointLimits, Rules
from reportgen.model.view import (
    Delta,
    Kpi,
    Line,
    Name,
    RewardTotal,
    RunInfo,
    Scorecard,
    Segment,
    SeriesPoint,
    Subject,
    TargetChange,
    View,
)
from reportgen.run.facts import facts

D = Decimal
QUARTER = parse_period("2025-Q2")
SALES = Kpi("sales", Name("销售额", "Sales"), "CNY", "higher", 0, "amount", agg_time="sum", perspective="financial", owner="李四")
RATE = Kpi("rate", Name("合格率", "Pass rate"), "%", "higher", 1, "ratio", agg_time="ratio_of_sums", perspective="customer")
NAMES = {"A": Name("华东", "East"), "B": Name("华南", "South")}


def line(kpi: Kpi = SALES, **changed: Any) -> Line:
    """A line of 900 against a target of 1,000: red, with a score of 80."""
    plan = Delta(D(1000), D(-100), D("-10.00"), "", "unfavourable", material=True)
    base = Line(
        kpi=kpi, weight=D(50), counted_weight=D(50), target=D(1000), actual=D(900), state="reported", attainment=D(90),
        score_uncapped=D(80), score=D("80.00"), weighted=D("40.00"), contribution=D("-10.00"), status="red", method="ratio",
        deltas={"plan": plan},
    )
    return replace(base, **changed)


def view(*lines: Line, level: str = "department", card: Scorecard | None = None, **changed: Any) -> View:
    base = View(
        run=RunInfo("R", "h", date(2025, 7, 10), "p", "e"), locale="zh-CN", company="C", currency="CNY", confidentiality="",
        period=QUARTER, prior_period=parse_period("2025-Q1"),
        subject=Subject("D1", level, Name("销售部", "Sales")),  # type: ignore[arg-type]
        scorecard=card, lines=lines, rules=Rules(), names=NAMES,
    )
    return replace(base, **changed)


def made(kind: type[Fact], *lines: Line, **changed: Any) -> list[Any]:
    found = view(*lines, **changed)
    return [fact for fact in facts(found, found.names) if type(fact) is kind]


def card(**changed: Any) -> Scorecard:
    base = Scorecard(D("80.00"), D(100), D(0), D(0), D("80.00"), grade="C")
    return replace(base, **changed)


# ---------------------------------------------------------------------- comparisons
def test_a_variance_is_taken_from_the_table_and_not_computed_again() -> None:
    rounded = Delta(D(1000), D("-99.99"), D("-9.99"), "", "unfavourable", material=True)
    fact = made(VsTarget, line(deltas={"plan": rounded}))[0]
    assert (fact.gap, fact.relative, fact.outcome) == (D("-99.99"), D("-9.99"), "unfavourable")


def test_last_year_is_told_and_the_period_before_only_without_it() -> None:
    before = {"previous": Delta(D(800), D(100)), "plan": line().deltas["plan"]}
    assert len(made(VsPrior, line(deltas=before))) == 1
    both = {**before, "last_year": Delta(D(700), D(200))}
    assert (made(VsPrior, line(deltas=both)), len(made(VsPy, line(deltas=both)))) == ([], 1)


def test_forecast_and_benchmark_are_told_where_the_value_is_materially_away() -> None:
    away = Delta(D(950), D(50), D("5.26"), "", "favourable", material=True)
    near = replace(away, material=False)
    deltas = {"plan": line().deltas["plan"], "forecast": away, "benchmark": near}
    assert [(fact.reference, fact.gap) for fact in made(VsForecast, line(deltas=deltas))] == [(D(950), D(50))]
    assert made(VsBenchmark, line(deltas=deltas)) == []
    assert len(made(VsBenchmark, line(deltas={**deltas, "benchmark": away}))) == 1
    band = line(replace(SALES, direction="range"), range_lo=D(42), range_hi=D(50), deltas=deltas)
    assert made(VsForecast, band) == []


def test_a_calibrated_grade_is_not_told_how_far_the_next_one_is() -> None:
    near = card(next_grade="B", next_grade_min=D(91), next_gap=D("0.64"))
    assert len(made(NextGrade, line(), card=near)) == 1
    assert made(NextGrade, line(), card=replace(near, grade="B", grade_before_adjustment="C")) == []


def test_a_band_takes_its_effect_from_the_analysis() -> None:
    kpi = replace(SALES, direction="range")
    fact = made(VsRange, line(kpi, actual=D(60), target=None, range_lo=D(42), range_hi=D(50)))[0]
    assert (fact.distance, fact.outcome) == (D(10), "unfavourable")


def test_the_largest_figure_of_the_row_sets_the_places_and_is_never_said() -> None:
    fact = made(VsTarget, line(stretch=D(185_000_000)))[0]
    assert fact.scale_by == D(185_000_000)
    assert D(185_000_000) not in set(fact.numbers())


# ---------------------------------------------------------------------- the year
def test_an_outlook_stands_for_the_year_to_date() -> None:
    outlook = Outlook(D(1700), D(4000), 6, 12, D("283.33"), D("383.33"), D("42.50"), D("50.00"), D("-7.50"), False,
                      (Projection("run_rate", D(3400), D(-600)),))
    ytd = {"plan": line().deltas["plan"], "ytd": Delta(D(2000), D(-300), D(-15), "", "unfavourable")}
    with_outlook = line(outlook=outlook, deltas=ytd, ytd_actual=D(1700))
    assert made(OutlookFact, with_outlook)[0].period.label == "2025-06-YTD"
    assert made(Ytd, with_outlook) == []
    assert made(Ytd, line(deltas=ytd, ytd_actual=D(1700)))[0].actual == D(1700)
    stock = replace(SALES, agg_time="last")
    assert made(Ytd, line(stock, deltas=ytd, ytd_actual=D(1700))) == []


# ---------------------------------------------------------------------- parts
def test_parts_add_up_and_what_is_not_broken_down_has_a_name() -> None:
    parts = (UnitContribution("A", D(1), D(1), D(-80)), UnitContribution("B", D(1), D(1), D(20)),
             UnitContribution("", D(1), D(1), D(-40), side="rest"))
    fact = made(Contribution, line(unit_contributions=parts))[0]
    assert [(share.name.zh, share.amount) for share in fact.items] == [("华东", D(-80)), ("华南", D(20)), ("未分解部分", D(-40))]
    main, offsets, left = fact.split()
    assert sum(share.amount for share in (*main, *offsets)) + left == fact.total == D(-100)


def test_nobody_is_named_whom_the_view_does_not_name() -> None:
    parts = (UnitContribution("A", D(1), D(1), D(-80)), UnitContribution("E007", D(1), D(1), D(-20)))
    fact = made(Contribution, line(unit_contributions=parts), recipient="finance")[0]
    assert [share.name.zh for share in fact.items] == ["华东"]
    assert fact.split()[2] == D(-20)
    outlier = Anomaly("A4", D(99), D(90), 12, subject_id="E007")
    assert made(AnomalyFact, line(anomalies=(outlier,))) == []


def test_rates_and_mix_name_their_parts() -> None:
    mix = RateMix(D(20), D("19.67"), D("-0.33"), D("3.25"), D("-3.58"), (
        RateMixPart("A", D(30), D(35), D(2), D(-2)), RateMixPart("B", D(10), D(12), D(1), D(-1)),
    ))
    fact = made(RateMixFact, line(RATE, rate_mix=mix))[0]
    assert (fact.against, dict(fact.names)) == ("last_year", NAMES)
    assert made(RateMixFact, line(RATE, rate_mix=replace(mix, parts=mix.parts[:1]))) == []


# ---------------------------------------------------------------------- standing
def test_a_streak_prints_the_scores_that_made_it() -> None:
    fact = made(Streak, line(red_streak=3, red_scores=(D("88.00"), D("85.00"), D("89.99"))))[0]
    assert (fact.values, fact.limit, fact.escalated, fact.owner) == ((D("88.00"), D("85.00"), D("89.99")), D(90), True, "李四")
    assert all(value < fact.limit for value in fact.values)
    assert made(Streak, line(red_streak=1, red_scores=(D("88.00"),))) == []
    said = write((LineScore(kpi=SALES, material=True), fact), "zh-CN").comments[0].text
    assert said == "销售额得分连续3期低于90分（88.00分、85.00分、89.99分），已触发升级预警，责任人李四。"


def test_a_long_streak_names_its_latest_values() -> None:
    values = tuple(D(70 + number) for number in range(11))
    fact = made(Streak, line(red_streak=11, red_scores=values))[0]
    texts = [write((fact,), locale).comments[0].text for locale in ("zh-CN", "en")]
    assert "连续11期低于90分（最近三期78.00分、79.00分、80.00分）" in texts[0]
    assert "for 11 periods in a row (the latest three: 78.00, 79.00, 80.00)" in texts[1]


def test_a_streak_by_points_tells_by_how_much_the_target_was_missed() -> None:
    """Worse than the target by more than 2 points; the score limit does not decide and is not told."""
    rules = replace(Rules(), status=replace(Rules().status, pp=PointLimits(D(0), D(-2))))
    missed = line(red_streak=2, red_scores=(D("-3.00"), D("-4.00")), status_gain=D("-4.00"))
    fact = made(Streak, missed, rules=rules)[0]
    assert (fact.values, fact.limit, fact.measure, fact.escalated) == ((D("3.00"), D("4.00")), D(2), "points", False)


def test_status_changes_come_from_the_printed_scores() -> None:
    assert [(fact.before, fact.after) for fact in made(StatusChange, line(prior_score=D("100.00")))] == [("green", "red")]
    assert made(StatusChange, line(prior_score=D("89.99"))) == []


def test_a_team_mean_needs_five_others() -> None:
    assert made(VsTeamMean, line(team_mean=D(950), team_count=4)) == []
    assert made(VsTeamMean, line(team_mean=D(950), team_count=5))[0].others == 5


def test_anomalies_keep_their_numbers_and_hints_for_hr_stay_with_hr() -> None:
    shift = Anomaly("A1", D(900), D(50), 11, {"median": D(700), "mad": D(9), "distance": D(200)})
    hint = Anomaly("A6", D(900), D(900), 3, hr_only=True)
    december = (SeriesPoint(parse_period("2025-06"), D(900)),)
    found = made(AnomalyFact, line(anomalies=(shift, hint), series=december))
    assert [(fact.rule, fact.base, fact.distance, fact.latest) for fact in found] == [
        ("A1", D(700), D(200), parse_period("2025-06"))
    ]


# ---------------------------------------------------------------------- what is missing or changed
def test_a_missing_line_follows_its_policy() -> None:
    known = line(RATE, score=D("90.00"))
    gone = line(actual=None, score=None, state="not_reported", assumed="renormalise")
    total = card(total=D("90.00"), final=D("90.00"), coverage=D(50))
    fact = made(Missing, gone, known, card=total)[0]
    assert (fact.policy, fact.rest, fact.total, fact.total_if_full) == ("renormalise", D(50), D("90.00"), D("95.00"))
    zero = made(Missing, replace(gone, assumed="zero"), known, card=total)[0]
    assert (zero.policy, zero.total, zero.total_if_full) == ("zero", None, None)
    assert made(Missing, gone, known, card=replace(total, final=D("91.00")))[0].total_is_final is False


def test_changes_of_target_and_definition() -> None:
    change = TargetChange("sales", date(2025, 4, 1), D(520), D(470), "项目暂停", "总经理", period=parse_period("2025-04"))
    found = made(TargetChangeFact, line(), target_changes=(change,))[0]
    assert write((found,), "zh-CN").comments[0].text == "2025年4月目标由520元调整为470元（总经理批准）。调整说明：“项目暂停”。"
    assert made(TargetChangeFact, line(), target_changes=(replace(change, period=QUARTER),))[0].of is None
    assert len(made(DefinitionChange, line(replace(SALES, definition_changed=True)))) == 1


def test_always_listed_kpis_and_escalations_are_material() -> None:
    quiet = line(deltas={"plan": replace(line().deltas["plan"], material=False)})
    assert made(LineScore, quiet)[0].material is False
    assert made(LineScore, replace(quiet, red_streak=3))[0].material is True
    rules = replace(Rules(), materiality=replace(Rules().materiality, always=("sales",)))
    assert made(LineScore, quiet, rules=rules)[0].material is True


# ---------------------------------------------------------------------- the whole
def test_perspectives_as_the_subtotals_print_them() -> None:
    lines = (line(), line(RATE, score=D("110.00"), weighted=D("55.00")))
    assert [(fact.name.zh, fact.score, fact.gap) for fact in made(GroupFact, *lines)] == [
        ("财务", D("80.00"), D("-20.00")), ("客户", D("110.00"), D("10.00")),
    ]
    assert made(GroupFact, *lines, level="individual") == []


def test_knock_outs_carry_reason_factor_and_both_grades() -> None:
    rules = replace(Rules(), knock_outs=(KnockOut("fatality", "C", payout_factor=D(0)),))
    out = card(
        knock_outs=("fatality",), grade_before_limits="A", grade_before_adjustment="C", limit_reasons={"fatality": "安全事故"},
    )
    fact = made(KnockOutFact, card=out, rules=rules)[0]
    assert (fact.factor, fact.grade_before, fact.grade_after) == (D(0), "A", "C")
    text = write((fact,), "zh-CN").summary[0].text
    assert text == "触发一票否决“安全事故”，等级由A调整为C，奖金系数0。"


def test_a_knock_out_is_told_by_its_name_where_the_policy_gives_one() -> None:
    label = {"zh-CN": "安全红线", "en": "Safety red line"}
    rules = replace(Rules(), knock_outs=(KnockOut("fatality", "C", label=label),))
    out = card(
        knock_outs=("fatality",), grade_before_limits="A", grade_before_adjustment="C", limit_reasons={"fatality": "安全事故"},
    )
    fact = made(KnockOutFact, card=out, rules=rules)[0]
    assert write((fact,), "zh-CN").summary[0].text == "触发一票否决“安全红线”，等级由A调整为C。"


def test_a_calibrated_grade_is_told() -> None:
    fact = made(GradeAdjusted, card=card(grade="B", grade_before_adjustment="C"))[0]
    assert write((fact,), "en").summary[0].text == "The grade was calibrated from C to B."


def test_ways_to_the_next_grade_are_possible_ones() -> None:
    next_up = card(next_grade="B", next_grade_min=D(90), next_gap=D(10))
    lines = (
        line(needed_for_next=D(1100), needed_reachable=True),
        line(RATE, needed_for_next=D("104"), needed_reachable=True),
        line(replace(SALES, id="accidents", kind="event"), needed_for_next=D(0), needed_reachable=True),
        line(replace(SALES, id="cost"), needed_for_next=D(5), needed_reachable=False),
    )
    fact = made(NextGrade, *lines, card=next_up)[0]
    assert [(kpi.id, needed) for kpi, needed in fact.ways] == [("sales", D(1100))]
    assert write((fact,), "zh-CN").summary[0].text == "距B级（90分）还差10.00分；其他指标不变时，销售额达到1,100元即可。"


def test_findings_of_others_do_not_count() -> None:
    found = (Finding("W-OWNER", subject_id="D1"), Finding("E-RANGE", subject_id="D2"), Finding("I-EMPTY", subject_id="D1"))
    assert [(fact.errors, fact.warnings) for fact in made(DataQuality, findings=found)] == [(0, 1)]
    assert [(fact.errors, fact.warnings) for fact in made(DataQuality, findings=found, level="company")] == [(1, 1)]


def test_incentives_without_a_base_have_no_percentage() -> None:
    total = RewardTotal("销售部", "D1", 3, D(100), D(90), D(90))
    assert made(Incentives, reward_totals=(total,))[0].percent == D("90.00")
    assert made(Incentives, reward_totals=(replace(total, payable=D(900)),))[0].percent is None


def test_two_scorecards_with_the_same_kpi_are_told_apart() -> None:
    posts = tuple(
        Segment(name, "岗位", date(2025, 4, 1), date(2025, 6, 30), 91, D(1), assignment_id=key)
        for key, name in (("A1", "数字化部"), ("A2", "质量部"))
    )
    subject = Subject("E1", "individual", Name("张三"), segments=posts)
    lines = (line(assignment_id="A1"), line(assignment_id="A2", actual=D(1200), status="green"))
    found = view(*lines, level="individual", subject=subject)
    texts = [one.text for one in write(facts(found, {}), "zh-CN", Options(period="none")).comments]
    assert texts[0].startswith("销售额（数字化部）实际900.00元")
    assert texts[1].startswith("销售额（质量部）实际1,200.00元")
