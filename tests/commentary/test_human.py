"""Human text: quotes, actions, edited texts with their hash, what strict wants."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from reportgen.commentary.options import Options
from reportgen.commentary.overrides import block_hash
from reportgen.commentary.plan import blocks, group
from reportgen.commentary.write import write
from reportgen.model.fact import (
    ActionFact,
    Fact,
    LineScore,
    NoteFact,
    OverrideFact,
    VsTarget,
    facts_hash,
)
from reportgen.model.view import Kpi, Name

D = Decimal
SALES = Kpi("sales", Name("销售额", "Sales"), "CNY", "higher", 2, "amount")
TARGET = VsTarget(kpi=SALES, actual=D(9500000), reference=D(10000000))
LINE = LineScore(kpi=SALES, score=D(95), contribution=D(-2), status="amber", material=True)
FACTS: tuple[Fact, ...] = (LINE, TARGET)


def edit(text: str, **more: object) -> OverrideFact:
    made = OverrideFact(kpi=SALES, text=text, facts_hash=facts_hash((TARGET,)), locale="zh-CN", author="李四", status="approved")
    return replace(made, **more)  # type: ignore[arg-type]


def test_a_note_is_quoted_with_its_author_and_day() -> None:
    note = NoteFact(kpi=SALES, text="由于验收\n推迟", author="李四", on=date(2025, 7, 3))
    zh, en = (write((*FACTS, note), locale).comments[-1] for locale in ("zh-CN", "en"))
    assert zh.text == "责任人说明（李四，2025-07-03）：“由于验收 推迟”。"
    assert en.text == "Owner's note (李四, 2025-07-03): \"由于验收 推迟\"."
    assert (zh.source, zh.author, zh.written) == ("note", "李四", date(2025, 7, 3))


def test_quotation_marks_inside_a_quote_become_single() -> None:
    note = NoteFact(kpi=SALES, text="客户称“再等等”。")
    assert write((*FACTS, note), "zh-CN").comments[-1].text == "责任人说明：“客户称‘再等等’。”"
    assert write((*FACTS, note), "en").comments[-1].text == "Owner's note: \"客户称'再等等'。\""


def test_open_actions_of_last_period_come_before_the_comments() -> None:
    old = ActionFact(kpi=SALES, text="走访大客户", owner="李四", due=date(2025, 5, 31), status="overdue", carried=True)
    new = ActionFact(kpi=SALES, text="重签框架协议", owner="王五", due=date(2025, 8, 31))
    made = write((*FACTS, new, old), "zh-CN")
    assert [sentence.text for sentence in made.carried] == ["上期措施：“走访大客户”（责任人李四，期限2025-05-31，逾期）。"]
    assert made.carried[0].order < made.comments[0].order
    assert made.comments[-1].text == "措施：“重签框架协议”（责任人王五，期限2025-08-31，进行中）。"


def test_an_approved_edit_replaces_the_generated_comment() -> None:
    made = write((*FACTS, edit("销售额950.0万元，比目标少50.0万元。")), "zh-CN")
    assert [(s.text, s.source, s.draft) for s in made.comments] == [("销售额950.0万元，比目标少50.0万元。", "override", False)]
    assert (made.remarks, made.stale, made.missing) == ((), (), ())
    assert write((*FACTS, edit("销售额950.0万元。")), "en").comments[0].source == "generated"


def test_the_hash_of_a_block_is_that_of_its_facts() -> None:
    kpis, _ = group(FACTS)
    assert block_hash(blocks(kpis, Options())[0]) == facts_hash((TARGET,))


def test_an_edit_goes_stale_when_a_fact_changes() -> None:
    changed = replace(TARGET, actual=D(9400000))
    made = write((LINE, changed, edit("销售额950.0万元。")), "zh-CN")
    assert made.comments[0].text.startswith("销售额实际940.0万元")
    assert made.comments[0].stale
    assert [(old.kpi_id, old.text, old.author) for old in made.stale] == [("sales", "销售额950.0万元。", "李四")]


def test_a_draft_edit_is_marked_and_left_out_of_a_final_report() -> None:
    draft = edit("销售额950.0万元。", status="edited")
    assert write((*FACTS, draft), "zh-CN").comments[0].text == "销售额950.0万元。（草稿，待审）"
    final = write((*FACTS, draft), "zh-CN", Options(final=True))
    assert final.comments[0].source == "generated"
    assert [remark.kind for remark in final.remarks] == ["not_approved"]


def test_a_number_in_an_edit_that_no_fact_holds_is_remarked() -> None:
    made = write((*FACTS, edit("销售额960.0万元。")), "zh-CN")
    assert [(remark.kind, remark.found) for remark in made.remarks] == [("number", ("960.0万",))]


def test_an_edit_may_replace_one_sentence() -> None:
    note = NoteFact(kpi=SALES, text="验收推迟。")
    made = write((*FACTS, note, edit("销售额950.0万元。", replaces=(TARGET.id,))), "zh-CN")
    assert [sentence.source for sentence in made.comments] == ["override", "note"]


def test_strict_wants_a_word_on_material_unfavourable_kpis() -> None:
    assert write(FACTS, "zh-CN").missing == ("sales",)
    assert write((*FACTS, NoteFact(kpi=SALES, text="验收推迟。")), "zh-CN").missing == ()
    assert write((replace(LINE, material=False, status="green"), TARGET), "zh-CN").missing == ()
    better = replace(TARGET, actual=D(10500000))
    assert write((replace(LINE, status="green"), better), "zh-CN").missing == ()


def test_fact_ids_are_stable_and_speak() -> None:
    assert replace(TARGET, subject_id="D-SALES").id == "vs_target//D-SALES/sales"
    assert facts_hash((TARGET,)) == facts_hash((replace(TARGET, actual=D("9500000.00")),))
    assert facts_hash((TARGET,)) != facts_hash((replace(TARGET, actual=D(9500001)),))
