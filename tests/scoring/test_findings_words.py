"""Every reason for which a method refuses a line has words of its own in both languages."""

from __future__ import annotations

import re
from pathlib import Path

from reportgen.findings.catalogue import catalogue

_EXACT = Path(__file__).parents[2] / "reportgen" / "scoring" / "exact"
#: Reasons that the usual words carry: they name the key or value that is wrong.
_PLAIN = {"number", "params", "target", "max_up", "floor"}


def test_reasons_of_methods_have_words() -> None:
    source = "".join(path.read_text(encoding="utf-8") for path in sorted(_EXACT.glob("*.py")))
    reasons = {reason.replace(" ", "_") for reason in re.findall(r'DomainError\("([a-z_0-9 ]+)"\)', source)}
    assert len(reasons) > 10
    for locale in ("en", "zh-CN"):
        cases = catalogue("en" if locale == "en" else "zh-CN").entries["E-METHOD-DOMAIN"].cases
        assert reasons - _PLAIN <= set(cases)
