"""What a pack's folder replaces of the pages: block and page templates, a style, a logo and other pictures."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from reportgen.model.errors import RefusedError

if TYPE_CHECKING:
    from reportgen.render.html import Overrides

TEMPLATE, STYLE, LOGO = "*.html.j2", "style.css", "logo"
PICTURES = frozenset({".png", ".jpg", ".jpeg", ".svg"})
#: A pack is a few pages and a logo; more than this is a mistake (docs/templates.md).
LARGEST = 2_000_000


def pack_overrides(folder: Path | None) -> Overrides:
    """The pack's own parts; nothing without a folder. Raises RefusedError for an unreadable or far too large file."""
    from reportgen.render.html import Overrides

    if folder is None:
        return Overrides()
    templates = tuple((path.name, _text(path)) for path in sorted(folder.glob(TEMPLATE)))
    pictures = tuple((path.name, _bytes(path)) for path in sorted(folder.iterdir()) if path.suffix.lower() in PICTURES)
    style = folder / STYLE
    logo = next((name for name, _ in pictures if Path(name).stem.lower() == LOGO), "")
    return Overrides(folder.name, templates, _text(style) if style.is_file() else "", pictures, logo)


def _bytes(path: Path) -> bytes:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise RefusedError(f"{path.parent.name}/{path.name}: {error.strerror}") from None
    if len(content) > LARGEST:
        raise RefusedError(f"{path.parent.name}/{path.name}: larger than {LARGEST:,} bytes", "Shrink the file.")
    return content


def _text(path: Path) -> str:
    try:
        return _bytes(path).decode("utf-8")
    except UnicodeDecodeError:
        raise RefusedError(f"{path.parent.name}/{path.name}: not UTF-8", "Save the file as UTF-8.") from None
