"""Messages of the pages behind the first: each says what its page shows, computed from the view's facts alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from decimal import Decimal

from reportgen.formatting import amount_text
from reportgen.model.format import PERCENT, PERCENT_DELTA, SCORE, Format
from reportgen.model.view import Delta, Line
from reportgen.reports.blocks.coaching import below_limit, twice_below
from reportgen.reports.blocks.splits import amounts_of, points_of
from reportgen.reports.figures import figure, shown
from reportgen.reports.noting import material_lines
from reportgen.reports.page import Page

ZERO = Decimal(0)
#: KPIs whose completion of the year a message names.
_NAMED = 2


def within(page: Page, name: str) -> str:
    """A name inside an English sentence: a first letter that opens a plain word becomes small."""
    return name[:1].lower() + name[1:] if page.locale == "en" and name[1:2].islower() else name


def named(page: Page, name: str) -> str:
    """A name before a number: Latin letters and figures stand apart from it in Chinese."""
    return f"{name} " if page.locale == "zh-CN" and name[-1:].isascii() else name


def variances(page: Page) -> str:
    """The largest of the material variances, and how many are favourable."""
    found = material_lines(page.view)
    if not found:
        return page.words("message.variances_none")
    effects = [line.deltas["plan"].effect for line in found]
    largest = found[0].contribution or ZERO
    if len(found) == 1 or not largest:
        key = "message.variances_count" if len(found) > 1 else "message.variances_one"
    else:
        key = "message.variances_down" if largest < 0 else "message.variances_up"
    return page.words(
        key, kpi=found[0].kpi.name.of(page.locale).strip(), points=shown(abs(largest), SCORE, page.locale), count=len(found),
        good=effects.count("favourable"), bad=effects.count("unfavourable"),
    )


def year(page: Page) -> str:
    """How much of the year's target the sums have reached, and how many KPIs are ahead of plan to date."""
    lines = page.view.lines
    done = [line for line in lines if line.outlook is not None and line.outlook.completion is not None]
    compared = _effects(line.deltas.get("ytd") for line in lines)
    said = [
        page.words("message.year_reached" if index else "message.year_first", kpi=_name(page, line, first=index == 0),
                   percent=shown(line.outlook.completion, PERCENT, page.locale))
        for index, line in enumerate(done[:_NAMED]) if line.outlook is not None
    ]
    reached = page.words("message.year_two", first=said[0], second=said[1]) if len(said) == _NAMED else "".join(said)
    if not reached:
        return page.words("message.year_counts", **compared) if compared["count"] > 1 else ""
    if page.period.kind == "year" or compared["count"] < 2:
        return page.words("message.year_only", reached=reached)
    return page.words("message.year", reached=reached, **compared)


def _name(page: Page, line: Line, *, first: bool) -> str:
    name = line.kpi.name.of(page.locale)
    return named(page, name if first else within(page, name))


def splits(page: Page) -> str:
    """The first value or ratio that is split, its change since a year ago and the effects; nothing where there is none."""
    for line in page.view.lines:
        if line.price_volume is not None:
            found = amounts_of(page, line, line.price_volume)
            effects = [(f"pvm.{kind}", found.kinds[kind]) for kind in found.shown_kinds()]
            size = shown(abs(found.change), figure(found.scale, line.kpi.unit), page.locale) + found.scale.unit
            size = amount_text(abs(found.change), line.kpi.unit, page.locale) if page.locale == "en" else size
            return _split(page, line, "splits_money", (found.change, size), (effects, found.signed()))
    for line in page.view.lines:
        if line.rate_mix is not None:
            mix, format_ = line.rate_mix, points_of(line)
            size = shown(abs(mix.change), replace(format_, signed=False), page.locale)
            effects = [("mix.rate", mix.rate_effect), ("mix.mix", mix.mix_effect)]
            return _split(page, line, "splits", (mix.change, size), (effects, format_))
    return ""


def _split(
    page: Page, line: Line, key: str, change: tuple[Decimal, str], effects: tuple[list[tuple[str, Decimal]], Format]
) -> str:
    said = [
        page.words("message.effect", name=within(page, page.words(name)), amount=shown(amount, effects[1], page.locale))
        for name, amount in effects[0]
    ]
    return page.words(f"message.{key}_{'down' if change[0] < 0 else 'up'}", kpi=_name(page, line, first=True), change=change[1],
                      effects=page.words.list(said))


