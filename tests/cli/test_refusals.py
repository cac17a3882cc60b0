"""Wrong calls and bad input: exit code, a message that says what to do, nothing half-written."""

import errno
import os
from pathlib import Path

import pytest

from tests import company
from tests.cli.call import call

RUN = ("--format", "html", "--jobs", "1")


def test_an_unknown_period_names_the_known_ones(tmp_path: Path) -> None:
    said = call("run", company.write(tmp_path / "d"), "--period", "2031-Q1", "--out", tmp_path / "o", *RUN)
    assert said.code == 2
    assert "2025-Q2" in said.err
    assert not (tmp_path / "o").exists()


@pytest.mark.parametrize(("more", "word"), [
    (("--subject", "P22"), "P2"), (("--report", "bord"), "board"), (("--format", "docx"), "pdf"),
])
def test_unknown_names_show_the_close_ones(tmp_path: Path, more: tuple[str, ...], word: str) -> None:
    said = call("run", company.write(tmp_path / "d"), "--period", company.PERIOD, "--out", tmp_path / "o", "--jobs", "1", *more)
    assert said.code == 2
    assert word in said.err


def test_a_missing_folder_is_a_wrong_call(tmp_path: Path) -> None:
    assert call("check", tmp_path / "nowhere").code == 2


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "d").mkdir()
    said = call("run", tmp_path / "d", "--period", company.PERIOD, "--out", tmp_path / "o", *RUN)
    assert said.code == 3
    assert "E-TABLE" in said.err
    assert not (tmp_path / "o").exists()


@pytest.mark.parametrize(("changed", "code"), [
    ({"kpis": None}, "E-TABLE"),
    ({"kpis": "kpi_id,name\nsales,x\n"}, "E-COLUMN"),
    ({"actuals": "kpi_id,subject_id,period,value\n"}, "E-EMPTY"),
    ({"org": "unit_id,name,type,parent_id\nC,c,company,D1\nD1,d,department,C\nD2,e,department,C\n"}, "E-CYCLE"),
    ({"dataset.yaml": "name: small\ncurency: CNY\n"}, "E-KEY"),
])
def test_broken_files_are_refused_whole(tmp_path: Path, changed: dict[str, str | None], code: str) -> None:
    said = call("run", company.write(tmp_path / "d", **changed), "--period", company.PERIOD, "--out", tmp_path / "o", *RUN)
    assert said.code == 3
    assert code in said.err
    assert not (tmp_path / "o").exists()


@pytest.mark.parametrize(("table", "old", "new", "code", "subject"), [
    ("scorecards", "P2,sales,60", "P2,sales,59", "E-WEIGHT-SUM", "P2"),
    ("targets", "sales,P2,2025-Q2,300000\n", "sales,P2,2025-Q2,300000\nsales,P2,2025-Q2,310000\n", "E-DUP-KEY", "P2"),
    ("actuals", "sales,P2,2025-04,100000", "sales,P2,2025-04,viel", "E-CELL", "P2"),
    ("actuals", "csat,P2,2025-Q2,92.7", "csat,P2,2025-Q2,#DIV/0!", "E-CELL", "P2"),
    ("people", "P2,\u674e\u56db,D1", "P2,\u674e\u56db,D9", "E-UNKNOWN-ID", "P2"),
    ("targets", "csat,P2,2025-Q2,90\n", "", "E-TARGET-MISSING", "P2"),
])
def test_an_error_of_one_subject_stops_only_that_one(
    tmp_path: Path, table: str, old: str, new: str, code: str, subject: str
) -> None:
    dataset = company.write(tmp_path / "d", **{table: company.edited(table, old, new)})
    said = call("run", dataset, "--period", company.PERIOD, "--out", tmp_path / "o", *RUN)
    assert said.code == 1, said.err
    assert code in said.err
    assert subject in said.err
    people = {path.name for path in (tmp_path / "o" / "small" / company.PERIOD / "individuals").iterdir()}
    assert people == {"P2", "P3", "P5", "P6"} - {subject}


def test_all_findings_come_at_once(tmp_path: Path) -> None:
    dataset = company.write(
        tmp_path / "d", scorecards=company.edited("scorecards", "P2,sales,60", "P2,sales,59"),
        actuals=company.edited("actuals", "time,P6,2025-Q2,8", "time,P6,2025-Q2,acht"),
    )
    said = call("check", dataset)
    assert said.code == 1
    assert "E-WEIGHT-SUM" in said.out
    assert "E-CELL" in said.out


def test_an_output_folder_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "o").write_text("a file stands where the folder should be")
    said = call("run", company.write(tmp_path / "d"), "--period", company.PERIOD, "--out", tmp_path / "o", *RUN)
    assert said.code == 2
    assert "--out" in said.err


def test_a_full_disk_says_so_and_leaves_no_half_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    dataset, out, synced = company.write(tmp_path / "d"), tmp_path / "o", os.fsync
    written = []

    def full(handle: int) -> None:
        written.append(handle)
        if len(written) > 3:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        synced(handle)

    monkeypatch.setattr(os, "fsync", full)
    said = call("run", dataset, "--period", company.PERIOD, "--out", out, *RUN)
    assert said.code == 1
    assert "No space left" in said.err
    pages = [path for path in out.rglob("*") if path.is_file()]
    assert len(pages) == 2
    assert all(path.read_text(encoding="utf-8").rstrip().endswith("</html>") for path in pages)


HOSTILE = ["a/b", "..", 'say "x"', "\U0001f600", "x" * 80, '=HYPERLINK("http://x","y")', "<script>alert(1)</script>", "{{ 7*7 }}"]


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_stay_text(tmp_path: Path, name: str) -> None:
    quoted = '"' + name.replace('"', '""') + '"'
    dataset = company.write(
        tmp_path / "d", people=company.edited("people", "P2,\u674e\u56db", f"P2,{quoted}"),
        kpis=company.edited("kpis", "sales,\u9500\u552e\u989d", f"sales,{quoted}"),
    )
    said = call("run", dataset, "--period", company.PERIOD, "--out", tmp_path / "o", "--format", "html,xlsx", "--jobs", "1",
                "--subject", "P2")
    assert said.code == 0, said.err
    page = (tmp_path / "o" / "small" / company.PERIOD / "individuals" / "P2" / "individual_scorecard.html").read_text("utf-8")
    assert "<script>alert" not in page
    assert "49" not in name


@pytest.mark.parametrize("person", ["a/b", "..", 'q"q', "\U0001f600"])
def test_hostile_ids_become_safe_folders(tmp_path: Path, person: str) -> None:
    quoted = '"' + person.replace('"', '""') + '"'
    tables = {
        name: company.TABLES[name].replace("\nP2,", f"\n{quoted},").replace(",P2,", f",{quoted},")
        for name in ("people", "scorecards", "targets", "actuals", "paybase")
    }
    said = call("run", company.write(tmp_path / "d", **tables), "--period", company.PERIOD, "--out", tmp_path / "o", *RUN)
    assert said.code == 0, said.err
    folder = tmp_path / "o" / "small" / company.PERIOD
    assert len(list((folder / "individuals").iterdir())) == 4
    assert {path.name for path in (tmp_path / "o").iterdir()} == {"small"}
