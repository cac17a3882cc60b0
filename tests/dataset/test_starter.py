"""The starter dataset runs as it is, in both languages and both forms, and overwrites nothing."""

from __future__ import annotations

import re
from pathlib import Path

import polars as pl
import pytest

from reportgen.dataset import list_periods, load
from reportgen.dataset.starter import Kind, write_starter
from reportgen.model.dataset import LOCALES, Dataset, Locale
from reportgen.model.errors import WrongCallError
from reportgen.policy import load_policy


def _starter(tmp_path: Path, locale: Locale, kind: Kind) -> Dataset:
    files = write_starter(tmp_path / "start", locale, kind)
    assert all(file.is_file() for file in files)
    return load(tmp_path / "start" if kind == "folder" else files[0])


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("kind", ["folder", "xlsx"])
def test_it_loads_without_a_finding(tmp_path: Path, locale: Locale, kind: Kind) -> None:
    dataset = _starter(tmp_path, locale, kind)
    assert dataset.findings == () and dataset.excluded == {}
    assert (dataset["org"].height, dataset["people"].height, dataset["kpis"].height) == (3, 6, 5)
    assert list_periods(dataset) == ("2025-01", "2025-02", "2025-03", "2025-04", "2025-05", "2025-06")
    assert dataset.settings.locale == locale and not load_policy(dataset.settings.policy).findings


def test_folder_and_workbook_hold_the_same(tmp_path: Path) -> None:
    folder, book = (_starter(tmp_path / kind, "zh-CN", kind) for kind in ("folder", "xlsx"))
    for table in ("org", "kpis", "targets", "actuals", "events", "notes"):
        assert folder[table].equals(book[table]), table


def test_languages_differ_in_words_and_money_only(tmp_path: Path) -> None:
    chinese, english = (_starter(tmp_path / locale, locale, "folder") for locale in LOCALES)
    for table in ("scorecards", "targets", "actuals"):
        assert chinese[table].drop("target", "value", strict=False).equals(english[table].drop("target", "value", strict=False))
    own = pl.col("kpi_id") == "sales"
    assert english["targets"].filter(own)["target"].to_list() == [
        value * 10_000 for value in chinese["targets"].filter(own)["target"]
    ]


def test_targets_of_the_company_are_those_of_its_people(tmp_path: Path) -> None:
    targets = _starter(tmp_path, "en", "folder")["targets"].filter(
        (pl.col("kpi_id") == "sales") & (pl.col("period") == "2025-06")
    )
    values = dict(targets.select("subject_id", "target").iter_rows())
    assert values["C"] == values["D-SALES"] == values["P001"] + values["P002"] + values["P003"] == 2_200_000.0


def test_chinese_texts_use_full_width_marks(tmp_path: Path) -> None:
    write_starter(tmp_path / "start", "zh-CN")
    half_width = re.compile(r"[\u4e00-\u9fff][;:()?!]|[;:()?!][\u4e00-\u9fff]")
    for file in (tmp_path / "start").glob("*.csv"):
        assert not half_width.search(file.read_text(encoding="utf-8-sig")), file


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("mine")
    (tmp_path / "book.xlsx").write_text("mine")
    with pytest.raises(WrongCallError, match="not empty"):
        write_starter(tmp_path, "en")
    with pytest.raises(WrongCallError, match="is there already"):
        write_starter(tmp_path / "book", "en", "xlsx")
    assert sorted(file.name for file in tmp_path.iterdir()) == ["a.txt", "book.xlsx"]
