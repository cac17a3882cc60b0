"""What a view holds: every number of the small company worked by hand."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from reportgen.model.analysis import RateMix, RateMixPart
from reportgen.model.view import Line, View
from reportgen.run.views.build import Views, working_days_after
from reportgen.run.views.parts import rate_mix_for
from reportgen.run.views.rights import Rights
from tests.run.world import PERIOD, SETTINGS, company, edited, more

D = Decimal


@pytest.fixture(scope="module")
def views(tmp_path_factory: pytest.TempPathFactory) -> Views:
    return Views(company(tmp_path_factory.mktemp("small")), "zh-CN")


def line(view: View, kpi: str) -> Line:
    return next(item for item in view.lines if item.kpi.id == kpi)


# ------------------------------------------------------------------ identity, definitions, members
def test_a_unit_has_a_head_and_a_person_managers(views: Views) -> None:
    department, person = views.view("D1").subject, views.view("P2").subject
    assert (department.head, department.managers, department.manager_id, department.head_count) == ("\u5468\u5c9a", (), "P1", 3)
    assert (person.head, person.managers, person.manager_id) == ("", ("\u5468\u5c9a",), "P1")
    assert views.view("P1").subject.managers == ()
    assert views.view("C").subject.head == ""


def test_kpis_of_everything_that_the_view_shows(views: Views) -> None:
    assert set(views.view("C").kpis) == {"sales", "time"}
    assert set(views.view("D1").kpis) == {"sales", "csat", "time"}
    assert set(views.view("P5").kpis) == {"csat", "time"}


def test_members_of_a_department_with_their_worst_kpi(views: Views) -> None:
    people = {one.id: one for one in views.view("D1").people}
    assert list(people) == ["P1", "P2", "P3"]
    worst = people["P3"]
    assert (worst.worst_kpi, worst.worst_contribution) == ("sales", D("-6.00"))
    assert worst.scores == {"sales": D("90.00"), "csat": D("95.00")}
    assert (worst.unit, worst.job_family, worst.post) == ("\u9500\u552e\u90e8", "business", "\u9500\u552e")
    assert (worst.green, worst.amber, worst.red, worst.rank) == (0, 2, 0, 2)
    assert people["P1"].scorecard is None


def test_a_percentage_has_one_decimal_unless_the_table_says_so(tmp_path: Path) -> None:
    kpis = edited("kpis", "Satisfaction,1,ratio", "Satisfaction,,ratio")
    view = Views(company(tmp_path, kpis=kpis), "zh-CN").view("P5")
    assert (line(view, "csat").kpi.decimals, line(view, "time").kpi.decimals) == (1, 1)
    kpis = edited("kpis", "Satisfaction,1,ratio", "Satisfaction,2,ratio").replace("Response time,1", "Response time,")
    view = Views(company(tmp_path / "two", kpis=kpis), "zh-CN").view("P5")
    assert (line(view, "csat").kpi.decimals, line(view, "time").kpi.decimals) == (2, 2)


def test_what_is_shown_only_has_no_method(tmp_path: Path) -> None:
    kpis = more("kpis", "stock,\u5e93\u5b58,CNY,none,Stock,0,amount,last,none,ERP,P1\n")
    cards = more("scorecards", "D1,stock,\n")
    view = Views(company(tmp_path, kpis=kpis, scorecards=cards), "zh-CN").view("D1")
    assert line(view, "stock").method == "" and line(view, "sales").method == "ratio"


def test_policies_that_pay_somebody_below(views: Views) -> None:
    used = [(one.id, one.version, one.kind, one.label) for one in views.view("P2").policies]
    assert used == [("small", "2", "scoring", ""), ("bonus", "2", "reward", "\u5b63\u5ea6\u5956")]
    assert [one.source for one in views.view("C").policies] == ["policy.yaml"] * 2


def test_the_appeal_ends_on_a_working_day() -> None:
    from datetime import date

    assert working_days_after(date(2025, 7, 10), 3) == date(2025, 7, 15)
    assert working_days_after(date(2025, 7, 10), None) is None


# ------------------------------------------------------------------ values of other periods
def test_outlook_of_a_flow_over_the_months_of_its_year(tmp_path: Path) -> None:
    months = "".join(f"sales,{who},2025-0{month},{value}\n" for who in ("P2", "P3") for month, value in ((1, 90000), (2, 100000),
                                                                                                         (3, 110000)))
    goals = "".join(f"sales,{who},2025-{quarter},600000\n" for who in ("D1", "C") for quarter in ("Q1", "Q3", "Q4"))
    view = Views(company(tmp_path, actuals=more("actuals", months), targets=more("targets", goals)), "zh-CN").view("C")
    sales = line(view, "sales")
    outlook = sales.outlook
    assert outlook is not None
    # 2 x 300,000 in the first quarter, 330,000 + 270,000 in the second; 4 x 600,000 in the year; 6 of 12 months
    assert (outlook.ytd, outlook.fy_target, outlook.elapsed, outlook.periods) == (D(1200000), D(2400000), 6, 12)
    assert (outlook.completion, outlook.time_progress, outlook.pace_gap) == (D("50.00"), D("50.00"), D("0.00"))
    assert (outlook.average, outlook.required) == (D("200000.00"), D("200000.00"))
    found = {one.method: one.full_year for one in outlook.projections}
    assert found == {"run_rate": D("2400000.00"), "plan_to_go": D("2400000.00")}
    assert (sales.ytd_actual, sales.ytd_target) == (D(1200000), D(1200000))
    assert sales.deltas["ytd"].absolute == D(0)
    time = Views(company(tmp_path / "again"), "zh-CN").view("D2")
    assert line(time, "time").outlook is None


def test_history_of_scores_comes_from_the_periods_before(tmp_path: Path) -> None:
    earlier = "time,D2,2025-Q1,8\ntime,D2,2024-Q4,10\n"
    goals = "time,D2,2025-Q1,8\ntime,D2,2024-Q4,8\n"
    view = Views(company(tmp_path, actuals=more("actuals", earlier), targets=more("targets", goals)), "zh-CN").view("D2")
    assert view.scorecard is not None
    # the response time of 10 hours against 8 is 75 points, 8 against 8 is 100
    history = [(period.label, final) for period, final in view.scorecard.history]
    assert history == [("2024-Q4", D("75.00")), ("2025-Q1", D("100.00"))]
    assert view.scorecard.prior_final == D("100.00")


def test_a_definition_that_changed_makes_the_past_incomparable(tmp_path: Path) -> None:
    header = "kpi_id,name,unit,direction,name_en,decimals,kind,agg_time,agg_org,data_source,owner_id,version,valid_from\n"
    kpis = (
        header + "sales,\u9500\u552e\u989d,CNY,higher,Sales,0,amount,sum,sum,ERP,P1,1,\n"
        "csat,\u6ee1\u610f\u5ea6,%,higher,Satisfaction,1,ratio,last,none,CRM,P4,1,\n"
        "time,\u54cd\u5e94\u65f6\u957f,h,lower,Response time,1,index,last,none,CRM,P4,1,2020-01-01\n"
        "time,\u54cd\u5e94\u65f6\u957f,h,lower,Response time,1,index,last,none,CRM,P4,2,2025-04-01\n"
    )
    view = Views(company(tmp_path, kpis=kpis, actuals=more("actuals", "time,D2,2025-Q1,8\n")), "zh-CN").view("D2")
    found = line(view, "time")
    assert found.kpi.definition_changed and found.kpi.version == "2"
    assert (found.deltas["previous"].absolute, found.deltas["previous"].percent) == (D("-1.0"), None)
    assert found.deltas["previous"].nm_reason == "definition_changed"
    assert not line(Views(company(tmp_path / "b"), "zh-CN").view("D2"), "time").kpi.definition_changed


def test_one_change_of_several_periods_names_no_period(tmp_path: Path) -> None:
    head, *rows = more("targets", "").splitlines()
    kept = [f"{row},1,2025-01-01" for row in rows if not row.startswith("time,D2")]
    months = [f"time,D2,2025-{month},{goal}" for month in ("05", "06") for goal in ("9,1,2025-01-01", "8,2,2025-05-01")]

    def told(rows: list[str], name: str) -> str | None:
        table = "\n".join([f"{head},version,valid_from", *kept, *rows]) + "\n"
        (change,) = Views(company(tmp_path / name, targets=table), "zh-CN").view("D2").target_changes
        return change.period.label if change.period is not None else None

    assert told(months, "alike") is None
    assert told([*months[:3], "time,D2,2025-06,7,2,2025-05-01"], "phased") == "2025-05"


def test_target_changes_are_told_once_and_late_ones_marked(tmp_path: Path) -> None:
    head = "kpi_id,subject_id,period,target,version,valid_from,reason,approved_by\n"
    first = [row for row in more("targets", "").splitlines()[1:] if not row.startswith("time,D2")]
    rows = "".join(f"{row},1,2025-01-01,,\n" for row in first)
    rows += (
        "time,D2,2025-Q2,9,1,2025-01-01,,\ntime,D2,2025-Q2,8,2,2025-05-01,\u65b0\u7cfb\u7edf,P1\n"
        "time,D2,2025-Q1,9,1,2025-01-01,,\ntime,D2,2025-Q1,7,2,2025-04-15,\u66f4\u6b63,P4\n"
    )
    views = Views(company(tmp_path, targets=head + rows), "zh-CN")
    changes = [(one.valid_from and one.valid_from.isoformat(), one.old, one.new, one.retroactive, one.approved_by)
               for one in views.view("D2").target_changes]
    # P1 leads the other department: named by post; P4 is the head
    assert changes == [("2025-04-15", D(9), D(7), True, "\u8d75\u516d"), ("2025-05-01", D(9), D(8), False, "\u7ecf\u7406")]
    assert views.view("D1").target_changes == ()


# ------------------------------------------------------------------ parts
def test_the_only_unit_below_gives_way_to_its_people(views: Views) -> None:
    """The company's sales are those of D1; its manager sees who brought what, the board does not."""
    assert line(views.view("C", "board"), "sales").unit_contributions == ()
    assert line(views.view("C", "finance"), "sales").unit_contributions == ()
    department = line(views.view("D1"), "sales").unit_contributions
    assert [(part.subject_id, part.variance, part.pp_of_target) for part in department] == [
        ("P2", D(30000), D("5.0")), ("P3", D(-30000), D("-5.0")),
    ]
    seen = line(views.view("C", "manager"), "sales").unit_contributions
    assert [(part.subject_id, part.variance) for part in seen] == [("P2", D(30000)), ("P3", D(-30000))]


