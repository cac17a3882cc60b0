"""The English side of the KPI dictionary and of recorded reasons (kept as extra columns)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from datasets.demo.table import Row

#: KPI id -> definition, formula, both as a reader of the English pages needs them.
ENGLISH: Mapping[str, tuple[str, str]] = {
    "sales": ("Invoiced sales of the period without VAT; returns reduce the period", "Invoices − returns"),
    "units_sold": ("Pumps and valves invoiced, in standard units; for price and volume", "Sum of the units invoiced"),
    "average_price": ("Mean price of a standard unit without VAT; for price and volume", "Sales ÷ units sold"),
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

#: Chinese reason of a target, an event or a calibration -> the same in English.
REASONS: Mapping[str, str] = {
    "华南区在建项目暂停，经总经理办公会批准下调下半年销售目标":
        "Projects of the South are suspended; the general manager's meeting lowered the sales targets of the second half",
    "电控软件岗位市场供给紧张，招聘周期目标放宽": "Candidates for control-software posts are scarce; the target is relaxed",
    "两个招标项目延期至四季度开标，期后调整": "Two tenders were put off to the fourth quarter; adjusted after the period",
    "华南恢复项目需提前备货，经总经理办公会批准上调库存周转天数区间":
        "Resumed projects of the South need stock ahead; the general manager's meeting raised the band",
    "耐腐蚀隔膜材料改进项目落地": "Improved corrosion-resistant diaphragm material in use",
    "设备点检漏项造成停机四小时": "A check was missed and the machine stood still for four hours",
    "季度绩效之星": "Performance star of the quarter",
    "推荐阀门结构工程师入职并转正": "Referred a valve design engineer who passed probation",
    "变频控制板降本方案落地": "Cost reduction of the inverter board in place",
    "报价交期与合同不符被客户书面投诉": "Written complaint: quoted delivery date differed from the contract",
    "未按约回复暂停项目的客户": "Did not answer the clients of the suspended projects as agreed",
    "未按作业指导书扭矩复检，返工三十台": "Torque not checked as instructed; thirty units reworked",
    "来料免检供应商评价方案落地": "Rating of suppliers for inspection-free deliveries in place",
    "智能定位器平台完成认证并批量供货": "Smart positioner platform certified and in series",
    "装配夹具改进，单台工时下降百分之六": "Better assembly fixture, six percent less time per unit",
    "到货资料缺失被客户投诉": "Customer complaint: delivery papers missing",
    "出库未复核，错发两批物料": "Issue not double-checked; two lots sent wrongly",
    "通话记录与客户描述不一致": "Call record differs from what the customer said",
    "推荐嵌入式软件工程师入职并转正": "Referred an embedded-software engineer who passed probation",
    "应收对账自动化上线": "Automated reconciliation of receivables in use",
    "收回两笔逾期一年以上的货款": "Collected two receivables overdue by more than a year",
    "高压计量泵获省级首台套认定": "High-pressure metering pump certified by the province as first of its kind",
    "阀芯寿命试验方法纳入行业标准讨论稿": "Life test of valve plugs taken into a draft industry standard",
    "备件交期两次延误": "Spare parts delivered late twice",
    "违章拆除冲压安全联锁，造成一起轻伤停工事故":
        "Removed the safety interlock of a press against the rules: an accident with a minor injury that stopped work",
    "未携带备件造成二次上门": "Spare parts not brought along, second visit needed",
    "推荐电控软件工程师入职并转正": "Referred a control-software engineer who passed probation",
    "供应商准入资料审核不全": "Papers of a new supplier not fully checked",
    "违规操作损坏数控刀塔，个人承担部分维修费用":
        "Turret of a machine tool damaged by misuse; part of the repair borne by the person",
    "补发三季度展会专项奖励": "Trade-fair award of the third quarter, paid later",
    "挽回暂停的石化改造项目并重新签约": "Won the suspended petrochemical project back and had it signed again",
    "入职首季，产量按试用期标准折算后达到称职线":
        "First quarter of service; output meets the grade by the standard for probation",
    "部门审核整改项逾期关闭，负有主要责任": "Mainly responsible for audit findings closed late",
    "独立开拓川南市场，首年实现稳定复购": "Opened up the south of Sichuan alone, with steady repeat orders in the first year",
    "同时负责考勤系统切换，计划外任务未计入工作计划":
        "Also replaced the attendance system, unplanned work that the plan does not hold",
}


def with_english_reasons(rows: Iterable[Row]) -> list[Row]:
    """Rows with the column ``reason_en`` beside ``reason``."""
    return [{**row, "reason_en": REASONS[row["reason"]] if row["reason"] else ""} for row in rows]
