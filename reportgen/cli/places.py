"""The limits of wage deductions that a policy can meet, as lines and as data of ``policy check``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from reportgen.model.dataset import Locale
from reportgen.model.policy import Jurisdiction
from reportgen.model.reward_policy import Policy

_WORDS: Final[dict[Locale, dict[str, str]]] = {
    "en": {
        "head": "Limits of deductions from wages:",
        "line": "  {code}: losses (P3) {P3}, fines (P4) {P4}, {base}, {notice}, {minimum}; {source}, read on {day}; {confirmed}",
        "percent": "at most {value}%", "refused": "not allowed", "monthly_wage": "of the month's wage",
        "written": "written notice", "prior_written": "prior written notice",
        "kept": "the minimum wage is kept", "not_kept": "no minimum wage is kept",
        "example": "an example, to be confirmed by counsel", "confirmed": "confirmed by {who}",
    },
    "zh-CN": {
        "head": "工资扣款限额：",
        "line": "  {code}：损失赔偿（P3）{P3}，罚款（P4）{P4}，{base}，{notice}，{minimum}；{source}，{day}核对；{confirmed}",
        "percent": "不超过{value}%", "refused": "不允许", "monthly_wage": "以当月工资为基数",
        "written": "书面告知", "prior_written": "事先书面告知",
        "kept": "保留最低工资", "not_kept": "不保留最低工资",
        "example": "示例，须经法律顾问确认", "confirmed": "已由{who}确认",
    },
}


def wage_places(policy: Policy) -> Mapping[str, Jurisdiction]:
    """Code -> profile, of the policy and the examples; empty for a policy that deducts nothing from wages."""
    from reportgen.policy.jurisdictions import shipped

    if not any(reward.deductions for reward in policy.rewards):
        return {}
    return dict(sorted({**shipped(), **policy.rules.jurisdictions}.items()))


def place_lines(places: Mapping[str, Jurisdiction], locale: Locale) -> Iterator[str]:
    """A head and one line per place."""
    words = _WORDS[locale]
    if places:
        yield words["head"]
    for code, place in places.items():
        shares = {
            name: words["percent"].format(value=f"{place.limits[name]:f}") if name in place.limits else words["refused"]
            for name in ("P3", "P4")
        }
        yield words["line"].format(
            code=code, **shares, base=words[place.base], notice=words[place.notice], source=place.source, day=place.checked_on,
            minimum=words["kept" if place.minimum_wage_kept else "not_kept"],
            confirmed=words["confirmed"].format(who=place.confirmed_by) if place.confirmed_by else words["example"],
        )


def place_data(places: Mapping[str, Jurisdiction]) -> list[dict[str, Any]]:
    """The same as plain values; ``confirmed_by`` is empty for an example."""
    return [
        {
            "jurisdiction": code, **{name: f"{value:f}" for name, value in place.limits.items()}, "base": place.base,
            "notice": place.notice, "minimum_wage_kept": place.minimum_wage_kept, "source": place.source,
            "checked_on": place.checked_on.isoformat(), "confirmed_by": place.confirmed_by,
        }
        for code, place in places.items()
    ]
