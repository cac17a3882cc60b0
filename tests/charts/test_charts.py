"""Charts that stand alone: small geometry snapshots, honest empty frames, labels apart, everything inside."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from itertools import combinations, pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.charts import Style, draw_chart, text_width
from reportgen.model.chart import (
    Band,
    Bin,
    Bridge,
    BridgeStep,
    ChartSpec,
    CurvePoint,
    Dot,
    Effect,
    Histogram,
    KpiBullet,
    Panel,
    PayoutCurve,
    Point,
    Scatter,
    ScoreBullet,
    SmallMultiples,
    Strip,
    Strips,
    Trend,
)
from reportgen.themes import load_theme
from tests.charts.test_cells import ends, shapes

D = Decimal
STYLE = Style.of(load_theme().tokens)
SVG = "{http://www.w3.org/2000/svg}"
BANDS = tuple(Band(start=D(start), label=label, own=label == "A") for label, start in
              (("D", 0), ("C", 70), ("B", 90), ("A", 100), ("S", 110)))


def draw(spec: ChartSpec, width: float = 86, height: float = 50) -> str:
    return draw_chart(spec, width, height, "what it shows", STYLE)


def boxes(svg: str) -> list[tuple[float, float, float, float, str]]:
    """Left, top, right, bottom and words of every text."""
    found = []
    for node in ElementTree.fromstring(svg).iter(SVG + "text"):
        size, x, y = (float(node.attrib[key]) for key in ("font-size", "x", "y"))
        wide = text_width(node.text or "", size, node.get("font-weight") == "700")
        left = x - {"end": wide, "middle": wide / 2}.get(node.get("text-anchor", ""), 0.0)
        found.append((left, y - size * 0.72, left + wide, y, node.text or ""))
    return found


def overlaps(svg: str) -> list[tuple[str, str]]:
    slack = 0.05
    return [(a[4], b[4]) for a, b in combinations(boxes(svg), 2)
            if a[0] < b[2] - slack and b[0] < a[2] - slack and a[1] < b[3] - slack and b[1] < a[3] - slack]


def test_score_bullet_geometry() -> None:
    spec = ScoreBullet(value=D("105.24"), value_label="105.24", target=D(100), target_label="Target 100", bands=BANDS,
                       maximum=D(120), comparison=D("98.62"), comparison_label="Ø team 98.62 (n=9)")
    svg = draw(spec, 126, 20)
    bar = shapes(svg, "rect", "ac")[0]
    scale = float(bar["width"]) / 105.24
    assert (bar["x"], bar["y"], bar["height"]) == ("0", "5", "5")
    assert scale == pytest.approx(1.034, abs=0.01)
    own = shapes(svg, "rect", "ink")
    assert float(own[0]["x"]) == pytest.approx(100 * scale + 0.15, abs=0.02)
    assert not overlaps(svg)


def test_a_score_beyond_the_maximum_lengthens_the_axis() -> None:
    spec = ScoreBullet(value=D(140), value_label="140.00", target=D(100), target_label="100", bands=BANDS, maximum=D(120))
    assert max(ends(draw(spec, 126, 20))) <= 126.3


def test_a_missing_score_has_no_bar_but_its_word() -> None:
    spec = ScoreBullet(value=None, value_label="n.r.", target=D(100), target_label="100", bands=BANDS, maximum=D(120))
    svg = draw(spec, 126, 20)
    assert not shapes(svg, "rect", "ac")
    assert ">n.r.<" in svg


def test_kpi_bullet_names_do_not_touch_when_threshold_and_stretch_are_near() -> None:
    spec = KpiBullet(actual=D("93.2"), actual_label="93.2%", target=D(95), target_label="Target 95%", threshold=D(90),
                     threshold_label="Threshold 90", stretch=D(98), stretch_label="Stretch 98", previous=D("92.6"))
    assert not overlaps(draw(spec, 80, 14))


def points(actuals: Iterable[int | None], plans: Iterable[int], **more: object) -> tuple[Point, ...]:
    found = []
    for number, (actual, plan) in enumerate(zip(actuals, plans, strict=True), 1):
        gap = None if actual is None else D(actual - plan)
        effect: Effect = "" if gap is None else "favourable" if gap > 0 else "unfavourable"
        found.append(Point(
            label=str(number), actual=None if actual is None else D(actual), actual_label="" if actual is None else str(actual),
            plan=D(plan), variance=gap, variance_label="" if gap is None else f"{gap:+}", effect=effect, **more))  # type: ignore[arg-type]
    return tuple(found)


def test_trend_columns_and_variances_share_one_scale() -> None:
    svg = draw(Trend(points=points([80, 120, 100], [100, 100, 100])))
    actual = [float(rect["height"]) for rect in shapes(svg, "rect", "ac")]
    gaps = [float(rect["height"]) for css in ("fav", "unf") for rect in shapes(svg, "rect", css)]
    assert actual[1] / actual[0] == pytest.approx(1.5, abs=0.01)
    assert gaps == pytest.approx([actual[0] / 4] * 2, abs=0.02)


def test_a_missing_month_leaves_its_place_empty() -> None:
    svg = draw(Trend(points=points([80, None, 100], [100, 100, 100])))
    assert len(shapes(svg, "rect", "ac")) == 2
    assert len(list(shapes(svg, "rect", "paper"))) == 3


def test_a_forecast_is_hatched_with_lines() -> None:
    trend = Trend(points=(*points([80], [100]), *points([90], [100], forecast=True)))
    svg = draw(trend)
    assert len(shapes(svg, "rect", "ac")) == 1
    assert any(path.get("stroke-width") == "0.3" and path["d"].count("M") > 5 for path in shapes(svg, "path", "s-ac"))
    assert "<pattern" not in svg


def test_a_target_change_is_marked_with_its_letter() -> None:
    trend = Trend(points=(*points([80], [100]), *points([90], [120], mark="a")))
    svg = draw(trend)
    assert ">a</text>" in svg
    assert not overlaps(svg)


def test_a_line_of_near_levels_does_not_pretend_a_base() -> None:
    levels = draw(Trend(points=points([95, 96, 97], [96, 96, 96]), form="line"))
    from_zero = draw(Trend(points=points([10, 96, 50], [96, 96, 96]), form="line"))
    assert len(shapes(levels, "path")) < len(shapes(from_zero, "path"))


@pytest.mark.parametrize("spec", [
    Trend(points=tuple(Point(label=str(i)) for i in range(12))),
    Trend(points=(), form="line"),
    SmallMultiples(panels=(Panel(title="Sales", values=(None, None), effects=("", ""), last_label="n.r."),)),
    SmallMultiples(panels=()),
    Bridge(base_label="Plan", base_value_label="100", steps=(), total_label="Total", total_value=D(0), total_value_label="0.00"),
    Histogram(bins=(), count_name="people"),
    Scatter(dots=(), x_label="Score", y_label="Payout"),
    PayoutCurve(points=(), below=D(0), x_label="Score", y_label="Payout"),
    Strips(strips=(), low=D(0), low_label="", high=D(0), high_label=""),
    KpiBullet(actual=None, actual_label="n.r.", target=D(0), target_label="0"),
], ids=lambda spec: spec.kind)
def test_nothing_to_show_is_an_honest_frame(spec: ChartSpec) -> None:
    svg = draw(spec)
    assert "<title>what it shows</title>" in svg
    assert not [rect for rect in shapes(svg, "rect") if rect["class"] in ("fav", "unf", "ac")]


def bridge(values: list[int]) -> Bridge:
    steps = tuple(BridgeStep(label=f"Step {i} with a rather long name", value=D(value), value_label=f"{value:+}",
                             effect="favourable" if value > 0 else "unfavourable") for i, value in enumerate(values))
    return Bridge(base_label="Plan", base_value_label="100", steps=steps, total_label="Total", total_value=D(sum(values)),
                  total_value_label=f"{sum(values):+}", total_level_label=f"{100 + sum(values)}", total_effect="favourable")


def test_bridge_steps_start_where_the_last_one_ended() -> None:
    rects = list(shapes(draw(bridge([10, -4]), 98, 16), "rect"))
    first, second, total = ((float(r["x"]), float(r["x"]) + float(r["width"])) for r in rects)
    assert second[1] == pytest.approx(first[1], abs=0.02)
    assert total[1] == pytest.approx(second[0], abs=0.02)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(-(10**7), 10**7), min_size=1, max_size=40))
def test_forty_steps_of_any_size_stay_inside_and_apart(values: list[int]) -> None:
    svg = draw(bridge(values), 98, max(len(values) + 2, 6) * 4)
    assert min(ends(svg)) >= -0.3
    assert max(ends(svg)) <= 98.3
    assert not overlaps(svg)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(-(10**6), 10**6), st.integers(0, 10**6)), min_size=1, max_size=40),
       st.sampled_from(("columns", "line")))
def test_trend_labels_never_overlap_on_one_line(pairs: list[tuple[int, int]], form: str) -> None:
    trend = Trend(points=points([a for a, _ in pairs], [b for _, b in pairs]), form=form)  # type: ignore[arg-type]
    svg = draw(trend)
    foot = [box for box in boxes(svg) if box[3] > 48]
    assert not [1 for a, b in combinations(foot, 2) if a[0] < b[2] and b[0] < a[2]]
    assert all(box[1] >= 0 and box[3] <= 50.3 for box in boxes(svg))


def test_payout_curve_marks_the_cliff_and_ones_own_point() -> None:
    curve = PayoutCurve(
        points=tuple(CurvePoint(x=D(x), y=D(y), label=label) for x, y, label in
                     ((80, 50, "Threshold 50%"), (100, 100, "Target 100%"), (120, 200, "Stretch 200% (cap)"))),
        below=D(0), x_label="Score", y_label="Payout", own=CurvePoint(x=D("105.24"), y=D("126.2"), label="You 126.20%"),
        own_second_label="105.24 points")
    svg = draw(curve, 82, 58)
    dashed = [path for path in shapes(svg, "path") if "stroke-dasharray" in path]
    assert {path["class"] for path in dashed} == {"s-ac", "s-accent"}
    assert len(shapes(svg, "circle", "accent")) == 1
    assert not overlaps(svg)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 140))
def test_ones_own_label_is_free_of_the_other_names(x: int) -> None:
    payout = 0 if x < 80 else min(50 + (x - 80) * 2.5 if x < 100 else 100 + (x - 100) * 5, 200)
    curve = PayoutCurve(
        points=tuple(CurvePoint(x=D(a), y=D(b), label=label) for a, b, label in
                     ((80, 50, "门槛50%"), (100, 100, "目标100%"), (120, 200, "挑战200%（封顶）"))),
        below=D(0), x_label="总分（分）", y_label="兑现比例", own_second_label=f"{x}.00分",
        own=CurvePoint(x=D(x), y=D(str(payout)), label=f"本人{payout:.2f}%"))
    svg = draw(curve, 82, 58)
    assert not overlaps(svg)
    assert max(ends(svg)) <= 83


def test_histogram_draws_the_quota_as_an_outline() -> None:
    spec = Histogram(bins=(Bin(label="S", count=31, count_label="31", quota=D(24), quota_label="24", effect="unfavourable"),
                           Bin(label="A", count=60, count_label="60", quota=D(60), quota_label="60")),
                     count_name="people", quota_name="quota")
    svg = draw(spec, 84, 40)
    outlined = shapes(svg, "rect", "paper")
    assert [rect["stroke"] for rect in outlined] == [STYLE.tokens["ac"]] * 2
    assert shapes(svg, "text", "unf")
    assert not overlaps(svg)


def test_scatter_axes_begin_at_zero_unless_all_is_far_from_it() -> None:
    far = draw(Scatter(dots=(Dot(x=D(95), y=D(1)), Dot(x=D(105), y=D(9))), x_label="x", y_label="y"))
    texts = [box[4] for box in boxes(far)]
    assert "0" in texts
    assert "94" in texts or "95" in texts
    assert not overlaps(far)


def strips() -> Strips:
    sales = Strip(label="Sales", count_label="5", values=(D(80), D(90), D(100), D(110), D(120)), lower_quartile=D(90),
                  median=D(100), upper_quartile=D(110), median_label="100.00")
    return Strips(strips=(sales, Strip(label="Board", count_label="2", note="n < 5")), low=D(80), low_label="80.00", high=D(120),
                  high_label="120.00", count_name="people", median_name="Median", mean=D(100), mean_label="Ø 100.00")


def test_strips_have_a_dot_per_value_and_a_box_between_the_quartiles() -> None:
    svg = draw(strips(), 97, 30)
    dots = shapes(svg, "circle")
    places = [float(dot["cx"]) for dot in dots]
    steps = [b - a for a, b in pairwise(places)]
    assert steps == pytest.approx([steps[0]] * 4, abs=0.02)
    # Three lanes by rank, 0.6 of half a box apart: rows are 6.5 high, a box 0.76 of it.
    middle = 3.6 + 6.5 / 2
    lanes = [middle, middle - 1.48, middle + 1.48, middle, middle - 1.48]
    assert [float(dot["cy"]) for dot in dots] == pytest.approx(lanes, abs=0.02)
    (box,) = shapes(svg, "rect", "py")
    assert float(box["x"]) == pytest.approx(places[1], abs=0.01)
    assert float(box["width"]) == pytest.approx(places[3] - places[1], abs=0.02)
    (median,) = (path for path in shapes(svg, "path", "s-ac") if path.get("stroke-width") == "0.7")
    assert float(median["d"].split()[0].removeprefix("M")) == pytest.approx(places[2], abs=0.01)
    assert any("stroke-dasharray" in path for path in shapes(svg, "path", "s-ac"))
    assert not overlaps(svg)
    assert max(ends(svg)) <= 97


def test_a_small_group_has_its_word_and_neither_dot_nor_box() -> None:
    svg = draw(strips().model_copy(update={"strips": strips().strips[1:]}), 97, 30)
    assert not shapes(svg, "circle")
    assert not shapes(svg, "rect")
    assert "n &lt; 5" in svg


def test_a_long_name_of_a_group_is_cut_before_its_count() -> None:
    long = strips().strips[0].model_copy(update={"label": "A department with a very long name that has no room"})
    svg = draw(strips().model_copy(update={"strips": (long,)}), 90, 20)
    assert "…" in svg
    assert not overlaps(svg)


def test_small_multiples_share_one_scale() -> None:
    panels = tuple(Panel(title=name, values=(D(value),), effects=("favourable",), last_label=str(value))
                   for name, value in (("a", 10), ("b", 5)))
    heights = [float(rect["height"]) for rect in shapes(draw(SmallMultiples(panels=panels), 84, 23), "rect")]
    assert heights[0] == pytest.approx(2 * heights[1], abs=0.01)


def test_text_is_escaped_and_every_shape_has_colour_and_class() -> None:
    svg = draw(bridge([1]).model_copy(update={"base_label": "<script>alert(1)</script>"}))
    assert "<script>" not in svg
    for node in ElementTree.fromstring(svg).iter():
        if node.tag.removeprefix(SVG) not in ("svg", "title"):
            assert node.get("class")
            assert "#" in node.get("fill", "") + node.get("stroke", "")


def test_paper_starts_every_text_itself() -> None:
    paper = Style.of(load_theme().tokens, anchored=False)
    spec = Histogram(bins=(Bin(label="Grade S", count=31, count_label="31"),), count_name="people")
    assert "text-anchor" in draw_chart(spec, 84, 40, "", STYLE)
    assert "text-anchor" not in draw_chart(spec, 84, 40, "", paper)