def test_a_control_sheet_in_order(tmp_path: Path) -> None:
    settings = SETTINGS + (
        "control_totals:\n  - {kpi_id: sales, subject_id: C, period: 2025-Q2, value: 600000}\n"
        "  - {kpi_id: sales, subject_id: P2, period: 2025-05, value: 110001}\n"
        "  - {kpi_id: sales, subject_id: C, period: 2025-Q3, value: 1}\n"
    )
    views = Views(company(tmp_path, **{"dataset.yaml": settings}), "en")
    lines = views.view("C", "finance").controls
    found = {one.text: (one.expected, one.found) for one in lines}
    assert found["actuals.csv: rows in the file, rows read"] == (D(13), D(13))
    assert found["Sales, 2025-Q2: control total, computed value"] == (D(600000), D(600000))
    assert found["Sales, \u674e\u56db, 2025-05: control total, computed value"] == (D(110001), D(110000))
    # 107.20 + 92.00 + 109.38 + 95.00; C and D1 have 100.00 each, D2 112.50
    assert found["People: totals, sum of weighted scores (4 scorecards)"] == (D("403.58"), D("403.58"))
    assert found["Units: totals, sum of weighted scores (3 scorecards)"] == (D("312.50"), D("312.50"))
    assert found["Quarterly bonus: payable, its lines (4 people)"] == (D("33320.00"), D("33320.00"))
    assert not [text for text in found if "2025-Q3" in text]
    assert {one.places for one in lines} == {0, 2}
    assert views.view("C", "manager").controls == ()


