"""A waterfall column of a table as a bridge of its own: native charts draw below the table what cells cannot."""

from __future__ import annotations

from decimal import Decimal

from reportgen.model.chart import Bridge, BridgeStep, WaterfallStep
from reportgen.model.report import Chart
from reportgen.render.xlsx.lanes import Laid

_WIDTH, _ROW_HEIGHT = Decimal(110), Decimal(5)


def bridge_of(laid: Laid) -> Chart | None:
    """The bridge of a table's waterfall column, or None where it has none or no total. Base and total come from the steps."""
    steps: list[BridgeStep] = []
    total: BridgeStep | None = None
    head: tuple[str, ...] = ()
    for row in laid.cells:
        name = next((str(cell.value) for cell in row if cell is not None and isinstance(cell.value, str)), "")
        for column, cell in zip(laid.table.columns, row, strict=True):
            graphic = cell.graphic if cell is not None else None
            if not isinstance(graphic, WaterfallStep) or graphic.value is None:
                continue
            head = column.head
            step = BridgeStep(
                label=name, value=graphic.value, value_label=graphic.label, effect=graphic.effect, role=graphic.role)
            if graphic.role == "total":
                total = step
            else:
                steps.append(step)
    if total is None or not steps:
        return None
    spec = Bridge(base_label="", base_value_label="", steps=tuple(steps), total_label=total.label, total_value=total.value,
                  total_value_label=total.value_label, total_effect=total.effect)
    height = _ROW_HEIGHT * (len(steps) + 2) + 6
    return Chart(id=f"{laid.table.id}-bridge", title=head[0] if head else "", spec=spec, width=_WIDTH, height=height,
                 alt=", ".join(f"{step.label} {step.value_label}" for step in [*steps, total]))
