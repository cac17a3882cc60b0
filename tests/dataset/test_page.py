"""docs/dataset.md says what is understood, and its examples load."""

import re
from pathlib import Path

from reportgen.dataset import load
from reportgen.dataset.page import renewed
from reportgen.dataset.schema import TABLES
from reportgen.dataset.synonyms import fold, headers, synonyms, words

PAGE = (Path(__file__).parents[2] / "docs" / "dataset.md").read_text(encoding="utf-8")


def test_the_page_is_current() -> None:
    assert renewed(PAGE) == PAGE, "run: python -m reportgen.dataset.page docs/dataset.md"


def test_every_synonym_is_on_the_page() -> None:
    for columns in synonyms()["columns"].values():
        for name, others in columns.items():
            assert all(f"`{other}`" in PAGE for other in others) or name in {"key", "value"}, name
    assert all(f"`{other}`" in PAGE for lists in synonyms()["words"].values() for others in lists.values() for other in others)


def test_every_synonym_leads_to_its_column_and_word() -> None:
    for table in TABLES:
        own = synonyms()["columns"].get(table, {})
        assert set(own) <= set(TABLES[table].columns), table
        taken: dict[str, str] = {}
        for column, others in own.items():
            for other in (column, *others):
                assert taken.setdefault(fold(other), column) == column, (table, other)
                assert headers(table)[fold(other)] == column, (table, other)
    for name, lists in synonyms()["words"].items():
        for word, others in lists.items():
            assert all(words(name)[fold(other)] == word for other in (word, *others)), (name, word)


def _examples() -> list[str]:
    return re.findall(r"```csv\n(.*?)```", PAGE, re.DOTALL)


def test_the_smallest_dataset_loads_without_a_finding(tmp_path: Path) -> None:
    names = ("org", "people", "kpis", "scorecards", "targets", "actuals")
    for name, text in zip(names, _examples(), strict=False):
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    dataset = load(tmp_path)
    assert dataset.findings == () and dataset["targets"]["target"].to_list() == [3300000.0, 98.0, 12000.0]


def test_the_flat_example_loads(tmp_path: Path) -> None:
    (tmp_path / "team.csv").write_text(_examples()[-1], encoding="utf-8")
    assert {finding.code for finding in load(tmp_path / "team.csv", "2025-Q2").findings} == {"W-KPI-COUNT"}


def test_the_settings_example_loads(tmp_path: Path) -> None:
    text = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)[0].replace("{org: 组织2025.csv}", "{}")
    (tmp_path / "dataset.yaml").write_text(text, encoding="utf-8")
    dataset = load(tmp_path)
    assert {finding.code for finding in dataset.findings} == {"E-TABLE"} and dataset.settings.name == "acme-2025"
