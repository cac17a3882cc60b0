"""Run: compute, plan, make, write, list. Files appear as they are finished, whole or not at all."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path
from typing import Literal

from reportgen.commentary.writers import load_writer
from reportgen.delivery.files import CannotWriteError, write_whole
from reportgen.delivery.manifest import Failure, FileEntry, Manifest, digest
from reportgen.delivery.paths import encode, file_of
from reportgen.model.dataset import LOCALES, Locale
from reportgen.model.errors import WrongCallError, unknown
from reportgen.model.version import VERSION
from reportgen.model.view import RECIPIENT_OF, Recipient
from reportgen.run.booklets import REVIEW, SCORECARD, Part, booklet_parts, bound
from reportgen.run.commentary import Commentator
from reportgen.run.documents import EXTENSIONS, Made, Order, Workshop
from reportgen.run.inputs import Inputs
from reportgen.run.plan import PlannedSubject, Selection, choose_packs, plan
from reportgen.run.pool import make_all
from reportgen.run.results import Results, compute
from reportgen.run.tables import write_tables
from reportgen.run.views.build import Views

#: Report name -> level -> whom the report is for.
Served = Mapping[str, Mapping[str, Recipient]]


@dataclass(frozen=True, slots=True)
class RunOptions:
    """How a run is made, beside what is selected. ``writer``: an installed program that may word the comments.

    ``watermark``: whether every page names whom its copy is for; None leaves it to each pack.
    """

    out: Path = Path("output")
    templates: Path | None = None
    theme: str = "default"
    status: Literal["draft", "final"] = "draft"
    pdf_variant: str | None = None
    jobs: int = 1
    strict: bool = False
    booklet: bool = False
    writer: str = ""
    watermark: Literal["recipient", "none"] | None = None


@dataclass
class Outcome:
    """What a run did: its folder, its manifest, and what failed."""

    folder: Path
    results: Results
    files: list[FileEntry] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    missing: dict[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def complete(self) -> bool:
        """True when nothing failed, no subject was left out and (``--strict``) no required comment is missing."""
        return not self.failures and not self.results.excluded and not self.missing


Progress = Callable[[int, int], None]


def execute(inputs: Inputs, selection: Selection, options: RunOptions, progress: Progress | None = None) -> Outcome:
    """Make every selected document under ``options.out``. Raises WrongCallError, RefusedError, CannotWriteError."""
    packs = choose_packs(selection.reports, options.templates)
    check_choices(options)
    writer = load_writer(options.writer) if options.writer else None
    folder = options.out / encode(inputs.dataset.settings.name) / encode(inputs.period.label)
    check_writable(folder)
    results = compute(inputs, status=options.status)
    views = {locale: Views(results, locale) for locale in LOCALES}
    base = views[inputs.dataset.settings.locale]
    served = served_by(packs)
    planned = plan(base, inputs.dataset, selection, {name: tuple(levels) for name, levels in served.items()})
    if not planned and not selection.whole:
        raise WrongCallError("Nothing to make: the subjects asked for have no document in this period",
                             left_out(results, selection))
    bindable = choose_packs((REVIEW, SCORECARD), options.templates) if options.booklet else {}
    workshop = workshop_for(inputs, {**bindable, **packs}, selection, options)
    if workshop.fonts is not None and workshop.fonts.missing:
        from reportgen.run.characters import glyph_findings

        glyphs = glyph_findings(inputs.dataset, workshop.fonts.missing)
        results = replace(results, findings=(*results.findings, *glyphs))
    outcome = Outcome(folder, results)
    commentator = Commentator(results, writer)
    several = len(selection.locales) > 1
    parts = [part for item in planned for part in by_recipient(item, served)]
    said = orders(parts, views, selection, commentator)
    kept = checked(said, outcome, options) if options.strict else said
    binding = booklet_parts(planned, views) if options.booklet and "pdf" in selection.formats else []
    everything = chain(kept, booklets(binding, views, selection, commentator))
    total = len(parts) + len(binding)
    for done, made in enumerate(make_all(everything, workshop, options.jobs, total), start=1):
        for item in made:
            store(outcome, item, several)
        if progress is not None:
            progress(done, total)
    finish(outcome, selection, commentator)
    return outcome


def check_choices(options: RunOptions) -> None:
    """Raise before any work for a theme that cannot be used, a PDF variant that is not offered, or one asked of a booklet."""
    from reportgen.themes import load_theme

    load_theme(options.theme)
    if options.pdf_variant:
        from reportgen.render.pdf import VARIANTS

        if options.pdf_variant not in VARIANTS:
            raise unknown("PDF variant", options.pdf_variant, VARIANTS)
        if options.booklet:  # joined pages lose the structure and identity that the variant promises
            raise WrongCallError(
                f"A booklet cannot be made as {options.pdf_variant}", "Leave out --booklet or --pdf-variant, or run twice",
            )


def served_by(packs: dict[str, Path]) -> Served:
    """Report name -> the levels that its pack serves, and whom the report is for at each."""
    from reportgen.reports import load_pack

    found: dict[str, dict[str, Recipient]] = {}
    for name, path in packs.items():
        pack = load_pack(path)[0]
        found[name] = {} if pack is None else {level: pack.recipient_at(level) for level in pack.levels}
    return found


def by_recipient(item: PlannedSubject, served: Served) -> list[tuple[PlannedSubject, Recipient]]:
    """A subject's reports in groups of one recipient each: one view serves the reports of a group."""
    groups: dict[Recipient, list[str]] = {}
    for name in item.reports:
        groups.setdefault(served[name][item.level], []).append(name)
    return [(replace(item, reports=tuple(names)), recipient) for recipient, names in groups.items()]


