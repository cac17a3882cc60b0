"""The words of statements and traces in both languages. Every entry is (zh-CN, en) with the same placeholders."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from reportgen.model.reward import LineKind, Words
from reportgen.policy.conditions import ConditionError, Measure, parse
from reportgen.policy.syntax import Arithmetic, Expression, Number, Read

Pair = tuple[str, str]

LABELS: Final[dict[LineKind, Pair]] = {
    "base": ("奖金基数", "Base"),
    "proration": ("在岗折算", "Proration"),
    "tier": ("奖惩档位", "Reward tier"),
    "tier_extra": ("额外奖金", "Extra bonus"),
    "grade_factor": ("等级系数", "Grade factor"),
    "curve": ("兑现比例", "Payout"),
    "rate": ("提成", "Commission"),
    "per_unit": ("计件奖励", "Award per unit"),
    "per_event": ("事项奖励", "Award per event"),
    "matrix": ("矩阵系数", "Matrix factor"),
    "fixed": ("专项奖励", "Award"),
    "multiplier": ("系数", "Multiplier"),
    "soe_pay": ("绩效年薪倍数", "Performance pay multiple"),
    "pool_share": ("奖金池分配", "Pool share"),
    "manual": ("人工核定", "Decided by hand"),
    "gate": ("门槛", "Gate"),
    "knock_out": ("一票否决", "Knock-out"),
    "result": ("奖金测算", "Award"),
    "limit": ("个人限额调整", "Person limit"),
    "penalty": ("扣罚", "Penalty"),
    "pool": ("奖金池调整", "Scaled to the pool"),
    "deferral": ("递延支付", "Deferred"),
    "instalment": ("递延兑现", "Deferred pay released"),
    "advance": ("已预发", "Advance"),
    "paid": ("已发放", "Paid before"),
    "clawback": ("追索扣回", "Clawback"),
    "deduction": ("工资扣款", "Deduction from wages"),
}

#: What a line rests on.
NOTES: Final[dict[str, Pair]] = {
    "measure": ("{measure} {x}", "{measure} {x}"),
    "curve": ("曲线，{measure} {x}", "curve, {measure} {x}"),
    "grade": ("{grade}级", "grade {grade}"),
    "marginal": ("分段计提，{measure} {x}", "marginal bands, {measure} {x}"),
    "retroactive": ("全额计提，{measure} {x}", "retroactive bands, {measure} {x}"),
    "count": ("{what}，{count}次", "{what}, {count}"),
    "matrix": ("{rows} {row}，{columns} {column}", "{rows} {row}, {columns} {column}"),
    "fixed": ("{what}", "{what}"),
    "formula": ("{measure}", "{measure}"),
    "soe": ("{grade}级，{measure} {x}", "grade {grade}, {measure} {x}"),
    "manual": ("{what}", "{what}"),
    "pool_share": ("按权重分配", "shared by weight"),
    "base": ("{field}", "{field}"),
    "base_share": ("{field}，{part}/{whole}", "{field}, {part}/{whole}"),
    "exchanged": (
        "{field}，{given} {amount}{sign}{rate}（{date}汇率）", "{field}, {given} {amount}{sign}{rate} (rate of {date})",
    ),
    "days": ("{part}/{whole}天", "{part}/{whole} days"),
    "months": ("{part}/{whole}个月", "{part}/{whole} months"),
    "gate_open": ("{condition}，通过", "{condition}, passed"),
    "gate_closed": ("{condition}，未通过", "{condition}, not passed"),
    "knock_out": ("{id}，已触发", "{id}, triggered"),
    "capped": ("已封顶", "capped"),
    "floored": ("按最低额", "raised to the minimum"),
    "penalty": ("{count}次", "{count} events"),
    "penalty_capped": ("{count}次，按奖金的{percent}%封顶", "{count} events, at most {percent}% of the bonus"),
    "pool": ("系数{factor}", "factor {factor}"),
    "deferral": ("{percent}%，分{periods}期", "{percent}%, {periods} instalments"),
    "instalment": ("{period}递延，第{number}期，共{count}期", "deferred from {period}, instalment {number} of {count}"),
    "dates": ("{dates}", "{dates}"),
    "clawback": ("重新核定低于已发", "recomputed below what was paid"),
    "deduction": ("{basis}，上限{percent}%", "{basis}, at most {percent}%"),
    "deduction_carried": (
        "{basis}，上限{percent}%，{since}结转", "{basis}, at most {percent}%, carried forward from {since}",
    ),
}

#: Steps of a trace: what the step is, and its formula in symbols.
STEPS: Final[dict[str, tuple[Pair, Pair]]] = {
    "base": (("奖金基数", "Base"), ("{field}", "{field}")),
    "base_foreign": (("奖金基数（{given}）", "Base in {given}"), ("{field}", "{field}")),
    "exchange": (
        ("基数折合{wanted}", "Base in {wanted}"),
        ("{given}金额×汇率（1 {given}合{wanted}，{date}）", "amount in {given} × rate of {given} in {wanted}, {date}"),
    ),
    "exchange_inverse": (
        ("基数折合{wanted}", "Base in {wanted}"),
        ("{given}金额÷汇率（1 {wanted}合{given}，{date}）", "amount in {given} ÷ rate of {wanted} in {given}, {date}"),
    ),
    "proration": (("在岗折算", "Proration"), ("在岗天数÷考核期天数", "days in post ÷ days of the period")),
    "proration_months": (("在岗折算", "Proration"), ("在岗月数÷考核期月数", "months in post ÷ months of the period")),
    "curve": (
        ("兑现比例", "Payout"),
        ("y0 + (x − x0)÷(x1 − x0)×(y1 − y0)，x={measure}", "y0 + (x − x0)÷(x1 − x0)×(y1 − y0), x={measure}"),
    ),
    "curve_at": (("兑现比例", "Payout"), ("{measure}等于{x}，取该点", "{measure} of {x} is a point of the curve")),
    "curve_cap": (
        ("兑现比例（封顶）", "Payout, at the cap"),
        ("{measure} {x} ≥ {last}，取末点", "{measure} {x} ≥ {last}: last point"),
    ),
    "curve_below": (
        ("兑现比例（未达门槛）", "Payout, below threshold"),
        ("{measure} {x} < {first}", "{measure} {x} < {first}"),
    ),
    "tier": (("奖惩档位", "Reward tier"), ("{measure} {x}，档位自{min}起", "{measure} {x}, tier from {min}")),
    "grade": (("等级系数", "Grade factor"), ("{grade}级对应系数", "factor of grade {grade}")),
    "marginal": (("提成", "Commission"), ("Σ各段金额×比例", "Σ part in band × rate")),
    "retroactive": (("提成", "Commission"), ("全额×所达比例", "whole amount × rate reached")),
    "per_unit": (("计件奖励", "Award per unit"), ("数量×单价（{what}）", "count × rate ({what})")),
    "per_event": (("事项奖励", "Award per event"), ("Σ次数×金额（{what}）", "Σ count × amount ({what})")),
    "matrix": (
        ("矩阵系数", "Matrix factor"),
        ("{rows} {row}，{columns} {column}所在格", "cell of {rows} {row} and {columns} {column}"),
    ),
    "fixed": (("专项奖励", "Award"), ("{what}已发生", "{what} happened")),
    "fixed_not": (("专项奖励", "Award"), ("{what}未发生", "{what} did not happen")),
    "multiplier": (("系数", "Multiplier"), ("{measure}", "{measure}")),
    "multiplier_grade": (("系数", "Multiplier"), ("{measure}：{origin}", "{measure}: {origin}")),
    "soe": (("绩效年薪倍数（{grade}级）", "Performance pay multiple, grade {grade}"),
            ("段起点倍数 + 段宽×（得分 − 起点）÷（终点 − 起点）", "multiple at start + width × (score − start) ÷ (end − start)")),
    "manual": (("人工核定", "Decided by hand"), ("Σ金额（{what}）", "Σ amounts ({what})")),
    "pool_weight": (("分配权重", "Weight in the pool"), ("{measure}", "{measure}")),
    "pool_stage": (
        ("奖金池分配（第{stage}级）", "Pool, stage {stage}"),
        ("{group}：奖金池×权重÷权重合计，按分取整", "{group}: pool × weight ÷ sum of weights, to the cent"),
    ),
    "pool_share": (
        ("奖金池分配", "Pool share"),
        ("奖金池×权重÷权重合计，按分取整", "pool × weight ÷ sum of weights, to the cent"),
    ),
    "product": (("奖金", "Award"), ("基数×折算×各系数", "base × proration × factors")),
    "scaled": (("奖金", "Award"), ("金额×系数", "amount × factors")),
    "limits": (("门槛与否决", "Gates and knock-outs"), ("金额×门槛系数（{conditions}）", "amount × factor of {conditions}")),
    "cap": (("个人封顶", "Person cap"), ("上限{cap}", "at most {cap}")),
    "cap_open": (("个人封顶（未达）", "Person cap, not reached"), ("上限{cap}", "at most {cap}")),
    "floor": (("个人最低额", "Person minimum"), ("不低于{cap}", "at least {cap}")),
    "penalty": (("扣罚", "Penalty"), ("次数×金额", "count × amount")),
    "penalty_capped": (("扣罚（按奖金比例封顶）", "Penalty, capped"), ("奖金×{percent}%", "award × {percent}%")),
    "penalty_rest": (("扣罚（以奖金为限）", "Penalty, at most the award"), ("剩余奖金", "what is left of the award")),
    "pool": (
        ("奖金池调整", "Scaled to the pool"),
        ("奖金×奖金池÷奖金合计，按分取整", "award × pool ÷ sum of awards, to the cent"),
    ),
    "deferral": (("递延支付", "Deferred"), ("奖金×递延比例", "award × deferred share")),
    "instalment": (
        ("递延兑现（{period}）", "Deferred pay of {period}"),
        ("第{number}期，共{count}期", "instalment {number} of {count}"),
    ),
    "advance": (("已预发", "Advance"), ("预发合计，以应得为限", "advances, at most what is due")),
    "paid": (("已发放", "Paid before"), ("已发合计，以应得为限", "paid, at most what is due")),
    "deduction": (
        ("工资扣款", "Deduction from wages"),
        ("取申请额、比例上限、最低工资余额中最小者", "least of asked, percent cap and room above the minimum wage"),
    ),
    "deduction_carried": (
        ("工资扣款（{since}结转）", "Deduction from wages, carried forward from {since}"),
        ("取结转额、比例上限、最低工资余额中最小者", "least of the rest, percent cap and room above the minimum wage"),
    ),
    "clawback": (("追索扣回", "Clawback"), ("重新核定 − 已发放", "recomputed − paid")),
    "payable": (("本次应发", "Payable"), ("各行合计", "sum of the lines")),
}


#: Where a coefficient comes from, and whose it is where no name is known.
ORIGINS: Final[dict[str, Pair]] = {
    "band": (
        "{whose}最终得分{final}，评定为{grade}级，等级表中{grade}级（自{min}分起）系数为{value}",
        "final of {whose} {final}, grade {grade}; the scale gives grade {grade} (from {min}) the coefficient {value}",
    ),
    "no_band": (
        "{whose}最终得分{final}，{grade}级，系数为{value}", "final of {whose} {final}, grade {grade}, coefficient {value}",
    ),
    "person": ("本人", "the person"),
    "unit": ("本单位", "the unit"),
    "company": ("公司", "the company"),
}

Names = Mapping[str, Words]
_NO_NAMES: Names = {}
_MEASURES = ("measure", "rows", "columns")
#: Columns of ``paybase`` in words.
_COLUMNS: dict[str, Pair] = {
    "target_bonus": ("目标奖金", "target bonus"),
    "base_salary": ("基本工资", "base salary"),
    "monthly_wage": ("月工资", "monthly wage"),
    "base_salary * bonus_pct": ("基本工资×奖金比例", "base salary × bonus percent"),
    "amount": ("固定金额", "fixed amount"),
}


#: Why a deduction from wages is not made (``DeductionResult.refused``).
REFUSALS: Final[dict[str, Pair]] = {
    "amount": ("缺少金额", "no amount"),
    "legal_basis": ("缺少法律依据", "no legal basis"),
    "jurisdiction": ("没有适用法域的规则", "no rules known for the place"),
    "notice_date": ("缺少书面告知日期", "no date of written notice"),
    "monthly_wage": ("缺少当月工资", "no wage of the month"),
    "local_minimum_wage": ("缺少当地最低工资", "no local minimum wage"),
    "P3": ("当地不允许从工资中扣除损失赔偿", "the place does not allow compensation of losses from wages"),
    "P4": ("当地不允许从工资中扣除罚款", "the place does not allow fines from wages"),
    "currency": ("扣款与工资币种不同", "deduction and wage are in different currencies"),
}
#: The first word of a rate that is missing: ``rate USD/CNY``.
RATE = "rate"


def missing_words(text: str, names: Names = _NO_NAMES) -> Words:
    """What holds an amount, in both languages: a measure, a column of ``paybase``, a rate of exchange."""
    if text.startswith(f"{RATE} "):
        pair = text.removeprefix(f"{RATE} ")
        return {"zh-CN": f"{pair}汇率", "en": f"exchange rate {pair}"}
    chinese, english = _COLUMNS.get(text) or measure_words(text, names)
    return {"zh-CN": chinese, "en": english}


def words(pair: Pair, values: Mapping[str, str] | None = None, names: Names = _NO_NAMES) -> Words:
    """Both languages of a pair with its placeholders filled; measures and columns are named in words, KPIs by ``names``.

    A value ``x_en`` is the English of ``x``.
    """
    given = values or {}
    said = {key: _said(key, value, names) for key, value in given.items()}
    said |= {key: (both[0], given[f"{key}_en"]) for key, both in said.items() if f"{key}_en" in given}
    return {
        "zh-CN": pair[0].format(**{key: both[0] for key, both in said.items()}),
        "en": pair[1].format(**{key: both[1] for key, both in said.items()}),
    }


def _said(key: str, value: str, names: Names) -> Pair:
    if key in _MEASURES:
        return measure_words(value, names)
    return _COLUMNS.get(value, (value, value)) if key == "field" else (value, value)


def label_of(kind: LineKind, given: Mapping[str, str] | None = None) -> Words:
    """A line's label: the policy's own where it gives one, else that of the kind."""
    chinese, english = LABELS[kind]
    return {"zh-CN": chinese, "en": english, **{str(key): value for key, value in (given or {}).items()}}


def note(key: str, names: Names = _NO_NAMES, **values: str) -> Words:
    """What a line rests on, in both languages."""
    return words(NOTES[key], values, names)


_FIELDS: dict[str, Pair] = {
    "score": ("总分", "total"), "final": ("最终得分", "final score"), "grade": ("等级", "grade"),
    "coefficient": ("等级系数", "grade coefficient"), "factor": ("系数", "factor"), "days": ("在岗天数", "days"),
    "base": ("基数", "base"), "proration": ("折算", "proration"), "payroll": ("基数合计", "payroll"),
    "headcount": ("人数", "headcount"), "attainment": ("完成率", "attainment"), "actual": ("实际", "actual"),
}
_SCOPES: dict[str, Pair] = {"person": ("", ""), "unit": ("本单位", "unit's "), "company": ("公司", "company's ")}


def measure_words(text: str, names: Names = _NO_NAMES) -> Pair:
    """A measure or a formula in words, such as 公司净利润完成率 or 基数×等级系数; what is no arithmetic as it is written."""
    try:
        tree = parse(text)
    except ConditionError:
        return text, text
    return _said_of(tree, names) or (text, text)


_SIGNS: dict[str, Pair] = {"*": ("×", " × "), "/": ("÷", " ÷ "), "+": (" + ", " + "), "-": (" − ", " − ")}


def _said_of(tree: Expression, names: Names) -> Pair | None:
    """A formula in words; None for what is no arithmetic of measures and numbers."""
    match tree:
        case Read(measure):
            return _measure(measure, names)
        case Number(value):
            return f"{value:f}", f"{value:f}"
        case Arithmetic(operator, left, right):
            pair = _term(left, operator, names), _term(right, operator, names, right=True)
            if pair[0] is None or pair[1] is None:
                return None
            sign = _SIGNS[operator]
            return f"{pair[0][0]}{sign[0]}{pair[1][0]}", f"{pair[0][1]}{sign[1]}{pair[1][1]}"
    return None


def _term(tree: Expression, operator: str, names: Names, *, right: bool = False) -> Pair | None:
    """An operand, in brackets where the operator binds more tightly."""
    said = _said_of(tree, names)
    inner = tree.operator if isinstance(tree, Arithmetic) else ""
    weaker = inner in ("+", "-") and (operator in ("*", "/") or (right and operator == "-"))
    if said is None or not (weaker or (right and operator == "/" and inner)):
        return said
    return f"\uff08{said[0]}\uff09", f"({said[1]})"


def _measure(measure: Measure, names: Names) -> Pair:
    scope = _SCOPES[measure.scope]
    if measure.event is not None:
        return f"{measure.event}次数", f"number of {measure.event}"
    chinese, english = ("得分", "score") if measure.kpi and measure.field == "score" else _FIELDS[measure.field]
    if measure.kpi:
        name = names.get(measure.kpi, {})
        return f"{scope[0]}{name.get('zh-CN', measure.kpi)}{chinese}", f"{scope[1]}{name.get('en', measure.kpi)} {english}"
    return f"{scope[0]}{chinese}", f"{scope[1]}{english}"
