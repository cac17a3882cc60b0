"""Whole runs on the demo company: what stands in the tree, that a part equals the whole, that formats agree."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from reportgen.model.report import Cards, Cell, Columns, KeyValues, Report, Table
from tests.cli.call import call

pytestmark = pytest.mark.e2e
DEMO = Path(__file__).parents[2] / "datasets" / "demo"
PERIOD = "2025-Q4"
SHOWCASE = (DEMO / "showcase.txt").read_text(encoding="utf-8").split()


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Company, units and the showcase people in every format, everyone in HTML."""
    out = tmp_path_factory.mktemp("whole")
    assert call("run", DEMO, "--period", PERIOD, "--out", out, "--level", "individual", "--format", "html").code == 0
    people = [part for person in SHOWCASE for part in ("--subject", person)]
    said = call("run", DEMO, "--period", PERIOD, "--out", out, "--level", "company", "--level", "department", *people)
    assert said.code == 0, said.err
    return out / "demo" / PERIOD


def _manifest(folder: Path) -> dict[str, object]:
    tree = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert isinstance(tree, dict)
    return tree


def _files(folder: Path) -> dict[str, dict[str, Any]]:
    entries = _manifest(folder)["files"]
    assert isinstance(entries, list)
    return {entry["path"]: entry for entry in entries}


def test_everything_asked_for_is_there_and_listed(whole: Path) -> None:
    files = _files(whole)
    on_disk = {str(path.relative_to(whole)) for path in whole.rglob("*") if path.suffix in (".pdf", ".xlsx", ".html")}
    assert on_disk - {"index.html"} == set(files)
    assert _manifest(whole)["failures"] == []
    for person in SHOWCASE:
        if f"individuals/{person}/individual_scorecard.html" in files:
            assert {f"individuals/{person}/individual_scorecard.{ext}" for ext in ("pdf", "xlsx")} <= set(files)
    assert sum(path.startswith("individuals/") and path.endswith(".html") for path in files) > 200
    assert sum(path.startswith("departments/") and path.endswith(".pdf") for path in files) > 12


def test_digests_and_sizes_are_those_of_the_files(whole: Path) -> None:
    import hashlib

    for name, entry in _files(whole).items():
        content = (whole / name).read_bytes()
        assert hashlib.sha256(content).hexdigest() == entry["sha256"]
        assert len(content) == entry["bytes"]


def test_pdfs_stay_small(whole: Path) -> None:
    made = _files(whole).values()
    sizes = [int(entry["bytes"]) for entry in made if (entry["format"], entry["level"]) == ("pdf", "individual")]
    assert sizes
    assert max(sizes) <= 120_000


def test_every_character_of_a_page_is_in_the_cut(whole: Path) -> None:
    """A character that the cut lacks would bring the whole font of the machine into the file."""
    from pypdf import PdfReader

    made = [whole / entry["path"] for entry in _files(whole).values() if entry["format"] == "pdf"]
    assert made
    for path in made:
        fonts = {
            font.get_object()["/BaseFont"] for page in PdfReader(path).pages
            for font in page["/Resources"].get_object().get("/Font", {}).values()
        }
        assert [name for name in fonts if "Cut" not in name] == [], path


def test_a_part_is_byte_for_byte_the_whole(whole: Path, tmp_path: Path) -> None:
    person = SHOWCASE[0]
    assert call("run", DEMO, "--period", PERIOD, "--out", tmp_path, "--subject", person, "--jobs", "1").code == 0
    for extension in ("pdf", "xlsx", "html"):
        name = f"individuals/{person}/individual_scorecard.{extension}"
        assert (tmp_path / "demo" / PERIOD / name).read_bytes() == (whole / name).read_bytes(), extension


