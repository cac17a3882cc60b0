"""The pages are true: links lead somewhere, docstrings name sections that exist, commands run, the walk can be walked."""

from __future__ import annotations

import ast
import re
import shlex
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from reportgen.model import results
from tests.cli.call import call

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
PAGES = sorted([*DOCS.rglob("*.md"), *(ROOT / "datasets").rglob("*.md"), *ROOT.glob("*.md")])
_REFERENCE = re.compile(r'(docs/[\w/.-]+?\.md)((?:`*,? (?:and )?"[^"]+")*)')


def _named(path: Path) -> str:
    return str(path.relative_to(ROOT))


@cache
def headings(page: Path) -> tuple[str, ...]:
    """The headings of a page, without marks; what stands in code blocks does not count."""
    text = re.sub(r"^```.*?^```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL | re.MULTILINE)
    return tuple(re.sub(r"[`*]", "", found).strip() for found in re.findall(r"^#{1,4} (.+)$", text, re.MULTILINE))


def anchor(heading: str) -> str:
    """The anchor that code hosts give a heading."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


# ---------------------------------------------------------------------- references and links
def _texts() -> list[tuple[Path, str]]:
    """Every docstring and comment of the package as one line of text."""
    found = []
    for path in sorted((ROOT / "reportgen").rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        found.append((path, re.sub(r"\s*\n\s*(?:#:?\s*)?", " ", text)))
    return found


@pytest.mark.parametrize(("path", "text"), _texts(), ids=lambda value: _named(value) if isinstance(value, Path) else "")
def test_docstrings_name_pages_and_sections_that_exist(path: Path, text: str) -> None:
    for found in _REFERENCE.finditer(text):
        page = ROOT / found[1]
        assert page.is_file(), found[0]
        for section in re.findall(r'"([^"]+)"', found[2]):
            assert section in headings(page), f'{_named(path)}: {found[1]} has no section "{section}"'


@pytest.mark.parametrize("page", PAGES, ids=_named)
def test_links_lead_somewhere(page: Path) -> None:
    text = re.sub(r"^```.*?^```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL | re.MULTILINE)
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if re.match(r"[a-z]+:", target):
            continue
        place, _, part = target.partition("#")
        other = (page.parent / place).resolve() if place else page
        assert other.exists(), f"{_named(page)}: {target}"
        if part:
            assert part in {anchor(heading) for heading in headings(other)}, f"{_named(page)}: {target}"


# ---------------------------------------------------------------------- architecture: one number's walk
WALK = (DOCS / "architecture.md").read_text(encoding="utf-8").partition("## One number")[2].partition("\n## ")[0]


def _steps() -> list[tuple[str, str]]:
    """File and function of every row; several of one row belong together in order."""
    found = []
    for files, functions in re.findall(r"\| ((?:`[\w/]+\.py`(?:, )?)+) \| ((?:`[\w.]+`(?:, )?)+) \|$", WALK, re.MULTILINE):
        paths, names = re.findall(r"`([^`]+)`", files), re.findall(r"`([^`]+)`", functions)
        assert len(paths) == len(names), files
        found += list(zip(paths, names, strict=True))
    return found


@pytest.mark.parametrize(("path", "name"), _steps())
def test_every_step_of_the_walk_is_in_the_code(path: str, name: str) -> None:
    tree: ast.AST = ast.parse((ROOT / "reportgen" / path).read_text(encoding="utf-8"))
    for part in name.split("."):
        kinds = (ast.FunctionDef, ast.ClassDef)
        found = [node for node in ast.iter_child_nodes(tree) if isinstance(node, kinds) and node.name == part]
        assert found, f"{path} has no {name}"
        tree = found[0]


def test_every_row_of_the_walk_names_its_place() -> None:
    rows = [line for line in WALK.splitlines() if line.startswith("| ")][1:]
    assert len(_steps()) >= len(rows) > 15


def test_the_walk_s_numbers_are_those_of_the_demo() -> None:
    from reportgen.run.inputs import read
    from reportgen.scoring import score

    inputs = read(ROOT / "datasets" / "demo", "2025-Q4", date(2026, 1, 12))
    frame = score(inputs.dataset, inputs.policy.rules, inputs.period, inputs.as_of).kpi_scores
    row = next(row for row in frame.iter_rows(named=True) if (row["subject_id"], row["kpi_id"]) == ("E071", "sales"))
    assert (row["actual"], row["target"], row["weight"]) == (1_877_500, 1_790_000, 45)
    assert (row["score"], row["weighted_score"]) == (104.89, 47.20)
    for table, first in (("actuals", 1458), ("targets", 1458), ("scorecards", 3190)):
        lines = (ROOT / "datasets" / "demo" / f"{table}.csv").read_text(encoding="utf-8-sig").splitlines()
        cells = lines[first - 1].split(",")
        assert {"sales", "E071"} <= set(cells), table


# ---------------------------------------------------------------------- results
@pytest.mark.parametrize("table", ["KPI_SCORES", "SCORECARDS", "REWARDS", "REWARD_TRACE", "COMMENTARY", "FINDINGS"])
def test_every_column_of_the_results_is_explained(table: str) -> None:
    text = (DOCS / "results.md").read_text(encoding="utf-8").partition(f"\n## {table.lower()}\n")[2].partition("\n## ")[0]
    assert [name for name in getattr(results, table) if f"`{name}`" not in text] == []


# ---------------------------------------------------------------------- quickstart
def _blocks(page: Path) -> list[str]:
    return re.findall(r"^```(?:\w+)?\n(.*?)^```", page.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)


@pytest.mark.e2e
def test_the_quickstart_s_commands_run_and_print_what_it_shows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    blocks = _blocks(DOCS / "quickstart.md")
    flat = next(block for block in blocks if block.startswith("subject,"))
    (tmp_path / "team.csv").write_text(flat, encoding="utf-8")
    said = ""
    for line in (line for block in blocks for line in block.splitlines() if line.startswith("reportgen ")):
        done = call(*shlex.split(line)[1:])
        assert done.code == 0, (line, done.err)
        said += done.out
    for shown in ("27 files in output/mycompany/2025-Q2", "641,000 + 617,000 + 682,000 = 1,940,000", "actuals.csv row 17-19"):
        assert shown in said and any(shown in block for block in blocks)
    made = {str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*") if path.is_file()}
    assert {"mycompany.policy.yaml", "output/mycompany/2025-Q2/individuals/P002/individual_scorecard.pdf"} <= made


def _commands(page: Path) -> list[str]:
    return [line for block in _blocks(page) for line in block.splitlines() if line.startswith(("reportgen ", "make "))]


def test_both_quickstarts_give_the_same_commands() -> None:
    english, chinese = _commands(DOCS / "quickstart.md"), _commands(DOCS / "quickstart.zh-CN.md")
    assert set(chinese) == {line.replace("--locale en", "--locale zh-CN") if " init " in line else line for line in english}


@pytest.mark.parametrize(("page", "locale"), [("quickstart.md", "en"), ("quickstart.zh-CN.md", "zh-CN")])
def test_the_quickstart_s_findings_are_what_check_prints(page: str, locale: str, tmp_path: Path) -> None:
    call("init", tmp_path / "mycompany", "--locale", locale)
    spoilt = (("actuals", "sales,P003,2025-05,", "sales,P003,2025-05,7o"), ("scorecards", "P002,sales,50", "P002,sales,45"))
    for table, right, wrong in spoilt:
        path = tmp_path / "mycompany" / f"{table}.csv"
        text = path.read_text(encoding="utf-8")
        assert right in text
        path.write_text(text.replace(right, wrong, 1), encoding="utf-8")
    done = call("check", tmp_path / "mycompany")
    shown = next(block for block in _blocks(DOCS / page) if "\nE-WEIGHT-SUM" in f"\n{block}")
    for line in shown.splitlines():
        assert line.strip() in done.out
    assert done.code == 1
