"""Growth that somebody states, as a number or in words, against what target and baseline imply."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import polars as pl

from reportgen.dataset.draft import Draft
from reportgen.model.finding import Finding
from reportgen.model.period import parse_period, year_earlier

_Row = dict[str, Any]
_CENT = Decimal("0.01")
#: A longer clause says more than a growth.
_LONGEST = 60

# A clause counts only where it is wholly about growth: what falls by 10 % may be the market, not the target.
_BASES = ("上年", "去年", "上年同期", "去年同期", "上年实际", "去年实际", "基线", "基数", "基期")
_OPENINGS = (
    "目标值", "目标为", "目标", "计划", "要求", "确保",
    "力争", "实现", "保持", "年度", "同比",
)
_BEFORE_BASE, _AFTER_BASE = ("按", "较", "比", "在"), ("的基础上", "基础上")
_UP = "|".join(("增长率", "增长", "增加", "提升", "提高", "上升", "增幅", "增速"))
_DOWN = "|".join(("下降", "降低", "减少", "降幅"))
_LEAST = "|".join(("至少", "不低于", "不少于"))
_BASE = f"(?:{'|'.join(_BEFORE_BASE)})?(?:{'|'.join(_BASES)})(?:{'|'.join(_AFTER_BASE)})?"
_OPENING = f"(?:{_BASE}|{'|'.join(_OPENINGS)})"
_CHINESE = re.compile(
    rf"(?:{_OPENING}|NAME)*(?:(?P<up>{_UP})|(?P<down>{_DOWN}))(?P<least>{_LEAST})?[为达到]*\s*"
    rf"(?P<number>\d+(?:\.\d+)?)\s*%(?P<more>以上)?"
)
_GROWTH, _DECLINE = "growth|increase|rise|grow(?:s|ing)? by|up", "decline|decrease|reduction|fall|down"
_AGAINST = (
    r"(?:\s+(?:over|on|against|vs\.?|versus|compared with|from)\s+(?:the\s+)?"
    r"(?:last year|prior year|previous year|year before|base(?:line)?))?"
)
_OPENS = r"(?:(?:target|plan|goal|NAME)\s*(?:of|is|means|:)?\s*)*(?:a\s+|an\s+)?(?:(?:yoy|year-on-year|annual)\s+)?"
_ENGLISH = re.compile(
    rf"{_OPENS}(?:(?P<up>{_GROWTH})|(?P<down>{_DECLINE}))(?:\s+(?:of|by))?\s+(?P<least>at least\s+)?(?P<number>\d+(?:\.\d+)?)\s*%"
    + _AGAINST, re.IGNORECASE,
)
_ENGLISH_AFTER = re.compile(
    rf"{_OPENS}(?P<least>at least\s+)?(?P<number>\d+(?:\.\d+)?)\s*%\s+(?:yoy\s+)?(?:(?P<up>{_GROWTH})|(?P<down>{_DECLINE}))"
    + _AGAINST, re.IGNORECASE,
)
_CLAUSES = re.compile(r"[\uff0c\u3002\uff1b;!?\uff01\uff1f\n]|,(?!\d)|\.(?!\d)")
_LAST_YEAR = re.compile(
    r"同比|上年|去年|yoy|year-on-year|(?:last|prior|previous) year|year before", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Said:
    """A growth in percent as a clause states it; ``least`` where more than it is meant too."""

    growth: Decimal
    clause: str
    least: bool = False


def check_growth(draft: Draft) -> None:
    """W-GROWTH-MISMATCH (docs/method/scoring.md, "Growth")."""
    if not draft.ready("targets", "kpis"):
        return
    for finding in (*_numbers(draft), *_texts(draft)):
        draft.log.add(finding)


def _levels(draft: Draft) -> pl.DataFrame:
    return draft["targets"].filter(pl.col("target").is_not_null() & (pl.col("target_basis").fill_null("level") == "level"))


def _numbers(draft: Draft) -> Iterator[Finding]:
    """``stated_growth_pct`` against target / baseline - 1, to the decimals in which it is stated."""
    stated = _levels(draft).filter(pl.col("stated_growth_pct").is_not_null() & (pl.col("baseline") > 0))
    implied = (pl.col("target") / pl.col("baseline") - 1) * 100
    for row in stated.filter((implied - pl.col("stated_growth_pct")).abs() > 1e-9).iter_rows(named=True):
        said = Said(_number(row["stated_growth_pct"]), "")
        if not _agrees(said, row, _number(row["baseline"])):
            yield _finding(row, said, _number(row["baseline"]), "stated_growth_pct")


def _texts(draft: Draft) -> Iterator[Finding]:
    """Words of the target's reason, else of the KPI's definition."""
    cards = draft["kpis"].select("kpi_id", "unit", "name", "name_en", "definition").unique("kpi_id", keep="last")
    rows = _levels(draft).filter(pl.col("stated_growth_pct").is_null()).join(cards, on="kpi_id", maintain_order="left")
    told = pl.any_horizontal(pl.col("reason", "definition").str.contains("[%\uff05]").fill_null(False))
    years: dict[tuple[str, str, str], Decimal] | None = None
    for row in rows.filter(told & ~pl.col("unit").is_in(["%", "pp"])).iter_rows(named=True):
        names = tuple(name for name in (row["name"], row["name_en"]) if name)
        said = stated_in(row["reason"] or "", names)
        column = "reason" if said else "target"
        for one in said or stated_in(row["definition"] or "", names):
            base = None if row["baseline"] is None else _number(row["baseline"])
            if base is None and _LAST_YEAR.search(one.clause):
                years = _years(draft) if years is None else years
                base = years.get((row["kpi_id"], row["subject_id"], row["period"]))
            if base is not None and base > 0 and not _agrees(one, row, base):
                yield _finding(row, one, base, column)


def stated_in(text: str, names: tuple[str, ...] = ()) -> list[Said]:
    """Every growth that a clause of the text states, and nothing else; ``names`` of the KPI may open the clause."""
    found = []
    for clause in _CLAUSES.split(text.replace("\uff05", "%")):
        plain = " ".join(clause.split())
        for name in names:
            plain = plain.replace(name, "NAME")
        if len(plain) > _LONGEST:
            continue
        match = next((one for one in (form.fullmatch(plain) for form in (_CHINESE, _ENGLISH, _ENGLISH_AFTER)) if one), None)
        if match is not None:
            parts = match.groupdict()
            growth = Decimal(match["number"]) * (-1 if match["down"] else 1)
            found.append(Said(growth, clause.strip(), bool(parts.get("least") or parts.get("more"))))
    return found


def _years(draft: Draft) -> dict[tuple[str, str, str], Decimal]:
    """(KPI, subject, period) -> last year's value: a PY row, else the actual of the period a year before."""
    fiscal = draft.settings.fiscal
    rows = draft["actuals"].filter(pl.col("value").is_not_null()).select("kpi_id", "subject_id", "period", "scenario", "value")
    known = {(kpi, subject, label, scenario): value for kpi, subject, label, scenario, value in rows.iter_rows()}
    found: dict[tuple[str, str, str], Decimal] = {}
    for kpi, subject, label in draft["targets"].select("kpi_id", "subject_id", "period").iter_rows():
        value = known.get((kpi, subject, label, "PY"))
        if value is None:
            value = known.get((kpi, subject, year_earlier(parse_period(label, fiscal), fiscal).label, "AC"))
        if value is not None:
            found[kpi, subject, label] = _number(value)
    return found


