"""Turn a theme's name or file into its tokens and one stylesheet for paper, screen, phone and dark mode."""

from reportgen.themes.theme import THEMES, Theme, ThemeError, load_theme

__all__ = ["THEMES", "Theme", "ThemeError", "load_theme"]
