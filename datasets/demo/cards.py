"""Scorecards: which KPIs a post and a unit answer for, and with what weight."""

from __future__ import annotations

from collections.abc import Mapping

#: (KPI, weight); weight 0: shown only. Weights of a card add up to 100.
Card = tuple[tuple[str, int], ...]


def _card(text: str) -> Card:
    pairs = [entry.split(":") for entry in text.split()]
    return tuple((kpi, int(weight)) for kpi, weight in pairs)


#: Cards of people by kind of post; "/2024" where the first year weighed differently.
PERSON_CARDS: Mapping[str, Card] = {name: _card(text) for name, text in {
    "seller/2024": "sales:55 collection_rate:15 new_customers:15 win_rate:5 training_hours:10 pipeline:0",
    "seller": "sales:45 collection_rate:20 new_customers:15 win_rate:10 training_hours:10 pipeline:0",
    "hotline": "csat:35 complaint_rate:25 handling_hours:30 training_hours:10",
    "field": "first_fix_rate:30 handling_hours:30 csat:30 training_hours:10",
    "developer": "milestone:30 bug_rate:30 review_score:20 innovation:10 training_hours:10",
    "inspector": "inspection_on_time:35 claim_close_days:30 audit_findings:25 training_hours:10",
    "operator": "output:40 pass_rate:30 five_s:15 accidents:10 training_hours:5",
    "buyer": "on_time_supply:40 cost_saving:35 teamwork:15 training_hours:10",
    "storekeeper": "stock_accuracy:45 five_s:25 accidents:20 training_hours:10",
    "accountant": "close_days:30 report_errors:35 service_score:25 training_hours:10",
    "hr": "recruit_days:35 task_on_time:30 service_score:25 training_hours:10",
    "it": "ticket_on_time:35 recovery_hours:30 service_score:25 training_hours:10",
    "manager": "unit_result:45 budget_execution:20 key_projects:25 training_hours:10",
    "sales_manager": "unit_sales:45 budget_execution:15 key_projects:20 unit_result:10 training_hours:10",
}.items()}

_SALES_TEAM = "sales:50 collection_rate:25 new_customers:15 win_rate:10"
_ASSEMBLY = "output:35 pass_rate:30 delivery_cycle:20 accidents:15"
_RESEARCH = "project_on_time:30 bug_rate:30 innovation:15 budget_execution:15 new_products:10"
_SALES = "sales:45 collection_rate:20 new_customers:15 expense_ratio:10 staff_turnover:10 pipeline:0"

UNIT_CARDS: Mapping[str, Card] = {name: _card(text) for name, text in {
    "LT": "sales:20 net_profit:15 collection_rate:10 material_cost_ratio:10 csat:10 pass_rate:10 delivery_cycle:5"
          " inventory_days:5 accidents:5 staff_turnover:10 headcount:0",
    "MKT": "sales:40 collection_rate:20 new_customers:15 expense_ratio:15 csat:10 pipeline:0",
    "M-EAST": _SALES, "M-SOUTH": _SALES, "M-NORTH": _SALES,
    "M-WEST": "sales:35 net_profit:20 collection_rate:15 new_customers:15 expense_ratio:15 pipeline:0",
    "M-SERVICE": "csat:30 complaint_rate:20 handling_hours:20 first_fix_rate:20 staff_turnover:10",
    "M-SERVICE-H": "csat:30 complaint_rate:30 handling_hours:25 budget_execution:15",
    "M-SERVICE-F": "csat:30 first_fix_rate:30 handling_hours:25 budget_execution:15",
    "PRD": "material_cost_ratio:25 pass_rate:20 delivery_cycle:20 inventory_days:15 new_products:10 accidents:10",
    "P-RD": "new_products:30 project_on_time:25 bug_rate:20 innovation:15 staff_turnover:10",
    "P-RD-1": _RESEARCH, "P-RD-2": _RESEARCH, "P-RD-3": _RESEARCH,
    "P-QUALITY": "iqc_pass_rate:30 inspection_on_time:25 claim_close_days:25 audit_findings:20",
    "P-PROD": "output:30 pass_rate:25 material_cost_ratio:20 delivery_cycle:15 accidents:10",
    "P-PROD-A": _ASSEMBLY, "P-PROD-B": _ASSEMBLY, "P-PROD-C": _ASSEMBLY,
    "P-SUPPLY": "on_time_supply:30 inventory_days:30 cost_saving:25 stock_accuracy:15",
    "P-SUPPLY-B": "on_time_supply:40 cost_saving:35 budget_execution:15 service_score:10",
    "P-SUPPLY-W": "stock_accuracy:40 inventory_days:30 accidents:15 budget_execution:15",
    "FUN": "budget_execution:30 service_score:30 close_days:20 staff_turnover:20",
    "F-FIN": "close_days:30 report_errors:25 budget_execution:25 service_score:20",
    "F-HR": "recruit_days:35 service_score:25 staff_turnover:20 budget_execution:20",
    "F-IT": "availability:35 recovery_hours:25 ticket_on_time:20 service_score:20",
}.items()} | {
    team: _card(_SALES_TEAM)
    for team in ("M-EAST-1", "M-EAST-2", "M-EAST-3", "M-SOUTH-1", "M-SOUTH-2", "M-NORTH-1", "M-NORTH-2", "M-WEST-1", "M-WEST-2")
}

#: Deducted points instead of all or nothing, wherever a single accident should not decide the line.
ACCIDENT_DEDUCTION = '{"full":100,"per_event":30}'


def person_card(card: str, year: str, heads_sales: bool) -> Card:
    """The card of a post in a year; heads of sales units answer for their area's sales."""
    name = "sales_manager" if card == "manager" and heads_sales else card
    return PERSON_CARDS.get(f"{name}/{year}", PERSON_CARDS[name])