def previous(page: Page) -> str:
    """How many KPIs moved favourably since the period before, and by how much the heaviest moved."""
    lines = [line for line in page.view.lines
             if line.deltas.get("previous", Delta(None)).absolute is not None and "previous" not in line.part_served]
    if not lines:
        return ""
    counts = _effects(line.deltas["previous"] for line in lines)
    first = max(lines, key=_weight)
    moved = first.deltas["previous"]
    if moved.percent is None:
        return page.words("message.previous", **counts)
    change = shown(moved.percent, PERCENT_DELTA, page.locale)
    key = "message.previous_first" if len(lines) > 1 else "message.previous_one"
    return page.words(key, kpi=_name(page, first, first=True), change=change, **counts)


def _weight(line: Line) -> Decimal:
    return line.weight or ZERO


def _effects(deltas: Iterable[Delta | None]) -> dict[str, int]:
    """How many variances there are, and how many of them are favourable or unfavourable."""
    effects = [delta.effect for delta in deltas if delta is not None and delta.absolute is not None]
    return {"count": len(effects), "good": effects.count("favourable"), "bad": effects.count("unfavourable")}


def accrued(page: Page) -> str:
    """The bonus accrued now, its change, and the awards against the target bonuses."""
    found, currency = page.view.accruals, page.view.currency
    if not found:
        return ""
    now = sum((one.accrued for one in found), ZERO)
    before = [one.accrued_before for one in found if one.accrued_before is not None]
    amount = amount_text(now, currency, page.locale)
    if len(before) < len(found):
        return page.words("message.accrued", amount=amount)
    change = now - sum(before, ZERO)
    key = "message.accrued_more" if change > 0 else "message.accrued_less" if change < 0 else "message.accrued_same"
    return page.words(key, amount=amount, change=amount_text(abs(change), currency, page.locale))


def register(page: Page) -> str:
    """How many comments there are, who wrote them, how many must be written anew, and what the data checks found."""
    comments, findings = page.view.texts.comments, page.view.findings
    written = sum(one.source != "generated" for one in comments)
    stale = sum(one.stale for one in comments)
    key = "message.register_stale" if stale else "message.register"
    return page.words(key, count=len(comments), written=written, stale=stale, findings=len(findings),
                      errors=sum(one.severity == "error" for one in findings))


def spread(page: Page) -> str:
    """The range of the units' mean scores."""
    found = page.view.statistics
    groups = [] if found is None else [one for one in found.groups if one.kind == "unit" and one.mean is not None]
    whole = next((one for one in found.groups if one.kind == "company"), None) if found is not None else None
    if found is None or len(groups) < 2:
        return "" if whole is None or whole.mean is None else page.words(
            "message.range", minimum=shown(whole.minimum, SCORE, page.locale), maximum=shown(whole.maximum, SCORE, page.locale),
            median=shown(whole.median, SCORE, page.locale),
        )
    groups.sort(key=lambda one: (one.mean or ZERO, one.key))

    def group(index: int) -> str:
        name = page.view.names.get(groups[index].key)
        return groups[index].key if name is None else name.of(page.locale)

    return page.words("message.spread", low=shown(groups[0].mean, SCORE, page.locale), lowest=group(0),
                      high=shown(groups[-1].mean, SCORE, page.locale), highest=group(-1))


def people(page: Page) -> str:
    """How many are rated, and their mean."""
    found = page.view.statistics
    if found is None:
        return ""
    mean = next((group.mean for group in found.groups if group.kind == "company"), None)
    if mean is None:
        return page.words("message.people", rated=found.rated, heads=found.head_count)
    return page.words("message.people_mean", rated=found.rated, heads=found.head_count, mean=shown(mean, SCORE, page.locale))


def coaching(page: Page) -> str:
    """How many lie below the amber limit, for the second time, and how many grades calibration changed."""
    low = below_limit(page.view)
    again = sum(twice_below(page.view, person) for person in low)
    limit = f"{page.view.rules.status.amber.normalize():f}"
    return page.words("message.coaching" if low else "message.coaching_none", count=len(low), again=again, limit=limit,
                      changed=len(page.view.adjustments))


def quotas(page: Page) -> str:
    """How many groups depart from their quota; those for which it is guidance do not count."""
    found = page.view.statistics
    bound = [] if found is None else [check for check in found.checks if not check.guidance]
    if not bound:
        return ""
    odd = sum(any(limit.breach for limit in check.limits) for check in bound)
    return page.words("message.quotas" if odd else "message.quotas_kept", count=len(bound), odd=odd)


HEADLINES: dict[str, Callable[[Page], str]] = {
    "people": people, "variances": variances, "year": year, "previous": previous, "accrued": accrued, "register": register,
    "spread": spread, "coaching": coaching, "quotas": quotas, "splits": splits,
}
