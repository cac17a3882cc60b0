"""The import rules of docs/architecture.md, read from the source: who may use whom, and which library lives where."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "reportgen"

#: Room -> the other rooms that it may import. Nothing else: a new arrow is a decision, made here.
ROOMS: Mapping[str, frozenset[str]] = {
    "model": frozenset(),
    "formatting": frozenset({"model"}),
    "findings": frozenset({"model"}),
    "dataset": frozenset({"findings", "model"}),
    "policy": frozenset({"model"}),
    "measures": frozenset({"model"}),
    "scoring": frozenset({"measures", "model", "policy"}),
    "analysis": frozenset({"model"}),
    "rewards": frozenset({"measures", "model", "policy"}),
    "commentary": frozenset({"formatting", "model"}),
    "reports": frozenset({"findings", "formatting", "model"}),
    "charts": frozenset({"formatting", "model"}),
    "themes": frozenset({"model"}),
    "render.html": frozenset({"charts", "formatting", "model", "themes"}),
    "render.pdf": frozenset({"charts", "formatting", "model", "render.html", "themes"}),
    "render.xlsx": frozenset({"charts", "formatting", "model", "themes"}),
    "delivery": frozenset({"model"}),
    "run": frozenset({
        "analysis", "commentary", "dataset", "delivery", "findings", "formatting", "measures", "model", "policy", "render.html",
        "render.pdf", "render.xlsx", "reports", "rewards", "scoring", "themes",
    }),
    "cli": frozenset({"commentary", "dataset", "delivery", "findings", "model", "policy", "reports", "rewards", "run"}),
}
#: Room -> the libraries that it may use. The heavy ones live in one room each.
LIBRARIES: Mapping[str, frozenset[str]] = {
    "model": frozenset({"polars", "pydantic", "pydantic_core"}),
    "formatting": frozenset({"babel"}),
    "findings": frozenset({"ruamel"}),
    "dataset": frozenset({"openpyxl", "polars", "ruamel", "xlsxwriter"}),
    "policy": frozenset({"pydantic", "pydantic_core", "ruamel"}),
    "measures": frozenset({"polars"}),
    "scoring": frozenset({"polars"}),
    "analysis": frozenset({"numpy", "polars"}),
    "rewards": frozenset({"polars"}),
    "commentary": frozenset({"openpyxl", "ruamel", "xlsxwriter"}),
    "reports": frozenset({"jinja2", "pydantic", "pydantic_core", "ruamel"}),
    "charts": frozenset({"markupsafe"}),
    "themes": frozenset(),
    "render.html": frozenset({"jinja2", "markupsafe"}),
    "render.pdf": frozenset({"cssselect2", "fontTools", "pypdf", "uharfbuzz", "weasyprint"}),
    "render.xlsx": frozenset({"xlsxwriter"}),
    "delivery": frozenset(),
    "run": frozenset({"polars"}),
    "cli": frozenset({"click", "tqdm"}),
}
#: Imports made when something is first asked for, against the usual direction, each with its reason.
DEFERRED = {
    # the registry fills itself with the blocks, which all register there
    ("reportgen.reports.registry", "reportgen.reports.blocks"),
    # the package root offers the library's verbs on first use
    ("reportgen", "reportgen.library"),
    # the room's name is also a verb of the library: called, it is the verb
    ("reportgen.run", "reportgen.library"),
}


def _name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def modules() -> Mapping[str, Path]:
    """Every module of the package by its full name."""
    return {_name(path): path for path in sorted(PACKAGE.rglob("*.py"))}


@cache
def imported(module: str) -> tuple[str, ...]:
    """Everything that a module imports, wherever the statement stands; names of modules where a module is meant."""
    return tuple(_imports(ast.parse(modules()[module].read_text(encoding="utf-8"))))


def _imports(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            for alias in node.names:
                below = f"{node.module}.{alias.name}"
                yield below if below in modules() else str(node.module)


def room(module: str) -> str:
    """``reportgen.render.pdf.fonts`` -> ``render.pdf``; empty for what stands directly in the package."""
    parts = module.split(".")[1:]
    if parts[:1] == ["render"] and len(parts) > 1:
        return f"render.{parts[1]}"
    return parts[0] if parts and (PACKAGE / parts[0]).is_dir() else ""


def edges() -> Iterator[tuple[str, str]]:
    """Module and module of the package that it imports."""
    for module in modules():
        yield from ((module, other) for other in imported(module) if other in modules())


def test_no_import_goes_round_in_a_circle() -> None:
    after: dict[str, set[str]] = {module: set() for module in modules()}
    for module, other in edges():
        if module != other and (module, other) not in DEFERRED:
            after[module].add(other)
    while leaves := {module for module, others in after.items() if not others}:
        after = {module: others - leaves for module, others in after.items() if module not in leaves}
    assert not after, f"in or behind a circle: {', '.join(sorted(after))}"


@pytest.mark.parametrize(("module", "other"), sorted(DEFERRED))
def test_what_is_excused_still_exists(module: str, other: str) -> None:
    assert other in imported(module)


@pytest.mark.parametrize("name", ROOMS)
def test_a_room_imports_only_its_neighbours(name: str) -> None:
    used = {room(other) for module, other in edges() if room(module) == name and (module, other) not in DEFERRED} - {name}
    assert used <= ROOMS[name]


def test_every_room_is_on_the_list() -> None:
    assert {room(module) for module in modules()} - {"", "render"} == set(ROOMS) == set(LIBRARIES)


@pytest.mark.parametrize("name", ROOMS)
def test_a_library_stays_in_its_rooms(name: str) -> None:
    used = {other.split(".")[0] for module in modules() if room(module) == name for other in imported(module)}
    assert used - set(sys.stdlib_module_names) - {"reportgen"} <= LIBRARIES[name]


def test_the_four_computing_rooms_do_not_know_each_other() -> None:
    four = {"scoring", "analysis", "rewards", "commentary"}
    for name in four:
        assert not ROOMS[name] & four


def test_renderers_know_neither_data_nor_results() -> None:
    for name in ("render.html", "render.pdf", "render.xlsx"):
        assert ROOMS[name] <= {"model", "formatting", "charts", "themes", "render.html"}


def test_nobody_inside_imports_names_from_the_package_root() -> None:
    inside = [module for module, other in edges() if other == "reportgen" and room(module)]
    assert not inside


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("__init__.py")), ids=lambda path: str(path.relative_to(ROOT)))
def test_every_package_opens_with_its_contract(path: Path) -> None:
    contract = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    assert contract and contract.split("\n\n")[0].rstrip().endswith(".")


def test_the_page_gives_every_contract_and_every_arrow() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    for name, others in ROOMS.items():
        row = re.search(rf"^\| `{re.escape(name)}` \| (.*) \| (.*) \|$", page, re.MULTILINE)
        assert row is not None, name
        source = ast.parse((PACKAGE / name.replace(".", "/") / "__init__.py").read_text(encoding="utf-8"))
        contract = " ".join((ast.get_docstring(source) or "").split("\n\n")[0].split())
        assert row[1] == contract, name
        assert set(re.findall(r"`([a-z.]+)`", row[2])) == others, name


def test_no_room_reads_clock_chance_or_environment() -> None:
    forbidden = {"random", "secrets", "time", "uuid", "locale"}
    for module, path in modules().items():
        tree = ast.parse(path.read_text(encoding="utf-8"))
        assert not forbidden & {other.split(".")[0] for other in imported(module)}, module
        read = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
        if room(module) != "cli":  # a command may take today where its option is left out
            assert not read & {"environ", "getenv", "now", "today", "utcnow"}, module
