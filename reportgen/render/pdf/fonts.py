"""The fonts of a run, cut once to the characters that its documents and templates use."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import uharfbuzz as hb
from fontTools.ttLib import TTFont

from reportgen.model.errors import ReportgenError

FAMILY = "Noto Sans CJK SC"
#: The cut has a name of its own, or the whole font of the machine would be taken in its place.
CUT_FAMILY = "Noto Sans CJK SC Cut"

#: Where operating systems keep fonts.
FOLDERS = (
    Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path.home() / ".fonts", Path.home() / ".local/share/fonts",
    Path("/Library/Fonts"), Path.home() / "Library/Fonts", Path("C:/Windows/Fonts"),
)
#: File names of one weight, best first: the collection of Debian's fonts-noto-cjk, then single-language files.
_FILES = {
    "Regular": ("NotoSansCJK-Regular.ttc", "NotoSansCJKsc-Regular.otf", "NotoSansSC-Regular.otf", "SourceHanSansSC-Regular.otf"),
    "Bold": ("NotoSansCJK-Bold.ttc", "NotoSansCJKsc-Bold.otf", "NotoSansSC-Bold.otf", "SourceHanSansSC-Bold.otf"),
}
_FAMILIES = frozenset({"Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC"})
_MOST_FACES = 16

#: Always kept: ASCII, CJK marks, full-width forms of ASCII, the signs of reports, circled numbers. ⋯ ends a long Chinese name
#: in the head: without it three full stops would stand there, and readers of text would find a space for every decimal point.
ALWAYS = (
    "".join(map(chr, range(0x20, 0x7F))) + "".join(map(chr, range(0x3000, 0x3020))) + "".join(map(chr, range(0xFF01, 0xFF5F)))
    + "\u00a0\u2003ΔØΣ±–—−×÷≥≤≠≈→▲▽▼△○●□■†‡*·•…⋯“”‘’°%‰€£¥〓①②③④⑤⑥⑦⑧⑨⑩"
)
#: The sign that stands for a character of the data that the font lacks (notation 21).
SUBSTITUTE = "〓"

_DROPPED_FEATURES = ("vert", "vrt2", "valt", "vhal", "vpal", "vkrn", "vchw", "jalt", "ljmo", "vjmo", "tjmo")
_DROPPED_TABLES = ("BASE", "VORG", "vhea", "vmtx", "DSIG")


class FontMissingError(ReportgenError):
    """The fonts that pages are set in are not on this machine."""

    exit_code = 3

    def __init__(self, weight: str, folders: Sequence[Path]) -> None:
        super().__init__(
            f"Font {FAMILY} {weight} was not found",
            "Install it (Debian, Ubuntu: apt-get install fonts-noto-cjk; macOS: brew install font-noto-sans-cjk-sc). "
            f"Searched: {', '.join(str(folder) for folder in folders)}")


@dataclass(frozen=True, slots=True)
class FontSet:
    """Two weights of one family, cut. ``digest`` names the cut: equal digests set equal pages.

    ``missing`` holds the characters asked for that the family cannot show; they print as the substitute sign.
    """

    family: str
    regular: bytes = field(repr=False)
    bold: bytes = field(repr=False)
    digest: str
    missing: str = ""

    def shown(self, text: str) -> str:
        """``text`` with the substitute sign for every missing character."""
        return text.translate(dict.fromkeys(map(ord, self.missing), SUBSTITUTE)) if self.missing else text


def cut_fonts(characters: str, folders: Sequence[Path] = FOLDERS) -> FontSet:
    """Both weights reduced to ``characters`` and to what pages always need; the same characters give the same bytes.

    Raises FontMissingError, with how to install them, where the fonts are not there.
    """
    wanted = frozenset(map(ord, characters)) | frozenset(map(ord, ALWAYS))
    regular, bold = (_cut(_source(weight, tuple(folders)), wanted) for weight in ("Regular", "Bold"))
    missing = "".join(sorted(missing_glyphs(characters, folders)))
    return FontSet(CUT_FAMILY, regular, bold, sha256(regular + bold).hexdigest(), missing)


def missing_glyphs(text: str, folders: Sequence[Path] = FOLDERS) -> set[str]:
    """Characters of ``text`` that the font cannot show; white space and line ends count as shown."""
    known = _covered(tuple(folders))
    return {char for char in set(text) if ord(char) not in known and not char.isspace()}


@lru_cache(maxsize=4)
def _covered(folders: tuple[Path, ...]) -> frozenset[int]:
    faces = [_face(*_source(weight, folders)) for weight in ("Regular", "Bold")]
    return frozenset(faces[0].unicodes) & frozenset(faces[1].unicodes)


@lru_cache(maxsize=8)
def _source(weight: str, folders: tuple[Path, ...]) -> tuple[Path, int]:
    """File and face index of one weight of the simplified Chinese family."""
    for name in _FILES[weight]:
        for folder in folders:
            for path in sorted(folder.rglob(name)) if folder.is_dir() else ():
                index = _index(path)
                if index is not None:
                    return path, index
    raise FontMissingError(weight, folders)


def _index(path: Path) -> int | None:
    for index in range(_MOST_FACES):
        face = _face(path, index)
        family = face.get_name(hb.OTNameIdPredefined.FONT_FAMILY, "en")
        if not family:
            return None
        if family in _FAMILIES:
            return index
    return None


def _face(path: Path, index: int) -> hb.Face:
    return hb.Face(hb.Blob.from_file_path(str(path)), index)


def _cut(source: tuple[Path, int], wanted: frozenset[int]) -> bytes:
    plan = hb.SubsetInput()
    plan.unicode_set.update(hb.Set(wanted))
    plan.layout_feature_tag_set.difference_update(hb.Set(map(_tag, _DROPPED_FEATURES)))
    plan.drop_table_tag_set.update(hb.Set(map(_tag, _DROPPED_TABLES)))
    plan.flags = hb.SubsetFlags.NO_HINTING | hb.SubsetFlags.DESUBROUTINIZE
    return _numbered(bytes(hb.subset(_face(*source), plan).blob.data))


def _numbered(font: bytes) -> bytes:
    """The cut font with its glyphs numbered through: the character ids of a CID-keyed font become its glyph numbers.

    Pages name glyphs by number, and a reader of PDF looks a number up among the character ids: where the two differ it
    shows another glyph, or none. Fonts without character ids stay as they are.
    """
    opened = TTFont(BytesIO(font), recalcTimestamp=False, recalcBBoxes=False)
    top = opened["CFF "].cff[0] if "CFF " in opened else None
    if top is None or not hasattr(top, "ROS"):
        return font
    names = [".notdef", *(f"cid{number:05d}" for number in range(1, len(top.charset)))]
    top.charset, top.CharStrings.charStrings = names, {name: number for number, name in enumerate(names)}
    opened.setGlyphOrder(names)
    out = BytesIO()
    opened.save(out, reorderTables=None)
    return out.getvalue()


def _tag(name: str) -> int:
    return int.from_bytes(name.encode("ascii"), "big")
