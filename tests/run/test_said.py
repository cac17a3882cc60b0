"""What a run does with commentary: required comments, drafts, writers, carried actions, the table of results."""

from __future__ import annotations

import csv
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from reportgen.commentary.writers import Request
from reportgen.model.view import View
from reportgen.run import execute as running
from reportgen.run.commentary import Commentator
from reportgen.run.inputs import read
from reportgen.run.results import compute
from reportgen.run.views.build import Views
from tests import company
from tests.cli.call import Said, call

HEAD = "subject_id,text,type,kpi_id,period,author,date,action_owner,due_date,status,language,seq,facts_hash\n"
D = Decimal


def run(folder: Path, out: Path, *more: str) -> Said:
    return call("run", folder, "--period", company.PERIOD, "--format", "html", "--jobs", "1", "--out", out, *more)


def files(out: Path) -> set[str]:
    return {path.parent.name for path in (out / "small" / company.PERIOD).rglob("*.html") if path.name != "index.html"}


def view_of(folder: Path, subject: str) -> tuple[Commentator, Views, View]:
    results = compute(read(folder, company.PERIOD))
    views = Views(results, "zh-CN")
    return Commentator(results), views, views.view(subject)


# ---------------------------------------------------------------------- required comments
def test_a_final_report_without_its_required_comment_is_not_written(tmp_path: Path) -> None:
    note = "P3,两家客户推迟验收。,cause,sales,2025-Q2,P1,2025-07-08,,,,zh-CN,1,\n"
    folder = company.write(tmp_path / "small", notes=HEAD + note)
    said = run(folder, tmp_path / "out", "--status", "final", "--strict", "--level", "individual")
    assert said.code == 1
    assert "P3: individual_scorecard was not made: a required comment is missing: 满意度 (csat)" in said.err
    assert "P2:" not in said.err
    assert files(tmp_path / "out") == {"P2", "P5"}


def test_with_its_comments_it_is_written(tmp_path: Path) -> None:
    notes = "".join(f"P3,说明。,cause,{kpi},2025-Q2,P1,2025-07-08,,,,zh-CN,1,\n" for kpi in ("sales", "csat"))
    folder = company.write(tmp_path / "small", notes=HEAD + notes)
    said = run(folder, tmp_path / "out", "--status", "final", "--strict", "--subject", "P3")
    assert (said.code, files(tmp_path / "out")) == (0, {"P3"})


def test_a_draft_is_written_and_says_what_will_be_missing(tmp_path: Path) -> None:
    folder = company.write(tmp_path / "small")
    said = run(folder, tmp_path / "out", "--strict", "--subject", "P3")
    assert (said.code, files(tmp_path / "out")) == (1, {"P3"})
    assert "P3: a final report will need a comment on 销售额 (sales), 满意度 (csat)" in said.err
    assert run(folder, tmp_path / "out", "--subject", "P3").code == 0


def test_a_suggestion_or_an_unapproved_text_is_no_comment(tmp_path: Path) -> None:
    rows = (
        "P3,建议。,suggestion,sales,2025-Q2,P3,2025-07-08,,,,zh-CN,1,\n"
        "P3,草稿。,cause,csat,2025-Q2,P1,2025-07-08,,,draft,zh-CN,1,\n"
    )
    folder = company.write(tmp_path / "small", notes=HEAD + rows)
    said = run(folder, tmp_path / "out", "--status", "final", "--strict", "--subject", "P3")
    assert "(sales)" in said.err and "(csat)" in said.err


# ---------------------------------------------------------------------- what is said first, and by whom
def test_open_actions_of_the_last_period_come_first(tmp_path: Path) -> None:
    rows = (
        "P3,客户拜访,action,sales,2025-Q1,P1,2025-04-08,P3,2025-06-30,open,zh-CN,1,\n"
        "P3,做完了,action,sales,2025-Q1,P1,2025-04-08,P3,2025-06-30,done,zh-CN,2,\n"
    )
    commentator, views, view = view_of(company.write(tmp_path / "small", notes=HEAD + rows), "P3")
    texts = commentator.say(views, view).texts
    first = texts.comments[0]
    assert first.text == (
        "上期措施：“客户拜访”（责任人王五，期限2025-06-30，逾期）。"
    )
    assert (first.kpi_id, first.source) == ("sales", "note")
    assert not any("做完了" in comment.text for comment in texts.comments)