# ------------------------------------------------------------------ alerts
def test_a_streak_says_since_when_and_who_acts(tmp_path: Path) -> None:
    low = "".join(f"csat,P6,{period},72\n" for period in ("2024-Q4", "2025-Q1"))
    goals = "".join(f"csat,P6,{period},90\n" for period in ("2024-Q4", "2025-Q1"))
    actuals = edited("actuals", "csat,P6,2025-Q2,81", "csat,P6,2025-Q2,72") + low
    view = Views(company(tmp_path, actuals=actuals, targets=more("targets", goals)), "en").view("D2")
    streak = next(one for one in view.alerts if one.rule == "streak")
    # 72 of 90 is 80.00, below the amber limit of 90, for three quarters
    assert (streak.subject_id, streak.kpi_id, streak.value, streak.limit, streak.streak) == ("P6", "csat", D("80.00"), D(90), 3)
    assert streak.since is not None and streak.since.label == "2024-Q4"
    assert streak.owner == "\u8d75\u516d"
    assert streak.text == "Score below the amber limit of 90 for 3 periods in a row; escalated."


def test_a_knock_out_and_a_gate_with_their_numbers(tmp_path: Path) -> None:
    events = "event_id,date,subject_id,type,rule,reason\nE1,2025-05-02,P2,knock_out,safety,unlocked\n"
    views = Views(company(tmp_path, events=events), "en")
    found = {(one.rule, one.subject_id): one for one in views.view("C", "hr").alerts}
    out = found["knock_out", "P2"]
    # 107.20 is an A, held at C
    assert out.text == "safety: unlocked; grade A limited to C" and out.detail == "safety"
    gate = found["gate", "P6"]
    # 81 of 90 is 90.00, below 92; 95.00 is a B already, so the gate changes nothing
    assert (gate.kpi_id, gate.value, gate.limit) == ("csat", D("90.00"), D(92))
    assert gate.text == "Gate csat not passed (attainment of Satisfaction 90.00, limit 92)"
    manager = views.view("C", "manager").alerts
    assert [(one.rule, one.subject_id) for one in manager] == [("knock_out", "P2")]
    assert views.view("C", "board").alerts == ()


