"""Findings as the lines of a terminal: each cause once, with every place where it was found."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import replace

from reportgen.findings.catalogue import Catalogue, catalogue
from reportgen.findings.describe import Description, describe, row_text
from reportgen.model.dataset import Locale
from reportgen.model.finding import Finding

#: Causes told one by one under a code, by severity; places named one by one; characters of a line that names them.
MOST_CAUSES = {"error": 50, "warning": 8, "info": 8}
MOST_PLACES, WIDTH = 40, 110
_INDENT = "    "
_Key = Callable[[Finding], Hashable]


def listing(findings: Sequence[Finding], locale: Locale, limit: int | None = None) -> Iterator[str]:
    """Lines for findings in order: code and place, what is wrong, what to do; those of one kind where the first stands.

    ``limit``: kinds that are listed; a last line counts the findings of the others.
    """
    kinds = grouped(findings)
    words = catalogue(locale)
    for kind in kinds[:limit]:
        yield from _one(kind[0], locale) if len(kind) == 1 else _several(kind, locale, words)
    if limit is not None and len(kinds) > limit:
        yield words.listing["rest"].format(count=sum(map(len, kinds[limit:])))


def counted(findings: Iterable[Finding], locale: Locale) -> str:
    """``2 errors, 5 warnings, 1 hint``."""
    words = catalogue(locale)
    kinds = [finding.severity for finding in findings]
    numbers = {kind: kinds.count(kind) for kind in ("error", "warning", "info")}
    parts = [words.counts[kind][number != 1].format(count=number) for kind, number in numbers.items()]
    return words.listing["and"].join(parts)


def grouped(findings: Iterable[Finding]) -> list[list[Finding]]:
    """Findings of one kind together: same code and wording, same column of the same file."""
    return _by(findings, lambda one: (one.code, one.params.get("case"), one.file, one.sheet, one.table, one.column))


def _causes(kind: Iterable[Finding]) -> list[list[Finding]]:
    """Findings of one cause together: they differ in row and subject alone."""
    return _by(kind, lambda one: (one.kpi_id, frozenset(item for item in one.params.items() if item[0] != "subject_id")))


def _by(findings: Iterable[Finding], key: _Key) -> list[list[Finding]]:
    found: dict[Hashable, list[Finding]] = {}
    for finding in findings:
        found.setdefault(key(finding), []).append(finding)
    return list(found.values())


def _one(finding: Finding, locale: Locale) -> Iterator[str]:
    said = describe(finding, locale)
    yield _head(finding, said)
    yield f"{_INDENT}{said.text}"
    if said.remedy:
        yield f"{_INDENT}{said.remedy}"


def _head(finding: Finding, said: Description, *more: str) -> str:
    return "  ".join(part for part in (finding.code, said.place, finding.subject_id, finding.kpi_id, *more) if part)


def _several(kind: Sequence[Finding], locale: Locale, words: Catalogue) -> Iterator[str]:
    """The causes of a kind, one line each and where else they were found; what to do once, where it is the same for all."""
    causes = _causes(kind)
    told = causes[: MOST_CAUSES[kind[0].severity]]
    said = [describe(cause[0], locale) for cause in told]
    remedies = {one.remedy for one in said}
    head = describe(replace(kind[0], row=None), locale)
    yield "  ".join(part for part in (kind[0].code, head.place, words.listing["times"].format(count=len(kind))) if part)
    for cause, one in zip(told, said, strict=True):
        place = _place(cause[0], words)
        text = words.listing["at"].format(place=place, text=one.text) if place else one.text
        yield _INDENT + (text if len(remedies) == 1 else words.listing["then"].format(text=text, remedy=one.remedy))
        yield from _places([_place(other, words) for other in cause[1:]], words)
    yield from _places([_place(one, words, one.kpi_id) for cause in causes[len(told):] for one in cause], words)
    if len(remedies) == 1:
        yield from (f"{_INDENT}{remedy}" for remedy in remedies if remedy)


def _places(places: Sequence[str], words: Catalogue) -> Iterator[str]:
    """Where else something was found, in as many lines as it needs."""
    shown = [place for place in dict.fromkeys(places[:MOST_PLACES]) if place]
    left = len(places) - MOST_PLACES
    if left > 0:
        shown.append(words.listing["more"].format(count=left))
    line = words.listing["also"]
    for number, place in enumerate(shown):
        if number and len(line) + len(place) > WIDTH:
            yield f"{_INDENT}{_INDENT}{line.rstrip()}"
            line = ""
        line += place + (words.listing["between"] if number < len(shown) - 1 else "")
    if shown:
        yield f"{_INDENT}{_INDENT}{line.rstrip()}"


def _place(finding: Finding, words: Catalogue, kpi: str = "") -> str:
    row = "" if finding.row is None else row_text(finding, words)
    who = " ".join(part for part in (finding.subject_id, kpi) if part)
    return words.listing["of"].format(place=row, who=who) if row and who else row or who