@pytest.mark.parametrize(("subject", "author", "lead"), [
    ("P3", "P3", "本人说明"), ("P3", "P1", "上级意见"),
    ("D1", "P1", "责任人说明"), ("D1", "P4", "说明"),
])
def test_an_author_is_introduced_by_what_they_are(tmp_path: Path, subject: str, author: str, lead: str) -> None:
    row = f"{subject},因果。,cause,sales,2025-Q2,{author},2025-07-08,,,,zh-CN,1,\n"
    commentator, views, view = view_of(company.write(tmp_path / "small", notes=HEAD + row), subject)
    said = next(one.text for one in commentator.say(views, view).texts.comments if one.source == "note")
    assert said.startswith(lead + "（")


def test_an_edited_text_carries_its_mark_and_stays_out_of_a_final_report(tmp_path: Path) -> None:
    commentator, views, view = view_of(company.write(tmp_path / "small"), "P3")
    bound = {comment.kpi_id: comment for comment in commentator.say(views, view).texts.comments}
    assert "sales" in bound
    from reportgen.commentary.write import write
    from reportgen.run.commentary import all_facts
    from reportgen.run.words import options_for

    key = write(all_facts(views, view), "zh-CN", options_for(view), bound=True).hashes["sales"]
    text = "本季销售额27.0万元，因为推迟，差88万元。"
    row = f"P3,{text},override,sales,2025-Q2,P1,2025-07-08,,,edited,zh-CN,1,{key}\n"
    folder = company.write(tmp_path / "edited", notes=HEAD + row)
    assert run(folder, tmp_path / "draft", "--subject", "P3").code == 0
    page = next((tmp_path / "draft").rglob("individual_scorecard.html")).read_text(encoding="utf-8")
    assert "（草稿，待审）" in page
    with next((tmp_path / "draft").rglob("findings.csv")).open(encoding="utf-8", newline="") as file:
        codes = {row["code"] for row in csv.DictReader(file) if row["subject_id"] == "P3"}
    assert {"W-TEXT-NUMBER", "W-TEXT-WORD"} <= codes
    assert run(folder, tmp_path / "final", "--subject", "P3", "--status", "final").code == 0
    page = next((tmp_path / "final").rglob("individual_scorecard.html")).read_text(encoding="utf-8")
    assert "因为推迟" not in page
    with next((tmp_path / "final").rglob("findings.csv")).open(encoding="utf-8", newline="") as file:
        assert "W-TEXT-DRAFT" in {row["code"] for row in csv.DictReader(file)}


# ---------------------------------------------------------------------- writers
def test_a_writer_words_the_comments_and_what_it_gets_wrong_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def shout(request: Request) -> str:
        return "销售额27.0万元。" if request.kpi_id == "sales" else "满意度差99.99分。"

    monkeypatch.setattr(running, "load_writer", lambda name: shout)
    assert run(company.write(tmp_path / "small"), tmp_path / "out", "--subject", "P3", "--writer", "shout").code == 0
    page = next((tmp_path / "out").rglob("individual_scorecard.html")).read_text(encoding="utf-8")
    assert "销售额27.0万元。" in page
    assert "99.99" not in page
    with next((tmp_path / "out").rglob("findings.csv")).open(encoding="utf-8", newline="") as file:
        refused = [row for row in csv.DictReader(file) if row["code"] == "W-TEXT-REFUSED"]
    assert [(row["subject_id"], row["kpi_id"]) for row in refused] == [("P3", "csat")]
    assert "99.99" in refused[0]["text"]


def test_an_unknown_writer_is_a_wrong_call(tmp_path: Path) -> None:
    said = run(company.write(tmp_path / "small"), tmp_path / "out", "--writer", "nobody")
    assert (said.code, (tmp_path / "out").exists()) == (2, False)


def test_the_table_holds_what_the_documents_say_once(tmp_path: Path) -> None:
    commentator, views, view = view_of(company.write(tmp_path / "small"), "P3")
    said = commentator.say(views, view)
    rows = list(commentator.rows())
    mine = [row for row in rows if row["subject_id"] == "P3"]
    assert [row["text"] for row in mine] == [sentence.text for sentence in said.commentary.sentences()]
    assert len({row["subject_id"] for row in rows}) == 7
    assert said.commentary.hashes == {}
    assert date(2025, 7, 10) == view.run.as_of
