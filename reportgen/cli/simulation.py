"""What ``reportgen policy simulate`` and ``payroll`` say, in the dataset's language: breaks, costs, gains and losses."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from reportgen.model.dataset import Locale
    from reportgen.rewards.breaks import Break
    from reportgen.rewards.simulate import Change, Comparison
    from reportgen.run.policies import Simulation, Trial

#: People shown of those who gain or lose; JSON has all of them.
_SHOWN = 10
#: Key -> (zh-CN, en).
_WORDS: Final[dict[str, tuple[str, str]]] = {
    "breaks": ("各转折点±0.01处的兑现", "payout at each break ± 0.01"),
    "break_head": ("政策|组件|度量|转折点|低0.01|恰好|高0.01|", "policy|component|measure|break|0.01 below|at|0.01 above|"),
    "cliff": ("断崖：{jump}", "cliff: {jump}"),
    "cliff_points": ("断崖：{jump}个百分点", "cliff: {jump} points"),
    "grades": ("断崖：{low}级到{high}级，{jump}", "cliff: grade {low} to {high}, {jump}"),
    "grades_points": ("断崖：{low}级到{high}级，{jump}个百分点", "cliff: grade {low} to {high}, {jump} points"),
    "nobody": ("本期没有奖励政策向任何人发放", "no reward policy pays anybody in this period"),
    "cost": ("本期成本，{currency}", "cost of the period, {currency}"),
    "cost_head": ("政策|人数|暂缓|封顶|基数|奖金|兑现比例|应发", "policy|people|held|capped|base|award|payout|payable"),
    "total": ("合计", "total"),
    "against": (
        "{after}（{after_file}）对比{before}（{before_file}），{currency}",
        "{after} ({after_file}) against {before} ({before_file}), {currency}",
    ),
    "difference": ("差额{change}：{before} → {after}", "difference {change}: {before} → {after}"),
    "counts": ("增加{gain}人，减少{lose}人，不变{rest}人", "{gain} gain, {lose} lose, {rest} unchanged"),
    "gain": ("增加", "gain"),
    "lose": ("减少", "lose"),
    "person_head": ("人员|姓名|原政策|新政策|变动", "person|name|before|after|change"),
    "more": ("… 另有{count}人，--json列出全部", "… {count} more; --json has all of them"),
    "defaults": ("默认规则", "defaults"),
    "payroll": ("{people}人，应发{sums}。", "{people} people, {sums} payable."),
    "nothing": ("无", "nothing"),
    "left_out": (
        "{people}人的金额为暂估或暂缓，未列入清单。",
        "{people} people have an estimate or a held amount, which is not in the list.",
    ),
}


def lines(found: Simulation, locale: Locale) -> Iterator[str]:
    """A simulation as text."""
    for trial in found.trials:
        yield f"{trial.name}  {trial.file or _say('defaults', locale)}  {found.period}"
        yield from _breaks(trial, found.kpi_names, locale)
        yield from _costs(trial, found.currency, locale)
        yield ""
    for trial, comparison in zip(found.trials[1:], found.comparisons, strict=True):
        yield from _comparison((found.trials[0], trial), comparison, found.currency, locale)


def payroll_line(rows: Sequence[Mapping[str, Any]], locale: Locale) -> str:
    """How many people are paid, and how much in each currency."""
    total: dict[str, Decimal] = {}
    for row in rows:
        total[row["currency"]] = total.get(row["currency"], Decimal(0)) + row["payable"]
    sums = ("、" if locale == "zh-CN" else ", ").join(f"{currency} {amount:,.2f}" for currency, amount in total.items())
    return _say("payroll", locale, people=len(rows), sums=sums or _say("nothing", locale))


def left_out_line(people: int, locale: Locale) -> str:
    """How many people are not in the payroll list."""
    return _say("left_out", locale, people=people)


def _say(key: str, locale: Locale, **values: object) -> str:
    chinese, english = _WORDS[key]
    return (chinese if locale == "zh-CN" else english).format(**values)


def _breaks(trial: Trial, names: Mapping[str, Mapping[str, str]], locale: Locale) -> Iterator[str]:
    from reportgen.rewards.wording import measure_words

    if not trial.breaks:
        return
    yield f"  {_say('breaks', locale)}"
    rows = [tuple(_say("break_head", locale).split("|"))]
    for item in trial.breaks:
        sign = "" if item.in_money else " %"
        measure = measure_words(item.measure, names)[0 if locale == "zh-CN" else 1]
        rows.append((
            item.policy_id, f"{item.label[locale]} ({item.component_id})", measure, f"{item.at.normalize():f}",
            *(f"{_number(value)}{sign}" for value in (item.below, item.on, item.above)), _cliff(item, locale),
        ))
    yield from _table(rows, left=(0, 1, 2, 7))


def _cliff(item: Break, locale: Locale) -> str:
    """What a cliff is, in plain words; empty where there is none."""
    if not item.cliff:
        return ""
    jump, end = _number(item.on - item.below, signed=True), "" if item.in_money else "_points"
    if item.grades is not None:
        return _say(f"grades{end}", locale, low=item.grades[0], high=item.grades[1], jump=jump)
    return _say(f"cliff{end}", locale, jump=jump)


def _costs(trial: Trial, currency: str, locale: Locale) -> Iterator[str]:
    if not trial.costs:
        yield f"  {_say('nobody', locale)}"
        return
    yield f"  {_say('cost', locale, currency=currency)}"
    rows = [tuple(_say("cost_head", locale).split("|"))]
    for item in trial.costs:
        payout = "" if item.payout_pct is None else f"{_number(item.payout_pct)} %"
        rows.append((
            item.policy_id, str(item.people), str(item.held), str(item.capped), _number(item.base), _number(item.award),
            payout, _number(item.payable),
        ))
    rows.append((_say("total", locale), "", "", "", "", "", "", _number(trial.payable)))
    yield from _table(rows, left=(0,))


def _comparison(trials: tuple[Trial, Trial], found: Comparison, currency: str, locale: Locale) -> Iterator[str]:
    before, after = trials
    yield _say(
        "against", locale, after=after.name, after_file=after.file, before=before.name, before_file=before.file,
        currency=currency,
    )
    change = _number(found.difference, signed=True)
    yield "  " + _say("difference", locale, change=change, before=_number(before.payable), after=_number(after.payable))
    rest = len(found.changes) - len(found.gain) - len(found.lose)
    yield "  " + _say("counts", locale, gain=len(found.gain), lose=len(found.lose), rest=rest)
    for key, changes in (("gain", found.gain), ("lose", found.lose)):
        if changes:
            yield f"  {_say(key, locale)}"
            yield from _table([tuple(_say("person_head", locale).split("|")), *map(_person, changes[:_SHOWN])], left=(0, 1))
            if len(changes) > _SHOWN:
                yield f"    {_say('more', locale, count=len(changes) - _SHOWN)}"
    yield ""


def _person(item: Change) -> tuple[str, ...]:
    amounts = ("" if value is None else _number(value) for value in (item.before, item.after))
    return item.subject_id, item.name, *amounts, _number(item.change, signed=True)


def _table(rows: Sequence[tuple[str, ...]], left: tuple[int, ...]) -> Iterator[str]:
    from reportgen.cli.explain import padded, width

    widths = [max(width(row[place]) for row in rows) for place in range(len(rows[0]))]
    for row in rows:
        cells = [
            padded(cell, size) if place in left else " " * (size - width(cell)) + cell
            for place, (cell, size) in enumerate(zip(row, widths, strict=True))
        ]
        yield "    " + "  ".join(cells).rstrip()


def _number(value: Decimal, *, signed: bool = False) -> str:
    """Two decimals, thousands separated, a true minus sign."""
    return f"{value:{'+' if signed and value else ''},.2f}".replace("-", "−")
