"""Bytes of a text file as UTF-8 bytes: UTF-8 with or without BOM, GB18030 where it reads like Chinese, UTF-16 with BOM."""

from __future__ import annotations

import codecs

#: At least this part of the characters that are not ASCII must be everyday Chinese for a file to count as GB18030.
_EVERYDAY = 0.6


def to_utf8(data: bytes) -> bytes | None:
    """The text as UTF-8 without BOM, or None when the encoding cannot be told."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _decoded(data, "utf-16")
    data = data.removeprefix(codecs.BOM_UTF8)
    if b"\0" in data:
        return None
    return data if _decoded(data, "utf-8") is not None else _from_gb18030(data)


def _decoded(data: bytes, encoding: str) -> bytes | None:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return None
    return text.encode("utf-8")


def _from_gb18030(data: bytes) -> bytes | None:
    """GB18030 accepts many bytes that were never Chinese (``Sánchez`` in Latin-1): look at what comes out."""
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError:
        return None
    foreign = [char for char in text[:200_000] if ord(char) > 0x7F]
    if any(ord(char) < 0x20 and char not in "\t\r\n" for char in text) or any(0xE000 <= ord(char) <= 0xF8FF for char in foreign):
        return None
    everyday = sum(1 for char in foreign if _is_gb2312(char))
    return text.encode("utf-8") if foreign and everyday >= _EVERYDAY * len(foreign) else None


def _is_gb2312(char: str) -> bool:
    try:
        return len(char.encode("gb2312")) == 2
    except UnicodeEncodeError:
        return False
