"""Turn a Report into one self-contained HTML file, or into the markup and pictures that a paper renderer sets."""

from reportgen.render.html.document import Paper, render, render_paper
from reportgen.render.html.overrides import Overrides, TemplateFaultError

__all__ = ["Overrides", "Paper", "TemplateFaultError", "render", "render_paper"]
