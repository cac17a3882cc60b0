"""The rules of a dataset, one by one, on literal tables."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportgen.dataset.checks.note_numbers import _numbers
from tests.dataset.small import SMALL, codes, found, only, small

CARDS = SMALL["scorecards"]
TARGETS = SMALL["targets"]


@pytest.mark.parametrize(
    ("weights", "case", "missing"),
    [
        (("60", "30", "9.9999999999"), "short", "0.0000000001"),
        (("60", "30", "11"), "over", "1"),
        (("0.6", "0.3", "0.1"), "fraction", "99"),
        (("33.33", "33.33", "33.33"), "short", "0.01"),
    ],
)
def test_sum_of_weights_is_exact(tmp_path: Path, weights: tuple[str, str, str], case: str, missing: str) -> None:
    card = "".join(f"P1,{kpi},{weight}\n" for kpi, weight in zip(("sales", "sat", "cost"), weights, strict=True))
    finding = only(small(tmp_path / "acme", scorecards="subject_id,kpi_id,weight\n" + card), "E-WEIGHT-SUM")
    assert (finding.subject_id, finding.params["case"], finding.params["missing"]) == ("P1", case, missing)


def test_weights_that_floats_add_up_badly_are_right(tmp_path: Path) -> None:
    card = "subject_id,kpi_id,weight\nP1,sales,33.3\nP1,sat,33.3\nP1,cost,33.4\nP2,sales,10.1\nP2,sat,20.2\nP2,cost,69.7\n"
    assert not found(small(tmp_path / "acme", scorecards=card), "E-WEIGHT-SUM")


def test_lines_of_a_period_replace_those_of_longer_ones(tmp_path: Path) -> None:
    head = "subject_id,kpi_id,weight,period\n"
    always = "P1,sales,60,\nP1,sat,30,\nP1,cost,10,\n"
    right = always + "P1,sales,50,2025-Q2\nP1,cost,20,2025-Q2\n"
    assert not found(small(tmp_path / "one", scorecards=head + right), "E-WEIGHT-SUM")
    wrong = always + "P1,sales,50,2025\nP1,sat,40,2025\nP1,cost,20,2025-Q2\n"
    findings = found(small(tmp_path / "two", scorecards=head + wrong), "E-WEIGHT-SUM")
    assert [(f.params["scope"], f.params["sum"]) for f in findings] == [(" 2025-Q2", "110")]


def test_a_scorecard_per_assignment(tmp_path: Path) -> None:
    posts = "person_id,unit_id,from,to,assignment_id\nP1,D1,2020-01-01,2025-03-31,A1\nP1,C,2025-04-01,,A2\nP2,D1,2021-05-01,,B1\n"
    cards = "subject_id,kpi_id,weight,assignment_id\nP1,sales,100,A1\nP1,sat,60,A2\nP1,cost,39,A2\n"
    dataset = small(tmp_path / "acme", assignments=posts, scorecards=cards)
    assert only(dataset, "E-WEIGHT-SUM").params["scope"] == " A2" and "E-ASSIGN-GAP" not in codes(dataset)


def test_a_kpi_that_is_made_of_itself_stops_whoever_carries_it(tmp_path: Path) -> None:
    kpis = (
        "kpi_id,name,unit,direction,owner_id,data_source,numerator_kpi,denominator_kpi\nsales,Sales,CNY,higher,P1,ERP,sat,cost\n"
        "sat,Satisfaction,%,higher,P1,Survey,cost,sales\ncost,Cost,CNY,lower,P1,ERP,,\n"
    )
    dataset = small(tmp_path / "acme", kpis=kpis)
    findings = [(f.row, f.kpi_id, f.params["value"]) for f in found(dataset, "E-VALUE")]
    assert findings == [(2, "sales", "sales → sat → sales"), (3, "sat", "sat → sales → sat")]
    assert set(dataset.excluded) == {"P1", "P2", "C"}


def test_two_layers_of_weights(tmp_path: Path) -> None:
    kpis = "kpi_id,name,unit,direction,owner_id,data_source,perspective\n" + "".join(
        f"{kpi},{kpi},CNY,higher,P1,ERP,{perspective}\n"
        for kpi, perspective in (("sales", "财务"), ("cost", "财务"), ("sat", "客户"))
    )
    head = "subject_id,kpi_id,weight,维度权重\n"
    right = "P1,sales,70,60\nP1,cost,30,60\nP1,sat,100,40\n"
    assert not found(small(tmp_path / "one", kpis=kpis, scorecards=head + right), "E-WEIGHT-SUM")
    inner = found(small(tmp_path / "two", kpis=kpis, scorecards=head + right.replace("30,60", "20,60")), "E-WEIGHT-SUM")
    assert [(f.params["case"], f.params["perspective"], f.params["missing"]) for f in inner] == [("inner", "financial", "10")]
    outer = found(small(tmp_path / "three", kpis=kpis, scorecards=head + right.replace("100,40", "100,30")), "E-WEIGHT-SUM")
    assert [(f.params["case"], f.params["sum"]) for f in outer] == [("outer", "90")]


def test_shown_only_kpis_carry_no_weight(tmp_path: Path) -> None:
    kpis = SMALL["kpis"].replace("cost,Cost,CNY,lower", "cost,Cost,CNY,none")
    empty = CARDS.replace("sat,30", "sat,40").replace("cost,10", "cost,")
    assert codes(small(tmp_path / "one", kpis=kpis, scorecards=empty)) == {"W-KPI-COUNT"}
    dataset = small(tmp_path / "two", kpis=kpis)
    assert {finding.params["case"] for finding in found(dataset, "E-WEIGHT-SIGN")} == {"shown_only"}


def test_weights_out_of_range_and_few_kpis_are_warnings(tmp_path: Path) -> None:
    cards = "subject_id,kpi_id,weight\nP1,sales,97\nP1,sat,3\nP2,sales,60\nP2,sat,30\nP2,cost,10\n"
    dataset = small(tmp_path / "acme", scorecards=cards)
    assert [f.params["weight"] for f in found(dataset, "W-WEIGHT-RANGE")] == ["97", "3"]
    assert only(dataset, "W-KPI-COUNT").params["count"] == "2" and dataset.excluded == {}


@pytest.mark.parametrize(
    ("kpi", "chain", "case"),
    [
        ("sales", "90,100,100", "rising"),
        ("sales", "100,90,110", "rising"),
        ("sales", "120,,110", "rising"),
        ("cost", "60,50,50", "falling"),
        ("cost", "40,50,60", "falling"),
    ],
)
def test_threshold_target_and_stretch_in_order(tmp_path: Path, kpi: str, chain: str, case: str) -> None:
    targets = f"kpi_id,subject_id,period,threshold,target,stretch\n{kpi},P1,2025-Q2,{chain}\n"
    finding = only(small(tmp_path / "acme", targets=targets), "E-TARGET-CHAIN")
    assert (finding.params["case"], finding.subject_id, finding.kpi_id) == (case, "P1", kpi)


def test_ordered_chains_pass(tmp_path: Path) -> None:
    rows = "sales,P1,2025-Q2,80,100,120\ncost,P1,2025-Q2,60,50,40\nsat,P1,2025-Q2,,98,\n"
    targets = "kpi_id,subject_id,period,threshold,target,stretch\n" + rows
    assert not found(small(tmp_path / "acme", targets=targets), "E-TARGET-CHAIN")


@pytest.mark.parametrize(
    ("cells", "case"),
    [
        ("32,28,10", None),
        ("28,32,0", "distance"),
        ("28,32,-1", "distance"),
        ("28,32,", "no_distance"),
        ("28,32,10", ""),
        (",,", ""),
    ],
)
def test_ranges(tmp_path: Path, cells: str, case: str | None) -> None:
    targets = f"kpi_id,subject_id,period,range_lo,range_hi,zero_distance\nsales,P1,2025-Q2,{cells}\n"
    dataset = small(tmp_path / "acme", kpis=SMALL["kpis"].replace("CNY,higher", "CNY,range"), targets=targets)
    findings = found(dataset, "E-RANGE")
    assert [finding.params.get("case") for finding in findings] == ([] if case == "" else [case])


@pytest.mark.parametrize(("stated", "implied"), [("20", "10"), ("10", ""), ("10.0", ""), ("9.9", "10")])
def test_stated_growth_of_seed_08(tmp_path: Path, stated: str, implied: str) -> None:
    targets = f"kpi_id,subject_id,period,target,baseline,stated_growth_pct\nsales,P1,2025-Q2,330万,300万,{stated}%\n"
    findings = found(small(tmp_path / "acme", targets=targets), "W-GROWTH-MISMATCH")
    assert [finding.params["implied"] for finding in findings] == ([implied] if implied else [])
    if stated == "20":
        assert findings[0].params["needed"] == "3600000"


def test_growth_is_compared_as_printed(tmp_path: Path) -> None:
    targets = "kpi_id,subject_id,period,target,baseline,stated_growth_pct\nsales,P1,2025-Q2,106.7,100.2,6.5\n"
    assert not found(small(tmp_path / "acme", targets=targets), "W-GROWTH-MISMATCH")


def test_late_targets(tmp_path: Path) -> None:
    targets = (
        "kpi_id,subject_id,period,target,version,valid_from,approved_by\nsales,P1,2025-Q2,100,1,2025-04-01,\n"
        "sales,P1,2025-Q2,90,2,2025-07-05,P2\nsat,P1,2025-Q2,98,1,2025-07-01,\n"
    )
    findings = found(small(tmp_path / "acme", targets=targets), "W-LATE-RETRO")
    assert [(f.row, f.params.get("case"), f.params.get("approver")) for f in findings] == [
        (3, None, "P2"),
        (4, "unapproved", None),
    ]


def test_percent_values_that_look_like_fractions(tmp_path: Path) -> None:
    dataset = small(tmp_path / "acme", actuals=SMALL["actuals"].replace(",97", ",0.97").replace(",99", ",1.01"))
    assert (only(dataset, "W-PCT-SCALE").kpi_id, only(dataset, "W-PCT-SCALE").params["high"]) == ("sat", "1.01")
    assert not found(small(tmp_path / "two", actuals=SMALL["actuals"].replace(",97", ",0.97")), "W-PCT-SCALE")


def test_a_plan_loaded_as_actual(tmp_path: Path) -> None:
    head = "kpi_id,subject_id,period,value,scenario,source_ref\n"
    rows = "sales,P1,2025-Q2,100,PL,plan.xlsx\nsales,P1,2025-Q2,100,AC,plan.xlsx\nsat,P1,2025-Q2,97,AC,crm.xlsx\n"
    finding = only(small(tmp_path / "acme", actuals=head + rows), "E-SCENARIO-MIX")
    assert (finding.row, finding.params["scenario"], finding.subject_id) == (3, "PL", "P1")


def test_given_scores_inside_floor_and_cap(tmp_path: Path) -> None:
    rows = "sales,P1,2025-Q2,121,\nsat,P1,2025-Q2,6,5\ncost,P1,2025-Q2,-1,\nsales,P2,2025-Q2,6.1,5\n"
    scores = "kpi_id,subject_id,period,score,scale_max\n" + rows
    dataset = small(tmp_path / "one", scores=scores)
    assert [(f.row, f.params["high"]) for f in found(dataset, "E-SCORE-RANGE")] == [(2, "120"), (4, "120"), (5, "6")]
    (tmp_path / "two").mkdir()
    (tmp_path / "two" / "policy.yaml").write_text("id: x\nscoring: {cap: 150, floor: -5}\n")
    assert [f.row for f in found(small(tmp_path / "two", scores=scores), "E-SCORE-RANGE")] == []


def test_owners(tmp_path: Path) -> None:
    kpis = SMALL["kpis"].replace("higher,P1,ERP", "higher,,").replace("higher,P1,Survey", "higher,P7,Survey")
    people = "person_id,name,unit_id,leave_date\nP1,Zhang San,D1,2025-05-31\nP2,Li Si,D1,\n"
    dataset = small(tmp_path / "acme", kpis=kpis, people=people, dataset_yaml="as_of: 2025-Q2\n")
    assert [(f.kpi_id, f.params.get("case", "")) for f in found(dataset, "W-OWNER")] == [
        ("sales", ""),
        ("sat", "unknown"),
        ("cost", "left"),
    ]
    assert only(dataset, "W-SOURCE").kpi_id == "sales" and dataset.excluded == {}


def test_an_error_of_a_kpi_stops_whoever_carries_it(tmp_path: Path) -> None:
    cards = "subject_id,kpi_id,weight\nP1,sales,60\nP1,sat,40\nP2,sat,60\nP2,cost,40\n"
    dataset = small(
        tmp_path / "acme",
        kpis=SMALL["kpis"].replace("cost,Cost,CNY,lower", "cost,Cost,CNY,down-ish"),
        scorecards=cards,
    )
    assert only(dataset, "E-DIRECTION").kpi_id == "cost" and dataset.excluded == {"P2": ("E-DIRECTION",)}


def test_ways_to_add_up(tmp_path: Path) -> None:
    kpis = SMALL["kpis"].replace("data_source", "data_source,agg_time,agg_org").replace("ERP\nsat", "ERP,summe,合计\nsat")
    kpis = kpis.replace("Survey\n", "Survey,,\n").replace("P1,ERP\n", "P1,ERP,,\n")
    finding = only(small(tmp_path / "acme", kpis=kpis), "E-AGG")
    assert (finding.column, finding.params["value"], finding.params["suggestion"]) == ("agg_time", "summe", "sum")


def test_weakly_controllable_and_orphaned_kpis(tmp_path: Path) -> None:
    kpis = SMALL["kpis"].replace("data_source", "data_source,可控性").replace("ERP\nsat", "ERP,弱\nsat")
    kpis = kpis.replace("Survey\n", "Survey,\n").replace("P1,ERP\n", "P1,ERP,\n")
    cards = (
        CARDS.replace("P1,cost,10\n", "")
        .replace("P2,cost,10\n", "")
        .replace("P1,sat,30", "P1,sat,40")
        .replace("P2,sat,30", "P2,sat,40")
    )
    dataset = small(tmp_path / "acme", kpis=kpis, scorecards=cards)
    assert [f.subject_id for f in found(dataset, "W-UNCONTROLLABLE")] == ["P1", "P2"]
    assert (only(dataset, "W-ORPHAN-GOAL").subject_id, only(dataset, "W-ORPHAN-GOAL").kpi_id) == ("C", "cost")


def test_currencies_without_a_rate(tmp_path: Path) -> None:
    kpis = SMALL["kpis"].replace("Sales,CNY", "Sales,USD")
    finding = only(small(tmp_path / "one", kpis=kpis), "E-CURRENCY")
    assert (finding.kpi_id, finding.params) == ("sales", {"other": "CNY", "currency": "USD"})
    rates = "from,to,date,rate,source\nUSD,CNY,2025-06-30,7.16,PBOC\n"
    assert small(tmp_path / "two", kpis=kpis, rates=rates).findings == ()
    paid = "person_id,period,target_bonus,currency\nP1,2025-Q2,100,EUR\nP2,2025-Q2,100,CNY\n"
    assert list(small(tmp_path / "three", paybase=paid).excluded) == ["P1"]


POSTS = "person_id,unit_id,from,to,assignment_id,fte,scorecard_share\n"


@pytest.mark.parametrize(
    ("rows", "code", "params"),
    [
        ("P1,D1,2020-01-01,2025-01-31,A,,\nP1,C,2025-02-02,,B,,\n", "E-ASSIGN-GAP", {"from": "2025-02-01", "to": "2025-02-01"}),
        ("P1,D1,2020-02-01,,A,,\n", "E-ASSIGN-GAP", {"from": "2020-01-01", "to": "2020-01-31"}),
        ("P1,D1,2020-01-01,2025-05-31,A,,\n", "E-ASSIGN-GAP", {"from": "2025-06-01", "to": "2025-06-30"}),
        ("P1,D1,2020-01-01,,A,0.6,\nP1,C,2025-01-01,,B,0.5,\n", "E-SHARE-SUM", {"sum": "1.1", "date": "2025-01-01"}),
        ("P1,D1,2020-01-01,,A,,0.6\n", "E-SHARE-SUM", {"sum": "0.6", "date": "2020-01-01"}),
        ("P1,D1,2020-01-01,,A,0.5,\n", "", {}),
        ("P1,D1,2020-01-01,,A,0.6,\nP1,C,2020-01-01,,B,0.4,\n", "", {}),
        ("P1,D1,2020-01-01,2025-01-31,A,,\nP1,C,2025-02-01,,B,,\n", "", {}),
    ],
)
def test_posts_held(tmp_path: Path, rows: str, code: str, params: dict[str, str]) -> None:
    text = POSTS + rows + "P2,D1,2021-05-01,,Z,,\n"
    dataset = small(tmp_path / "acme", assignments=text, dataset_yaml="as_of: 2025-06-30\n")
    assert codes(dataset) == ({code} if code else set())
    if code:
        assert only(dataset, code).params == params and list(dataset.excluded) == ["P1"]


def test_versions_on_the_same_day(tmp_path: Path) -> None:
    head = "kpi_id,name,unit,direction,owner_id,data_source,version,valid_from,valid_to\n"
    rest = "sat,Sat,%,higher,P1,CRM,,,\ncost,Cost,CNY,lower,P1,ERP,,,\n"
    one = "sales,Sales,CNY,higher,P1,ERP,1,2024-01-01,2025-03-31\n"
    follows, overlaps = (f"sales,Sales,CNY,higher,P1,ERP,2,{day},\n" for day in ("2025-04-01", "2025-03-31"))
    assert small(tmp_path / "one", kpis=head + one + follows + rest).findings == ()
    dataset = small(tmp_path / "two", kpis=head + one + overlaps + rest)
    assert only(dataset, "E-VERSION-OVERLAP").params == {"key": "sales", "date": "2025-03-31", "rows": "2, 3"} and dataset.fatal
    open_ended = "sales,Sales,CNY,higher,P1,ERP,1,,\n"
    assert small(tmp_path / "three", kpis=head + open_ended + follows + rest).findings == ()


def test_a_unit_that_moved_keeps_one_tree_a_day(tmp_path: Path) -> None:
    org = (
        "unit_id,name,type,parent_id,valid_from,valid_to\nC,Acme,company,,2020-01-01,\nA,North,division,C,2020-01-01,\n"
        "D1,Sales,department,C,2020-01-01,2024-12-31\nD1,Sales,department,A,2025-01-01,\n"
    )
    assert "E-CYCLE" not in codes(dataset := small(tmp_path / "one", org=org)) and not dataset.fatal
    circle = org.replace(
        "A,North,division,C,2020-01-01,", "A,North,division,C,2020-01-01,2024-12-31\nA,North,division,D1,2025-01-01,"
    )
    assert only(small(tmp_path / "two", org=circle), "E-CYCLE").params["units"] == "A → D1 → A"


def test_dates_and_limits(tmp_path: Path) -> None:
    dataset = small(
        tmp_path / "acme",
        people="person_id,name,unit_id,hire_date,leave_date\nP1,A,D1,2025-02-01,2025-01-01\nP2,B,D1,,\n",
        events="event_id,date,subject_id,type,count\nE1,2025-06-01,P2,penalty,-1\n",
    )
    assert [(f.table, f.column, f.params["case"]) for f in found(dataset, "E-VALUE")] == [
        ("people", "leave_date", "order"),
        ("events", "count", "limit"),
    ]


def test_notes_that_name_other_people(tmp_path: Path) -> None:
    people = "person_id,name,unit_id,manager_id\nP1,张三,D1,\nP2,李四,D1,P1\nP3,Li,D1,P1\nP4,王五,D1,P1\n"
    notes = (
        "subject_id,text,type\nP2,张三已确认，王五协助。,comment\nP3,Listed by Lisa,comment\nP4,As Li said,comment\n"
        "D1,李四完成,comment\nP2,李四本人说明,comment\n"
    )
    dataset = small(tmp_path / "acme", people=people, notes=notes)
    assert [(f.row, f.subject_id, f.params["name"]) for f in found(dataset, "W-NOTE-NAME")] == [
        (2, "P2", "王五"),
        (4, "P4", "Li"),
    ]


def test_numbers_of_an_override(tmp_path: Path) -> None:
    head = "subject_id,kpi_id,period,type,text\n"
    right = "P1,sales,2025-Q2,override,2025年6月实际105，较目标100高5（5.0%），完成率105.00%。\n"
    assert not found(small(tmp_path / "one", notes=head + right), "W-TEXT-NUMBER")
    wrong = right.replace("高5（5.0%）", "高5（5.7%）")
    finding = only(small(tmp_path / "two", notes=head + wrong), "W-TEXT-NUMBER")
    assert (finding.row, finding.params["number"], finding.kpi_id) == (2, "5.7", "sales")


def test_dates_and_small_counts_are_no_numbers_of_a_text() -> None:
    assert list(_numbers("2025年6月30日，3家客户，Q2，2025-06-30，967.7万元，P12，1,234")) == ["967.7", "1,234"]


def test_people_without_a_scorecard_are_named(tmp_path: Path) -> None:
    dataset = small(tmp_path / "acme", people=SMALL["people"] + "P3,Wang Wu,D1,2022-01-01\n")
    assert only(dataset, "I-NO-SCORECARD").subject_id == "P3" and dataset.excluded == {}


def test_actuals_that_are_all_copies_of_the_plan(tmp_path: Path) -> None:
    head, *rows = SMALL["actuals"].splitlines()
    actual = "".join(f"{row},AC\n" for row in rows)
    copies = [row for row in rows if ",P1," in row]
    plan = "".join(f"{row},PL\n" for row in copies)
    finding = only(small(tmp_path / "acme", actuals=f"{head},scenario\n{actual}{plan}"), "E-SCENARIO-MIX")
    assert (finding.row, finding.subject_id, finding.params["case"], finding.params["count"]) == (2, "P1", "copied", "3")
    missed = plan.replace("48", "50")
    assert not found(small(tmp_path / "acme", actuals=f"{head},scenario\n{actual}{missed}"), "E-SCENARIO-MIX")


def test_a_ratio_of_two_currencies(tmp_path: Path) -> None:
    head, *rows = SMALL["kpis"].splitlines()
    rows = [rows[0] + ",,", rows[1] + ",cost,sales", rows[2].replace("CNY", "USD") + ",,"]
    rates = "from,to,date,rate\nUSD,CNY,2025-06-30,7.2\n"
    changes = {"rates": rates, "dataset_yaml": "currency: CNY\n"}
    kpis = "\n".join([f"{head},numerator_kpi,denominator_kpi", *rows]) + "\n"
    finding = only(small(tmp_path / "acme", kpis=kpis, **changes), "E-CURRENCY")
    assert (finding.row, finding.kpi_id, finding.params["currency"], finding.params["other"]) == (3, "sat", "USD", "CNY")
    assert not found(small(tmp_path / "acme", kpis=kpis.replace("%", "USD/CNY"), **changes), "E-CURRENCY")


def test_a_weight_that_was_set_after_its_period(tmp_path: Path) -> None:
    head = "subject_id,kpi_id,weight,period,valid_from,approved_by\n"
    lines = "P1,sales,60,2025-Q2,2025-08-01,P2\nP1,sat,30,2025-Q2,2025-07-01,\nP1,cost,10,2025-Q2,2025-06-30,\n"
    found_late = found(small(tmp_path / "acme", scorecards=head + lines), "W-LATE-RETRO")
    assert [(one.table, one.row, one.kpi_id, one.params["case"]) for one in found_late] == [
        ("scorecards", 2, "sales", "weight"), ("scorecards", 3, "sat", "weight_unapproved"),
    ]
