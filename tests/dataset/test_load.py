"""Folders, flat files and what they become."""

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from reportgen.dataset import list_periods, load
from reportgen.dataset.schema import TABLES
from tests.dataset.small import SMALL, codes, found, only, small, write


def test_the_small_dataset_loads_without_a_finding(tmp_path: Path) -> None:
    dataset = small(tmp_path / "acme")
    assert dataset.findings == () and dataset.excluded == {}
    assert dataset.settings.name == "acme" and dataset.settings.currency == "CNY"
    assert [file.rows for file in dataset.files] == [6, 3, 2, 2, 9, 6]
    assert list_periods(dataset) == ("2025-Q2",)


def test_every_table_is_there_with_every_column_and_its_type(tmp_path: Path) -> None:
    dataset = small(tmp_path / "acme")
    numbers, dates = {"number", "percent", "value"}, {"date"}
    for name, table in TABLES.items():
        frame = dataset[name]
        for column in table.columns.values():
            expected: type[pl.DataType] = pl.Float64 if column.kind in numbers else pl.Date if column.kind in dates else pl.String
            assert frame.schema[column.name] == (pl.Int64 if column.kind == "whole" else expected), (name, column.name)
        assert frame.schema["row_nr"] == pl.Int64
    assert dataset["actuals"]["state"].to_list() == ["reported"] * 6
    assert dataset["actuals"]["row_nr"].to_list() == [2, 3, 4, 5, 6, 7]


def test_defaults_are_filled_in(tmp_path: Path) -> None:
    dataset = small(tmp_path / "acme")
    kpis = dataset["kpis"]
    assert kpis["method"].to_list() == ["ratio"] * 3 and kpis["agg_time"].to_list() == ["sum"] * 3
    assert kpis["agg_org"].to_list() == ["none"] * 3 and kpis["decimals"].to_list() == [2, 2, 2]
    assert set(dataset["actuals"]["scenario"]) == {"AC"} and set(dataset["targets"]["window"]) == {"own"}


def test_ratio_of_sums_where_rows_have_numerator_and_denominator(tmp_path: Path) -> None:
    actuals = "kpi_id,subject_id,period,value,numerator,denominator\nsat,P1,2025-Q2,,98,100\nsales,P1,2025-Q2,5,,\n"
    dataset = small(tmp_path / "acme", actuals=actuals)
    assert dataset["kpis"]["agg_time"].to_list() == ["sum", "ratio_of_sums", "sum"]
    assert dataset["actuals"]["state"].to_list() == ["reported", "reported"]


def test_states_of_actuals(tmp_path: Path) -> None:
    rows = [
        ("sales", "N/A", ""),
        ("sat", "未上报", ""),
        ("cost", "", ""),
        ("sales", "5", "暂停"),
        ("sat", "—", "不适用"),
        ("cost", "7", ""),
    ]
    people = ["P1"] * 3 + ["P2"] * 3
    lines = [f"{kpi},{person},2025-Q2,{value},{status}" for person, (kpi, value, status) in zip(people, rows, strict=True)]
    dataset = small(tmp_path / "acme", actuals="\n".join(["kpi_id,subject_id,period,value,status", *lines]))
    assert dataset.findings == ()
    actuals = dataset["actuals"]
    assert actuals["state"].to_list() == [
        "not_applicable",
        "not_reported",
        "not_reported",
        "suspended",
        "not_applicable",
        "reported",
    ]
    assert actuals["value"].to_list() == [None, None, None, None, None, 7.0]


def test_missing_values_of_dataset_yaml(tmp_path: Path) -> None:
    actuals = SMALL["actuals"].replace("105", "keine")
    dataset = small(tmp_path / "acme", actuals=actuals, dataset_yaml="missing_values: [keine]\n")
    assert dataset.findings == () and dataset["actuals"]["value"][0] is None


def test_chinese_headers_words_and_cells(tmp_path: Path) -> None:
    dataset = small(
        tmp_path / "acme",
        people="工号,姓名,部门,入职日期\nP1,张三,D1,2020/1/1\nP2,李四,D1,2021年5月1日\n".encode("gb18030"),
        kpis="指标编号,指标名称,单位,方向,责任人,数据来源\nsales,销售额,万元,正向,P1,ERP\nsat,满意度,%,越高越好,P1,问卷\ncost,费用,CNY,反向,P1,ERP\n",
        actuals="指标编号,考核对象,期间,实际值,口径\nsales,P1,2025年第2季度,330万,实际\nsales,P2,2025-Q2,１．２亿,上年\n",
        scorecards=SMALL["scorecards"].replace("60", "６０％"),
    )
    assert dataset.findings == ()
    assert dataset["people"]["name"].to_list() == ["张三", "李四"]
    assert dataset["people"]["hire_date"].to_list() == [date(2020, 1, 1), date(2021, 5, 1)]
    assert dataset["kpis"]["direction"].to_list() == ["higher", "higher", "lower"]
    assert dataset["actuals"]["value"].to_list() == [330.0, 12000.0]
    assert dataset["actuals"]["scenario"].to_list() == ["AC", "PY"]
    assert dataset["scorecards"]["weight"][0] == 60.0


