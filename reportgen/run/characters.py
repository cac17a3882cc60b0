"""Every character that a run's documents may print: those of the dataset, of the packs and of the product's own texts."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import polars as pl

from reportgen.model.dataset import Dataset
from reportgen.model.finding import Finding

#: Rows named per column: the characters matter, not how often they occur.
_SHOWN = 5
#: Printable ASCII, and the signs that formatting, charts and the trace draw.
ALWAYS = "".join(map(chr, range(0x20, 0x7F))) + (
    "\u2212\u2013\u2014\u00b1\u00d7\u00f7\u2264\u2265\u2260\u0394\u00d8\u03a3\u2020\u2021\u25b2\u25bd\u25bc\u25b3\u25cb\u25cf\u25a1"
    "\u2026\u00b7\u2192\u2190\u2191\u2193\u3013\u3000\u3001\u3002\uff0c\uff08\uff09\uff1a\uff1b\uff01\uff1f\uff05\u201c\u201d"
    "\u2018\u2019\u300a\u300b\u00a0\u2002\u2003\u2009\u2460\u2461\u2462\u2463\u2464\u2465\u2466\u2467\u2468\u2469"
)


def glyph_findings(dataset: Dataset, missing: str) -> tuple[Finding, ...]:
    """W-GLYPH for the first rows of the data that hold a character which the font cannot show."""
    found: list[Finding] = []
    for name, table in dataset.tables.items() if missing else ():
        for column in (column for column, kind in table.schema.items() if kind == pl.String):
            rows = table.filter(pl.col(column).str.contains_any(list(missing)))
            for row in rows.head(_SHOWN).iter_rows(named=True):
                signs = " ".join(char for char in missing if char in row[column])
                subject, kpi = row.get("subject_id") or row.get("person_id") or "", row.get("kpi_id") or ""
                found.append(Finding("W-GLYPH", name, row.get("row_nr"), column, subject, kpi, params={"characters": signs}))
    return tuple(found)


def characters(dataset: Dataset, packs: Iterable[Path]) -> str:
    """The characters, sorted, each once."""
    found = set(ALWAYS)
    settings = dataset.settings
    for text in (settings.name, settings.company, settings.company_en, settings.confidentiality):
        found.update(text)
    for table in dataset.tables.values():
        for name in table.columns:
            found.update(name)
            if table.schema[name] == pl.String:
                found.update("".join(table[name].drop_nulls().unique().to_list()))
    root = Path(__file__).parent.parent
    texts = [path for path in root.rglob("*") if path.suffix in (".yaml", ".py")]
    texts += [path for pack in packs for path in pack.rglob("*") if path.suffix in (".yaml", ".j2", ".css")]
    if settings.policy is not None and settings.policy.is_file():
        texts.append(settings.policy)
    for path in texts:
        found.update(path.read_text(encoding="utf-8"))
    return "".join(sorted(char for char in found if char.isprintable() or char in "\u3000\u00a0"))
