"""What generated text may never say: causes, praise and blame, chances, and Western marks between Han characters."""

from __future__ import annotations

import re

from reportgen.model.dataset import Locale

#: Causes belong to people (docs/method/commentary.md, "Evidence"); so do praise, blame and chances.
BANNED: dict[Locale, tuple[str, ...]] = {
    "zh-CN": (
        "由于", "因为", "因此", "导致", "得益于", "归因于", "归功于", "优秀员工", "表现优异", "表现出色", "出色", "懒",
        "不努力", "很可能", "可能", "大概", "预计将", "有望", "史上", "显著", "大幅",
    ),
    "en": (
        "because", "due to", "caused by", "thanks to", "as a result of", "driven by", "owing to", "attributable to",
        "excellent", "outstanding", "impressive", "poor performance", "lazy", "probably", "likely", "perhaps", "hopefully",
        "significantly", "dramatically", "record high",
    ),
}
_WORDS = {
    "zh-CN": re.compile("|".join(map(re.escape, BANNED["zh-CN"]))),
    "en": re.compile(r"\b(?:" + "|".join(map(re.escape, BANNED["en"])) + r")\b", re.IGNORECASE),
}
_QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"")
_HAN = "\u3400-\u9fff\uff08\uff09\uff0c\uff1a\uff1b\u3002\u3001\u201c\u201d{}"
_ASCII_BETWEEN_HAN = re.compile(rf"(?<=[{_HAN}])[,:;()](?=[{_HAN}])")


def without_quotes(text: str) -> str:
    """The text with the words of people taken out."""
    return _QUOTED.sub("", text)


def banned_words(text: str, locale: Locale) -> tuple[str, ...]:
    """Banned words of both languages outside quotes, in reading order (an English report may quote Chinese names)."""
    plain = without_quotes(text)
    first = _WORDS[locale].findall(plain)
    other = _WORDS["en" if locale == "zh-CN" else "zh-CN"].findall(plain)
    return (*first, *other)


def western_marks(text: str) -> tuple[str, ...]:
    """ASCII commas, colons, semicolons and brackets that stand between Han characters or placeholders."""
    return tuple(_ASCII_BETWEEN_HAN.findall(text))