def test_headers_in_any_letter_case_with_bom_and_unknown_columns(tmp_path: Path) -> None:
    targets = "\ufeffKPI ID,Subject_ID, Period ,TARGET,Colour\n" + "".join(
        f"{line},red\n" for line in SMALL["targets"].splitlines()[1:]
    )
    dataset = small(tmp_path / "acme", targets=targets)
    assert dataset.findings == ()
    assert dataset["targets"]["x:Colour"].to_list() == ["red"] * 6


@pytest.mark.parametrize("mark", ["\r\n", "\r", "\n\n"])
def test_line_ends_of_every_kind(tmp_path: Path, mark: str) -> None:
    dataset = small(tmp_path / "acme", **{name: text.replace("\n", mark) for name, text in SMALL.items()})
    assert dataset.findings == () and dataset["actuals"].height == 6


def test_quotes_that_do_not_match_and_cells_with_line_breaks(tmp_path: Path) -> None:
    people = SMALL["people"].replace("Zhang San", 'Zhang "Big" San').replace("Li Si", '"Li\nSi"')
    assert small(tmp_path / "acme", people=people)["people"]["name"].to_list() == ['Zhang "Big" San', "Li\nSi"]


def test_notes_may_be_about_a_year_to_date(tmp_path: Path) -> None:
    notes = "subject_id,text,type,period\nP1,ok,comment,2025-06-YTD\n"
    assert small(tmp_path / "acme", notes=notes)["notes"]["period"].to_list() == ["2025-06-YTD"]


def test_a_readable_name_beside_an_id_is_an_unknown_column(tmp_path: Path) -> None:
    people = "工号,姓名,部门编号,部门\nP1,张三,D1,销售部\nP2,李四,D1,销售部\n"
    targets = SMALL["targets"].replace("kpi_id,", "kpi,kpi_id,").replace("\ns", "\nSome,s").replace("\nc", "\nSome,c")
    dataset = small(tmp_path / "acme", people=people, targets=targets)
    assert dataset.findings == ()
    assert dataset["people"]["unit_id"].to_list() == ["D1", "D1"] and dataset["people"]["x:部门"].to_list() == ["销售部"] * 2
    assert set(dataset["targets"]["x:kpi"]) == {"Some"}


def test_parquet_tables_are_read_with_their_types(tmp_path: Path) -> None:
    folder = write(tmp_path / "acme", actuals=None)
    pl.DataFrame(
        {
            "kpi_id": ["sales", "cost"],
            "subject_id": ["P1", "P1"],
            "period": ["2025-Q2"] * 2,
            "value": [1.5, float("nan")],
        }
    ).write_parquet(folder / "actuals.parquet")
    dataset = load(folder)
    assert dataset["actuals"]["value"].to_list() == [1.5, None]
    finding = only(dataset, "E-CELL")
    assert (finding.row, finding.subject_id, finding.kpi_id, finding.file) == (3, "P1", "cost", "actuals.parquet")


def test_tables_of_dataset_yaml_name_files(tmp_path: Path) -> None:
    folder = write(tmp_path / "acme", org=None, dataset_yaml="tables:\n  org: 组织2025.csv\n")
    (folder / "组织2025.csv").write_text(SMALL["org"], encoding="utf-8")
    dataset = load(folder)
    assert dataset.findings == () and dataset["org"].height == 2


def test_settings_of_dataset_yaml(tmp_path: Path) -> None:
    text = (
        "name: Demo\ncompany: 示例公司\ncurrency: usd\nlocale: 英文\nfiscal_year_start_month: 4\nas_of: 2025-Q1\ndue_days: 10\n"
        "confidentiality: internal\npolicy: rules.yaml\n"
    )
    kpis = SMALL["kpis"].replace("CNY", "USD")
    dataset = small(tmp_path / "acme", dataset_yaml=text, kpis=kpis)
    settings = dataset.settings
    assert dataset.findings == ()
    assert (settings.name, settings.currency, settings.locale, settings.due_days) == ("Demo", "USD", "en", 10)
    assert settings.as_of == date(2025, 6, 30) and settings.policy == tmp_path / "acme" / "rules.yaml"


def test_a_sole_currency_is_the_currency_of_the_dataset(tmp_path: Path) -> None:
    assert small(tmp_path / "acme", kpis=SMALL["kpis"].replace("CNY", "USD")).settings.currency == "USD"


def test_input_hash_is_that_of_the_content_wherever_it_lies(tmp_path: Path) -> None:
    first, second = small(tmp_path / "one"), small(tmp_path / "two")
    changed = small(tmp_path / "three", dataset_yaml="due_days: 1\n")
    assert first.input_hash == second.input_hash != changed.input_hash
    assert len(first.input_hash) == 64


FLAT = "subject,kpi,unit,direction,weight,target,actual,owner,source,py_actual\n"


