"""What is wrong with a policy, in words: English and Chinese, the same placeholders in both."""

from __future__ import annotations

from typing import Final

#: Faults of a condition or formula (``ConditionError.kind``).
CONDITIONS: Final[dict[str, tuple[str, str]]] = {
    "sign": ("{text!r} cannot stand in a condition", "条件中不能出现{text!r}"),
    "too_long": ("the condition is longer than {limit} characters", "条件超过{limit}个字符"),
    "too_deep": ("the condition is nested deeper than {limit} levels", "条件嵌套超过{limit}层"),
    "expected": ("{text!r} is expected{before}", "{before_zh}应为{text!r}"),
    "operand": ("a name, a number or a text is expected{before}", "{before_zh}应为名称、数字或文本"),
    "chained": ("comparisons cannot be chained; join two of them with 'and'", "比较不能连写，请用and连接两个比较"),
    "zero": ("division by zero", "除数为零"),
    "name": ("unknown name {text!r}", "未知名称{text!r}"),
    "member": ("{owner} has no {text!r}", "{owner}没有{text!r}"),
    "quotes": ("{text} wants an id in quotes, such as {text}('sales')", "{text}需要带引号的编号，例如{text}('sales')"),
    "truths": ("{text!r} wants a comparison on each side", "{text!r}两侧都应为比较"),
    "numbers": ("{text!r} wants numbers on each side", "{text!r}两侧都应为数字"),
    "order": ("a grade or a text can only be compared with == or !=", "等级或文本只能用==或!=比较"),
    "kinds": ("{text!r} compares a {left} with a {right}", "{text!r}两侧类型不同，无法比较"),
    "surplus": ("{text!r} is one too many", "多出了{text!r}"),
}

#: Faults of a policy file (``Fault.kind``).
FAULTS: Final[dict[str, tuple[str, str]]] = {
    "yaml": ("it is not valid YAML: {reason}", "不是有效的YAML：{reason}"),
    "file": ("it cannot be read: {reason}", "无法读取：{reason}"),
    "circular": ("a part contains itself, or is nested too deep", "某一部分引用了自身，或嵌套过深"),
    "key_twice": ("the key {key!r} is given twice", "键{key!r}重复"),
    "unknown_key": ("unknown key {key!r}", "未知的键{key!r}"),
    "missing_key": ("the key {key!r} is missing", "缺少键{key!r}"),
    "unknown_word": ("{key}: {word!r} is not one of the words known here", "{key}：{word!r}不在允许的取值之中"),
    "not_number": ("{key}: {word!r} is not a number", "{key}：{word!r}不是数字"),
    "bound": ("{key}: {word!r} is out of bounds, {bound}", "{key}：{word!r}超出范围，{bound_zh}"),
    "range_of_days": ("{key}: a range of days is written 2026-01-01..2026-12-31", "{key}：日期范围应写作2026-01-01..2026-12-31"),
    "shape": ("{key}: {reason}", "{key}：格式不正确（{reason}）"),
    "condition": ("{key}: {reason}, at character {position} of {text!r}", "{key}：{reason}（{text!r}第{position}个字符）"),
    "yields": ("{key}: {text!r} gives a {kind}, but {wanted} is wanted", "{key}：{text!r}的结果类型不符，应为{wanted_zh}"),
    "name_here": ("{key}: {name!r} is not known here", "{key}：此处不能使用{name!r}"),
    "measure_missing": ("component {id!r} does not say which measure it reads", "组件{id!r}没有写明所用的度量"),
    "self_measure": ("the measure reads itself through 'attainment'", "度量通过attainment引用了自身"),
    "link_circle": (
        "the score of a {level} cannot be linked with a {organisation}: it would be made of itself; link it with a level above",
        "{level}的得分不能与{organisation}联动，否则得分由其自身得出；请与上级层级联动",
    ),
    "list": ("{key}: a list is wanted, with a dash before each item", "{key}：应为列表，每项前加短横线"),
    "mapping": (
        "{key}: keys with values are wanted, such as {{id: a, version: 1}}",
        "{key}：应为键和值，例如{{id: a, version: 1}}",
    ),
    "empty": ("{key}: at least one item is wanted", "{key}：至少需要一项"),
    "reversed": ("the effective range ends before it begins", "生效期间的结束早于开始"),
    "outside": ("the effective range of {id!r} is not inside the policy's", "{id!r}的生效期间不在政策的生效期间之内"),
    "versions_overlap": ("two versions of {name!r} are in force on the same day", "{name!r}的两个版本生效日期重叠"),
    "twice": ("the {what} {name!r} is given twice", "{what_zh}{name!r}重复"),
    "reserved": ("the id {name!r} is used by the statement itself", "编号{name!r}为奖金单保留"),
    "bands_overlap": ("two bands begin at {value}", "两个区间的起点都是{value}"),
    "unreachable": (
        "a tier begins at {value}, above the cap of the final score, {cap}", "档位起点{value}高于最终得分上限{cap}，无人可以达到",
    ),
    "goes_back": ("x must grow from point to point, but {next} follows {value}", "横坐标必须逐点增大，但{value}之后是{next}"),
    "limits_crossed": ("{low} ({low_value}) is above {high} ({high_value})", "{low}（{low_value}）大于{high}（{high_value}）"),
    "unmapped_grade": ("grade {grade!r} is not mapped", "等级{grade!r}没有对应系数"),
    "unknown_grade": ("{grade!r} is not a grade of this policy", "{grade!r}不是本政策的等级"),
    "quota": ("the quota adds up to {total}, not to 100", "分布比例合计为{total}，不等于100"),
    "quota_over": ("the quota adds up to {total}, more than 100", "分布比例合计为{total}，超过100"),
    "no_effect": ("{what} {name!r} has no effect: give {keys}", "{what_zh}{name!r}没有作用：请给出{keys}"),
    "one_of": ("{name!r} wants exactly one of {keys}", "{name!r}应当且只应给出{keys}之一"),
    "not_both": ("give either {keys}", "{keys}只能给出其中一个"),
    "matrix": ("{rows} row breaks and {columns} column breaks want {rows} rows of {columns} factors",
               "{rows}个行分界、{columns}个列分界需要{rows}行{columns}列系数"),
    "starts": ("the starts must grow in the order D, C, B, A, cap", "起点必须按D、C、B、A、cap的顺序增大"),
    "stages": ("only the first stage names the pool, and the last is per person", "只有第一级写明奖金池，最后一级必须分到个人"),
    "floor_over_pool": ("one person's minimum of {floor} is more than the pool of {pool}", "个人下限{floor}大于奖金池{pool}"),
    "negative": ("{key}: {value} is below zero", "{key}：{value}小于零"),
}
