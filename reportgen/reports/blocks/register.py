"""The register of comments: who wrote what and when, in which state, and whether the facts have moved since."""

from __future__ import annotations

from reportgen.formatting import date_text
from reportgen.model.report import Block, Cell, Row
from reportgen.model.view import Comment
from reportgen.reports import figures
from reportgen.reports.blocks.actions import kpi_title
from reportgen.reports.figures import DASH
from reportgen.reports.headings import table
from reportgen.reports.page import Page
from reportgen.reports.registry import Options, block
from reportgen.reports.tables import column

#: Letters of a text that the notes print in full; Han letters count twice.
_HEAD = 130


class RegisterOptions(Options):
    """``most`` rows; ``letters`` of a text that the report prints in full elsewhere (Han letters count twice)."""

    most: int = 60
    letters: int = _HEAD


@block("commentary_register", RegisterOptions)
def commentary_register(page: Page, options: RegisterOptions) -> tuple[Block, ...]:
    """Every comment: number, object, text, origin, author, date, state, and whether it must be written anew.

    Sentences of one origin stand together; what the numbered notes print in full is shown by its beginning.
    """
    words = page.words
    groups: dict[tuple[object, ...], list[Comment]] = {}
    for comment in page.view.texts.comments:
        key = (comment.kpi_id, comment.subject_id, comment.source, comment.author, comment.written, comment.stale, comment.state)
        groups.setdefault(key, []).append(comment)
    ordered = sorted(groups.values(), key=lambda comments: _order(page, comments[0]))
    rows = [_row(page, comments, options.letters) for comments in ordered]
    plans = [
        column("number", words("register.number"), 10), column("about", words("register.about"), 34, "left"),
        column("text", words("register.text"), 80, "left", stretch=True), column("source", words("register.source"), 18, "left"),
        column("author", words("register.author"), 24, "left"), column("date", words("register.date"), 19, "left"),
        column("state", words("register.state"), 20, "left"), column("stale", words("register.stale_head"), 14, "left"),
    ]
    return (table(page, options, "register", (plans, rows[: options.most]), empty=words("notes.empty")),)


def _order(page: Page, comment: Comment) -> tuple[bool, int]:
    """By number; what has none stands last."""
    number = _number(page, comment)
    return number is None, number or 0


def _number(page: Page, comment: Comment) -> int | None:
    return page.note(comment.kpi_id or comment.subject_id)


def _row(page: Page, comments: list[Comment], letters: int) -> Row:
    comment, words = comments[0], page.words
    number, name = _number(page, comment), page.view.names.get(comment.subject_id)
    about = kpi_title(page, comment.kpi_id) if not comment.subject_id else name.of(page.locale) if name else comment.subject_id
    new = [one.text for one in comments if one.text not in page.notes.told]
    text = words("notes.sentence_gap").join(new) or _head(page, comment.text, letters)
    state = words.known("register", f"state_{comment.state or 'current'}").removeprefix("state_")
    when = DASH if comment.written is None else date_text(comment.written, page.locale)
    return Row(cells=(
        Cell(value=DASH if number is None else str(number)), figures.words(about), figures.words(text),
        figures.words(words(f"register.{comment.source}")), figures.words(comment.author or DASH), Cell(value=when),
        Cell(value=state), Cell(value=words("register.yes") if comment.stale else DASH,
                                effect="unfavourable" if comment.stale else ""),
    ))


def _head(page: Page, text: str, letters: int) -> str:
    """The beginning of a text, at most ``letters`` or two thirds of it, cut between English words."""
    letters, used = min(letters, sum(map(_width, text)) * 2 // 3), 0
    for index, letter in enumerate(text):
        used += _width(letter)
        if used > letters:
            cut = text[:index] if page.locale == "zh-CN" else text[:index].rsplit(" ", 1)[0]
            return page.words("register.head", text=cut)
    return text


def _width(letter: str) -> int:
    return 2 if letter > "\u2e7f" else 1
