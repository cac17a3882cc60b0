"""Write the generated pages of docs/: commands, finding codes, the lists of dataset.md and templates.md, the report schema."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

from reportgen.cli.page import commands_page
from reportgen.dataset.page import renewed as renewed_dataset
from reportgen.findings.page import finding_codes_page
from reportgen.reports.catalogue import renewed as renewed_templates
from reportgen.reports.schema import schema_text

DOCS = Path(__file__).parent.parent / "docs"


def pages(docs: Path) -> Mapping[str, str]:
    """Every generated page by its name, as it should be."""
    return {
        "commands.md": commands_page(),
        "finding-codes.md": finding_codes_page(),
        "dataset.md": renewed_dataset((docs / "dataset.md").read_text(encoding="utf-8")),
        "templates.md": renewed_templates((docs / "templates.md").read_text(encoding="utf-8")),
        "report-model.schema.json": schema_text(),
    }


def main() -> int:
    """Write what has changed and name it. Returns the exit code."""
    for name, text in pages(DOCS).items():
        page = DOCS / name
        if not page.is_file() or page.read_text(encoding="utf-8") != text:
            page.write_text(text, encoding="utf-8")
            print(f"docs/{name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
