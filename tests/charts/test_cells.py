"""In-cell graphics: geometry worked by hand, and the law that nothing leaves its cell."""

from __future__ import annotations

import re
from decimal import Decimal
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.charts import CellScale, Style, draw_cell, fit_column, text_width
from reportgen.model.chart import CellGraphic, GraphicScale, Sparkline, VarianceBar, VariancePin, WaterfallStep
from reportgen.themes import load_theme

D = Decimal
STYLE = Style.of(load_theme().tokens)
SVG = "{http://www.w3.org/2000/svg}"


def shapes(svg: str, tag: str, css: str = "") -> list[dict[str, str]]:
    return [dict(node.attrib) for node in ElementTree.fromstring(svg).iter(SVG + tag) if css in node.get("class", "").split()
            or not css]


def scale_of(per_unit: float = 0.5, zero: float = 17.0, width: float = 34.0, limit: float | None = None) -> CellScale:
    return CellScale(width, zero, per_unit, "pl", limit, -20.0, 20.0, STYLE.note)


def test_a_positive_bar_starts_at_the_edge_of_the_axis() -> None:
    bar = VarianceBar(value=D(10), effect="favourable", label="+10.0")
    svg = draw_cell(bar, scale_of(), 4.0, STYLE)
    (rect,) = shapes(svg, "rect", "fav")
    assert (rect["x"], rect["width"], rect["y"], rect["height"]) == ("17.28", "5", "0.67", "2.67")
    (label,) = shapes(svg, "text")
    assert label["x"] == "23.18"
    assert "+10.0</text>" in svg


def test_a_negative_bar_has_its_label_left_and_its_note_on_the_free_side() -> None:
    svg = draw_cell(VarianceBar(value=D(-10), effect="unfavourable", label="−10.0", note=3), scale_of(), 4.0, STYLE)
    (rect,) = shapes(svg, "rect", "unf")
    assert (rect["x"], rect["width"]) == ("11.72", "5")
    (disc,) = shapes(svg, "circle", "accent")
    assert disc["cx"] == "19.8"
    assert shapes(svg, "text")[0]["text-anchor"] == "end"


def test_an_outlier_is_a_triangle_at_the_limit_and_keeps_its_label() -> None:
    svg = draw_cell(VariancePin(value=D(310), effect="favourable", label="+310"), scale_of(limit=20), 4.0, STYLE)
    assert not shapes(svg, "rect")
    (triangle,) = shapes(svg, "path", "fav")
    assert triangle["d"].startswith("M28.43 2L")
    assert "+310" in svg


def test_a_pin_head_is_filled_as_actual() -> None:
    svg = draw_cell(VariancePin(value=D(10), effect="unfavourable", label="+10.0"), scale_of(limit=20), 4.0, STYLE)
    (head,) = shapes(svg, "rect", "ac")
    assert (head["x"], head["width"], head["height"]) == ("21.58", "1.4", "1.4")


def test_without_a_value_the_axis_stays_and_the_label_is_grey() -> None:
    svg = draw_cell(VariancePin(value=None, effect="", label="n.m."), scale_of(), 4.0, STYLE)
    assert not shapes(svg, "rect")
    assert shapes(svg, "path", "s-ac")
    assert shapes(svg, "text", "ink-3")


def test_a_figure_without_bar_takes_the_colour_of_its_effect_and_the_side_of_its_sign() -> None:
    svg = draw_cell(VarianceBar(value=None, effect="unfavourable", label="−0.9pp"), scale_of(), 4.0, STYLE)
    (label,) = shapes(svg, "text", "unf")
    assert label["text-anchor"] == "end"


def test_waterfall_joints_meet_at_the_row_edges() -> None:
    step = WaterfallStep(start=D(4), value=D(-6), effect="unfavourable", label="−6.00")
    svg = draw_cell(step, scale_of(1.0), 6.0, STYLE)
    joints = next(path["d"] for path in shapes(svg, "path", "s-ink-3"))
    assert joints == "M21 0L21 1M15 5L15 6"


def test_a_total_is_joined_from_above_at_its_end_and_to_nothing_below() -> None:
    total = WaterfallStep(start=D(0), value=D(5), effect="favourable", label="+5.00", role="total", last=True)
    svg = draw_cell(total, scale_of(1.0), 6.0, STYLE)
    assert next(path["d"] for path in shapes(svg, "path", "s-ink-3")) == "M22 0L22 1"
    assert 'font-weight="700"' in svg


