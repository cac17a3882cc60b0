"""Time and memory of one individual's PDF: the kept renderer against a plain ``HTML(string=…).write_pdf()`` of the same page.

    python -m benchmarks.rendering [documents]

Each way runs in a process of its own, in Chinese and English, with the font subsetting library of the machine and without.
The plain way is timed from the finished HTML, the kept renderer from the report. Goals: 0.75 of the plain way in Chinese
with the library, and without it 1.5 times what the plain way takes with it.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from reportgen.model.report import Report

WAYS = ("plain", "kept")
LOCALES = ("zh", "en")


@dataclass(frozen=True, slots=True)
class Figures:
    """Milliseconds of processor time per document, peak memory in MB, kilobytes per file."""

    milliseconds: float
    megabytes: float
    kilobytes: float


def reports(locale: str, count: int) -> list[Report]:
    """The same two pages for ``count`` people: the sample scorecard, in English with its words replaced."""
    from tests.render.sample import scorecard_zh

    base = scorecard_zh()
    if locale == "en":
        base = Report.model_validate_json(in_english(base.model_dump_json()))
    return [base.model_copy(update={"meta": base.meta.model_copy(update={
        "subject_id": f"E{number:05d}", "title": f"{base.meta.title} {number}"})}) for number in range(count)]


def in_english(text: str) -> str:
    """Latin words of about the same length for every Chinese one; marks and figures stay."""
    words = ("sales", "score", "team", "plan", "rate", "unit", "year", "goal", "bonus", "owner")
    text = text.replace("zh-CN", "en").translate(str.maketrans("，：；。（）、“”　", ",:;.(),'' "))
    out, position = [], 0
    while position < len(text):
        if text[position] > "\u2e7f":
            end = position
            while end < len(text) and text[end] > "\u2e7f":
                end += 1
            chosen = [words[(ord(char) + index) % len(words)] for index, char in enumerate(text[position:end:3])]
            out.append(" ".join(chosen))
            position = end
        else:
            out.append(text[position])
            position += 1
    return "".join(out)


def plain(documents: list[Report]) -> Callable[[int], bytes]:
    """A fresh document, stylesheet and font configuration each time."""
    from weasyprint import HTML

    from reportgen.render.html import render
    from reportgen.themes import load_theme

    pages = [render(report, load_theme()).decode("utf-8") for report in documents]
    return lambda index: bytes(HTML(string=pages[index]).write_pdf())


def kept(documents: list[Report]) -> Callable[[int], bytes]:
    """One renderer for all documents, fonts cut once to what they use."""
    from reportgen.render.pdf import PdfRenderer, cut_fonts
    from reportgen.themes import load_theme

    renderer = PdfRenderer(load_theme(), cut_fonts("".join(report.model_dump_json() for report in documents[:1])))
    return lambda index: renderer.render(documents[index]).content


def measure(way: str, locale: str, library: bool, count: int) -> Figures:
    """In this process: set ``count`` documents after one that warms up."""
    warnings.simplefilter("ignore")
    if not library:
        import weasyprint.pdf.fonts

        weasyprint.pdf.fonts.harfbuzz_subset = None
        import logging

        logging.getLogger("weasyprint").setLevel(logging.ERROR)
    make = {"plain": plain, "kept": kept}[way](reports(locale, count))
    make(0)
    started = time.process_time()
    size = sum(len(make(index)) for index in range(count))
    spent = time.process_time() - started
    return Figures(1000 * spent / count, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, size / 1024 / count)


def in_child(way: str, locale: str, library: bool, count: int) -> Figures:
    """The same in a fresh process."""
    command = [sys.executable, "-m", "benchmarks.rendering", "--child", way, locale, str(int(library)), str(count)]
    done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=Path(__file__).parent.parent)
    return Figures(**json.loads(done.stdout.splitlines()[-1]))


def main(count: int) -> None:
    """Print a table: milliseconds, memory and size per way, and the ratio to the plain way with the library."""
    print(f"{count} documents of two pages; without the library {max(count // 10, 1)}")
    print(f"{'language':9}{'library':9}{'way':7}{'ms':>8}{'MB':>7}{'KB a file':>11}{'of plain':>10}")
    for locale in LOCALES:
        reference = 0.0
        for library in (True, False):
            for way in WAYS:
                figures = in_child(way, locale, library, count if library or way == "kept" else max(count // 10, 1))
                reference = reference or figures.milliseconds
                print(f"{locale:9}{'with' if library else 'without':9}{way:7}{figures.milliseconds:8.0f}{figures.megabytes:7.0f}"
                      f"{figures.kilobytes:11.0f}{figures.milliseconds / reference:10.2f}", flush=True)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--child"]:
        found = measure(sys.argv[2], sys.argv[3], bool(int(sys.argv[4])), int(sys.argv[5]))
        print(json.dumps({"milliseconds": found.milliseconds, "megabytes": found.megabytes, "kilobytes": found.kilobytes}))
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 100)
