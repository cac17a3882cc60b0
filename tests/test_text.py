"""Chinese text carries full-width marks wherever it stands; no file names a machine's folders or tools."""

from __future__ import annotations

import ast
import csv
import re
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

ROOT = Path(__file__).parent.parent
HAN = "\u3400-\u4dbf\u4e00-\u9fff"
#: Full-width brackets and quotes: a mark between one of them and a Han character belongs to Chinese text.
BRACKETS = "\uff08\uff09\u300a\u300b\u3010\u3011\u201c\u201d\u300c\u300d"
MARKS = ",:;?!()\\[\\]"
BETWEEN = re.compile(f"[{HAN}][{MARKS}][{HAN}{BRACKETS}]|[{BRACKETS}][{MARKS}][{HAN}]")
#: Chinese sentences are held to more: no such mark beside a Han character, nor between placeholders and Han characters.
BESIDE = re.compile(f"[{HAN}](?!!=)[,;:?!(]|[{HAN}][)]|[,;:?!)][{HAN}]|[({{}}][(][{HAN}]|}}[,;:?!][{{{HAN}]")
CHINESE = ("zh-CN", "zh")


@cache
def tracked() -> tuple[Path, ...]:
    """The repository's files, or those of an unpacked copy without history."""
    done = subprocess.run(["git", "ls-files", "-z", "-co", "--exclude-standard"], cwd=ROOT, capture_output=True, check=False)
    names = done.stdout.decode().split("\0") if done.returncode == 0 else []
    found = [ROOT / name for name in names if name] or [path for path in ROOT.rglob("*") if path.is_file()]
    return tuple(path for path in found if path.is_file() and not {".venv", "output", ".git"} & set(path.parts[len(ROOT.parts):]))


def _name(path: Path) -> str:
    return str(path.relative_to(ROOT))


_FOLDERS_OF_TEXT = ("reportgen", "report_templates", "datasets", "docs", "scripts")


def _files(*suffixes: str, below: tuple[str, ...] = _FOLDERS_OF_TEXT) -> list[Path]:
    return [path for path in tracked() if path.suffix in suffixes and path.relative_to(ROOT).parts[0] in below]


# ---------------------------------------------------------------------- YAML
def _leaves(tree: Any, chinese: bool) -> Iterator[tuple[str, bool]]:
    """Every text of a YAML tree, and whether it is said to be Chinese."""
    if isinstance(tree, dict):
        for key, value in tree.items():
            yield str(key), False
            yield from _leaves(value, chinese or key in CHINESE)
    elif isinstance(tree, list):
        for value in tree:
            yield from _leaves(value, chinese)
    elif isinstance(tree, str):
        yield tree, chinese


@pytest.mark.parametrize("path", _files(".yaml"), ids=_name)
def test_phrases_templates_and_settings(path: Path) -> None:
    tree = YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))
    for text, chinese in _leaves(tree, path.stem in CHINESE):
        assert not BETWEEN.search(text), text
        assert not (chinese and BESIDE.search(text)), text


# ---------------------------------------------------------------------- data
@pytest.mark.parametrize("path", _files(".csv", below=("datasets", "reportgen")), ids=_name)
def test_texts_of_the_data(path: Path) -> None:
    with path.open(encoding="utf-8-sig", newline="") as file:
        texts = {cell for row in csv.reader(file) for cell in row}
    assert [text for text in texts if BETWEEN.search(text) or _wrong(text)] == []


def _wrong(text: str) -> bool:
    """True for a Chinese sentence with a mark of another script; text around a JSON object or a code is none."""
    return len(re.findall(f"[{HAN}]", text)) > len(text) / 2 and BESIDE.search(text) is not None


# ---------------------------------------------------------------------- source
def _constants(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and "\\" not in node.value:  # no patterns
            yield node.value


@pytest.mark.parametrize("path", _files(".py"), ids=_name)
def test_texts_in_the_source(path: Path) -> None:
    found = [text for text in _constants(ast.parse(path.read_text(encoding="utf-8"))) if BETWEEN.search(text) or _wrong(text)]
    assert found == []


def test_the_starter_in_both_languages(tmp_path: Path) -> None:
    from reportgen.dataset.starter import write_starter

    for locale in ("zh-CN", "en"):
        for file in write_starter(tmp_path / locale, locale):
            (test_texts_of_the_data if file.suffix == ".csv" else test_phrases_templates_and_settings)(file)


# ---------------------------------------------------------------------- pages
def _prose(path: Path) -> str:
    """A page without code, links and comments."""
    text = path.read_text(encoding="utf-8")
    text = re.sub(r"^```.*?^```|<!--.*?-->", "", text, flags=re.DOTALL | re.MULTILINE)
    return re.sub(r"`[^`\n]*`|\[|\]\([^)\n]*\)", " ", text)


@pytest.mark.parametrize("path", [*_files(".md"), *_files(".j2", ".css", ".js"), *ROOT.glob("*.md")], ids=_name)
def test_pages(path: Path) -> None:
    text = _prose(path) if path.suffix == ".md" else path.read_text(encoding="utf-8")
    assert [found[0] for found in BETWEEN.finditer(text)] == []
    if path.stem.endswith(CHINESE):
        assert [found[0] for found in BESIDE.finditer(text)] == []


# ---------------------------------------------------------------------- what no file says
_MACHINE = re.compile("|".join(f"(?<![\\w.])/{name}/" for name in ("wo" + "rk", "tm" + "p", "ro" + "ot", "ho" + "me")))
_TOOLS = re.compile("|".join(("cla" + "ude", "anthro" + "pic", "open" + "ai", "chat" + "gpt", "copi" + "lot")), re.IGNORECASE)


def test_no_file_names_a_machine_s_folders_or_tools() -> None:
    said = []
    for path in tracked():
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        said += [f"{_name(path)}: {found[0]}" for found in (*_MACHINE.finditer(text), *_TOOLS.finditer(text))]
    assert said == []
