"""Faults of a policy file: where, what, what may stand there; and the finding that each becomes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches

from reportgen.model.finding import Finding
from reportgen.policy.wording import FAULTS, REMEDIES

#: Keys and list positions from the root of the document.
Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault: a key of ``wording.FAULTS``, its place, the values of its sentence, and the legal words if few."""

    kind: str
    path: Path
    values: Mapping[str, str] = field(default_factory=dict)
    legal: tuple[str, ...] = ()
    wrong: str = ""
    line: int | None = None

    @property
    def suggestion(self) -> str:
        """The legal word nearest to the wrong one, empty without a near one."""
        return nearest(self.wrong, self.legal)


def nearest(word: str, legal: Sequence[str]) -> str:
    """The legal word that was probably meant, empty without a near one."""
    return next(iter(get_close_matches(word, legal, n=1, cutoff=0.6)), "")


def finding_of(fault: Fault, file: str, line: int) -> Finding:
    """E-POLICY with file, line, problem in both languages, legal words and the one that was probably meant."""
    english, chinese = FAULTS[fault.kind]
    action, legal = _what_to_do(fault), ", ".join(fault.legal)
    params = {
        "file": file, "line": str(line), "problem": english.format(**fault.values),
        "problem:zh-CN": chinese.format(**_chinese(fault.values)), "what_to_do": action[0], "what_to_do:zh-CN": action[1],
        "legal": legal, "suggestion": fault.suggestion,
    }
    return Finding("E-POLICY", row=line, column=_dotted(fault.path), file=file, params=params)


def _what_to_do(fault: Fault) -> tuple[str, str]:
    """What to do in English and Chinese, with the words that may stand there."""
    english, chinese = REMEDIES.get(fault.kind, REMEDIES["shape"])
    if not fault.legal:
        return english, chinese
    known = REMEDIES["legal"]
    return (
        f"{english} {known[0].format(legal=', '.join(fault.legal))}",
        f"{chinese}{known[1].format(legal='、'.join(fault.legal))}",
    )


def _chinese(values: Mapping[str, str]) -> dict[str, str]:
    """The values of the Chinese sentence: ``reason:zh`` stands for ``reason`` where it is given."""
    return {**values, **{key.removesuffix(":zh"): value for key, value in values.items() if key.endswith(":zh")}}


def _dotted(path: Path) -> str:
    """``rewards[0].components[1].points``"""
    text = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
    return text.removeprefix(".")
