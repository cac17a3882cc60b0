"""Sheet names that every spreadsheet program accepts."""

from __future__ import annotations

#: Signs that a sheet name may not hold; the apostrophe would need quoting in every reference.
_REFUSED = str.maketrans({**dict.fromkeys("[]:*?/\\\t\n\r", " "), "'": "\u2019"})
_LONGEST = 31


def _cut(name: str, room: int) -> str:
    """The first characters that take at most ``room`` UTF-16 units, which is how the limit is counted."""
    while len(name.encode("utf-16-le")) // 2 > room:
        name = name[:-1]
    return name.rstrip()


class SheetNames:
    """Names of at most 31 characters, each once, whatever its case."""

    def __init__(self) -> None:
        self._used = {"history"}  # reserved by spreadsheet programs

    def take(self, wanted: str) -> str:
        """A free name like ``wanted``: cut, cleaned, and numbered where it is taken."""
        base = _cut(" ".join(wanted.translate(_REFUSED).split()), _LONGEST) or "Sheet"
        name, count = base, 2
        while name.lower() in self._used:
            name, count = f"{_cut(base, _LONGEST - len(str(count)) - 1)} {count}", count + 1
        self._used.add(name.lower())
        return name


def quoted(name: str) -> str:
    """A sheet name as formulas write it."""
    return f"'{name}'"
