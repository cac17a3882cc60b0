"""Call the rooms in order: read, score, compare, reward, write, lay out, deliver. The one place that knows all of them."""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Any


class _Room(ModuleType):
    """``reportgen.run`` names this room and the verb of the library; called, it is the verb."""

    def __call__(self, *arguments: Any, **options: Any) -> Any:
        from reportgen.library import run

        return run(*arguments, **options)


sys.modules[__name__].__class__ = _Room
