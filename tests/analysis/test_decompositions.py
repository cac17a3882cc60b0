"""Contributions, rate and mix, price and volume: worked cases, and nothing is ever left over."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.analysis.contribution import Part, total_percent, unit_contributions
from reportgen.analysis.price_volume import ProductPart, exact_price_volume_mix, price_volume_mix
from reportgen.analysis.rate_mix import RatioPart, exact_rate_mix, rate_mix, ratio_split
from reportgen.model.rounding import half_up, largest_remainder

D = Decimal
AMOUNTS = st.decimals(-100000, 100000, places=2)
QUANTITIES = st.decimals(0, 10000, places=1)


def test_var_10_unit_contributions_add_up() -> None:
    parts = [Part("East", D(4000000), D(4200000)), Part("South", D(3450000), D(3300000)), Part("West", D(2227000), D(2500000))]
    found = unit_contributions(parts)
    assert [(row.subject_id, row.variance, row.pp_of_target) for row in found] == [
        ("East", D(-200000), D("-2.0")), ("South", D(150000), D("1.5")), ("West", D(-273000), D("-2.7")),
    ]
    assert total_percent(D(9677000), D(10000000)) == D("-3.2")
    assert [row.share_of_gap for row in found] == [D("61.9"), D("-46.4"), D("84.5")]
    assert not any(row.adjusted for row in found)


def test_sides_and_the_rest() -> None:
    parts = [Part("new", D(30), None), Part("gone", None, D(20)), Part("empty", None, None), Part("same", D(5), D(5))]
    found = unit_contributions(parts, actual=D(40), target=D(100))
    assert [(row.subject_id, row.side, row.variance) for row in found] == [
        ("new", "unplanned", D(30)), ("gone", "absent", D(-20)), ("same", "both", D(0)), ("", "rest", D(-70)),
    ]
    assert [row.pp_of_target for row in found] == [D("30.0"), D("-20.0"), D("0.0"), D("-70.0")]
    assert [row.share_of_gap for row in found] == [None] * 4, "a share of 117 percent would mislead"


def test_no_points_without_a_positive_target_and_no_share_of_nothing() -> None:
    found = unit_contributions([Part("a", D(3), None), Part("b", D(-3), None)])
    assert [(row.pp_of_target, row.share_of_gap) for row in found] == [(None, None), (None, None)]


def test_a_moved_cell_is_marked() -> None:
    found = unit_contributions([Part(key, D(0), D(1)) for key in "abc"])
    assert [(row.pp_of_target, row.adjusted) for row in found] == [
        (D("-33.3"), False), (D("-33.3"), False), (D("-33.4"), True),
    ]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.none() | AMOUNTS, st.none() | AMOUNTS), min_size=1, max_size=8),
    st.none() | AMOUNTS, st.none() | AMOUNTS,
)
def test_contributions_add_to_the_units_variance(
    values: list[tuple[Decimal | None, Decimal | None]], actual: Decimal | None, target: Decimal | None
) -> None:
    found = unit_contributions([Part(f"p{index}", *pair) for index, pair in enumerate(values)], actual, target)
    whole = sum((pair[0] or D(0) for pair in values), D(0)) if actual is None else actual
    goal = sum((pair[1] or D(0) for pair in values), D(0)) if target is None else target
    assert sum((row.variance for row in found), D(0)) == whole - goal
    if found and found[0].pp_of_target is not None:
        assert sum((row.pp_of_target or D(0) for row in found), D(0)) == total_percent(whole, goal)


def test_var_11_both_units_improve_and_the_total_falls() -> None:
    parts = [RatioPart("A", D(300), D(1000), D(350), D(1000)), RatioPart("B", D(100), D(1000), D(240), D(2000))]
    found = rate_mix(parts, places=4)
    assert found is not None
    assert (found.before, found.after, found.change) == (D("20.0000"), D("19.6667"), D("-0.3333"))
    assert [(part.rate_effect, part.mix_effect) for part in found.parts] == [
        (D("2.0833"), D("-2.1111")), (D("1.1667"), D("-1.4722")),
    ]
    assert (found.rate_effect, found.mix_effect) == (D("3.2500"), D("-3.5833"))
    assert (found.parts[1].rate_before, found.parts[1].rate_after) == (D("10.0000"), D("12.0000"))


def test_effects_that_were_moved_to_foot_say_so() -> None:
    """Three parts of equal weight, each up by 1 of 100: rate effects of a third of a point each, 0.33 twice and 0.34 once."""
    found = rate_mix([RatioPart(key, D(10), D(100), D(11), D(100)) for key in "ABC"])
    assert found is not None
    assert sorted((part.rate_effect, part.adjusted) for part in found.parts) == [
        (D("0.33"), (False, False)), (D("0.33"), (False, False)), (D("0.34"), (True, False)),
    ]
    assert (found.rate_effect, found.adjusted) == (D("1.00"), (False, False))


def test_a_new_part_is_all_mix_and_an_empty_one_is_left_out() -> None:
    parts = [RatioPart("A", D(50), D(100), D(50), D(100)), RatioPart("B", D(0), D(0), D(10), D(100)),
             RatioPart("C", D(0), D(0), D(0), D(0))]
    found = rate_mix(parts)
    assert found is not None
    assert [(part.key, part.rate_before, part.rate_effect) for part in found.parts] == [
        ("A", D(50), D(0)), ("B", None, D(0)),
    ]
    assert (found.change, found.mix_effect) == (D(-20), D(-20))
    assert rate_mix([RatioPart("A", D(1), D(0), D(1), D(2))]) is None


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(AMOUNTS, QUANTITIES, AMOUNTS, QUANTITIES), min_size=1, max_size=6))
def test_rate_and_mix_are_exact(values: list[tuple[Decimal, Decimal, Decimal, Decimal]]) -> None:
    parts = [RatioPart(f"p{index}", n0 if d0 else D(0), d0, n1 if d1 else D(0), d1)
             for index, (n0, d0, n1, d1) in enumerate(values)]
    exact, shown = exact_rate_mix(parts), rate_mix(parts)
    if exact is None or shown is None:
        assert not all(sum(getattr(part, name) for part in parts) > 0 for name in ("denominator_before", "denominator_after"))
        return
    assert sum(exact.rate.values(), Fraction(0)) + sum(exact.mix.values(), Fraction(0)) == exact.after - exact.before
    assert shown.rate_effect + shown.mix_effect == shown.change
    assert sum((part.rate_effect for part in shown.parts), D(0)) == shown.rate_effect
    assert sum((part.mix_effect for part in shown.parts), D(0)) == shown.mix_effect


def test_numerator_and_denominator() -> None:
    found = ratio_split(RatioPart("x", D(20), D(100), D(30), D(120)))
    assert found is not None
    # (30 - 20)(1/100 + 1/120)/2 = 0.0916667 and (1/120 - 1/100)(20 + 30)/2 = -0.0416667
    assert (found.change, found.numerator_effect, found.denominator_effect) == (D("5.00"), D("9.17"), D("-4.17"))
    assert ratio_split(RatioPart("x", D(1), D(0), D(1), D(2))) is None


def product(key: str, *numbers: str | None) -> ProductPart:
    q0, p0, q1, p1 = (None if value is None else D(value) for value in numbers)
    return ProductPart(key, q0, p0, q1, p1)


def test_var_12_volume_mix_price() -> None:
    found = price_volume_mix([product("A", "400", "4", "700", "3"), product("B", "300", "1", "100", "2"),
                              product("C", "300", "2", "300", "1")])
    assert found is not None
    assert (found.volume, found.mix, found.price, found.change) == (D(250), D(750), D(-900), D(100))
    assert [(part.key, part.mix, part.price) for part in found.parts] == [
        ("A", D(1040), D(-700)), ("B", D(-230), D(100)), ("C", D(-60), D(-300)),
    ]
    assert [part.volume for part in found.parts] == [D(160), D(30), D(60)]  # a tenth of 1,600, 300 and 600
    assert (found.parts[0].quantity_before, found.parts[0].price_after) == (D(400), D(3))


def test_new_and_discontinued_products_stand_alone() -> None:
    found = price_volume_mix([product("A", "10", "5", "12", "5"), product("N", None, None, "3", "7"),
                              product("O", "4", "2", None, None)])
    assert found is not None
    amounts = (found.volume, found.mix, found.price, found.new, found.discontinued, found.change)
    assert amounts == (D(10), D(0), D(0), D(21), D(-8), D(23))
    assert price_volume_mix([product("A", "0", "5", "12", "5")]) is None
    only_new = price_volume_mix([product("N", None, None, "3", "7")])
    assert only_new is not None
    assert (only_new.volume, only_new.new, only_new.change) == (D(0), D(21), D(21))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(*[st.none() | QUANTITIES] * 4), min_size=1, max_size=6))
def test_price_and_volume_are_exact(values: list[tuple[Decimal | None, ...]]) -> None:
    parts = [ProductPart(f"p{index}", *numbers) for index, numbers in enumerate(values)]
    exact, shown = exact_price_volume_mix(parts), price_volume_mix(parts)
    if exact is None or shown is None:
        return
    amounts = sum((sum(kind.values(), Fraction(0)) for kind in exact.amounts.values()), Fraction(0))
    assert amounts == exact.after - exact.before
    assert exact.volume == sum(exact.amounts["volume"].values(), Fraction(0))
    assert shown.volume + shown.mix + shown.price + shown.new + shown.discontinued == shown.change
    assert sum((part.mix for part in shown.parts), D(0)) == shown.mix
    assert sum((part.volume for part in shown.parts), D(0)) == shown.volume


def test_var_13_14_15_largest_remainder() -> None:
    def shown(unit: str, **values: str) -> list[str]:
        return [str(value) for value in largest_remainder({key: D(text) for key, text in values.items()}, D(unit)).values()]

    assert shown("1", a="13.626332", b="47.989636", c="9.596008", d="28.788024") == ["14", "48", "9", "29"]
    assert shown("1", a="-1.4", b="-1.4", c="0.5") == ["-1", "-1", "0"]
    assert shown("0.1", p="33.333333", q="33.333333", r="33.333334") == ["33.3", "33.3", "33.4"]


@settings(max_examples=100, deadline=None)
@given(st.dictionaries(st.text("abcdef", min_size=1, max_size=3), st.decimals(-1000, 1000, places=4), min_size=1))
def test_largest_remainder_foots_stays_near_and_keeps_order(values: dict[str, Decimal]) -> None:
    found = largest_remainder(values)
    assert sum(found.values(), D(0)) == half_up(sum(values.values(), D(0)))
    for key, value in values.items():
        assert abs(found[key] - value) < D("0.01")
    ordered = sorted(values, key=values.__getitem__)
    for low, high in pairwise(ordered):
        assert values[low] == values[high] or found[low] <= found[high]
