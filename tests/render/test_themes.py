"""Themes: tokens in one place, overrides checked, text readable on paper and in the dark, effects told apart."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from reportgen.model.errors import WrongCallError
from reportgen.themes import THEMES, ThemeError, load_theme


def luminance(colour: str) -> float:
    channels = [int(colour[i:i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return sum(weight * c for weight, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(a: str, b: str) -> float:
    high, low = sorted((luminance(a), luminance(b)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def dark_tokens(name: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for block in re.findall(r"prefers-color-scheme: dark\) \{\s*:root \{([^}]*)\}", load_theme(name).css):
        found |= dict(re.findall(r"--([\w-]+): (#\w{6})", block))
    return found


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize("dark", [False, True])
def test_text_is_readable(name: str, dark: bool) -> None:
    tokens = {**load_theme(name).tokens, **(dark_tokens(name) if dark else {})}
    for text in ("ink", "ink-2", "ink-3", "fav-text", "unf", "accent"):
        assert contrast(tokens[text], tokens["paper"]) >= 4.5, text
    for fill in ("fav", "unf", "neu", "ac"):
        assert contrast(tokens[fill], tokens["paper"]) >= 3.0, fill


@pytest.mark.parametrize("name", THEMES)
def test_effects_are_told_apart_in_grey(name: str) -> None:
    tokens = load_theme(name).tokens
    assert contrast(tokens["fav"], tokens["unf"]) >= 1.8


def test_rules_for_paper_know_neither_screens_nor_variables() -> None:
    css = load_theme().print_css
    assert "@media screen" not in css
    assert "var(" not in css
    assert "#1B222B" in css


def test_page_rules_have_their_tokens_written_out_and_screens_keep_variables() -> None:
    css = load_theme().css
    assert "var(" not in css[css.index("@page"):css.index("html {")]
    assert "color: var(--ink)" in css


def test_a_file_replaces_tokens_and_adds_rules(tmp_path: Path) -> None:
    path = tmp_path / "acme.css"
    path.write_text("/* ours */ :root { --accent: #004488; }\n.msg { letter-spacing: 0; }", encoding="utf-8")
    theme = load_theme(str(path))
    assert theme.name == "acme"
    assert theme.tokens["accent"] == "#004488"
    assert theme.tokens["ink"] == "#1B222B"
    assert "--accent: #004488" in theme.css
    assert theme.css.rstrip().endswith(".msg { letter-spacing: 0; }")


@pytest.mark.parametrize(("css", "words"), [
    (":root { --acent: #004488; }", "--acent is not a token"),
    (":root { --accent: blue; }", "is not a colour"),
    (":root { --fs-base: 12px; }", "is not a size"),
])
def test_a_wrong_token_is_named(tmp_path: Path, css: str, words: str) -> None:
    path = tmp_path / "acme.css"
    path.write_text(css, encoding="utf-8")
    with pytest.raises(ThemeError, match=words):
        load_theme(str(path))


def test_an_unknown_theme_names_the_known_ones() -> None:
    with pytest.raises(WrongCallError, match="colour-blind"):
        load_theme("color-blind")


def test_a_theme_that_is_not_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bad.css"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ThemeError, match="cannot be read"):
        load_theme(str(path))