def test_a_flat_file_becomes_six_tables(tmp_path: Path) -> None:
    path = tmp_path / "team.csv"
    path.write_text(
        FLAT + "Ann,Sales,CNY,higher,60%,330万,3.4M,Bo,ERP,300万\nAnn,Sat,%,higher,40,98%,99%,Bo,CRM,\n".replace("3.4M", "340万")
    )
    dataset = load(path, "2025-Q2")
    assert codes(dataset) == {"W-KPI-COUNT"}
    assert dataset["org"]["unit_id"].to_list() == ["team"] and dataset["people"]["unit_id"].to_list() == ["team"]
    assert dataset["targets"]["target"].to_list() == [3300000.0, 98.0]
    assert dataset["actuals"].select("scenario", "value").rows() == [("AC", 3400000.0), ("AC", 99.0), ("PY", 3000000.0)]
    assert list_periods(dataset) == ("2025-Q2",) and dataset.settings.name == "team"
    assert [file.table for file in dataset.files] == ["flat"]


def test_a_flat_file_without_a_period_says_so(tmp_path: Path) -> None:
    path = tmp_path / "team.csv"
    path.write_text(FLAT + "Ann,Sales,CNY,higher,100,1,1,Bo,ERP,\n")
    dataset = load(path)
    assert only(dataset, "E-PERIOD").params["case"] == "flat" and not dataset.fatal
    assert dataset.excluded == {"Ann": ("E-PERIOD",)}


def test_a_flat_kpi_with_two_units_stops_its_carriers(tmp_path: Path) -> None:
    path = tmp_path / "team.csv"
    path.write_text(FLAT + "Ann,Sales,CNY,higher,100,1,1,Bo,ERP,\nBob,Sales,h,higher,100,1,1,Bo,ERP,\n")
    dataset = load(path, "2025")
    finding = only(dataset, "E-VALUE")
    assert (finding.row, finding.column, finding.params["other"]) == (3, "unit", "h")
    assert set(dataset.excluded) == {"Ann", "Bob"}


def test_scores_stand_in_for_targets_and_actuals(tmp_path: Path) -> None:
    scores = "kpi_id,subject_id,period,score\nsales,P1,2025-Q2,95\nsat,P1,2025-Q2,101\ncost,P1,2025-Q2,\n"
    dataset = small(tmp_path / "acme", targets=None, actuals=None, scores=scores)
    assert dataset.findings == () and dataset["scores"]["scale_max"].to_list() == [100.0] * 3


def test_scores_with_weights_are_a_dataset_of_their_own(tmp_path: Path) -> None:
    scores = "kpi_id,subject_id,period,score,weight\nsales,P1,2025-Q2,95,60%\nsat,P1,2025-Q2,101,30%\ncost,P1,2025-Q2,90,{}%\n"
    bare: dict[str, str | None] = {"targets": None, "actuals": None, "scorecards": None}
    dataset = small(tmp_path / "acme", **bare, scores=scores.format(10))
    assert "E-WEIGHT-SUM" not in codes(dataset) and not dataset.excluded
    assert dataset["scorecards"].select("subject_id", "kpi_id", "weight", "period").row(2) == ("P1", "cost", 10.0, "2025-Q2")
    short = small(tmp_path / "short", **bare, scores=scores.format(9))
    finding = only(short, "E-WEIGHT-SUM")
    assert (finding.file, finding.subject_id, finding.row) == ("scores.csv", "P1", 2)
    assert "E-TABLE" in codes(small(tmp_path / "none", **bare, scores="kpi_id,subject_id,period,score\nsales,P1,2025-Q2,95\n"))


@pytest.mark.parametrize(
    "name", ["a/b", "..", 'O\'Brien "Bob"', "李🙂四", "x" * 80, "<script>alert(1)</script>", "{{ 7*7 }}", "%s"]
)
def test_names_of_every_kind_are_kept(tmp_path: Path, name: str) -> None:
    quoted = '"' + name.replace('"', '""') + '"'
    dataset = small(
        tmp_path / "acme", people=SMALL["people"].replace("Li Si", quoted), kpis=SMALL["kpis"].replace("Cost", quoted)
    )
    assert dataset.findings == ()
    assert dataset["people"]["name"][1] == name and dataset["kpis"]["name"][2] == name


def test_very_large_and_very_small_numbers(tmp_path: Path) -> None:
    actuals = SMALL["actuals"].replace("105", "1000000000000000").replace("48", "1e-9").replace(",95", ",0.000000001")
    dataset = small(tmp_path / "acme", actuals=actuals)
    assert dataset.findings == ()
    assert dataset["actuals"]["value"].to_list()[:4] == [1e15, 97.0, 1e-9, 1e-9]


def test_many_rows_of_one_kind_are_counted_not_listed(tmp_path: Path) -> None:
    lines = [f"sales,P1,{2000 + index // 12}-{index % 12 + 1:02d},oops{index}" for index in range(580)]
    dataset = small(tmp_path / "acme", actuals="\n".join(["kpi_id,subject_id,period,value", *lines]))
    assert len(found(dataset, "E-CELL")) == 501
    assert found(dataset, "E-CELL")[-1].params == {"case": "more", "count": "80"}
