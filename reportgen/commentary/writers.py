"""Writers: programs of others that turn the facts of a KPI into text. None is shipped; what they give is checked.

A writer is found by name in the entry-point group ``reportgen.commentary`` and called with a ``Request``. Its text is
printed only when every number in it is a fact's number at that rounding and nothing banned stands outside quotes;
otherwise the generated text stays (docs/commentary.md, "Writers").
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from decimal import Decimal
from importlib.metadata import entry_points
from typing import Literal

from reportgen.commentary.lint import banned_words
from reportgen.commentary.sentence import Commentary, Sentence, joined
from reportgen.commentary.verify import names_of, unknown_numbers
from reportgen.model.dataset import Locale
from reportgen.model.errors import unknown
from reportgen.model.fact import Fact, NoteFact
from reportgen.model.period import Period
from reportgen.model.view import Kpi, Name

GROUP = "reportgen.commentary"
#: A comment may not grow beyond so many characters; a text that fills the page is no comment.
MAX_LENGTH = 600


@dataclass(frozen=True, slots=True)
class Request:
    """What a writer gets: the language, the KPI, its facts as plain data, and the text that stands if it declines."""

    locale: Locale
    kpi_id: str
    facts: tuple[Mapping[str, object], ...]
    generated: str


Writer = Callable[[Request], str]


@dataclass(frozen=True, slots=True)
class Refusal:
    """A text that was not printed, and why: unknown numbers, banned words, or the writer's own failure."""

    kpi_id: str
    reason: Literal["number", "banned", "length", "failed"]
    text: str
    found: tuple[str, ...] = ()


def writer_names() -> tuple[str, ...]:
    """The writers installed."""
    return tuple(sorted(entry.name for entry in entry_points(group=GROUP)))


def load_writer(name: str) -> Writer:
    """The writer of that name. Raises WrongCallError with the installed ones when there is none."""
    for entry in entry_points(group=GROUP, name=name):
        found: Writer = entry.load()
        return found
    raise unknown("writer", name, writer_names())


def apply_writer(commentary: Commentary, writer: Writer) -> tuple[Commentary, tuple[Refusal, ...]]:
    """The commentary with the writer's text in place of each KPI's generated sentences; notes and edits stay."""
    refused: list[Refusal] = []
    comments: list[Sentence] = []
    for kpi_id, sentences in commentary.by_kpi():
        generated = tuple(sentence for sentence in sentences if sentence.source == "generated")
        others = [sentence for sentence in sentences if sentence.source != "generated"]
        if not kpi_id or not generated or any(sentence.source == "override" for sentence in others):
            comments += sentences
            continue
        facts = tuple({fact.id: fact for sentence in generated for fact in sentence.facts}.values())
        notes = tuple(fact for sentence in others for fact in sentence.facts)
        request = Request(commentary.locale, kpi_id, tuple(map(fact_data, (*facts, *notes))), joined(generated))
        text, refusal = _written(writer, request, facts, any(isinstance(fact, NoteFact) for fact in notes))
        if refusal is not None:
            refused.append(refusal)
        if text:
            comments += [replace(generated[0], text=text, facts=facts), *others]
        else:
            comments += sentences
    return replace(commentary, comments=tuple(comments)), tuple(refused)


def _written(writer: Writer, request: Request, facts: tuple[Fact, ...], noted: bool) -> tuple[str, Refusal | None]:
    try:
        text = " ".join(str(writer(request) or "").split())
    except Exception as error:  # foreign code: whatever it does, the generated text stands
        return "", Refusal(request.kpi_id, "failed", "", (type(error).__name__,))
    if not text or text == request.generated:
        return "", None
    if len(text) > MAX_LENGTH:
        return "", Refusal(request.kpi_id, "length", text)
    names = names_of(facts)
    wrong = unknown_numbers(text, facts, names, request.generated)
    if wrong:
        return "", Refusal(request.kpi_id, "number", text, wrong)
    plain = text
    for name in sorted(names, key=len, reverse=True):
        plain = plain.replace(name, " ")
    banned = banned_words(plain, causes=not noted)
    return ("", Refusal(request.kpi_id, "banned", text, banned)) if banned else (text, None)


def fact_data(fact: Fact) -> dict[str, object]:
    """A fact as plain data: numbers as decimal text, names per language, periods as labels."""
    held: dict[str, object] = {"id": fact.id, "type": fact.type, "evidence": fact.evidence}
    return held | {field_.name: _data(getattr(fact, field_.name)) for field_ in fields(fact)}


def _data(value: object) -> object:
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, Period):
        return value.label
    if isinstance(value, Name):
        return {"zh-CN": value.zh, "en": value.of("en")}
    if isinstance(value, Kpi):
        return {"id": value.id, "name": _data(value.name), "unit": value.unit, "direction": value.direction}
    if isinstance(value, tuple):
        return [_data(item) for item in value]
    if isinstance(value, date):
        return value.isoformat()
    if hasattr(value, "__dataclass_fields__"):
        return {field_.name: _data(getattr(value, field_.name)) for field_ in fields(value)}  # type: ignore[arg-type]
    return value
