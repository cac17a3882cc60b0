"""Text on its way into HTML: escaped, cleaned, and with adjacent full-width marks set closer on paper."""

from __future__ import annotations

import re
from functools import lru_cache

from markupsafe import Markup, escape

#: Characters that neither HTML nor XML can hold.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_OPENING, _CLOSING = "（“《「【", "，。；：、！？）”》」】"
#: A full-width mark before another one gives up half of its width (标点挤压).
_ADJACENT = re.compile(f"([{_CLOSING}])(?=[{_CLOSING}{_OPENING}])")


def clean(text: str) -> str:
    """``text`` without control characters and broken surrogates; line ends become spaces."""
    return _UNPRINTABLE.sub("", text).replace("\r\n", " ").replace("\n", " ")


@lru_cache(maxsize=8192)
def written(text: str, paper: bool, following: str = "") -> Markup:
    """Escaped text. On ``paper`` the first of two adjacent full-width marks is set at half width; browsers do that alone.

    ``following`` is the first character of the text that stands right behind it.
    """
    safe = str(escape(clean(text)))
    if paper and following and safe[-1:] in _CLOSING and following in _CLOSING + _OPENING:
        safe = f'{safe[:-1]}<span class="hw">{safe[-1]}</span>' if safe else safe
    return Markup(_ADJACENT.sub(r'<span class="hw">\1</span>', safe) if paper else safe)
