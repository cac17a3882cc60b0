"""Packs: those that ship are right, and wrong ones are told with file, line and the name that was meant."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from reportgen.findings import describe
from reportgen.model.errors import WrongCallError
from reportgen.model.finding import Finding
from reportgen.reports import find_pack, find_packs, load_pack
from reportgen.reports.pack import SideBySide
from reportgen.reports.page import WIDTH

SHIPPED = (
    "alert_bulletin", "board", "department_review", "finance_pack", "hr_summary", "individual_scorecard", "reward_table",
)
GOOD = """
name: mine
title: {zh-CN: 我的报告, en: My report}
levels: [individual]
sections:
  - id: one
    title: {zh-CN: 一, en: One}
    blocks:
      - message
"""


def write(folder: Path, text: str, name: str = "mine") -> Path:
    pack = folder / name
    pack.mkdir(parents=True, exist_ok=True)
    (pack / "template.yaml").write_text(text, encoding="utf-8")
    return pack


def faults(tmp_path: Path, text: str) -> tuple[Finding, ...]:
    pack, found = load_pack(write(tmp_path, text))
    assert pack is None
    assert found
    for one in found:
        assert one.file == "mine/template.yaml"
        assert one.row is not None
        assert one.fatal
        assert "—" not in describe(one, "en").text
    return found


def test_the_shipped_packs_are_found_and_right() -> None:
    assert set(SHIPPED) <= set(find_packs())
    for name in SHIPPED:
        pack, found = load_pack(find_pack(name))
        assert not found
        assert pack is not None
        assert pack.name == name
        assert set(pack.title) == {"zh-CN", "en"}


def test_every_level_has_a_pack() -> None:
    levels = {level for name in SHIPPED for pack in [load_pack(find_pack(name))[0]] if pack for level in pack.levels}
    assert levels == {"company", "division", "department", "team", "individual"}


def test_shipped_packs_hold_full_width_marks() -> None:
    for name in SHIPPED:
        text = (find_pack(name) / "template.yaml").read_text(encoding="utf-8")
        assert not re.search(r"[\u3400-\u9fff],[\u3400-\u9fff]|[\u3400-\u9fff][:;(]", text), name


def test_a_smallest_pack(tmp_path: Path) -> None:
    pack, found = load_pack(write(tmp_path, GOOD))
    assert not found
    assert pack is not None
    assert [spec.name for spec in pack.blocks()] == ["message"]
    assert pack.page == "portrait"


def test_a_folder_given_comes_first(tmp_path: Path) -> None:
    write(tmp_path, GOOD.replace("mine", "board"), "board")
    assert find_packs(tmp_path)["board"].parent == tmp_path
    assert find_packs(tmp_path / "board")["board"] == tmp_path / "board"
    with pytest.raises(WrongCallError, match="boad"):
        find_pack("boad", tmp_path)


def test_unknown_block_with_line_and_suggestion(tmp_path: Path) -> None:
    (one,) = faults(tmp_path, GOOD.replace("- message", "- scorcard_table"))
    assert (one.code, one.row, one.params["key"], one.params["suggestion"]) == ("E-KEY", 9, "scorcard_table", "scorecard_table")


def test_unknown_column_and_option(tmp_path: Path) -> None:
    text = GOOD.replace("- message", "- block: scorecard_table\n        columns: [kpi, wieght]\n      - {block: trend, mots: 2}")
    column, option = faults(tmp_path, text)
    assert (column.row, column.params["suggestion"]) == (10, "weight")
    assert (option.row, option.params["suggestion"]) == (11, "most")


def test_every_fault_at_once(tmp_path: Path) -> None:
    text = GOOD.replace("levels: [individual]", "level: [individual]\nlevels: [person]").replace("- message", "- massage")
    found = faults(tmp_path, text)
    assert {one.params["key"] for one in found} == {"level", "person", "massage"}
    assert {one.params.get("suggestion") for one in found} >= {"levels", "message"}


def test_a_text_key_a_placeholder_and_code(tmp_path: Path) -> None:
    texts = """texts:
  en:
    scorecard.totl: Sum
    footer.run: "Run {{ rum }}"
    scorecard.total: "{% for x in y %}"
"""
    key, hole, code = faults(tmp_path, GOOD + texts)
    assert (key.row, key.params["suggestion"]) == (12, "scorecard.total")
    assert (hole.row, hole.params["suggestion"]) == (13, "run")
    assert (code.row, code.params["case"]) == (14, "value")


def test_a_text_that_is_printed_must_be_there(tmp_path: Path) -> None:
    text = GOOD.replace("- message", "- {block: text, texts: [notice]}") + "texts: {en: {notice: 'Please read {{ period }}.'}}\n"
    (one,) = faults(tmp_path, text)
    assert "notice" in one.params["expected"]


def test_side_by_side_must_fit(tmp_path: Path) -> None:
    wide = "- side_by_side: [{width: 200, blocks: [message]}, {blocks: [message]}]"
    text = GOOD.replace("- message", wide).replace("levels:", "page: landscape\nlevels:")
    assert load_pack(write(tmp_path, text))[1] == ()
    assert faults(tmp_path, text.replace("200", "270"))[0].params["case"] == "value"


def test_names_locales_and_sections(tmp_path: Path) -> None:
    assert faults(tmp_path, GOOD.replace("name: mine", "name: other"))[0].row == 2
    assert faults(tmp_path, GOOD.replace(", en: My report", ""))[0].params["expected"] == "a text for en"
    twice = GOOD + "  - id: one\n    title: {zh-CN: 二, en: Two}\n    blocks: [notes]\n"
    assert faults(tmp_path, twice)[0].row == 10


@pytest.mark.parametrize(
    "text", ["", "a: [", "- 1", "name: x\nname: y", "\t- tab", "title: &a [*a]", "x: !!python/object:os.system 1"],
)
def test_broken_files_are_findings(tmp_path: Path, text: str) -> None:
    pack, found = load_pack(write(tmp_path, text))
    assert pack is None
    assert found
    assert all(one.file == "mine/template.yaml" for one in found)


def test_persons_pay_is_not_for_everybody(tmp_path: Path) -> None:
    text = GOOD.replace("levels: [individual]", "levels: [department]") + "      - reward_list\n"
    for role in ("manager", "board"):
        pack, (found,) = load_pack(write(tmp_path, text.replace("sections:", f"recipient: {role}\nsections:")))
        assert pack is None
        assert (found.code, found.file, found.row, found.params["block"]) == ("E-PII", "mine/template.yaml", 9, "reward_list")
        assert role in describe(found, "en").text
    assert load_pack(write(tmp_path, text.replace("sections:", "recipient: finance\nsections:")))[1] == ()


def test_a_missing_file_is_a_finding(tmp_path: Path) -> None:
    pack, found = load_pack(tmp_path / "none")
    assert pack is None
    assert found[0].code == "E-FILE"


def test_shipped_side_by_side_fits() -> None:
    for name in SHIPPED:
        pack, _ = load_pack(find_pack(name))
        assert pack is not None
        for section in pack.sections:
            for item in section.blocks:
                if isinstance(item, SideBySide):
                    fixed = sum(side.width for side in item.items if side.width is not None)
                    assert fixed < WIDTH[section.orientation]
