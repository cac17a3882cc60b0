"""Amounts in different currencies need a rate."""

from __future__ import annotations

import re
from dataclasses import replace

import polars as pl

from reportgen.dataset.draft import Draft
from reportgen.model.finding import Finding

#: Currencies that units of measure may name (ISO 4217); other three-letter units are not money.
CURRENCIES = frozenset(
    re.findall(
        r"[A-Z]{3}",
        "AED AUD BRL CAD CHF CLP CNY COP CZK DKK EGP EUR GBP HKD HUF IDR ILS INR JPY KRW KWD KZT MOP MXN MYR NGN NOK NZD PEN PHP "
        "PLN QAR RON RUB SAR SEK SGD THB TRY TWD UAH USD VND ZAR",
    )
)


def check_currencies(draft: Draft) -> None:
    """E-CURRENCY: a ratio of two currencies; a currency beside the dataset's without a row in ``rates``.

    Without a stated currency, a sole one is the dataset's.
    """
    paid = draft["paybase"].filter(pl.col("currency").is_not_null())
    measured = draft["kpis"].filter(pl.col("unit").is_in(sorted(CURRENCIES))) if draft.ready("kpis") else draft["kpis"].clear()
    _check_ratios(draft, measured)
    used = {*paid["currency"].to_list(), *measured["unit"].to_list()}
    if not draft.currency_stated and len(used) == 1:
        draft.settings = replace(draft.settings, currency=used.pop())
        return
    own = draft.settings.currency
    rates = draft["rates"]
    convertible = {
        own,
        *rates.filter(pl.col("to") == own)["from"].to_list(),
        *rates.filter(pl.col("from") == own)["to"].to_list(),
    }
    strange = sorted(used - convertible)
    if not strange:
        return
    finding = Finding("E-CURRENCY", "kpis", column="unit", params={"other": own})
    rows = measured.filter(pl.col("unit").is_in(strange)).select("row_nr", "kpi_id", currency="unit")
    draft.log.add_rows(finding, rows, ("currency",))
    finding = Finding("E-CURRENCY", "paybase", column="currency", params={"other": own})
    rows = paid.filter(pl.col("currency").is_in(strange)).select("row_nr", "currency", "period", subject_id="person_id")
    draft.log.add_rows(finding, rows, ("currency",))


def _check_ratios(draft: Draft, measured: pl.DataFrame) -> None:
    """A ratio whose parts are amounts in two currencies would change with the rate. A unit such as CNY/USD means it."""
    units = measured.select("kpi_id", "unit").unique("kpi_id", keep="last", maintain_order=True)
    parts = draft["kpis"].join(units.rename({"kpi_id": "numerator_kpi", "unit": "currency"}), on="numerator_kpi", how="inner")
    both = parts.join(units.rename({"kpi_id": "denominator_kpi", "unit": "other"}), on="denominator_kpi", how="inner")
    odd = both.filter((pl.col("currency") != pl.col("other")) & ~pl.col("unit").fill_null("").str.contains("/", literal=True))
    finding = Finding("E-CURRENCY", "kpis", column="denominator_kpi", params={"case": "ratio"})
    draft.log.add_rows(finding, odd.sort("row_nr").select("row_nr", "kpi_id", "currency", "other"), ("currency", "other"))