def test_an_overdue_action_of_an_earlier_quarter(tmp_path: Path) -> None:
    notes = (
        "subject_id,text,type,kpi_id,period,author,date,action_owner,due_date,status\n"
        "D1,\u5468\u4f1a\u3002,action,sales,2025-Q1,P1,2025-04-02,P4,2025-05-31,open\n"
        "D1,\u5df2\u505a,action,sales,2025-Q1,P1,2025-04-02,P1,2025-05-31,done\n"
        "D1,\u672a\u5230,action,sales,2025-Q2,P1,2025-07-02,P1,2025-07-31,open\n"
    )
    views = Views(company(tmp_path, notes=notes), "zh-CN")
    late = [one for one in views.view("D1").alerts if one.rule == "overdue_action"]
    assert [(one.text, one.owner, one.since and one.since.label) for one in late] == [
        ("\u5468\u4f1a\uff0c\u539f\u5b9a2025-05-31\u5b8c\u6210\u3002", "\u7ecf\u7406", "2025-Q1"),
    ]


def test_periods_are_those_of_the_company(views: Views) -> None:
    view = views.view("D1")
    assert view.period.label == PERIOD and view.prior_period is not None and view.prior_period.label == "2025-Q1"


def test_two_posts_each_with_its_score(tmp_path: Path) -> None:
    assignments = (
        "person_id,unit_id,from,to,assignment_id,post\n"
        "P2,D1,2020-01-01,2025-05-15,A1,\u9500\u552e\nP2,D2,2025-05-16,,A2,\u5ba2\u670d\n"
    )
    cards = "subject_id,kpi_id,weight,assignment_id\nP2,csat,100,A1\nP2,csat,100,A2\nP5,csat,100,\n"
    goals = "kpi_id,subject_id,period,target,assignment_id\ncsat,P2,2025-Q2,90,A1\ncsat,P2,2025-Q2,90,A2\ncsat,P5,2025-Q2,90,\n"
    values = "kpi_id,subject_id,period,value,assignment_id\ncsat,P2,2025-Q2,81,A1\ncsat,P2,2025-Q2,99,A2\ncsat,P5,2025-Q2,90,\n"
    results = company(tmp_path, assignments=assignments, scorecards=cards, targets=goals, actuals=values)
    view = Views(results, "zh-CN").view("P2")
    posts = [(one.unit, one.post, one.days, one.score) for one in view.subject.segments]
    assert posts == [
        ("\u9500\u552e\u90e8", "\u9500\u552e", 45, D("90.00")), ("\u670d\u52a1\u90e8", "\u5ba2\u670d", 46, D("110.00")),
    ]
    # (45 x 90 + 46 x 110) / 91
    assert view.scorecard is not None and view.scorecard.total == D("100.11")
    assert view.subject.unit == "\u670d\u52a1\u90e8" and view.subject.managers == ("\u8d75\u516d",)


