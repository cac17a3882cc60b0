"""Workbooks calculated anew by LibreOffice: stored results are those that it finds, and every check still reads 0."""

from __future__ import annotations

import io
import shutil
import subprocess
from pathlib import Path

import openpyxl
import pytest
from pypdf import PdfReader

from reportgen.model.dataset import Locale
from tests.render_xlsx.books import bytes_of, formulas_in, opened

pytestmark = [pytest.mark.e2e, pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")]
_WANTED: tuple[tuple[str, Locale], ...] = (
    ("sample_scorecard", "zh-CN"), ("individual_scorecard", "zh-CN"), ("board", "en"), ("finance_pack", "en"),
    ("reward_table", "zh-CN"))


@pytest.fixture(scope="module")
def calculated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with every workbook as LibreOffice saves it after a hard recalculation, with a profile of its own."""
    here = tmp_path_factory.mktemp("calculated")
    for name, locale in _WANTED:
        # without stored results there is nothing to keep: what is read afterwards was calculated
        (here / f"{name}.{locale}.xlsx").write_bytes(_without_results(bytes_of(name, locale)))
    _convert(here, "xlsx", sorted(here.glob("*.xlsx")))
    return here / "out"


def _convert(here: Path, kind: str, paths: list[Path]) -> None:
    """Let LibreOffice save files as another kind into ``out``; its profile lives in the same folder."""
    subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{here}/profile", "--headless", "--convert-to", kind, "--outdir",
         f"{here}/out", *map(str, paths)], check=True, capture_output=True, timeout=240)


def _without_results(content: bytes) -> bytes:
    """The workbook saved by another writer, which stores formulas without results."""
    buffer = io.BytesIO()
    opened(content, values=False).save(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize(("name", "locale"), _WANTED)
def test_stored_results_are_what_is_calculated(name: str, locale: Locale, calculated: Path) -> None:
    content = bytes_of(name, locale)
    stored = opened(content)
    found = openpyxl.load_workbook(calculated / f"{name}.{locale}.xlsx", data_only=True)
    formulas = formulas_in(content)
    assert formulas
    for (sheet, cell), formula in formulas.items():
        value = found[sheet][cell].value
        assert isinstance(value, int | float), (sheet, cell, formula, value)
        assert value == pytest.approx(stored[sheet][cell].value, abs=1e-8), (sheet, cell, formula)
        if formula.startswith(("=ROUND", "=SUMPRODUCT")):
            assert value == 0


@pytest.mark.parametrize(("name", "locale"), [("sample_scorecard", "zh-CN"), ("board", "en")])
def test_every_sheet_prints(name: str, locale: Locale, tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    path.write_bytes(bytes_of(name, locale))
    _convert(tmp_path, "pdf", [path])
    pages = [page.extract_text() for page in PdfReader(tmp_path / "out" / "book.pdf").pages]
    assert len(pages) >= len(opened(bytes_of(name, locale)).sheetnames)
    assert not [page for page in pages if "###" in page]
