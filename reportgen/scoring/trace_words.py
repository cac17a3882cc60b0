"""The words of a score's trace in both languages: what a step is, and its formula in symbols."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from reportgen.model.reward import Words
from reportgen.scoring.trace_words_year import YEAR_STEPS

Pair = tuple[str, str]

#: key -> (text, formula), each (zh-CN, en) with the same placeholders.
STEPS: Final[dict[str, tuple[Pair, Pair]]] = {
    # ------------------------------------------------------------------ measures
    "actual_given": (("实际", "Actual"), ("录入值", "as given")),
    "actual_parts": (("实际", "Actual"), ("分子×{factor}÷分母", "numerator × {factor} ÷ denominator")),
    "actual_sum": (("实际", "Actual"), ("{n}期合计", "Σ {n} periods")),
    "actual_mean": (("实际", "Actual"), ("{n}期按月数加权的平均", "mean of {n} periods by months")),
    "actual_weighted_mean": (("实际", "Actual"), ("Σ（各期值×权数）÷Σ权数", "Σ(value × weight) ÷ Σ weight")),
    "actual_ratio_of_sums": (
        ("实际", "Actual"),
        ("Σ分子×{factor}÷Σ分母，{n}期", "Σ numerator × {factor} ÷ Σ denominator, {n} periods"),
    ),
    "actual_last": (("实际", "Actual"), ("取最后一期（{n}期中）", "the last of {n} periods")),
    "actual_max": (("实际", "Actual"), ("{n}期中最大值", "largest of {n} periods")),
    "actual_min": (("实际", "Actual"), ("{n}期中最小值", "smallest of {n} periods")),
    "actual_kpis": (("实际", "Actual"), ("{numerator}×{factor}÷{denominator}", "{numerator} × {factor} ÷ {denominator}")),
    "actual_shared": (("实际（共享指标）", "Actual of a shared KPI"), ("取{home}的实际，{how}", "the actual of {home}: {how}")),
    "actual_rolled_sum": (("实际（汇总）", "Actual, rolled up"), ("下级{n}项之和", "sum of {n} values below")),
    "actual_rolled_mean": (("实际（汇总）", "Actual, rolled up"), ("下级{n}项的平均", "mean of {n} values below")),
    "actual_rolled_weighted_mean": (
        ("实际（汇总）", "Actual, rolled up"),
        ("下级Σ（值×权数）÷Σ权数", "Σ(value × weight) ÷ Σ weight of those below"),
    ),
    "actual_rolled_ratio_of_sums": (
        ("实际（汇总）", "Actual, rolled up"),
        ("下级Σ分子×{factor}÷Σ分母", "Σ numerator × {factor} ÷ Σ denominator of those below"),
    ),
    "actual_rolled_max": (("实际（汇总）", "Actual, rolled up"), ("下级最大值", "largest value below")),
    "actual_rolled_min": (("实际（汇总）", "Actual, rolled up"), ("下级最小值", "smallest value below")),
    "actual_rolled_last": (("实际（汇总）", "Actual, rolled up"), ("下级的值", "the value below")),
    "actual_partial": (
        ("实际（汇总，不完整）", "Actual, rolled up, partial"),
        ("下级{n}项，有未上报", "{n} values below, others missing"),
    ),
    "target_given": (("目标{note}", "Target{note}"), ("设定值", "as set")),
    "target_sum": (("目标{note}", "Target{note}"), ("{n}期合计", "Σ {n} periods")),
    "target_last": (("目标{note}", "Target{note}"), ("取最后一期（{n}期中）", "the last of {n} periods")),
    "target_plan": (("目标{note}", "Target{note}"), ("计划值", "plan (PL)")),
    "prorated": (
        ("目标（在岗折算）", "Target, prorated"),
        ("目标×在岗天数÷考核期天数", "target × days in post ÷ days of the period"),
    ),
    "threshold": (("门槛值", "Threshold"), ("设定值", "as set")),
    "stretch": (("挑战值", "Stretch"), ("设定值", "as set")),
    "baseline": (("基线", "Baseline"), ("设定值", "as set")),
    "prorated_point": (
        ("{point}（在岗折算）", "{point}, prorated"),
        ("设定值×在岗天数÷考核期天数", "as set × days in post ÷ days of the period"),
    ),
    "range_lo": (("目标区间下限", "Lower limit of the band"), ("设定值", "as set")),
    "range_hi": (("目标区间上限", "Upper limit of the band"), ("设定值", "as set")),
    # ------------------------------------------------------------------ attainment and methods
    "att_higher": (("完成率", "Attainment"), ("100×实际÷目标", "100 × A ÷ T")),
    "att_lower": (("完成率（越低越好）", "Attainment, lower is better"), ("200 − 100×实际÷目标", "200 − 100 × A ÷ T")),
    "att_target": (
        ("完成率（定点）", "Attainment, on target"),
        ("100 − 100×|实际 − 目标|÷|目标|", "100 − 100 × |A − T| ÷ |T|"),
    ),
    "att_signed_higher": (("完成率", "Attainment"), ("100 + 100×（实际 − 目标）÷|目标|", "100 + 100 × (A − T) ÷ |T|")),
    "att_signed_lower": (
        ("完成率（越低越好）", "Attainment, lower is better"),
        ("100 + 100×（目标 − 实际）÷|目标|", "100 + 100 × (T − A) ÷ |T|"),
    ),
    "att_zero": (("完成率（目标为零）", "Attainment, zero target"), ("达到为100，否则为0", "100 when met, else 0")),
    "ratio": (("比率法", "Ratio"), ("得分 = 完成率", "score = attainment")),
    "ratio_below": (("比率法", "Ratio"), ("完成率低于{least}，计0分", "attainment below {least}: 0")),
    "inverse": (("反比法", "Inverse ratio"), ("100×目标÷实际", "100 × T ÷ A")),
    "inverse_zero": (("反比法", "Inverse ratio"), ("实际为零，计封顶分", "actual of zero: the cap")),
    "binary_met": (("非此即彼法", "Met or not"), ("达到目标，计满分", "target met: full mark")),
    "binary_missed": (("非此即彼法", "Met or not"), ("未达到目标，计0分", "target not met: 0")),
    "step_from": (("层差法", "Steps"), ("{x} ≥ {edge}，取该档得分", "{x} ≥ {edge}: score of this band")),
    "step_upto": (("层差法", "Steps"), ("{x} ≤ {edge}，取该档得分", "{x} ≤ {edge}: score of this band")),
    "step_outside": (("层差法", "Steps"), ("{x}不在任何一档，计0分", "{x} lies outside every band: 0")),
    "add_subtract": (
        ("加减分法", "Points added or taken off"),
        (
            "基准分 ± 次数×分值（偏离{dev}，每{step}计1次，计{count}次）",
            "base ± count × points (deviation {dev}, one per {step}: {count})",
        ),
    ),
    "add_subtract_pct": (
        ("加减分法", "Points added or taken off"),
        (
            "基准分 ± 次数×分值（偏离{dev}%，每{step}%计1次，计{count}次）",
            "base ± count × points (deviation {dev}%, one per {step}%: {count})",
        ),
    ),
    "planned_loss": (
        ("加减分法（负目标）", "Points, planned loss"),
        ("减亏部分折半，有效超额{excess}%，最高{grade}级", "loss reduced counts half: {excess}% over, grade {grade} at most"),
    ),
    "curve": (
        ("线性插值", "Interpolation"),
        (
            "s0 + (x − x0)÷(x1 − x0)×(s1 − s0)，曲线{points}",
            "s0 + (x − x0) ÷ (x1 − x0) × (s1 − s0); curve {points}",
        ),
    ),
    "curve_last": (
        ("线性插值", "Interpolation"),
        ("{x}达到末点{edge}，取末点得分", "{x} reaches the last point {edge}: its score"),
    ),
    "curve_below": (("线性插值", "Interpolation"), ("{x}未达起点{edge}", "{x} is short of the first point {edge}")),
    "curve_clamp": (
        ("线性插值", "Interpolation"),
        ("{x}未达起点{edge}，取起点得分", "{x} is short of the first point {edge}: its score"),
    ),
    "curve_extrapolated": (("线性插值", "Interpolation"), ("首段延长，不低于0", "first stretch continued, not below 0")),
    "efficacy": (
        ("功效系数法", "Efficacy coefficient"),
        ("60 + 40×（实际 − 不允许值）÷（满意值 − 不允许值）", "60 + 40 × (A − N) ÷ (Y − N)"),
    ),
    "range_inside": (("区间法", "Band"), ("在{lo}至{hi}之内，计100分", "within {lo} to {hi}: 100")),
    "range_outside": (
        ("区间法", "Band"),
        ("100 − 100×距区间（{lo}至{hi}）的距离÷零分距离", "100 − 100 × distance from {lo} to {hi} ÷ zero distance"),
    ),
    "deduction": (("减分法", "Deduction"), ("满分 − 每次扣分×次数", "full mark − points per event × events")),
    "milestone": (("里程碑", "Milestones"), ("Σ权重×完成度 − 延期扣分", "Σ weight × completion − points for late days")),
    "rating": (("评分", "Rating"), ("评分{x}", "rating {x}")),
    "rating_map": (("评分", "Rating"), ("评价{x}对应得分", "score of rating {x}")),
    "raters": (("评分", "Rating"), ("评分人加权平均", "weighted mean of the raters")),
    "raters_trimmed": (("评分", "Rating"), ("去掉最高和最低后加权平均", "weighted mean without the highest and the lowest")),
    "outcome": (("说明法", "Described outcomes"), ("结果{x}对应得分", "score of outcome {x}")),
    "progress": (
        ("改善进度", "Progress from the baseline"),
        ("100×（实际 − 基线）÷（目标 − 基线）", "100 × (A − B) ÷ (T − B)"),
    ),
    "rank": (("排名法", "Rank"), ("第{x}名（共{n}名）对应得分", "score of rank {x} of {n}")),
    "prescored": (("已评分", "Given score"), ("给定得分", "as given")),
    "prescored_scale": (("已评分", "Given score"), ("给定得分×100÷满分", "given score × 100 ÷ scale")),
    "as_scored": (("得分", "Score"), ("评分结果", "as scored")),
    "cap": (("封顶", "Cap"), ("{uncapped}，计{score}；上限{limit}", "{uncapped}, counted {score}: at most {limit}")),
    "cap_base": (
        ("跨指标封顶", "Cap across KPIs"),
        (
            "{uncapped}，计{score}；{kpi}低于基本分，上限{limit}",
            "{uncapped}, counted {score}: {kpi} is below its base, at most {limit}",
        ),
    ),
    "floor": (("保底", "Floor"), ("{uncapped}，计{score}；下限{limit}", "{uncapped}, counted {score}: at least {limit}")),
    # ------------------------------------------------------------------ missing
    "missing_renormalise": (
        ("{state}", "{state}"),
        ("权重由其余指标分摊，本项计入权重0", "its weight goes to the others: none counts here"),
    ),
    "missing_zero": (("{state}", "{state}"), ("逾期未报按0分计", "counts 0 points")),
    "missing_target": (("{state}", "{state}"), ("按达标100分计（经批准）", "counts as on target, 100 points (approved)")),
    "missing_block": (("{state}", "{state}"), ("缺此项不计总分", "without it there is no total")),
    "missing_awaited": (
        ("{state}（未到截止日，暂定）", "{state}, not yet due: provisional"),
        ("权重暂由其余指标分摊，补报后重算", "its weight goes to the others until it is reported"),
    ),
    # ------------------------------------------------------------------ status
    "status_top": (("状态：达标", "Status: green"), ("得分不低于{green}", "score from {green}")),
    "status_middle": (("状态：预警", "Status: amber"), ("得分不低于{amber}且低于{green}", "score from {amber}, below {green}")),
    "status_top_pp": (
        ("状态：达标", "Status: green"),
        ("优于目标的百分点不低于{green}", "points better than the target from {green}"),
    ),
    "status_middle_pp": (
        ("状态：预警", "Status: amber"),
        (
            "优于目标的百分点不低于{amber}且低于{green}",
            "points better than the target from {amber}, below {green}",
        ),
    ),
    "status_bottom_pp": (
        ("状态：未达标", "Status: red"),
        ("优于目标的百分点低于{amber}", "points better than the target below {amber}"),
    ),
    "status_bottom": (("状态：未达标", "Status: red"), ("得分低于{amber}", "score below {amber}")),
    # ------------------------------------------------------------------ weights
    "weight": (("权重", "Weight"), ("设定值", "as set")),
    "weight_renormalised": (("计入权重", "Weight that counts"), ("权重×100÷有效权重", "weight × 100 ÷ weight that counts")),
    "weight_segment": (
        ("计入权重（本段）", "Weight that counts, this segment"),
        ("权重×100÷有效权重×本段天数份额÷合计", "weight × 100 ÷ weight that counts × days of the segment ÷ all"),
    ),
    "weighted": (("加权得分", "Weighted score"), ("计入权重×得分", "weight that counts × score")),
    "weighted_footed": (
        ("加权得分（为合计一致调整）", "Weighted score, adjusted to foot"),
        ("计入权重×得分 ± 0.01", "weight that counts × score ± 0.01"),
    ),
    "contribution": (
        ("对总分的影响", "Contribution to the gap"),
        ("计入权重×（得分 − 100）", "weight that counts × (score − 100)"),
    ),
    "contribution_footed": (
        ("对总分的影响（为合计一致调整）", "Contribution to the gap, adjusted to foot"),
        ("计入权重×（得分 − 100） ± 0.01", "weight that counts × (score − 100) ± 0.01"),
    ),
    # ------------------------------------------------------------------ variances
    "variance": (("较{named}差异", "Variance from {named}"), ("实际 − {reference}", "actual − {reference}")),
    "variance_nm": (
        ("较{named}差异（相对差异{nm}）", "Variance from {named} (percentage {nm})"),
        ("实际 − {reference}", "actual − {reference}"),
    ),
    "variance_pp": (
        ("较{named}差异（百分点）", "Variance from {named}, pp"),
        ("实际 − {reference}", "actual − {reference}"),
    ),
    "variance_inside": (("在目标区间之内", "Within the band"), ("差异为0", "no variance")),
    "variance_pct": (
        ("较{named}差异率", "Variance from {named}, %"),
        ("100×（实际 − {reference}）÷{reference}", "100 × (actual − {reference}) ÷ {reference}"),
    ),
    # ------------------------------------------------------------------ totals
    "derived_members": (
        ("单位得分（由成员推算）", "Score of the unit, from its people"),
        ("成员指标得分按在岗天数×份额加权平均", "mean of the members' totals by days × share"),
    ),
    "derived_units": (
        ("单位得分（由下级单位推算）", "Score of the unit, from the units below"),
        ("下级单位指标得分按组织权重加权平均", "mean of the totals of the units below by their weight"),
    ),
    "total": (("指标得分", "KPI scores"), ("Σ（权重×得分）÷有效权重", "Σ(weight × score) ÷ weight that counts")),
    "total_given": (("指标得分", "KPI scores"), ("评分结果", "as scored")),
    "segment": (
        ("分段得分：{segment}", "Score of segment {segment}"),
        ("Σ（权重×得分）÷有效权重", "Σ(weight × score) ÷ weight that counts"),
    ),
    "segments": (
        ("指标得分（分段按天数加权）", "KPI scores, segments by days"),
        ("Σ（天数×份额×分段得分）÷Σ（天数×份额）", "Σ(days × share × score) ÷ Σ(days × share)"),
    ),
    "coverage": (("覆盖率", "Coverage"), ("有得分指标的权重之和", "weight of the lines that have a score")),
    "coverage_derived": (
        ("覆盖率", "Coverage"), ("有得分的下级权重×100÷下级权重合计", "weight of those with a total × 100 ÷ weight of all below"),
    ),
    "coverage_derived_short": (
        ("覆盖率（低于{limit}%，不评级）", "Coverage, below {limit}%: no grade"),
        ("有得分的下级权重×100÷下级权重合计", "weight of those with a total × 100 ÷ weight of all below"),
    ),
    "coverage_short": (
        ("覆盖率（低于{limit}%，不评级）", "Coverage, below {limit}%: no grade"),
        ("有得分指标的权重之和", "weight of the lines that have a score"),
    ),
    "bonus": (("加分", "Bonus points"), ("{rules}", "{rules}")),
    "bonus_capped": (("加分（上限{limit}）", "Bonus points, at most {limit}"), ("{rules}", "{rules}")),
    "penalty": (("扣分", "Penalty points"), ("{rules}", "{rules}")),
    "points": (("总分", "Total"), ("指标得分 + 加分 − 扣分", "KPI scores + bonus points − penalty points")),
    "points_capped": (
        ("总分（限于0至{limit}）", "Total, held between 0 and {limit}"),
        ("指标得分 + 加分 − 扣分", "KPI scores + bonus points − penalty points"),
    ),
    "link": (
        ("组织联动：{unit}", "Link with {unit}"),
        ("组织得分×权重 + 个人得分×（1 − 权重）", "organisation × weight + own × (1 − weight)"),
    ),
    "max_score": (("一票否决：{ids}", "Knock-out: {ids}"), ("最终得分上限", "final at most")),
    "final": (("最终得分", "Final score"), ("评分结果", "as scored")),
    "grade": (("等级{grade}", "Grade {grade}"), ("得分{final}，{band}；等级系数", "{final}: {band}; coefficient")),
    "no_grade": (("不评级：{reason}", "No grade: {reason}"), ("最终得分仅供参考", "the score is for information")),
    "knock_out": (
        ("一票否决{ids}：{before}级降为{after}级", "Knock-out {ids}: {before} held at {after}"),
        ("{why}；最高{limit}级；等级系数", "{why}; {limit} at most; coefficient"),
    ),
    "gate": (
        ("门槛{ids}：{before}级降为{after}级", "Gate {ids}: {before} held at {after}"),
        ("{why}；最高{limit}级；等级系数", "{why}; {limit} at most; coefficient"),
    ),
    "limit_idle": (
        ("{ids}：等级不变", "{ids}: the grade stands"),
        ("{why}；最高{limit}级；等级系数", "{why}; {limit} at most; coefficient"),
    ),
    "calibrated": (
        ("校准：{before}级调为{after}级", "Calibration: {before} to {after}"),
        ("{reason}；等级系数", "{reason}; coefficient"),
    ),
    "payout": (
        ("兑现系数（门槛与否决）", "Payout factor of gates and knock-outs"),
        ("门槛系数之积×最严否决系数", "product of gates × strictest knock-out"),
    ),
    **YEAR_STEPS,
}
STATES: Final[dict[str, Pair]] = {
    "not_reported": ("未上报", "Not reported"),
    "not_applicable": ("不适用", "Not applicable"),
    "suspended": ("暂停考核", "Suspended"),
    "reported": ("已上报", "Reported"),
    "partial": ("不完整", "Partial"),
}
#: Added to a roll-up whose parts have not all reported.
PARTIAL: Final[Pair] = ("（不完整，有未上报）", ", partial: others have not reported")
NM_REASONS: Final[dict[str, Pair]] = {
    "missing": ("缺数", "n.a."),
    "zero_base": ("不适用，基数为零", "n.m., zero base"),
    "negative_base": ("不适用，基数为负", "n.m., negative base"),
    "sign_change": ("不适用，正负变号", "n.m., change of sign"),
    "over_999": ("超过999%", "over 999%"),
    "definition_changed": ("不适用，口径变更", "n.m., definition changed"),
    "pp": ("百分点", "in percentage points"),
}
REFERENCES: Final[dict[str, Pair]] = {
    "plan": ("目标", "target"),
    "forecast": ("预测", "forecast"),
    "previous": ("上期", "previous period"),
    "last_year": ("上年同期", "last year"),
    "benchmark": ("标杆", "benchmark"),
    "team_mean": ("团队均值", "team mean"),
    "baseline": ("基线", "baseline"),
}
EFFECTS: Final[dict[str, Pair]] = {
    "favourable": ("\uff08有利\uff09", " (favourable)"),
    "unfavourable": ("\uff08不利\uff09", " (unfavourable)"),
    "neutral": ("\uff08持平\uff09", " (neutral)"),
}
NO_GRADES: Final[dict[str, Pair]] = {
    "short_service": ("在岗{days}天，时间过短", "{days} days of service are too few"),
    "coverage": ("覆盖率不足", "coverage is too low"),
}
BANDS: Final[dict[str, Pair]] = {
    "top": ("不低于{low}", "from {low}"),
    "middle": ("不低于{low}且低于{high}", "from {low}, below {high}"),
    "bottom": ("低于{high}", "below {high}"),
    "only": ("唯一等级", "the only grade"),
}

Values = Mapping[str, str | Pair]


def words(pair: Pair, values: Values | None = None) -> Words:
    """Both languages of a pair, its placeholders filled; a value may be a pair itself."""
    given = values or {}
    filled = [
        pair[side].format(**{key: value if isinstance(value, str) else value[side] for key, value in given.items()})
        for side in (0, 1)
    ]
    return {"zh-CN": filled[0], "en": filled[1]}


def filled(pair: Pair, **values: str) -> Pair:
    """A pair with its placeholders filled."""
    return pair[0].format(**values), pair[1].format(**values)
