"""The generated parts of ``docs/dataset.md``: tables, columns, synonyms and words, from the schema."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from reportgen.dataset.schema import FLAT_TABLE, OPEN_WORDS, REQUIRED_TABLES, TABLES, Column, Table
from reportgen.dataset.settings import KEYS
from reportgen.dataset.synonyms import synonyms

_KINDS: Mapping[str, str] = {
    "id": "id",
    "ref": "id of another row",
    "text": "text",
    "number": "number",
    "percent": "percent",
    "value": "number in the KPI's unit",
    "whole": "whole number",
    "date": "date",
    "period": "period",
    "json": "JSON object",
}


def _code(words: list[str]) -> str:
    return ", ".join(f"`{word}`" for word in words)


def _holds(column: Column) -> str:
    return f"word ({column.words})" if column.kind == "word" else _KINDS[column.kind]


def _table(table: Table) -> list[str]:
    lists = synonyms()["columns"]
    own, common = lists.get(table.name, {}), lists["*"]
    needed = " (required)" if table.name in REQUIRED_TABLES else ""
    files = synonyms()["tables"].get(table.name, [])
    lines = [f"### {table.name}{needed}", ""]
    lines += [f"Also named {_code(files)}.", ""] if files else []
    lines += ["| column | holds | also understood |", "|---|---|---|"]
    for name, column in table.columns.items():
        names = [*own.get(name, []), *(common.get(name, []) if table.name != FLAT_TABLE.name else [])]
        names = list(dict.fromkeys([*names, *common.get(name, [])]))
        lines.append(f"| `{name}`{' *' if column.required else ''} | {_holds(column)} | {_code(names)} |")
    return [*lines, ""]


def tables_part() -> str:
    """Every table with its columns, what they hold and the headers that are understood."""
    lines: list[str] = []
    for table in (*TABLES.values(), FLAT_TABLE):
        lines += _table(table)
    return "\n".join(lines).rstrip("\n")


def words_part() -> str:
    """The lists of words with their synonyms."""
    lines = ["| list | word | also understood |", "|---|---|---|"]
    for name, words in synonyms()["words"].items():
        shown = f"{name} (more words may be used)" if name in OPEN_WORDS else name
        for word, others in words.items():
            lines.append(f"| {shown} | `{word}` | {_code(others)} |")
            shown = ""
    return "\n".join(lines)


def keys_part() -> str:
    """The keys of dataset.yaml with the names that the ``dataset`` sheet of a workbook may use."""
    lines = ["| key | also understood in a `dataset` sheet |", "|---|---|"]
    return "\n".join(lines + [f"| `{key}` | {_code(synonyms()['settings'].get(key, []))} |" for key in KEYS])


PARTS: Mapping[str, Callable[[], str]] = {"tables": tables_part, "words": words_part, "keys": keys_part}


def renewed(page: str) -> str:
    """The page with what stands between ``<!-- begin NAME -->`` and ``<!-- end NAME -->`` written anew."""
    for name, part in PARTS.items():
        pattern = re.compile(rf"(<!-- begin {name} -->\n).*?(<!-- end {name} -->)", re.DOTALL)
        text = part()
        page = pattern.sub(lambda match, text=text: f"{match[1]}{text}\n{match[2]}", page)  # type: ignore[misc]
    return page


if __name__ == "__main__":
    import sys
    from pathlib import Path

    target = Path(sys.argv[1])
    target.write_text(renewed(target.read_text(encoding="utf-8")), encoding="utf-8")
