"""Write the demo dataset: ``python datasets/demo/generate.py [OUT]``, by default into its own folder.

Seeded and deterministic: the same bytes on every machine. README.md of this folder tells the story.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from datasets.demo.book import Book
from datasets.demo.catalogue import kpi_rows
from datasets.demo.english import with_english_reasons
from datasets.demo.individuals import build_individuals, skills, tendencies
from datasets.demo.notes import note_rows
from datasets.demo.organisation import assignment_rows, build_people, heads, org_rows, people_rows
from datasets.demo.pay import adjustment_rows, event_rows, paybase_rows, payment_rows
from datasets.demo.sales import build_sales, build_seller_rates, close_parts_of_quarters
from datasets.demo.scenarios import build_scenarios
from datasets.demo.story import absence_rows, seats_of, showcase, tell
from datasets.demo.table import Row, write_table
from datasets.demo.units import build_units

HERE = Path(__file__).resolve().parent
WRITTEN_BY_HAND = ("dataset.yaml", "policy.yaml")


def build_tables() -> dict[str, list[Row]]:
    """Every table of the dataset by name."""
    people = build_people()
    head = heads(people)
    skill = skills(people)
    pull = tendencies(people, skill)
    book = Book()
    sold = build_sales(book, people, skill)
    build_seller_rates(book, people, sold, pull)
    close_parts_of_quarters(book, people, sold)
    build_individuals(book, people, pull)
    build_scenarios(book, build_units(book, people, sold))
    seats = seats_of(people)
    tell(book, seats)
    return {
        "org": org_rows(head), "people": people_rows(people, head), "assignments": assignment_rows(people, head),
        "kpis": kpi_rows(head), "scorecards": list(book.lines),
        "targets": with_english_reasons([*book.targets.values(), *book.revised]),
        "actuals": [*book.actuals.values(), *book.others], "scores": book.scores,
        "events": with_english_reasons(event_rows(seats)), "paybase": paybase_rows(people), "payments": payment_rows(seats),
        "adjustments": with_english_reasons(adjustment_rows(seats)), "notes": note_rows(seats), "absences": absence_rows(seats),
    }


def main(arguments: Sequence[str]) -> int:
    out = Path(arguments[0]) if arguments else HERE
    out.mkdir(parents=True, exist_ok=True)
    for name, rows in build_tables().items():
        write_table(out / f"{name}.csv", rows)
    people = build_people()
    worth_seeing = "".join(f"{person}\n" for person, _ in showcase(seats_of(people), people))
    (out / "showcase.txt").write_text(worth_seeing, encoding="utf-8", newline="\n")
    for name in WRITTEN_BY_HAND if out.resolve() != HERE else ():
        (out / name).write_bytes((HERE / name).read_bytes())
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
