"""Chinese of explanations and findings carries Chinese marks, whatever is put into the sentences."""

from __future__ import annotations

import re

import pytest

from reportgen.cli.explain import lines
from reportgen.findings import describe
from reportgen.findings.listing import listing
from reportgen.model.dataset import Locale
from reportgen.run.explain import Explainer
from tests.run.world import demo

#: ASCII marks beside a Chinese character, and a Chinese mark beside a space.
HALF = re.compile(r"[\u4e00-\u9fff][,;:()?!]|[,;:()?!] ?[\u4e00-\u9fff]|[\u3001\uff0c\uff1b\uff1a\u3002] ")
#: What people wrote stands as they wrote it.
_QUOTED = re.compile("\u201c[^\u201d]*\u201d")


#: Full-width marks have no place in English.
FULL = re.compile("[\u3001\u3002\uff0c\uff1a\uff1b\uff08\uff09]")


def wrong(texts: list[str], locale: Locale = "zh-CN") -> list[str]:
    marks = HALF if locale == "zh-CN" else FULL
    return [text for text in texts if marks.search(_QUOTED.sub("", text))]


@pytest.mark.parametrize("subject", ["LT", "M-SOUTH", "E010", "E071", "E165", "E181", "E049"])
def test_explanations(subject: str) -> None:
    found = Explainer(demo().inputs).explain(subject)
    assert wrong(list(lines(found, "zh-CN"))) == []


@pytest.mark.parametrize("locale", ["zh-CN", "en"])
def test_findings_of_the_demo(locale: Locale) -> None:
    findings = demo().findings
    assert findings
    said = [describe(one, locale) for one in findings]
    texts = [text for one in said for text in (one.text, one.remedy, one.place)] + list(listing(findings, locale))
    assert wrong(texts, locale) == []
