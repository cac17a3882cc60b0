"""Where a report's file stands in the output tree (contract 8)."""

from __future__ import annotations

from pathlib import PurePosixPath

_PLAIN = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-.")
_LONGEST = 200  # file systems allow 255 bytes a name; a report name, locale and extension follow


def encode(name: str) -> str:
    """A file-system name for an id: what is not a letter, digit, ``_``, ``-`` or ``.`` percent-encoded, a leading dot too.

    Letters are those of any script; every other character is encoded as the bytes of its UTF-8 form, upper-case hex.
    A name too long for file systems keeps its beginning and ends in a digest of the whole, so that ids stay apart.
    """
    parts = [char if char in _PLAIN or char.isalnum() else _percent(char) for char in name]
    text = "".join(parts) or "%00"
    if text.startswith("."):
        text = "%2E" + text[1:]
    if len(text.encode()) <= _LONGEST:
        return text
    import hashlib

    digest = hashlib.sha256(name.encode()).hexdigest()[:12]
    kept = ""
    for part in parts:
        if len((kept + part).encode()) > _LONGEST - 13:
            break
        kept += part
    return f"{kept}-{digest}"


def _percent(char: str) -> str:
    return "".join(f"%{byte:02X}" for byte in char.encode("utf-8", "surrogatepass"))


def folder_of(level: str, subject_id: str) -> PurePosixPath:
    """``company/<id>``, ``departments/<id>`` (every unit below the company) or ``individuals/<id>``."""
    group = {"company": "company", "individual": "individuals"}.get(level, "departments")
    return PurePosixPath(group, encode(subject_id))


def file_of(level: str, subject_id: str, report: str, extension: str, locale: str = "") -> PurePosixPath:
    """The report's file below ``DIR/<dataset>/<period>``; ``locale`` is named only where a run makes several."""
    stem = f"{encode(report)}.{locale}" if locale else encode(report)
    return folder_of(level, subject_id) / f"{stem}.{extension}"
