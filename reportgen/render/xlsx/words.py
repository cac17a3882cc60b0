"""The few words of a workbook that no report model holds: sheet names, heads of the audit sheets, page numbers."""

from __future__ import annotations

from dataclasses import dataclass

from reportgen.model.dataset import Locale


@dataclass(frozen=True, slots=True)
class Words:
    """One language's words."""

    summary: str
    data: str
    trace: str
    checks: str
    quality: str
    contents: str
    says: str
    sheet: str
    table: str
    row: str
    column: str
    value: str
    unit: str
    place: str
    points: str
    figures: str
    check: str
    check_total: str
    reported: str
    found: str
    difference: str
    no_trace: str
    detail: str
    symbols: str
    page: str
    run: tuple[str, ...]
    behind: tuple[str, str, str, str]


_ZH = Words(
    summary="摘要", data="数据", trace="计算过程", checks="合计校验", quality="数据质量",
    contents="本工作簿", says="内容", sheet="工作表", table="表", row="行", column="列", value="数值", unit="单位",
    place="结果表中的位置", points="分",
    figures="本报告的全部数字，按各自单位，可筛选；“结果表中的位置”指明每个数字的出处。",
    check="校验", check_total="全部校验之差合计", reported="报告数", found="工作表合计", difference="差额",
    no_trace="本报告不含计算过程；每个数字的出处见“数据”。",
    detail="说明", symbols="公式，符号", page="第&P页，共&N页",
    run=("状态", "密级", "截至", "运行", "数据", "政策", "引擎"),
    behind=("全部数字及其出处，图表数据", "每个得分和金额如何算出", "各合计与报告数之差", "数据质量清单，运行信息"))
_EN = Words(
    summary="Summary", data="Data", trace="Trace", checks="Checks", quality="DQ",
    contents="This workbook", says="Content", sheet="Sheet", table="Table", row="Row", column="Column", value="Value",
    unit="Unit", place="Place in the results", points="points",
    figures="Every figure of this report in its own unit, ready to filter; its place in the results says where it comes from.",
    check="Check", check_total="Sum of all differences", reported="Reported", found="Sum in sheet", difference="Difference",
    no_trace="This report has no computation trace; sheet Data names the source of each figure.",
    detail="Detail", symbols="Formula, symbols", page="Page &P of &N",
    run=("Status", "Confidentiality", "As of", "Run", "Data", "Policy", "Engine"),
    behind=("every figure with its source, chart data", "how each score and amount came about",
            "every total against the number reported", "findings on the data, identity of the run"))


def words_of(locale: Locale) -> Words:
    """The words of a language."""
    return _ZH if locale == "zh-CN" else _EN
