"""Facts in, sentences out: select, order, merge, plan, phrase, format (docs/method/commentary.md)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from reportgen.commentary.headline import headline, headline_variance, pay_headline, pay_total, plan_headline
from reportgen.commentary.options import DEFAULT, Options
from reportgen.commentary.overrides import apply_overrides, block_hash
from reportgen.commentary.plan import Block, KpiFacts, Planned, blocks, group, rest
from reportgen.commentary.say_kpi import PLAIN, WITH_EARLIER, ytd
from reportgen.commentary.say_subject import MANY, SUBJECT
from reportgen.commentary.sentence import Commentary, Remark, Sentence, Stale
from reportgen.commentary.summary import plan_summary
from reportgen.commentary.voice import Voice, voice
from reportgen.model.dataset import Locale
from reportgen.model.fact import ActionFact, Comparison, Fact, NoteFact, OverrideFact, Payout, PayTotal, VsRange

_ONE: dict[str, Callable[..., str]] = {**SUBJECT, **PLAIN}


def write(facts: Sequence[Fact], locale: Locale, options: Options = DEFAULT, *, bound: bool = False) -> Commentary:
    """The commentary on one subject: headline, key messages, a comment per KPI, and what people wrote.

    ``bound``: with the hash of each comment's facts, which an edited text needs.

    The same facts give the same text; both locales use the same facts in the same order. ``facts`` may come in any order
    but their order breaks ties where ``options.order`` is ``given``.
    """
    speaker = voice(locale)
    kpis, subject = group(facts)
    made = blocks(kpis, options)
    comments, stale, remarks = _comments(made, speaker, options)
    collective = rest(kpis, made)
    if collective is not None:
        comments.append(_sentence(collective, "", speaker, options))
    lead = plan_headline(kpis, subject, options.message)
    pay = tuple(fact for fact in subject.get("payout", ()) if isinstance(fact, Payout))
    parts = {
        "headline": [] if lead is None else [_sentence(lead, "", speaker, options)],
        "pay_headline": [_sentence(Planned("pay_headline", (pay_total(pay), *pay)), "", speaker, options)] if pay else [],
        "summary": [_sentence(planned, "", speaker, options) for planned in plan_summary(kpis, subject, options)],
        "carried": [_sentence(Planned("action", (fact,)), fact.kpi_id, speaker, options) for fact in _carried(facts)],
        "comments": comments,
        "notes": [_sentence(planned, "", speaker, options) for planned in _own_notes(subject, options)],
    }
    kept = _numbered(parts)
    return Commentary(
        locale=locale,
        headline=next(iter(kept["headline"]), None), pay_headline=next(iter(kept["pay_headline"]), None),
        summary=kept["summary"], carried=kept["carried"], comments=kept["comments"], notes=kept["notes"],
        stale=tuple(stale), remarks=tuple(remarks),
        missing=missing_comments(kpis, options, frozenset(item.kpi_id for item in stale)),
        hashes={block.kpi.id: block_hash(block) for block in made} if bound else {},
    )


def phrase(rule: str, facts: Sequence[Fact], locale: Locale, options: Options = DEFAULT) -> str:
    """One sentence by a rule of the plan, for places outside the commentary (a pay page, an alert)."""
    return voice(locale).finished(_phrase(Planned(rule, tuple(facts)), voice(locale), options))


def missing_comments(
    kpis: dict[str, KpiFacts], options: Options = DEFAULT, stale: frozenset[str] = frozenset()
) -> tuple[str, ...]:
    """KPIs whose material unfavourable variance, streak or red status has no person's word on record (``--strict``).

    A cause or a comment is a word, a suggestion is none; an edited text is one unless it is ``stale``. In a final report
    what nobody has approved does not count.
    """
    return tuple(dict.fromkeys(
        held.kpi.id for held in kpis.values() if _needs_word(held) and not _has_word(held, options, held.kpi.id in stale)
    ))


def _has_word(held: KpiFacts, options: Options, stale: bool) -> bool:
    notes = [fact for fact in held.by_type.get("note", ()) if isinstance(fact, NoteFact) and fact.kind != "suggestion"]
    edits = [fact for fact in held.by_type.get("override", ()) if isinstance(fact, OverrideFact) and not stale]
    if options.final:
        notes = [note for note in notes if note.status not in ("edited", "draft")]
        edits = [edit for edit in edits if edit.status in ("approved", "locked")]
    return bool(notes or edits)


def _needs_word(held: KpiFacts) -> bool:
    line = held.line
    if line is None or not line.material:
        return "streak" in held.by_type
    against = held.first("vs_target") or held.first("vs_range")
    outcome = against.outcome if isinstance(against, (Comparison, VsRange)) else ""
    return line.status == "red" or outcome == "unfavourable"


def _comments(made: Sequence[Block], speaker: Voice, options: Options) -> tuple[list[Sentence], list[Stale], list[Remark]]:
    sentences: list[Sentence] = []
    stale: list[Stale] = []
    remarks: list[Remark] = []
    for block in made:
        said = [_sentence(planned, block.kpi.id, speaker, options) for planned in block.sentences]
        said = [sentence for sentence in said if sentence.text]
        if block.overrides:
            said, old, found = apply_overrides(block, said, speaker, options)
            stale += old
            remarks += found
        sentences += said
    return sentences, stale, remarks


def _sentence(planned: Planned, kpi_id: str, speaker: Voice, options: Options) -> Sentence:
    text = speaker.finished(_phrase(planned, speaker, options))
    human = isinstance(planned.facts[0], (NoteFact, ActionFact)) if planned.facts else False
    return Sentence(kpi_id, 0, text, speaker.locale, planned.facts, "note" if human else "generated")


def _phrase(planned: Planned, speaker: Voice, options: Options) -> str:
    rule, facts = planned.rule, planned.facts
    if rule in WITH_EARLIER:
        return WITH_EARLIER[rule](facts[0], facts[1] if len(facts) > 1 else None, speaker, options)
    if rule in MANY:
        return MANY[rule](*facts, voice=speaker)
    if rule == "headline":
        return headline(facts, speaker)
    if rule == "headline_variance":
        return headline_variance(facts, speaker)
    if rule == "pay_headline":
        return pay_headline(next(fact for fact in facts if isinstance(fact, PayTotal)), speaker)
    if rule == "ytd":
        return ytd(facts[0], speaker, *facts[1:2])  # type: ignore[arg-type]
    return _ONE[rule](facts[0], speaker)


def _carried(facts: Iterable[Fact]) -> list[ActionFact]:
    """Actions of the period before that are still to be done, printed before anything new."""
    return [fact for fact in facts if isinstance(fact, ActionFact) and fact.carried and fact.status != "done"]


def _own_notes(subject: dict[str, list[Fact]], options: Options) -> list[Planned]:
    notes = [fact for fact in subject.get("note", ()) if isinstance(fact, NoteFact)]
    if options.final:
        notes = [note for note in notes if note.status not in ("edited", "draft")]
    actions = [fact for fact in subject.get("action", ()) if isinstance(fact, ActionFact) and not fact.carried]
    return [*(Planned("note", (note,)) for note in notes), *(Planned("action", (action,)) for action in actions)]


def _numbered(parts: dict[str, list[Sentence]]) -> dict[str, tuple[Sentence, ...]]:
    """Sentences numbered through, none twice, none empty."""
    seen: set[str] = set()
    order = 0
    kept: dict[str, tuple[Sentence, ...]] = {}
    for part, sentences in parts.items():
        held: list[Sentence] = []
        for sentence in sentences:
            if not sentence.text or sentence.text in seen:
                continue
            seen.add(sentence.text)
            order += 1
            held.append(replace(sentence, order=order))
        kept[part] = tuple(held)
    return kept
