"""Find template packs and read their ``template.yaml``: all faults at once, each with pack, file and line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from reportgen.model.dataset import LOCALES, Locale
from reportgen.model.errors import unknown
from reportgen.model.finding import Finding
from reportgen.reports.faults import Faults, Path_
from reportgen.reports.pack import BlockSpec, Pack, PackShape, SectionShape, SectionSpec, SideBySide, SideSpec
from reportgen.reports.page import WIDTH
from reportgen.reports.registry import Options, block_entries
from reportgen.reports.words import TEXT_NAMES, code_in, placeholders, text_keys

PACK_FILE = "template.yaml"
#: Blocks that print amounts of single persons and nothing else.
_PAY_OF_PERSONS = frozenset({"bonus_statement", "deductions", "reward_list"})
_PACKAGE = Path(__file__).parent.parent


def pack_folders(extra: Path | None = None) -> tuple[Path, ...]:
    """Where packs are looked for, in this order: the folder given, those beside a checkout, those inside the package."""
    places = [extra] if extra is not None else []
    places += [_PACKAGE.parent / "report_templates", _PACKAGE / "_report_templates"]
    return tuple(place for place in places if place.is_dir())


def find_packs(extra: Path | None = None) -> Mapping[str, Path]:
    """Pack folders by name, in alphabetical order; of two packs of one name the first place wins."""
    found: dict[str, Path] = {}
    for place in pack_folders(extra):
        folders = [place] if (place / PACK_FILE).is_file() else sorted(place.iterdir())
        for folder in folders:
            if (folder / PACK_FILE).is_file():
                found.setdefault(folder.name, folder)
    return dict(sorted(found.items()))


def find_pack(name: str, extra: Path | None = None) -> Path:
    """The folder of a pack; WrongCallError names the close ones where there is none."""
    packs = find_packs(extra)
    if name not in packs:
        raise unknown("report", name, tuple(packs))
    return packs[name]


def load_pack(folder: Path) -> tuple[Pack | None, tuple[Finding, ...]]:
    """The pack of a folder, or None with every fault of its ``template.yaml``."""
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    path, shown = folder / PACK_FILE, f"{folder.name}/{PACK_FILE}"
    try:
        tree = YAML(typ="rt").load(path.read_text(encoding="utf-8"))
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        return None, (_unreadable(folder.name, shown, str(error.problem), line),)
    except (OSError, UnicodeDecodeError, YAMLError) as error:
        return None, (_unreadable(folder.name, shown, str(error).split("\n")[0], None),)
    faults = Faults(folder.name, shown, tree)
    if not isinstance(tree, Mapping):
        faults.wrong((), type(tree).__name__, "a mapping of name, title, levels and sections")
        return None, tuple(faults.found)
    pack = _pack(folder, tree, faults)
    return (None if faults.found else pack), tuple(faults.found)


def _unreadable(pack: str, file: str, problem: str, line: int | None) -> Finding:
    return Finding(
        code="E-FILE", file=file, row=line,
        params={"pack": pack, "case": "yaml", "line": str(line or 1), "reason": problem},
    )


def _pack(folder: Path, tree: Mapping[str, Any], faults: Faults) -> Pack | None:
    try:
        shape = PackShape.model_validate(tree)
    except ValidationError as error:
        faults.pydantic(error, (), PackShape)
        _blocks_despite(tree, faults)
        return None
    if shape.name != folder.name:
        faults.wrong(("name",), shape.name, f"the name of its folder, {folder.name}")
    _both_locales(("title",), shape.title, faults)
    sections = tuple(_section(("sections", index), section, shape.page, faults) for index, section in enumerate(shape.sections))
    seen: set[str] = set()
    for index, section in enumerate(sections):
        if section.id in seen:
            faults.wrong(("sections", index, "id"), section.id, "an id that no other section has")
        seen.add(section.id)
    pack = Pack(
        shape.name, folder, shape.version, shape.title, shape.audience, shape.levels, shape.page, shape.contents,
        sections, shape.texts, shape.recipient, shape.watermark,
    )
    _texts(pack, faults)
    _pay_of_persons(pack, faults)
    return pack


def _pay_of_persons(pack: Pack, faults: Faults) -> None:
    """E-PII: persons' amounts in a pack for managers or the board, whose view holds none (docs/templates.md, "Recipients")."""
    if pack.recipient not in ("manager", "board"):
        return
    for index, section in enumerate(pack.sections):
        for name in dict.fromkeys(spec.name for spec in section.flat() if spec.name in _PAY_OF_PERSONS):
            faults.pay(("sections", index, "blocks"), name, pack.recipient)


def _both_locales(path: Path_, texts: Mapping[Locale, str], faults: Faults) -> None:
    for locale in LOCALES:
        if not texts.get(locale):
            faults.wrong(path, "empty", f"a text for {locale}")


def _blocks_despite(tree: Mapping[str, Any], faults: Faults) -> None:
    """The blocks of a file that is wrong elsewhere, so that one reading names every fault."""
    sections = tree.get("sections")
    for index, section in enumerate(sections if isinstance(sections, Sequence) and not isinstance(sections, str) else ()):
        blocks = section.get("blocks") if isinstance(section, Mapping) else None
        for place, raw in enumerate(blocks if isinstance(blocks, Sequence) and not isinstance(blocks, str) else ()):
            _item(("sections", index, "blocks", place), raw, WIDTH["landscape"], faults)