def workshop_for(inputs: Inputs, packs: dict[str, Path], selection: Selection, options: RunOptions) -> Workshop:
    """What the makers share. Fonts are cut for the whole dataset and every pack text, never for the selection."""
    fonts = None
    if "pdf" in selection.formats:
        from reportgen.render.pdf import cut_fonts
        from reportgen.reports import find_packs
        from reportgen.run.characters import characters

        every_pack = {**find_packs(options.templates), **packs}
        fonts = cut_fonts(characters(inputs.dataset, every_pack.values()))
    return Workshop(packs, options.theme, fonts, options.pdf_variant, options.watermark)


def orders(
    parts: list[tuple[PlannedSubject, Recipient]], views: Mapping[Locale, Views], selection: Selection, commentator: Commentator
) -> Iterator[Order]:
    """One order per subject, recipient and locale, its view cut and its texts written when its turn comes."""
    for item, recipient in parts:
        source = views[item.locale]
        view = source.view(item.subject_id, recipient)
        try:
            said = commentator.say(source, view)
        except Exception as error:  # what cannot be said of one subject never stops the others
            yield Order(view, item.reports, selection.formats, item.locale, problem=f"{type(error).__name__}: {error}")
            continue
        view = replace(view, texts=said.texts, findings=(*view.findings, *said.findings))
        missing = tuple(f"{name.of(item.locale)} ({kpi_id})" for kpi_id, name in said.missing)
        yield Order(view, item.reports, selection.formats, item.locale, missing)


def booklets(
    parts: list[Part], views: Mapping[Locale, Views], selection: Selection, commentator: Commentator
) -> Iterator[Order]:
    """One order per booklet: the review as its manager sees it, then each member's scorecard as the member does."""
    for item, people in parts:
        scorecards = [
            (PlannedSubject(who, "individual", (SCORECARD,), item.locale), RECIPIENT_OF["individual"]) for who in people
        ]
        review = next(orders([(item, "manager")], views, selection, commentator))
        yield bound(review, orders(scorecards, views, selection, commentator)) if not review.problem else review


