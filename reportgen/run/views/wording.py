"""The words of alerts and of the control sheet, in both languages."""

from __future__ import annotations

from reportgen.model.dataset import Locale

#: Key -> (Chinese, English); the same placeholders in both.
_WORDS: dict[str, tuple[str, str]] = {
    "other_groups": (
        "其他单位（合并）",
        "Other units (combined)",
    ),
    "streak": (
        "得分连续{count}期低于预警线{limit}分，已触发升级预警。",
        "Score below the amber limit of {limit} for {count} periods in a row; escalated.",
    ),
    "streak_beyond": (
        "得分至少连续{count}期低于预警线{limit}分，已触发升级预警。",
        "Score below the amber limit of {limit} for at least {count} periods in a row; escalated.",
    ),
    "streak_pp": (
        "连续{count}期比目标差{limit}个百分点以上，已触发升级预警。",
        "Worse than the target by more than {limit} pp for {count} periods in a row; escalated.",
    ),
    "streak_beyond_pp": (
        "至少连续{count}期比目标差{limit}个百分点以上，已触发升级预警。",
        "Worse than the target by more than {limit} pp for at least {count} periods in a row; escalated.",
    ),
    "knock_out": (
        "{rule}：{reason}",
        "{rule}: {reason}",
    ),
    "knock_out_grade": (
        "{rule}：{reason}；等级由{before}限为{after}",
        "{rule}: {reason}; grade {before} limited to {after}",
    ),
    "gate": (
        "未通过门槛{rule}（{when}）",
        "Gate {rule} not passed ({when})",
    ),
    "gate_grade": (
        "未通过门槛{rule}（{when}）；等级由{before}限为{after}",
        "Gate {rule} not passed ({when}); grade {before} limited to {after}",
    ),
    "gate_attainment": (
        "{kpi}完成率{value}，界限{limit}",
        "attainment of {kpi} {value}, limit {limit}",
    ),
    "gate_actual": (
        "{kpi}实际{value}，界限{limit}",
        "{kpi} {value}, limit {limit}",
    ),
    "gate_score": (
        "{kpi}得分{value}，界限{limit}",
        "score of {kpi} {value}, limit {limit}",
    ),
    "overdue": (
        "{action}，原定{due}完成。",
        "{action}; was due {due}.",
    ),
    "coverage": (
        "已上报权重{value}%，低于{limit}%，不评等级。",
        "Reported weight {value}%, below {limit}%: no grade.",
    ),
    "A1": (
        "与此前{count}期的中位数{median}相差{distance}，超出{limit}的正常波动。",
        "{distance} away from the median {median} of the {count} periods before, beyond the usual {limit}.",
    ),
    "A1_steady": (
        "此前{count}期多为{median}，本期相差{distance}。",
        "{distance} away from {median}, the usual value of the {count} periods before.",
    ),
    "A2": (
        "连续{count}期变差，此前为{before}。",
        "Worse for {count} periods in a row, from {before}.",
    ),
    "A3": (
        "首次越过门槛值{limit}。",
        "Beyond its threshold {limit} for the first time.",
    ),
    "A5": (
        "已有{count}期没有数据。",
        "No data for {count} periods.",
    ),
    "A6": (
        "最近12期中有{count}期恰好等于目标。",
        "Exactly on target in {count} of the last 12 periods.",
    ),
    "rows": (
        "{file}：文件行数与读入行数",
        "{file}: rows in the file, rows read",
    ),
    "control_total": (
        "{kpi}，{subject}，{period}：对账数与计算值",
        "{kpi}, {subject}, {period}: control total, computed value",
    ),
    "control_total_own": (
        "{kpi}，{period}：对账数与计算值",
        "{kpi}, {period}: control total, computed value",
    ),
    "footing": (
        "{name}：总分与加权得分之和（{count}份计分卡）",
        "{name}: totals, sum of weighted scores ({count} scorecards)",
    ),
    "individual": (
        "个人",
        "People",
    ),
    "units": (
        "单位",
        "Units",
    ),
    "pool": (
        "{policy}{group}：奖金包总额与各部分之和",
        "{policy}{group}: pool, sum of its parts",
    ),
    "payable": (
        "{policy}：应发与各项金额之和（{count}人）",
        "{policy}: payable, its lines ({count} people)",
    ),
    "contributions": (
        "{kpi}：差异与各部分之和",
        "{kpi}: variance, sum of its parts",
    ),
    "no_reason": (
        "已触发一票否决",
        "knocked out",
    ),
}


def say(key: str, locale: Locale, **values: object) -> str:
    """The text of a key with its placeholders filled."""
    chinese, english = _WORDS[key]
    return (chinese if locale == "zh-CN" else english).format(**values)
