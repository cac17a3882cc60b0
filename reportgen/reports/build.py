"""Build a Report from a view and a pack: blocks in the pack's order, and the identity printed in header and footer."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

from reportgen.formatting import period_name, word
from reportgen.model.dataset import Locale
from reportgen.model.report import Block, ColumnBlocks, Columns, Meta, Prose, Report, Section, Table
from reportgen.model.view import View
from reportgen.reports.attachments import own_data
from reportgen.reports.blocks.notes import NotesOptions
from reportgen.reports.blocks.variances import VarianceOptions
from reportgen.reports.carrying import carried
from reportgen.reports.fitting import Draft, fitted
from reportgen.reports.length import PAGE, likely_pages, section_height
from reportgen.reports.noting import Notes, number_notes, rank_variances
from reportgen.reports.pack import BlockSpec, Pack, SectionSpec, SideBySide
from reportgen.reports.page import WIDTH, Page
from reportgen.reports.registry import block_entries
from reportgen.reports.words import Words

#: Digits of the data hash in the footer, and the pages from which a report has contents (notation 19 and 20).
HASH_SHOWN, CONTENTS_FROM = 12, 7
#: Contents of fewer sections help nobody.
SECTIONS = 3
#: Sections whose contents stand beside three title lines: three columns of two, below their heading.
BESIDE = 6
#: Millimetres of the heading of contents with the space below them, and of a line.
CONTENTS_HEAD, CONTENTS_LINE = 10.0, 5.0


def build_report(view: View, pack: Pack, locale: Locale | None = None) -> Report:
    """The report of one view: deterministic, nothing left to compute. Sections with nothing to show are dropped."""
    words = Words(locale or view.locale, pack.texts.get(locale or view.locale, {}))
    notes = _notes(view, pack)
    built = [_section(pack, view, notes, (section, words)) for section in pack.sections]
    drafts = [draft for draft in built if draft.section.blocks]
    sections = fitted(drafts)
    many = len(sections) >= SECTIONS and likely_pages(sections) >= CONTENTS_FROM
    contents = many if pack.contents == "auto" else pack.contents
    full = not sections or section_height(sections[0]) + _contents_height(sections) > PAGE[sections[0].orientation]
    beside = full and _beside(sections)
    alone = full and not beside
    if contents and not full:
        sections = fitted(drafts, _contents_height(sections))
    meta = _meta(view, pack, words).model_copy(update={"contents": contents, "contents_alone": alone, "contents_beside": beside})
    return Report(meta=meta, sections=sections, attachments=own_data(view, words))


def _notes(view: View, pack: Pack) -> Notes:
    """The numbers of a report's comments: those of its notes, else those of its table of variances."""
    options = [spec.options for spec in pack.blocks()]
    limits = next((one.limits for one in options if isinstance(one, NotesOptions)), None)
    if limits is not None:
        return number_notes(view, limits)
    ranks = next((one.most for one in options if isinstance(one, VarianceOptions) and one.numbered), 0)
    return rank_variances(view, ranks)


def _contents_height(sections: Sequence[Section]) -> float:
    """Millimetres of the contents on a page with other text, where a wide page holds three columns of them."""
    columns = 3 if sections[0].orientation == "landscape" else 1
    return CONTENTS_HEAD + CONTENTS_LINE * ceil(len(sections) / columns)


def _beside(sections: Sequence[Section]) -> bool:
    """True where the contents of a full landscape page find room to the right of its three title lines."""
    if not sections or sections[0].orientation != "landscape" or len(sections) > BESIDE:
        return False
    return any(isinstance(block, Prose) and block.role == "title" for block in sections[0].blocks)


def _section(pack: Pack, view: View, notes: Notes, part: tuple[SectionSpec, Words]) -> Draft:
    spec, words = part
    page = Page(view, words, WIDTH[spec.orientation], notes, spec.id, pack.title[words.locale])
    blocks: list[Block] = []
    spill: set[int] = set()
    fill: set[int] = set()
    for index, item in enumerate(spec.blocks):
        place = page.at(page.width, f"{spec.id}-{index + 1}")
        before = len(blocks)
        blocks += _columns(place, item) if isinstance(item, SideBySide) else _build(place, item)
        if isinstance(item, BlockSpec) and item.name in (*spec.spill, *spec.fill):
            (spill if item.name in spec.spill else fill).update(range(before, len(blocks)))
    section = Section(
        id=spec.id, title=spec.title[words.locale], blocks=tuple(blocks), orientation=spec.orientation,
        new_page=spec.new_page,
    )
    return Draft(section, spec.one_page, frozenset(spill), frozenset(fill))


def _build(page: Page, spec: BlockSpec) -> tuple[Block, ...]:
    blocks = block_entries()[spec.name].build(page, spec.options)
    return tuple(carried(block, page) if isinstance(block, Table) else block for block in blocks)


def _columns(page: Page, layout: SideBySide) -> tuple[Block, ...]:
    """Columns side by side; where only one has something to show it takes the whole width."""
    fixed = sum(side.width or 0 for side in layout.items) + layout.gap * (len(layout.items) - 1)
    free = [side for side in layout.items if side.width is None]
    share = (page.width - fixed) / len(free) if free else page.width - fixed
    columns = []
    for index, side in enumerate(layout.items):
        width = share if side.width is None else side.width
        place = page.at(width, f"{page.prefix}-{index + 1}")
        blocks = tuple(block for spec in side.blocks for block in _build(place, spec))
        if blocks:
            columns.append((side, ColumnBlocks(width=width, blocks=blocks)))
    if len(columns) == 1:
        return tuple(block for spec in columns[0][0].blocks for block in _build(page, spec))
    return (Columns(items=tuple(column for _, column in columns), gap=layout.gap),) if columns else ()


def _meta(view: View, pack: Pack, words: Words) -> Meta:
    subject, run, locale = view.subject, view.run, words.locale
    name, period = subject.name.of(locale), period_name(view.period, locale)
    who = words("report.subject_line", subject=name, subject_id=subject.id) if subject.level == "individual" else name
    title = pack.title[locale]
    footer = [
        words("footer.as_of", date=run.as_of.isoformat()), words("footer.run", run=run.run_id),
        words("footer.data", hash=run.data_hash[:HASH_SHOWN]),
    ]
    footer += [words("footer.policy", policy=run.policy)] if run.policy else []
    footer += [words("footer.default_grades")] if view.rules.grades_are_default else []
    return Meta(
        report=pack.name, template=f"{pack.name} v{pack.version}", locale=locale, subject_id=subject.id, subject_name=name,
        level=subject.level, period=view.period.label, period_text=period, title=title, company=view.company,
        status=run.status, status_text=word("report_status", run.status, locale),
        confidentiality=confidentiality(view, pack, words),
        header=tuple(part for part in (title, who, period) if part != view.company), footer=tuple(footer),
        as_of=run.as_of, run_id=run.run_id, data_hash=run.data_hash,
        policy=run.policy, engine=run.engine, currency=view.currency,
        contents_title=words("footer.contents"),
    )


def confidentiality(view: View, pack: Pack, words: Words) -> str:
    """The class of the data and who may read the report."""
    audience = pack.audience.get(words.locale, "")
    return words("report.confidentiality_gap").join(part for part in (view.confidentiality, audience) if part)
