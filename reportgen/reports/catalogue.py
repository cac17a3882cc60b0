"""The list of blocks and options for docs/templates.md, written from the registry itself."""

from __future__ import annotations

from pathlib import Path
from typing import Any, get_args, get_origin

from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from reportgen.reports.registry import Entry, Options, block_entries
from reportgen.reports.schema import schema_text
from reportgen.reports.words import TEXT_NAMES

#: Line of docs/templates.md after which the list stands.
MARK = "<!-- blocks: written by reportgen.reports.catalogue -->\n"


def renewed(page: str) -> str:
    """docs/templates.md with the list of blocks as it is now."""
    return page[:page.index(MARK)] + MARK + "\n" + block_catalogue()


def block_catalogue() -> str:
    """Markdown: every block with what it shows and its options with their defaults."""
    parts = [_entry(entry) for entry in block_entries().values()]
    names = ", ".join(f"`{{{{ {name} }}}}`" for name in TEXT_NAMES)
    return "\n".join([*parts, "### Placeholders of a pack's own texts", "", names, ""])


def _entry(entry: Entry) -> str:
    lines = [f"### `{entry.name}`", "", entry.summary, ""]
    own = [(name, field) for name, field in entry.options.model_fields.items() if name not in Options.model_fields]
    if own:
        lines += ["| option | values | default |", "|---|---|---|"]
        lines += [f"| `{name}` | {_values(field.annotation)} | {_default(field)} |" for name, field in own]
        lines.append("")
        if entry.options.__doc__:
            lines += [" ".join(entry.options.__doc__.split()), ""]
    return "\n".join(lines)


def _values(annotation: Any) -> str:
    """The values of an option: the names of a closed list, or a kind of value."""
    origin, inner = get_origin(annotation), get_args(annotation)
    if origin is tuple:
        return f"list of {_values(inner[0])}"
    if str(origin) == "typing.Literal":
        return ", ".join(f"`{name}`" for name in inner)
    if origin is dict:
        return "text per locale"
    plain = {bool: "true, false", int: "whole number", str: "text"}
    return plain.get(annotation, "millimetres" if getattr(annotation, "__name__", "") == "Decimal" else "")


def _default(field: FieldInfo) -> str:
    value = field.default
    if value is PydanticUndefined:
        return "required"
    if isinstance(value, tuple):
        return ", ".join(f"`{name}`" for name in value) or "chosen by the data"
    return "" if value is None else f"`{str(value).lower() if isinstance(value, bool) else value}`"


if __name__ == "__main__":
    docs = Path("docs/templates.md")
    docs.write_text(renewed(docs.read_text(encoding="utf-8")), encoding="utf-8")
    Path("docs/report-model.schema.json").write_text(schema_text(), encoding="utf-8")
