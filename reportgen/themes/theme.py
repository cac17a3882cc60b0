"""A theme: design tokens and one stylesheet. The first ``:root`` block is the only place of a colour or a size."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib.resources import files
from pathlib import Path

from reportgen.model.errors import RefusedError, unknown

#: Themes of the package by name.
THEMES = ("default", "colour-blind")

_ROOT = re.compile(r":root\s*\{(?P<body>[^}]*)\}", re.S)
_TOKEN = re.compile(r"--(?P<name>[\w-]+)\s*:\s*(?P<value>[^;]+);")
_COMMENT = re.compile(r"/\*.*?\*/", re.S)
_VARIABLE = re.compile(r"var\(--([\w-]+)\)")
_SIZE = re.compile(r"\d+(?:\.\d+)?pt")
_HEX = re.compile(r"#[0-9A-Fa-f]{6}")


class ThemeError(RefusedError):
    """A theme that cannot be read or lacks what the pages need."""


@dataclass(frozen=True)
class Theme:
    """``tokens`` of the light theme by name, and the rules as written."""

    name: str
    tokens: Mapping[str, str]
    source: str

    @cached_property
    def css(self) -> str:
        """The stylesheet for screens, phones, dark mode and paper; margin boxes do not see custom properties."""
        return resolved_pages(self.source, self.tokens)

    def in_family(self, family: str) -> Theme:
        """The same theme set in another font family, and in no other."""
        return Theme(self.name, {**self.tokens, "font": f'"{family}"'}, self.source)

    @cached_property
    def print_css(self) -> str:
        """The rules for paper alone, every token written out: smaller, and quicker to apply page by page."""
        return resolved(without_screen(self.css), self.tokens)


def load_theme(name: str = "default") -> Theme:
    """A theme of the package by name, or a CSS file laid over the default theme.

    The first ``:root`` block of the file replaces tokens of the default; its other rules are appended. Raises
    WrongCallError for an unknown name, ThemeError for a file that cannot be read or holds an unusable token.
    """
    if name in THEMES:
        return _packaged(name)
    path = Path(name)
    if not path.is_file():
        raise unknown("theme", name, THEMES)
    try:
        return layered(path.stem, path.read_text(encoding="utf-8"), path.name)
    except (OSError, UnicodeDecodeError) as error:
        raise ThemeError(f"Theme {path.name} cannot be read", str(error)) from error


@lru_cache(maxsize=8)
def _packaged(name: str) -> Theme:
    return layered(name, "" if name == "default" else _source(name), f"{name}.css")


def layered(name: str, css: str, file: str) -> Theme:
    """The default theme with the tokens and rules of ``css`` over it."""
    default = _source("default")
    base = _ROOT.search(default)
    if base is None:
        raise ThemeError("The default theme has no :root block")
    tokens = tokens_of(base["body"])
    over = _ROOT.search(_COMMENT.sub("", css))
    if over is not None:
        tokens |= tokens_of(over["body"])
    _check(tokens, tokens_of(base["body"]), file)
    rest = _ROOT.sub("", _COMMENT.sub("", css), count=1)
    root = ":root {" + "".join(f" --{key}: {value};" for key, value in tokens.items()) + " }"
    return Theme(name, tokens, _COMMENT.sub("", default[:base.start()] + root + default[base.end():] + rest))


def tokens_of(block: str) -> dict[str, str]:
    """Tokens of a declaration block, comments ignored."""
    return {match["name"]: match["value"].strip() for match in _TOKEN.finditer(_COMMENT.sub("", block))}


def _check(tokens: Mapping[str, str], known: Mapping[str, str], file: str) -> None:
    for key, value in tokens.items():
        if key not in known:
            raise ThemeError(f"{file}: --{key} is not a token", f"Tokens: {', '.join(known)}")
        if _HEX.fullmatch(known[key]) and not _HEX.fullmatch(value):
            raise ThemeError(f"{file}: --{key}: {value} is not a colour", "Write six hexadecimal digits, such as #1B222B")
        if _SIZE.fullmatch(known[key]) and not _SIZE.fullmatch(value):
            raise ThemeError(f"{file}: --{key}: {value} is not a size", "Write points, such as 8.5pt")


def resolved(css: str, tokens: Mapping[str, str]) -> str:
    """``css`` with every ``var(--token)`` of the theme written out."""
    return _VARIABLE.sub(lambda match: tokens.get(match[1], match[0]), css)


def resolved_pages(css: str, tokens: Mapping[str, str]) -> str:
    """Page rules with their tokens written out: margin boxes do not see custom properties."""
    parts, cursor = [], 0
    for start, end in _blocks(css, "@page"):
        parts += [css[cursor:start], resolved(css[start:end], tokens)]
        cursor = end
    return "".join([*parts, css[cursor:]])


def without_screen(css: str) -> str:
    """``css`` without what only browsers read (``@media screen``, ``@supports``), and without the token block."""
    for opening in ("@media screen", "@supports"):
        parts, cursor = [], 0
        for start, end in _blocks(css, opening):
            parts.append(css[cursor:start])
            cursor = end
        css = "".join([*parts, css[cursor:]])
    return _ROOT.sub("", css, count=1)


def _blocks(css: str, opening: str) -> list[tuple[int, int]]:
    """Start and end of the top-level blocks that begin with ``opening``, braces matched."""
    found, cursor = [], 0
    while (start := css.find(opening, cursor)) >= 0:
        depth, end = 0, css.index("{", start)
        while True:
            depth += {"{": 1, "}": -1}.get(css[end], 0)
            end += 1
            if depth == 0:
                break
        found.append((start, end))
        cursor = end
    return found


def _source(name: str) -> str:
    return files("reportgen.themes").joinpath(f"{name}.css").read_text(encoding="utf-8")