def test_a_sparkline_leaves_the_place_of_a_missing_period_empty() -> None:
    spark = Sparkline(values=(D(10), None, D(-10)), effects=("favourable", "", "unfavourable"))
    svg = draw_cell(spark, CellScale(23, 0, 1, "zero", None, -10, 10, STYLE.note), 4.0, STYLE)
    bars = shapes(svg, "rect")
    assert [bar["class"] for bar in bars] == ["fav", "unf"]
    assert [float(bar["x"]) for bar in bars] == pytest.approx([4.11, 17.44], abs=0.01)


values = st.one_of(st.none(), st.decimals(-(10**9), 10**9, places=1))
labels = st.text("0123456789.+−%pp ", max_size=9)
effects = st.sampled_from(("favourable", "unfavourable", "neutral", ""))
notes = st.one_of(st.none(), st.integers(1, 99))
graphics: st.SearchStrategy[CellGraphic] = st.one_of(
    st.builds(VarianceBar, value=values, effect=effects, label=labels, note=notes, bold=st.booleans()),
    st.builds(VariancePin, value=values, effect=effects, label=labels, note=notes, bold=st.booleans()),
    st.builds(WaterfallStep, start=st.decimals(-(10**6), 10**6, places=2), value=values, effect=effects, label=labels,
              note=notes))


def ends(svg: str) -> list[float]:
    """Left and right ends of all shapes and texts of an SVG."""
    found = []
    for node in ElementTree.fromstring(svg).iter():
        kind = node.tag.removeprefix(SVG)
        if kind == "rect":
            found += [float(node.attrib["x"]), float(node.attrib["x"]) + float(node.attrib["width"])]
        elif kind == "circle":
            found += [float(node.attrib["cx"]) + sign * float(node.attrib["r"]) for sign in (-1, 1)]
        elif kind == "text":
            wide = text_width(node.text or "", float(node.attrib["font-size"]), node.get("font-weight") == "700")
            left = float(node.attrib["x"]) - {"end": wide, "middle": wide / 2}.get(node.get("text-anchor", ""), 0.0)
            found += [left, left + wide]
        elif kind == "path":
            found += [float(x) for x, _ in re.findall(r"(-?[\d.]+) (-?[\d.]+)", node.attrib["d"])]
    return found


@settings(max_examples=150, deadline=None)
@given(st.lists(graphics, min_size=1, max_size=6), st.one_of(st.none(), st.integers(1, 40)), st.integers(24, 60))
def test_nothing_leaves_its_cell(column: list[CellGraphic], limit: int | None, width: int) -> None:
    bounds = [D(0)]
    for graphic in column:
        if isinstance(graphic, WaterfallStep):
            bounds += [graphic.start, graphic.start + (graphic.value or 0)]
        elif isinstance(graphic, VarianceBar | VariancePin) and graphic.value is not None:
            bounds.append(graphic.value)
    bars = any(isinstance(graphic, VarianceBar) for graphic in column)
    scale = GraphicScale(lo=min(bounds), hi=max(bounds), limit=None if limit is None or bars else D(limit))
    fitted = fit_column(scale, column, width, STYLE)
    for graphic in column:
        found = ends(draw_cell(graphic, fitted, 4.0, STYLE))
        assert min(found) >= -0.3
        assert max(found) <= width + 0.3


def test_a_page_scale_is_kept_where_it_fits_and_shrinks_where_it_does_not() -> None:
    bar = VarianceBar(value=D(10), effect="favourable", label="+10.0")
    scale = GraphicScale(lo=D(0), hi=D(10), per_unit=D("0.5"))
    assert fit_column(scale, [bar], 34, STYLE).per_unit == 0.5
    assert fit_column(scale, [bar], 12, STYLE).per_unit < 0.5


def test_a_column_without_values_has_its_axis_inside() -> None:
    fitted = fit_column(GraphicScale(lo=D(0), hi=D(0)), [VarianceBar(value=None, effect="", label="n.m.")], 20, STYLE)
    assert 0 < fitted.zero < 20
