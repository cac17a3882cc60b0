"""Processor time of a PDF with one long table, per row: it must not grow with the table.

    python -m benchmarks.long_tables [rows]

The report of ``tests/render/long.py`` with 250, 500, … rows up to ``rows`` (2,000), each in a process of its own, beside a plain
``HTML(string=…).write_pdf()`` of the same page. Checked as well: every row stands in the PDF once.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
import warnings
from collections.abc import Callable
from io import BytesIO

WAYS = ("plain", "kept")
FIRST, LAST = 250, 2000


def maker(way: str, rows: int) -> Callable[[], bytes]:
    """What makes the PDF; themes, fonts and the report are ready before."""
    from reportgen.render.html import render
    from reportgen.render.pdf import PdfRenderer, cut_fonts
    from reportgen.themes import load_theme
    from tests.render.long import long_report

    report, theme = long_report(rows), load_theme()
    if way == "plain":
        from weasyprint import HTML

        page = render(report, theme).decode("utf-8")
        return lambda: bytes(HTML(string=page).write_pdf())
    renderer = PdfRenderer(theme, cut_fonts(report.model_dump_json()))
    return lambda: renderer.render(report).content


def measure(way: str, rows: int) -> dict[str, float]:
    """Seconds, pages and rows found in the text of the PDF."""
    from pypdf import PdfReader

    warnings.simplefilter("ignore")
    make = maker(way, rows)
    started = time.process_time()
    content = make()
    spent = time.process_time() - started
    pages = PdfReader(BytesIO(content)).pages
    found = len(set(re.findall(r"P\d{5}", " ".join(page.extract_text() for page in pages))))
    return {"seconds": spent, "pages": len(pages), "found": found}


def main(last: int) -> None:
    """Print seconds and milliseconds a row for each size and way."""
    print(f"{'rows':>6} {'way':6}{'CPU s':>8}{'ms a row':>10}{'pages':>7}{'rows found':>12}{'of plain':>10}")
    rows = min(FIRST, last)
    while rows <= last:
        plain = 0.0
        for way in WAYS:
            command = [sys.executable, "-m", "benchmarks.long_tables", "--child", way, str(rows)]
            figures = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()[-1])
            plain = plain or figures["seconds"]
            print(f"{rows:6} {way:6}{figures['seconds']:8.1f}{1000 * figures['seconds'] / rows:10.1f}{figures['pages']:7.0f}"
                  f"{figures['found']:12.0f}{figures['seconds'] / plain:10.2f}", flush=True)
        rows *= 2


if __name__ == "__main__":
    if sys.argv[1:2] == ["--child"]:
        print(json.dumps(measure(sys.argv[2], int(sys.argv[3]))))
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else LAST)
