"""The closed words of the results in both languages: status, effect, state, level, direction."""

from __future__ import annotations

from reportgen.model.dataset import Locale

#: kind -> value -> (Chinese, English).
WORDS: dict[str, dict[str, tuple[str, str]]] = {
    "status": {
        "green": ("▲ 达标", "▲ On target"),
        "amber": ("▽ 预警", "▽ Warning"),
        "red": ("▼ 未达标", "▼ Off target"),
        "": ("○ 未计", "○ Not counted"),
    },
    "status_word": {
        "green": ("达标", "on target"),
        "amber": ("预警", "warning"),
        "red": ("未达标", "off target"),
        "": ("未计", "not counted"),
    },
    "status_symbol": {"green": ("▲", "▲"), "amber": ("▽", "▽"), "red": ("▼", "▼"), "": ("○", "○")},
    "effect": {
        "favourable": ("有利", "favourable"),
        "unfavourable": ("不利", "unfavourable"),
        "neutral": ("持平", "neutral"),
    },
    "state": {
        "reported": ("已上报", "reported"),
        "scored": ("已评分", "scored"),
        "not_reported": ("未上报", "not reported"),
        "not_applicable": ("不适用", "n.a."),
        "suspended": ("暂停", "suspended"),
        "partial": ("部分上报", "partial"),
    },
    "state_short": {
        "reported": ("", ""),
        "not_reported": ("未上报", "n.r."),
        "not_applicable": ("不适用", "n.a."),
        "suspended": ("暂停", "susp."),
        "partial": ("部分", "part."),
    },
    "level": {
        "company": ("公司", "company"),
        "division": ("事业部", "division"),
        "department": ("部门", "department"),
        "team": ("团队", "team"),
        "individual": ("个人", "individual"),
    },
    "direction": {
        "higher": ("越高越好", "higher is better"),
        "lower": ("越低越好", "lower is better"),
        "range": ("区间为好", "within a range is better"),
        "target": ("越接近目标越好", "closer to target is better"),
        "none": ("仅展示", "shown only"),
    },
    "report_status": {"draft": ("草稿", "DRAFT"), "final": ("正式", "FINAL")},
    "nm": {"nm": ("不适用", "n.m."), "over_999": (">999%", ">999%")},
    "perspective": {
        "financial": ("财务", "Financial"),
        "customer": ("客户", "Customer"),
        "internal_process": ("内部流程", "Process"),
        "learning_growth": ("学习与成长", "Learning and growth"),
    },
    "note_type": {
        "cause": ("原因", "cause"),
        "action": ("措施", "action"),
        "comment": ("意见", "comment"),
        "suggestion": ("建议", "suggestion"),
        "override": ("改写", "edited text"),
    },
    "note_status": {"open": ("进行中", "open"), "done": ("已完成", "done"), "overdue": ("逾期", "overdue")},
}


def word(kind: str, value: str, locale: Locale) -> str:
    """The word for a value of a closed list; a value outside the list (a company's own) stays as it is written."""
    pair = WORDS[kind].get(value)
    if pair is None:
        return value
    return pair[0] if locale == "zh-CN" else pair[1]