def test_parts_add_up_in_the_results(whole: Path) -> None:
    def rows(table: str) -> list[dict[str, str]]:
        with (whole / "results" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    weighted: dict[str, Decimal] = {}
    for row in rows("kpi_scores"):
        if row["weighted_score"]:
            weighted[row["subject_id"]] = weighted.get(row["subject_id"], Decimal(0)) + Decimal(row["weighted_score"])
    cards = [row for row in rows("scorecards") if row["total"]]
    assert len(cards) > 240
    one_card = [row for row in cards if row["subject_id"] in weighted]
    assert sum(weighted[row["subject_id"]] == Decimal(row["total"]) for row in one_card) >= len(one_card) - 5
    payable: dict[str, Decimal] = {}
    for row in rows("rewards"):
        if row["amount"]:
            payable[row["subject_id"]] = payable.get(row["subject_id"], Decimal(0)) + Decimal(row["amount"])
    assert len(payable) > 100
    assert all(amount == amount.quantize(Decimal("0.01")) for amount in payable.values())


def _cells(report: Report) -> Iterator[Cell]:
    for section in report.sections:
        stack = list(section.blocks)
        while stack:
            block = stack.pop(0)
            if isinstance(block, Columns):
                stack += [inner for column in block.items for inner in column.blocks]
            elif isinstance(block, Table):
                for row in block.rows:
                    for cell in row.cells:
                        yield cell
                        if cell.second is not None:
                            yield cell.second
            elif isinstance(block, KeyValues | Cards):
                yield from (item.cell for item in block.items)


@pytest.mark.parametrize(("subject", "place"), [
    ("LT", "company/LT/board"), ("M-EAST", "departments/M-EAST/department_review"),
    (SHOWCASE[0], f"individuals/{SHOWCASE[0]}/individual_scorecard"),
])
def test_pdf_html_and_excel_show_the_numbers_of_the_model(whole: Path, subject: str, place: str) -> None:
    from pypdf import PdfReader

    from reportgen.formatting import text
    from reportgen.library import build_report

    report = build_report(DEMO, PERIOD, subject)
    shown = {text(cell.value, cell.format, report.meta.locale) for cell in _cells(report) if isinstance(cell.value, Decimal)}
    assert len(shown) > 20
    page = re.sub(r"<[^>]+>", "", (whole / f"{place}.html").read_text(encoding="utf-8"))
    pdf = re.sub(r"\s+", "", "".join(item.extract_text() for item in PdfReader(whole / f"{place}.pdf").pages))
    assert not {number for number in shown if number not in page}
    assert not {number for number in shown if number.replace(" ", "") not in pdf}
    book = openpyxl.load_workbook(whole / f"{place}.xlsx", data_only=True)
    numbers = {
        Decimal(repr(cell.value)).normalize() for sheet in book for row in sheet.iter_rows() for cell in row
        if isinstance(cell.value, int | float) and not isinstance(cell.value, bool)
    }
    for cell in _cells(report):
        if isinstance(cell.value, Decimal) and cell.ref:
            held = cell.value / cell.format.scale if cell.format.kind != "percent" else cell.value / 100
            assert any(abs(held - number) <= abs(held) * Decimal("1e-9") for number in numbers), (cell.ref, cell.value)


def test_nobody_reads_what_is_not_theirs(whole: Path) -> None:
    """A person's page names the managers above them and nobody else of the company."""
    with (DEMO / "people.csv").open(encoding="utf-8", newline="") as file:
        names = {row["person_id"]: row["name"] for row in csv.DictReader(file)}
    with (DEMO / "notes.csv").open(encoding="utf-8", newline="") as file:
        quoted = "".join(row["text"] for row in csv.DictReader(file))
    from reportgen.run.inputs import read
    from reportgen.run.results import compute
    from reportgen.run.views.build import Views

    views = Views(compute(read(DEMO, PERIOD)), "zh-CN")
    for person in SHOWCASE[:6]:
        path = whole / "individuals" / person / "individual_scorecard.html"
        if not path.exists():
            continue
        page = path.read_text(encoding="utf-8")
        allowed = {person, *views.organisation.managers(person)}
        namesakes = {names[item] for item in allowed if item in names}
        strangers = {
            name for who, name in names.items()
            if who not in allowed and len(name) > 2 and name not in namesakes and name not in quoted and name in page
        }
        assert not strangers, (person, strangers)


def test_a_booklet_binds_the_review_and_its_members(tmp_path: Path) -> None:
    from pypdf import PdfReader

    said = call("run", DEMO, "--period", PERIOD, "--out", tmp_path, "--subject", "M-EAST-2", "--format", "pdf", "--booklet",
                "--jobs", "1")
    assert said.code == 0, said.err
    folder = tmp_path / "demo" / PERIOD / "departments" / "M-EAST-2"
    review, booklet = (PdfReader(folder / f"{name}.pdf") for name in ("department_review", "department_booklet"))
    titles = [entry.title for entry in booklet.outline if not isinstance(entry, list)]
    assert len(titles) > 3
    assert len(booklet.pages) > len(review.pages) + len(titles) - 1
    last = re.sub(r"\s", "", booklet.pages[-1].extract_text())
    assert f"{len(booklet.pages)}/{len(booklet.pages)}" in last