def checked(found: Iterable[Order], outcome: Outcome, options: RunOptions) -> Iterator[Order]:
    """The orders whose required comments are there; of a draft all of them. What is missing is listed by subject and KPI."""
    for order in found:
        if not order.missing:
            yield order
            continue
        subject = order.view.subject.id
        outcome.missing[subject] = order.missing
        if options.status == "draft":
            yield order
            continue
        reason = f"a required comment is missing: {', '.join(order.missing)}"
        outcome.failures += [Failure(subject, name, "", order.locale, reason) for name in order.reports]


def store(outcome: Outcome, made: Made, several_locales: bool) -> None:
    """Write one finished document and list it; a failure is listed with its reason."""
    if made.problem:
        outcome.failures.append(Failure(made.subject_id, made.report, made.format, made.locale, made.problem))
        return
    path = file_of(made.level, made.subject_id, made.report, EXTENSIONS[made.format], made.locale if several_locales else "")
    write_whole(outcome.folder / path, made.content)
    outcome.files.append(FileEntry(
        str(path), made.subject_id, made.level, made.report, made.format, made.locale, digest(made.content),
        len(made.content), made.pages,
    ))


def finish(outcome: Outcome, selection: Selection, commentator: Commentator) -> None:
    """Write results, index and manifest; forget what an earlier run of other inputs left behind."""
    from reportgen.delivery.index import index_page

    results = outcome.results
    write_tables(results, outcome.folder / "results", "csv", commentator)
    results = outcome.results = replace(
        results, findings=tuple(dict.fromkeys((*results.findings, *commentator.findings())))
    )
    kept = _kept(outcome, selection)
    inputs = results.inputs
    manifest = Manifest(
        run_id=results.run.run_id, dataset=inputs.dataset.settings.name, period=inputs.period.label,
        as_of=inputs.as_of.isoformat(), status=results.run.status, versions={"reportgen": VERSION},
        input_sha256=inputs.dataset.input_hash, policy=results.run.policy, policy_sha256=inputs.policy.hash,
        files=sorted([*outcome.files, *kept]), failures=outcome.failures,
        excluded={subject: list(codes) for subject, codes in sorted(results.excluded.items())},
    )
    names = Views(results, inputs.dataset.settings.locale).organisation
    write_whole(outcome.folder / "manifest.json", manifest.to_json())
    write_whole(outcome.folder / "index.html", index_page(manifest, names.label, inputs.dataset.settings.locale))


def _kept(outcome: Outcome, selection: Selection) -> list[FileEntry]:
    """Files of an earlier call of the very same run; files of another run are removed when everything was made anew."""
    path = outcome.folder / "manifest.json"
    try:
        old = json.loads(path.read_text(encoding="utf-8"))
        entries = [FileEntry(**entry) for entry in old["files"]]
    except (OSError, ValueError, KeyError, TypeError):
        return []
    new = {entry.path for entry in outcome.files}
    rest = [entry for entry in entries if entry.path not in new]
    run = outcome.results.run
    if (old.get("run_id"), old.get("status")) == (run.run_id, run.status):
        return [entry for entry in rest if (outcome.folder / entry.path).is_file()]
    if selection.whole:
        for entry in rest:
            (outcome.folder / entry.path).unlink(missing_ok=True)
    return []


def check_writable(folder: Path) -> None:
    """Raise WrongCallError before any work where the output folder cannot be written."""
    probe = folder / ".writable"
    try:
        write_whole(probe, b"")
        probe.unlink()
    except (CannotWriteError, OSError) as error:
        reason = error.reason if isinstance(error, CannotWriteError) else str(error)
        raise WrongCallError(f"Cannot write to {folder}: {reason}", "Choose another folder with --out.") from None


def left_out(results: Results, selection: Selection) -> str:
    """Why the subjects asked for have nothing."""
    return "\n".join(
        f"{subject}: {', '.join(results.excluded[subject])}" for subject in selection.subjects if subject in results.excluded
    )