def _implied(row: _Row, base: Decimal) -> Decimal:
    return (_number(row["target"]) / base - 1) * 100


def _agrees(said: Said, row: _Row, base: Decimal) -> bool:
    """True where target and baseline give the stated growth to its own decimals, or more where more is meant."""
    exact, places = _implied(row, base), max(-int(said.growth.normalize().as_tuple().exponent), 0)
    if said.least and abs(exact) >= abs(said.growth) and (exact < 0) == (said.growth < 0):
        return True
    return exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP) == said.growth


def _finding(row: _Row, said: Said, base: Decimal, column: str) -> Finding:
    needed = base * (1 + said.growth / 100)
    params = {
        "period": row["period"],
        "stated": _shown(said.growth),
        "baseline": _shown(base),
        "target": _shown(_number(row["target"])),
        "implied": _shown(_implied(row, base).quantize(_CENT, ROUND_HALF_UP)),
        "needed": _shown(needed.quantize(_CENT, ROUND_HALF_UP)),
        **({"case": "text", "text": said.clause} if said.clause else {}),
    }
    return Finding("W-GROWTH-MISMATCH", "targets", row["row_nr"], column, row["subject_id"], row["kpi_id"], params=params)


def _number(value: float) -> Decimal:
    return Decimal(repr(value))


def _shown(number: Decimal) -> str:
    return f"{number.normalize():f}"
