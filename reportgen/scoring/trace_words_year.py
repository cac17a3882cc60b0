"""The words of a trace's comparisons, year to date and outlook in both languages; same form as ``trace_words.STEPS``."""

from __future__ import annotations

from typing import Final

Pair = tuple[str, str]

#: The effect of a KPI that counts in one period only.
_CAME: Final[Pair] = ("本期权重×（本期得分 − 两期平均总分）÷100", "weight × (score − mean of both totals) ÷ 100")
_WENT: Final[Pair] = (
    "（0 − 上期权重）×（上期得分 − 两期平均总分）÷100", "(0 − weight before) × (score before − mean of both totals) ÷ 100",
)

#: key -> (text, formula), each (zh-CN, en) with the same placeholders.
YEAR_STEPS: Final[dict[str, tuple[Pair, Pair]]] = {
    # ------------------------------------------------------------------ year to date
    "ytd": (("本年累计实际（{label}）", "Year to date, {label}"), ("{how}", "{how}")),
    "ytd_goal": (("本年累计目标（{label}）", "Target to date, {label}"), ("{how}", "{how}")),
    "variance_ytd": (("本年累计差异", "Variance to date"), ("累计实际 − 累计目标", "actual to date − target to date")),
    "variance_ytd_nm": (
        ("本年累计差异（相对差异{nm}）", "Variance to date (percentage {nm})"),
        ("累计实际 − 累计目标", "actual to date − target to date"),
    ),
    "variance_ytd_pp": (
        ("本年累计差异（百分点）", "Variance to date, pp"), ("累计实际 − 累计目标", "actual to date − target to date"),
    ),
    "variance_ytd_inside": (("本年累计在目标区间之内", "To date within the band"), ("差异为0", "no variance")),
    "variance_ytd_pct": (
        ("本年累计差异率", "Variance to date, %"),
        ("100×（累计实际 − 累计目标）÷累计目标", "100 × (actual − target) ÷ target, to date"),
    ),
    # ------------------------------------------------------------------ outlook
    "year_target": (("全年目标", "Full-year target"), ("{how}", "{how}")),
    "completion": (
        ("全年目标完成进度", "Done of the full-year target"),
        ("100×累计实际÷全年目标", "100 × to date ÷ full-year target"),
    ),
    "time_elapsed": (
        ("时间进度", "Time progress"),
        ("100×已过期数÷全年期数", "100 × periods gone ÷ periods of the year"),
    ),
    "time_phased": (
        ("时间进度（按分解目标）", "Time progress, by the phased plan"),
        ("100×累计目标÷全年目标", "100 × target to date ÷ full-year target"),
    ),
    "pace": (("进度差（百分点）", "Pace, pp"), ("完成进度 − 时间进度", "done − time progress")),
    "average": (("已过各期平均", "Average per period so far"), ("累计实际÷已过期数", "to date ÷ periods gone")),
    "required": (
        ("余下{n}期每期需完成", "Needed in each of the {n} periods left"),
        ("（全年目标 − 累计实际）÷余下期数", "(full-year target − to date) ÷ periods left"),
    ),
    "run_rate": (
        ("全年推算：按已过各期平均", "Full year at the run rate"),
        ("累计实际×全年期数÷已过期数", "to date × periods ÷ periods gone"),
    ),
    "plan_to_go": (
        ("全年推算：余下按计划", "Full year, plan to go"),
        ("累计实际 + 全年目标 − 累计目标", "to date + full-year target − target to date"),
    ),
    "seasonal": (
        ("全年推算：按上年季节分布", "Full year by last year's season"),
        ("累计实际×上年全年÷上年同期累计", "to date × last full year ÷ last year to date"),
    ),
    "forecast": (("全年预测", "Full-year forecast"), ("{how}", "{how}")),
    "year_gap": (("与全年目标之差", "Gap to the full-year target"), ("全年推算 − 全年目标", "full year − full-year target")),
    "forecast_gap": (
        ("与全年目标之差", "Gap to the full-year target"),
        ("全年预测 − 全年目标", "forecast − full-year target"),
    ),
    # ------------------------------------------------------------------ references
    "reference": (("对比值：{reference}", "Compared with: {reference}"), ("{how}", "{how}")),
    "team_mean": (
        ("团队均值（本单位其余{n}人）", "Team mean, the {n} others in the unit"),
        ("其余各人实际之和÷人数", "sum of the others ÷ their number"),
    ),
    "team_ratio": (
        ("团队均值（本单位其余{n}人）", "Team mean, the {n} others in the unit"),
        ("其余各人Σ分子×{factor}÷Σ分母", "Σ numerator × {factor} ÷ Σ denominator of the others"),
    ),
    "team_given": (
        ("团队均值（本单位其余{n}人）", "Team mean, the {n} others in the unit"), ("其余各人的均值", "mean of the others"),
    ),
    # ------------------------------------------------------------------ standing
    "gap": (("指标得分与100分之差", "KPI scores less 100"), ("各指标影响之和", "sum of the contributions")),
    "rank": (
        ("名次：{n}个同级中第{rank}", "Rank {rank} of {n} on the level under one parent"),
        ("1 + 得分更高者的个数", "1 + those with a higher final"),
    ),
    "rank_few": (
        ("名次（同级其他对象不足{few}个，不显示）", "Rank, not shown with fewer than {few} others"),
        ("同级个数", "subjects of the level"),
    ),
    "change_score": (
        ("较上期变动：{kpi}得分影响", "Change, {kpi}: effect of the score"),
        (
            "（上期权重 + 本期权重）÷2×（本期得分 − 上期得分）÷100",
            "(weight before + weight) ÷ 2 × (score − score before) ÷ 100",
        ),
    ),
    "change_weight": (
        ("较上期变动：{kpi}权重影响", "Change, {kpi}: effect of the weight"),
        (
            "（本期权重 − 上期权重）×（两期平均得分 − 两期平均总分）÷100",
            "(weight − weight before) × (mean of both scores − mean of both totals) ÷ 100",
        ),
    ),
    **{key: (said, _CAME) for key, said in {
        "change_new": ("较上期变动：本期新增{kpi}", "Change, {kpi}: new on the scorecard"),
        "change_new_not_reported": ("较上期变动：{kpi}上期未上报", "Change, {kpi}: not reported before, counted now"),
        "change_new_not_applicable": ("较上期变动：{kpi}上期不适用", "Change, {kpi}: not applicable before, counted now"),
        "change_new_suspended": ("较上期变动：{kpi}上期暂停考核", "Change, {kpi}: suspended before, counted now"),
        "change_new_uncounted": ("较上期变动：{kpi}上期未计分", "Change, {kpi}: not counted before"),
    }.items()},
    **{key: (said, _WENT) for key, said in {
        "change_gone": ("较上期变动：本期取消{kpi}", "Change, {kpi}: no longer on the scorecard"),
        "change_gone_not_reported": ("较上期变动：{kpi}本期未上报", "Change, {kpi}: not reported now, counted before"),
        "change_gone_not_applicable": ("较上期变动：{kpi}本期不适用", "Change, {kpi}: not applicable now, counted before"),
        "change_gone_suspended": ("较上期变动：{kpi}本期暂停考核", "Change, {kpi}: suspended now, counted before"),
        "change_gone_uncounted": ("较上期变动：{kpi}本期未计分", "Change, {kpi}: not counted now"),
    }.items()},
    "change": (
        ("较上期（{label}）变化", "Change from {label}"),
        ("最终得分 − 上期最终得分", "final − final of the previous period"),
    ),
    "cut_above": (("距{grade}级", "Short of grade {grade}"), ("该级下限 − 最终得分", "its minimum − final")),
    "cut_above_near": (
        ("距{grade}级（临界，{near}分以内）", "Short of grade {grade}, near the cut: within {near}"),
        ("该级下限 − 最终得分", "its minimum − final"),
    ),
    "cut_below": (
        ("高于{grade}级下限", "Above the minimum of grade {grade}"),
        ("最终得分 − 该级下限", "final − its minimum"),
    ),
    "cut_below_near": (
        ("高于{grade}级下限（临界，{near}分以内）", "Above the minimum of grade {grade}, near the cut: within {near}"),
        ("最终得分 − 该级下限", "final − its minimum"),
    ),
}
