"""The reviewed examples of the documentation are what the facts print."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from reportgen.commentary.write import write
from reportgen.model.dataset import LOCALES, Locale
from tests.commentary.cases import SUBJECTS

DOC = (Path(__file__).parents[2] / "docs" / "commentary.md").read_text(encoding="utf-8").split("## Reviewed examples")[1]


@pytest.mark.parametrize("locale", LOCALES)
def test_reviewed_examples(locale: Locale) -> None:
    part = DOC.split("\nen\n")[LOCALES.index(locale)]
    examples = re.findall(r"^\d+\. (.+)$", part, flags=re.MULTILINE)
    printed = {sentence.text for facts in SUBJECTS.values() for sentence in write(facts, locale).sentences()}
    assert len(examples) == 12
    assert [text for text in examples if text not in printed] == []
