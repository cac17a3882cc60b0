"""The page ``docs/finding-codes.md``, written from the catalogue."""

from __future__ import annotations

from reportgen.findings.catalogue import Entry, catalogue
from reportgen.findings.describe import codes, explain

_HEAD = """# Finding codes

<!-- Written by `python -m reportgen.findings.page`; edit reportgen/findings/*.yaml instead. -->

A finding says what is wrong with an input, where, and what to do. `E-` is an error, `W-` a warning, `I-` an
information. `reportgen check DATASET` lists them all at once; `--json` prints them for programs. Words in braces are
filled in. Each code is followed by its meaning in English and in Chinese.
"""
_GROUPS = (("E", "Errors"), ("W", "Warnings"), ("I", "Information"))


def _sentences(entry: Entry) -> list[str]:
    wordings = [entry.usual, *entry.cases.values()]
    return [f"- {wording.text} *{wording.remedy}*".replace("{{", "{").replace("}}", "}") for wording in wordings]


def _section(code: str) -> list[str]:
    english, chinese = catalogue("en").entries[code], catalogue("zh-CN").entries[code]
    explained = explain(code, "en")
    lines = [f"### {code}", "", f"{explained.about} {explained.stops}", ""]
    lines += [*_sentences(english), "", chinese.about, "", *_sentences(chinese), ""]
    return lines


def finding_codes_page() -> str:
    """The whole page as Markdown, ending with a line break."""
    lines = [_HEAD]
    for letter, title in _GROUPS:
        lines += [f"## {title}", ""]
        for code in codes():
            if code.startswith(letter):
                lines += _section(code)
    return "\n".join(lines).rstrip("\n") + "\n"


if __name__ == "__main__":
    import sys

    sys.stdout.buffer.write(finding_codes_page().encode())
