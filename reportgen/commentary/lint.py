"""What generated text may never say: causes, praise and blame, chances, and Western marks between Han characters."""

from __future__ import annotations

import re

from reportgen.model.dataset import LOCALES, Locale

#: Causes belong to people (docs/method/commentary.md, "Evidence").
CAUSES: dict[Locale, tuple[str, ...]] = {
    "zh-CN": ("由于", "因为", "因此", "导致", "得益于", "归因于", "归功于"),
    "en": ("because", "due to", "caused by", "thanks to", "as a result of", "driven by", "owing to", "attributable to"),
}
#: So do praise, blame and chances; nobody's note makes them fit to be generated.
OTHERS: dict[Locale, tuple[str, ...]] = {
    "zh-CN": (
        "优秀员工", "表现优异", "表现出色", "出色", "懒",
        "不努力", "很可能", "可能", "大概", "预计将", "有望", "史上", "显著", "大幅",
    ),
    "en": (
        "excellent", "outstanding", "impressive", "poor performance", "lazy", "probably", "likely", "perhaps", "hopefully",
        "significantly", "dramatically", "record high",
    ),
}
BANNED: dict[Locale, tuple[str, ...]] = {locale: (*CAUSES[locale], *OTHERS[locale]) for locale in LOCALES}


def _pattern(words: dict[Locale, tuple[str, ...]]) -> re.Pattern[str]:
    """The words of both languages: an English report may quote Chinese names."""
    latin = r"\b(?:" + "|".join(map(re.escape, words["en"])) + r")\b"
    return re.compile("|".join((*map(re.escape, words["zh-CN"]), latin)), re.IGNORECASE)


_ANY, _OTHER = _pattern(BANNED), _pattern(OTHERS)
_QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"")
_HAN = "\u3400-\u9fff\uff08\uff09\uff0c\uff1a\uff1b\u3002\u3001\u201c\u201d{}"
_ASCII_BETWEEN_HAN = re.compile(rf"(?<=[{_HAN}])[,:;()](?=[{_HAN}])")


def without_quotes(text: str) -> str:
    """The text with the words of people taken out."""
    return _QUOTED.sub("", text)


def banned_words(text: str, *, causes: bool = True) -> tuple[str, ...]:
    """Banned words of both languages outside quotes, in reading order; without ``causes`` those of cause may stand."""
    return tuple((_ANY if causes else _OTHER).findall(without_quotes(text)))


def western_marks(text: str) -> tuple[str, ...]:
    """ASCII commas, colons, semicolons and brackets that stand between Han characters or placeholders."""
    return tuple(_ASCII_BETWEEN_HAN.findall(text))
