"""Edited texts: bound to the facts they were written for, printed while those hold, listed as stale when they change."""

from __future__ import annotations

from collections.abc import Sequence

from reportgen.commentary.lint import banned_words
from reportgen.commentary.options import Options
from reportgen.commentary.plan import Block
from reportgen.commentary.sentence import Remark, Sentence, Stale, joined
from reportgen.commentary.verify import names_of, unknown_numbers
from reportgen.commentary.voice import Voice
from reportgen.model.fact import Fact, OverrideFact, facts_hash

_APPROVED = ("approved", "locked")


def block_hash(block: Block) -> str:
    """What an edited text of a KPI's comment is bound to."""
    return facts_hash(block.facts)


def apply_overrides(
    block: Block, said: Sequence[Sentence], speaker: Voice, options: Options
) -> tuple[list[Sentence], list[Stale], list[Remark]]:
    """The block's sentences with edited ones in place of generated ones, the stale edits, and remarks for the editor."""
    result = list(said)
    stale: list[Stale] = []
    remarks: list[Remark] = []
    for edit in block.overrides:
        if edit.locale not in ("", speaker.locale):
            continue
        replaced = _replaced(edit, result)
        facts = _facts(edit, block, replaced)
        now = facts_hash(facts)
        if not replaced or now != edit.facts_hash:
            stale.append(Stale(block.kpi.id, edit.text, edit.author, edit.facts_hash, now, edit.row))
            result = [_marked(sentence, sentence in replaced or not replaced) for sentence in result]
            continue
        if options.final and edit.status not in _APPROVED:
            remarks.append(Remark("not_approved", block.kpi.id, edit.text, row=edit.row))
            continue
        wrong = unknown_numbers(edit.text, facts, names_of(facts), joined(replaced))
        if wrong:
            remarks.append(Remark("number", block.kpi.id, edit.text, wrong, edit.row))
        words = banned_words(edit.text, causes=not block.has_cause)
        if words:
            remarks.append(Remark("banned", block.kpi.id, edit.text, words, edit.row))
        result = _with_edit(edit, block, result, replaced, speaker)
    return result, stale, remarks


def _replaced(edit: OverrideFact, said: Sequence[Sentence]) -> list[Sentence]:
    generated = [sentence for sentence in said if sentence.source == "generated"]
    if not edit.replaces:
        return generated
    wanted = set(edit.replaces)
    return [sentence for sentence in generated if wanted.intersection(sentence.fact_ids)]


def _facts(edit: OverrideFact, block: Block, replaced: Sequence[Sentence]) -> tuple[Fact, ...]:
    if not edit.replaces:
        return block.facts
    held = {fact.id: fact for sentence in replaced for fact in sentence.facts if fact.evidence != "L3"}
    return tuple(held.values())


def _marked(sentence: Sentence, stale: bool) -> Sentence:
    if not stale or sentence.source != "generated":
        return sentence
    return Sentence(
        sentence.kpi_id, sentence.order, sentence.text, sentence.locale, sentence.facts, sentence.source, True,
        sentence.draft,
    )


def _with_edit(
    edit: OverrideFact, block: Block, said: Sequence[Sentence], replaced: Sequence[Sentence], speaker: Voice
) -> list[Sentence]:
    draft = edit.status not in _APPROVED
    text = " ".join(edit.text.split()) + (speaker.say("draft.mark") if draft else "")
    facts = (edit, *_facts(edit, block, replaced))
    edited = Sentence(block.kpi.id, 0, text, speaker.locale, facts, "override", False, draft)
    position = said.index(replaced[0])
    kept = [sentence for sentence in said if sentence not in replaced]
    kept.insert(min(position, len(kept)), edited)
    return kept
