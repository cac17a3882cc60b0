"""Where sentences and cells of one report print the same value: they must round alike."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from reportgen.commentary.lint import without_quotes
from reportgen.commentary.sentence import Sentence
from reportgen.commentary.verify import names_of
from reportgen.formatting.numbers import digits
from reportgen.model.report import Cell, Columns, Prose, Report, Table
from reportgen.model.rounding import half_up

SCALES = {"": 1, "K": 10**3, "万": 10**4, "M": 10**6, "亿": 10**8, "B": 10**9}
TOKEN = re.compile(r"(\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)\s*(亿|万|[KMB](?![A-Za-z]))?\s?(%|个百分点|pp)?")


def blocks(report: Report) -> Iterator[Table | Prose]:
    for section in report.sections:
        stack: list[Any] = list(section.blocks)
        while stack:
            block = stack.pop(0)
            if isinstance(block, Columns):
                stack = [inner for column in block.items for inner in column.blocks] + stack
            elif isinstance(block, Table | Prose):
                yield block


def cells(report: Report) -> Iterator[Cell]:
    for block in blocks(report):
        if isinstance(block, Table):
            for row in block.rows:
                for cell in row.cells:
                    yield cell
                    if cell.second is not None:
                        yield cell.second


def texts(report: Report) -> Iterator[str]:
    for block in blocks(report):
        if isinstance(block, Prose):
            yield from ("".join(run.text for run in item.runs) for item in block.items)
    yield from (cell.value for cell in cells(report) if isinstance(cell.value, str))


def compares(sentence: Sentence) -> bool:
    return bool(sentence.kpi_id) and sentence.facts[0].type in ("vs_target", "vs_range", "level")


def nameless(sentence: Sentence) -> str:
    """The text without names, which may hold digits of their own (5S score)."""
    text = without_quotes(sentence.text)
    for name in sorted(filter(re.compile(r"\d").search, names_of(sentence.facts)), key=len, reverse=True):
        text = re.sub(re.escape(name), " ", text, flags=re.IGNORECASE)
    return text


def round_alike(report: Report, first: dict[str, str]) -> None:
    """The first sentence on a KPI prints actual, target and variance as the cells of its row do, where the scale is the same."""
    for cell in cells(report):
        place = re.fullmatch(r"kpi_scores/[^/]+/[^/]+/(.+)#(actual|target|variance|py_actual)", cell.ref or "")
        if place is None or place[1] not in first or not isinstance(cell.value, Decimal):
            continue
        for token, word, unit in TOKEN.findall(first[place[1]]):
            scale = Decimal(SCALES[word])
            if (unit == "%" and cell.format.unit != "%") or (unit and unit != "%" and cell.format.kind != "pp"):
                continue
            shown, places = Decimal(token.replace(",", "")), len(token.partition(".")[2])
            if scale == cell.format.scale and half_up(abs(cell.value) / scale, places) == shown:
                printed = digits(abs(cell.value) / scale, cell.format.decimals)
                assert token == printed or shown == 0, (cell.ref, token, printed, first[place[1]])
