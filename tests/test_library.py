"""docs/library.md: its example runs and prints what it says; its table lists every verb with its signature."""

from __future__ import annotations

import inspect
import re
import subprocess
import sys
from pathlib import Path

import pytest

import reportgen
from reportgen import library

PAGE = (Path(__file__).parent.parent / "docs" / "library.md").read_text(encoding="utf-8")
EXAMPLE, SELECTING = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
PRINTED = re.findall(r"```\n(.*?)```", PAGE.partition("It prints")[2], re.DOTALL)[0]


def _run(code: str, folder: Path) -> str:
    script = folder / "example.py"
    script.write_text(code, encoding="utf-8")
    done = subprocess.run([sys.executable, "-W", "error", str(script)], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_example_prints_what_the_page_says(tmp_path: Path) -> None:
    assert _run(EXAMPLE, tmp_path) == PRINTED
    assert (tmp_path / "scorecard.html").read_bytes().startswith(b"<!DOCTYPE html>")


@pytest.mark.e2e
def test_a_selection_is_made_in_both_languages(tmp_path: Path) -> None:
    body = "\n".join(f"    {line}" for line in SELECTING.splitlines())
    head = EXAMPLE.partition("dataset = ")[0]
    _run(f"{head}\nif __name__ == '__main__':\n{body}\n", tmp_path)
    made = {path.name for path in (tmp_path / "both").rglob("*.pdf")}
    assert made == {"department_review.zh-CN.pdf", "department_review.en.pdf"}


@pytest.mark.parametrize("verb", [name for name in reportgen.__all__ if not name.startswith("_")])
def test_every_verb_is_on_the_page_with_its_parameters(verb: str) -> None:
    shown = re.search(rf"^\| `{verb}\((.*?)\)` \|", PAGE, re.MULTILINE)
    assert shown is not None
    assert re.findall(r"(\w+)(?:=[^,]*)?(?:, |$)", shown[1]) == list(inspect.signature(getattr(library, verb)).parameters)


def test_fields_of_selection_and_options_are_on_the_page() -> None:
    from reportgen.run.execute import RunOptions
    from reportgen.run.plan import Selection

    for kind in (RunOptions, Selection):
        assert [name for name in inspect.signature(kind).parameters if f"`{name}`" not in PAGE] == [], kind


def test_the_verb_run_is_callable_whatever_was_imported_before() -> None:
    import reportgen.run.execute

    assert callable(reportgen.run)


def test_rewards_without_traces_are_the_same_rows(tmp_path: Path) -> None:
    from reportgen.run.tables import tables
    from tests import company

    policy = "{id: p, rewards: [{id: b, components: [{id: m, type: curve, measure: final, points: [[80, 50], [120, 200]]}]}]}"
    settings = company.TABLES["dataset.yaml"] + "policy: policy.yaml\n"
    folder = company.write(tmp_path / "small", **{"dataset.yaml": settings, "policy.yaml": policy})
    full, plain = (library.score(folder, company.PERIOD, trace=trace) for trace in (True, False))
    assert plain.table is not None and plain.rewards.statements == () and full.table is None
    assert tables(full)["rewards"].rows() == tables(plain)["rewards"].rows() != []
    assert tables(plain)["reward_trace"].is_empty() and plain.findings == full.findings
