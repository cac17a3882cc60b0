"""docs/templates.md: its list of blocks is the registry's, and its smallest pack works."""

from __future__ import annotations

import re
from pathlib import Path

from reportgen.reports import build_report, load_pack
from reportgen.reports.catalogue import renewed
from reportgen.reports.registry import block_entries
from reportgen.reports.schema import schema_text
from reportgen.reports.words import room_texts
from tests.reports.person import person

DOCS = (Path(__file__).parents[2] / "docs" / "templates.md").read_text(encoding="utf-8")


def test_every_block_and_option_is_listed() -> None:
    assert renewed(DOCS) == DOCS, "run python -m reportgen.reports.catalogue"


def test_every_block_says_what_it_shows() -> None:
    for entry in block_entries().values():
        assert entry.summary.endswith("."), entry.name


def test_the_smallest_pack_of_the_docs_works(tmp_path: Path) -> None:
    example = re.search(r"```yaml\n(name: one_page.*?)```", DOCS, re.DOTALL)
    assert example is not None
    folder = tmp_path / "one_page"
    folder.mkdir()
    (folder / "template.yaml").write_text(example[1], encoding="utf-8")
    pack, found = load_pack(folder)
    assert pack is not None, found
    made = build_report(person(), pack, "zh-CN")
    assert [block.kind for block in made.sections[0].blocks] == ["prose", "prose", "table", "prose"]


def test_the_schema_in_the_docs_is_the_model() -> None:
    stored = (Path(__file__).parents[2] / "docs" / "report-model.schema.json").read_text(encoding="utf-8")
    assert stored == schema_text(), "run python -m reportgen.reports.catalogue"


def test_words_that_the_docs_change_exist() -> None:
    for key in re.findall(r"\{(scorecard\.[a-z_]+):", DOCS):
        assert key in room_texts("en")