def _section(path: Path_, shape: SectionShape, page: Any, faults: Faults) -> SectionSpec:
    _both_locales((*path, "title"), shape.title, faults)
    for key, names in (("spill", shape.spill), ("fill", shape.fill)):
        for index, name in enumerate(names):
            if name not in block_entries():
                faults.unknown((*path, key, index), name, block_entries())
    orientation = shape.orientation or page
    items = [_item((*path, "blocks", index), raw, WIDTH[orientation], faults) for index, raw in enumerate(shape.blocks)]
    return SectionSpec(
        shape.id, shape.title, orientation, shape.new_page, tuple(item for item in items if item is not None),
        shape.one_page, shape.spill, shape.fill,
    )


def _item(path: Path_, raw: Any, width: Decimal, faults: Faults) -> BlockSpec | SideBySide | None:
    if isinstance(raw, Mapping) and "side_by_side" in raw:
        return _side_by_side(path, raw, width, faults)
    return _block(path, raw, faults)


def _block(path: Path_, raw: Any, faults: Faults) -> BlockSpec | None:
    given = {"block": raw} if isinstance(raw, str) else raw
    if not isinstance(given, Mapping) or not isinstance(given.get("block"), str):
        faults.wrong(path, given, "a block's name, or a mapping with the key block")
        return None
    entries, name = block_entries(), str(given["block"])
    if name not in entries:
        faults.unknown(path if isinstance(raw, str) else (*path, "block"), name, entries)
        return None
    model: type[Options] = entries[name].options
    try:
        return BlockSpec(name, model.model_validate({key: value for key, value in given.items() if key != "block"}))
    except ValidationError as error:
        faults.pydantic(error, path, model)
        return None


def _side_by_side(path: Path_, raw: Mapping[str, Any], width: Decimal, faults: Faults) -> SideBySide | None:
    for key in raw:
        if key not in ("side_by_side", "gap"):
            faults.unknown((*path, str(key)), str(key), ("side_by_side", "gap"))
    items = raw["side_by_side"]
    gap = _millimetres((*path, "gap"), raw.get("gap", 6), faults)
    if not isinstance(items, Sequence) or isinstance(items, str) or not items:
        faults.wrong((*path, "side_by_side"), items, "a list of columns, each with its blocks")
        return None
    sides = [_side((*path, "side_by_side", index), item, faults) for index, item in enumerate(items)]
    known = [side for side in sides if side is not None]
    if len(known) < len(sides) or gap is None:
        return None
    fixed = sum((side.width for side in known if side.width is not None), Decimal(0)) + gap * (len(known) - 1)
    if fixed > width or (fixed == width and any(side.width is None for side in known)):
        faults.wrong((*path, "side_by_side"), f"{fixed} mm wide", f"columns and gaps of at most {width} mm")
        return None
    return SideBySide(tuple(known), gap)


def _side(path: Path_, raw: Any, faults: Faults) -> SideSpec | None:
    if not isinstance(raw, Mapping) or not isinstance(raw.get("blocks"), Sequence):
        faults.wrong(path, raw, "a mapping with the key blocks and, where wanted, width")
        return None
    for key in raw:
        if key not in ("width", "blocks"):
            faults.unknown((*path, str(key)), str(key), ("width", "blocks"))
    specs = [_block((*path, "blocks", index), one, faults) for index, one in enumerate(raw["blocks"])]
    width = None if raw.get("width") is None else _millimetres((*path, "width"), raw["width"], faults)
    return SideSpec(width, tuple(spec for spec in specs if spec is not None))


def _millimetres(path: Path_, raw: Any, faults: Faults) -> Decimal | None:
    try:
        value = Decimal(str(raw))
    except InvalidOperation:
        value = Decimal(-1)
    if not value.is_finite() or value < 0:
        faults.wrong(path, raw, "a length in millimetres")
        return None
    return value


def _texts(pack: Pack, faults: Faults) -> None:
    """Own texts: a key of the room, or one that a ``text`` block prints; nothing in them but known placeholders."""
    keys = text_keys()
    printed = {key for spec in pack.blocks() for key in getattr(spec.options, "texts", ()) if spec.name == "text"}
    for locale, texts in pack.texts.items():
        for key, text in texts.items():
            path: Path_ = ("texts", locale, key)
            if key not in keys and key not in printed:
                faults.unknown(path, key, (*keys, *sorted(printed)))
                continue
            _placeholders(path, text, keys.get(key, frozenset(TEXT_NAMES)), faults)
    for key in sorted(printed):
        for locale in LOCALES:
            if key not in pack.texts.get(locale, {}) and key not in keys:
                faults.wrong(("texts", locale), "empty", f"the text {key}, which a block prints")


def _placeholders(path: Path_, text: str, allowed: frozenset[str], faults: Faults) -> None:
    code = code_in(text)
    if code:
        faults.wrong(path, code, "plain placeholders such as {{ period }} only")
    for name in sorted(placeholders(text) - allowed):
        faults.unknown(path, name, sorted(allowed))
