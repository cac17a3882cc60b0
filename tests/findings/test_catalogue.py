"""Every code has its sentences in both languages, and they ask for the same params."""

import re
from pathlib import Path

import pytest

from reportgen.findings import codes, describe, explain, parameters, suggestion
from reportgen.findings.catalogue import Entry, Wording, catalogue
from reportgen.findings.page import finding_codes_page
from reportgen.model.dataset import LOCALES, Locale
from reportgen.model.finding import FATAL, Finding

#: Contract 2, rule 13, and domain.md 2.3.
NAMED = re.findall(
    r"[EWI]-[A-Z-]+",
    """
E-FILE E-ENCODING E-TABLE E-COLUMN E-KEY E-POLICY E-EMPTY I-EMPTY E-CELL E-VALUE E-UNKNOWN-ID E-DUP-KEY E-PERIOD W-OWNER
W-SOURCE W-ROLLUP-PARTIAL W-SCORE-DIFF W-PCT-SCALE W-POLICY-INCOMPLETE W-MEASURE-MISSING W-TEXT-NUMBER W-NOTE-NAME W-GLYPH
I-NO-SCORECARD E-CYCLE E-ROOT E-VERSION-OVERLAP E-WEIGHT-SUM E-WEIGHT-SIGN W-WEIGHT-RANGE W-KPI-COUNT E-OWNER E-DIRECTION
E-UNIT E-AGG E-TARGET-MISSING E-TARGET-CHAIN E-RANGE E-METHOD-DOMAIN W-ZERO-TARGET W-NEG-TARGET W-PERIOD-GRAIN E-DUP-ACTUAL
W-DUP-SAME E-SCENARIO-MIX W-MISSING-ACTUAL W-RATIO-DEN E-RATIO-DEN W-RATIO-MISMATCH W-OUTLIER W-GROWTH-MISMATCH W-CHILD-SUM
W-ORPHAN-GOAL W-UNCONTROLLABLE W-DEF-CHANGE E-SHARE-SUM E-ASSIGN-GAP W-SHORT-SERVICE E-CURRENCY E-SCORE-RANGE W-LATE-RETRO
E-PII W-FORMULA-TEXT
""",
)


def _wordings(entry: Entry) -> dict[str, Wording]:
    return {"": entry.usual, **entry.cases}


@pytest.mark.parametrize("code", NAMED)
def test_named_code_is_in_the_catalogue(code: str) -> None:
    assert code in codes()


def test_both_locales_have_the_same_codes_cases_and_placeholders() -> None:
    english, chinese = catalogue("en").entries, catalogue("zh-CN").entries
    assert list(english) == list(chinese)
    for code, entry in english.items():
        ours, theirs = _wordings(entry), _wordings(chinese[code])
        assert list(ours) == list(theirs), code
        for case, wording in ours.items():
            other = theirs[case]
            assert parameters(wording.text + wording.remedy) == parameters(other.text + other.remedy), (code, case)


def test_chinese_sentences_use_full_width_marks() -> None:
    half_width = re.compile(r"[\u4e00-\u9fff][,;:()?!]|[,;:()?!][\u4e00-\u9fff]")
    for code, entry in catalogue("zh-CN").entries.items():
        for wording in _wordings(entry).values():
            assert not half_width.search(wording.text + wording.remedy + entry.about), code
            assert wording.text.endswith("。") and wording.remedy.endswith("。"), code


def test_a_sentence_is_filled_and_placed() -> None:
    finding = Finding("E-CELL", "actuals", 12, "value", "P1", "sales", "actuals.csv", params={"value": "12abc"})
    described = describe(finding, "en")
    assert described.text == "The cell 12abc in column value is not a number that can be read without guessing."
    assert described.place == "actuals.csv, row 12, column value"
    assert describe(finding, "zh-CN").place == "actuals.csv，第12行，“value”列"


def test_case_and_suggestion_change_the_wording() -> None:
    finding = Finding("E-WEIGHT-SUM", subject_id="P1", params={"case": "over", "sum": "101", "missing": "1", "scope": ""})
    assert describe(finding, "en").remedy == "Take 1 off the weights."
    finding = Finding("E-UNKNOWN-ID", column="kpi_id", params={"value": "sale", "where": "kpis", **suggestion("sale", ["sales"])})
    assert describe(finding, "en").remedy.endswith("Did you mean sales?")
    assert describe(finding, "zh-CN").remedy.endswith("是否想写sales？")


def test_hostile_params_and_missing_params_do_not_break_a_sentence() -> None:
    finding = Finding("E-VALUE", params={"value": "{0.__class__} {{ 7*7 }}" + "x" * 200, "expected": "a\nb"})
    described = describe(finding, "en")
    assert "{0.__class__}" in described.text and len(described.text) < 140
    assert describe(Finding("E-WEIGHT-SUM"), "en").remedy == "Add — to the weights."
    assert describe(Finding("E-NEW"), "zh-CN").text == "E-NEW"


@pytest.mark.parametrize("locale", LOCALES)
def test_every_code_explains_what_it_stops(locale: Locale) -> None:
    for code in codes():
        explained = explain(code, locale)
        assert (explained.stops == catalogue(locale).stops["run"]) == (code in FATAL)
        assert describe(Finding(code), locale).text


def test_suggestion_ignores_letter_case() -> None:
    assert suggestion("SALES", ["sales", "cost"]) == {"suggestion": "sales"}
    assert suggestion("zzz", ["sales"]) == {}


def test_the_committed_page_is_current() -> None:
    page = Path(__file__).parents[2] / "docs" / "finding-codes.md"
    assert page.read_bytes().decode() == finding_codes_page(), "run: python -m reportgen.findings.page > docs/finding-codes.md"
