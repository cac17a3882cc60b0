"""From a finding to words: the sentence of its code, filled with its place and params."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from string import Formatter

from reportgen.findings.catalogue import Catalogue, Wording, catalogue
from reportgen.model.dataset import Locale
from reportgen.model.finding import FATAL, SEVERITY, Finding, Severity

#: What a sentence shows for a param that the finding does not carry.
ABSENT = "—"
#: Longest cell quoted in a sentence, and longest other param; the rest is cut (the cell itself is in the file).
LONGEST_CELL, LONGEST_PARAM = 80, 400
_CELLS = frozenset({"value", "other", "column", "subject_id", "kpi_id"})
#: Ids, names or numbers in a row, none of them a sentence.
_SEVERAL = re.compile(r"[^\s,]+(, [^\s,]+)+( …)?")


@dataclass(frozen=True, slots=True)
class Description:
    """A finding in words. ``place`` names file, sheet, row and column, as far as they are known."""

    text: str
    remedy: str
    place: str = ""


@dataclass(frozen=True, slots=True)
class Explanation:
    """What a code means in general, whatever the dataset."""

    code: str
    severity: Severity
    about: str
    remedy: str
    stops: str


class _Params(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return ABSENT


def _cut(value: str, name: str = "value") -> str:
    line, longest = " ".join(value.split()), LONGEST_CELL if name in _CELLS else LONGEST_PARAM
    line = f" {line}" if name == "scope" and line else line  # set off from the name before it
    return line if len(line) <= longest else line[: longest - 1] + "…"


def _params(finding: Finding, locale: Locale) -> _Params:
    own = {
        "table": finding.table,
        "column": finding.column,
        "subject_id": finding.subject_id,
        "kpi_id": finding.kpi_id,
        "file": finding.file or finding.table,
        "sheet": finding.sheet,
        "row": "" if finding.row is None else str(finding.row),
    }
    merged = {key: _cut(value, key) for key, value in own.items() if value}
    said = {key: value for key, value in finding.params.items() if ":" not in key}
    here = {key.removesuffix(f":{locale}"): value for key, value in finding.params.items() if key.endswith(f":{locale}")}
    merged.update((key, _listed(_cut(value, key), key, locale)) for key, value in {**said, **here}.items())
    return _Params(merged)


def _listed(value: str, name: str, locale: Locale) -> str:
    """Several ids or names in the list mark of the language; cells and sentences stand as they are."""
    return value.replace(", ", "\u3001") if locale == "zh-CN" and name not in _CELLS and _SEVERAL.fullmatch(value) else value


def _wording(finding: Finding, words: Catalogue) -> Wording:
    entry = words.entries.get(finding.code)
    if entry is None:
        return Wording(finding.code, "")
    if finding.params.get("case") == "more":
        return words.more
    return entry.cases.get(finding.params.get("case", ""), entry.usual)


def _place(finding: Finding, words: Catalogue) -> str:
    parts = [finding.file or finding.table]
    parts += [words.place["sheet"].format(sheet=finding.sheet)] if finding.sheet else []
    parts += [row_text(finding, words)] if finding.row is not None else []
    key = "key" if _in_yaml(finding) else "column"
    parts += [words.place[key].format(key=_cut(finding.column), column=_cut(finding.column))] if finding.column else []
    return words.place["separator"].join(part for part in parts if part)


def _in_yaml(finding: Finding) -> bool:
    """True for a file of keys and lines: settings, policies, template packs."""
    return finding.file.endswith((".yaml", ".yml"))


def row_text(finding: Finding, words: Catalogue) -> str:
    """``row 12`` of a table, ``line 12`` of a YAML file."""
    return words.place["line" if _in_yaml(finding) else "row"].format(row=finding.row)


def describe(finding: Finding, locale: Locale) -> Description:
    """The finding in words.

    ``params["case"]`` picks a special wording; ``params["suggestion"]``, a close name, adds "did you mean";
    ``params["problem:zh-CN"]`` stands in for ``problem`` in that locale. A param that is not there shows as a dash; an
    unknown code stands for itself.
    """
    words = catalogue(locale)
    wording, params = _wording(finding, words), _params(finding, locale)
    remedy = wording.remedy.format_map(params)
    if params.get("suggestion"):
        remedy += words.did_you_mean.format_map(params)
    return Description(wording.text.format_map(params), remedy, _place(finding, words))


def codes() -> tuple[str, ...]:
    """Every code of the catalogue: errors, then warnings, then infos, each in alphabetical order."""
    order = {"E": 0, "W": 1, "I": 2}
    return tuple(sorted(catalogue("en").entries, key=lambda code: (order[code[0]], code)))


def explain(code: str, locale: Locale) -> Explanation:
    """What a code means in general. KeyError for a code that is not in the catalogue."""
    words = catalogue(locale)
    entry, severity = words.entries[code], SEVERITY[code[0]]
    stops = "run" if code in FATAL else "subject" if severity == "error" else "nothing"
    return Explanation(code, severity, entry.about, entry.usual.remedy, words.stops[stops])


def parameters(text: str) -> frozenset[str]:
    """The names of the placeholders in a sentence."""
    return frozenset(name for _, name, _, _ in Formatter().parse(text) if name)


def suggestion(name: str, known: Iterable[str]) -> dict[str, str]:
    """``{"suggestion": close}`` where a known name is close to ``name`` (letter case aside), else an empty dict."""
    by_fold = {candidate.casefold(): candidate for candidate in sorted(known, reverse=True)}
    close = get_close_matches(name.casefold(), sorted(by_fold), n=1, cutoff=0.6)
    return {"suggestion": by_fold[close[0]]} if close else {}
