"""The KPI dictionary of the demo: one definition per KPI, with its source, owner and method."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from datasets.demo.english import ENGLISH, FIRST_FIX_2024, SOURCES
from datasets.demo.table import Row


@dataclass(frozen=True, slots=True)
class Kpi:
    """A KPI as the dictionary defines it. ``owner`` is the unit whose head answers for it."""

    kpi_id: str
    name: str
    name_en: str
    unit: str
    direction: str
    decimals: int
    kind: str
    agg: str
    perspective: str
    definition: str
    formula: str
    source: str
    owner: str
    method: str = ""
    params: str = ""
    frequency: str = "quarter"
    marks: str = "result hard high strong"


FIN, CUS, INT, LRN = "financial", "customer", "internal_process", "learning_growth"
_M = "month"
_PROCESS = "process hard medium strong"
_SOFT = "result soft medium medium"
_SLOPE = '{"below":"extrapolate"}'

#: agg is "over time / over the organisation".
KPIS: tuple[Kpi, ...] = (
    Kpi("sales", "销售额", "Sales", "CNY", "higher", 0, "amount", "sum/sum", FIN,
        "当期开票确认的不含税销售额，退货当期冲减", "开票金额−退货金额", "ERP 开票台账", "MKT", frequency=_M),
    Kpi("units_sold", "销量", "Units sold", "台", "none", 0, "count", "sum/sum", FIN,
        "当期开票的泵和阀折算台数，用于量价分析", "当期开票台数合计", "ERP 开票台账", "MKT", frequency=_M),
    Kpi("average_price", "平均单台售价", "Average price per unit", "CNY", "none", 0, "ratio", "ratio_of_sums/ratio_of_sums", FIN,
        "每台折算产品的平均不含税售价，用于量价分析", "销售额÷销量", "ERP 开票台账", "MKT", frequency=_M),
    Kpi("unit_sales", "责任区域销售额", "Sales of own area", "CNY", "higher", 0, "amount", "sum/none", FIN,
        "管理者所辖组织的销售额合计，与销售额同源", "所辖人员销售额之和", "ERP 开票台账", "MKT"),
    Kpi("net_profit", "净利润", "Net profit", "CNY", "higher", 0, "amount", "sum/none", FIN,
        "管理口径净利润，含分摊费用", "销售额−成本−费用−税金", "财务管理报表", "F-FIN", frequency=_M),
    Kpi("collection_rate", "回款率", "Collection rate", "%", "higher", 2, "ratio", "ratio_of_sums/ratio_of_sums", FIN,
        "当期到期应收款中按期收回的比例", "当期回款额÷当期到期应收额×100", "ERP 应收台账", "F-FIN", frequency=_M),
    Kpi("material_cost_ratio", "材料成本率", "Material cost ratio", "%", "lower", 2, "ratio", "ratio_of_sums/none", FIN,
        "直接材料成本占销售额的比例", "直接材料成本÷销售额×100", "ERP 成本模块",
        "PRD", "interpolation", _SLOPE, frequency=_M),
    Kpi("expense_ratio", "销售费用率", "Selling expense ratio", "%", "lower", 2, "ratio", "ratio_of_sums/none", FIN,
        "部门销售费用占部门销售额的比例", "销售费用÷销售额×100", "财务费用台账", "F-FIN", frequency=_M),
    Kpi("budget_execution", "费用预算执行率", "Budget execution", "%", "target", 1, "index", "mean/none", FIN,
        "实际费用占预算的比例，越接近 100% 越好", "实际费用÷预算费用×100", "财务费用台账", "F-FIN", "on_target"),
    Kpi("cost_saving", "采购降本额", "Purchase savings", "CNY", "higher", 0, "amount", "sum/sum", FIN,
        "与上年同规格采购价相比节约的金额，经财务确认", "（上年单价−本年单价）×采购量", "SRM 采购系统", "P-SUPPLY"),
    Kpi("pipeline", "在手商机金额", "Open pipeline", "CNY", "none", 0, "amount", "last/sum", CUS,
        "期末处于报价及以后阶段的商机金额，仅展示", "期末商机金额合计", "CRM 商机台账", "MKT", marks=_PROCESS),
    Kpi("new_customers", "新签客户数", "New customers", "家", "higher", 0, "count", "sum/sum", CUS,
        "首次签约且首笔货款到账的客户数", "当期首次签约并到账的客户数", "CRM 客户台账", "MKT", frequency=_M),
    Kpi("win_rate", "商机赢单率", "Win rate", "%", "higher", 2, "ratio", "ratio_of_sums/ratio_of_sums", CUS,
        "当期关闭的商机中赢单的比例", "赢单数÷关闭商机数×100", "CRM 商机台账", "MKT", marks=_PROCESS),
    Kpi("csat", "客户满意度", "Customer satisfaction", "分", "higher", 2, "rating", "mean/none", CUS,
        "客户回访问卷均分（5 分制）", "问卷得分均值", "客户回访问卷",
        "M-SERVICE", "interpolation", _SLOPE, marks=_SOFT),
    Kpi("complaint_rate", "投诉率", "Complaint rate", "%", "lower", 2, "ratio", "ratio_of_sums/ratio_of_sums", CUS,
        "有效投诉占当期服务客户数的比例", "有效投诉数÷服务客户数×100", "客服工单系统",
        "M-SERVICE", "interpolation", _SLOPE, frequency=_M),
    Kpi("handling_hours", "平均处理时长", "Mean handling time", "h", "lower", 1, "index", "mean/none", CUS,
        "工单从受理到关闭的平均时长", "处理时长合计÷关闭工单数", "客服工单系统", "M-SERVICE", frequency=_M),
    Kpi("first_fix_rate", "一次修复率", "First-time fix rate", "%", "higher", 2, "ratio", "ratio_of_sums/ratio_of_sums", CUS,
        "首次上门即修复且 30 天内未返修的比例", "一次修复工单数÷上门工单数×100", "客服工单系统",
        "M-SERVICE", "efficacy", frequency=_M),
    Kpi("pass_rate", "一次交验合格率", "First-pass yield", "%", "higher", 2, "ratio", "ratio_of_sums/ratio_of_sums", INT,
        "首次交验即合格的台数占交验台数的比例", "一次合格台数÷交验台数×100", "MES 质量模块",
        "P-QUALITY", "interpolation", _SLOPE, frequency=_M),
    Kpi("iqc_pass_rate", "来料检验合格率", "Incoming pass rate", "%", "higher", 2, "ratio", "ratio_of_sums/none", INT,
        "来料检验合格批次占送检批次的比例", "合格批次÷送检批次×100", "MES 质量模块",
        "P-QUALITY", "efficacy", frequency=_M),
    Kpi("output", "标准产量", "Standard output", "台", "higher", 0, "count", "sum/sum", INT,
        "按标准工时折算的完工台数", "完工工时÷单台标准工时", "MES 报工系统", "P-PROD", frequency=_M),
    Kpi("delivery_cycle", "交付周期", "Delivery cycle", "h", "lower", 1, "index", "mean/none", INT,
        "从订单排产到完工入库的平均小时数", "交付小时数合计÷完工订单数", "MES 报工系统", "P-PROD", frequency=_M),
    Kpi("inventory_days", "库存周转天数", "Inventory days", "天", "range", 1, "index", "mean/none", INT,
        "平均库存可供使用的天数，过高占用资金，过低影响交付", "平均库存÷日均销货成本", "ERP 库存模块",
        "P-SUPPLY", "range", frequency=_M),
    Kpi("accidents", "安全事故数", "Accidents", "起", "lower", 0, "event", "sum/sum", INT,
        "造成停工的安全事故起数，目标为零", "当期事故起数", "安全管理台账", "P-PROD", frequency="quarter"),
    Kpi("on_time_supply", "供应商准时交付率", "Supplier on-time rate", "%", "higher", 2, "ratio", "ratio_of_sums/ratio_of_sums",
        INT, "按约定日期到货的采购订单比例", "准时到货订单数÷到货订单数×100", "SRM 采购系统", "P-SUPPLY", "efficacy"),
    Kpi("stock_accuracy", "账实相符率", "Stock accuracy", "%", "higher", 2, "ratio", "ratio_of_sums/ratio_of_sums", INT,
        "盘点中账实一致的物料项比例", "相符项数÷盘点项数×100", "WMS 盘点记录", "P-SUPPLY", "step",
        '{"on":"actual","bands":[[99.8,120],[99.5,100],[99,90],[98,75],[0,40]]}'),
    Kpi("five_s", "5S 评分", "5S score", "分", "higher", 1, "rating", "mean/none", INT,
        "现场 5S 检查的季度均分", "检查得分均值", "现场检查记录", "P-PROD", "step",
        '{"on":"actual","bands":[[95,120],[90,100],[85,90],[80,75],[0,50]]}', marks="process soft medium strong"),
    Kpi("milestone", "项目里程碑", "Project milestones", "%", "higher", 1, "milestone", "mean/none", INT,
        "当季项目里程碑按权重的完成程度，逾期每日扣分", "Σ里程碑权重×完成度−逾期天数×每日扣分", "项目管理系统",
        "P-RD", "milestone"),
    Kpi("project_on_time", "项目按期率", "Projects on time", "%", "higher", 2, "ratio", "ratio_of_sums/none", INT,
        "当季应完成节点中按期完成的比例", "按期节点数÷应完成节点数×100", "项目管理系统", "P-RD", "efficacy"),
    Kpi("bug_rate", "测试缺陷率", "Defect rate in tests", "%", "lower", 2, "ratio", "ratio_of_sums/ratio_of_sums", INT,
        "每百条测试用例发现的有效缺陷", "有效缺陷数÷执行用例数×100", "缺陷管理系统", "P-RD", "interpolation", _SLOPE),
    Kpi("review_score", "设计评审评分", "Design review rating", "分", "higher", 1, "rating", "mean/none", INT,
        "三位以上评审人按评审表打分的均值", "评审得分均值", "评审记录", "P-RD", "rating", marks=_SOFT),
    Kpi("inspection_on_time", "检验及时率", "Inspections on time", "%", "higher", 2, "ratio", "ratio_of_sums/ratio_of_sums", INT,
        "在规定时限内完成的检验任务比例", "及时完成数÷检验任务数×100", "MES 质量模块",
        "P-QUALITY", "efficacy", marks=_PROCESS),
    Kpi("audit_findings", "体系审核不符合项", "Audit findings", "项", "lower", 0, "event", "sum/none", INT,
        "内外部审核开出的不符合项，每项扣 8 分", "当期不符合项数", "审核报告", "P-QUALITY", "deduction",
        '{"full":100,"per_event":8}'),
    Kpi("claim_close_days", "客诉关闭周期", "Claim closing time", "天", "lower", 1, "index", "mean/none", CUS,
        "质量客诉从受理到关闭的平均天数", "关闭天数合计÷关闭客诉数", "客诉 8D 台账",
        "P-QUALITY", "interpolation", _SLOPE),
    Kpi("close_days", "结账天数", "Closing time", "天", "lower", 1, "index", "mean/none", INT,
        "月末后完成本岗位结账任务的平均工作日", "各月结账工作日均值", "财务结账日历",
        "F-FIN", "interpolation", _SLOPE),
    Kpi("report_errors", "报表差错", "Reporting errors", "处", "lower", 0, "event", "sum/none", INT,
        "已提交报表中由复核发现的差错，每处扣 6 分", "当期差错处数", "报表复核记录", "F-FIN", "deduction",
        '{"full":100,"per_event":6}'),
    Kpi("recruit_days", "关键岗位招聘周期", "Time to hire, key posts", "天", "lower", 0, "index", "mean/none", INT,
        "关键岗位从批准到入职的平均天数", "招聘天数合计÷入职人数", "招聘系统", "F-HR"),
    Kpi("task_on_time", "工作计划按期率", "Planned tasks on time", "%", "higher", 2, "ratio", "ratio_of_sums/none", INT,
        "季度工作计划中按期完成的任务比例", "按期完成任务数÷计划任务数×100", "OA 计划模块",
        "F-HR", "efficacy", marks=_PROCESS),
    Kpi("availability", "系统可用率", "System availability", "%", "higher", 2, "index", "mean/none", INT,
        "核心系统可用时间占应运行时间的比例", "可用分钟数÷应运行分钟数×100", "监控平台",
        "F-IT", "efficacy", frequency=_M),
    Kpi("recovery_hours", "故障恢复时间", "Recovery time", "h", "lower", 1, "index", "mean/none", INT,
        "故障从报出到恢复的平均小时数", "恢复小时数合计÷故障次数", "IT 服务台", "F-IT", "interpolation", _SLOPE),
    Kpi("ticket_on_time", "服务工单及时率", "IT tickets on time", "%", "higher", 2, "ratio", "ratio_of_sums/none", INT,
        "在约定时限内关闭的内部服务工单比例", "及时关闭数÷工单数×100", "IT 服务台",
        "F-IT", "efficacy", marks=_PROCESS),
    Kpi("service_score", "内部服务满意度", "Internal service score", "分", "higher", 1, "rating", "mean/none", CUS,
        "内部协作部门季度问卷均分（百分制）", "问卷得分均值", "内部服务问卷",
        "F-HR", "interpolation", _SLOPE, marks=_SOFT),
    Kpi("teamwork", "协作评价", "Teamwork rating", "分", "higher", 1, "rating", "mean/none", LRN,
        "上下游同事季度互评均分（5 分制），由人力行政部收集", "互评得分均值", "互评问卷",
        "F-HR", "prescored", marks=_SOFT),
    Kpi("unit_result", "部门重点目标达成率", "Unit goals reached", "%", "higher", 1, "index", "mean/none", INT,
        "部门年度责任书所列重点目标的加权达成率", "Σ目标权重×达成率", "经营计划台账", "F-FIN"),
    Kpi("key_projects", "重点工作里程碑", "Key project milestones", "%", "higher", 1, "milestone", "mean/none", INT,
        "年度重点工作里程碑按权重的完成程度", "Σ里程碑权重×完成度−逾期天数×每日扣分", "经营计划台账",
        "F-FIN", "milestone"),
    Kpi("new_products", "新品上线数", "New products released", "项", "higher", 0, "count", "sum/none", LRN,
        "通过量产评审并上线销售的新产品数", "当期上线新品数", "PLM 系统", "P-RD"),
    Kpi("innovation", "创新提案数", "Innovation proposals", "件", "higher", 0, "count", "sum/sum", LRN,
        "经评审立项的改进与专利提案件数", "当期立项提案件数", "创新提案系统", "P-RD", "add_subtract",
        '{"base":30,"step_pct":10,"points_up":1,"points_down":1,"max_up":6,"max_down":6,"mode":"whole"}'),
    Kpi("training_hours", "培训学时", "Training hours", "h", "higher", 0, "amount", "sum/none", LRN,
        "完成并通过考核的培训学时", "通过考核的课程学时合计", "学习平台",
        "F-HR", "binary", marks="process hard low strong"),
    Kpi("staff_turnover", "员工流失率", "Staff turnover", "%", "lower", 2, "ratio", "ratio_of_sums/none", LRN,
        "当期离职人数占平均在职人数的比例", "离职人数÷平均在职人数×100", "人事系统", "F-HR", "interpolation",
        '{"points":[[10,60],[3,100],[0,108]]}', marks="result hard high medium"),
    Kpi("headcount", "期末在职人数", "Headcount", "人", "none", 0, "count", "last/none", LRN,
        "期末在职员工人数，仅展示", "期末在职人数", "人事系统", "F-HR", marks="result hard low medium"),
)
KPI: Mapping[str, Kpi] = {kpi.kpi_id: kpi for kpi in KPIS}

#: The definition that counted until the end of 2024: repairs within 7 days only.
_FIRST_FIX_2024 = {
    "definition": "首次上门即修复且 7 天内未返修的比例", "version": "1", "valid_from": "2023-01-01", "valid_to": "2024-12-31",
    "definition_en": FIRST_FIX_2024,
}


#: KPIs that several subjects answer for together: one result, entered for the home, scored by all.
SHARED = frozenset({"new_products"})
#: Ratios of two other KPIs: numerator and denominator.
PARTS_OF: Mapping[str, tuple[str, str]] = {"average_price": ("sales", "units_sold")}


def kpi_rows(head: Mapping[str, str]) -> list[Row]:
    rows: list[Row] = []
    for kpi in KPIS:
        agg_time, agg_org = kpi.agg.split("/")
        process, hard, relevance, controllability = kpi.marks.split()
        row = {
            "kpi_id": kpi.kpi_id, "name": kpi.name, "unit": kpi.unit, "direction": kpi.direction, "name_en": kpi.name_en,
            "definition": kpi.definition, "formula": kpi.formula, "decimals": str(kpi.decimals), "kind": kpi.kind,
            "agg_time": agg_time, "agg_org": agg_org, "perspective": kpi.perspective, "process_or_result": process,
            "hard_or_soft": hard, "data_source": kpi.source, "owner_id": head[kpi.owner], "review_frequency": kpi.frequency,
            "method": kpi.method, "params": kpi.params, "relevance": relevance, "controllability": controllability,
            "version": "1", "valid_from": "2024-01-01", "valid_to": "", "definition_en": ENGLISH[kpi.kpi_id][0],
            "formula_en": ENGLISH[kpi.kpi_id][1], "data_source_en": SOURCES[kpi.source],
            "shared": "yes" if kpi.kpi_id in SHARED else "",
            **dict(zip(("numerator_kpi", "denominator_kpi"), PARTS_OF.get(kpi.kpi_id, ("", "")), strict=True)),
        }
        if kpi.kpi_id == "first_fix_rate":
            rows.append(row | _FIRST_FIX_2024)
            row |= {"version": "2", "valid_from": "2025-01-01"}
        rows.append(row)
    return rows
