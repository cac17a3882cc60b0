"""Draw every report in both languages as pictures: docs/gallery/<report>.<locale>-<page>.png and an index page."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from reportgen.reports import find_packs, load_pack
from reportgen.run.execute import RunOptions, execute
from reportgen.run.inputs import Inputs, read
from reportgen.run.plan import Selection

ROOT = Path(__file__).parent.parent
GALLERY = ROOT / "docs" / "gallery"
PERIOD = "2025-Q4"
#: Whose page stands for a level: the company, the eastern sales department, a seller with a full scorecard.
SUBJECTS = {"company": "LT", "division": "MKT", "department": "M-EAST", "team": "M-EAST-2", "individual": "E071"}
#: Reports that say most of the company, though a department has them too.
OF_COMPANY = ("finance_pack",)
RESOLUTION = "100"


def main() -> int:
    """Make the pictures and the index. Returns the exit code."""
    GALLERY.mkdir(parents=True, exist_ok=True)
    for old in GALLERY.glob("*.png"):
        old.unlink()
    inputs = read(ROOT / "datasets" / "demo", PERIOD)
    lines = ["# Gallery", "", f"Every report of the demo company for {PERIOD}, drawn by `make gallery`.",
             "[Beside the design](design.md) compares them with the mock pages that came first.", ""]
    for name, folder in find_packs(ROOT / "report_templates").items():
        pack = load_pack(folder)[0]
        if pack is None:
            print(f"{name}: the pack has faults", file=sys.stderr)
            return 1
        level = "department" if "department" in pack.levels and name not in OF_COMPANY else pack.levels[0]
        lines += [f"## {pack.title['en']} / {pack.title['zh-CN']}", ""]
        for picture in _draw(inputs, name, SUBJECTS[level]):
            lines += [f"![{picture.stem}]({picture.name})", ""]
    (GALLERY / "README.md").write_text("\n".join(lines), encoding="utf-8")
    return 0


def _draw(inputs: Inputs, name: str, subject: str) -> list[Path]:
    found: list[Path] = []
    with tempfile.TemporaryDirectory() as place:
        selection = Selection(reports=(name,), subjects=(subject,), formats=("pdf",), locales=("zh-CN", "en"))
        outcome = execute(inputs, selection, RunOptions(out=Path(place), status="final"))
        for entry in sorted(outcome.files):
            stem = f"{name}.{entry.locale}"
            source = outcome.folder / entry.path
            subprocess.run(["pdftoppm", "-r", RESOLUTION, "-png", str(source), str(GALLERY / stem)], check=True)
            found += sorted(GALLERY.glob(f"{stem}-*.png"))
    _shrink(found)
    return found


def _shrink(pictures: list[Path]) -> None:
    """One byte per dot keeps the repository small; the octree keeps rare colours (the notes' blue) true."""
    from PIL import Image

    for path in pictures:
        with Image.open(path) as picture:
            picture.convert("RGB").quantize(256, Image.Quantize.FASTOCTREE).save(path, optimize=True)


if __name__ == "__main__":
    sys.exit(main())
