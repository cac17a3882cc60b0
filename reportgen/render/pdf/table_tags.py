"""Tables of a tagged document: the parts of a table over several pages made one, and a direction for every head."""

from __future__ import annotations

from typing import Any

from reportgen.render.pdf.structure import Structure


def join_tables(document: Any, tree: Structure) -> list[Any]:
    """Put the rows of a table's later pages behind those of its first; gives the repeated heads, taken out of the tree.

    Head cells of one table are made from the same elements of the markup on every page: that is how its parts are known.
    """
    first: dict[int, Any] = {}
    same: dict[int, dict[bytes, Any]] = {}
    heads: dict[int, tuple[Any, Any]] = {}
    for page in document.pages:
        for box in page._page_box.descendants():
            cell = getattr(box, "mark", None)
            if cell is None or box.element_tag != "th":
                continue
            head, original = tree.parent(tree.parent(cell)), first.setdefault(id(box.element), cell)
            if head["S"] == "/THead" and original is not cell:
                heads[head.number] = (head, tree.parent(tree.parent(original)))
                same.setdefault(head.number, {})[cell["ID"].data] = original["ID"]
    gone: list[Any] = []
    for number, (head, original) in heads.items():
        gone += [head, *tree.below(head)]
        _append(tree, tree.parent(head), tree.parent(original), same[number])
    return gone


def _append(tree: Structure, part: Any, table: Any, same: dict[bytes, Any]) -> None:
    """Move the rows of ``part`` to the end of ``table``; ``same`` are the original heads by the ids of the repeated ones."""
    body = [kid for kid in tree.kids(table) if kid["S"] == "/TBody"][-1]
    for group in [kid for kid in tree.kids(part) if kid["S"] == "/TBody"]:
        for row in tree.kids(group):
            row["P"] = body.reference
            body["K"].append(row.reference)
            for cell in tree.kids(row):
                if "Headers" in cell["A"]:
                    cell["A"]["Headers"][:] = [same.get(head.data, head) for head in cell["A"]["Headers"]]
    tree.parent(part)["K"].remove(part.reference)


def settle_heads(tree: Structure) -> None:
    """Every head cell says whether it heads a column or a row; cells that head nothing become plain cells.

    A row of head cells alone names the rows below it; the only row of a table needs no name of its own.
    """
    for table in [element for element in tree.below(tree.top) if element["S"] == "/Table"]:
        for part in tree.kids(table):
            rows = list(tree.kids(part))
            for row in rows:
                cells = list(tree.kids(row))
                plain = part["S"] != "/THead" and (len(rows) == 1 or all(cell["S"] == "/TH" for cell in cells))
                _settle_row(cells, "/Column" if part["S"] == "/THead" else "/Row", plain)


def _settle_row(cells: list[Any], scope: str, plain: bool) -> None:
    heads = [cell for cell in cells if cell["S"] == "/TH"]
    if not plain:
        for cell in heads:
            cell["A"]["Scope"] = scope
        return
    unnamed = {cell.pop("ID").data for cell in heads if "ID" in cell}
    for cell in heads:
        cell["S"] = "/TD"
    for cell in cells:
        if "Headers" in cell["A"]:
            cell["A"]["Headers"][:] = [head for head in cell["A"]["Headers"] if head.data not in unnamed]
