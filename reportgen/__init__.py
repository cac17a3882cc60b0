"""Turn a scored KPI dataset into performance reports: PDF, Excel and HTML, in Chinese and English.

The library offers the commands' verbs: ``load``, ``check``, ``score``, ``build_report``, ``render``, ``run``. They are
imported when they are first used, so that ``import reportgen`` stays light.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reportgen.model.version import VERSION

__version__ = VERSION

if TYPE_CHECKING:
    from reportgen.library import build_report, check, load, render, run, score

__all__ = ["__version__", "build_report", "check", "load", "render", "run", "score"]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module 'reportgen' has no attribute {name!r}")
    from reportgen import library

    return getattr(library, name)