def test_parts_that_are_persons_stand_together(views: Views) -> None:
    mix = RateMix(D(20), D(21), D(1), D("0.6"), D("0.4"), (
        RateMixPart("D1", D(10), D(11), D("0.3"), D("0.1")), RateMixPart("P5", D(30), D(31), D("0.2"), D("0.2")),
        RateMixPart("P6", D(40), D(40), D("0.1"), D("0.1")),
    ))
    board, manager = (Rights(views.organisation, "C", recipient) for recipient in ("board", "manager"))
    assert rate_mix_for({("C", "x"): mix}, ("C", "x"), manager) == mix
    seen = rate_mix_for({("C", "x"): mix}, ("C", "x"), board)
    assert seen is not None and seen.parts[1:] == (RateMixPart("", None, None, D("0.3"), D("0.3")),)
    assert sum(part.rate_effect + part.mix_effect for part in seen.parts) == seen.change
    alone = RateMix(D(20), D(21), D(1), D("0.6"), D("0.4"), mix.parts[1:])
    assert rate_mix_for({("C", "x"): alone}, ("C", "x"), board) is None


def test_head_counts_of_units(views: Views) -> None:
    assert [(one.id, one.head_count) for one in views.view("C").units] == [("D1", 3), ("D2", 3)]


def test_loaded_forecasts_of_the_months_behind_the_quarter(tmp_path: Path) -> None:
    header, *rows = more("actuals", "").splitlines()
    scenarios = [f"{header},scenario", *(f"{row}," for row in rows), "sales,D1,2025-07,210000,FC", "sales,D1,2025-08,190000,FC"]
    found = line(Views(company(tmp_path, actuals="\n".join(scenarios) + "\n"), "zh-CN").view("D1"), "sales")
    assert [(point.period.label, point.actual, point.target) for point in found.ahead] == [
        ("2025-07", D(210000), None), ("2025-08", D(190000), None)]
    assert found.series[-1].period.label == "2025-06"


def test_recorded_reasons_are_told_in_the_language_of_the_page(tmp_path: Path) -> None:
    header, *rows = more("targets", "").splitlines()
    versions = [f"{header},version,valid_from,reason,reason_en", *(f"{row},1,2025-04-01,," for row in rows),
                "sales,D1,2025-Q2,580000,2,2025-05-01,\u9879\u76ee\u6682\u505c,Projects suspended"]
    results = company(tmp_path, targets="\n".join(versions) + "\n")
    (chinese,), (english,) = (Views(results, locale).view("D1").target_changes for locale in ("zh-CN", "en"))
    assert (chinese.old, chinese.new, chinese.reason) == (D(600000), D(580000), "\u9879\u76ee\u6682\u505c")
    assert english.reason == "Projects suspended"
