"""The English side of the KPI dictionary: definition, formula and source of every KPI (kept as extra columns)."""

from __future__ import annotations

from collections.abc import Mapping

#: KPI id -> definition, formula, both as a reader of the English pages needs them.
ENGLISH: Mapping[str, tuple[str, str]] = {
    "sales": ("Invoiced sales of the period without VAT; returns reduce the period", "Invoices − returns"),
    "unit_sales": ("Sales of the units that a manager leads, from the same source as sales", "Sum of the people's sales"),
    "net_profit": ("Management net profit after allocated costs", "Sales − cost − expenses − taxes"),
    "collection_rate": ("Receivables due in the period that were paid on time", "Collected ÷ due × 100"),
    "material_cost_ratio": ("Direct material as a share of sales", "Direct material ÷ sales × 100"),
    "expense_ratio": ("Selling expenses of the unit as a share of its sales", "Selling expenses ÷ sales × 100"),
    "budget_execution": ("Actual expenses as a share of budget; the nearer to 100% the better", "Actual ÷ budget × 100"),
    "cost_saving": ("Saved against last year's price, confirmed by finance", "(Old price − new price) × quantity"),
    "pipeline": ("Open opportunities quoted or later at period end; shown only", "Sum of open opportunities"),
    "new_customers": ("Customers with a first contract whose first payment has arrived", "Count of such customers"),
    "win_rate": ("Won among the opportunities closed in the period", "Won ÷ closed × 100"),
    "csat": ("Mean of the customer survey, 5 points at most", "Mean of survey points"),
    "complaint_rate": ("Justified complaints as a share of customers served", "Complaints ÷ customers served × 100"),
    "handling_hours": ("Mean time from opening to closing a ticket", "Hours ÷ tickets closed"),
    "first_fix_rate": ("Repaired at the first visit and not again within 30 days", "Fixed at first visit ÷ visits × 100"),
    "pass_rate": ("Units accepted at the first inspection", "Accepted ÷ inspected × 100"),
    "iqc_pass_rate": ("Incoming lots that pass inspection", "Lots passed ÷ lots inspected × 100"),
    "output": ("Finished units in standard hours", "Standard hours ÷ hours per unit"),
    "delivery_cycle": ("Mean hours from scheduling an order to stock", "Hours ÷ orders finished"),
    "inventory_days": ("Days that the mean stock lasts; too many bind cash", "Mean stock ÷ daily cost of sales"),
    "accidents": ("Safety accidents that stopped work; the target is none", "Count of accidents"),
    "on_time_supply": ("Purchase orders that arrived on the agreed date", "On time ÷ arrived × 100"),
    "stock_accuracy": ("Items whose count agrees with the books", "Agreeing ÷ counted × 100"),
    "five_s": ("Quarterly mean of the 5S inspections", "Mean of inspection points"),
    "milestone": ("Weighted completion of the quarter's milestones", "Σ weight × completion − days late × points"),
    "project_on_time": ("Project steps due in the quarter that were on time", "On time ÷ due × 100"),
    "bug_rate": ("Valid defects per hundred test cases", "Defects ÷ test cases × 100"),
    "review_score": ("Mean rating of at least three reviewers", "Mean of ratings"),
    "inspection_on_time": ("Inspections finished within the time allowed", "In time ÷ inspections × 100"),
    "audit_findings": ("Nonconformities of audits; 8 points off each", "Count of nonconformities"),
    "claim_close_days": ("Mean days to close a quality claim", "Days ÷ claims closed"),
    "close_days": ("Mean working days to finish the month-end task", "Mean of the months' working days"),
    "report_errors": ("Errors found by review in submitted reports; 6 points off each", "Count of errors"),
    "recruit_days": ("Mean days from approval to first day, key posts", "Days ÷ people hired"),
    "task_on_time": ("Tasks of the quarter's plan that were on time", "On time ÷ planned × 100"),
    "availability": ("Time that core systems were up", "Minutes up ÷ minutes due × 100"),
    "recovery_hours": ("Mean hours from report to recovery of a fault", "Hours ÷ faults"),
    "ticket_on_time": ("Internal tickets closed within the time agreed", "In time ÷ tickets × 100"),
    "service_score": ("Quarterly survey of the units served, 100 points at most", "Mean of survey points"),
    "teamwork": ("Quarterly rating by colleagues, 5 points at most, collected by HR", "Mean of ratings"),
    "unit_result": ("Weighted degree to which the unit's goals of the year were reached", "Σ weight × degree reached"),
    "key_projects": ("Weighted completion of the year's milestones", "Σ weight × completion − days late × points"),
    "new_products": ("New products released to series and on sale", "Count of releases"),
    "innovation": ("Improvement and patent proposals that were accepted", "Count of accepted proposals"),
    "training_hours": ("Hours of training finished with a passed test", "Sum of hours passed"),
    "staff_turnover": ("Leavers as a share of mean headcount", "Leavers ÷ mean headcount × 100"),
    "headcount": ("Employees at period end; shown only", "Count of employees"),
}
FIRST_FIX_2024 = "Repaired at the first visit and not again within 7 days"

#: Chinese source -> English source.
SOURCES: Mapping[str, str] = {
    "ERP 开票台账": "ERP invoices", "财务管理报表": "Management accounts", "ERP 应收台账": "ERP receivables",
    "ERP 成本模块": "ERP costing", "财务费用台账": "Expense ledger", "SRM 采购系统": "SRM",
    "CRM 商机台账": "CRM opportunities", "CRM 客户台账": "CRM customers", "客户回访问卷": "Customer survey",
    "客服工单系统": "Service tickets", "MES 质量模块": "MES quality", "MES 报工系统": "MES reporting",
    "ERP 库存模块": "ERP stock", "安全管理台账": "Safety register", "WMS 盘点记录": "WMS counts",
    "现场检查记录": "Site inspections", "项目管理系统": "Project system", "缺陷管理系统": "Defect tracker",
    "评审记录": "Review records", "审核报告": "Audit reports", "客诉 8D 台账": "8D register",
    "财务结账日历": "Closing calendar", "报表复核记录": "Review of reports", "招聘系统": "Recruiting system",
    "OA 计划模块": "OA plans", "监控平台": "Monitoring", "IT 服务台": "IT service desk",
    "内部服务问卷": "Internal survey", "互评问卷": "Peer survey", "经营计划台账": "Business plan",
    "PLM 系统": "PLM", "创新提案系统": "Proposal system", "学习平台": "Learning platform",
    "人事系统": "HR system",
}
